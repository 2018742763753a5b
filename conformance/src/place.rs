//! Where in a fixture something stands: file, line and column.
//!
//! The YAML parser gives a place only inside errors, so this walks to the value and raises one there.

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// A place in a file, as people are told it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// As shown: `conformance/fixtures/kemru/ping-ok.yaml`.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// From 1.
    pub column: usize,
}

impl Place {
    /// The beginning of a file.
    pub fn top(file: &str) -> Place {
        Place {
            file: file.to_owned(),
            line: 1,
            column: 1,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// Line and column of the key that the path leads to, or of the nearest value above it.
///
/// A step is a key, or an index where it leads into a list.
pub(crate) fn of_key(text: &str, path: &[&str]) -> (usize, usize) {
    locate(text, path, Meant::Key)
}

/// Line and column of the value that the path leads to, or of the nearest one above it.
pub(crate) fn of_value(text: &str, path: &[&str]) -> (usize, usize) {
    locate(text, path, Meant::Value)
}

/// Where a place inside a value stands in the file, which is known for a block scalar (`|`) only.
pub(crate) fn inside(text: &str, path: &[&str], inner: (usize, usize)) -> (usize, usize) {
    let (line, column) = of_value(text, path);
    let mut lines = text.lines().skip(line - 1);
    let opens = lines.next().and_then(|it| it.chars().nth(column - 1));
    match (opens, lines.find(|it| !it.trim().is_empty())) {
        (Some('|'), Some(first)) => {
            let indent = first.chars().take_while(|it| *it == ' ').count();
            (line + inner.0, indent + inner.1)
        }
        (_, _) => (line, column),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meant {
    Key,
    Value,
}

const FOUND: &str = "the walk ends here";

fn locate(text: &str, path: &[&str], meant: Meant) -> (usize, usize) {
    let mut path = path;
    loop {
        let walk = Walk { path, meant };
        let res: Result<(), serde_yaml::Error> =
            walk.deserialize(serde_yaml::Deserializer::from_str(text));
        if let Err(error) = res
            && error.to_string().contains(FOUND)
            && let Some(place) = error.location()
        {
            return (place.line(), place.column());
        }
        // What is missing has no place of its own: what it should be in has.
        match path.split_last() {
            Some((_, above)) => path = above,
            None => return (1, 1),
        }
    }
}

struct Walk<'a> {
    path: &'a [&'a str],
    meant: Meant,
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        // A tag or an anchor is walked through, so that every value has a place.
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Numbers, booleans and null are no `str`: the parser reports them by this text, at their place.
        f.write_str(FOUND)
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Err(E::custom(FOUND))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Some((wanted, rest)) = self.path.split_first() else {
            return Err(A::Error::custom(FOUND));
        };
        let raise = rest.is_empty() && self.meant == Meant::Key;
        while let Some(found) = map.next_key_seed(KeySeed { wanted, raise })? {
            if found {
                let walk = Walk {
                    path: rest,
                    meant: self.meant,
                };
                return map.next_value_seed(walk);
            }
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Some((wanted, rest)) = self.path.split_first() else {
            return Err(A::Error::custom(FOUND));
        };
        for _ in 0..wanted.parse::<usize>().unwrap_or(usize::MAX) {
            if seq.next_element::<IgnoredAny>()?.is_none() {
                return Ok(());
            }
        }
        let walk = Walk {
            path: rest,
            meant: self.meant,
        };
        seq.next_element_seed(walk)?;
        Ok(())
    }
}

struct KeySeed<'a> {
    wanted: &'a str,
    raise: bool,
}

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for KeySeed<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<bool, E> {
        if key == self.wanted && self.raise {
            return Err(E::custom(FOUND));
        }
        Ok(key == self.wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "a: 1\nb:\n  - { x: 1, y: yes }\n  - { x: 3, y: [4, five] }\nc:\n  d: |\n    {\n     \"e\": 1}\n";

    #[test]
    fn a_value_in_a_flow_map_in_a_list_is_found_to_the_column() {
        assert_eq!(of_value(TEXT, &["b", "1", "y", "1"]), (4, 20));
        assert_eq!(of_value(TEXT, &["b", "1", "x"]), (4, 10));
        assert_eq!(of_key(TEXT, &["b", "1", "y"]), (4, 13));
        assert_eq!(of_key(TEXT, &["c"]), (5, 1));
    }

    #[test]
    fn what_is_missing_is_placed_at_what_it_should_be_in() {
        assert_eq!(of_key(TEXT, &["c", "nope", "x"]), (5, 1));
        assert_eq!(of_value(TEXT, &["c", "nope"]), (6, 3));
        assert_eq!(of_value("", &["a"]), (1, 1));
    }

    #[test]
    fn a_place_inside_a_block_scalar_is_a_line_of_the_file() {
        assert_eq!(inside(TEXT, &["c", "d"], (2, 2)), (8, 6));
        assert_eq!(inside(TEXT, &["a"], (1, 1)), (1, 4));
    }
}
