//! Records that are a text: what stands between their members.

use super::at::At;
use super::ctx::Ctx;
use crate::diagnostic::Code;
use crate::model::{Member, RecordForm, Type};
use crate::spec::RecordEntry;

/// The pattern of a sentence: each member once, in order, told apart by what stands between.
pub(super) fn pattern(
    ctx: &Ctx,
    entry: &RecordEntry,
    at: At<'_>,
    form: RecordForm,
    members: &[Member],
) -> String {
    let Some(pattern) = &entry.pattern else {
        if form == RecordForm::Sentence {
            ctx.missing(at, "pattern");
        }
        return String::new();
    };
    let here = at.key("pattern");
    let fault = |message: String| ctx.fault(Code::SentencePattern, here, message);
    if form != RecordForm::Sentence {
        fault("only a record with `form: sentence` has a pattern".to_owned());
        return String::new();
    }
    let mut rest = pattern.as_str();
    let mut named = Vec::new();
    while let Some((before, after)) = rest.split_once('{') {
        if before.is_empty() && !named.is_empty() {
            fault("two members stand together, with nothing to tell them apart".to_owned());
        }
        let Some((name, after)) = after.split_once('}') else {
            fault("a brace is opened and not closed".to_owned());
            break;
        };
        named.push(name);
        rest = after;
    }
    let wires: Vec<&str> = members.iter().map(|it| it.wire.as_str()).collect();
    if named != wires {
        let list = |names: &[&str]| match names {
            [] => "none".to_owned(),
            _ => super::ctx::listed(names.iter().copied()),
        };
        fault(format!(
            "the pattern names {}, the members are {}",
            list(&named),
            list(&wires)
        ));
    }
    let members_at = at.key("members");
    for (index, it) in members.iter().enumerate() {
        let whole = match &it.ty {
            Type::Record(_) | Type::TextOr(_) | Type::List(_) | Type::Map | Type::Object => true,
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
            | Type::Joined(..) => false,
        };
        if whole {
            let message = format!("`{}` is no piece of a text", it.ty.word());
            ctx.fault(
                Code::UnknownType,
                members_at.index(index).key("type"),
                message,
            );
        }
        if !it.also.is_empty() {
            let message = "a member of a sentence has no other spelling".to_owned();
            ctx.fault(
                Code::SentencePattern,
                members_at.index(index).key("also"),
                message,
            );
        }
    }
    ctx.wire(pattern, here)
}
