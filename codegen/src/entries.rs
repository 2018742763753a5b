//! A YAML map in file order that keeps equal keys, so that `check` can name them.

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use std::{collections::HashMap, fmt, marker::PhantomData};

/// A map in file order; equal keys are both kept, and refused when the file is read.
#[derive(Debug)]
pub(crate) struct Entries<T> {
    list: Vec<(String, T)>,
    /// Where a name stands first: thousands of names are looked up among thousands.
    places: HashMap<String, usize>,
}

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Entries {
            list: Vec::new(),
            places: HashMap::new(),
        }
    }
}

impl<T> Entries<T> {
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &T)> + Clone {
        self.list.iter().map(|(key, value)| (key.as_str(), value))
    }

    pub(crate) fn names(&self) -> impl ExactSizeIterator<Item = &str> + Clone {
        self.list.iter().map(|it| it.0.as_str())
    }

    pub(crate) fn as_slice(&self) -> &[(String, T)] {
        &self.list
    }

    pub(crate) fn into_list(self) -> Vec<(String, T)> {
        self.list
    }

    /// Where the first entry of this name stands.
    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        self.places.get(name).copied()
    }

    pub(crate) fn get(&self, name: &str) -> Option<&T> {
        self.position(name).map(|it| &self.list[it].1)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Entries<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Collect(PhantomData))
    }
}

struct Collect<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Collect<T> {
    type Value = Entries<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map of named entries")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries<T>, A::Error> {
        let mut res = Entries::default();
        while let Some((key, value)) = map.next_entry::<String, T>()? {
            let place = res.list.len();
            res.places.entry(key.clone()).or_insert(place);
            res.list.push((key, value));
        }
        Ok(res)
    }
}
