//! What a value is: types by their words, and which of them are text.

use super::ctx::{At, Ctx};
use crate::diagnostic::{Code, nearest};
use crate::model::Type;
use crate::spec::ProviderFile;
use crate::words::{Form, TYPES, begins};

/// Lists are nested no deeper.
const MAX_LISTS: usize = 8;

/// Reads a type; names in it must be defined.
pub(super) fn parse_type(ctx: &Ctx, text: &str, at: At<'_>, file: &ProviderFile) -> Type {
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    match (word, rest) {
        _ if !begins(TYPES, word) => unknown(ctx, text, word, rest, at),
        ("text", "") => Type::Text,
        ("identifier", "") => Type::Identifier,
        ("phone", "") => Type::Phone,
        ("integer", "") => Type::Integer,
        ("boolean", "") => Type::Boolean,
        ("url", "") => Type::Url,
        ("code", "") => Type::Code,
        ("map", "") => Type::Map,
        ("object", "") => Type::Object,
        ("money", currency)
            if currency.len() == 3 && currency.chars().all(|it| it.is_ascii_uppercase()) =>
        {
            Type::Money {
                currency: currency.to_owned(),
            }
        }
        ("timestamp", format) if !format.is_empty() => Type::Timestamp {
            format: ctx.wire(format, at),
        },
        ("enum", name) => {
            ctx.refer(name, at, "enum", file.enums.iter().map(|it| it.0));
            Type::Enum(name.to_owned())
        }
        ("record", name) => {
            ctx.refer(name, at, "record", file.records.iter().map(|it| it.0));
            Type::Record(name.to_owned())
        }
        ("list", item)
            if item.starts_with("of ") && item.matches("list of ").count() < MAX_LISTS =>
        {
            Type::List(Box::new(parse_type(ctx, &item[3..], at, file)))
        }
        _ => unknown(ctx, text, word, rest, at),
    }
}

fn unknown(ctx: &Ctx, text: &str, word: &str, rest: &str, at: At<'_>) -> Type {
    let meant = match word {
        "money" => "; an amount is `money KES`, with its currency".to_owned(),
        "timestamp" => "; a time is `timestamp FORMAT`, as it is printed".to_owned(),
        "list" if rest.starts_with("of ") => {
            format!("; lists are nested at most {MAX_LISTS} deep")
        }
        "list" => "; a list is `list of TYPE`".to_owned(),
        _ => nearest(word, TYPES.iter().map(Form::word))
            .map(|it| format!("; `{it}` is one"))
            .unwrap_or_default(),
    };
    ctx.fault(Code::UnknownType, at, format!("`{text}` is no type{meant}"));
    Type::Text
}

/// Marks say that a text is never printed; other types have no masked form.
pub(super) fn only_text_is_masked(ctx: &Ctx, secret: bool, personal: bool, ty: &Type, at: At<'_>) {
    for (key, marked) in [("secret", secret), ("personal", personal)] {
        if marked && !is_text(ty) {
            let message = format!("`{key}` marks text, this is `{}`", ty.word());
            ctx.fault(Code::BadMark, at.name(key), message);
        }
    }
}

/// Whether its values are texts in Rust too.
pub(super) fn is_text(ty: &Type) -> bool {
    matches!(ty, Type::Text | Type::Identifier | Type::Phone | Type::Url)
        || matches!(ty, Type::Timestamp { .. })
}
