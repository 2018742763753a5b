//! One inbound call, as JSON.

use serde_json::{Value, json};

use super::citation::{citation, lines};
use super::record::member;
use super::sample;
use super::signature::heard_signature;
use crate::model::{Callback, CallbackAnswer, CallbackShape, Provider};

pub(super) fn callback(provider: &Provider, it: &Callback) -> Value {
    let shape = |shape: &CallbackShape| {
        let members = provider
            .record(&shape.record)
            .map(|it| it.members.iter().map(member).collect::<Vec<_>>());
        json!({
            "name": shape.name,
            "record": shape.record,
            "when_present": shape.when_present,
            "fields": members,
        })
    };
    json!({
        "name": it.name,
        "method": it.method,
        "lines": lines(&it.lines),
        "values": it.values.word(),
        "code": it.codes,
        "detail": it.details,
        "reference": it.references,
        "shapes": it.shapes.iter().map(shape).collect::<Vec<_>>(),
        "signed": it.signature.is_some(),
        "signature": it.signature.as_ref().map(|it| heard_signature(provider, it)),
        "confirm": it.confirm,
        "agrees": it.agrees.iter().map(|it| json!({ "here": it.0, "there": it.1 })).collect::<Vec<_>>(),
        "event": it.event.as_ref().map(|it| &it.pointers),
        "answer": match &it.answer {
            CallbackAnswer::Fixed { status, content_type, body } => {
                json!({ "status": status, "content_type": content_type, "body": body })
            }
            CallbackAnswer::Dialogue {
                content_type,
                goes_on,
                ends,
                input,
                separator,
                session,
                longest,
            } => json!({
                "content_type": content_type,
                "goes_on": goes_on,
                "ends": ends,
                "input": input,
                "separator": separator,
                "session": session,
                "longest": longest.as_ref().map(|it| it.characters),
            }),
        },
        "provenance": {
            "method": citation(&it.method_citation),
            "answer": citation(&it.answer_citation),
            "whole": citation(&it.citation),
        },
        "samples": it.samples.iter().map(sample).collect::<Vec<_>>(),
    })
}
