//! From the shape of a value to other values of that shape, one after another.

use verbatim_codegen::model::{Charset, Reference};

/// How many of them are filled alike.
const PER_FILLING: usize = 600;
/// What letters and digits are made of, one after another.
const FILLINGS: &[(&str, &str)] = &[
    ("recorded", "0"),
    ("sample", "12345678"),
    ("standin", "90817263"),
    ("elsewhere", "5"),
    ("xyz", "3141592"),
];
/// The same for what is hexadecimal.
const HEX: &str = "abcdef";

/// One way of filling the shape of a value.
pub(crate) struct Shape {
    letters: &'static str,
    digits: &'static str,
    number: usize,
}

impl Shape {
    pub(crate) fn of(at: usize) -> Shape {
        let filling = at / PER_FILLING % FILLINGS.len();
        Shape {
            letters: FILLINGS[filling].0,
            digits: FILLINGS[filling].1,
            number: at % PER_FILLING,
        }
    }

    /// Letters for letters, digits for digits, what stands between them as it is.
    pub(crate) fn filled(&self, value: &str) -> Option<String> {
        let bare = |it: char| !it.is_alphanumeric();
        if value.is_empty() {
            return (self.number == 0).then(String::new);
        }
        if value.chars().all(bare) {
            return self.filled(&"x".repeat(value.chars().count()));
        }
        let letters = || value.chars().filter(|it| it.is_ascii_alphabetic());
        let hex = value.contains(|it: char| it.is_ascii_digit())
            && letters().all(|it| it.is_ascii_hexdigit());
        let mut letter = if hex { HEX } else { self.letters }.chars().cycle();
        let mut digit = self.digits.chars().cycle();
        let mut res: Vec<char> = Vec::new();
        for it in value.chars() {
            let begins = matches!(res.last(), None | Some('-' | '+'));
            res.push(match it {
                // A number does not begin with a needless zero.
                '1'..='9' if begins => '1',
                '0' if begins => '0',
                '0'..='9' => digit.next()?,
                'A'..='Z' => letter.next()?.to_ascii_uppercase(),
                'a'..='z' => letter.next()?,
                ' ' | '-' | '_' | '.' | ',' | ':' | ';' | '/' | '@' | '+' | '(' | ')' | '!'
                | '?' | '*' => it,
                '\r' | '\n' | '\t' => it,
                _ => letter.next()?,
            });
        }
        self.numbered(res)
    }

    /// The number of the try, in the last digits, or in the last letters where there are none.
    fn numbered(&self, mut text: Vec<char>) -> Option<String> {
        let mut left = self.number;
        let digits = text.iter().any(char::is_ascii_digit);
        let counts = |it: char| match digits {
            true => it.is_ascii_digit(),
            false => it.is_ascii_alphabetic(),
        };
        for it in text.iter_mut().rev().filter(|it| counts(**it)) {
            if left == 0 {
                break;
            }
            let (first, size) = match *it {
                'A'..='Z' => (b'A', 26),
                'a'..='z' => (b'a', 26),
                _ => (b'0', 10),
            };
            let sum = usize::from(u8::try_from(*it).ok()? - first) + left;
            *it = char::from(first + u8::try_from(sum % size).ok()?);
            left = sum / size;
        }
        (left == 0).then(|| text.into_iter().collect())
    }

    /// A number between two bounds, with as many decimals.
    pub(crate) fn between(
        &self,
        value: &str,
        least: Option<&str>,
        most: Option<&str>,
    ) -> Option<String> {
        let whole = |it: &str| it.split('.').next().and_then(|it| it.parse::<i128>().ok());
        let first = match (least, most) {
            (Some(least), _) => whole(least)? + i128::from(least.contains('.')),
            (None, Some(most)) => 1.min(whole(most)?),
            (None, None) => 1,
        };
        let number = first + i128::try_from(self.number).ok()?;
        Some(match value.split_once('.') {
            Some((_, decimals)) => format!("{number}.{}1", "0".repeat(decimals.len().max(1) - 1)),
            None => number.to_string(),
        })
    }

    /// A time in the year 2000 or after, printed alike.
    pub(crate) fn time(&self, value: &str) -> Option<String> {
        let mut res = String::new();
        let mut rest = value;
        let mut numbered = false;
        while let Some(first) = rest.chars().next() {
            let same = |it: char| {
                it.is_ascii_digit() == first.is_ascii_digit()
                    && it.is_alphabetic() == first.is_alphabetic()
            };
            let end = rest.find(|it| !same(it)).unwrap_or(rest.len());
            let run = &rest[..end];
            rest = &rest[end..];
            if first.is_alphabetic() {
                let known = TIME_WORDS.iter().any(|it| it.eq_ignore_ascii_case(run));
                match known {
                    true => res.push_str(run),
                    false => return self.filled(value),
                }
            } else if first.is_ascii_digit() {
                let year = 2001 + self.number;
                let told = match run.len() {
                    1 => "1".to_owned(),
                    2 => "01".to_owned(),
                    4 => format!("{year}"),
                    8 => format!("{year}0101"),
                    10 => format!("{}", 1_000_000_000 + self.number),
                    12 => format!("{year}01010000"),
                    13 => format!(
                        "{}",
                        1_000_000_000_000_u64 + u64::try_from(self.number).ok()?
                    ),
                    14 => format!("{year}0101000000"),
                    count => "0".repeat(count),
                };
                numbered |= matches!(run.len(), 4 | 8 | 10 | 12 | 13 | 14);
                res.push_str(&told);
            } else {
                res.push_str(run);
            }
        }
        // Without a year there is one such time.
        if numbered || self.number == 0 {
            Some(res)
        } else {
            self.filled(value)
        }
    }

    pub(crate) fn url(&self, value: &str) -> Option<String> {
        let scheme = if value.starts_with("http:") {
            "http"
        } else {
            "https"
        };
        Some(format!("{scheme}://{}.test/{}", self.letters, self.number))
    }

    pub(crate) fn reference(
        &self,
        value: &str,
        dated: Option<&str>,
        reference: &Reference,
    ) -> Option<String> {
        let Some(pattern) = dated else {
            return self
                .filled(value)
                .filter(|it| allowed(reference.charset, it));
        };
        // Whatever was seen, some of these days have none of it.
        let at = self.number;
        let mut date = pattern.to_owned();
        for (place, number) in [
            ("YYYY", 2001 + at),
            ("MM", 10 + at % 3),
            ("DD", 11 + at % 17),
            ("HH", 10 + at % 13),
            ("mm", 12 + at % 47),
            ("ss", 13 + at % 43),
        ] {
            date = date.replace(place, &number.to_string());
        }
        let rest = value.get(pattern.len()..)?;
        let res = format!("{date}{}", self.filled(rest)?);
        allowed(reference.charset, &res).then_some(res)
    }
}

/// Words that stand in times and say nothing alone.
const TIME_WORDS: &[&str] = &[
    "T",
    "Z",
    "AM",
    "PM",
    "GMT",
    "UTC",
    "WAT",
    "EAT",
    "CET",
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
    "Mon",
    "Tue",
    "Wed",
    "Thu",
    "Fri",
    "Sat",
    "Sun",
    "January",
    "February",
    "March",
    "April",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn allowed(set: Option<Charset>, text: &str) -> bool {
    set.is_none_or(|set| text.chars().all(|it| set.has(it)))
}
