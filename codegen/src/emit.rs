//! From the client to its pages: one row per template, then the gate.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior, Value, context};
use std::sync::LazyLock;

use crate::client::Client;
use crate::filters;
use crate::page::{MARK, Page};
use crate::release::Section;

/// The version of the runtime that generated code is printed for: this package's own.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Pages of a provider's crate: template, path below the crate, source.
const PROVIDER: &[(&str, &str)] = &[
    (
        "Cargo.toml",
        include_str!("../pages/provider/Cargo.toml.j2"),
    ),
    ("README.md", include_str!("../pages/provider/README.md.j2")),
    (
        "src/lib.rs",
        include_str!("../pages/provider/src/lib.rs.j2"),
    ),
    (
        "src/client.rs",
        include_str!("../pages/provider/src/client.rs.j2"),
    ),
    (
        "src/operations.rs",
        include_str!("../pages/provider/src/operations.rs.j2"),
    ),
    (
        "src/types.rs",
        include_str!("../pages/provider/src/types.rs.j2"),
    ),
    (
        "src/callbacks.rs",
        include_str!("../pages/provider/src/callbacks.rs.j2"),
    ),
    (
        "src/dispatch.rs",
        include_str!("../pages/provider/src/dispatch.rs.j2"),
    ),
];

/// The page that needs the last release, too.
const CHANGELOG: (&str, &str) = (
    "CHANGELOG.md",
    include_str!("../pages/provider/CHANGELOG.md.j2"),
);

/// Pages of the crate that re-exports all providers.
const CLIENTS: &[(&str, &str)] = &[
    ("Cargo.toml", include_str!("../pages/clients/Cargo.toml.j2")),
    ("src/lib.rs", include_str!("../pages/clients/src/lib.rs.j2")),
];

/// Modules of a provider's crate, in the order in which a reader meets them.
const MODULES: &[(&str, &str)] = &[
    (
        "client",
        "The client, its credentials and its environments.",
    ),
    (
        "operations",
        "Requests, one per operation: values that can be compared, stored and sent.",
    ),
    ("types", "Replies, enumerations, codes and tables."),
    (
        "callbacks",
        "What the provider sends to the merchant, and the answers.",
    ),
    ("dispatch", "Calls by name, for the conformance suite."),
];

/// The pages of a provider's crate, each of them valid.
pub(crate) fn emit(client: &Client) -> Vec<Page> {
    emit_by(&PAGES, client)
}

/// The same without laying anything out, for the benchmark.
pub(crate) fn emit_as_written(client: &Client) -> Vec<Page> {
    static AS_WRITTEN: LazyLock<Environment<'static>> = LazyLock::new(|| pages(filters::leave));
    emit_by(&AS_WRITTEN, client)
}

fn emit_by(pages: &Environment<'_>, client: &Client) -> Vec<Page> {
    let provider = &client.provider;
    let at = format!("verbatim_{provider}");
    let context = crate_context(client, Some((&at, &format!("{at}::runtime"))));
    let page = |(path, _): &(&str, &str)| Page {
        path: format!("{provider}/{path}"),
        text: render_by(pages, &format!("provider/{path}"), &context),
    };
    let page = &page;
    // Two pages make up most of a crate, so each page is emitted on a thread of its own.
    std::thread::scope(|scope| {
        let running: Vec<_> = PROVIDER
            .iter()
            .map(|row| scope.spawn(move || page(row)))
            .collect();
        let pages = running.into_iter().map(|it| it.join());
        pages
            .map(|it| it.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}

/// The crate as one file that a build script can write and `include!`: no inner attributes, no
/// `mod x;`.
///
/// Examples stand in it where they can name it: `at` is where it will be included.
pub(crate) fn emit_module(client: &Client, at: Option<&str>) -> String {
    let is_path = |it: &str| syn::parse_str::<syn::Path>(it).is_ok();
    assert!(at.is_none_or(is_path), "`{at:?}` is no path of a module");
    let context = crate_context(client, at.map(|it| (it, "verbatim_runtime")));
    let mut res = String::new();
    for (name, about) in MODULES {
        let text = render(&format!("provider/src/{name}.rs"), &context);
        let hidden = if *name == "dispatch" {
            "#[doc(hidden)]\n"
        } else {
            ""
        };
        res.push_str(&format!(
            "/// {about}\n{hidden}pub mod {name} {{\n{text}\n}}\n"
        ));
    }
    res.push_str("pub use client::{Builder, Client, Credentials, Environment};\n");
    res.push_str(&format!(
        "const _: () = ::verbatim_runtime::rt::generated_for({VERSION:?});\n"
    ));
    gate("module", &without_prose(&res), &res);
    res
}

/// The pages of the crate that re-exports these providers: name and version of each.
pub(crate) fn emit_clients(providers: &[(String, String)]) -> Vec<Page> {
    let rows: Vec<Value> = providers
        .iter()
        .map(|(name, version)| {
            context! {
                name,
                version,
                package => format!("verbatim-{name}"),
                feature => format!("verbatim-{name}/dispatch"),
                path => format!("../{name}"),
                krate => Value::from_safe_string(format!("verbatim_{name}")),
                ident => Value::from_safe_string(crate::names::snake(name).to_string()),
            }
        })
        .collect();
    let context = context! {
        header => header("specs"),
        providers => rows,
        runtime => VERSION,
    };
    let page = |(path, _): &(&str, &str)| Page {
        path: format!("clients/{path}"),
        text: render(&format!("clients/{path}"), &context),
    };
    CLIENTS.iter().map(page).collect()
}

/// The changelog of a provider's crate.
pub(crate) fn emit_changelog(provider: &str, sections: &[Section]) -> Page {
    let chapter = |it: &(&str, Vec<String>)| context! { title => it.0, rows => it.1.clone() };
    let section = |it: &Section| {
        let chapters: Vec<Value> = it.chapters.iter().map(chapter).collect();
        context! { heading => it.heading.clone(), says => it.says.clone(), chapters }
    };
    let context = context! {
        header => header(&format!("specs/{provider}")),
        package => format!("verbatim-{provider}"),
        sections => sections.iter().map(section).collect::<Vec<_>>(),
    };
    let (name, _) = CHANGELOG;
    Page {
        path: format!("{provider}/{name}"),
        text: render(&format!("changelog/{name}"), &context),
    }
}

/// `at` is how examples name the crate and the runtime; there are none without it.
fn crate_context(client: &Client, at: Option<(&str, &str)>) -> Value {
    let provider = &client.provider;
    let modules: Vec<Value> = MODULES
        .iter()
        .map(|(name, about)| {
            context! {
                ident => Value::from_safe_string((*name).to_owned()),
                doc => *about,
                dispatch => *name == "dispatch",
            }
        })
        .collect();
    context! {
        header => header(&format!("specs/{provider}")),
        package => format!("verbatim-{provider}"),
        description => format!("{}: {}", client.plain_title, client.about),
        runtime => VERSION,
        samples => at.map(|it| Value::from_safe_string(it.0.to_owned())),
        runtime_at => at.map(|it| Value::from_safe_string(it.1.to_owned())),
        modules,
        client => Value::from(Serde(client)),
    }
}

/// The first line of every generated file.
fn header(source: &str) -> String {
    format!("{} from {source}; edits are lost, edit the spec.", MARK)
}

/// Every page, parsed once.
static PAGES: LazyLock<Environment<'static>> = LazyLock::new(|| pages(filters::lay_out));

fn pages(blocks: fn(&mut Environment<'_>)) -> Environment<'static> {
    let mut res = Environment::new();
    let syntax = SyntaxConfig::builder()
        .block_delimiters("${%", "%}")
        .variable_delimiters("${", "}")
        .comment_delimiters("${#", "#}")
        .line_statement_prefix("//%")
        .keep_trailing_newline(true)
        .build()
        .expect("the delimiters are distinct");
    res.set_syntax(syntax);
    res.set_undefined_behavior(UndefinedBehavior::Strict);
    filters::install(&mut res);
    blocks(&mut res);
    for (folder, pages) in [
        ("provider", PROVIDER),
        ("changelog", &[CHANGELOG]),
        ("clients", CLIENTS),
    ] {
        for (path, text) in pages {
            let name = format!("{folder}/{path}");
            let added = res.add_template_owned(name.clone(), *text);
            added.unwrap_or_else(|error| panic!("page {name}: {error:#}"));
        }
    }
    res
}

fn render(name: &str, context: &Value) -> String {
    render_by(&PAGES, name, context)
}

fn render_by(pages: &Environment<'_>, name: &str, context: &Value) -> String {
    let res = pages.get_template(name).and_then(|it| it.render(context));
    let text = res.unwrap_or_else(|error| panic!("page {name}: {error:#}"));
    if name.ends_with(".rs") {
        gate_page(name, &text);
    }
    text
}

/// What is no Rust is our fault, never the spec's.
fn gate(name: &str, code: &str, text: &str) {
    if let Err(error) = syn::parse_file(code) {
        panic!("page {name} is no Rust: {error}\n{text}");
    }
}

/// The same for a page, some items at a time.
fn gate_page(name: &str, text: &str) {
    let code = without_prose(text);
    let mut rest = code.as_str();
    while !rest.is_empty() {
        let (items, below) = rest.split_at(some_items(rest));
        gate(name, items, text);
        rest = below;
    }
}

/// Where some whole items end: a tree of few of them stays in the processor's cache, and one of a
/// long page does not. Pages come out laid out, so a brace that begins a line ends an item.
fn some_items(code: &str) -> usize {
    const ENOUGH: usize = 32 * 1024;
    let enough = code.char_indices().map(|it| it.0).find(|it| ENOUGH <= *it);
    let end = enough.and_then(|it| Some(it + code[it..].find("\n}\n")? + "\n}\n".len()));
    end.unwrap_or(code.len())
}

/// The page with one bare mark for all lines of a doc comment: what follows the mark is never
/// Rust, and it is most of a page.
fn without_prose(text: &str) -> String {
    let mut res = String::with_capacity(text.len() / 2);
    let mut inside = false;
    for line in text.lines() {
        let prose = line.trim_start().starts_with("///");
        if !(prose && inside) {
            res.push_str(if prose { "///" } else { line });
            res.push('\n');
        }
        inside = prose;
    }
    res
}

#[cfg(test)]
mod tests {
    use super::without_prose;

    #[test]
    fn a_doc_comment_without_its_text_still_stands_where_it_stood() {
        let text = "/// a\n/// b\nstruct A {\n    /// c\n    b: u8,\n    /// d\n}\n";
        let code = without_prose(text);
        assert_eq!(code, "///\nstruct A {\n///\n    b: u8,\n///\n}\n");
        assert!(syn::parse_file(&code).is_err(), "the last one says nothing");
    }
}
