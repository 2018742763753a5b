//! Values that a client makes itself: times and nonces.

use std::time::{SystemTime, UNIX_EPOCH};

use jiff::tz::Offset;
use jiff::{Timestamp, civil::DateTime};

use crate::scheme::{Algorithm, Encoding};
use crate::{clock::Clock, nonces::Nonces};

/// A value that a client makes for each attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Made {
    /// The time now.
    Timestamp(Moment),
    /// Something random.
    Nonce(Nonce),
    /// A digest of the body as it is sent.
    Digest(Algorithm, Encoding),
}

/// How a time is spelled. Offsets are minutes east of UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// Seconds since 1970.
    Unix,
    /// Milliseconds since 1970.
    UnixMillis,
    /// `2026-01-02T03:04:05Z`; with an offset in the place of `Z` when that is not zero.
    Rfc3339(i32),
    /// YYYY, MM, DD, HH, mm and ss stand for themselves, everything else for what it is.
    Pattern(&'static str, i32),
}

/// How something random is spelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nonce {
    /// So many lower-case hexadecimal digits.
    Hex(u32),
    /// So many decimal digits.
    Digits(u32),
    /// A UUID of version 4.
    Uuid,
}

impl Moment {
    /// The spelling of the time that the clock tells.
    pub(crate) fn spell(self, clock: &dyn Clock) -> String {
        let now = clock.now();
        let since = now.duration_since(UNIX_EPOCH).unwrap_or_default();
        match self {
            Self::Unix => since.as_secs().to_string(),
            Self::UnixMillis => since.as_millis().to_string(),
            Self::Rfc3339(offset) => {
                let text = pattern("YYYY-MM-DDTHH:mm:ss", local(now, offset));
                let sign = if offset < 0 { '-' } else { '+' };
                let (hours, minutes) = (offset.abs() / 60, offset.abs() % 60);
                match offset {
                    0 => format!("{text}Z"),
                    _ => format!("{text}{sign}{hours:02}:{minutes:02}"),
                }
            }
            Self::Pattern(text, offset) => pattern(text, local(now, offset)),
        }
    }

    /// The time that a text says, when it is spelled so.
    pub(crate) fn read(self, text: &str) -> Option<Timestamp> {
        let digits = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
        match self {
            Self::Unix if digits(text) => Timestamp::from_second(text.parse().ok()?).ok(),
            Self::UnixMillis if digits(text) => {
                Timestamp::from_millisecond(text.parse().ok()?).ok()
            }
            Self::Unix | Self::UnixMillis => None,
            Self::Rfc3339(_) => text.parse().ok(),
            Self::Pattern(pattern, offset) => {
                let local = read_pattern(pattern, text)?;
                Offset::from_seconds(offset * 60)
                    .ok()?
                    .to_timestamp(local)
                    .ok()
            }
        }
    }
}

/// What stands in a pattern, and how many digits it has.
const PLACES: [&str; 6] = ["YYYY", "MM", "DD", "HH", "mm", "ss"];

fn local(now: SystemTime, offset: i32) -> DateTime {
    let now = Timestamp::try_from(now).unwrap_or(Timestamp::UNIX_EPOCH);
    let offset = Offset::from_seconds(offset * 60).unwrap_or(Offset::UTC);
    offset.to_datetime(now)
}

fn pattern(text: &str, at: DateTime) -> String {
    let parts = [
        i32::from(at.year()),
        at.month().into(),
        at.day().into(),
        at.hour().into(),
        at.minute().into(),
        at.second().into(),
    ];
    let mut res = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let found = PLACES.iter().zip(parts).find(|it| rest.starts_with(it.0));
        let taken = match found {
            Some((place, number)) => {
                res.push_str(&format!("{number:0width$}", width = place.len()));
                place.len()
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

fn read_pattern(pattern: &str, text: &str) -> Option<DateTime> {
    let mut parts: [i16; 6] = [1970, 1, 1, 0, 0, 0];
    let (mut pattern, mut text) = (pattern, text);
    while let Some(first) = pattern.chars().next() {
        let taken = match PLACES.iter().position(|it| pattern.starts_with(it)) {
            Some(index) => {
                let digits = text.get(..PLACES[index].len())?;
                let whole = digits.bytes().all(|it| it.is_ascii_digit());
                parts[index] = digits.parse().ok().filter(|_| whole)?;
                PLACES[index].len()
            }
            None => {
                text.starts_with(first).then_some(())?;
                first.len_utf8()
            }
        };
        pattern = &pattern[taken..];
        text = &text[taken..];
    }
    let [year, rest @ ..] = parts;
    let [month, day, hour, minute, second] = rest.map(|it| i8::try_from(it).unwrap_or(-1));
    let res = DateTime::new(year, month, day, hour, minute, second, 0).ok();
    res.filter(|_| text.is_empty())
}

impl Nonce {
    /// Something random, spelled so.
    pub(crate) fn spell(self, nonces: &dyn Nonces) -> String {
        match self {
            Self::Hex(count) => {
                let mut bytes = vec![0; (count as usize).div_ceil(2)];
                nonces.fill(&mut bytes);
                let mut res: String = bytes.iter().map(|it| format!("{it:02x}")).collect();
                res.truncate(count as usize);
                res
            }
            Self::Digits(count) => digits(nonces, count as usize),
            Self::Uuid => {
                let mut bytes = [0; 16];
                nonces.fill(&mut bytes);
                // Version 4, variant 1 of RFC 9562.
                bytes[6] = bytes[6] & 0x0f | 0x40;
                bytes[8] = bytes[8] & 0x3f | 0x80;
                let mut res: String = bytes.iter().map(|it| format!("{it:02x}")).collect();
                for place in [20, 16, 12, 8] {
                    res.insert(place, '-');
                }
                res
            }
        }
    }
}

/// Decimal digits, each as likely as the others: a byte that would favour some is passed over.
fn digits(nonces: &dyn Nonces, count: usize) -> String {
    let mut res = String::with_capacity(count);
    while res.len() < count {
        let mut bytes = vec![0; count - res.len()];
        nonces.fill(&mut bytes);
        let even = bytes.iter().filter(|it| **it < 250);
        res.extend(even.map(|it| char::from(b'0' + it % 10)));
    }
    res
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::{Moment, Nonce};
    use crate::nonces::Nonces;

    /// Expected texts come from `date -u -d @1767323045` and `TZ=UTC-1 date …`.
    #[test]
    fn a_time_is_spelled_and_read_back() {
        let clock = UNIX_EPOCH + Duration::from_millis(1_767_323_045_678);
        for (moment, text) in [
            (Moment::Unix, "1767323045"),
            (Moment::UnixMillis, "1767323045678"),
            (Moment::Rfc3339(0), "2026-01-02T03:04:05Z"),
            (Moment::Rfc3339(60), "2026-01-02T04:04:05+01:00"),
            (Moment::Rfc3339(-210), "2026-01-01T23:34:05-03:30"),
            (Moment::Pattern("YYYYMMDDHHmmss", 0), "20260102030405"),
            (
                Moment::Pattern("DD/MM/YYYY HH:mm:ss", 60),
                "02/01/2026 04:04:05",
            ),
        ] {
            assert_eq!(moment.spell(&clock), text, "{moment:?}");
            let read = moment.read(text).map(|it| it.as_second());
            assert_eq!(read, Some(1_767_323_045), "{moment:?}");
            for wrong in [
                "",
                "-1",
                "today",
                "2026",
                "2026-01-02T03:04:05",
                "99999999999999999999",
            ] {
                assert_eq!(
                    moment.read(wrong).filter(|_| wrong != "2026"),
                    None,
                    "{moment:?}"
                );
            }
        }
    }

    struct Counting;

    impl Nonces for Counting {
        fn fill(&self, bytes: &mut [u8]) {
            for (index, it) in bytes.iter_mut().enumerate() {
                *it = 0xf6 + u8::try_from(index % 8).unwrap_or(0);
            }
        }
    }

    #[test]
    fn a_nonce_has_the_form_that_is_asked_for() {
        assert_eq!(Nonce::Hex(9).spell(&Counting), "f6f7f8f9f");
        // f6 to f9 are 246 to 249; what is above is passed over.
        assert_eq!(Nonce::Digits(10).spell(&Counting), "6789676789");
        let uuid = "f6f7f8f9-fafb-4cfd-b6f7-f8f9fafbfcfd";
        assert_eq!(Nonce::Uuid.spell(&Counting), uuid);
    }
}
