//! An inbound call.

use std::collections::HashSet;

use super::at::At;
use super::ctx::{Ctx, one_item};
use super::kind::is_text;
use super::operation::Known;
use super::place::{block, cited_inside};
use super::sample::samples;
use super::signature;
use crate::diagnostic::Code;
use crate::model::{
    Callback, CallbackAnswer, CallbackShape, CallbackValues, Event, Lines, Longest, RecordForm,
};
use crate::spec::{AnswerEntry, CallbackEntry, ShapeEntry, Standing};
use crate::words::{CALLBACK_METHODS, VALUES};

pub(super) fn callback(
    ctx: &Ctx,
    standing: &Standing<CallbackEntry>,
    known: &Known<'_>,
) -> Callback {
    let top = At::file(standing.file);
    let root = match standing.under {
        Some(key) => top.key(key),
        None => top,
    };
    let (at, entry) = (root.key(&standing.name), &standing.entry);
    let (lines, citation) = block(ctx, &entry.lines, &entry.cite, at);
    ctx.need_word(&entry.method, at, "method", CALLBACK_METHODS);
    let values = ctx.word_or(&entry.values, at, "values", VALUES, CallbackValues::Body);
    if entry.method.as_deref() == Some("GET") && values != CallbackValues::Query {
        let message = format!(
            "a GET has no {}; its values are in the query",
            values.word()
        );
        ctx.fault(Code::CallbackShape, at.name("values"), message);
    }
    let method_citation = ctx.cite(&entry.method_cite, at, "method_cite");
    cited_inside(ctx, &method_citation, &lines, at.key("method_cite"));
    let here = at.key("shapes");
    let count = entry.shapes.len();
    let shapes: Vec<CallbackShape> = entry
        .shapes
        .iter()
        .enumerate()
        .map(|(index, it)| shape(ctx, it, here.index(index), index + 1 == count, known))
        .collect();
    if shapes.is_empty() {
        let message = "the callback has no shape".to_owned();
        ctx.fault(Code::Empty, at.name("shapes"), message);
    }
    let mut names = HashSet::new();
    for (index, it) in shapes.iter().enumerate() {
        if !it.name.is_empty() && !names.insert(&it.name) {
            let message = format!("shape `{}` is there twice", it.name);
            ctx.fault(Code::DuplicateValue, here.index(index).key("name"), message);
        }
        let alike = |before: &&CallbackShape| one_item(&before.name, &it.name);
        if let Some(before) = shapes[..index].iter().find(alike) {
            let message = format!(
                "shapes `{}` and `{}` would have one name",
                it.name, before.name
            );
            ctx.fault(Code::NameCollision, here.index(index).key("name"), message);
        }
    }
    let (answer, answer_citation) = answer(ctx, entry.answer.as_ref(), at, &lines, &shapes, known);
    if let Some(name) = &entry.confirm {
        let operations = known.operations.iter().map(String::as_str);
        ctx.refer(name, at.key("confirm"), "operation", operations);
    }
    if entry.confirm.is_some() && entry.reference.is_empty() {
        ctx.missing(at, "reference");
    }
    let pointers = |list: &[String], key: &str| {
        let there = at.key(key);
        list.iter()
            .enumerate()
            .map(|(index, it)| ctx.pointer(it, there.index(index)))
            .collect::<Vec<_>>()
    };
    let here = at.key("signature");
    let signature = (entry.signature.as_ref())
        .and_then(|it| signature::callback(ctx, it, here, values, known.provider, &lines));
    Callback {
        signature,
        name: standing.name.clone(),
        about: ctx.prose(&entry.about, at, "about"),
        method: entry.method.clone().unwrap_or_default(),
        method_citation,
        shapes,
        values,
        codes: pointers(&entry.code, "code"),
        details: pointers(&entry.detail, "detail"),
        references: pointers(&entry.reference, "reference"),
        answer,
        answer_citation,
        confirm: entry.confirm.clone(),
        agrees: agrees(ctx, entry, at),
        event: event(ctx, entry, at, &lines),
        samples: samples(ctx, &entry.samples, at, known.provider, &lines),
        lines,
        citation,
    }
}

/// What the callback and the reply that confirms it both say.
fn agrees(ctx: &Ctx, entry: &CallbackEntry, at: At<'_>) -> Vec<(String, String)> {
    if entry.confirm.is_none() && !entry.agrees.is_empty() {
        ctx.missing(at, "confirm");
    }
    let there = at.key("agrees");
    let each = entry.agrees.iter().enumerate().map(|(index, it)| {
        let this = there.index(index);
        let pointer = |value: &Option<String>, key: &str| {
            let text = ctx.need(value, this, key);
            match value {
                Some(_) => ctx.pointer(text, this.key(key)),
                None => String::new(),
            }
        };
        (pointer(&it.here, "here"), pointer(&it.there, "there"))
    });
    each.collect()
}

fn event(ctx: &Ctx, entry: &CallbackEntry, at: At<'_>, lines: &Lines) -> Option<Event> {
    if entry.event.is_empty() {
        if entry.event_cite.is_some() {
            ctx.missing(at, "event");
        }
        return None;
    }
    let citation = ctx.cite(&entry.event_cite, at, "event_cite");
    cited_inside(ctx, &citation, lines, at.key("event_cite"));
    let there = at.key("event");
    let each = entry.event.iter().enumerate();
    let pointers = each.map(|(index, it)| ctx.pointer(it, there.index(index)));
    Some(Event {
        pointers: pointers.collect(),
        citation,
    })
}

/// How long a text of a dialogue may be.
fn longest(ctx: &Ctx, entry: &AnswerEntry, at: At<'_>, lines: &Lines) -> Option<Longest> {
    let Some(text) = &entry.longest else {
        if entry.longest_cite.is_some() {
            ctx.missing(at, "longest");
        }
        return None;
    };
    let citation = ctx.cite(&entry.longest_cite, at, "longest_cite");
    cited_inside(ctx, &citation, lines, at.key("longest_cite"));
    let digits = text.bytes().all(|it| it.is_ascii_digit()) && !text.starts_with('0');
    let characters = text.parse().ok().filter(|it| digits && *it <= 99_999);
    if characters.is_none() {
        let message = format!("`{text}` is no number of characters");
        ctx.fault(Code::AnswerChoice, at.key("longest"), message);
    }
    Some(Longest {
        characters: characters?,
        citation,
    })
}

fn shape(
    ctx: &Ctx,
    entry: &ShapeEntry,
    at: At<'_>,
    last: bool,
    known: &Known<'_>,
) -> CallbackShape {
    let name = ctx.need_name(&entry.name, at, "name");
    let records = known.shapes.records.iter().map(|it| it.name.as_str());
    if let Some(index) = ctx.need_reference(&entry.record, at, "record", "record", records) {
        let record = &known.shapes.records[index];
        if record.form != RecordForm::Object {
            let message = format!("record `{}` is no object, a callback is one", record.name);
            ctx.fault(Code::CallbackShape, at.key("record"), message);
        }
    }
    if entry.when_present.is_empty() != last {
        let message = match last {
            true => "the last shape is taken when no other fits, so it has no `when_present`",
            false => "a shape before the last one says by `when_present` when it is taken",
        };
        ctx.fault(
            Code::CallbackShape,
            at.name("when_present"),
            message.to_owned(),
        );
    }
    CallbackShape {
        name,
        record: entry.record.clone().unwrap_or_default(),
        when_present: (entry.when_present.iter().enumerate())
            .map(|(index, it)| ctx.wire(it, at.key("when_present").index(index)))
            .collect(),
    }
}

/// Whether what has this content type is JSON.
fn is_json(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default();
    let essence = essence.trim().to_ascii_lowercase();
    essence == "application/json" || essence.ends_with("+json")
}

fn answer(
    ctx: &Ctx,
    entry: Option<&AnswerEntry>,
    at: At<'_>,
    lines: &Lines,
    shapes: &[CallbackShape],
    known: &Known<'_>,
) -> (CallbackAnswer, crate::model::Citation) {
    let here = at.key("answer");
    let fixed = |status, content_type: &str, body: &str| CallbackAnswer::Fixed {
        status,
        content_type: content_type.to_owned(),
        body: body.to_owned(),
    };
    let Some(entry) = entry else {
        ctx.missing(at, "answer");
        let none = ctx.cite(
            &Some(crate::spec::Cite::Lines("1".to_owned())),
            here,
            "cite",
        );
        return (fixed(200, "", ""), none);
    };
    let citation = ctx.cite(&entry.cite, here, "cite");
    cited_inside(ctx, &citation, lines, here.key("cite"));
    let content_type = ctx.wire(
        ctx.need(&entry.content_type, here, "content_type"),
        here.key("content_type"),
    );
    let dialogue = [
        &entry.goes_on,
        &entry.ends,
        &entry.input,
        &entry.separator,
        &entry.session,
        &entry.longest,
    ];
    let plain = [&entry.status, &entry.body];
    if plain.iter().any(|it| it.is_some()) == dialogue.iter().any(|it| it.is_some()) {
        let message = "an answer is either `status` and `body`, or `goes_on`, `ends`, `input` and `separator`";
        ctx.fault(Code::AnswerChoice, here, message.to_owned());
        return (fixed(200, "", ""), citation);
    }
    if plain.iter().any(|it| it.is_some()) {
        let status = ctx.wanted(&entry.status, here, "status");
        let number = status.and_then(|it| it.parse().ok());
        let number = number.filter(|it| (200..300).contains(it));
        if let (Some(status), None) = (status, number) {
            let message = format!("`{status}` is no status that says the callback was taken");
            ctx.fault(Code::AnswerChoice, here.key("status"), message);
        }
        let body = ctx.wire(ctx.need(&entry.body, here, "body"), here.key("body"));
        if entry.body.is_some() && is_json(&content_type) {
            let read: Result<serde_json::Value, _> = serde_json::from_str(&body);
            if let Err(error) = read {
                let message = match body.is_empty() {
                    true => "the content type says JSON, and the body is empty".to_owned(),
                    false => format!(
                        "the content type says JSON, and at character {} the body is none",
                        error.column()
                    ),
                };
                ctx.fault(Code::AnswerChoice, here.key("body"), message);
            }
        }
        return (fixed(number.unwrap_or(200), &content_type, &body), citation);
    }
    let text =
        |value: &Option<String>, key: &str| ctx.wire(ctx.need(value, here, key), here.key(key));
    let input = text(&entry.input, "input");
    let separator = text(&entry.separator, "separator");
    if 1 < shapes.len() {
        let message = format!("a dialogue has one shape, not {}", shapes.len());
        ctx.fault(Code::CallbackShape, at.name("shapes"), message);
    }
    for it in shapes {
        let record = (known.shapes.records.iter()).find(|record| record.name == it.record);
        if let Some(record) = record
            && entry.input.is_some()
            && !(record.members.iter()).any(|it| it.wire == input && is_text(&it.ty))
        {
            let message = format!("record `{}` has no text member `{input}`", record.name);
            ctx.fault(Code::CallbackShape, here.key("input"), message);
        }
    }
    let session = (entry.session.as_ref()).map(|it| ctx.wire(it, here.key("session")));
    for (it, session) in shapes.iter().zip(session.iter().cycle()) {
        let record = (known.shapes.records.iter()).find(|record| record.name == it.record);
        if let Some(record) = record
            && !(record.members.iter()).any(|it| it.wire == *session && is_text(&it.ty))
        {
            let message = format!("record `{}` has no text member `{session}`", record.name);
            ctx.fault(Code::CallbackShape, here.key("session"), message);
        }
    }
    if entry.separator.is_some() && separator.is_empty() {
        let message = "inputs cannot be told apart by an empty separator".to_owned();
        ctx.fault(Code::AnswerChoice, here.key("separator"), message);
    }
    let res = CallbackAnswer::Dialogue {
        goes_on: text(&entry.goes_on, "goes_on"),
        ends: text(&entry.ends, "ends"),
        content_type,
        input,
        separator,
        session,
        longest: longest(ctx, entry, here, lines),
    };
    (res, citation)
}
