//! Response codes: what each means for the money, and where it can occur.

use super::ctx::{At, Ctx};
use crate::diagnostic::Code;
use crate::model::{CodeEntry, Outcome, Provider};
use crate::spec::{CodeRow, ProviderFile};

pub(super) fn codes(
    ctx: &Ctx,
    file: &ProviderFile,
    at: At<'_>,
    provider: &Provider,
) -> Vec<CodeEntry> {
    let here = at.key("codes");
    let mut res: Vec<CodeEntry> = Vec::new();
    for (index, row) in file.codes.iter().enumerate() {
        let this = here.index(index);
        let entry = code(ctx, row, this, provider);
        for before in &res {
            let (same_code, same_name) = (before.code == entry.code, before.name == entry.name);
            if same_code != same_name {
                let message = format!(
                    "code `{}` is called `{}`, code `{}` is called `{}`",
                    before.code, before.name, entry.code, entry.name
                );
                ctx.fault(Code::NameCollision, this, message);
            }
            if same_code
                && let Some(twice) = entry.scope.iter().find(|it| before.scope.contains(it))
            {
                let message = format!("code `{}` is there twice for `{twice}`", entry.code);
                ctx.fault(Code::OverlappingScope, this, message);
            }
        }
        res.push(entry);
    }
    res
}

fn code(ctx: &Ctx, row: &CodeRow, at: At<'_>, provider: &Provider) -> CodeEntry {
    let name = ctx.legal_name(ctx.need(&row.name, at, "name"), at.key("name"));
    if name == "unknown" {
        let message = "`unknown` is what a code outside the table is called".to_owned();
        ctx.fault(Code::NameCollision, at.key("name"), message);
    }
    let outcomes = Outcome::ALL
        .iter()
        .map(|it| (it.word(), *it))
        .collect::<Vec<_>>();
    let outcome = ctx.choose(
        ctx.need(&row.outcome, at, "outcome"),
        at.key("outcome"),
        &outcomes,
    );
    let citation = ctx.cite(&row.cite, at, "cite");
    let said: Vec<String> = ctx
        .need(&row.scope, at, "scope")
        .split(',')
        .map(|it| it.trim().to_owned())
        .collect();
    CodeEntry {
        code: ctx.wire(ctx.need(&row.code, at, "code"), at.key("code")),
        name,
        meaning: ctx.prose(&row.meaning, at, "meaning"),
        outcome: outcome.unwrap_or(Outcome::Unknown),
        scope: scope(ctx, &said, at, provider),
        scope_said: said,
        outcome_citation: ctx.cite_or(&row.outcome_cite, at, "outcome_cite", &citation),
        citation,
    }
}

/// Every operation and callback meant, in file order; only those that look for a code.
fn scope(ctx: &Ctx, said: &[String], at: At<'_>, provider: &Provider) -> Vec<String> {
    let here = at.key("scope");
    let coded = provider
        .operations
        .iter()
        .filter(|it| !it.reply.codes.is_empty());
    let operations: Vec<(&str, &str)> = coded
        .map(|it| (it.name.as_str(), it.group.as_str()))
        .collect();
    let heard = provider.callbacks.iter().filter(|it| !it.codes.is_empty());
    let callbacks: Vec<&str> = heard.map(|it| it.name.as_str()).collect();
    for word in said {
        let group = provider.groups.iter().any(|it| it.name == *word);
        let known = operations.iter().any(|it| it.0 == word) || callbacks.contains(&word.as_str());
        if word != "all" && !group && !known {
            let message = format!(
                "`{word}` is neither `all` nor a group, nor an operation or callback with a code"
            );
            ctx.fault(Code::UnknownReference, here, message);
        }
    }
    let all = said.iter().any(|it| it == "all");
    let meant = |name: &str, group: &str| all || said.iter().any(|it| it == name || it == group);
    operations
        .iter()
        .filter(|it| meant(it.0, it.1))
        .map(|it| it.0)
        .chain(callbacks.iter().copied().filter(|it| meant(it, "")))
        .map(str::to_owned)
        .collect()
}
