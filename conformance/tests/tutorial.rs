//! What people are taught: the spec that `specs/README.md` builds, traced against the document that it
//! prints, and the words of a fixture in `CONTRIBUTING.md`.

#[path = "../../codegen/tests/tutorial/assembled.rs"]
mod assembled;

use std::collections::BTreeMap;

use assembled::{Part, add, document, parts, put};
use verbatim_codegen::{Source, load};
use verbatim_conformance::fixture::{CERTAINTIES, CONFIRMATIONS, KINDS, SETTLED};
use verbatim_conformance::trace::{Document, trace};

#[test]
fn nothing_of_the_tutorials_document_is_forgotten() {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for part in parts() {
        if let Part::Block { file, entry, text } = part {
            add(files.entry(file).or_default(), &entry, &text);
        }
    }
    let house = tempfile::tempdir().expect("a folder for the spec");
    let spec = put(house.path(), &files);
    let provider = load(&spec).unwrap_or_else(|report| panic!("{report}"));
    let source = Source::read(&spec).expect("it was just loaded");
    let document = Document::new("acme.txt", &document());
    let traced = trace(&source, &provider, &document.lock, &document);
    assert_eq!(traced.faults, []);
    assert_eq!(traced.facts.0, traced.facts.1);
    let (accounted, lines) = traced.cover.count();
    assert_eq!(accounted, lines);
}

#[test]
fn every_word_of_a_verdict_is_taught() {
    let text = include_str!("../../CONTRIBUTING.md");
    for word in [KINDS, CERTAINTIES, SETTLED, CONFIRMATIONS].concat() {
        let told = text.contains(&format!("`{word}`")) || text.contains(&format!(": {word}`"));
        assert!(told, "say in CONTRIBUTING.md what `{word}` is");
    }
}
