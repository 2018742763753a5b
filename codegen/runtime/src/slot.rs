//! The places of a request, and what the texts in them must obey.

use rust_decimal::Decimal;

use crate::{
    made::Made,
    operation::Method,
    spelling::{Form, Scale, Spelling},
};

/// One place in a request that takes one text.
///
/// The place is a JSON pointer into the body, or the name of a header or in the query or path.
/// Every segment of a pointer names a member of an object.
#[derive(Debug, Clone, Copy)]
pub struct Slot {
    pub(crate) place: &'static str,
    pub(crate) source: Source,
    pub(crate) need: Need,
    pub(crate) rules: &'static [Rule],
    /// Before the text of a credential, token or signature.
    pub(crate) prefix: &'static str,
    /// Of the operations that send it; all when empty.
    pub(crate) methods: &'static [Method],
    /// The way of being known that sends it; whatever the way when `None`.
    pub(crate) way: Option<usize>,
    pub(crate) spelling: Spelling,
    /// What stands between the items of a list that is one text.
    pub(crate) joined: Option<&'static str>,
}

/// Where the text of a slot comes from.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Source {
    /// From [`Request::values`](crate::rt::Request::values), by index.
    Caller(usize),
    /// From [`Provider::credentials`](crate::rt::Provider::credentials), by index.
    Credential(usize),
    /// Always the same.
    Constant(&'static str),
    /// The encoded signature.
    Signature,
    /// User and password, both from the credentials, by index.
    Basic(usize, usize),
    /// From [`Auth`](crate::rt::Auth), by index.
    Token(usize),
    /// The client, for each attempt.
    Made(Made),
}

/// Whether a slot needs a text.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Need {
    /// It does.
    Always,
    /// It does not.
    Never,
    /// It does when the text of that body slot is this one.
    When(usize, &'static str),
}

impl Slot {
    /// The caller's value number `index`; demanded.
    pub const fn caller(place: &'static str, index: usize) -> Self {
        Self::new(place, Source::Caller(index))
    }

    /// Credential number `index`; demanded.
    pub const fn credential(place: &'static str, index: usize) -> Self {
        Self::new(place, Source::Credential(index))
    }

    /// Always `text`.
    pub const fn constant(place: &'static str, text: &'static str) -> Self {
        Self::new(place, Source::Constant(text))
    }

    /// The encoded signature.
    pub const fn signature(place: &'static str) -> Self {
        Self::new(place, Source::Signature)
    }

    /// Two credentials, user and password, as basic authentication has them.
    pub const fn basic(place: &'static str, user: usize, password: usize) -> Self {
        Self::new(place, Source::Basic(user, password))
    }

    /// Token number `index`, fetched when there is none.
    pub const fn token(place: &'static str, index: usize) -> Self {
        Self::new(place, Source::Token(index))
    }

    /// Made by the client for each attempt.
    pub const fn made(place: &'static str, made: Made) -> Self {
        Self::new(place, Source::Made(made))
    }

    /// A text before a credential, token or signature.
    pub const fn prefix(mut self, prefix: &'static str) -> Self {
        self.prefix = prefix;
        self
    }

    /// Sent with operations of these methods alone.
    pub const fn methods(mut self, methods: &'static [Method]) -> Self {
        self.methods = methods;
        self
    }

    /// Sent when the merchant is known in this way, by index.
    pub const fn way(mut self, way: usize) -> Self {
        self.way = Some(way);
        self
    }

    /// Whether it takes the signature.
    pub(crate) fn is_signature(&self) -> bool {
        matches!(self.source, Source::Signature)
    }

    /// May stay empty; it is then left out of the request and of what is signed.
    pub const fn optional(mut self) -> Self {
        self.need = Need::Never;
        self
    }

    /// May stay empty unless the text of body slot `index` equals `text`.
    pub const fn when(mut self, index: usize, text: &'static str) -> Self {
        self.need = Need::When(index, text);
        self
    }

    /// What the caller's text must obey. A map has no text, and no rule applies to it.
    pub const fn rules(mut self, rules: &'static [Rule]) -> Self {
        self.rules = rules;
        self
    }

    /// An amount is written with so many decimals; one with more is refused.
    pub const fn fixed(mut self, decimals: u32) -> Self {
        self.spelling.scale = Scale::Fixed(decimals);
        self
    }

    /// An amount is written without zeros at its end.
    pub const fn trimmed(mut self) -> Self {
        self.spelling.scale = Scale::Trimmed;
        self
    }

    /// It is written as a number: an amount, the digits of a phone, or what no caller gives.
    pub const fn number(mut self) -> Self {
        self.spelling.form = Form::Number;
        self
    }

    /// A constant is written as the word `true` or `false`.
    pub const fn boolean(mut self) -> Self {
        self.spelling.form = Form::Boolean;
        self
    }

    /// A list is written as one text with this between its items.
    pub const fn joined(mut self, between: &'static str) -> Self {
        self.joined = Some(between);
        self
    }

    const fn new(place: &'static str, source: Source) -> Self {
        Self {
            place,
            source,
            need: Need::Always,
            rules: &[],
            prefix: "",
            methods: &[],
            way: None,
            spelling: Spelling {
                scale: Scale::AsGiven,
                form: Form::Text,
            },
            joined: None,
        }
    }
}

/// What a text must obey before it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// It is one of these.
    OneOf(&'static [&'static str]),
    /// It is this many ASCII digits.
    Digits(u32),
    /// It has at least and at most so many characters.
    Length(u32, u32),
    /// It begins so.
    Starts(&'static str),
    /// It is no amount below zero.
    NotNegative,
    /// It is ASCII digits, the first of them no zero: what is a number without being changed.
    Number,
    /// It is a number of at least and at most so much.
    Range(Option<&'static str>, Option<&'static str>),
}

impl Rule {
    /// What is wrong with `text`, without showing it.
    pub(crate) fn fault(self, text: &str) -> Option<String> {
        match self {
            Self::OneOf(texts) => {
                (!texts.contains(&text)).then(|| "is none of the documented values".to_owned())
            }
            Self::Digits(count) => {
                let digits = text.bytes().all(|it| it.is_ascii_digit());
                let right = digits && text.len() == count as usize;
                (!right).then(|| format!("is not {count} digits"))
            }
            Self::Length(least, most) => {
                let length = text.chars().count();
                let right = least as usize <= length && length <= most as usize;
                (!right).then(|| format!("is not {least} to {most} characters long"))
            }
            Self::Range(least, most) => {
                let number = |it: &str| Decimal::from_str_exact(it).ok();
                let Some(it) = number(text) else {
                    return Some("is no number".to_owned());
                };
                let least = least.filter(|least| number(least).is_none_or(|least| it < least));
                let most = most.filter(|most| number(most).is_none_or(|most| most < it));
                match (least, most) {
                    (Some(least), _) => Some(format!("is less than {least}")),
                    (None, Some(most)) => Some(format!("is more than {most}")),
                    (None, None) => None,
                }
            }
            Self::NotNegative => text
                .starts_with('-')
                .then(|| "is an amount below zero".to_owned()),
            Self::Number => {
                let digits = !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
                let right = digits && !text.starts_with('0');
                (!right).then(|| "is not digits alone that begin with no zero".to_owned())
            }
            Self::Starts(start) => {
                (!text.starts_with(start)).then(|| format!("does not begin with `{start}`"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Rule;

    #[track_caller]
    fn check(rule: Rule, good: &[&str], bad: &[&str]) {
        for text in good {
            assert_eq!(rule.fault(text), None, "{text}");
        }
        for text in bad {
            assert!(rule.fault(text).is_some(), "{text}");
        }
    }

    #[test]
    fn a_number_is_digits_that_begin_with_no_zero() {
        check(
            Rule::Number,
            &["254700000001", "1"],
            &[
                "",
                "0",
                "0722000001",
                "+254700000001",
                "254 7",
                "-1",
                "1.0",
                "٢",
                "1e3",
            ],
        );
    }

    #[test]
    fn one_of_takes_the_listed_texts_only() {
        check(
            Rule::OneOf(&["MPESA"]),
            &["MPESA"],
            &["mpesa", "", "MPESA "],
        );
    }

    #[test]
    fn digits_are_counted_and_ascii() {
        check(
            Rule::Digits(4),
            &["0123"],
            &["123", "01234", "12a4", "١٢٣٤"],
        );
    }

    #[test]
    fn length_counts_characters_and_not_bytes() {
        check(Rule::Length(2, 3), &["éé", "abc"], &["é", "abcd", ""]);
    }

    #[test]
    fn a_range_holds_both_its_ends_and_either_may_be_open() {
        let bounds = Rule::Range(Some("1"), Some("99.50"));
        check(bounds, &["1", "1.00", "99.5"], &["0.99", "99.51", "", "x"]);
        check(Rule::Range(None, Some("0")), &["-5", "0"], &["1"]);
        check(Rule::Range(Some("0"), None), &["5", "0"], &["-1"]);
    }

    #[test]
    fn a_fault_does_not_show_the_text() {
        let fault = Rule::Starts("07").fault("+254700000000");
        assert_eq!(fault.as_deref(), Some("does not begin with `07`"));
    }
}
