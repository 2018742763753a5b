//! What the document must show of a fact, and when a text shows a literal.

use crate::model::Lines;

/// What the cited lines must show. A part of a citation is one line or one range, read as one text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// Every part holds one of these; those that must are each held by some part.
    Each(Vec<Literal>),
    /// All of these are held, in whichever part; other parts show something else of the same entry.
    All(Vec<Literal>),
    /// Every part holds one of `names`, or stands right below a line that is nothing but one of
    /// them, or holds one of `values`, or lies in `described`.
    Near {
        /// Names of the thing on the wire.
        names: Vec<Literal>,
        /// What shows it as well.
        values: Vec<Literal>,
        /// Lines that speak of it under another name.
        described: Lines,
    },
    /// One JSON text; when it is not to be repaired, one that can be read.
    Sample {
        /// Whether it is read as it is printed.
        replayed: bool,
    },
    /// Nothing that can be compared letter by letter.
    Prose,
}

impl Proof {
    /// The literals that are looked for.
    pub fn literals(&self) -> Vec<&Literal> {
        match self {
            Proof::Each(literals) | Proof::All(literals) => literals.iter().collect(),
            Proof::Near { names, values, .. } => names.iter().chain(values).collect(),
            Proof::Sample { .. } | Proof::Prose => Vec::new(),
        }
    }
}

/// A text of the spec that stands in the document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Literal {
    /// As the spec has it.
    pub text: String,
    /// As the document prints it, where that is otherwise.
    pub printed: Option<String>,
    /// Whether some part must hold it; otherwise it is one of several spellings.
    pub must: bool,
    /// Whether letters and digits alone are compared: `hmac-sha256` is `HMAC SHA-256`.
    pub loose: bool,
}

impl Literal {
    pub(super) fn must(text: &str) -> Literal {
        Literal {
            text: text.to_owned(),
            printed: None,
            must: true,
            loose: false,
        }
    }

    pub(super) fn may(text: &str) -> Literal {
        Literal {
            must: false,
            ..Literal::must(text)
        }
    }

    pub(super) fn loose(text: &str) -> Literal {
        Literal {
            loose: true,
            ..Literal::must(text)
        }
    }

    /// The same, printed otherwise.
    pub(super) fn printed(self, printed: &Option<String>) -> Literal {
        Literal {
            printed: printed.clone(),
            ..self
        }
    }

    /// What is looked for in the document.
    pub fn shown(&self) -> &str {
        self.printed.as_deref().unwrap_or(&self.text)
    }

    /// Whether a text of the document holds it.
    pub fn stands_in(&self, text: &str) -> bool {
        match self.loose {
            true => squeezed(text).contains(&squeezed(self.shown())),
            false => held(text, self.shown()),
        }
    }

    /// Whether what is printed is the literal, but for white space, what stands around it, and the
    /// marks of a place in a path: `/payments/:id` is `/payments/{id}`.
    pub fn is_printed(&self) -> bool {
        let marks = |it: &char| it.is_whitespace() || "{}<>:".contains(*it);
        let bare = |it: &str| it.chars().filter(|it| !marks(it)).collect::<String>();
        match &self.printed {
            Some(printed) => bare(printed).contains(&bare(&self.text)),
            None => true,
        }
    }
}

/// Whether a text holds a literal as whole tokens; white space counts as one space.
pub fn held(text: &str, literal: &str) -> bool {
    // Most texts hold most literals nowhere, which is soon seen.
    let first = literal.split_whitespace().next();
    first.is_some_and(|it| text.contains(it)) && !beside(text, literal).is_empty()
}

/// What stands before and after each place where a text holds a literal as whole tokens: the
/// nearest characters that are no white space.
pub fn beside(text: &str, literal: &str) -> Vec<(Option<char>, Option<char>)> {
    let (text, literal) = (folded(text), folded(literal));
    let mut res = Vec::new();
    if literal.is_empty() {
        return res;
    }
    let mut from = 0;
    while let Some(found) = text[from..].find(&literal) {
        let (start, end) = (from + found, from + found + literal.len());
        let (before, after) = (&text[..start], &text[end..]);
        if whole(&literal, before, after) {
            let (before, after) = (before.trim_end(), after.trim_start());
            res.push((before.chars().next_back(), after.chars().next()));
        }
        from = start + text[start..].chars().next().map_or(1, char::len_utf8);
    }
    res
}

/// Whether a line is nothing but a literal, list marks, bars and quotation marks aside.
pub fn standing_alone(line: &str, literal: &str) -> bool {
    let bare = |it: &str| {
        folded(it)
            .trim_matches(|it: char| it == ' ' || MARKS.contains(it))
            .to_owned()
    };
    !literal.trim().is_empty() && bare(line) == bare(literal)
}

/// What may stand around a literal that has a line to itself.
const MARKS: &str = "-*•|\"'`“”‘’:;,.";

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn squeezed(text: &str) -> String {
    let letters = text.chars().filter(|it| it.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

fn is_word(it: char) -> bool {
    it.is_alphanumeric() || it == '_'
}

/// Whether a literal is not a part of something longer, by what stands before and after it.
fn whole(literal: &str, before: &str, after: &str) -> bool {
    let ends = |it: Option<char>, test: fn(char) -> bool| it.is_some_and(test);
    let (first, last) = (literal.chars().next(), literal.chars().next_back());
    let (mut left, mut right) = (before.chars().rev(), after.chars());
    let (near_left, far_left) = (left.next(), left.next());
    let (near_right, far_right) = (right.next(), right.next());
    if ends(first, is_word) && ends(near_left, is_word)
        || ends(last, is_word) && ends(near_right, is_word)
    {
        return false;
    }
    let digit = |it: char| it.is_ascii_digit();
    // A number is not the front or the back of a longer one: `100` does not stand in `100.00`.
    if ends(first, digit) && near_left == Some('.') && ends(far_left, digit)
        || ends(last, digit) && near_right == Some('.') && ends(far_right, digit)
    {
        return false;
    }
    let goes_on = |signs: &str| {
        near_right.is_some_and(|it| signs.contains(it))
            || near_right == Some('.') && ends(far_right, is_word)
    };
    if literal.starts_with('/') {
        !goes_on("/-%{~")
    } else if literal.contains("://") {
        !goes_on("-%~") && !(near_right == Some(':') && ends(far_right, digit))
    } else {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_literal_stands_as_whole_tokens_only() {
        for (text, literal) in [
            ("amount+phone+channel", "phone"),
            ("\"phone\":\"+254\"", "phone"),
            ("| FAIBA, FAIBA_B |", "FAIBA"),
            ("price  10.00.", "10.00"),
            ("Kemru\u{a0} Bank", "Kemru Bank"),
            ("GET http://a.test:30/pay HTTP/1.1", "/pay"),
            ("GET http://a.test:30/pay HTTP/1.1", "http://a.test:30"),
            ("see /pay.", "/pay"),
            ("code 200.", "200"),
        ] {
            assert!(held(text, literal), "{literal} in {text}");
        }
        for (text, literal) in [
            ("phoneNumber", "phone"),
            ("my_phone", "phone"),
            ("FAIBA_B", "FAIBA"),
            ("100.00", "100"),
            ("2.5GB", "5GB"),
            ("GET http://a.test:30/pay-later", "/pay"),
            ("GET http://a.test:30/pay/now", "/pay"),
            ("GET http://a.test:30/pay", "http://a.test"),
            ("http://a.test.example", "http://a.test"),
            ("anything", ""),
        ] {
            assert!(!held(text, literal), "{literal} in {text}");
        }
    }

    #[test]
    fn an_algorithm_is_compared_by_letters_and_digits() {
        assert!(Literal::loose("hmac-sha256").stands_in("A HMAC SHA-256 signature"));
        assert!(!Literal::loose("hmac-sha512").stands_in("A HMAC SHA-256 signature"));
    }

    #[test]
    fn what_is_printed_holds_the_literal_once_white_space_is_out() {
        let printed = |text: &str, printed: &str| Literal {
            printed: Some(printed.to_owned()),
            ..Literal::must(text)
        };
        assert!(printed("https://a.test/v2", "https: //a.test/v2/").is_printed());
        assert!(!printed("https://a.test", "http:/a.test").is_printed());
        assert!(printed("/payments/{id}", "/payments/:id").is_printed());
        assert!(!printed("/payments/{id}", "/payment/:id").is_printed());
    }
}
