//! Numbers as texts: what an amount is, how it is spelled, which of two is larger.

use std::cmp::Ordering;

use verbatim_codegen::model::Scale;

/// An amount has at most so many decimals, and its digits make at most this number.
const MAX_DECIMALS: usize = 28;
const MAX_DIGITS: u128 = (1 << 96) - 1;

/// Plain digits with at most one point between them, no needless zero before them, and no more of
/// them than can be kept.
pub(crate) fn is_amount(text: &str) -> bool {
    let (whole, decimals) = match text.split_once('.') {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (text, None),
    };
    let digits = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    let needless = 1 < whole.len() && whole.starts_with('0');
    let decimals = decimals.unwrap_or("0");
    let fits = || {
        let all = format!("{whole}{}", if text.contains('.') { decimals } else { "" });
        let significant = all.trim_start_matches('0');
        decimals.len() <= MAX_DECIMALS
            && (significant.is_empty()
                || significant.parse::<u128>().is_ok_and(|it| it <= MAX_DIGITS))
    };
    digits(whole) && digits(decimals) && !needless && fits()
}

/// A whole count of a minor unit.
pub(crate) fn is_count(text: &str) -> bool {
    let digits = !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    let needless = 1 < text.len() && text.starts_with('0');
    digits && !needless && text.parse::<i64>().is_ok()
}

/// Digits that a number keeps as they are, as those of a phone.
pub(crate) fn is_dialled(text: &str) -> bool {
    matches!(text.as_bytes(), [b'1'..=b'9', rest @ ..] if rest.iter().all(u8::is_ascii_digit))
}

/// A whole number of 64 bits as JSON spells it, and nobody otherwise.
pub(crate) fn is_whole(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = is_dialled(digits) || text == "0";
    // One more fits below zero than above.
    let most = if digits.len() < text.len() {
        1 << 63
    } else {
        (1 << 63) - 1
    };
    plain && digits.parse::<u64>().is_ok_and(|it| it <= most)
}

/// An amount as a reply spells it, and how it is spelled again.
pub(crate) fn read_amount(text: &str) -> Option<String> {
    let plain = text.strip_prefix('-').unwrap_or(text);
    is_amount(plain).then(|| text.to_owned())
}

/// The same in a minor unit: zeros behind the point are passed over.
pub(crate) fn read_count(text: &str) -> Option<String> {
    let (whole, zeros) = text.split_once('.').unwrap_or((text, "0"));
    let plain = whole.strip_prefix('-').unwrap_or(whole);
    let whole_zeros = !zeros.is_empty() && zeros.bytes().all(|it| it == b'0');
    let negative = whole.len() != plain.len() && plain != "0";
    let sign = if negative { "-" } else { "" };
    (whole_zeros && is_count(plain)).then(|| format!("{sign}{plain}"))
}

/// The amount with as many decimals as the wire has; `None` where it has more than fit.
pub(crate) fn scaled(text: &str, scale: Scale) -> Option<String> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    Some(match scale {
        Scale::AsGiven => text.to_owned(),
        Scale::Fixed(count) => {
            let count = usize::try_from(count).ok()?;
            let lacking = count.checked_sub(decimals.len())?;
            format!("{whole}.{decimals}{}", "0".repeat(lacking))
        }
        Scale::Trimmed => match decimals.trim_end_matches('0') {
            "" => whole.to_owned(),
            kept => format!("{whole}.{kept}"),
        },
    })
}

/// Compares two decimal numbers; `None` where one is none.
pub(crate) fn compare(a: &str, b: &str) -> Option<Ordering> {
    let (a, b) = (Decimal::of(a)?, Decimal::of(b)?);
    let sizes = a.size(&b);
    Some(match (a.below, b.below) {
        (false, false) => sizes,
        (true, true) => sizes.reverse(),
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
    })
}

struct Decimal<'a> {
    below: bool,
    whole: &'a str,
    decimals: &'a str,
}

impl<'a> Decimal<'a> {
    fn of(text: &'a str) -> Option<Decimal<'a>> {
        let plain = text.strip_prefix('-').unwrap_or(text);
        let (whole, decimals) = plain.split_once('.').unwrap_or((plain, "0"));
        let digits = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
        if !digits(whole) || !digits(decimals) {
            return None;
        }
        let (whole, decimals) = (
            whole.trim_start_matches('0'),
            decimals.trim_end_matches('0'),
        );
        let zero = whole.is_empty() && decimals.is_empty();
        Some(Decimal {
            below: text.starts_with('-') && !zero,
            whole,
            decimals,
        })
    }

    fn size(&self, other: &Decimal<'_>) -> Ordering {
        let whole = (self.whole.len(), self.whole).cmp(&(other.whole.len(), other.whole));
        whole.then(self.decimals.cmp(other.decimals))
    }
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use super::{compare, is_amount, is_dialled, is_whole, read_count};

    #[test]
    fn an_amount_is_digits_that_can_be_kept() {
        for text in ["0", "100.00", "0.05", "79228162514264337593543950335"] {
            assert!(is_amount(text), "{text}");
        }
        for text in [
            "",
            ".5",
            "1.",
            "01",
            "1e3",
            "-1",
            "1.2.3",
            "79228162514264337593543950336",
            "0.00000000000000000000000000001",
        ] {
            assert!(!is_amount(text), "{text}");
        }
    }

    #[test]
    fn a_whole_number_has_one_spelling() {
        let fits = [
            "0",
            "7",
            "-7",
            "174379",
            "9223372036854775807",
            "-9223372036854775808",
        ];
        for text in fits {
            assert!(is_whole(text), "{text}");
            assert_eq!(
                text.parse::<i64>().map(|it| it.to_string()).as_deref(),
                Ok(text)
            );
        }
        for text in ["", "-", "-0", "+7", "007", "1.0", "1e3", " 7", "--7"] {
            assert!(!is_whole(text), "{text}");
        }
        for text in ["9223372036854775808", "-9223372036854775809"] {
            assert!(
                !is_whole(text) && is_dialled(text.trim_start_matches('-')),
                "{text}"
            );
        }
    }

    #[test]
    fn numbers_are_compared_by_value() {
        for (a, b, res) in [
            ("10", "9", Ordering::Greater),
            ("1.50", "1.5", Ordering::Equal),
            ("-2", "-10", Ordering::Greater),
            ("-0", "0", Ordering::Equal),
            ("0.09", "0.1", Ordering::Less),
        ] {
            assert_eq!(compare(a, b), Some(res), "{a} {b}");
        }
        assert_eq!(compare("x", "1"), None);
    }

    #[test]
    fn a_count_may_have_zeros_behind_a_point() {
        assert_eq!(read_count("-15.00").as_deref(), Some("-15"));
        assert_eq!(read_count("15.5"), None);
    }
}
