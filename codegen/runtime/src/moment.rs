//! Times of day, as providers spell them.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jiff::tz::Offset;
use jiff::{Timestamp, civil::DateTime};

use crate::clock::Clock;

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

    /// How far the time that a text says is from now; `None` when it is not spelled so.
    pub(crate) fn off(self, text: &str, clock: &dyn Clock) -> Option<Duration> {
        let now = Timestamp::try_from(clock.now()).ok()?;
        Some(self.read(text)?.duration_since(now).unsigned_abs())
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

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::Moment;

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
}
