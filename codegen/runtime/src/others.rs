//! What a reply held besides what the client was generated for.

use std::fmt;

/// Members that the client was not generated for, in order, as raw JSON.
///
/// The places of an array that has more of them than documented are named by their index.
/// `Debug` prints the names only.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct Others(Vec<(String, String)>);

impl Others {
    /// Names and raw JSON texts, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, raw)| (&**name, &**raw))
    }

    /// The raw JSON text of `name`; of the first one when there are several.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter().find(|it| it.0 == name).map(|it| it.1)
    }

    /// Whether there was none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// From names and raw JSON texts that were read by [`Json`](crate::rt::Json).
    pub(crate) fn new(members: Vec<(String, String)>) -> Self {
        Self(members)
    }
}

impl fmt::Debug for Others {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(|it| it.0)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::Others;

    #[test]
    fn debug_shows_names_only() {
        let others = Others::new(vec![("token".to_owned(), "\"canary\"".to_owned())]);
        assert_eq!(format!("{others:?}"), "{\"token\"}");
        assert_eq!(others.get("token"), Some("\"canary\""));
    }
}
