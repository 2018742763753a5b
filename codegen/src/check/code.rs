//! Response codes: what each means for the money, and where it can occur.

use std::collections::{HashMap, HashSet};

use super::at::At;
use super::ctx::Ctx;
use super::enumeration::TAKEN_VALUES;
use crate::diagnostic::{Code, nearest};
use crate::model::{CodeEntry, Outcome, Provider, Reason};
use crate::spec::{CodeRow, ProviderFile};
use crate::words::{OUTCOMES, REASONS};

pub(super) fn codes(
    ctx: &Ctx,
    file: &ProviderFile,
    at: At<'_>,
    provider: &Provider,
) -> Vec<CodeEntry> {
    let here = at.key("codes");
    let rows = file.codes.iter().enumerate();
    let res: Vec<CodeEntry> = rows
        .map(|(index, row)| code(ctx, row, here.index(index), provider))
        .collect();
    let (mut names, mut codes) = (HashMap::new(), HashMap::new());
    let mut scopes = HashSet::new();
    for (index, (it, row)) in res.iter().zip(&file.codes).enumerate() {
        let this = here.index(index);
        let (code, name) = (it.code.as_str(), it.name.as_str());
        if row.code.is_none() || row.name.is_none() {
            continue;
        }
        let called = *names.entry(code).or_insert(name);
        // Names are compared as types are: without underscores.
        let (meant, before) = *codes.entry(name.replace('_', "")).or_insert((code, name));
        if called != name {
            let message = format!("code `{code}` is called `{called}` above, and `{name}` here");
            ctx.fault(Code::NameCollision, this.key("name"), message);
        } else if meant != code {
            let message = match before == name {
                true => format!("codes `{meant}` and `{code}` are both called `{name}`"),
                false => format!("`{before}` and `{name}` would be one name"),
            };
            ctx.fault(Code::NameCollision, this.key("name"), message);
        }
        let twice: Vec<&String> = (it.scope.iter())
            .filter(|place| !scopes.insert((code, it.detail.as_deref(), place.as_str())))
            .collect();
        if let Some(twice) = twice.first() {
            let beside = match &it.detail {
                Some(detail) => format!(" with detail `{detail}`"),
                None => String::new(),
            };
            let message = format!("code `{code}`{beside} is there twice for `{twice}`");
            ctx.fault(Code::OverlappingScope, this.key("scope"), message);
        }
    }
    res
}

fn code(ctx: &Ctx, row: &CodeRow, at: At<'_>, provider: &Provider) -> CodeEntry {
    let name = ctx.need_name(&row.name, at, "name");
    if TAKEN_VALUES.contains(&name.as_str()) {
        let message = format!("`{name}` is a name that generated code needs itself");
        ctx.fault(Code::NameCollision, at.key("name"), message);
    }
    let outcome = ctx.need_word(&row.outcome, at, "outcome", OUTCOMES);
    let citation = ctx.cite(&row.cite, at, "cite");
    let said: Vec<String> = ctx
        .wanted(&row.scope, at, "scope")
        .into_iter()
        .flat_map(|it| it.split(','))
        .map(|it| it.trim().to_owned())
        .collect();
    CodeEntry {
        printed: ctx.wire_or(&row.printed, at, "printed"),
        code: ctx.wire(ctx.need(&row.code, at, "code"), at.key("code")),
        detail: (row.detail.as_ref()).map(|it| ctx.wire(it, at.key("detail"))),
        detail_citation: ctx.cite_or(&row.detail_cite, at, "detail_cite", &citation),
        name,
        meaning: ctx.prose(&row.meaning, at, "meaning"),
        meaning_citation: ctx.cite_or(&row.meaning_cite, at, "meaning_cite", &citation),
        outcome: outcome.unwrap_or(Outcome::Unknown),
        reason: reason(ctx, row, at),
        reason_citation: ctx.cite_or(&row.means_cite, at, "means_cite", &citation),
        scope: scope(ctx, &said, at, provider, row.detail.is_some()),
        scope_said: said,
        outcome_citation: ctx.cite_or(&row.outcome_cite, at, "outcome_cite", &citation),
        citation,
    }
}

fn reason(ctx: &Ctx, row: &CodeRow, at: At<'_>) -> Option<Reason> {
    if row.means.is_none() && row.means_cite.is_some() {
        ctx.missing(at, "means");
    }
    ctx.choose(row.means.as_deref()?, at.key("means"), REASONS)
}

/// Every operation and callback meant, in file order; only those that look for a code, and for a
/// detail where the row has one.
fn scope(
    ctx: &Ctx,
    said: &[String],
    at: At<'_>,
    provider: &Provider,
    detailed: bool,
) -> Vec<String> {
    let here = at.key("scope");
    let coded = provider
        .operations
        .iter()
        .filter(|it| !it.reply.codes.is_empty() && (!detailed || !it.reply.details.is_empty()));
    let operations: Vec<(&str, &str)> = coded
        .map(|it| (it.name.as_str(), it.group.as_str()))
        .collect();
    let heard = (provider.callbacks.iter())
        .filter(|it| !it.codes.is_empty() && (!detailed || !it.details.is_empty()));
    let callbacks: Vec<&str> = heard.map(|it| it.name.as_str()).collect();
    let groups = provider.groups.iter().map(|it| it.name.as_str());
    let known: Vec<&str> = std::iter::once("all")
        .chain(groups)
        .chain(operations.iter().map(|it| it.0))
        .chain(callbacks.iter().copied())
        .collect();
    for word in said.iter().filter(|it| !known.contains(&it.as_str())) {
        let message = match nearest(word, known.iter().copied()) {
            Some(near) => format!("`{word}` is no place where a code can occur; `{near}` is one"),
            None => format!(
                "`{word}` is neither `all` nor a group, nor an operation or callback with a {}",
                if detailed { "detail" } else { "code" }
            ),
        };
        ctx.fault(Code::UnknownReference, here, message);
    }
    let all = said.iter().any(|it| it == "all");
    let nowhere = operations.is_empty() && callbacks.is_empty();
    let found = said.iter().all(|it| known.contains(&it.as_str()));
    let meant = |name: &str, group: &str| all || said.iter().any(|it| it == name || it == group);
    let res: Vec<String> = operations
        .iter()
        .filter(|it| meant(it.0, it.1))
        .map(|it| it.0)
        .chain(callbacks.iter().copied().filter(|it| meant(it, "")))
        .map(str::to_owned)
        .collect();
    if res.is_empty() && found && !said.is_empty() {
        let what = if detailed { "detail" } else { "code" };
        let message = match nowhere {
            true => format!("no operation or callback looks for a {what}"),
            false => format!("none of these looks for a {what}"),
        };
        ctx.fault(Code::Empty, here, message);
    }
    res
}
