//! An outbound call.

use std::collections::{HashMap, HashSet};

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
    let lines = ctx.need_lines(&entry.lines, at, "lines");
    let groups = known.provider.groups.iter().map(|it| it.name.as_str());
    ctx.need_reference(&entry.group, at, "group", "group", groups);
    let effects = Effect::ALL
        .iter()
        .map(|it| (it.word(), *it))
        .collect::<Vec<_>>();
    let effect = ctx.need_word(&entry.effect, at, "effect", &effects);
    let methods = ["GET", "POST", "PUT", "PATCH", "DELETE"].map(|it| (it, ()));
    ctx.need_word(&entry.method, at, "method", &methods);
    let method_citation = ctx.cite(&entry.method_cite, at, "method_cite");
    cited_inside(ctx, &method_citation, &lines, at.key("method_cite"));
    let servers = known.provider.servers.iter().map(String::as_str);
    let server = ctx.need_reference(&entry.server, at, "server", "server", servers);
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
        group: entry.group.clone().unwrap_or_default(),
        effect: effect.unwrap_or(Effect::Spends),
        effect_citation: cited_effect(ctx, entry, at, &lines),
        method: entry.method.clone().unwrap_or_default(),
        method_citation,
        server: server.unwrap_or(0),
        path,
        path_citation,
        other_paths: (entry.other_paths.iter().enumerate())
            .map(|(index, it)| legal_path(ctx, it, at.key("other_paths").index(index)))
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
    if entry.path.is_some() && entry.path_setting.is_some() {
        let message = "`path` and `path_setting` both say where to call".to_owned();
        ctx.fault(Code::PathChoice, at.name("path_setting"), message);
    }
    let path = match (&entry.path, &entry.path_setting) {
        (_, Some(name)) => {
            let settings = provider.settings.iter().map(|it| it.name.as_str());
            let index = ctx.refer(name, at.key("path_setting"), "setting", settings);
            Path::Setting(index.unwrap_or(0))
        }
        (Some(path), None) => Path::Fixed(legal_path(ctx, path, at.key("path"))),
        (None, None) => {
            let message = "neither `path` nor `path_setting` says where to call".to_owned();
            ctx.fault(Code::PathChoice, at.name("path"), message);
            Path::Fixed(String::new())
        }
    };
    (path, citation)
}

fn cited_effect(ctx: &Ctx, entry: &OperationEntry, at: At<'_>, lines: &Lines) -> Citation {
    let res = ctx.cite(&entry.effect_cite, at, "effect_cite");
    cited_inside(ctx, &res, lines, at.key("effect_cite"));
    res
}

fn legal_path(ctx: &Ctx, path: &str, at: At<'_>) -> String {
    let good = path.starts_with('/')
        && path
            .chars()
            .all(|it| it.is_ascii_alphanumeric() || "/-._~!$&'()*+,;=:@%".contains(it))
        && path
            .split('%')
            .skip(1)
            .all(|it| it.len() >= 2 && it.bytes().take(2).all(|it| it.is_ascii_hexdigit()));
    if !good {
        let message = format!("`{path}` is no absolute path");
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
    // What is wrong with these and with the shared headers is told once, by `headers`.
    let silent = Ctx::default();
    let (unsaid_demanded, unsaid) = unsaid(&silent, known.file);
    let mut around = Around {
        file: known.file,
        credentials: &known.provider.credentials,
        unsaid_demanded,
        unsaid: &unsaid,
        lines: None,
    };
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
        bind_condition(
            ctx,
            it,
            here.index(index),
            first + index,
            &mut res,
            &known.shapes.enums,
        );
    }
    arrangement(ctx, entry, &res, first, here);
    res
}

/// What the provider-wide keys about fields say, and their faults.
pub(super) fn headers(ctx: &Ctx, file: &ProviderFile, provider: &Provider) {
    let at = At::file(0);
    match &file.unsaid {
        None => {
            ctx.missing(at, "unsaid");
        }
        Some(entry) => {
            let this = at.key("unsaid");
            let words = [("demanded", ()), ("optional", ())];
            ctx.need_word(&entry.fields, this, "fields", &words);
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
    let mut seen = HashSet::new();
    for (index, it) in file.headers.iter().enumerate() {
        let this = here.index(index);
        let field = field(ctx, it, this, &around);
        if field.location != Location::Header {
            let message = "what every operation sends is a header: say `in: header`".to_owned();
            ctx.fault(Code::BadHeader, this.name("in"), message);
        } else if !seen.insert(field.wire.to_ascii_lowercase()) && it.wire.is_some() {
            let message = format!("header `{}` is there twice", field.wire);
            ctx.fault(Code::DuplicateValue, this.key("wire"), message);
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
fn arrangement(ctx: &Ctx, entry: &OperationEntry, fields: &[Field], first: usize, at: At<'_>) {
    let body = |it: &&Field| it.location == Location::Body;
    let values: HashSet<&str> = (fields.iter().filter(body))
        .filter(|it| !matches!(it.source, FieldSource::Parent))
        .map(|it| it.pointer.as_str())
        .collect();
    let (mut pointers, mut headers, mut names) = (HashSet::new(), HashSet::new(), HashSet::new());
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
            Location::Body => pointers.insert(it.pointer.as_str()),
            Location::Header => headers.insert(it.wire.to_ascii_lowercase()),
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

fn reply(
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
            ctx.missing(here, "type");
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
            "a reply is a record, a list of records or a map, not `{}`",
            ty.word()
        );
        ctx.fault(Code::UnknownType, here.key("type"), message);
    }
    let words = [
        ("succeeded", Outcome::Succeeded),
        ("unknown", Outcome::Unknown),
    ];
    let without_code = ctx.word_or(
        &entry.without_code,
        here,
        "without_code",
        &words,
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
    ReplyRule {
        ty,
        codes: pointers(&entry.code, "code"),
        messages: pointers(&entry.message, "message"),
        references: pointers(&entry.reference, "reference"),
        without_code,
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
    let mut seen = HashSet::new();
    let one = |(index, entry): (usize, &SampleEntry)| {
        let this = here.index(index);
        let kind = ctx.need_word(&entry.kind, this, "kind", &kinds);
        let cited = ctx.need_lines(&entry.lines, this, "lines");
        inside(ctx, &cited, lines, this.key("lines"));
        if !cited.0.is_empty() && !seen.insert(cited.0.clone()) {
            let message = format!("the sample at {} is there twice", cited.prose());
            ctx.fault(Code::DuplicateValue, this.key("lines"), message);
        }
        if cited.0.len() > 1 {
            let message = "a sample is one range of lines".to_owned();
            ctx.fault(Code::BadLines, this.key("lines"), message);
        }
        let replayed = SampleDisposition::Replayed;
        let disposition = ctx.word_or(
            &entry.disposition,
            this,
            "disposition",
            &dispositions,
            replayed,
        );
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
                ctx.fault(Code::SampleDiscrepancy, this.key("disposition"), message);
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
