//! What a generated crate says of itself in Markdown.

use verbatim_codegen::{Page, Source, check, generate};

/// A provider that calls, and is never called; `CODES` stands for what else the spec says.
const ACME: &str = r#"provider: acme
title: Acme
about: Takes the bills of a made-up town.
version: "0.1.0"
documents: [{ name: acme.txt, title: Acme API }]
environments:
  live: { about: The real one., servers: { main: { url: "https://acme.test", cite: 1 } } }
unsaid: { fields: demanded, cite: 3 }
records:
  payment: { about: What was paid., members: [{ wire: code, type: code, cite: 22 }] }
CODES
callbacks:
  paid:
    about: Tells that a bill is paid.
    lines: 20-29
    method: POST
    method_cite: 20
    shapes: [{ name: all, record: payment }]
    code: [/code]
    answer: { status: "200", content_type: text/plain, body: OK, cite: 29 }
"#;

/// The README of a crate whose spec says this besides.
fn readme(codes: &str) -> String {
    let text = ACME.replace("CODES", codes);
    let provider = check(&Source::single("acme", "acme.yaml", &text));
    let pages = generate(&provider.unwrap_or_else(|it| panic!("{it}")));
    let found = |it: &&Page| it.path.ends_with("README.md");
    pages.iter().find(found).expect("a README").text.clone()
}

#[test]
fn a_table_has_rows_and_a_heading_has_a_table() {
    let codes = "codes:\n  - { code: \"0\", name: paid, meaning: Paid, outcome: succeeded, \
                 scope: all, cite: 9 }";
    let wrong = "discrepancies:\n  zero: { lines: \"9\", says: Two things., choice: The first., \
                 reason: It is printed twice. }";
    for (said, headings) in [
        ("", &[][..]),
        (codes, &["## Codes"]),
        (wrong, &["## Where the document contradicts itself"]),
    ] {
        let text = readme(said);
        let lines: Vec<&str> = text.lines().collect();
        let found = lines.iter().filter(|it| it.starts_with("## ")).copied();
        assert_eq!(found.collect::<Vec<_>>(), headings, "{text}");
        let heads = (lines.iter().enumerate()).filter(|it| it.1.starts_with("|---"));
        for (index, _) in heads {
            let row = lines.get(index + 1).copied().unwrap_or_default();
            assert!(row.starts_with('|'), "an empty table:\n{text}");
        }
        assert!(!text.contains("\n\n\n") && text.ends_with('\n'), "{text:?}");
    }
}
