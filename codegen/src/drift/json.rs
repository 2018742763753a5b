//! A drift for machines.

use serde_json::{Value, json};

use super::{Change, Drift, Moved};

pub(crate) fn json(drift: &Drift) -> Value {
    let Drift {
        provider,
        changes,
        moved,
    } = drift;
    json!({
        "provider": provider,
        "changes": changes.iter().map(change).collect::<Vec<_>>(),
        "moved": moved.iter().map(shifted).collect::<Vec<_>>(),
    })
}

fn change(it: &Change) -> Value {
    let Change {
        old,
        new,
        between,
        text,
        facts,
        near,
        discrepancies,
        operations,
        fixtures,
        items,
    } = it;
    json!({
        "old": old.0,
        "new": new.0,
        "between": between,
        "text": text,
        "facts": facts,
        "near": near,
        "discrepancies": discrepancies,
        "operations": operations,
        "fixtures": fixtures,
        "items": items,
    })
}

fn shifted(it: &Moved) -> Value {
    json!({ "old": it.old, "new": it.new })
}
