//! A difference for machines.

use serde_json::{Value, json};

use super::{Change, What, most, row};

pub(crate) fn json(changes: &[Change]) -> Value {
    let (callers, wire) = most(changes);
    json!({
        "callers": callers.word(),
        "wire": wire.word(),
        "changes": changes.iter().map(change).collect::<Vec<_>>(),
    })
}

fn change(it: &Change) -> Value {
    let Change {
        about,
        what,
        callers,
        wire,
    } = it;
    let read = |text: &String| serde_json::from_str::<Value>(text).unwrap_or_default();
    let (kind, key, from, to) = match what {
        What::Added => ("added", None, None, None),
        What::Removed => ("removed", None, None, None),
        What::Changed(key, from, to) => ("changed", Some(key), from.as_ref(), to.as_ref()),
    };
    json!({
        "about": about,
        "what": kind,
        "key": key,
        "from": from.map(read),
        "to": to.map(read),
        "callers": callers.word(),
        "wire": wire.word(),
        "says": row(it),
    })
}
