//! What the document must show of a fact, and when a text shows a literal.

use crate::model::Lines;

/// What the cited lines must show. A part of a citation is one line or one range, read as one text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// Every part holds one of those that may show it alone; those that must are each held by some
    /// part, as often as they are listed.
    Each(Vec<Literal>),
    /// All of these are held, in whichever part; other parts show something else of the same entry.
    All(Vec<Literal>),
    /// Every part belongs to the row of a name.
    Row(Row),
    /// Every part has one of these, in letters of any case, also inside of a word.
    Words(Vec<String>),
    /// Every part has a digest, or a word for the way of writing one.
    Digest,
    /// What follows are rows: the lines end right above the first of them, or are theirs.
    Heading(Lines),
    /// No part cuts one of these samples in two.
    Around(Vec<(u32, u32)>),
    /// One JSON text; when it is not to be repaired, one that can be read.
    Sample {
        /// Whether it is read as it is printed.
        replayed: bool,
    },
    /// Nothing that can be compared letter by letter.
    Prose,
}

/// The row of a name: every part holds one of `names` and something else, or one of `values`, or
/// lies in `described`, or stands below a line that is nothing but one of `names`, with none such
/// of `others` between or inside.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// Names of the thing on the wire.
    pub names: Vec<Literal>,
    /// What shows it as well.
    pub values: Vec<Literal>,
    /// Names of what stands in other rows.
    pub others: Vec<String>,
    /// Lines that speak of it under another name.
    pub described: Lines,
    /// Whether a line with the name and nothing else will do.
    pub bare: bool,
}

impl Proof {
    /// The literals that are looked for.
    pub fn literals(&self) -> Vec<&Literal> {
        match self {
            Proof::Each(literals) | Proof::All(literals) => literals.iter().collect(),
            Proof::Row(row) => row.names.iter().chain(&row.values).collect(),
            Proof::Words(_)
            | Proof::Digest
            | Proof::Heading(_)
            | Proof::Around(_)
            | Proof::Sample { .. }
            | Proof::Prose => Vec::new(),
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
    /// Whether a part that holds it and nothing else shows the fact.
    pub alone: bool,
    /// How it is compared.
    pub manner: Manner,
}

/// How a literal is compared with a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Manner {
    /// As whole tokens.
    Tokens,
    /// As whole tokens; a name that is a word of prose too is set off from the text around it.
    Name,
    /// By letters and digits alone: `hmac-sha256` is `HMAC SHA-256`.
    Loose,
    /// At the beginning of a token: `try-` is the front of `try-8315`.
    Front,
}

impl Literal {
    pub(super) fn must(text: &str) -> Literal {
        Literal {
            text: text.to_owned(),
            printed: None,
            must: true,
            alone: true,
            manner: Manner::Tokens,
        }
    }

    pub(super) fn may(text: &str) -> Literal {
        Literal {
            must: false,
            ..Literal::must(text)
        }
    }

    pub(super) fn name(text: &str) -> Literal {
        Literal {
            manner: Manner::Name,
            ..Literal::must(text)
        }
    }

    pub(super) fn other_name(text: &str) -> Literal {
        Literal {
            must: false,
            ..Literal::name(text)
        }
    }

    pub(super) fn loose(text: &str) -> Literal {
        Literal {
            manner: Manner::Loose,
            ..Literal::must(text)
        }
    }

    pub(super) fn front(text: &str) -> Literal {
        Literal {
            manner: Manner::Front,
            ..Literal::must(text)
        }
    }

    /// One that shows the fact only beside another.
    pub(super) fn beside(self) -> Literal {
        Literal {
            alone: false,
            ..self
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
        let shown = self.shown();
        match self.manner {
            Manner::Loose => squeezed(text).contains(&squeezed(shown)),
            Manner::Front => leads_a_token(text, shown),
            Manner::Name if !telling(shown) => text.lines().any(|it| leads_or_set_off(it, shown)),
            Manner::Tokens | Manner::Name => held(text, shown),
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

/// Whether a text is spelled as no word of prose is: `apiKey`, `MPESA`, `/v1/pay`, `1101`.
pub fn telling(text: &str) -> bool {
    text.starts_with('/') || text.split_whitespace().any(telling_word)
}

fn telling_word(word: &str) -> bool {
    let inside = |it: char| "_-/.".contains(it);
    let trimmed = word.trim_matches(|it: char| !it.is_alphanumeric());
    let (mut letters, long) = (trimmed.chars(), 2 < trimmed.chars().count());
    let pairs = trimmed.chars().zip(trimmed.chars().skip(1));
    let camel = pairs
        .clone()
        .any(|it| it.0.is_lowercase() && it.1.is_uppercase());
    let shouted = trimmed.chars().filter(|it| it.is_alphabetic()).count() > 1
        && !trimmed.chars().any(char::is_lowercase);
    let digits = long && letters.any(|it| it.is_ascii_digit());
    trimmed.contains(inside) || camel || shouted || digits
}

/// Whether a literal stands in a line with one of these marks, or an end of the line, on both of
/// its sides, or is all of the line.
pub fn set_off(line: &str, literal: &str, marks: &str) -> bool {
    let mark = |it: Option<char>| it.is_none_or(|it| marks.contains(it));
    held(line, literal)
        && (standing_alone(line, literal)
            || beside(line, literal)
                .iter()
                .any(|it| mark(it.0) && mark(it.1)))
}

/// Whether a name begins a line, as in a table without rules, or is set off from what is around it.
fn leads_or_set_off(line: &str, name: &str) -> bool {
    let bare = line.trim_start_matches(|it: char| it.is_whitespace() || MARKS.contains(it));
    let bare = bare.strip_prefix(QUOTES).unwrap_or(bare);
    let leads = bare
        .strip_prefix(name)
        .is_some_and(|rest| !rest.starts_with(is_word));
    leads || set_off(line, name, NAME_MARKS)
}

/// Whether a text holds a literal with no word right before it, whatever follows.
fn leads_a_token(text: &str, literal: &str) -> bool {
    let first = literal.chars().next();
    let cut = |at: usize| {
        let before = text[..at].chars().next_back();
        before.is_some_and(is_word) && first.is_some_and(is_word)
    };
    let mut found = text.match_indices(literal);
    !literal.is_empty() && found.any(|it| !cut(it.0))
}

/// What may stand around a name in a list, an order of signing, a body or a query.
const NAME_MARKS: &str = "\"'`“”‘’|:=+,;()[]{}<>/&?*•";

/// Whether a line is nothing but a literal, list marks, bars and quotation marks aside.
pub fn standing_alone(line: &str, literal: &str) -> bool {
    let bare = |it: &str| {
        let it = folded(it);
        let it = it.trim_start_matches(|it: char| it == ' ' || MARKS.contains(it));
        let it = it.trim_end_matches(|it: char| " |:;,.".contains(it));
        let quoted = it
            .strip_prefix(QUOTES)
            .and_then(|it| it.strip_suffix(QUOTES));
        quoted.unwrap_or(it).to_owned()
    };
    !literal.trim().is_empty() && bare(line) == bare(literal)
}

/// What may stand before a literal that has a line to itself.
const MARKS: &str = "-*•|";

const QUOTES: [char; 8] = ['"', '\'', '`', '“', '”', '‘', '’', '*'];

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
        !(goes_on("-%~") || near_right == Some(':') && ends(far_right, digit))
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
    fn a_name_that_is_a_word_of_prose_is_set_off() {
        for text in [
            "amount",
            "| amount | Number |",
            "amount M Number What is paid.",
            "\"amount\": 5",
            "amount+phone",
            "phone, amount, channel",
        ] {
            assert!(Literal::name("amount").stands_in(text), "{text}");
        }
        assert!(!Literal::name("amount").stands_in("The amount to pay."));
        assert!(Literal::name("apiKey").stands_in("Send the apiKey first."));
        assert!(Literal::must("amount").stands_in("The amount to pay."));
    }

    #[test]
    fn an_algorithm_is_compared_by_letters_and_digits() {
        assert!(Literal::loose("hmac-sha256").stands_in("A HMAC SHA-256 signature"));
        assert!(!Literal::loose("hmac-sha512").stands_in("A HMAC SHA-256 signature"));
    }

    #[test]
    fn a_prefix_stands_at_the_beginning_of_a_token() {
        for text in [
            "keys begin with `try-`.",
            "X-Api-Key: try-8315",
            "key=try-8",
        ] {
            assert!(Literal::front("try-").stands_in(text), "{text}");
        }
        for text in ["retry-8315", "try 8315", ""] {
            assert!(!Literal::front("try-").stands_in(text), "{text}");
        }
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
