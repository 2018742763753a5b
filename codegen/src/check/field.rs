//! One value of a request: who gives it, where it travels, what it must satisfy.

use super::at::At;
use super::auth;
use super::ctx::Ctx;
use super::kind::{harmless, only_text_is_masked, parse_type};
use super::made::made;
use super::place::{cited_inside, inside};
use super::rule::{has_text, rule};
use super::sendable::{joined, pointer, sendable, spelled};
use crate::diagnostic::Code;
use crate::model::{
    BodyForm, Citation, Condition, Credential, Enumeration, Field, FieldSource, Lines, Location,
    Required, Stated, Type, Words,
};
use crate::spec::{FieldEntry, ProviderFile};
use crate::words::{LOCATIONS, REQUIRED};

/// What a field is checked against.
pub(super) struct Around<'a> {
    pub(super) file: &'a ProviderFile,
    pub(super) credentials: &'a [Credential],
    /// Whether a field of which the document does not say it is required is demanded.
    pub(super) unsaid_demanded: bool,
    pub(super) unsaid: &'a Citation,
    /// The lines of its operation; none for a header of every operation.
    pub(super) lines: Option<&'a Lines>,
    /// How the body of its operation is written.
    pub(super) body: BodyForm,
}

/// Everything about one field but its condition, which needs the fields beside it.
pub(super) fn field(ctx: &Ctx, entry: &FieldEntry, at: At<'_>, around: &Around<'_>) -> Field {
    let wire = ctx.wire(ctx.need(&entry.wire, at, "wire"), at.key("wire"));
    let location = ctx.word_or(&entry.location, at, "in", LOCATIONS, Location::Body);
    let pointer = pointer(ctx, entry, &wire, location, around.body, at);
    let source = source(ctx, entry, at, around.credentials, around.file);
    let before = ctx.told();
    let ty = match (&entry.ty, &source) {
        (Some(text), _) => parse_type(ctx, text, at.key("type"), around.file),
        (None, FieldSource::Caller) => {
            ctx.missing(at, "type");
            Type::Text
        }
        (None, _) => Type::Text,
    };
    // What stands in for a faulty type takes no further blame.
    let known = (ctx.told() == before).then(|| ty.clone());
    sendable(ctx, &ty, location, around.body, &source, at);
    spelled(ctx, entry, &ty, &source, around.credentials, at);
    let joined = joined(ctx, entry, known.as_ref(), location, at);
    let source = match ty == Type::Object {
        true => FieldSource::Parent,
        false => source,
    };
    let citation = ctx.cite(&entry.cite, at, "cite");
    let type_citation = ctx.cite_or(&entry.type_cite, at, "type_cite", &citation);
    let values_citation = entry
        .values_cite
        .as_ref()
        .map(|_| ctx.cite(&entry.values_cite, at, "values_cite"));
    let default = default(ctx, entry, at, around, &citation);
    let (described, described_words) = match &entry.described {
        Some(text) => ctx.cited(text, at.key("described")),
        None => (Lines::default(), Words::default()),
    };
    if let Some(lines) = around.lines {
        cited_inside(ctx, &citation, lines, at.key("cite"));
        if entry.type_cite.is_some() {
            cited_inside(ctx, &type_citation, lines, at.key("type_cite"));
        }
        inside(ctx, &described, lines, at.key("described"));
    }
    let (required, required_citation) = required(ctx, entry, at, around, &citation);
    if let (Some(lines), true) = (around.lines, entry.required_cite.is_some()) {
        cited_inside(ctx, &required_citation, lines, at.key("required_cite"));
    }
    let secret = ctx.yes(&entry.secret, at, "secret");
    let personal = ctx.yes(&entry.personal, at, "personal") || ty.is_phone();
    only_text_is_masked(ctx, secret, personal, &ty, at);
    let harmless = harmless(ctx, &entry.harmless, secret || personal, &ty, at);
    if harmless && source != FieldSource::Caller {
        let message = "`harmless` marks what the caller says, and nobody says this".to_owned();
        ctx.fault(Code::BadMark, at.name("harmless"), message);
    }
    let secret = secret
        || match source {
            FieldSource::Credential(index) => around.credentials[index].secret,
            FieldSource::Basic { .. } | FieldSource::Token(_) => true,
            FieldSource::Caller
            | FieldSource::Constant(_)
            | FieldSource::Signature
            | FieldSource::Parent
            | FieldSource::Made(_) => false,
        };
    let name = ctx.name_or(&entry.name, &entry.wire, at, "wire");
    let here = at.key("rules");
    let caller = matches!(source, FieldSource::Caller);
    if !(entry.rules.is_empty() || caller && has_text(ty.item())) {
        let message = format!(
            "a rule looks at a text that the caller gives, not at {}",
            ty.word()
        );
        ctx.fault(Code::BadRule, here, message);
    }
    let rules = entry
        .rules
        .iter()
        .enumerate()
        .map(|(index, it)| rule(ctx, it, known.as_ref(), here.index(index), around.lines));
    let rules = rules.collect();
    if location == Location::Path && matches!(required, Required::No) {
        let message = format!("`{wire}` is a part of the path, and a path has no gaps");
        ctx.fault(Code::PathField, at.key("required"), message);
    }
    let demanded = match &required {
        _ if location == Location::Path => true,
        Required::Yes => true,
        Required::No | Required::When(_) => false,
        Required::Unsaid => around.unsaid_demanded,
    };
    let res = Field {
        prefix: match &entry.prefix {
            Some(text) => ctx.wire(text, at.key("prefix")),
            None => String::new(),
        },
        way: None,
        methods: Vec::new(),
        about: ctx.prose_or(&entry.about, at, "about"),
        rules,
        name,
        location,
        pointer,
        ty,
        source,
        required,
        demanded,
        secret,
        personal,
        harmless,
        citation,
        described,
        described_words,
        type_citation,
        required_citation,
        values_citation,
        printed: ctx.wire_or(&entry.printed, at, "printed"),
        joined,
        default,
        wire,
    };
    auth::placed(ctx, entry, &res, at);
    res
}

/// What the provider takes when the field is left out.
fn default(
    ctx: &Ctx,
    entry: &FieldEntry,
    at: At<'_>,
    around: &Around<'_>,
    citation: &Citation,
) -> Option<Stated> {
    if entry.default.is_none() && entry.default_cite.is_some() {
        ctx.missing(at, "default");
    }
    let citation = ctx.cite_or(&entry.default_cite, at, "default_cite", citation);
    if let (Some(lines), true) = (around.lines, entry.default_cite.is_some()) {
        cited_inside(ctx, &citation, lines, at.key("default_cite"));
    }
    let text = ctx.wire_or(&entry.default, at, "default")?;
    Some(Stated { text, citation })
}

/// Binds `FIELD is VALUE` to the fields of the operation.
pub(super) fn bind_condition(
    ctx: &Ctx,
    entry: &FieldEntry,
    at: At<'_>,
    field: usize,
    fields: &mut [Field],
    enums: &[Enumeration],
) {
    let Some((name, value)) = entry
        .required
        .as_deref()
        .and_then(|it| it.split_once(" is "))
    else {
        return;
    };
    let here = at.key("required");
    let wires = fields.iter().map(|it| it.wire.as_str());
    let Some(on) = ctx.refer(name, here, "field", wires) else {
        return;
    };
    let given = matches!(fields[on].source, FieldSource::Caller);
    if !given || fields[on].location != Location::Body || on == field {
        let message = format!("`{name}` is no other value of the body that the caller gives");
        ctx.fault(Code::BadCondition, here, message);
    } else if fields[on + 1..].iter().any(|it| it.wire == name) {
        let message = format!("more than one field is called `{name}`");
        ctx.fault(Code::BadCondition, here, message);
    } else if let Type::Enum(of) = &fields[on].ty
        && let Some(known) = enums.iter().find(|it| it.name == *of && !it.open)
        && known.values.iter().all(|it| it.wire != value)
    {
        let message = format!("`{value}` is no value of enum `{of}`");
        ctx.fault(Code::BadCondition, here, message);
    }
    fields[field].required = Required::When(Condition {
        field: on,
        is: ctx.wire(value, here),
    });
}

fn source(
    ctx: &Ctx,
    entry: &FieldEntry,
    at: At<'_>,
    credentials: &[Credential],
    file: &ProviderFile,
) -> FieldSource {
    let signed = ctx.yes(&entry.signature, at, "signature");
    let given = [
        entry.constant.is_some(),
        entry.credential.is_some(),
        signed,
        entry.basic.is_some(),
        entry.token.is_some(),
        entry.made.is_some(),
    ];
    if given.iter().filter(|it| **it).count() > 1 {
        let message = "a field has one source: `constant`, `credential`, `basic`, `token`, `made` or `signature`".to_owned();
        ctx.fault(Code::FieldSource, at, message);
    }
    if signed {
        return FieldSource::Signature;
    }
    if let Some(name) = &entry.credential {
        let known = credentials.iter().map(|it| it.name.as_str());
        return match ctx.refer(name, at.key("credential"), "credential", known) {
            Some(index) => FieldSource::Credential(index),
            // Not the caller: that would be a second fault of the same name.
            None => FieldSource::Constant(String::new()),
        };
    }
    if let Some(names) = &entry.basic {
        let pair = auth::basic(ctx, names, at, credentials);
        return pair.unwrap_or(FieldSource::Constant(String::new()));
    }
    if let Some(name) = &entry.token {
        let known = file.tokens.iter().map(|it| it.0);
        return match ctx.refer(name, at.key("token"), "token", known) {
            Some(index) => FieldSource::Token(index),
            None => FieldSource::Constant(String::new()),
        };
    }
    if let Some(text) = &entry.made {
        return FieldSource::Made(made(ctx, text, at.key("made")));
    }
    match &entry.constant {
        Some(text) => FieldSource::Constant(ctx.wire(text, at.key("constant"))),
        None => FieldSource::Caller,
    }
}

fn required(
    ctx: &Ctx,
    entry: &FieldEntry,
    at: At<'_>,
    around: &Around<'_>,
    citation: &Citation,
) -> (Required, Citation) {
    let res = match entry.required.as_deref() {
        None | Some("unsaid") => return (Required::Unsaid, around.unsaid.clone()),
        Some("yes") => Required::Yes,
        // A condition is bound when all fields are known.
        Some(text) if text.contains(" is ") => Required::No,
        Some(word) => ctx
            .choose(word, at.key("required"), REQUIRED)
            .unwrap_or(Required::No),
    };
    (
        res,
        ctx.cite_or(&entry.required_cite, at, "required_cite", citation),
    )
}
