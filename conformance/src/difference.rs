//! From two JSON texts to what is different in them, place by place.

use crate::json::{Json, Node, NodeKind};

/// One difference between an expected and an actual text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Difference {
    /// Where, as a JSON pointer; empty at the root.
    pub(crate) pointer: String,
    /// How they differ.
    pub(crate) kind: DifferenceKind,
    /// Line and column in the expected text of what is nearest.
    pub(crate) place: (usize, usize),
}

/// How two texts differ at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum DifferenceKind {
    /// Only the expected text has it.
    Missing,
    /// Only the actual text has it.
    Extra,
    /// Another value, or the same value spelled otherwise.
    Value,
    /// The same name, with other escapes.
    Name,
    /// The same members in another order; the names on both sides.
    Order(Vec<String>, Vec<String>),
}

/// All differences, in the order of the expected text; empty when the compact texts are equal.
pub(crate) fn differences(expected: &Json, actual: &Json) -> Vec<Difference> {
    let mut sides = Sides {
        expected,
        actual,
        found: Vec::new(),
    };
    sides.compare(expected.root(), actual.root());
    sides.found
}

struct Sides<'a> {
    expected: &'a Json,
    actual: &'a Json,
    found: Vec<Difference>,
}

impl Sides<'_> {
    fn compare(&mut self, expected: &Node, actual: &Node) {
        if self.expected.spelled(expected) == self.actual.spelled(actual) {
            return;
        }
        match (expected.kind, actual.kind) {
            (NodeKind::Object, NodeKind::Object) => self.compare_objects(expected, actual),
            (NodeKind::Array, NodeKind::Array) => self.compare_arrays(expected, actual),
            (_, _) => self.found(&expected.pointer, DifferenceKind::Value, expected),
        }
    }

    fn compare_objects(&mut self, expected: &Node, actual: &Node) {
        let (ours, theirs) = (self.expected, self.actual);
        let names = |json: &Json, node: &Node, other: (&Json, &Node)| -> Vec<String> {
            json.children(node)
                .filter_map(|it| it.name.clone())
                .filter(|it| other.0.member(other.1, it).is_some())
                .collect()
        };
        let expected_names = names(ours, expected, (theirs, actual));
        let actual_names = names(theirs, actual, (ours, expected));
        if expected_names != actual_names {
            let kind = DifferenceKind::Order(expected_names, actual_names);
            self.found(&expected.pointer, kind, expected);
        }
        for member in ours.children(expected) {
            let name = member.name.as_deref().unwrap_or_default();
            let Some(other) = theirs.member(actual, name) else {
                self.found(&member.pointer, DifferenceKind::Missing, member);
                continue;
            };
            if member.spelled_name != other.spelled_name {
                self.found(&member.pointer, DifferenceKind::Name, member);
            }
            self.compare(member, other);
        }
        for other in theirs.children(actual) {
            if ours
                .member(expected, other.name.as_deref().unwrap_or_default())
                .is_none()
            {
                self.found(&other.pointer, DifferenceKind::Extra, expected);
            }
        }
    }

    fn compare_arrays(&mut self, expected: &Node, actual: &Node) {
        let (ours, theirs) = (self.expected, self.actual);
        let mut others = theirs.children(actual);
        for item in ours.children(expected) {
            match others.next() {
                Some(other) => self.compare(item, other),
                None => self.found(&item.pointer, DifferenceKind::Missing, item),
            }
        }
        for other in others {
            self.found(&other.pointer, DifferenceKind::Extra, expected);
        }
    }

    fn found(&mut self, pointer: &str, kind: DifferenceKind, near: &Node) {
        self.found.push(Difference {
            pointer: pointer.to_owned(),
            kind,
            place: near.place,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(expected: &str, actual: &str, found: &[(&str, DifferenceKind)]) {
        let (expected, actual) = (Json::read(expected).unwrap(), Json::read(actual).unwrap());
        let res: Vec<_> = differences(&expected, &actual)
            .into_iter()
            .map(|it| (it.pointer, it.kind))
            .collect();
        let found: Vec<_> = found
            .iter()
            .map(|it| (it.0.to_owned(), it.1.clone()))
            .collect();
        assert_eq!(res, found);
    }

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|it| (*it).to_owned()).collect()
    }

    #[test]
    fn texts_that_are_compactly_equal_do_not_differ() {
        check(" { \"a\" : [ 1.0 ] } ", "{\"a\":[1.0]}", &[]);
    }

    #[test]
    fn the_spelling_of_a_number_is_a_difference() {
        check(
            "{\"a\":[1.0]}",
            "{\"a\":[1.00]}",
            &[("/a/0", DifferenceKind::Value)],
        );
        check(
            "{\"a\":\"1\"}",
            "{\"a\":1}",
            &[("/a", DifferenceKind::Value)],
        );
    }

    #[test]
    fn the_escapes_of_a_name_and_of_a_value_are_differences() {
        check(
            "{\"a\":1}",
            "{\"\\u0061\":1}",
            &[("/a", DifferenceKind::Name)],
        );
        check("[\"a\"]", "[\"\\u0061\"]", &[("/0", DifferenceKind::Value)]);
    }

    #[test]
    fn the_order_of_members_is_a_difference_of_its_own() {
        let order = DifferenceKind::Order(names(&["a", "b"]), names(&["b", "a"]));
        check("{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}", &[("", order)]);
    }

    #[test]
    fn every_member_and_item_that_one_side_lacks_is_found() {
        check(
            "{\"a\":1,\"b\":[1,2]}",
            "{\"b\":[1],\"c\":3}",
            &[
                ("/a", DifferenceKind::Missing),
                ("/b/1", DifferenceKind::Missing),
                ("/c", DifferenceKind::Extra),
            ],
        );
    }
}
