//! Lists that are read page by page.

use super::at::At;
use super::ctx::{Ctx, listed};
use super::place::cited_inside;
use crate::diagnostic::Code;
use crate::model::{Effect, Field, FieldSource, Lines, Paging, PagingWay, Type};
use crate::spec::OperationEntry;
use crate::words::{By, PAGING};

/// How the list of an operation is read page by page.
pub(super) fn paging(
    ctx: &Ctx,
    entry: &OperationEntry,
    effect: Option<Effect>,
    fields: &[Field],
    at: At<'_>,
    lines: &Lines,
) -> Option<Paging> {
    let said = entry.paging.as_ref()?;
    let here = at.key("paging");
    let fault = |at: At<'_>, message: String| ctx.fault(Code::BadPaging, at, message);
    if let Some(effect) = effect.filter(|it| *it != Effect::Reads) {
        let message = format!("pages are read, and this operation {}", effect.word());
        fault(at.name("paging"), message);
    }
    let by = ctx.need_word(&said.by, here, "by", PAGING);
    let pointer = |value: &Option<String>, key: &str| {
        (value.as_ref()).map(|it| ctx.pointer(it, here.key(key)))
    };
    let (next, more) = (pointer(&said.next, "next"), pointer(&said.more, "more"));
    let strange: &[(&str, bool)] = match by {
        Some(By::Page) => &[("next", next.is_some())],
        Some(By::Cursor) => &[("first", said.first.is_some()), ("more", more.is_some())],
        None => &[],
    };
    for (key, _) in strange.iter().filter(|it| it.1) {
        let message = format!("`{key}` has no meaning here");
        fault(here.name(key), message);
    }
    let way = match by {
        Some(By::Page) | None => {
            let first = match by {
                Some(_) => ctx.wanted(&said.first, here, "first"),
                None => None,
            };
            let number = first.and_then(|it| it.parse().ok());
            if let (Some(text), None) = (first, number) {
                fault(
                    here.key("first"),
                    format!("`{text}` is no number of a page"),
                );
            }
            PagingWay::Page {
                first: number.unwrap_or(1),
                more,
            }
        }
        Some(By::Cursor) => {
            if said.next.is_none() {
                ctx.missing(here, "next");
            }
            PagingWay::Cursor {
                next: next.unwrap_or_default(),
            }
        }
    };
    let name = ctx.wanted(&said.field, here, "field");
    let field = name.and_then(|name| fields.iter().position(|it| it.wire == name && leads(it)));
    if let (Some(name), None) = (name, field) {
        let there = listed(
            fields
                .iter()
                .filter(|it| leads(it))
                .map(|it| it.wire.as_str()),
        );
        let message = match there.is_empty() {
            true => format!("no text or number that the caller gives is named `{name}`"),
            false => format!(
                "no text or number that the caller gives is named `{name}`; there is {there}"
            ),
        };
        fault(here.key("field"), message);
    }
    if said.items.is_none() {
        ctx.missing(here, "items");
    }
    let citation = ctx.cite(&said.cite, here, "cite");
    cited_inside(ctx, &citation, lines, here.key("cite"));
    Some(Paging {
        way,
        field: field?,
        items: pointer(&said.items, "items").unwrap_or_default(),
        citation,
    })
}

/// Whether a page's number or cursor can be put there.
fn leads(field: &Field) -> bool {
    field.source == FieldSource::Caller
        && matches!(field.ty, Type::Text | Type::Identifier | Type::Integer)
}
