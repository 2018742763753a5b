//! References that the merchant makes up, so that a call can be named later.

use std::fmt;

#[cfg(feature = "time")]
use crate::moment::Moment;
use crate::{clock::Clock, nonces::Nonces, nonces::one_of};

/// How references of one kind are made, and what one that is given must obey.
#[derive(Debug, Clone, Copy)]
pub struct ReferenceRule {
    /// The pattern of the date that it begins with, and minutes east of UTC.
    #[cfg(feature = "time")]
    dated: Option<(&'static str, i32)>,
    random: (Charset, usize),
    length: (usize, usize),
    charset: Option<Charset>,
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
    const fn alphabet(self) -> &'static [u8] {
        match self {
            Self::Alphanumeric => b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
            Self::Digits => b"0123456789",
            Self::Hex => b"0123456789abcdef",
        }
    }
}

impl ReferenceRule {
    /// It is so many random characters.
    pub const fn random(charset: Charset, count: usize) -> Self {
        Self {
            #[cfg(feature = "time")]
            dated: None,
            random: (charset, count),
            length: (1, 256),
            charset: None,
        }
    }

    /// It begins with the date, so many minutes east of UTC.
    #[cfg(feature = "time")]
    pub const fn dated(mut self, pattern: &'static str, zone: i32) -> Self {
        self.dated = Some((pattern, zone));
        self
    }

    /// It has at least and at most so many characters.
    pub const fn length(mut self, least: usize, most: usize) -> Self {
        self.length = (least, most);
        self
    }

    /// Nothing else may stand in it.
    pub const fn of(mut self, charset: Charset) -> Self {
        self.charset = Some(charset);
        self
    }

    /// A new one.
    pub fn make(&self, clock: &dyn Clock, nonces: &dyn Nonces) -> String {
        let mut res = self.date(clock);
        let (charset, count) = self.random;
        res.push_str(&one_of(nonces, count, charset.alphabet()));
        res
    }

    /// Whether one that is given may be sent.
    ///
    /// # Errors
    ///
    /// When it has another length, characters that are not allowed, or no date where one belongs.
    pub fn check(&self, text: &str) -> Result<(), NotAReference> {
        let length = text.chars().count();
        let alphabet = self.charset.map(Charset::alphabet);
        let legal = |it: char| match alphabet {
            Some(alphabet) => it.is_ascii() && alphabet.contains(&(it as u8)),
            None => !it.is_control(),
        };
        if !(self.length.0..=self.length.1).contains(&length) {
            return Err(NotAReference(Why::Length(self.length.0, self.length.1)));
        }
        if !text.chars().all(legal) {
            return Err(NotAReference(Why::Characters));
        }
        self.check_date(text)
    }

    #[cfg(feature = "time")]
    fn date(&self, clock: &dyn Clock) -> String {
        let dated = self.dated;
        dated.map_or_else(String::new, |it| Moment::Pattern(it.0, it.1).spell(clock))
    }

    #[cfg(not(feature = "time"))]
    fn date(&self, _: &dyn Clock) -> String {
        String::new()
    }

    #[cfg(feature = "time")]
    fn check_date(&self, text: &str) -> Result<(), NotAReference> {
        let Some((pattern, zone)) = self.dated else {
            return Ok(());
        };
        // Every part of a pattern is as long as what stands for it.
        let date = text.get(..pattern.len());
        match date.and_then(|it| Moment::Pattern(pattern, zone).read(it)) {
            Some(_) => Ok(()),
            None => Err(NotAReference(Why::Date(pattern))),
        }
    }

    #[cfg(not(feature = "time"))]
    fn check_date(&self, _: &str) -> Result<(), NotAReference> {
        Ok(())
    }
}

/// A text that is not a reference of the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAReference(Why);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Why {
    Length(usize, usize),
    Characters,
    #[cfg(feature = "time")]
    Date(&'static str),
}

impl fmt::Display for NotAReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Why::Length(least, most) => {
                write!(f, "not a reference: it has {least} to {most} characters")
            }
            Why::Characters => {
                f.write_str("not a reference: it holds characters that are not allowed")
            }
            #[cfg(feature = "time")]
            Why::Date(pattern) => write!(
                f,
                "not a reference: it does not begin with a date, {pattern}"
            ),
        }
    }
}

impl std::error::Error for NotAReference {}

/// Makes a type of references.
#[doc(hidden)]
#[macro_export]
macro_rules! reference {
    ($(#[$about:meta])* $vis:vis struct $name:ident = $rule:expr;) => {
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        $vis struct $name(::std::string::String);

        impl $name {
            const RULE: $crate::rt::ReferenceRule = $rule;

            /// A new one, by the clock and the randomness of this machine. Store it with the
            /// request: whoever sends the same one again names the same call.
            $vis fn make() -> Self {
                Self::make_with(&$crate::SystemClock, &$crate::SystemNonces)
            }

            /// The same by another clock and other randomness.
            $vis fn make_with(clock: &dyn $crate::Clock, nonces: &dyn $crate::Nonces) -> Self {
                Self(Self::RULE.make(clock, nonces))
            }

            /// The text.
            $vis fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::NotAReference;

            /// Takes one that was made elsewhere.
            ///
            /// # Errors
            ///
            /// When the provider would not take it.
            fn from_str(text: &str) -> ::std::result::Result<Self, Self::Err> {
                Self::RULE.check(text)?;
                ::std::result::Result::Ok(Self(::std::borrow::ToOwned::to_owned(text)))
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl $crate::rt::ToValue for $name {
            fn to_value(&self) -> ::std::option::Option<$crate::rt::Value> {
                $crate::rt::value(&self.0)
            }
        }

        impl $crate::rt::serde::Serialize for $name {
            fn serialize<S: $crate::rt::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> $crate::rt::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::rt::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                let text = <::std::string::String as $crate::rt::serde::Deserialize<'de>>::deserialize(
                    deserializer,
                )?;
                text.parse().map_err($crate::rt::serde::de::Error::custom)
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::{Charset, ReferenceRule};
    use crate::{nonces::given::Given, rt::value, value::Value};

    reference! {
        /// Names one purchase.
        pub(crate) struct RequestId = ReferenceRule::random(Charset::Alphanumeric, 8)
            .dated("YYYYMMDDHHmm", 60)
            .length(12, 24)
            .of(Charset::Alphanumeric);
    }

    #[test]
    fn one_is_made_of_the_date_and_of_random_characters() {
        // `date -u -d @1767319445` is 2026-01-02 02:04:05.
        let clock = SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_319_445);
        let nonces = Given::new(&[0, 248, 9, 255, 10, 35, 36, 61, 62, 247]);
        let made = RequestId::make_with(&clock, &nonces);
        assert_eq!(made.as_str(), "20260102030409AZaz0z");
        assert_eq!(made.to_string().parse(), Ok(made.clone()));
        assert!(value(&made) == Some(Value::Text("20260102030409AZaz0z".to_owned())));
    }

    #[test]
    fn the_day_is_that_of_the_zone_and_not_of_utc() {
        // `date -u -d 2026-01-01T22:59:59Z +%s` is 1767308399.
        for (seconds, day) in [
            (1_767_308_399, "202601012359"),
            (1_767_308_400, "202601020000"),
            (1_767_311_999, "202601020059"),
            (1_767_312_000, "202601020100"),
        ] {
            let clock = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
            let made = RequestId::make_with(&clock, &Given::new(&[0; 8]));
            assert_eq!(made.as_str(), format!("{day}00000000"));
        }
    }

    #[test]
    fn no_two_are_the_same() {
        assert_ne!(RequestId::make(), RequestId::make());
    }

    #[test]
    fn one_that_is_given_must_be_one_that_could_be_made() {
        for text in ["202601020304", "202601020304abcdefABCDEF"] {
            assert!(text.parse::<RequestId>().is_ok(), "{text}");
        }
        for (text, why) in [
            ("20260102030", "12 to 24 characters"),
            ("202601020304abcdefABCDEFG", "12 to 24 characters"),
            ("202601020304-abc", "characters that are not allowed"),
            ("202601020304ä", "characters that are not allowed"),
            ("202613020304abc", "begin with a date, YYYYMMDDHHmm"),
        ] {
            let refused = text.parse::<RequestId>().expect_err(text).to_string();
            assert!(refused.contains(why), "{refused}");
        }
    }

    #[test]
    fn it_is_stored_as_its_text_and_checked_when_it_is_read() {
        let id: RequestId = "202601020304x".parse().expect("a reference");
        let stored = serde_json::to_string(&id).expect("a text is JSON");
        assert_eq!(stored, "\"202601020304x\"");
        assert_eq!(serde_json::from_str(&stored).ok(), Some(id));
        assert!(serde_json::from_str::<RequestId>("\"x\"").is_err());
    }

    #[test]
    fn any_text_will_do_where_nothing_is_asked() {
        let rule = ReferenceRule::random(Charset::Hex, 6);
        assert!(rule.check("Order 7/ä").is_ok() && rule.check("").is_err());
        assert!(rule.check("a\nb").is_err());
        assert_eq!(
            rule.make(&SystemTime::UNIX_EPOCH, &Given::new(&[15; 6])),
            "ffffff"
        );
    }
}
