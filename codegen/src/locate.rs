//! Line and column of any value of a YAML text, asked only when there is a fault.
//!
//! The parser gives a place only inside errors; so this walks to the value and raises one there.

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// One step from a value to one inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// The value under the last of equal keys.
    Key(String),
    /// The key itself, the last of equal ones.
    Name(String),
    /// The value at this place of a list.
    Index(usize),
}

/// Line and column, both from 1, of the value the steps lead to, or of the nearest one above it.
pub(crate) fn locate(text: &str, steps: &[Step]) -> Option<(usize, usize)> {
    let mut steps = steps.to_vec();
    loop {
        let seen = count(text, &steps);
        let walk = Walk {
            steps: &steps,
            turn: seen,
        };
        let res: Result<(), serde_yaml::Error> =
            walk.deserialize(serde_yaml::Deserializer::from_str(text));
        if let Err(error) = res
            && error.to_string().contains(FOUND)
            && let Some(place) = error.location()
        {
            return Some((place.line(), place.column()));
        }
        // Missing keys have no place of their own: their parent has.
        steps.pop()?;
    }
}

const FOUND: &str = "here it is, said the walk";

/// How often the key of the last step stands in its map, so that the last one can be told.
fn count(text: &str, steps: &[Step]) -> usize {
    let (Some((last, parents)), mut turns) = (steps.split_last(), 0) else {
        return 0;
    };
    let (Step::Key(key) | Step::Name(key)) = last else {
        return 0;
    };
    let counter = Count {
        parents,
        key,
        turns: &mut turns,
    };
    // An unreadable text has no equal keys to tell apart.
    let _ = counter.deserialize(serde_yaml::Deserializer::from_str(text));
    turns
}

struct Walk<'a> {
    steps: &'a [Step],
    /// Which of equal keys the last step means, from 1.
    turn: usize,
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(FOUND)
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Err(E::custom(FOUND))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Some((step, rest)) = self.steps.split_first() else {
            return Err(A::Error::custom(FOUND));
        };
        let (Step::Key(wanted) | Step::Name(wanted)) = step else {
            return Err(A::Error::custom(FOUND));
        };
        let mut turn = 0;
        let last = rest.is_empty();
        let named = matches!(step, Step::Name(_));
        while let Some(found) = map.next_key_seed(KeySeed {
            wanted,
            raise: named && turn + 1 == self.turn,
        })? {
            if found {
                turn += 1;
            }
            if found && (!last || turn == self.turn) {
                return map.next_value_seed(Walk {
                    steps: rest,
                    turn: self.turn,
                });
            }
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Some((Step::Index(wanted), rest)) = self.steps.split_first() else {
            return Err(A::Error::custom(FOUND));
        };
        for _ in 0..*wanted {
            if seq.next_element::<IgnoredAny>()?.is_none() {
                return Ok(());
            }
        }
        seq.next_element_seed(Walk {
            steps: rest,
            turn: self.turn,
        })?;
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

struct Count<'a> {
    parents: &'a [Step],
    key: &'a str,
    turns: &'a mut usize,
}

impl<'de> DeserializeSeed<'de> for Count<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Count<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let wanted = match self.parents.first() {
            None => self.key,
            Some(Step::Key(key) | Step::Name(key)) => key,
            Some(Step::Index(_)) => return Ok(()),
        };
        while let Some(key) = map.next_key::<String>()? {
            if key == wanted {
                match self.parents.split_first() {
                    None => *self.turns += 1,
                    Some((_, rest)) => {
                        map.next_value_seed(Count {
                            parents: rest,
                            key: self.key,
                            turns: self.turns,
                        })?;
                        continue;
                    }
                }
            }
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let mut index = 0;
        while let Some(()) = match self.parents.split_first() {
            Some((Step::Index(wanted), rest)) if *wanted == index => {
                seq.next_element_seed(Count {
                    parents: rest,
                    key: self.key,
                    turns: self.turns,
                })?
            }
            _ => seq.next_element::<IgnoredAny>()?.map(|_| ()),
        } {
            index += 1;
        }
        Ok(())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Step {
        Step::Key(text.to_owned())
    }

    #[track_caller]
    fn check(text: &str, steps: &[Step], place: (usize, usize)) {
        assert_eq!(locate(text, steps), Some(place));
    }

    #[test]
    fn a_scalar_in_a_flow_map_in_a_list_is_found_to_the_column() {
        let text = "a: 1\nb:\n  - { x: 1, y: 2 }\n  - { x: 3, y: [4, five] }\n";
        let steps = [key("b"), Step::Index(1), key("y"), Step::Index(1)];
        check(text, &steps, (4, 20));
    }

    #[test]
    fn a_missing_key_is_placed_at_its_parent() {
        check("a:\n  b: 1\n", &[key("a"), key("nope")], (2, 3));
    }

    #[test]
    fn the_last_of_equal_keys_is_meant() {
        check("a: 1\nb: 2\na: 3\n", &[Step::Name("a".to_owned())], (3, 1));
        check("a: 1\nb: 2\na: 3\n", &[key("a")], (3, 4));
    }
}
