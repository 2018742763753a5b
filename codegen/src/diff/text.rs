//! A difference for people.

use std::fmt::Write as _;

use super::{Change, What, most};
use crate::surface::STEP;

pub(crate) fn text(changes: &[Change]) -> String {
    let mut res = String::new();
    for it in changes {
        let (callers, wire) = (it.callers.word(), it.wire.word());
        let _ = writeln!(res, "{callers:<10}  wire {wire:<7}  {}", row(it));
    }
    let (callers, wire) = most(changes);
    let count = changes.len();
    let _ = writeln!(
        res,
        "{count} {}: {} for callers, {} on the wire",
        if count == 1 { "change" } else { "changes" },
        callers.word(),
        wire.word()
    );
    res
}

/// `operation pay, field amount: type is "integer", was "text"`.
pub(crate) fn row(it: &Change) -> String {
    let about = about(&it.about);
    match &it.what {
        What::Added => format!("{about} is new"),
        What::Removed => format!("{about} is gone"),
        What::Changed(said, from, to) => {
            let said = said.replace(STEP, " ");
            match (from, to) {
                (Some(from), Some(to)) => format!("{about}: {said} is {to}, was {from}"),
                (None, Some(to)) => format!("{about}: {said} is {to}"),
                (Some(from), None) => format!("{about}: {said} is no longer {from}"),
                (None, None) => format!("{about}: {said}"),
            }
        }
    }
}

/// `operation pay, field amount`.
fn about(thing: &str) -> String {
    let steps: Vec<&str> = thing.split(STEP).collect();
    if let ["codes", of, code] = steps.as_slice() {
        return format!("code {code} of {of}");
    }
    let one = |word: &str| word.strip_suffix('s').unwrap_or(word).to_owned();
    let pairs = steps.chunks(2).map(|it| match it {
        [kind, name] => format!("{} {name}", one(kind)),
        rest => rest.join(" "),
    });
    pairs.collect::<Vec<_>>().join(", ")
}
