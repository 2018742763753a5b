//! What a value is: types by their words, and which of them are text.

use super::at::At;
use super::ctx::Ctx;
use crate::diagnostic::{Code, nearest};
use crate::model::{Currency, Money, Scale, Type};
use crate::spec::ProviderFile;
use crate::words::{Form, TYPES, begins};

/// Lists are nested no deeper.
const MAX_LISTS: usize = 8;

/// Reads a type; names in it must be defined.
pub(super) fn parse_type(ctx: &Ctx, text: &str, at: At<'_>, file: &ProviderFile) -> Type {
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    match (word, rest) {
        _ if !begins(TYPES, word) => unknown(ctx, text, (word, rest), at, file),
        ("text", "") => Type::Text,
        ("identifier", "") => Type::Identifier,
        ("phone", "") => Type::Phone,
        ("phone", "number") => Type::PhoneNumber,
        ("decimal", "") => Type::Decimal,
        ("integer", "") => Type::Integer,
        ("boolean", "") => Type::Boolean,
        ("url", "") => Type::Url,
        ("code", "") => Type::Code,
        ("map", "") => Type::Map,
        ("object", "") => Type::Object,
        ("money", how) => match money(how) {
            Ok(money) => Type::Money(money),
            Err(meant) => {
                let message = format!("`{text}` is no type; {meant}");
                ctx.fault(Code::UnknownType, at, message);
                Type::Text
            }
        },
        ("reference", name) => {
            let it = &file.references;
            ctx.defined(name, at, "reference", it.position(name), it.names());
            Type::Reference(name.to_owned())
        }
        ("timestamp", format) if !format.is_empty() => Type::Timestamp {
            format: ctx.wire(format, at),
        },
        ("enum", name) => {
            let it = &file.enums;
            ctx.defined(name, at, "enum", it.position(name), it.names());
            Type::Enum(name.to_owned())
        }
        ("record", name) => {
            let it = &file.records;
            ctx.defined(name, at, "record", it.position(name), it.names());
            Type::Record(name.to_owned())
        }
        ("text", name) if let Some(name) = name.strip_prefix("or record ") => {
            let it = &file.records;
            ctx.defined(name, at, "record", it.position(name), it.names());
            if sentence(name, file) {
                let message = format!("record `{name}` is a text too: say `record {name}`");
                ctx.fault(Code::UnknownType, at, message);
            }
            Type::TextOr(name.to_owned())
        }
        ("lines", item) if let Some(item) = item.strip_prefix("of ") => {
            joined(ctx, '\n', item, at, file)
        }
        ("list", item) if let Some((between, item)) = in_text(item) => {
            let mut chars = between.chars();
            match (chars.next(), chars.next()) {
                (Some(one), None) if !one.is_whitespace() && !one.is_alphanumeric() => {
                    joined(ctx, one, item, at, file)
                }
                _ => {
                    let message = format!("`{between}` is no one mark between two items");
                    ctx.fault(Code::UnknownType, at, message);
                    Type::Text
                }
            }
        }
        ("list", item)
            if item.starts_with("of ") && item.matches("list of ").count() < MAX_LISTS =>
        {
            Type::List(Box::new(parse_type(ctx, &item[3..], at, file)))
        }
        _ => unknown(ctx, text, (word, rest), at, file),
    }
}

/// Says what was meant, and goes on with the type that is nearest.
fn unknown(
    ctx: &Ctx,
    text: &str,
    (word, rest): (&str, &str),
    at: At<'_>,
    file: &ProviderFile,
) -> Type {
    let meant = match word {
        "timestamp" => "; a time is `timestamp FORMAT`, as it is printed".to_owned(),
        "list" if rest.starts_with("of ") => {
            format!("; lists are nested at most {MAX_LISTS} deep")
        }
        "list" => "; a list is `list of TYPE`, or `list in text , of TYPE`".to_owned(),
        "lines" => "; a list in the lines of one text is `lines of TYPE`".to_owned(),
        "phone" => "; a phone number is `phone`, or `phone number` where it is a number".to_owned(),
        _ => nearest(word, TYPES.iter().map(Form::word))
            .map(|it| format!("; `{it}` is one"))
            .unwrap_or_default(),
    };
    ctx.fault(Code::UnknownType, at, format!("`{text}` is no type{meant}"));
    match nearest(word, TYPES.iter().map(Form::word)) {
        Some(near) if near != word => {
            let text = format!("{near} {rest}");
            parse_type(&Ctx::default(), text.trim_end(), at, file)
        }
        Some(_) | None => {
            // It may have named any of these.
            for kind in ["record", "enum", "reference"] {
                if !rest.is_empty() {
                    ctx.unread(kind);
                }
            }
            Type::Text
        }
    }
}

/// Separator and item of `in text SEP of TYPE`.
fn in_text(rest: &str) -> Option<(&str, &str)> {
    rest.strip_prefix("in text ")?.split_once(" of ")
}

/// A list in one text: each item is a piece of it.
fn joined(ctx: &Ctx, between: char, item: &str, at: At<'_>, file: &ProviderFile) -> Type {
    let item = parse_type(ctx, item, at, file);
    let piece = match &item {
        Type::Record(name) => sentence(name, file) || file.records.get(name).is_none(),
        Type::Text
        | Type::Identifier
        | Type::Phone
        | Type::PhoneNumber
        | Type::Money(_)
        | Type::Decimal
        | Type::Integer
        | Type::Boolean
        | Type::Timestamp { .. }
        | Type::Url
        | Type::Enum(_)
        | Type::Code => true,
        Type::Reference(_)
        | Type::TextOr(_)
        | Type::List(_)
        | Type::Joined(..)
        | Type::Map
        | Type::Object => false,
    };
    if !piece {
        let message = format!("`{}` is no piece of a text", item.word());
        ctx.fault(Code::UnknownType, at, message);
    }
    Type::Joined(between, Box::new(item))
}

fn sentence(name: &str, file: &ProviderFile) -> bool {
    let record = file.records.get(name);
    record.is_some_and(|it| it.form.as_deref() == Some("sentence"))
}

/// `KES`, `TND minor number`, `NGN number fixed 2`, `by FIELD trimmed`.
fn money(how: &str) -> Result<Money, &'static str> {
    let mut words = how.split(' ').peekable();
    let currency = match words.next().unwrap_or_default() {
        "by" => words.next().map(|it| Currency::By(it.to_owned())),
        it => (it.len() == 3 && it.chars().all(|it| it.is_ascii_uppercase()))
            .then(|| Currency::Fixed(it.to_owned())),
    };
    let mut said = |word: &str| words.next_if_eq(&word).is_some();
    let (minor, number) = (said("minor"), said("number"));
    let scale = match (said("fixed"), said("trimmed")) {
        (true, _) => words
            .next()
            .and_then(|it| it.parse().ok())
            .map(Scale::Fixed),
        (false, true) => Some(Scale::Trimmed),
        (false, false) => Some(Scale::AsGiven),
    };
    match (currency, scale, words.next()) {
        (Some(_), Some(Scale::Fixed(_) | Scale::Trimmed), None) if minor => {
            Err("an amount in minor units is whole, and has no decimals to write")
        }
        (Some(_), Some(Scale::Fixed(digits)), None) if !(1..=9).contains(&digits) => {
            Err("an amount has 1 to 9 decimals where their number is fixed")
        }
        (Some(currency), Some(scale), None) => Ok(Money {
            currency,
            minor,
            number,
            scale,
        }),
        (_, _, _) => Err("an amount is `money KES`, with its currency"),
    }
}

/// Faults a currency that no value beside the amount says; `beside` are wire names.
pub(super) fn currency_beside<'k>(
    ctx: &Ctx,
    ty: &Type,
    at: At<'_>,
    kind: &str,
    beside: impl Iterator<Item = &'k str> + Clone,
) {
    let mut ty = ty;
    while let Type::List(item) = ty {
        ty = item;
    }
    if let Type::Money(Money {
        currency: Currency::By(name),
        ..
    }) = ty
    {
        ctx.refer(name, at, kind, beside);
    }
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

/// Whether a value may be kept where real traffic is recorded: a private one may not, and what holds
/// others is marked at each of them.
pub(super) fn harmless(
    ctx: &Ctx,
    said: &Option<String>,
    private: bool,
    ty: &Type,
    at: At<'_>,
) -> bool {
    let said = ctx.yes(said, at, "harmless");
    let holds = matches!(ty.innermost(), Type::Record(_) | Type::Map | Type::Object);
    let message = match (said, private, holds) {
        (true, true, _) => "`harmless` may be kept, and `secret` or `personal` must not".to_owned(),
        (true, false, true) => format!("`harmless` marks a value, this is `{}`", ty.word()),
        (true, false, false) => return true,
        (false, _, _) => return false,
    };
    ctx.fault(Code::BadMark, at.name("harmless"), message);
    false
}

/// Whether its values are texts in Rust too.
pub(super) fn is_text(ty: &Type) -> bool {
    matches!(ty, Type::Text | Type::Identifier | Type::Url)
        || matches!(ty, Type::Timestamp { .. })
        || ty.is_phone()
}
