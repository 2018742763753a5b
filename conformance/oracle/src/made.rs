//! What a client makes itself: times by their printed formats, and random texts.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use verbatim_codegen::model::{Moment, Nonce};

const SECONDS_OF_A_DAY: i64 = 86_400;

/// The random bytes of one call, taken one after another.
#[derive(Debug, Clone)]
pub(crate) struct Bytes<'a> {
    left: &'a [u8],
}

impl<'a> Bytes<'a> {
    pub(crate) fn new(left: &'a [u8]) -> Bytes<'a> {
        Bytes { left }
    }

    /// The next one; zero when none is left.
    fn next(&mut self) -> u8 {
        let (first, rest) = match self.left.split_first() {
            Some((first, rest)) => (*first, rest),
            None => (0, self.left),
        };
        self.left = rest;
        first
    }

    pub(crate) fn nonce(&mut self, it: Nonce) -> String {
        let mut hex =
            |count: u32| -> Vec<u8> { (0..count.div_ceil(2)).map(|_| self.next()).collect() };
        match it {
            Nonce::Hex(count) => {
                let mut res = digits(&hex(count));
                res.truncate(usize::try_from(count).unwrap_or(usize::MAX));
                res
            }
            Nonce::Digits(count) => self.of(b"0123456789", count),
            Nonce::Uuid => {
                let mut bytes = hex(32);
                // RFC 9562: version 4, variant 10.
                bytes[6] = 0x40 | bytes[6] & 0x0f;
                bytes[8] = 0x80 | bytes[8] & 0x3f;
                let parts = [
                    &bytes[..4],
                    &bytes[4..6],
                    &bytes[6..8],
                    &bytes[8..10],
                    &bytes[10..],
                ];
                parts.map(digits).join("-")
            }
        }
    }

    /// So many of these characters; bytes that would favour the first ones are passed over.
    pub(crate) fn of(&mut self, alphabet: &[u8], count: u32) -> String {
        let size = alphabet.len();
        let fair = 256 - 256 % size;
        let mut res = String::new();
        while res.len() < usize::try_from(count).unwrap_or(usize::MAX) {
            let byte = usize::from(self.next());
            if byte < fair {
                res.push(char::from(alphabet[byte % size]));
            }
        }
        res
    }
}

fn digits(bytes: &[u8]) -> String {
    bytes.iter().map(|it| format!("{it:02x}")).collect()
}

/// The time as this format prints it.
pub(crate) fn spell(moment: &Moment, now: SystemTime) -> String {
    let since = now.duration_since(UNIX_EPOCH).unwrap_or_default();
    match moment {
        Moment::Unix => since.as_secs().to_string(),
        Moment::UnixMillis => since.as_millis().to_string(),
        Moment::Rfc3339 { offset } => {
            let zone = match offset {
                0 => "Z".to_owned(),
                _ => {
                    let (sign, minutes) = (if *offset < 0 { '-' } else { '+' }, offset.abs());
                    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
                }
            };
            printed("YYYY-MM-DDTHH:mm:ss", since, *offset) + &zone
        }
        Moment::Pattern { text, offset } => printed(text, since, *offset),
    }
}

const PLACES: [&str; 6] = ["YYYY", "MM", "DD", "HH", "mm", "ss"];

fn printed(pattern: &str, since: Duration, offset: i32) -> String {
    let seconds = i64::try_from(since.as_secs()).unwrap_or(i64::MAX) + i64::from(offset) * 60;
    let (year, month, day) = date(seconds.div_euclid(SECONDS_OF_A_DAY));
    let of_day = seconds.rem_euclid(SECONDS_OF_A_DAY);
    let parts = [
        format!("{year:04}"),
        format!("{month:02}"),
        format!("{day:02}"),
        format!("{:02}", of_day / 3600),
        format!("{:02}", of_day / 60 % 60),
        format!("{:02}", of_day % 60),
    ];
    let mut res = String::new();
    let mut rest = pattern;
    while let Some(first) = rest.chars().next() {
        let place = PLACES.iter().position(|it| rest.starts_with(it));
        let taken = match place {
            Some(place) => {
                res.push_str(&parts[place]);
                PLACES[place].len()
            }
            None => {
                res.push(first);
                first.len_utf8()
            }
        };
        rest = &rest[taken..];
    }
    res
}

/// Year, month and day of a day since 1970: Neri and Schneider's way round by 400 years, with
/// years that begin in March.
fn date(day: i64) -> (i64, i64, i64) {
    let day = day + 719_468;
    let era = day.div_euclid(146_097);
    let of_era = day.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let of_month = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (era * 400 + year + i64::from(month < 3), month, of_month)
}

/// Days since 1970 of a date that is one.
fn day(year: i64, month: i64, day: i64) -> Option<i64> {
    let (years, months) = if month < 3 {
        (year - 1, month + 9)
    } else {
        (year, month - 3)
    };
    let of_year = (153 * months + 2) / 5 + day - 1;
    let of_era =
        365 * years.rem_euclid(400) + years.rem_euclid(400) / 4 - years.rem_euclid(400) / 100;
    let res = years.div_euclid(400) * 146_097 + of_era + of_year - 719_468;
    (date(res) == (year, month, day)).then_some(res)
}

/// Milliseconds since 1970 of a time in this format.
pub(crate) fn read(moment: &Moment, text: &str) -> Option<i64> {
    let number = || {
        let plain = !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
        plain.then(|| text.parse::<i64>().ok()).flatten()
    };
    match moment {
        Moment::Unix => number()?.checked_mul(1000),
        Moment::UnixMillis => number(),
        Moment::Rfc3339 { .. } => {
            let (local, zone) = text.split_at_checked("YYYY-MM-DDTHH:mm:ss".len())?;
            let fraction: String = match zone.strip_prefix('.') {
                Some(it) => it.chars().take_while(char::is_ascii_digit).collect(),
                None => String::new(),
            };
            let zone = match fraction.len() {
                0 => zone,
                count => &zone[count + 1..],
            };
            let offset = match zone {
                "Z" | "z" => 0,
                _ => {
                    let (hours, minutes) = zone.get(1..)?.split_once(':')?;
                    let minutes = hours.parse::<i64>().ok()? * 60 + minutes.parse::<i64>().ok()?;
                    match zone.as_bytes()[0] {
                        b'+' => minutes,
                        b'-' => -minutes,
                        _ => return None,
                    }
                }
            };
            let millis: i64 = format!("{fraction:0<3}")[..3].parse().ok()?;
            Some(seconds("YYYY-MM-DDTHH:mm:ss", local, offset)? * 1000 + millis)
        }
        Moment::Pattern {
            text: pattern,
            offset,
        } => seconds(pattern, text, i64::from(*offset))?.checked_mul(1000),
    }
}

/// Whether a text begins with a date of this pattern.
pub(crate) fn begins(pattern: &str, text: &str) -> bool {
    let date = text.get(..pattern.len());
    date.is_some_and(|it| seconds(pattern, it, 0).is_some())
}

fn seconds(pattern: &str, text: &str, offset: i64) -> Option<i64> {
    let mut parts = [1970, 1, 1, 0, 0, 0];
    let (mut pattern, mut text) = (pattern, text);
    while let Some(first) = pattern.chars().next() {
        let taken = match PLACES.iter().position(|it| pattern.starts_with(it)) {
            Some(place) => {
                let digits = text.get(..PLACES[place].len())?;
                if !digits.bytes().all(|it| it.is_ascii_digit()) {
                    return None;
                }
                parts[place] = digits.parse().ok()?;
                PLACES[place].len()
            }
            None if text.starts_with(first) => first.len_utf8(),
            None => return None,
        };
        (pattern, text) = (&pattern[taken..], &text[taken..]);
    }
    let [year, month, of_month, hour, minute, second] = parts;
    let legal = text.is_empty() && hour < 24 && minute < 60 && second < 60;
    let day = day(year, month, of_month).filter(|_| legal)?;
    Some(day * SECONDS_OF_A_DAY + hour * 3600 + minute * 60 + second - offset * 60)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use verbatim_codegen::model::{Moment, Nonce};

    use super::{Bytes, begins, read, spell};

    #[test]
    fn a_time_is_printed_and_read() {
        // `date -u -d @1709210096` says 2024-02-29T12:34:56.
        let now = UNIX_EPOCH + Duration::from_secs(1_709_210_096);
        for (moment, text) in [
            (Moment::Unix, "1709210096"),
            (Moment::UnixMillis, "1709210096000"),
            (Moment::Rfc3339 { offset: 0 }, "2024-02-29T12:34:56Z"),
            (
                Moment::Rfc3339 { offset: -210 },
                "2024-02-29T09:04:56-03:30",
            ),
            (
                Moment::Pattern {
                    text: "YYYYMMDDHHmmss".to_owned(),
                    offset: 720,
                },
                "20240301003456",
            ),
        ] {
            assert_eq!(spell(&moment, now), text);
            assert_eq!(read(&moment, text), Some(1_709_210_096_000), "{text}");
            assert_eq!(read(&moment, "2024-02-30T12:34:56Z"), None);
        }
        assert!(begins("YYYYMMDD", "20240229x") && !begins("YYYYMMDD", "20230229x"));
    }

    #[test]
    fn random_texts_take_their_bytes_in_order() {
        let bytes: Vec<u8> = (0..=40).collect();
        let mut bytes = Bytes::new(&bytes);
        assert_eq!(bytes.nonce(Nonce::Hex(3)), "000");
        assert_eq!(bytes.nonce(Nonce::Digits(2)), "23");
        let uuid = "04050607-0809-4a0b-8c0d-0e0f10111213";
        assert_eq!(bytes.nonce(Nonce::Uuid), uuid);
    }
}
