//! Money: a decimal number that is read and written as it is spelled.

use std::{fmt, str::FromStr};

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// An amount of money in the unit that the provider's field is documented in.
///
/// At most 28 digits, no exponent, no separators; below zero only where a reply says so. The scale is kept: `100.00` stays
/// `100.00` on the wire, although it equals `100`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(Decimal);

impl Amount {
    /// The number.
    pub fn decimal(&self) -> Decimal {
        self.0
    }

    /// The same below zero. Only reading a reply makes one.
    pub(crate) fn below_zero(self) -> Self {
        Self(-self.0)
    }
}

/// A text that is not an [`Amount`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnAmount;

impl fmt::Display for NotAnAmount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an amount: at most 28 digits with at most one point between them")
    }
}

impl std::error::Error for NotAnAmount {}

impl FromStr for Amount {
    type Err = NotAnAmount;

    /// Reads `1500`, `0.5` or `100.00`.
    ///
    /// # Errors
    ///
    /// When there is a sign, an exponent, a separator, white space, a needless leading zero,
    /// no digit before or after the point, or more digits than can be kept exactly.
    fn from_str(text: &str) -> Result<Self, NotAnAmount> {
        let (whole, fraction) = match text.split_once('.') {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (text, None),
        };
        let digits = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
        // A leading zero could not be written again as given.
        let needless = whole.len() > 1 && whole.starts_with('0');
        if !digits(whole) || needless || !fraction.is_none_or(digits) {
            return Err(NotAnAmount);
        }
        // The exact reader refuses what the other one would round.
        let decimal = Decimal::from_str_exact(text).map_err(|_| NotAnAmount)?;
        Ok(Self(decimal))
    }
}

impl From<u32> for Amount {
    fn from(whole: u32) -> Self {
        Self(Decimal::from(whole))
    }
}

impl From<u64> for Amount {
    fn from(whole: u64) -> Self {
        Self(Decimal::from(whole))
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // A JSON number would pass through a float on its way here.
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::Amount;

    #[test]
    fn the_scale_stays_as_given() {
        for text in [
            "0",
            "1500",
            "100.00",
            "0.50",
            "79228162514264337593543950335",
        ] {
            let amount: Amount = text.parse().expect("an amount");
            assert_eq!(amount.to_string(), text);
            assert_eq!(format!("{amount:?}"), text);
        }
    }

    #[test]
    fn what_is_no_plain_number_is_refused() {
        let texts = [
            "",
            ".",
            "1.",
            ".5",
            "-1",
            "+1",
            "1e3",
            "1,000",
            "1_000",
            " 1",
            "1 ",
            "007",
            "1.2.3",
            "NaN",
            "١٢",
            "0.00000000000000000000000000001",
            "123456789012345678901234567890",
        ];
        for text in texts {
            assert!(text.parse::<Amount>().is_err(), "{text}");
        }
    }

    #[test]
    fn amounts_are_compared_by_value() {
        let amount: Amount = "100.00".parse().expect("an amount");
        assert_eq!(amount, Amount::from(100_u32));
        assert!(amount < Amount::from(101_u64));
    }

    #[test]
    fn json_holds_a_text_and_never_a_number() {
        let amount: Amount = "1.10".parse().expect("an amount");
        assert_eq!(
            serde_json::to_string(&amount).ok().as_deref(),
            Some("\"1.10\"")
        );
        assert!(serde_json::from_str::<Amount>("1.10").is_err());
        assert_eq!(serde_json::from_str("\"1.10\"").ok(), Some(amount));
    }
}
