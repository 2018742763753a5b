//! What rustdoc says of an item, as Markdown: the wire first, the source last.

mod field;
mod operation;

use super::auth;
use crate::model::{
    Citation, CodeEntry, Credential, Environment, Prefix, Provider, Server, Source,
};

pub(super) use field::{field, member};
pub(super) use operation::{call, request};

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

/// What a credential is, and how those of each environment begin.
pub(super) fn credential(provider: &Provider, index: usize, it: &Credential) -> String {
    let one = |it: &Prefix| {
        let environment = code(&provider.environments[it.environment].name);
        let (text, cited) = (code(&it.text), source(&it.citation));
        format!("\n\nThose of {environment} begin with {text} ({cited}).")
    };
    let prefixes: String = it.prefixes.iter().map(one).collect();
    let number = match auth::is_number(provider, index) {
        true => "\n\nIt is sent as a number: a whole one, in plain digits.",
        false => "",
    };
    format!(
        "{}{number}{prefixes}\n\nSource: {}.",
        sentence(&it.about, "Unsaid"),
        source(&it.citation)
    )
}

pub(super) fn front(provider: &Provider) -> String {
    let documents: Vec<String> = provider
        .documents
        .iter()
        .map(|it| format!("{} ({})", escape(&it.title), code(&it.name)))
        .collect();
    format!(
        "{}: {}\n\nGenerated from {}. Every item names the lines it comes from.",
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

/// The documentation of one code, whose rows differ only in scope and outcome.
pub(super) fn code_variant(rows: &[&CodeEntry]) -> String {
    let mut res = String::new();
    for row in rows {
        if !res.is_empty() {
            res.push_str("\n\n");
        }
        let means = match row.reason {
            Some(reason) => format!(", means {}", code(reason.word())),
            None => String::new(),
        };
        res.push_str(&format!(
            "{}{} Outcome: {}{means} ({}).\n\nSource: {}.",
            row.detail
                .as_ref()
                .map_or(String::new(), |it| format!("With {}: ", code(it))),
            sentence(&row.meaning, "Unsaid"),
            row.outcome.word(),
            escape(&row.scope_said.join(", ")),
            code_sources(row)
        ));
    }
    res
}

/// Where a code stands, and apart from it what is said elsewhere of it.
pub(super) fn code_sources(row: &CodeEntry) -> String {
    let mut res = source(&row.citation);
    let detail = row.detail.as_ref().map(|_| &row.detail_citation);
    for (what, citation) in [
        ("meaning", Some(&row.meaning_citation)),
        ("detail", detail),
        ("outcome", Some(&row.outcome_citation)),
        ("means", row.reason.map(|_| &row.reason_citation)),
    ] {
        if let Some(citation) = citation.filter(|it| **it != row.citation) {
            res.push_str(&format!("; {what}: {}", source(citation)));
        }
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
