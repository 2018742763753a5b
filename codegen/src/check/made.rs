//! Values that the client makes itself: times, nonces, digests.

use super::at::At;
use super::ctx::{Ctx, listed};
use crate::diagnostic::Code;
use crate::model::{Made, Moment, Nonce};
use crate::words::{ALGORITHMS, ENCODINGS, MADE, begins};

/// What a pattern of a time is made of; any other letter but `T` and `Z` is refused.
const PLACES: &[&str] = &["YYYY", "MM", "DD", "HH", "mm", "ss"];
/// A longer nonce would be a mistake.
const LONGEST_NONCE: u32 = 128;

/// Reads `timestamp FORMAT`, `nonce KIND` or `digest ALGORITHM ENCODING`.
pub(super) fn made(ctx: &Ctx, text: &str, at: At<'_>) -> Made {
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    let res = match word {
        _ if !begins(MADE, word) => None,
        "timestamp" => return Made::Timestamp(moment(ctx, rest, at)),
        "nonce" => nonce(rest).map(Made::Nonce),
        "digest" => digest(ctx, rest, at).map(|(algorithm, encoding)| Made::Digest {
            algorithm,
            encoding,
        }),
        _ => None,
    };
    if let Some(res) = res {
        return res;
    }
    let known = listed(MADE.iter().map(|it| it.spelled));
    ctx.fault(Code::BadMade, at, format!("`{text}` is none of {known}"));
    Made::Nonce(Nonce::Uuid)
}

/// `unix`, `unix-ms`, `rfc3339` or a pattern; an offset may follow the latter two.
pub(super) fn moment(ctx: &Ctx, text: &str, at: At<'_>) -> Moment {
    let (format, offset) = match text.rsplit_once(' ').map(|it| (it.0, offset(it.1))) {
        Some((format, Some(offset))) => (format, offset),
        Some((_, None)) | None => (text, 0),
    };
    let res = match format {
        "unix" if format == text => Some(Moment::Unix),
        "unix-ms" if format == text => Some(Moment::UnixMillis),
        "unix" | "unix-ms" => None,
        "rfc3339" => Some(Moment::Rfc3339 { offset }),
        pattern => is_pattern(pattern).then(|| Moment::Pattern {
            text: ctx.wire(pattern, at),
            offset,
        }),
    };
    res.unwrap_or_else(|| {
        let message = format!(
            "`{text}` is none of `unix`, `unix-ms`, `rfc3339` and a pattern of {}",
            listed(PLACES.iter().copied())
        );
        ctx.fault(Code::BadMade, at, message);
        Moment::Unix
    })
}

/// Minutes east of UTC.
pub(super) fn offset(text: &str) -> Option<i32> {
    let (sign, rest) = match text.as_bytes().first()? {
        b'+' => (1, &text[1..]),
        b'-' => (-1, &text[1..]),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    let number = |it: &str, most: i32| -> Option<i32> {
        let digits = it.len() == 2 && it.bytes().all(|it| it.is_ascii_digit());
        it.parse().ok().filter(|it| digits && *it <= most)
    };
    Some(sign * (number(hours, 14)? * 60 + number(minutes, 59)?))
}

fn is_pattern(text: &str) -> bool {
    let mut rest = text;
    let mut places = 0;
    while let Some(first) = rest.chars().next() {
        let place = PLACES.iter().find(|it| rest.starts_with(**it));
        let taken = match place {
            Some(place) => place.len(),
            None if first.is_ascii_punctuation() || matches!(first, ' ' | 'T' | 'Z') => 1,
            None => return false,
        };
        places += usize::from(place.is_some());
        rest = &rest[taken..];
    }
    0 < places
}

fn nonce(text: &str) -> Option<Nonce> {
    let count = |text: &str| {
        text.parse()
            .ok()
            .filter(|it| (8..=LONGEST_NONCE).contains(it))
    };
    match text.split_once(' ') {
        None => (text == "uuid").then_some(Nonce::Uuid),
        Some(("hex", rest)) => count(rest).map(Nonce::Hex),
        Some(("digits", rest)) => count(rest).map(Nonce::Digits),
        Some(_) => None,
    }
}

/// `sha256 base64`: a plain digest, and how it becomes text.
pub(super) fn digest(ctx: &Ctx, text: &str, at: At<'_>) -> Option<(String, String)> {
    let (algorithm, encoding) = text.split_once(' ')?;
    let keyed = ctx.choose(algorithm, at, ALGORITHMS)?;
    ctx.choose(encoding, at, ENCODINGS)?;
    if keyed {
        let message = format!("`{algorithm}` has a key, a digest of the body has none");
        ctx.fault(Code::BadMade, at, message);
    }
    Some((algorithm.to_owned(), encoding.to_owned()))
}
