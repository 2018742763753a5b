//! The provider's page: operations, codes and discrepancies as rows of Markdown tables.

use super::doc::{code, code_sources, escape, whole};
use crate::client::Page;
use crate::model::{CodeEntry, Operation, Path, Provider, Resolution};

pub(super) fn page(provider: &Provider) -> Page {
    let operations = provider.operations.iter().map(|it| {
        vec![
            code(&it.name),
            wire(provider, it),
            it.effect.word().to_owned(),
            settles(it, &it.pending),
            settles(it, &it.unknown),
            whole(&it.citation),
        ]
    });
    let codes = provider.codes.iter().map(|it| {
        vec![
            match &it.detail {
                Some(detail) => format!("{} with {}", literal(&it.code), literal(detail)),
                None => match other(provider, it) {
                    Some(detail) => {
                        format!("{} with any other {}", literal(&it.code), literal(detail))
                    }
                    None => literal(&it.code),
                },
            },
            escape(&it.meaning),
            it.outcome.word().to_owned(),
            it.reason
                .map_or(String::new(), |it| it.word().replace('_', " ")),
            escape(&it.scope_said.join(", ")),
            code_sources(it),
        ]
    });
    let discrepancies = provider.discrepancies.iter().map(|it| {
        vec![
            escape(&it.name),
            it.lines.prose(),
            escape(&it.says),
            escape(&it.choice),
            escape(&it.reason),
        ]
    });
    Page {
        operations: operations.collect(),
        codes: codes.collect(),
        discrepancies: discrepancies.collect(),
    }
}

/// What tells apart, where one code means several things, those that the entry is not about: the
/// member at which operations and callbacks look.
fn other<'a>(provider: &'a Provider, it: &CodeEntry) -> Option<&'a str> {
    let rivals = provider.codes.iter().filter(|rival| rival.code == it.code);
    let told: Vec<&String> = rivals
        .filter(|rival| rival.detail.is_some())
        .flat_map(|rival| &rival.scope)
        .filter(|scope| it.scope.contains(scope))
        .collect();
    let details = |scope: &str| -> Option<&'a String> {
        let operation = provider.operation(scope).map(|it| &it.reply.details);
        let callback = || provider.callback(scope).map(|it| &it.details);
        operation.or_else(callback)?.first()
    };
    let pointer = told.into_iter().find_map(|it| details(it))?;
    pointer.rsplit('/').next()
}

/// Code in a cell. A bar ends a cell even inside backticks, and a backslash before it would be
/// taken away: then every mark is spelled by its number.
fn literal(text: &str) -> String {
    if !text.contains('|') {
        return code(text);
    }
    let mut res = "<code>".to_owned();
    for it in text.chars() {
        match it.is_ascii_punctuation() {
            true => res.push_str(&format!("&#{};", u32::from(it))),
            false => res.push(it),
        }
    }
    res + "</code>"
}

fn wire(provider: &Provider, operation: &Operation) -> String {
    match &operation.path {
        Path::Fixed(path) => code(&format!("{} {path}", operation.method)),
        Path::Setting(index) => format!(
            "{} at the setting {}",
            code(&operation.method),
            code(&provider.settings[*index].name)
        ),
    }
}

/// What settles an outcome of this operation; of one that settles others, that it does.
fn settles(operation: &Operation, resolution: &Resolution) -> String {
    match resolution {
        Resolution::Nothing if operation.fate.is_some() => "settles others".to_owned(),
        Resolution::Nothing => "nothing to settle".to_owned(),
        Resolution::QueryTheirs { operation } => {
            format!("query {}, by their reference", code(operation))
        }
        Resolution::QueryOurs { operation, .. } => {
            format!("query {}, by our reference", code(operation))
        }
        Resolution::Callback { callback } => format!("callback {}", code(callback)),
        Resolution::CreateAgain => "nobody was charged: create another".to_owned(),
        Resolution::ByHand => "by hand".to_owned(),
    }
}
