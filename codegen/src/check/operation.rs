//! An outbound call.

use super::ctx::{At, Ctx};
use super::field::{Around, bind_condition, field};
use super::place::{cited_inside, inside};
use super::shape::{Shapes, parse_type};
use super::signature::signature;
use crate::diagnostic::Code;
use crate::model::{
    Citation, Effect, Field, FieldSource, Lines, Location, Operation, Outcome, Path, Provider,
    ReplyRule, Resolution, Sample, SampleDisposition, SampleKind, Type,
};
use crate::spec::{OperationEntry, ProviderFile, ReplyEntry, SampleEntry, Standing};

/// What is known before operations are looked at.
pub(super) struct Known<'a> {
    pub(super) file: &'a ProviderFile,
    /// Its head: servers, credentials, settings, groups, discrepancies.
    pub(super) provider: &'a Provider,
    pub(super) shapes: &'a Shapes,
    pub(super) operations: &'a [String],
    pub(super) callbacks: &'a [String],
}

pub(super) fn operation(
    ctx: &Ctx,
    standing: &Standing<OperationEntry>,
    known: &Known<'_>,
) -> Operation {
    let top = At::file(standing.file);
    let root = match standing.under {
        Some(key) => top.key(key),
        None => top,
    };
    let (at, entry) = (root.key(&standing.name), &standing.entry);
    let lines = ctx.lines(ctx.need(&entry.lines, at, "lines"), at.key("lines"));
    let group = ctx.need(&entry.group, at, "group");
    let groups = known.provider.groups.iter().map(|it| it.name.as_str());
    ctx.refer(group, at.key("group"), "group", groups);
    let effects = Effect::ALL
        .iter()
        .map(|it| (it.word(), *it))
        .collect::<Vec<_>>();
    let effect = ctx.choose(
        ctx.need(&entry.effect, at, "effect"),
        at.key("effect"),
        &effects,
    );
    let method = ctx.need(&entry.method, at, "method");
    let methods = ["GET", "POST", "PUT", "PATCH", "DELETE"].map(|it| (it, ()));
    ctx.choose(method, at.key("method"), &methods);
    let method_citation = ctx.cite(&entry.method_cite, at, "method_cite");
    cited_inside(ctx, &method_citation, &lines, at.key("method_cite"));
    let server = ctx.need(&entry.server, at, "server");
    let servers = known.provider.servers.iter().map(String::as_str);
    let server = ctx.refer(server, at.key("server"), "server", servers);
    let (path, path_citation) = path(ctx, entry, at, known.provider, &lines);
    let fields = fields(ctx, entry, at, known, &lines);
    let signature = signature(
        ctx,
        entry.signature.as_ref(),
        at,
        known.file,
        known.provider,
        &fields,
        &lines,
    );
    Operation {
        name: standing.name.clone(),
        about: ctx.prose(&entry.about, at, "about"),
        group: group.to_owned(),
        effect: effect.unwrap_or(Effect::Spends),
        effect_citation: ctx.cite(&entry.effect_cite, at, "effect_cite"),
        method: method.to_owned(),
        method_citation,
        server: server.unwrap_or(0),
        path,
        path_citation,
        other_paths: entry
            .other_paths
            .iter()
            .map(|it| legal_path(ctx, it, at.key("other_paths")))
            .collect(),
        fields,
        signature,
        reply: reply(ctx, entry.reply.as_ref(), at, known, &lines),
        pending: resolution(ctx, entry.pending.as_deref(), at.key("pending"), known),
        unknown: resolution(ctx, entry.unknown.as_deref(), at.key("unknown"), known),
        samples: samples(ctx, &entry.samples, at, known.provider, &lines),
        lines,
    }
}

fn path(
    ctx: &Ctx,
    entry: &OperationEntry,
    at: At<'_>,
    provider: &Provider,
    lines: &Lines,
) -> (Path, Citation) {
    let citation = ctx.cite(&entry.path_cite, at, "path_cite");
    cited_inside(ctx, &citation, lines, at.key("path_cite"));
    let path = match (&entry.path, &entry.path_setting) {
        (Some(path), None) => Path::Fixed(legal_path(ctx, path, at.key("path"))),
        (None, Some(name)) => {
            let settings = provider.settings.iter().map(|it| it.name.as_str());
            let index = ctx.refer(name, at.key("path_setting"), "setting", settings);
            Path::Setting(index.unwrap_or(0))
        }
        (Some(_), Some(_)) | (None, None) => {
            let message = "an operation has either `path` or `path_setting`".to_owned();
            ctx.fault(Code::PathChoice, at, message);
            Path::Fixed(String::new())
        }
    };
    (path, citation)
}

fn legal_path(ctx: &Ctx, path: &str, at: At<'_>) -> String {
    let good = path.starts_with('/')
        && path
            .chars()
            .all(|it| it.is_ascii_alphanumeric() || "/-._~!$&'()*+,;=:@".contains(it));
    if !good {
        let message = format!("`{}` is no absolute path", path.escape_default());
        ctx.fault(Code::BadPath, at, message);
    }
    ctx.wire(path, at)
}

/// Provider-wide headers first, then the operation's own fields.
fn fields(
    ctx: &Ctx,
    entry: &OperationEntry,
    at: At<'_>,
    known: &Known<'_>,
    lines: &Lines,
) -> Vec<Field> {
    let (unsaid_demanded, unsaid) = unsaid(ctx, known.file);
    let mut around = Around {
        file: known.file,
        credentials: &known.provider.credentials,
        unsaid_demanded,
        unsaid: &unsaid,
        lines: None,
    };
    // Faults of the shared headers are told once, by `headers`; here they are only copied.
    let silent = Ctx::default();
    let top = At::file(0);
    let shared = known
        .file
        .headers
        .iter()
        .map(|it| field(&silent, it, top, &around));
    let mut res: Vec<Field> = shared.collect();
    let first = res.len();
    around.lines = Some(lines);
    let here = at.key("fields");
    for (index, it) in entry.fields.iter().enumerate() {
        res.push(field(ctx, it, here.index(index), &around));
    }
    for (index, it) in entry.fields.iter().enumerate() {
        bind_condition(ctx, it, here.index(index), first + index, &mut res);
    }
    arrangement(ctx, &res, first, here);
    res
}

/// What the provider-wide keys about fields say, and their faults.
pub(super) fn headers(ctx: &Ctx, file: &ProviderFile, provider: &Provider) {
    let at = At::file(0);
    match &file.unsaid {
        None => {
            ctx.fault(Code::MissingKey, at, "`unsaid` is missing here".to_owned());
        }
        Some(entry) => {
            let this = at.key("unsaid");
            let word = ctx.need(&entry.fields, this, "fields");
            ctx.choose(
                word,
                this.key("fields"),
                &[("demanded", ()), ("optional", ())],
            );
            ctx.cite(&entry.cite, this, "cite");
        }
    }
    let (unsaid_demanded, unsaid) = unsaid(&Ctx::default(), file);
    let around = Around {
        file,
        credentials: &provider.credentials,
        unsaid_demanded,
        unsaid: &unsaid,
        lines: None,
    };
    let here = at.key("headers");
    for (index, it) in file.headers.iter().enumerate() {
        let this = here.index(index);
        if field(ctx, it, this, &around).location != Location::Header {
            let message = "what every operation sends is a header: say `in: header`".to_owned();
            ctx.fault(Code::BadHeader, this, message);
        }
    }
}

fn unsaid(ctx: &Ctx, file: &ProviderFile) -> (bool, Citation) {
    let entry = file.unsaid.as_ref();
    let demanded = entry.and_then(|it| it.fields.as_deref()) != Some("optional");
    let none = None;
    let cite = entry.map_or(&none, |it| &it.cite);
    (demanded, ctx.cite(cite, At::file(0), "cite"))
}

/// Names and pointers are distinct, parents hold their children together, and no value is a parent too.
fn arrangement(ctx: &Ctx, fields: &[Field], first: usize, at: At<'_>) {
    let body = |it: &Field| it.location == Location::Body;
    for (index, it) in fields.iter().enumerate() {
        let here = match index.checked_sub(first) {
            Some(index) => at.index(index),
            None => continue,
        };
        let before = &fields[..index];
        let same = |other: &&Field| match it.location {
            Location::Body => body(other) && other.pointer == it.pointer,
            Location::Header => !body(other) && other.wire.eq_ignore_ascii_case(&it.wire),
        };
        if before.iter().any(|other| same(&other)) {
            let message = format!("field `{}` is there twice", it.wire);
            ctx.fault(Code::DuplicateValue, here, message);
        }
        let called = |other: &&Field| {
            matches!(other.source, FieldSource::Caller)
                && other.name.replace('_', "") == it.name.replace('_', "")
        };
        if matches!(it.source, FieldSource::Caller) && before.iter().any(|other| called(&other)) {
            let message = format!("two fields would be called `{}`", it.name);
            ctx.fault(Code::NameCollision, here, message);
        }
        if !body(it) {
            continue;
        }
        let beneath = |other: &&Field| {
            body(other)
                && !matches!(other.source, FieldSource::Parent)
                && it.pointer.starts_with(&format!("{}/", other.pointer))
        };
        if let Some(parent) = fields.iter().find(beneath) {
            let message = format!(
                "`{}` is a value, so `{}` cannot stand in it",
                parent.pointer, it.pointer
            );
            ctx.fault(Code::ParentClash, here, message);
        }
        // Every parent that this field shares with an earlier one must still be open.
        let mut parent = it.pointer.as_str();
        while let Some(cut) = parent.rfind('/').filter(|it| *it > 0) {
            parent = &parent[..cut];
            let under = |other: &Field| {
                body(other)
                    && (other.pointer == parent || other.pointer.starts_with(&format!("{parent}/")))
            };
            let last = before.iter().rposition(under);
            let left = last.is_some_and(|last| before[last + 1..].iter().any(&body));
            if left {
                let message = format!("fields under `{parent}` do not stand together");
                ctx.fault(Code::SplitParent, here, message);
                break;
            }
        }
    }
}

fn reply(
    ctx: &Ctx,
    entry: Option<&ReplyEntry>,
    at: At<'_>,
    known: &Known<'_>,
    lines: &Lines,
) -> ReplyRule {
    let here = at.key("reply");
    let Some(entry) = entry else {
        ctx.fault(Code::MissingKey, at, "`reply` is missing here".to_owned());
        return ReplyRule {
            ty: Type::Map,
            codes: Vec::new(),
            messages: Vec::new(),
            references: Vec::new(),
            without_code: Outcome::Unknown,
            citation: ctx.cite(
                &Some(crate::spec::Cite::Lines("1".to_owned())),
                here,
                "cite",
            ),
        };
    };
    let ty = match &entry.ty {
        Some(text) => parse_type(ctx, text, here.key("type"), known.file),
        None => {
            ctx.need(&entry.ty, here, "type");
            Type::Map
        }
    };
    let whole = match &ty {
        Type::Record(_) | Type::Map => true,
        Type::List(item) => matches!(**item, Type::Record(_)),
        Type::Text
        | Type::Identifier
        | Type::Phone
        | Type::Money { .. }
        | Type::Integer
        | Type::Boolean
        | Type::Timestamp { .. }
        | Type::Url
        | Type::Enum(_)
        | Type::Code
        | Type::Object => false,
    };
    if entry.ty.is_some() && !whole {
        let message = format!(
            "a reply is a record, a list of records or a map, not {}",
            ty.word()
        );
        ctx.fault(Code::UnknownType, here.key("type"), message);
    }
    let words = [
        ("succeeded", Outcome::Succeeded),
        ("unknown", Outcome::Unknown),
    ];
    let without_code = match &entry.without_code {
        Some(word) => ctx.choose(word, here.key("without_code"), &words),
        None => None,
    };
    let citation = ctx.cite(&entry.cite, here, "cite");
    cited_inside(ctx, &citation, lines, here.key("cite"));
    let pointers = |list: &[String], key: &str| {
        let there = here.key(key);
        list.iter()
            .enumerate()
            .map(|(index, it)| ctx.pointer(it, there.index(index)))
            .collect::<Vec<_>>()
    };
    ReplyRule {
        ty,
        codes: pointers(&entry.code, "code"),
        messages: pointers(&entry.message, "message"),
        references: pointers(&entry.reference, "reference"),
        without_code: without_code.unwrap_or(Outcome::Unknown),
        citation,
    }
}

fn resolution(ctx: &Ctx, text: Option<&str>, at: At<'_>, known: &Known<'_>) -> Resolution {
    let Some(text) = text else {
        return Resolution::Nothing;
    };
    if let Some(name) = text.strip_prefix("query ") {
        ctx.refer(
            name,
            at,
            "operation",
            known.operations.iter().map(String::as_str),
        );
        return Resolution::QueryTheirs {
            operation: name.to_owned(),
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
    let words = [
        ("create again", Resolution::CreateAgain),
        ("by hand", Resolution::ByHand),
        ("query OPERATION", Resolution::ByHand),
        ("callback NAME", Resolution::ByHand),
    ];
    ctx.choose(text, at, &words).unwrap_or(Resolution::Nothing)
}

/// The samples of an operation or callback.
pub(super) fn samples(
    ctx: &Ctx,
    entries: &[SampleEntry],
    at: At<'_>,
    provider: &Provider,
    lines: &Lines,
) -> Vec<Sample> {
    let here = at.key("samples");
    let kinds =
        [SampleKind::Request, SampleKind::Reply, SampleKind::Callback].map(|it| (it.word(), it));
    let dispositions = [
        SampleDisposition::Replayed,
        SampleDisposition::Repaired,
        SampleDisposition::Unsendable,
    ]
    .map(|it| (it.word(), it));
    let one = |(index, entry): (usize, &SampleEntry)| {
        let this = here.index(index);
        let kind = ctx.choose(
            ctx.need(&entry.kind, this, "kind"),
            this.key("kind"),
            &kinds,
        );
        let cited = ctx.lines(ctx.need(&entry.lines, this, "lines"), this.key("lines"));
        inside(ctx, &cited, lines, this.key("lines"));
        if cited.0.len() > 1 {
            let message = "a sample is one range of lines".to_owned();
            ctx.fault(Code::BadLines, this.key("lines"), message);
        }
        let disposition = match &entry.disposition {
            Some(word) => ctx.choose(word, this.key("disposition"), &dispositions),
            None => None,
        };
        let disposition = disposition.unwrap_or(SampleDisposition::Replayed);
        match &entry.discrepancy {
            Some(name) => {
                let known = provider.discrepancies.iter().map(|it| it.name.as_str());
                ctx.refer(name, this.key("discrepancy"), "discrepancy", known);
            }
            None if disposition != SampleDisposition::Replayed => {
                let message = format!(
                    "a sample that is {} names its discrepancy",
                    disposition.word()
                );
                ctx.fault(Code::SampleDiscrepancy, this, message);
            }
            None => {}
        }
        Sample {
            kind: kind.unwrap_or(SampleKind::Request),
            lines: cited.0.first().copied().unwrap_or((1, 1)),
            disposition,
            discrepancy: entry.discrepancy.clone().unwrap_or_default(),
        }
    };
    entries.iter().enumerate().map(one).collect()
}
