//! Code as rustfmt leaves it: the few shapes of code whose form depends on how long they are.
//!
//! It prints what pages hold, and panics at the rest: another shape is a fault of a page. That
//! the pinned rustfmt would change nothing is held by a test over made-up code, and by
//! `cargo fmt --check` over the generated tree.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "syn knows many more shapes of code than a page holds"
)]

mod flat;
mod print;
mod shape;
mod uses;

use proc_macro2::TokenStream;
use syn::parse::Parser as _;
use syn::{Block, Item, Stmt};

pub(crate) use flat::flat;
pub(crate) use uses::uses;

use print::Printer;
use shape::Shape;

/// Columns, as rustfmt counts them.
fn width(text: &str) -> usize {
    match text.is_ascii() {
        true => text.len(),
        false => unicode_width::UnicodeWidthStr::width(text),
    }
}

/// No line is longer than this, unless one word is.
const WIDTH: usize = 100;
/// One step to the right.
const STEP: usize = 4;

/// Statements, one after the other, each indented.
pub(crate) fn code(text: &str, indent: usize) -> String {
    let parsed = Block::parse_within.parse_str(text);
    let statements = parsed.unwrap_or_else(|error| panic!("no code: {error}\n{text}"));
    let rows = statements.into_iter().map(|it| statement(it, indent));
    rows.collect::<Vec<_>>().join("\n")
}

fn statement(statement: Stmt, indent: usize) -> String {
    let pad = " ".repeat(indent);
    match statement {
        Stmt::Local(it) => {
            let value = it.init.expect("a page gives every name a value").expr;
            let head = format!("{pad}let {} =", flat(it.pat));
            head.clone() + &assigned(&head, *value, indent) + ";"
        }
        Stmt::Item(Item::Static(it)) => {
            let head = format!("{}static {}", visibility(&it.vis), it.ident);
            bound(&head, &flat(it.ty), *it.expr, indent)
        }
        Stmt::Item(Item::Const(it)) => {
            let head = format!("{}const {}", visibility(&it.vis), it.ident);
            bound(&head, &flat(it.ty), *it.expr, indent)
        }
        Stmt::Expr(it, end) => {
            let end = if end.is_some() { ";" } else { "" };
            let room = WIDTH.saturating_sub(indent + end.len());
            let shape = Shape::of(it);
            pad + &Printer::start(indent, room).print(&shape) + end
        }
        other => panic!("a page lays out no such statement: {}", flat(other)),
    }
}

fn visibility(it: &syn::Visibility) -> String {
    match flat(it) {
        word if word.is_empty() => word,
        word => word + " ",
    }
}

/// A static or a constant.
fn bound(name: &str, ty: &str, value: syn::Expr, indent: usize) -> String {
    let pad = " ".repeat(indent);
    let mut head = format!("{pad}{name}: {ty} =");
    // The value, or what opens it, has to stand behind.
    if width(&head) > WIDTH - 2 {
        head = format!("{pad}{name}:\n{pad}    {ty} =");
    }
    head.clone() + &assigned(&head, value, indent) + ";"
}

/// The value after `=`, on the same line or on the next.
fn assigned(head: &str, value: syn::Expr, indent: usize) -> String {
    let shape = Shape::of(value);
    // 2 is the space before the value and the semicolon after it.
    let taken = width(head.lines().last().unwrap_or_default());
    let room = WIDTH.saturating_sub(taken + 2);
    let start = Printer::start(indent, WIDTH.saturating_sub(indent + 1));
    let behind = start.behind(taken + 1 - indent);
    let here = behind.and_then(|it| it.try_print(&shape));
    if let Some(here) = &here
        && !here.contains('\n')
        && width(here) <= room
    {
        return format!(" {here}");
    }
    let below = indent + STEP;
    let next = Printer::start(below, WIDTH.saturating_sub(below + 1)).try_print(&shape);
    match (here, next) {
        (None, Some(next)) => format!("\n{}{next}", " ".repeat(below)),
        (Some(here), Some(next)) if next_line_is_better(&here, &next, below) => {
            format!("\n{}{next}", " ".repeat(below))
        }
        (Some(here), _) => format!(" {here}"),
        (None, None) => format!(" {}", start.print(&shape)),
    }
}

fn next_line_is_better(here: &str, next: &str, indent: usize) -> bool {
    let first = next.lines().next().unwrap_or_default();
    if width(first) + indent >= WIDTH {
        return false;
    }
    prefers_next_line(here, next)
}

fn prefers_next_line(here: &str, next: &str) -> bool {
    let opens = |text: &str, mark: char| text.lines().next().is_some_and(|it| it.ends_with(mark));
    let breaks = |text: &str| text.matches('\n').count();
    breaks(next) == 0
        || breaks(here) > breaks(next) + 1
        || ['(', '{', '[']
            .iter()
            .any(|mark| opens(here, *mark) && !opens(next, *mark))
}

/// The head of a function, up to the brace that opens its body.
pub(crate) fn signature(text: &str, indent: usize) -> String {
    let pad = " ".repeat(indent);
    let text = text.trim();
    if indent + width(text) <= WIDTH {
        return pad + text;
    }
    let (head, rest) = text.split_once('(').expect("a function has parameters");
    let (parameters, result) = rest.rsplit_once(") ->").expect("a function has a result");
    let mut res = format!("{pad}{head}(\n");
    for it in parameters.split(", ") {
        res.push_str(&format!("{pad}    {it},\n"));
    }
    res + &format!("{pad}) ->{result}")
}

/// A member of a struct, or a variant with one value.
pub(crate) fn member(text: &str, indent: usize) -> String {
    let (pad, text) = (" ".repeat(indent), text.trim());
    if indent + width(text) <= WIDTH {
        return pad + text;
    }
    match text.split_once(": ") {
        Some((name, ty)) => format!("{pad}{name}:\n{pad}    {ty}"),
        None => {
            let (name, rest) = text.split_once('(').expect("a variant has a value");
            let value = rest.trim_end_matches("),");
            format!("{pad}{name}(\n{pad}    {value},\n{pad}),")
        }
    }
}

/// `a => b, c, [d, e]` in the braces of a macro: in one line, or with the list on lines of its
/// own. rustfmt leaves such macros as they are.
pub(crate) fn braced(text: &str) -> String {
    let tokens: TokenStream = text.parse().unwrap_or_else(|it| panic!("{it}: {text}"));
    let line = flat(tokens);
    if width(&line) <= WIDTH {
        return line;
    }
    let broken = || -> Option<String> {
        let (head, rest) = line.split_once(" { ")?;
        let (front, list) = rest.strip_suffix(" }")?.rsplit_once(", [")?;
        let items: Vec<&str> = list.strip_suffix(']')?.split(", ").collect();
        let list = packed(&items, 2 * STEP, WIDTH, 1);
        Some(format!(
            "{head} {{\n    {front},\n    [\n        {list}\n    ]\n}}"
        ))
    };
    broken().unwrap_or_else(|| panic!("a page lays out no such macro: {line}"))
}

/// As many items in a line as there is room for, each with a comma; the first is indented
/// already. In a `use`, rustfmt does not count the comma of the last one.
fn packed(items: &[&str], indent: usize, right: usize, last_comma: usize) -> String {
    let (mut res, mut column) = (String::new(), indent);
    for (index, it) in items.iter().enumerate() {
        let comma = if index + 1 == items.len() {
            last_comma
        } else {
            1
        };
        let width = width(it) + comma;
        if column > indent && column + 1 + width > right {
            res.push_str(&format!("\n{}", " ".repeat(indent)));
            column = indent;
        }
        if column > indent {
            res.push(' ');
            column += 1;
        }
        res.push_str(it);
        res.push(',');
        column += width;
    }
    res
}
