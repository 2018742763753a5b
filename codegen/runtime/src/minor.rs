//! Money as a whole count of the currency's minor unit.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::{
    amount::NotAnAmount,
    json::{Json, Unreadable},
    value::{ToValue, Value},
    wire::Wire,
    writer::Writer,
};

/// So many of a currency's minor unit: cents, kobo, millimes; how many make one of the major unit
/// is the currency's. It is another type than [`Amount`](crate::Amount) and does not become one, so
/// that nobody pays a hundred times too much.
///
/// Below zero only where a reply says so.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MinorAmount(i64);

impl MinorAmount {
    /// The count.
    pub fn count(&self) -> i64 {
        self.0
    }
}

impl From<u32> for MinorAmount {
    fn from(count: u32) -> Self {
        Self(count.into())
    }
}

impl FromStr for MinorAmount {
    type Err = NotAnAmount;

    /// Reads `10000`.
    ///
    /// # Errors
    ///
    /// When there is anything but digits, a needless leading zero, or more than fits 63 bits.
    fn from_str(text: &str) -> Result<Self, NotAnAmount> {
        let digits = !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
        // A leading zero could not be written again as given.
        let needless = text.len() > 1 && text.starts_with('0');
        match text.parse() {
            Ok(count) if digits && !needless => Ok(Self(count)),
            Ok(_) | Err(_) => Err(NotAnAmount),
        }
    }
}

impl fmt::Display for MinorAmount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for MinorAmount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl Serialize for MinorAmount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for MinorAmount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // As text, like every other amount of a stored request.
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

impl ToValue for MinorAmount {
    fn to_value(&self) -> Option<Value> {
        Some(Value::Text(self.to_string()))
    }
}

/// A string or a number, below zero too, with no decimals but zeros; an empty string is nothing;
/// written as a string.
impl Wire for MinorAmount {
    fn read(json: &Json<'_>) -> Result<Self, Unreadable> {
        let fault = || json.unreadable("a whole amount in minor units");
        let text = json.text().map_err(|_| fault())?;
        let (whole, zeros) = text.split_once('.').unwrap_or((&text, "0"));
        let (sign, digits) = match whole.strip_prefix('-') {
            Some(digits) => (-1, digits),
            None => (1, whole),
        };
        let count: Self = digits.parse().map_err(|_| fault())?;
        match !zeros.is_empty() && zeros.bytes().all(|it| it == b'0') {
            true => Ok(Self(sign * count.0)),
            false => Err(fault()),
        }
    }

    fn write(&self, out: &mut Writer) {
        out.text(&self.to_string());
    }

    fn is_absent(json: &Json<'_>) -> bool {
        json.is_null() || json.text().is_ok_and(|it| it.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::MinorAmount;
    use crate::{json::Json, wire::Wire};

    #[test]
    fn it_is_a_whole_number_without_a_sign() {
        let amount: MinorAmount = "10000".parse().expect("an amount");
        assert_eq!(
            (amount.count(), amount),
            (10_000, MinorAmount::from(10_000))
        );
        for text in [
            "",
            "-1",
            "+1",
            "1.0",
            "1e3",
            "007",
            " 1",
            "9223372036854775808",
        ] {
            assert!(text.parse::<MinorAmount>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_reply_may_spell_it_with_zeros_behind_the_point() {
        let read = |json: &str| {
            let json = Json::parse(json.as_bytes()).expect("JSON");
            MinorAmount::read(&json).ok().map(|it| it.count())
        };
        assert_eq!(read("15000"), Some(15_000));
        assert_eq!(read("\"-15000.00\""), Some(-15_000));
        for text in ["15000.5", "\"\"", "\"1.\"", "1e3", "true", "\"--1\""] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn json_holds_a_text_and_never_a_number() {
        let stored = serde_json::to_string(&MinorAmount::from(5)).expect("a text is JSON");
        assert_eq!(stored, "\"5\"");
        assert!(serde_json::from_str::<MinorAmount>("5").is_err());
    }
}
