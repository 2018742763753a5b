//! What the document must show of a fact.

use super::shown::{held, leads_a_token, leads_or_set_off, squeezed, telling};
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

#[cfg(test)]
mod tests {
    use super::*;

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
