//! What a page is made of, with every word and text in it left out.

use proc_macro2::{TokenStream, TokenTree};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use verbatim_codegen::Page;

/// Words that make an item or a statement; what is called by a name is none of them.
const KEYWORDS: &[&str] = &[
    "as",
    "async",
    "await",
    "break",
    "const",
    "continue",
    "crate",
    "dyn",
    "else",
    "enum",
    "extern",
    "fn",
    "for",
    "if",
    "impl",
    "in",
    "let",
    "loop",
    "macro_rules",
    "match",
    "mod",
    "move",
    "mut",
    "pub",
    "ref",
    "return",
    "static",
    "struct",
    "super",
    "trait",
    "type",
    "unsafe",
    "use",
    "where",
    "while",
];

/// What a page is made of: two pages that differ in names, literals and prose only are equal. So
/// one that is equal to a page of Rust is Rust.
pub(crate) fn shape(page: &Page) -> Result<String, String> {
    let text = &page.text;
    if page.path.ends_with(".rs") {
        let (code, examples) = code_and_examples(text)?;
        let mut res = String::new();
        for it in examples.iter().chain([&code]) {
            let tokens: TokenStream = it.parse().map_err(|it| format!("no tokens: {it}"))?;
            tokens_of(tokens, &mut res);
            res.push('\n');
        }
        return Ok(res);
    }
    match page.path.ends_with(".toml") {
        true => manifest(text),
        false => tables(text),
    }
}

fn tokens_of(tokens: TokenStream, res: &mut String) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(it) = tokens.next() {
        match it {
            // A word of Rust says what it is called elsewhere: that belongs to the name.
            TokenTree::Punct(it) if it.as_char() == '#' && tokens.next_if(renames).is_some() => {}
            TokenTree::Group(it) => {
                let _ = write!(res, "{:?}(", it.delimiter());
                tokens_of(it.stream(), res);
                // A comma at the end is layout: a list that is broken has one.
                if res.ends_with(',') {
                    res.pop();
                }
                res.push(')');
            }
            TokenTree::Ident(it) => {
                let word = it.to_string();
                match KEYWORDS.contains(&word.as_str()) {
                    true => res.push_str(&word),
                    false => res.push('i'),
                }
                res.push(' ');
            }
            TokenTree::Punct(it) => res.push(it.as_char()),
            TokenTree::Literal(it) => {
                let first = it.to_string().chars().next();
                res.push(match first {
                    Some('0'..='9') => '0',
                    // However it is quoted.
                    Some('r') => '"',
                    Some(other) => other,
                    None => ' ',
                });
            }
        }
    }
}

/// Whether it is `[serde(rename = "…")]`, and nothing beside.
fn renames(it: &TokenTree) -> bool {
    let text: String = it.to_string().split_whitespace().collect();
    let name = text.strip_prefix("[serde(rename=\"");
    let name = name.and_then(|it| it.strip_suffix("\")]"));
    name.is_some_and(|it| it.chars().all(|it| it.is_ascii_lowercase()))
}

/// A page without the code blocks of its documentation, and those blocks, which rustdoc compiles:
/// no text of a spec may open one, end one or become a part of one.
fn code_and_examples(text: &str) -> Result<(String, Vec<String>), String> {
    let (mut code, mut examples, mut block) = (String::new(), Vec::new(), None::<String>);
    for line in text.lines() {
        let trimmed = line.trim_start();
        let doc = ["///", "//!"]
            .iter()
            .find_map(|it| trimmed.strip_prefix(it));
        let doc = doc.map(|it| it.strip_prefix(' ').unwrap_or(it));
        match (doc, &mut block) {
            (Some("```"), None) => block = Some(String::new()),
            (Some("```"), Some(_)) => examples.extend(block.take()),
            (Some(doc), Some(block)) => {
                block.push_str(doc.strip_prefix("# ").unwrap_or(doc));
                block.push('\n');
            }
            (None, Some(_)) => return Err(format!("a code block that does not end: {line}")),
            (Some(doc), None) if opens_a_block(doc) => {
                return Err(format!("a code block in the documentation: {doc}"));
            }
            (_, None) => {
                code.push_str(line);
                code.push('\n');
            }
        }
    }
    Ok((code, examples))
}

/// Whether rustdoc reads code from here on; the blocks of the pages are fenced in one way.
fn opens_a_block(doc: &str) -> bool {
    let fence = doc.trim_start();
    fence.starts_with("~~~")
        || (fence.starts_with("```") && !fence.trim_start_matches('`').contains('`'))
        || doc.starts_with("    ")
        || doc.starts_with('\t')
}

fn manifest(text: &str) -> Result<String, String> {
    let table: toml::Table = text.parse().map_err(|it| format!("no TOML: {it}"))?;
    let mut res = String::new();
    keys(&table, &mut res);
    let version = table["package"]["version"].as_str().unwrap_or_default();
    match semver(version) {
        true => Ok(res),
        false => Err(format!("`{version}` is no version of cargo's")),
    }
}

fn keys(table: &toml::Table, res: &mut String) {
    for (key, value) in table {
        let _ = write!(res, "{key} ");
        if let Some(inner) = value.as_table() {
            res.push('{');
            keys(inner, res);
            res.push('}');
        }
    }
}

fn semver(text: &str) -> bool {
    let number = |it: &str| {
        let digits = !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
        digits && (it == "0" || !it.starts_with('0'))
    };
    text.split('.').count() == 3 && text.split('.').all(number)
}

/// Every row of a table has as many cells as its head; outside of tables lines are counted.
fn tables(text: &str) -> Result<String, String> {
    let mut res = String::new();
    let mut head = None;
    for line in text.lines() {
        if !line.starts_with('|') {
            head = None;
            res.push('.');
            continue;
        }
        let cells = cells(line);
        if *head.get_or_insert(cells) != cells {
            return Err(format!("a row of {cells} cells: {line}"));
        }
        let _ = write!(res, "|{cells}");
    }
    Ok(res)
}

/// How many cells a row has: a bar behind a backslash ends none, unless that is escaped itself.
fn cells(line: &str) -> usize {
    let mut escaped = false;
    let mut bars = 0;
    for it in line.chars() {
        if it == '|' && !escaped {
            bars += 1;
        }
        escaped = it == '\\' && !escaped;
    }
    bars - 1
}

/// Names that stand twice where one can stand: items of a page, variants, fields, methods.
pub(crate) fn twice(page: &Page) -> Vec<String> {
    let mut res = Vec::new();
    if page.path.ends_with(".rs") {
        let file = syn::parse_file(&page.text).expect("the gate has parsed it");
        items(&file.items, &mut res);
    }
    res
}

/// Names of one place.
#[derive(Default)]
struct Names(BTreeSet<String>);

impl Names {
    fn with(names: &[&str]) -> Names {
        Names(names.iter().map(|it| (*it).to_owned()).collect())
    }

    fn add(&mut self, name: impl ToString, res: &mut Vec<String>) {
        if !self.0.insert(name.to_string()) {
            res.push(name.to_string());
        }
    }
}

fn items(items: &[syn::Item], res: &mut Vec<String>) {
    // Types of the prelude that pages use are taken as well.
    let mut types = Names::with(&["Option", "Vec", "String", "Box", "Result", "Into", "Self"]);
    let mut values = Names::with(&["Some", "None", "Ok", "Err"]);
    for item in items {
        if let syn::Item::Struct(it) = item {
            types.add(&it.ident, res);
            let mut fields = Names::default();
            for it in it.fields.iter().filter_map(|it| it.ident.as_ref()) {
                fields.add(it, res);
            }
        } else if let syn::Item::Enum(it) = item {
            types.add(&it.ident, res);
            let mut variants = Names::default();
            it.variants
                .iter()
                .for_each(|it| variants.add(&it.ident, res));
        } else if let syn::Item::Static(it) = item {
            values.add(&it.ident, res);
        } else if let syn::Item::Fn(it) = item {
            values.add(&it.sig.ident, res);
        } else if let syn::Item::Mod(it) = item {
            types.add(&it.ident, res);
        } else if let syn::Item::Use(it) = item {
            leaves(&it.tree, &mut |name| {
                let constant = name.bytes().all(|it| it.is_ascii_uppercase() || it == b'_');
                match constant {
                    true => values.add(name, res),
                    false => types.add(name, res),
                }
            });
        } else if let syn::Item::Impl(it) = item {
            let mut methods = Names::default();
            for it in &it.items {
                if let syn::ImplItem::Fn(it) = it {
                    methods.add(&it.sig.ident, res);
                }
            }
        } else if let syn::Item::Macro(it) = item {
            in_macro(&it.mac, &mut types, res);
        }
    }
}

fn leaves(tree: &syn::UseTree, tell: &mut dyn FnMut(String)) {
    match tree {
        syn::UseTree::Path(it) => leaves(&it.tree, tell),
        syn::UseTree::Name(it) => tell(it.ident.to_string()),
        syn::UseTree::Rename(it) => tell(it.rename.to_string()),
        syn::UseTree::Group(it) => it.items.iter().for_each(|it| leaves(it, tell)),
        syn::UseTree::Glob(_) => panic!("pages import by name"),
    }
}

/// `enum Name { A = …, }` of `coded!`, `struct Name { pub a: … = …, }` of the other two.
fn in_macro(mac: &syn::Macro, types: &mut Names, res: &mut Vec<String>) {
    let tokens: Vec<TokenTree> = mac.tokens.clone().into_iter().collect();
    let sentence = mac
        .path
        .segments
        .last()
        .is_some_and(|it| it.ident == "sentence");
    let word = |it: &TokenTree, is: &str| matches!(it, TokenTree::Ident(it) if it == is);
    let coded = tokens.iter().any(|it| word(it, "enum"));
    let head = tokens.windows(3).find_map(|it| match it {
        [kind, TokenTree::Ident(name), TokenTree::Group(body)]
            if word(kind, "enum") || word(kind, "struct") =>
        {
            Some((name, body))
        }
        _ => None,
    });
    let Some((name, body)) = head else { return };
    types.add(name, res);
    // What the macro itself calls so.
    let mut names = Names::with(match (coded, sentence) {
        (true, _) => &["Unknown", "KNOWN", "TEXTS", "Err", "Self"],
        (false, true) => &["sentence"],
        (false, false) => &["others"],
    });
    let body: Vec<TokenTree> = body.stream().into_iter().collect();
    for pair in body.windows(2) {
        if let [TokenTree::Ident(name), TokenTree::Punct(mark)] = pair
            && mark.as_char() == if coded { '=' } else { ':' }
            && mark.spacing() == proc_macro2::Spacing::Alone
        {
            names.add(name, res);
        }
    }
}
