//! What rustdoc says of a request and of the method that sends it.

use super::{code, escape, sentence, source};
use crate::model::{CodeEntry, Effect, Operation, Outcome, Path, Provider, Resolution};

/// The documentation of a request: what it does, what its codes mean, where it stands.
pub(in crate::lower) fn request(
    provider: &Provider,
    operation: &Operation,
    codes: &[&CodeEntry],
) -> String {
    let mut res = format!(
        "{}\n\n{}",
        wire_line(provider, operation),
        sentence(&operation.about, "A call")
    );
    res.push_str(&format!(" {}", effect(operation.effect)));
    for path in &operation.other_paths {
        res.push_str(&format!(" The document also prints {}.", code(path)));
    }
    res.push_str(&format!("\n\n# Outcomes\n\n{}", outcomes(operation, codes)));
    if let Some(signature) = &operation.signature {
        let (algorithm, kept) = match signature.scheme.discloses() {
            true => (
                "The text itself and no digest".to_owned(),
                " It is kept like a key.",
            ),
            false => (escape(&signature.scheme.algorithm), ""),
        };
        res.push_str(&format!(
            "\n\n# Signature\n\n{algorithm}, {}, over {} ({}).{kept}",
            escape(&signature.scheme.encoding),
            code(&signature.printed),
            source(&signature.citation)
        ));
    }
    res.push_str(&format!(
        "\n\nSource: {}; path: {}; effect: {}.",
        source(&operation.citation),
        source(&operation.path_citation),
        source(&operation.effect_citation)
    ));
    res
}

/// The documentation of the client's method.
pub(in crate::lower) fn call(provider: &Provider, operation: &Operation) -> String {
    let sent = match operation.effect {
        Effect::Reads => "Retried within the limits, since it changes nothing.",
        Effect::Spends | Effect::Collects | Effect::Creates | Effect::Changes => {
            "Sent once, never retried."
        }
    };
    let unknown = match operation.effect {
        Effect::Reads if operation.fate.is_some() => {
            "Whatever fails, nothing was changed, and nothing is known of the call that is asked \
             about: only `resolve` settles it."
                .to_owned()
        }
        Effect::Reads => "Whatever fails, nothing was changed.".to_owned(),
        Effect::Spends | Effect::Collects | Effect::Creates | Effect::Changes => format!(
            "`NotSent`: no byte left, nothing happened. `NotApplied`: the provider refused it. \
             `Unknown`: it may have been carried out; {}",
            resolution(&operation.unknown)
        ),
    };
    format!(
        "{}\n\n{} {sent}\n\n# Errors\n\nBy certainty: {unknown}",
        wire_line(provider, operation),
        sentence(&operation.about, "A call")
    )
}

/// `POST /billing/v1/airtime/create`.
fn wire_line(provider: &Provider, operation: &Operation) -> String {
    match &operation.path {
        Path::Fixed(path) => code(&format!("{} {path}", operation.method)),
        Path::Setting(index) => format!(
            "{} at the path of {}",
            code(&operation.method),
            code(&format!("Builder::{}", provider.settings[*index].name))
        ),
    }
}

fn effect(effect: Effect) -> &'static str {
    match effect {
        Effect::Reads => "It changes nothing.",
        Effect::Spends => "Money, units or stock leave the merchant.",
        Effect::Collects => "A customer is asked to pay.",
        Effect::Creates => "Something is made that was not there.",
        Effect::Changes => "The merchant's account is changed.",
    }
}

fn resolution(resolution: &Resolution) -> String {
    match resolution {
        Resolution::Nothing => "nothing is left open.".to_owned(),
        Resolution::QueryTheirs { operation } => {
            format!("ask {} with the provider's reference.", code(operation))
        }
        Resolution::QueryOurs { operation, field } => format!(
            "ask {} with our own reference, {}.",
            code(operation),
            code(field)
        ),
        Resolution::Callback { callback } => format!("only the callback {} tells.", code(callback)),
        Resolution::CreateAgain => {
            "nobody was charged by it: create another, and leave this one.".to_owned()
        }
        Resolution::ByHand => "only a person at the provider's side can tell.".to_owned(),
    }
}

/// Codes by outcome, in the order in which a caller asks.
fn outcomes(operation: &Operation, codes: &[&CodeEntry]) -> String {
    let mut lines = Vec::new();
    for outcome in Outcome::ALL {
        let codes: Vec<String> = (codes.iter().filter(|it| it.outcome == *outcome))
            .map(|it| said(it))
            .collect();
        let words = match (outcome, codes.is_empty()) {
            (Outcome::Unknown, true) => "any code that is not documented".to_owned(),
            (Outcome::Unknown, false) => {
                format!("{} and any code that is not documented", codes.join(", "))
            }
            (Outcome::Succeeded | Outcome::Pending | Outcome::Rejected, true) => continue,
            (Outcome::Succeeded | Outcome::Pending | Outcome::Rejected, false) => codes.join(", "),
        };
        lines.push(format!("- {}: {words}", outcome.word()));
    }
    if operation.reply.without_code == Outcome::Succeeded {
        lines.push("- a readable reply without a code: succeeded".to_owned());
    }
    for (when, settles) in [
        ("pending", &operation.pending),
        ("unknown", &operation.unknown),
    ] {
        if *settles != Resolution::Nothing {
            lines.push(format!("- when {when}, {}", resolution(settles)));
        }
    }
    if asks(operation) && matches!(operation.pending, Resolution::QueryTheirs { .. }) {
        lines.push(format!(
            "- when unknown and the reply names the provider's reference, {}",
            resolution(&operation.pending)
        ));
    }
    if operation.fate.is_some() {
        lines.push(
            "- all this is of the question; what became of the call that is asked about, \
             `Client::resolve` tells"
                .to_owned(),
        );
    }
    lines.join("\n")
}

/// Whether one can only wait, or call a person, where nothing is known of the provider's reference.
fn asks(operation: &Operation) -> bool {
    matches!(
        operation.unknown,
        Resolution::Callback { .. } | Resolution::ByHand
    )
}

/// A code and what stands beside it.
fn said(it: &CodeEntry) -> String {
    match &it.detail {
        Some(detail) => format!("{} with {}", code(&it.code), code(detail)),
        None => code(&it.code),
    }
}
