//! What a document prints and a report must not: values of secret and personal fields, whatever
//! looks like a key, and long numbers, which may be a phone's.

use std::collections::BTreeSet;

use verbatim_codegen::model::{Provider, Type};

use crate::trace::Document;

/// Stands for what was taken out.
const VEILED: &str = "•••";
/// A shorter value stands in too many innocent places.
const MIN_VALUE_CHARS: usize = 4;
/// From so many letters and digits in one word on, it may be a key.
const MIN_KEY_CHARS: usize = 20;
/// From so many digits on, a number may be a phone's.
const MIN_PHONE_DIGITS: usize = 9;

/// What is taken out of one document.
#[derive(Debug)]
pub(super) struct Veil {
    /// The longest first.
    values: Vec<String>,
    /// Words that the spec says itself, however long they are.
    known: BTreeSet<String>,
}

impl Veil {
    pub(super) fn of(provider: &Provider, document: &Document) -> Veil {
        let (names, known) = names(provider);
        let mut values = BTreeSet::new();
        for number in 1..=document.last() {
            let line = document.line(number);
            for name in &names {
                values.extend(after(line, name));
            }
        }
        values.retain(|it| MIN_VALUE_CHARS <= it.chars().count() && !known.contains(it));
        let mut values: Vec<_> = values.into_iter().collect();
        values.sort_by_key(|it| std::cmp::Reverse(it.len()));
        Veil { values, known }
    }

    /// The line without them.
    pub(super) fn over(&self, line: &str) -> String {
        let mut line = line.to_owned();
        for value in &self.values {
            line = line.replace(value, VEILED);
        }
        let mut res = String::new();
        let mut word = String::new();
        let mut rest = line.chars().peekable();
        while let Some(it) = rest.next() {
            if it.is_ascii_alphanumeric() || "_-+/=.".contains(it) {
                word.push(it);
                if rest.peek().is_some() {
                    continue;
                }
            } else {
                self.settle(&mut word, &mut res);
                res.push(it);
                continue;
            }
            self.settle(&mut word, &mut res);
        }
        res
    }

    fn settle(&self, word: &mut String, res: &mut String) {
        match self.hides(word) {
            true => res.push_str(VEILED),
            false => res.push_str(word),
        }
        word.clear();
    }

    fn hides(&self, word: &str) -> bool {
        if self.known.contains(word) {
            return false;
        }
        let runs = || word.split(|it: char| !it.is_ascii_alphanumeric());
        let key = runs().any(|it| {
            let digits = it.chars().filter(char::is_ascii_digit).count();
            MIN_KEY_CHARS <= it.len() && 0 < digits && digits < it.len()
        });
        let digits = runs()
            .any(|it| MIN_PHONE_DIGITS <= it.len() && it.chars().all(|it| it.is_ascii_digit()));
        key || digits
    }
}

/// The wire names of what is secret or personal, and what the spec says itself.
fn names(provider: &Provider) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut private, mut known) = (BTreeSet::new(), BTreeSet::new());
    let is =
        |secret: bool, personal: bool, ty: &Type| secret || personal || ty.innermost().is_phone();
    for operation in &provider.operations {
        known.insert(operation.name.clone());
        for it in &operation.fields {
            known.insert(it.wire.clone());
            if is(it.secret, it.personal, &it.ty) {
                private.insert(it.wire.clone());
            }
        }
    }
    for it in provider.records.iter().flat_map(|it| &it.members) {
        known.insert(it.wire.clone());
        if is(it.secret, it.personal, &it.ty) {
            private.insert(it.wire.clone());
        }
    }
    for it in &provider.codes {
        known.insert(it.code.clone());
    }
    for it in provider.enums.iter().flat_map(|it| &it.values) {
        known.insert(it.wire.clone());
    }
    (private, known)
}

/// The texts that stand in quotes behind a name in quotes, as in a sample.
fn after(line: &str, name: &str) -> Vec<String> {
    let mut res = Vec::new();
    for quote in ['"', '\''] {
        let name = format!("{quote}{name}{quote}");
        for (at, _) in line.match_indices(&name) {
            let rest = line[at + name.len()..].trim_start();
            let Some(rest) = rest.strip_prefix([':', '=']) else {
                continue;
            };
            let rest = rest.trim_start();
            let value = match rest.strip_prefix(['"', '\'']) {
                Some(text) => text.split(['"', '\'']).next(),
                None => rest.split([',', '}', ']', ' ']).next(),
            };
            res.extend(value.map(str::to_owned));
        }
    }
    res
}

#[cfg(test)]
mod tests {
    use super::*;

    fn veil(values: &[&str], known: &[&str]) -> Veil {
        let own = |it: &&str| (*it).to_owned();
        Veil {
            values: values.iter().map(own).collect(),
            known: known.iter().map(own).collect(),
        }
    }

    #[test]
    fn keys_phones_and_private_values_are_taken_out_and_the_rest_stays() {
        let veil = veil(&["John Doe"], &["a2345678901234567890"]);
        for (line, shown) in [
            ("\"name\": \"John Doe\", 1", "\"name\": \"•••\", 1"),
            ("Bearer abcDEF0123456789abcdef01", "Bearer •••"),
            ("call +254722000001 now", "call ••• now"),
            ("code 1107 costs 1500.00", "code 1107 costs 1500.00"),
            ("a2345678901234567890", "a2345678901234567890"),
            (
                "internationalization_of_everything",
                "internationalization_of_everything",
            ),
            ("é <b>", "é <b>"),
        ] {
            assert_eq!(veil.over(line), shown);
        }
    }

    #[test]
    fn values_are_found_behind_their_names() {
        assert_eq!(after("{\"pin\": \"12 34\",", "pin"), ["12 34"]);
        assert_eq!(after("{\"pin\":1234}", "pin"), ["1234"]);
        assert_eq!(after("{'pin': 'a', \"pin\" : \"b\"}", "pin"), ["b", "a"]);
        assert!(after("the \"pin\" of the card", "pin").is_empty());
    }
}
