//! Where a value can travel: what each part of a request takes.

use super::at::At;
use super::ctx::Ctx;
use super::rule::has_text;
use crate::diagnostic::Code;
use crate::model::{BodyForm, Credential, FieldSource, Location, Type};
use crate::spec::FieldEntry;

/// The pointer of a member of the body; empty for what travels elsewhere.
pub(super) fn pointer(
    ctx: &Ctx,
    entry: &FieldEntry,
    wire: &str,
    location: Location,
    body: BodyForm,
    at: At<'_>,
) -> String {
    if location == Location::Header {
        header(ctx, entry, wire, at);
    }
    let flat = match (location, body) {
        (Location::Body, BodyForm::Json) => None,
        (Location::Body, BodyForm::Form) => Some("a value of a form"),
        (Location::Body, BodyForm::Multipart) => Some("a part of a body"),
        (Location::Header, _) => Some("a header"),
        (Location::Query, _) => Some("a value of the query"),
        (Location::Path, _) => Some("a part of the path"),
    };
    let under = match (&entry.under, flat) {
        (Some(under), None) => ctx.pointer(under, at.key("under")),
        (Some(under), Some(flat)) => {
            let message = format!("{flat} stands under nothing, not under `{under}`");
            ctx.fault(Code::BadPointer, at.key("under"), message);
            String::new()
        }
        (None, _) => String::new(),
    };
    match location {
        Location::Body => format!("{under}/{}", wire.replace('~', "~0").replace('/', "~1")),
        Location::Header | Location::Query | Location::Path => String::new(),
    }
}

/// Faults what cannot be a header.
fn header(ctx: &Ctx, entry: &FieldEntry, wire: &str, at: At<'_>) {
    let token = !wire.is_empty()
        && wire
            .chars()
            .all(|it| it.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(it));
    if !token && entry.wire.is_some() {
        let message = format!("`{wire}` is no header name");
        ctx.fault(Code::BadHeader, at.key("wire"), message);
    }
    let visible = |it: char| it == ' ' || it.is_ascii_graphic();
    if let Some(text) = &entry.constant
        && (!text.chars().all(visible) || text.trim() != text)
    {
        let message = "a header's value is visible ASCII with no space around it";
        ctx.fault(Code::BadHeader, at.key("constant"), message.to_owned());
    }
}

/// Faults what cannot travel there, and what cannot come from its source.
pub(super) fn sendable(
    ctx: &Ctx,
    ty: &Type,
    location: Location,
    body: BodyForm,
    source: &FieldSource,
    at: At<'_>,
) {
    let scalar = |it: &Type| has_text(it) || *it == Type::Boolean;
    let refused = match (ty, location) {
        (Type::List(item), Location::Body | Location::Query) => !scalar(item),
        (Type::Map | Type::Object, Location::Body) => body != BodyForm::Json,
        (_, _) => !scalar(ty),
    };
    if refused {
        let place = match (location, body) {
            (Location::Body, BodyForm::Form | BodyForm::Multipart) => body.word(),
            (_, _) => location.word(),
        };
        let message = format!("`{}` cannot be sent in a {place}", ty.word());
        ctx.fault(Code::UnknownType, at.key("type"), message);
    }
    let ours = matches!(
        source,
        FieldSource::Constant(_)
            | FieldSource::Credential(_)
            | FieldSource::Signature
            | FieldSource::Basic { .. }
            | FieldSource::Token(_)
            | FieldSource::Made(_)
    );
    if ours && *ty == Type::Object {
        let message = "an object has no value of its own".to_owned();
        ctx.fault(Code::FieldSource, at, message);
    } else if let Some(message) = unlike(ty, location, body, source).filter(|_| ours) {
        ctx.fault(Code::UnknownType, at.key("type"), message);
    }
    let message = match (location, source) {
        (Location::Header, FieldSource::Caller) => "a header takes a constant or a credential",
        (Location::Path, FieldSource::Signature) => {
            "a path takes what the caller gives, a constant or a credential"
        }
        (_, _) => return,
    };
    if !refused {
        ctx.fault(Code::FieldSource, at, message.to_owned());
    }
}

/// Why a value that no caller gives cannot be of this type: it is text, or in a JSON body a number
/// or a word.
fn unlike(ty: &Type, location: Location, body: BodyForm, source: &FieldSource) -> Option<String> {
    let number = match (ty, source) {
        (Type::Text | Type::Identifier | Type::Url, _) => return None,
        (Type::Integer, FieldSource::Constant(_) | FieldSource::Credential(_)) => true,
        (Type::Boolean, FieldSource::Constant(_)) => true,
        (_, _) => false,
    };
    let ty = ty.word();
    match (number, location, body) {
        (true, Location::Body, BodyForm::Json) => None,
        (true, _, _) => Some(format!(
            "`{ty}` is told from text in a JSON body alone; here the same is sent as text"
        )),
        (false, _, _) => Some(format!(
            "a value that the caller does not give is text, not `{ty}`"
        )),
    }
}

/// Faults a constant that is not spelled as its type is, and a credential that never is.
pub(super) fn spelled(
    ctx: &Ctx,
    entry: &FieldEntry,
    ty: &Type,
    source: &FieldSource,
    credentials: &[Credential],
    at: At<'_>,
) {
    if let Some(text) = &entry.constant {
        let whole = |it: &str| {
            it.parse::<i64>()
                .is_ok_and(|number| number.to_string() == it)
        };
        let wrong = (*ty == Type::Integer && !whole(text))
            || (*ty == Type::Boolean && !matches!(text.as_str(), "true" | "false"));
        if wrong {
            let message = format!("`{text}` is no `{}` as JSON spells one", ty.word());
            ctx.fault(Code::BadConstant, at.key("constant"), message);
        }
    }
    let (Type::Integer, FieldSource::Credential(index)) = (ty, source) else {
        return;
    };
    let credential = &credentials[*index];
    let number = |it: &str| {
        let digits = it.bytes().all(|it| it.is_ascii_digit());
        digits && !it.starts_with('0')
    };
    for prefix in credential.prefixes.iter().filter(|it| !number(&it.text)) {
        let (name, text) = (&credential.name, &prefix.text);
        let message = format!("credential `{name}` begins with `{text}`, as no number does");
        ctx.fault(Code::BadConstant, at.key("type"), message);
    }
}

/// What stands between the items of a list that is one text.
pub(super) fn joined(
    ctx: &Ctx,
    entry: &FieldEntry,
    ty: Option<&Type>,
    location: Location,
    at: At<'_>,
) -> Option<String> {
    let joined = ctx.wire_or(&entry.joined, at, "joined")?;
    if location != Location::Query || !matches!(ty, None | Some(Type::List(_))) || joined.is_empty()
    {
        let message = "`joined` is what stands between the items of a list in the query";
        ctx.fault(Code::BadJoined, at.key("joined"), message.to_owned());
    }
    Some(joined)
}
