//! Values that the client makes itself: times, nonces, digests.

use super::at::At;
use super::ctx::{Ctx, listed};
use crate::diagnostic::Code;
use crate::model::{Made, Moment, Nonce};
use crate::words::{ALGORITHMS, Digest, ENCODINGS, MADE, begins};

/// What a pattern of a time is made of; any other letter but `T` and `Z` is refused.
const PLACES: &[(&str, &str)] = &[
    ("YYYY", "years"),
    ("MM", "months"),
    ("DD", "days"),
    ("HH", "hours"),
    ("mm", "minutes"),
    ("ss", "seconds"),
];
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
        pattern => {
            let (places, mut wrong) = pattern_of(pattern);
            if let Some((_, zone)) = pattern.rsplit_once(' ').filter(|it| !looks_meant(it.1)) {
                wrong = vec![format!("`{zone}` behind it is no offset like `+01:00`")];
            }
            if !wrong.is_empty() && looks_meant(pattern) {
                let message = format!("`{pattern}` is no pattern of a time: {}", wrong.join("; "));
                ctx.fault(Code::BadMade, at, message);
                return Moment::Unix;
            }
            (0 < places && wrong.is_empty()).then(|| Moment::Pattern {
                text: ctx.wire(pattern, at),
                offset,
            })
        }
    };
    res.unwrap_or_else(|| {
        let message = format!(
            "`{text}` is none of `unix`, `unix-ms`, `rfc3339` and a pattern of {}",
            listed(PLACES.iter().map(|it| it.0))
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

/// How many elements a pattern has, and what is wrong with it: each of them stands once, and months
/// and minutes are told apart by their case alone.
fn pattern_of(text: &str) -> (usize, Vec<String>) {
    let (mut found, mut wrong): (Vec<&str>, Vec<String>) = (Vec::new(), Vec::new());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let place = PLACES.iter().find(|it| rest.starts_with(it.0));
        let taken = match place {
            Some((place, means)) => {
                if found.contains(place) {
                    wrong.push(match *place {
                        "MM" => "`MM` stands twice: it is the month, minutes are `mm`".to_owned(),
                        "mm" => "`mm` stands twice: it is minutes, the month is `MM`".to_owned(),
                        _ => format!("`{place}` stands twice: {means} are said once"),
                    });
                }
                found.push(place);
                place.len()
            }
            None if first.is_ascii_punctuation() || matches!(first, ' ' | 'T' | 'Z') => 1,
            None => {
                let run = stray(rest, first);
                wrong.push(match meant(first) {
                    _ if run.chars().any(|it| it != first) => {
                        format!("`{run}` is no element of it")
                    }
                    Some(("MM" | "mm", _)) => {
                        format!("`{run}` is no element of it: the month is `MM`, minutes are `mm`")
                    }
                    Some((place, means)) => {
                        format!("`{run}` is no element of it: {means} are `{place}`")
                    }
                    None => format!("`{run}` is no element of it"),
                });
                run.len()
            }
        };
        rest = &rest[taken..];
    }
    (found.len(), wrong)
}

/// What stands there and is no element: a letter as often as it is repeated, or a whole word.
fn stray(rest: &str, first: char) -> &str {
    let until = |end: Option<usize>| &rest[..end.unwrap_or(rest.len())];
    let run = until(rest.find(|it| it != first));
    let word = until(rest.find(|it: char| !it.is_alphabetic()));
    match run.len() < word.len() && !looks_meant(word) {
        true => word,
        false => run,
    }
}

/// The element that begins with that letter, whatever its case.
fn meant(first: char) -> Option<&'static (&'static str, &'static str)> {
    let alike = |it: char| it.eq_ignore_ascii_case(&first);
    PLACES.iter().find(|it| it.0.starts_with(alike))
}

/// Whether somebody meant a pattern, and not one of the words.
fn looks_meant(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    PLACES
        .iter()
        .any(|it| lower.contains(&it.0.to_ascii_lowercase()))
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
    let made = ctx.choose(algorithm, at, ALGORITHMS)?;
    ctx.choose(encoding, at, ENCODINGS)?;
    let message = match made {
        Digest::Keyed => format!("`{algorithm}` has a key, a digest of the body has none"),
        Digest::None => format!("`{algorithm}` makes no digest of the body"),
        Digest::Plain => return Some((algorithm.to_owned(), encoding.to_owned())),
    };
    ctx.fault(Code::BadMade, at, message);
    Some((algorithm.to_owned(), encoding.to_owned()))
}
