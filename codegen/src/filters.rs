//! How a string may enter a page: as a literal, as documentation, as Markdown. Nothing else may.

use minijinja::value::ValueKind;
use minijinja::{Environment, Error, ErrorKind, Value};

use crate::layout;

/// Adds the filters, and refuses every string that came through none of them.
pub(crate) fn install(environment: &mut Environment<'_>) {
    environment.add_filter("lit", |text: &str| safe(lit(text)));
    environment.add_filter("raw", |text: &str| safe(raw(text)));
    environment.add_filter("lits", lits);
    environment.add_filter("alternatives", alternatives);
    environment.add_filter("idents", idents);
    environment.add_filter("doc", doc);
    environment.add_filter("inner", inner);
    environment.add_filter("line", |text: &str| safe(one_line(text)));
    environment.add_filter("lines", |text: &str| safe(text.to_owned()));
    environment.add_filter("cells", cells);
    environment.add_filter("toml", |text: &str| safe(toml(text)));
    environment.set_formatter(|out, _, value| {
        let plain = matches!(value.kind(), ValueKind::Number);
        if !value.is_safe() && !plain {
            let message = format!("`{value}` enters the page through no filter");
            return Err(Error::new(ErrorKind::InvalidOperation, message));
        }
        out.write_str(&value.to_string()).map_err(Error::from)
    });
}

/// Adds the filters that lay a block of a page out; each text in it went through a filter of its own.
pub(crate) fn lay_out(environment: &mut Environment<'_>) {
    environment.add_filter("uses", |text: &str| safe(layout::uses(text) + "\n"));
    environment.add_filter("code", |text: &str, indent: usize| {
        safe(layout::code(text, indent) + "\n")
    });
    environment.add_filter("signature", |text: &str, indent: usize| {
        safe(layout::signature(text, indent) + "\n")
    });
    environment.add_filter("member", |text: &str, indent: usize| {
        safe(layout::member(text, indent) + "\n")
    });
    environment.add_filter("sample", |text: &str, indent: usize| {
        let code = layout::code(text, 0);
        safe(" ".repeat(indent) + &comment(&code, "///", indent) + "\n")
    });
    environment.add_filter("braced", |text: &str| safe(layout::braced(text) + "\n"));
}

/// The same names for blocks that stay as the page has them: what laying out takes is measured so.
pub(crate) fn leave(environment: &mut Environment<'_>) {
    let left = |text: &str, _: Option<usize>| safe(text.to_owned());
    for name in ["uses", "code", "signature", "member", "sample", "braced"] {
        environment.add_filter(name, left);
    }
}

fn safe(text: String) -> Value {
    Value::from_safe_string(text)
}

/// A Rust string literal.
fn lit(text: &str) -> String {
    proc_macro2::Literal::string(text).to_string()
}

/// The same as a raw string, where it reads better and can be one.
fn raw(text: &str) -> String {
    let plain = |it: char| it == ' ' || it.is_ascii_graphic();
    match text.contains('"') && !text.contains("\"#") && text.chars().all(plain) {
        true => format!("r#\"{text}\"#"),
        false => lit(text),
    }
}

/// `"a", "b"`.
fn lits(texts: &Value) -> Result<Value, Error> {
    let mut res = Vec::new();
    for text in texts.try_iter()? {
        res.push(lit(text.as_str().unwrap_or_default()));
    }
    Ok(safe(res.join(", ")))
}

/// ` | "a" | "b"`.
fn alternatives(texts: &Value) -> Result<Value, Error> {
    let mut res = String::new();
    for text in texts.try_iter()? {
        res.push_str(&format!(" | {}", lit(text.as_str().unwrap_or_default())));
    }
    Ok(safe(res))
}

/// The `ident` of each, separated by commas; they are tokens already.
fn idents(items: &Value) -> Result<Value, Error> {
    let mut res = Vec::new();
    for item in items.try_iter()? {
        let ident = item.get_attr("ident")?;
        if !ident.is_safe() {
            return Err(Error::new(
                ErrorKind::InvalidOperation,
                "an identifier is made of tokens",
            ));
        }
        res.push(ident.to_string());
    }
    Ok(safe(res.join(", ")))
}

/// `///` before every line, the second and later ones indented.
fn doc(text: &str, indent: usize) -> Value {
    safe(comment(text, "///", indent))
}

/// `//!` before every line.
fn inner(text: &str) -> Value {
    safe(comment(text, "//!", 0))
}

fn comment(text: &str, mark: &str, indent: usize) -> String {
    let pad = " ".repeat(indent);
    // A lone carriage return in a doc comment is no Rust.
    let lines = text.split(['\n', '\r']).map(|line| match line.trim_end() {
        "" => mark.to_owned(),
        line => format!("{mark} {line}"),
    });
    lines.collect::<Vec<_>>().join(&format!("\n{pad}"))
}

fn one_line(text: &str) -> String {
    text.split(['\n', '\r']).collect::<Vec<_>>().join(" ")
}

/// Cells of one Markdown row; the escaping of their text is done already.
fn cells(row: &Value) -> Result<Value, Error> {
    let mut res = Vec::new();
    for cell in row.try_iter()? {
        let text = one_line(cell.as_str().unwrap_or_default());
        // A bar inside code still ends a cell.
        res.push(text.replace("\\|", "|").replace('|', "\\|"));
    }
    Ok(safe(res.join(" | ")))
}

/// A TOML basic string.
fn toml(text: &str) -> String {
    let mut res = String::from("\"");
    for it in text.chars() {
        match it {
            '"' | '\\' => res.extend(['\\', it]),
            it if it.is_control() => res.push_str(&format!("\\u{:04X}", u32::from(it))),
            it => res.push(it),
        }
    }
    res.push('"');
    res
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_without_a_filter_is_refused() {
        let mut environment = Environment::new();
        install(&mut environment);
        let context = minijinja::context! { text => "x" };
        assert!(
            environment
                .render_str("{{ text }}", context.clone())
                .is_err()
        );
        assert_eq!(
            environment
                .render_str("{{ text | lit }}", context)
                .ok()
                .as_deref(),
            Some("\"x\"")
        );
    }

    #[test]
    fn every_line_of_a_doc_is_a_comment() {
        assert_eq!(
            comment("a\rfn b() {}\n\nc", "///", 2),
            "/// a\n  /// fn b() {}\n  ///\n  /// c"
        );
    }
}
