//! How the fields of one request stand together.

use std::collections::{HashMap, HashSet};

use super::at::At;
use super::ctx::Ctx;
use crate::diagnostic::Code;
use crate::model::{Field, FieldSource, Location};
use crate::spec::OperationEntry;

/// Names and pointers are distinct, parents hold their children together, and no value is a parent too.
pub(super) fn arrangement(
    ctx: &Ctx,
    entry: &OperationEntry,
    fields: &[Field],
    first: usize,
    at: At<'_>,
) {
    let body = |it: &&Field| it.location == Location::Body;
    let values: HashSet<&str> = (fields.iter().filter(body))
        .filter(|it| !matches!(it.source, FieldSource::Parent))
        .map(|it| it.pointer.as_str())
        .collect();
    let (mut places, mut names) = (HashSet::new(), HashSet::new());
    // Which field of the body stood last in each parent; it must be the one just before.
    let mut last_in: HashMap<&str, usize> = HashMap::new();
    let mut count = 0;
    for (index, it) in fields.iter().enumerate() {
        // Shared headers are checked among themselves, by `headers`; a field without `wire` is told.
        let own = index
            .checked_sub(first)
            .filter(|own| entry.fields[*own].wire.is_some());
        let here = at.index(own.unwrap_or_default());
        let fault = |code: Code, at: At<'_>, message: String| {
            if own.is_some() {
                ctx.fault(code, at, message);
            }
        };
        let new = match it.location {
            Location::Body => places.insert(("body", it.pointer.clone())),
            Location::Header => places.insert(("header", it.wire.to_ascii_lowercase())),
            Location::Query | Location::Path => {
                places.insert((it.location.word(), it.wire.clone()))
            }
        };
        let called = !matches!(it.source, FieldSource::Caller)
            || it.name.is_empty()
            || names.insert(it.name.replace('_', ""));
        if !new {
            let message = format!("field `{}` is there twice", it.wire);
            fault(Code::DuplicateValue, here.key("wire"), message);
        } else if !called {
            let message = format!("two fields would be called `{}`", it.name);
            fault(Code::NameCollision, here.key("wire"), message);
        }
        if it.location != Location::Body {
            continue;
        }
        let mut split = None;
        for parent in parents(&it.pointer) {
            if values.contains(parent) {
                let message = format!(
                    "`{parent}` is a value, so `{}` cannot stand in it",
                    it.pointer
                );
                fault(Code::ParentClash, here.key("under"), message);
            }
            let before = last_in.insert(parent, count);
            if before.is_some_and(|before| before + 1 != count) {
                split = split.or(Some(parent));
            }
        }
        if let Some(parent) = split {
            let message = format!("fields under `{parent}` do not stand together");
            fault(Code::SplitParent, here.key("under"), message);
        }
        last_in.insert(&it.pointer, count);
        count += 1;
    }
}

/// The pointers above a pointer, innermost first.
fn parents(pointer: &str) -> impl Iterator<Item = &str> {
    let above = |it: &&str| it.rfind('/').filter(|cut| 0 < *cut);
    std::iter::successors(above(&pointer).map(|cut| &pointer[..cut]), move |it| {
        above(it).map(|cut| &it[..cut])
    })
}
