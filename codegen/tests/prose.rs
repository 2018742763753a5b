//! What the documents quote is what stands in the quoted place.
//!
//! `INSTA_UPDATE=always cargo test -p verbatim-codegen --test prose` brings the blocks up to date;
//! the numbers in a `quote:` marker are a person's.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const MEND: &str = "INSTA_UPDATE=always cargo test -p verbatim-codegen --test prose";

#[test]
fn the_catalogue_of_faults_is_what_explain_prints() {
    let output = Command::new(env!("CARGO_BIN_EXE_codegen"))
        .arg("explain")
        .output();
    let output = output.expect("the command runs");
    let text = String::from_utf8(output.stdout).expect("it prints text");
    settle("docs/diagnostics.md", |marker| {
        (marker == "generated: cargo codegen explain").then(|| text.clone())
    });
}

#[test]
fn every_quote_stands_in_the_file_that_it_names() {
    for document in [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "docs/embedding.md",
    ] {
        settle(document, |marker| {
            marker.strip_prefix("quote: ").map(quoted)
        });
    }
}

/// `FILE LINES a-b`: those lines.
fn quoted(marker: &str) -> String {
    let parts: Vec<&str> = marker.split(' ').collect();
    let [file, "LINES", range] = parts.as_slice() else {
        panic!("`{marker}` is no `FILE LINES a-b`");
    };
    let (first, last) = range.split_once('-').expect("a range has two ends");
    let [first, last] = [first, last].map(|it| it.parse::<usize>().expect("lines are numbers"));
    let text = fs::read_to_string(root().join(file)).expect("the quoted file can be read");
    let lines: Vec<&str> = text
        .lines()
        .skip(first - 1)
        .take(last + 1 - first)
        .collect();
    lines.join("\n") + "\n"
}

/// Compares every marked block of a document with what it should be, or writes it.
#[track_caller]
fn settle(document: &str, expected: impl Fn(&str) -> Option<String>) {
    let path = root().join(document);
    let before = fs::read_to_string(&path).expect("the document can be read");
    let (mut after, mut rest, mut blocks) = (String::new(), before.as_str(), 0);
    while let Some(start) = rest.find("<!-- ") {
        let end = start + rest[start..].find(" -->").expect("a marker is closed");
        let block = expected(&rest[start + 5..end]);
        let end = end + " -->\n".len();
        after.push_str(&rest[..end]);
        rest = &rest[end..];
        if let Some(text) = block {
            blocks += 1;
            let fence = rest.find('\n').expect("a fence follows the marker") + 1;
            let close = rest.find("\n```\n").expect("the fence is closed") + 1;
            after.push_str(&rest[..fence]);
            after.push_str(&text);
            rest = &rest[close..];
        }
    }
    after.push_str(rest);
    println!("{document}: {blocks} blocks");
    if after != before && std::env::var("INSTA_UPDATE").as_deref() == Ok("always") {
        fs::write(&path, &after).expect("the document can be written");
    } else {
        assert!(
            after == before,
            "{document} quotes what no longer stands there; run `{MEND}` and look"
        );
    }
}

fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().expect("the workspace is above").to_owned()
}
