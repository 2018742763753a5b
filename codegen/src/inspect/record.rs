//! Records and their members, as JSON.

use serde_json::{Value, json};

use super::citation::citation;
use crate::model::{Member, Record, RecordForm};

pub(super) fn record(it: &Record) -> Value {
    json!({
        "name": it.name,
        "form": match it.form {
            RecordForm::Object => "object",
            RecordForm::Positional => "positional",
            RecordForm::Sentence => "sentence",
        },
        "pattern": (!it.pattern.is_empty()).then_some(&it.pattern),
        "members": it.members.iter().map(member).collect::<Vec<_>>(),
    })
}

pub(super) fn member(it: &Member) -> Value {
    json!({
        "wire": it.wire,
        "printed": it.printed,
        "also": it.also,
        "name": it.name,
        "type": it.ty.word(),
        "secret": it.secret,
        "personal": it.personal,
        "harmless": it.harmless,
        "provenance": { "wire": citation(&it.citation), "type": citation(&it.type_citation) },
    })
}
