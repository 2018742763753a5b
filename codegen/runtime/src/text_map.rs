//! Names and texts in order: an object whose members the document does not list.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, MapAccess, Visitor},
};

/// Names and texts, in the order in which they were given or received.
///
/// `Debug` prints the names only. A request that holds one name twice is refused when it is
/// sent.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct TextMap(Vec<(String, String)>);

impl TextMap {
    /// The text of `name`.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter().find(|it| it.0 == name).map(|it| it.1)
    }

    /// Names and texts, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, text)| (&**name, &**text))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The names and texts, taken out.
    pub fn into_inner(self) -> Vec<(String, String)> {
        self.0
    }
}

impl From<Vec<(String, String)>> for TextMap {
    fn from(entries: Vec<(String, String)>) -> Self {
        Self(entries)
    }
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for TextMap {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let owned = |(name, text): (K, V)| (name.into(), text.into());
        Self(entries.into_iter().map(owned).collect())
    }
}

impl fmt::Debug for TextMap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(|it| it.0)).finish()
    }
}

impl Serialize for TextMap {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de> Deserialize<'de> for TextMap {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Collect)
    }
}

struct Collect;

impl<'de> Visitor<'de> for Collect {
    type Value = TextMap;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map of texts")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<TextMap, A::Error> {
        let mut res = TextMap::default();
        while let Some((name, text)) = map.next_entry::<String, String>()? {
            if res.get(&name).is_some() {
                return Err(A::Error::custom(format_args!("`{name}` is there twice")));
            }
            res.0.push((name, text));
        }
        Ok(res)
    }
}

#[cfg(test)]
mod tests {
    use super::TextMap;

    #[test]
    fn order_is_kept() {
        let json = r#"{"z":"1","a":"2"}"#;
        let map: TextMap = serde_json::from_str(json).expect("a map");
        assert_eq!(serde_json::to_string(&map).ok().as_deref(), Some(json));
        assert_eq!(map.get("a"), Some("2"));
    }

    #[test]
    fn one_name_twice_is_refused() {
        assert!(serde_json::from_str::<TextMap>(r#"{"a":"1","a":"2"}"#).is_err());
    }

    #[test]
    fn debug_shows_names_only() {
        let map: TextMap = [("meter", "canary")].into_iter().collect();
        assert_eq!(format!("{map:?}"), "{\"meter\"}");
    }
}
