//! How a reply is read, and what settles what it leaves open.

use super::at::At;
use super::ctx::Ctx;
use super::kind::parse_type;
use super::operation::Known;
use super::place::cited_inside;
use crate::diagnostic::Code;
use crate::model::{Citation, CodePlace, Lines, Outcome, ReplyRule, Resolution, Type};
use crate::spec::ReplyEntry;
use crate::words::{RESOLUTIONS, WITHOUT_CODE};

pub(super) fn reply(
    ctx: &Ctx,
    entry: Option<&ReplyEntry>,
    at: At<'_>,
    known: &Known<'_>,
    lines: &Lines,
) -> ReplyRule {
    let here = at.key("reply");
    let Some(entry) = entry else {
        ctx.missing(at, "reply");
        return ReplyRule {
            ty: Type::Map,
            codes: Vec::new(),
            details: Vec::new(),
            messages: Vec::new(),
            references: Vec::new(),
            without_code: Outcome::Unknown,
            needs: Vec::new(),
            needs_citation: None,
            citation: ctx.cite(
                &Some(crate::spec::Cite::Lines("1".to_owned())),
                here,
                "cite",
            ),
        };
    };
    let before = ctx.told();
    let ty = match &entry.ty {
        Some(text) => parse_type(ctx, text, here.key("type"), known.file),
        None => {
            ctx.missing(here, "type");
            Type::Map
        }
    };
    // What stands in for a faulty type takes no further blame.
    let known = ctx.told() == before;
    let whole = match &ty {
        Type::Record(_) | Type::Map => true,
        Type::List(item) => matches!(**item, Type::Record(_)),
        Type::Text
        | Type::Identifier
        | Type::Phone
        | Type::PhoneNumber
        | Type::Money(_)
        | Type::Decimal
        | Type::Reference(_)
        | Type::Integer
        | Type::Boolean
        | Type::Timestamp { .. }
        | Type::Url
        | Type::Enum(_)
        | Type::Code
        | Type::TextOr(_)
        | Type::Joined(..)
        | Type::Object => false,
    };
    if known && !whole {
        let message = format!(
            "a reply is a record, a list of records or a map, not `{}`",
            ty.word()
        );
        ctx.fault(Code::UnknownType, here.key("type"), message);
    }
    let without_code = ctx.word_or(
        &entry.without_code,
        here,
        "without_code",
        WITHOUT_CODE,
        Outcome::Unknown,
    );
    let citation = ctx.cite(&entry.cite, here, "cite");
    cited_inside(ctx, &citation, lines, here.key("cite"));
    let pointers = |list: &[String], key: &str| {
        let there = here.key(key);
        list.iter()
            .enumerate()
            .map(|(index, it)| ctx.pointer(it, there.index(index)))
            .collect::<Vec<_>>()
    };
    let there = here.key("code");
    let codes = entry
        .code
        .iter()
        .enumerate()
        .map(|(index, it)| match it.as_str() {
            "http" => CodePlace::Http,
            pointer => CodePlace::Pointer(ctx.pointer(pointer, there.index(index))),
        });
    ReplyRule {
        ty,
        codes: codes.collect(),
        details: pointers(&entry.detail, "detail"),
        messages: pointers(&entry.message, "message"),
        references: pointers(&entry.reference, "reference"),
        without_code,
        needs: pointers(&entry.needs, "needs"),
        needs_citation: needs_citation(ctx, entry, here, lines),
        citation,
    }
}

/// Where it can be seen what a success must hold.
fn needs_citation(ctx: &Ctx, entry: &ReplyEntry, here: At<'_>, lines: &Lines) -> Option<Citation> {
    if entry.needs.is_empty() && entry.needs_cite.is_none() {
        return None;
    }
    if entry.needs.is_empty() {
        ctx.missing(here, "needs");
    }
    let citation = ctx.cite(&entry.needs_cite, here, "needs_cite");
    cited_inside(ctx, &citation, lines, here.key("needs_cite"));
    Some(citation)
}

pub(super) fn resolution(
    ctx: &Ctx,
    text: Option<&str>,
    at: At<'_>,
    known: &Known<'_>,
) -> Resolution {
    let Some(text) = text else {
        return Resolution::Nothing;
    };
    if let Some((name, field)) = query(text) {
        ctx.refer(
            name,
            at,
            "operation",
            known.operations.iter().map(String::as_str),
        );
        let operation = name.to_owned();
        return match field {
            Some(field) => Resolution::QueryOurs {
                operation,
                field: field.to_owned(),
            },
            None => Resolution::QueryTheirs { operation },
        };
    }
    if let Some(name) = text.strip_prefix("callback ") {
        ctx.refer(
            name,
            at,
            "callback",
            known.callbacks.iter().map(String::as_str),
        );
        return Resolution::Callback {
            callback: name.to_owned(),
        };
    }
    ctx.choose(text, at, RESOLUTIONS)
        .unwrap_or(Resolution::Nothing)
}

/// The operation of `query OPERATION` and, with `by FIELD`, the wire name of our reference.
pub(super) fn query(text: &str) -> Option<(&str, Option<&str>)> {
    let asked = text.strip_prefix("query ")?;
    Some(match asked.split_once(" by ") {
        Some((operation, field)) => (operation, Some(field)),
        None => (asked, None),
    })
}
