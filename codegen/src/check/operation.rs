//! An outbound call.

use super::arrangement::arrangement;
use super::at::At;
use super::auth;
use super::ctx::Ctx;
use super::fate::fate;
use super::field::{Around, bind_condition, field};
use super::kind::currency_beside;
use super::ours::ours;
use super::paging::paging;
use super::path::{legal_path, path, path_fields};
use super::place::{block, cited_inside};
use super::reply::{reply, resolution};
use super::sample::samples;
use super::shape::Shapes;
use super::signature::signature;
use crate::diagnostic::Code;
use crate::model::{BodyForm, Citation, Effect, Field, Lines, Location, Operation, Provider};
use crate::spec::{Cite, OperationEntry, ProviderFile, Standing};
use crate::words::{BODY_FORMS, EFFECTS, METHODS, UNSAID};

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
    let body = ctx.word_or(&entry.body, at, "body", BODY_FORMS, BodyForm::Json);
    let mut fields = fields(ctx, &standing.name, entry, at, known, &lines, body);
    let shared = fields.len() - entry.fields.len();
    path_fields(ctx, &path, &fields, shared, at);
    one_content_type(ctx, body, &fields, at);
    let optional = |cite: &Option<Cite>, key: &str| {
        let citation = cite.as_ref().map(|_| ctx.cite(cite, at, key))?;
        cited_inside(ctx, &citation, &lines, at.key(key));
        Some(citation)
    };
    let signature = signature(
        ctx,
        entry.signature.as_ref(),
        at,
        known.provider,
        &fields,
        shared,
        &lines,
    );
    if let Some(it) = signature.as_ref().filter(|it| it.scheme.discloses()) {
        fields[it.into].secret = true;
    }
    let pending = resolution(ctx, entry.pending.as_deref(), at.key("pending"), known);
    let unknown = resolution(ctx, entry.unknown.as_deref(), at.key("unknown"), known);
    Operation {
        name: standing.name.clone(),
        about: ctx.prose(&entry.about, at, "about"),
        group: entry.group.clone().unwrap_or_default(),
        // What reads is asked for nothing further; a fault stands where the effect does not.
        effect: effect.unwrap_or(Effect::Reads),
        effect_citation: cited_effect(ctx, entry, at, &lines),
        method: entry.method.clone().unwrap_or_default(),
        method_citation,
        server: server.unwrap_or(0),
        path,
        path_citation,
        path_printed: ctx.wire_or(&entry.path_printed, at, "path_printed"),
        body,
        body_citation: optional(&entry.body_cite, "body_cite"),
        other_paths_citation: optional(&entry.other_paths_cite, "other_paths_cite"),
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
        fate: fate(ctx, entry, effect, &fields, at, &lines),
        fields,
        shared,
        signature,
        reply: reply(ctx, entry.reply.as_ref(), at, known, &lines),
        pending,
        unknown,
        samples: samples(ctx, &entry.samples, at, known.provider, &lines),
        lines,
        citation,
    }
}

/// Only the client knows the boundary of a body in parts, so only it can say the content type.
fn one_content_type(ctx: &Ctx, body: BodyForm, fields: &[Field], at: At<'_>) {
    let said = fields
        .iter()
        .any(|it| it.location == Location::Header && it.wire.eq_ignore_ascii_case("content-type"));
    if body == BodyForm::Multipart && said {
        let message =
            "leave the content type to the client, which makes the boundary in it for every call";
        ctx.fault(Code::BadHeader, at.key("body"), message.to_owned());
    }
}

fn cited_effect(ctx: &Ctx, entry: &OperationEntry, at: At<'_>, lines: &Lines) -> Citation {
    let res = ctx.cite(&entry.effect_cite, at, "effect_cite");
    cited_inside(ctx, &res, lines, at.key("effect_cite"));
    res
}

/// What it shares with others first, then its own.
fn fields(
    ctx: &Ctx,
    name: &str,
    entry: &OperationEntry,
    at: At<'_>,
    known: &Known<'_>,
    lines: &Lines,
    body: BodyForm,
) -> Vec<Field> {
    // What is wrong with this is told once, by `shared`.
    let silent = Ctx::default();
    let (unsaid_demanded, unsaid) = unsaid(&silent, known.file);
    let mut around = Around {
        file: known.file,
        credentials: &known.provider.credentials,
        unsaid_demanded,
        unsaid: &unsaid,
        lines: None,
        body,
    };
    let signed = entry.signature.is_some();
    let mut res = auth::of_operation(known.provider, name, entry.method.as_deref(), signed);
    let first = res.len();
    around.lines = Some(lines);
    let here = at.key("fields");
    for (index, it) in entry.fields.iter().enumerate() {
        let this = here.index(index);
        res.push(field(ctx, it, this, &around));
        if !it.methods.is_empty() {
            let message = "this operation has one method: `methods` is for what operations share";
            ctx.fault(Code::AuthField, this.name("methods"), message.to_owned());
        }
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
    for (index, it) in res.iter().enumerate().skip(first) {
        let beside = res.iter().map(|it| it.wire.as_str());
        let this = here.index(index - first);
        currency_beside(ctx, &it.ty, this.key("type"), "field", beside);
    }
    arrangement(ctx, entry, &res, first, here);
    res
}

/// What the provider-wide keys about fields say, and their faults: where it is said what becomes of
/// a field that is not said to be required or not.
pub(super) fn shared(ctx: &Ctx, file: &ProviderFile, provider: &mut Provider) -> Citation {
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
    let credentials = provider.credentials.clone();
    let around = Around {
        file,
        credentials: &credentials,
        unsaid_demanded,
        unsaid: &unsaid,
        lines: None,
        body: BodyForm::Json,
    };
    auth::tokens(ctx, file, provider);
    auth::shared(ctx, &around, provider);
    unsaid
}

fn unsaid(ctx: &Ctx, file: &ProviderFile) -> (bool, Citation) {
    let entry = file.unsaid.as_ref();
    let demanded = entry.and_then(|it| it.fields.as_deref()) != Some("optional");
    let none = None;
    let cite = entry.map_or(&none, |it| &it.cite);
    (demanded, ctx.cite(cite, At::file(0), "cite"))
}
