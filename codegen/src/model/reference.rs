//! What the merchant makes up so that a call can be named later.

use super::fact::Citation;

/// A way of making references.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// `request_id`.
    pub name: String,
    /// One sentence.
    pub about: String,
    /// The date that it begins with.
    pub dated: Option<Dated>,
    /// What the random characters behind it are drawn from.
    pub random: Charset,
    /// How many of them there are.
    pub count: u32,
    /// At least and at most so many characters, of one that the caller gives too.
    pub length: (u32, u32),
    /// What may stand in it at all; anything when absent.
    pub charset: Option<Charset>,
    /// Where this is said.
    pub citation: Citation,
}

/// A date at the beginning of a reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated {
    /// `YYYYMMDDHHmm`.
    pub pattern: String,
    /// Minutes east of UTC.
    pub zone: i32,
}

/// A set of characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charset {
    /// Letters of both cases and digits.
    Alphanumeric,
    /// `0` to `9`.
    Digits,
    /// `0` to `9` and `a` to `f`.
    Hex,
}

impl Charset {
    /// The word of the spec language.
    pub const fn word(self) -> &'static str {
        match self {
            Charset::Alphanumeric => "alphanumeric",
            Charset::Digits => "digits",
            Charset::Hex => "hex",
        }
    }

    /// Whether it has that character.
    pub fn has(self, it: char) -> bool {
        match self {
            Charset::Alphanumeric => it.is_ascii_alphanumeric(),
            Charset::Digits => it.is_ascii_digit(),
            Charset::Hex => matches!(it, '0'..='9' | 'a'..='f'),
        }
    }
}
