//! What the client makes itself, in the words of a spec.

use crate::model::{Made, Moment, Nonce};

pub(super) fn made(it: &Made) -> String {
    match it {
        Made::Timestamp(it) => format!("timestamp {}", moment(it)),
        Made::Nonce(Nonce::Hex(count)) => format!("nonce hex {count}"),
        Made::Nonce(Nonce::Digits(count)) => format!("nonce digits {count}"),
        Made::Nonce(Nonce::Uuid) => "nonce uuid".to_owned(),
        Made::Digest {
            algorithm,
            encoding,
        } => format!("digest {algorithm} {encoding}"),
    }
}

pub(super) fn moment(it: &Moment) -> String {
    let spelled = |text: &str, offset: i32| match offset {
        0 => text.to_owned(),
        _ => {
            let sign = if offset < 0 { '-' } else { '+' };
            let (hours, minutes) = (offset.abs() / 60, offset.abs() % 60);
            format!("{text} {sign}{hours:02}:{minutes:02}")
        }
    };
    match it {
        Moment::Unix => "unix".to_owned(),
        Moment::UnixMillis => "unix-ms".to_owned(),
        Moment::Rfc3339 { offset } => spelled("rfc3339", *offset),
        Moment::Pattern { text, offset } => spelled(text, *offset),
    }
}
