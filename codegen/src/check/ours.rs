//! Our own reference: the field that a query asks by when nothing of the provider's is known.

use super::at::At;
use super::ctx::{Ctx, listed};
use super::reply::query;
use crate::diagnostic::Code;
use crate::model::{Field, FieldSource, Operation, Resolution, Type};
use crate::spec::Spec;

/// The field that `by FIELD` names, the same in both keys; else one that is a reference of ours.
pub(super) fn ours(
    ctx: &Ctx,
    said: [(&str, &Resolution); 2],
    fields: &[Field],
    at: At<'_>,
) -> Option<usize> {
    let mut res = None;
    for (key, it) in said {
        let Resolution::QueryOurs { field: name, .. } = it else {
            continue;
        };
        let here = at.key(key);
        let fault = |message: String| ctx.fault(Code::OurReference, here, message);
        match field_called(fields, name) {
            None => {
                let there = listed(given(fields).map(|it| it.1.wire.as_str()));
                fault(match there.is_empty() {
                    true => {
                        format!("no field that the caller gives is named `{name}`; there is none")
                    }
                    false => format!(
                        "no field that the caller gives is named `{name}`; there is {there}"
                    ),
                });
            }
            Some((_, field)) if !names_something(&field.ty) => {
                fault(format!(
                    "`{name}` is `{}`, which names nothing",
                    field.ty.word()
                ));
            }
            Some((_, field)) if field.secret || field.personal => {
                fault(format!("`{name}` is never printed, and a reference is"));
            }
            Some((_, field)) if !field.demanded => {
                fault(format!("`{name}` may be left out, and a reference may not"));
            }
            Some((index, _)) if res.is_some_and(|before| before != index) => {
                fault("`pending` and `unknown` ask by two references".to_owned());
            }
            Some((index, _)) => res = Some(index),
        }
    }
    let made = |it: &Field| matches!(it.ty, Type::Reference(_)) && it.demanded;
    res.or_else(|| given(fields).find(|it| made(it.1)).map(|it| it.0))
}

/// The operations that are asked take the reference under the same name.
pub(super) fn answered(ctx: &Ctx, spec: &Spec, operations: &[Operation]) {
    for it in &spec.operations {
        At::entry(it, |at| {
            for (key, text) in [
                ("pending", &it.entry.pending),
                ("unknown", &it.entry.unknown),
            ] {
                let Some((name, field)) = text.as_deref().and_then(query) else {
                    continue;
                };
                let Some(asked) = operations.iter().find(|it| it.name == name) else {
                    continue;
                };
                let message = match field {
                    Some(field) if field_called(&asked.fields, field).is_none() => {
                        format!("the caller of `{name}` gives no field `{field}`")
                    }
                    None if takes_ours_alone(asked) => format!(
                        "`{name}` takes no reference of the provider's; say `query {name} by FIELD` \
                         for one of ours"
                    ),
                    Some(_) | None => continue,
                };
                ctx.fault(Code::OurReference, at.key(key), message);
            }
        });
    }
}

/// Whether what the caller gives it is made by the merchant, all of it.
fn takes_ours_alone(asked: &Operation) -> bool {
    let made = |it: (usize, &Field)| matches!(it.1.ty, Type::Reference(_));
    given(&asked.fields).next().is_some() && given(&asked.fields).all(made)
}

fn field_called<'a>(fields: &'a [Field], name: &str) -> Option<(usize, &'a Field)> {
    given(fields).find(|it| it.1.wire == name)
}

pub(super) fn given(fields: &[Field]) -> impl Iterator<Item = (usize, &Field)> {
    let all = fields.iter().enumerate();
    all.filter(|it| it.1.source == FieldSource::Caller)
}

pub(super) fn names_something(ty: &Type) -> bool {
    match ty {
        Type::Text | Type::Identifier | Type::Reference(_) | Type::Integer => true,
        Type::Phone
        | Type::PhoneNumber
        | Type::Money(_)
        | Type::Decimal
        | Type::Boolean
        | Type::Timestamp { .. }
        | Type::Url
        | Type::Enum(_)
        | Type::Code
        | Type::Record(_)
        | Type::TextOr(_)
        | Type::List(_)
        | Type::Joined(..)
        | Type::Map
        | Type::Object => false,
    }
}
