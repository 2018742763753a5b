//! An outbound call.

use std::collections::HashSet;

use super::arrangement::arrangement;
use super::ctx::{At, Ctx};
use super::field::{Around, bind_condition, field};
use super::ours::ours;
use super::paging::paging;
use super::place::{block, cited_inside};
use super::reply::{reply, resolution};
use super::sample::samples;
use super::shape::Shapes;
use super::signature::signature;
use crate::diagnostic::Code;
use crate::model::{Citation, Effect, Field, Lines, Location, Operation, Path, Provider};
use crate::spec::{OperationEntry, ProviderFile, Standing};
use crate::words::{EFFECTS, METHODS, UNSAID};

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
    let (lines, citation) = block(ctx, &entry.lines, &entry.cite, at);
    let groups = known.provider.groups.iter().map(|it| it.name.as_str());
    ctx.need_reference(&entry.group, at, "group", "group", groups);
    let effect = ctx.need_word(&entry.effect, at, "effect", EFFECTS);
    ctx.need_word(&entry.method, at, "method", METHODS);
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
    let pending = resolution(ctx, entry.pending.as_deref(), at.key("pending"), known);
    let unknown = resolution(ctx, entry.unknown.as_deref(), at.key("unknown"), known);
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
        ours: ours(
            ctx,
            [("pending", &pending), ("unknown", &unknown)],
            &fields,
            at,
        ),
        paging: paging(ctx, entry, effect, &fields, at, &lines),
        fields,
        signature,
        reply: reply(ctx, entry.reply.as_ref(), at, known, &lines),
        pending,
        unknown,
        samples: samples(ctx, &entry.samples, at, known.provider, &lines),
        lines,
        citation,
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

/// What the provider-wide keys about fields say, and their faults: where it is said what becomes of
/// a field that is not said to be required or not.
pub(super) fn headers(ctx: &Ctx, file: &ProviderFile, provider: &Provider) -> Citation {
    let at = At::file(0);
    match &file.unsaid {
        None => {
            ctx.missing(at, "unsaid");
        }
        Some(entry) => {
            let this = at.key("unsaid");
            ctx.need_word(&entry.fields, this, "fields", UNSAID);
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
    unsaid
}

fn unsaid(ctx: &Ctx, file: &ProviderFile) -> (bool, Citation) {
    let entry = file.unsaid.as_ref();
    let demanded = entry.and_then(|it| it.fields.as_deref()) != Some("optional");
    let none = None;
    let cite = entry.map_or(&none, |it| &it.cite);
    (demanded, ctx.cite(cite, At::file(0), "cite"))
}
