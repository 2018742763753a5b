//! What rustdoc says of an item, as Markdown: the wire first, the source last.

use crate::model::{
    Citation, CodeEntry, Currency, Effect, Environment, Field, Member, Money, Operation, Outcome,
    Path, Provider, Required, Resolution, Rule, RuleKind, Scale, Server, Source, Type,
};

/// Text of the spec inside Markdown, as it stands: no link, no tag, no list, no code block.
pub(super) fn escape(text: &str) -> String {
    let mut res = String::with_capacity(text.len());
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(it) = rest.next() {
        let inside = before.is_alphanumeric() && rest.peek().is_some_and(|it| it.is_alphanumeric());
        let marks = match it {
            '\\' | '`' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '*' => true,
            '_' => !inside,
            // An entity.
            '&' => rest
                .peek()
                .is_some_and(|it| it.is_alphanumeric() || *it == '#'),
            // An address on its own.
            ':' => rest.peek() == Some(&'/'),
            '-' | '+' => res.is_empty(),
            _ => false,
        };
        if marks {
            res.push('\\');
        }
        res.push(it);
        before = it;
    }
    res
}

/// A literal of the wire as code, whatever it holds.
pub(super) fn code(text: &str) -> String {
    let mut fence = "`".to_owned();
    while text.contains(&fence) {
        fence.push('`');
    }
    let pad = match text.starts_with('`') || text.ends_with('`') || text.trim().is_empty() {
        true => " ",
        false => "",
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// A sentence; the wire's name where the spec says nothing.
pub(super) fn sentence(about: &str, or: &str) -> String {
    // A literal of the wire may begin with spaces, and four of them begin a code block.
    let mut res = match about.trim() {
        "" if or.trim().is_empty() => "Blank".to_owned(),
        "" => escape(or.trim()),
        text => escape(text),
    };
    if !res.ends_with(['.', '!', '?']) {
        res.push('.');
    }
    res
}

pub(super) fn cited(about: &str, citation: &Citation) -> String {
    format!(
        "{}\n\nSource: {}.",
        sentence(about, "Unsaid"),
        source(citation)
    )
}

pub(super) fn front(provider: &Provider) -> String {
    let documents: Vec<String> = provider
        .documents
        .iter()
        .map(|it| format!("{} ({})", escape(&it.title), code(&it.name)))
        .collect();
    format!(
        "{}: {}\n\nGenerated from {}. Every item names the lines it comes from; \
         the crate's README lists codes, outcomes and the document's contradictions.",
        escape(&provider.title),
        sentence(&provider.about, "a client"),
        documents.join(", ")
    )
}

pub(super) fn server(provider: &Provider, index: usize) -> String {
    let name = code(&provider.servers[index]);
    format!(
        "Another address for the server {name}: scheme, host and port.\n\n\
         It takes the place of the environment's own; `http:` is refused where that would refuse it."
    )
}

pub(super) fn environment(environment: &Environment) -> String {
    let mut res = sentence(&environment.about, "An environment");
    for it in &environment.servers {
        if let Some(url) = &it.url {
            res.push_str(&format!(
                "\n\n{}: {} ({}).",
                escape(&it.name),
                code(url),
                source(&it.citation)
            ));
        }
    }
    res
}

pub(super) fn asked_server(provider: &Provider, server: &Server) -> String {
    let used = provider
        .operations
        .iter()
        .filter(|it| provider.servers[it.server] == server.name)
        .count();
    format!(
        "Scheme, host and port of the server {}, which takes {used} operations.\n\nSource: {}.",
        code(&server.name),
        source(&server.citation)
    )
}

/// `POST /billing/v1/airtime/create`.
pub(super) fn wire_line(provider: &Provider, operation: &Operation) -> String {
    match &operation.path {
        Path::Fixed(path) => code(&format!("{} {path}", operation.method)),
        Path::Setting(index) => format!(
            "{} at the path of {}",
            code(&operation.method),
            code(&format!("Builder::{}", provider.settings[*index].name))
        ),
    }
}

/// The documentation of a request: what it does, what its codes mean, where it stands.
pub(super) fn request(provider: &Provider, operation: &Operation) -> String {
    let mut res = format!(
        "{}\n\n{}",
        wire_line(provider, operation),
        sentence(&operation.about, "A call")
    );
    res.push_str(&format!(" {}", effect(operation.effect)));
    for path in &operation.other_paths {
        res.push_str(&format!(" The document also prints {}.", code(path)));
    }
    res.push_str(&format!(
        "\n\n# Outcomes\n\n{}",
        outcomes(provider, operation)
    ));
    if let Some(signature) = &operation.signature {
        res.push_str(&format!(
            "\n\n# Signature\n\n{}, {}, over {} ({}).",
            escape(&signature.scheme.algorithm),
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
pub(super) fn call(provider: &Provider, operation: &Operation) -> String {
    let sent = match operation.effect {
        Effect::Reads => "Retried within the limits, since it changes nothing.",
        Effect::Spends | Effect::Collects | Effect::Creates | Effect::Changes => {
            "Sent once, never retried."
        }
    };
    let unknown = match operation.effect {
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
        Resolution::CreateAgain => "send it again, nobody was charged.".to_owned(),
        Resolution::ByHand => "only a person at the provider's side can tell.".to_owned(),
    }
}

/// Codes by outcome, in the order in which a caller asks.
fn outcomes(provider: &Provider, operation: &Operation) -> String {
    let mut lines = Vec::new();
    for outcome in Outcome::ALL {
        let codes: Vec<String> = provider
            .codes_of(&operation.name)
            .filter(|it| it.outcome == *outcome)
            .map(said)
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
    if operation.pending != Resolution::Nothing {
        lines.push(format!(
            "- when pending, {}",
            resolution(&operation.pending)
        ));
    }
    lines.join("\n")
}

/// A code and what stands beside it.
fn said(it: &CodeEntry) -> String {
    match &it.detail {
        Some(detail) => format!("{} with {}", code(&it.code), code(detail)),
        None => code(&it.code),
    }
}

/// The documentation of a request's field.
pub(super) fn field(operation: &Operation, field: &Field) -> String {
    let mut res = sentence(&field.about, &field.wire);
    let pointer = if field.pointer.is_empty() {
        &field.wire
    } else {
        &field.pointer
    };
    res.push_str(&format!("\n\nWire: {}, {}", code(pointer), ty(&field.ty)));
    let required = match &field.required {
        Required::Yes => "; required".to_owned(),
        Required::No => "; may be left out".to_owned(),
        Required::When(it) => format!(
            "; required when {} is {}",
            code(&operation.fields[it.field].wire),
            code(&it.is)
        ),
        Required::Unsaid if field.demanded => {
            "; the document does not say whether it is required, this client demands it".to_owned()
        }
        Required::Unsaid => "; the document does not say whether it is required".to_owned(),
    };
    res.push_str(&format!("{required}."));
    for it in &field.rules {
        res.push_str(&format!(" {}", rule(it)));
    }
    if let Some(it) = &field.default {
        let (text, source) = (code(&it.text), source(&it.citation));
        res.push_str(&format!(
            " When it is left out, the provider takes {text} ({source})."
        ));
    }
    res.push_str(&format!("\n\nSource: {}", source(&field.citation)));
    if !field.described.0.is_empty() {
        res.push_str(&format!(", described at {}", field.described.prose()));
    }
    if let Some(values) = &field.values_citation {
        res.push_str(&format!("; values: {}", source(values)));
    }
    res.push('.');
    res
}

fn rule(rule: &Rule) -> String {
    let says = match &rule.kind {
        RuleKind::Digits(count) => format!("exactly {count} digits"),
        RuleKind::Length(least, most) => format!("{least} to {most} characters"),
        RuleKind::Starts(start) => format!("begins with {}", code(start)),
        RuleKind::Range(Some(least), None) => format!("at least {}", code(least)),
        RuleKind::Range(None, Some(most)) => format!("at most {}", code(most)),
        RuleKind::Range(least, most) => {
            let side = |it: &Option<String>| code(it.as_deref().unwrap_or_default());
            format!("{} to {}", side(least), side(most))
        }
    };
    match rule.enforced {
        true => format!("Must be so: {says}."),
        false => format!(
            "Said to be so and not enforced ({}): {says}.",
            escape(&rule.because)
        ),
    }
}

fn money(money: &Money) -> String {
    let currency = match &money.currency {
        Currency::Fixed(currency) => currency.clone(),
        Currency::By(field) => format!("the currency that {} says", code(field)),
    };
    let mut res = match money.minor {
        true => format!("a whole count of the minor unit of {currency}"),
        false => format!("an amount in whole and decimal {currency}"),
    };
    match money.scale {
        Scale::AsGiven => {}
        Scale::Fixed(1) => res.push_str(" with one decimal"),
        Scale::Fixed(digits) => res.push_str(&format!(" with {digits} decimals")),
        Scale::Trimmed => res.push_str(" without zeros at the end"),
    }
    res.push_str(match money.number {
        true => ", as a number",
        false => ", as text",
    });
    res
}

fn ty(ty: &Type) -> String {
    match ty {
        Type::Money(it) => money(it),
        Type::Decimal => "a number, kept by its spelling".to_owned(),
        Type::Reference(_) => {
            "made by the caller, and known to the provider from then on".to_owned()
        }
        Type::Timestamp { format } => format!("a time printed as {}, kept as text", code(format)),
        Type::Identifier => "an identifier, leading zeros kept".to_owned(),
        Type::Phone => "a phone number, as text".to_owned(),
        Type::Map => "a map of texts, in the given order".to_owned(),
        Type::Enum(_) => "one of the listed values".to_owned(),
        Type::Code => "a code".to_owned(),
        Type::TextOr(_) => "a text, or an object".to_owned(),
        Type::Joined('\n', item) => format!("a text, each line {}", self::ty(item)),
        Type::Joined(between, item) => {
            let between = code(&between.to_string());
            format!(
                "a text with {between} between two items, each {}",
                self::ty(item)
            )
        }
        Type::Text
        | Type::Integer
        | Type::Boolean
        | Type::Url
        | Type::Record(_)
        | Type::List(_)
        | Type::Object => escape(&ty.word()),
    }
}

/// The documentation of a record's member.
pub(super) fn member(member: &Member, positional: Option<usize>) -> String {
    let place = match positional {
        Some(index) => format!("place {index}"),
        None => code(&member.wire),
    };
    let mut res = format!(
        "{}\n\nWire: {place}, {}",
        sentence(&member.about, &member.wire),
        ty(&member.ty)
    );
    for it in &member.also {
        res.push_str(&format!(", also read from {}", code(it)));
    }
    res.push_str(&format!(".\n\nSource: {}.", source(&member.citation)));
    res
}

/// The documentation of one code, whose rows differ only in scope and outcome.
pub(super) fn code_variant(rows: &[&CodeEntry]) -> String {
    let mut res = String::new();
    for row in rows {
        if !res.is_empty() {
            res.push_str("\n\n");
        }
        res.push_str(&format!(
            "{}{} Outcome: {} ({}).\n\nSource: {}.",
            row.detail
                .as_ref()
                .map_or(String::new(), |it| format!("With {}: ", code(it))),
            sentence(&row.meaning, "Unsaid"),
            row.outcome.word(),
            escape(&row.scope_said.join(", ")),
            source(&row.citation)
        ));
    }
    res
}

/// Where the whole of an operation stands, short: lines, or that the document does not print it.
pub(super) fn whole(citation: &Citation) -> String {
    match &citation.source {
        Source::Document(lines) => lines.prose(),
        Source::Linked(_) | Source::Assumed(_) => source(citation),
    }
}

/// Where a fact comes from, as one phrase.
pub(super) fn source(citation: &Citation) -> String {
    let confidence = citation.confidence.word();
    match &citation.source {
        Source::Document(lines) => format!("document {}", lines.prose()),
        Source::Linked(url) => format!("linked, not the document: <{url}> ({confidence})"),
        Source::Assumed(why) => format!("assumed: {} ({confidence})", escape(why)),
    }
}
