//! Every key of the spec language is changed by a class of mutants, or it says why no mutant can
//! change it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use verbatim_conformance::mutants::Class;

/// Keys that no mutant changes, by why. A key that ends in `cite`, or stands alone, is told in full.
const UNCHANGED: &[(&str, &[&str])] = &[
    (
        "it is prose, or how something is called: no byte and no verdict depends on it",
        &[
            "about",
            "title",
            "name",
            "choice",
            "reason",
            "says",
            "printed",
            "path_printed",
            "described",
            "groups",
            "group",
            "provider",
            "version",
            "documents",
            "named_by",
        ],
    ),
    (
        "it says where a fact stands: `conformance trace --mutate` changes each of them",
        &[
            "cite",
            "linked",
            "assumed",
            "confidence",
            "lines",
            "samples",
            "kind",
            "disposition",
            "discrepancy",
            "discrepancies",
            "set_aside",
            "of",
        ],
    ),
    (
        "its values are the keys of another noun",
        &[
            "environments",
            "operations",
            "callbacks",
            "unsaid",
            "table.columns",
            "table.nothing",
            "callback.signature",
        ],
    ),
    (
        "what is made by chance and the clock alone is held by tests of the runtime",
        &["reference.random", "reference.zone"],
    ),
    (
        "it names an operation that must exist, and none other takes its part in any spec",
        &["token.operation", "fate.field"],
    ),
    (
        "it says what a recording may keep, and no call shows that: `tests/record.rs` holds it",
        &["harmless"],
    ),
];

/// The keys of the page that is generated from the source that reads specs: `field.wire`.
fn keys() -> BTreeSet<String> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/spec-format.md");
    let page = fs::read_to_string(page).expect("docs/spec-format.md is there");
    let mut noun = "";
    let mut res = BTreeSet::new();
    for line in page.lines() {
        if let Some(name) = line.strip_prefix("## ") {
            noun = name;
        }
        let key = line
            .strip_prefix("- **`")
            .and_then(|it| it.split_once("`**"));
        if let Some((key, _)) = key
            && noun.chars().all(|it| it.is_ascii_lowercase() || it == '_')
        {
            res.insert(format!("{noun}.{key}"));
        }
    }
    res
}

fn why(key: &str) -> Option<&'static str> {
    let last = key.rsplit('.').next().unwrap_or_default();
    let cites = last.ends_with("_cite");
    let told = |it: &&(&'static str, &'static [&'static str])| {
        it.1.iter().any(|it| *it == key || *it == last) || (cites && it.1.contains(&"cite"))
    };
    UNCHANGED.iter().find(told).map(|it| it.0)
}

#[test]
fn every_key_of_the_language_is_changed_by_a_class_or_says_why_not() {
    let keys = keys();
    assert!(150 < keys.len(), "{} keys were read", keys.len());
    let changed: BTreeSet<&str> = Class::ALL
        .iter()
        .flat_map(|it| it.keys())
        .copied()
        .collect();
    let unchanged = |it: &&String| !changed.contains(it.as_str()) && why(it).is_none();
    let missing: Vec<_> = keys.iter().filter(unchanged).collect();
    assert!(
        missing.is_empty(),
        "no class of mutants changes {missing:?}: make mutants of them below \
         `conformance/src/mutants`, and name them in `class.rs`"
    );
    let gone: Vec<_> = changed.iter().filter(|it| !keys.contains(**it)).collect();
    assert!(gone.is_empty(), "the language has no {gone:?}");
}

#[test]
fn a_reason_why_no_mutant_changes_a_key_is_about_a_key() {
    let keys = keys();
    for key in UNCHANGED.iter().flat_map(|it| it.1) {
        let named = |it: &String| it == key || it.ends_with(&format!(".{key}"));
        assert!(keys.iter().any(named), "the language has no `{key}`");
    }
}

#[test]
fn no_two_classes_share_a_word() {
    let words: BTreeSet<_> = Class::ALL.iter().map(|it| it.word()).collect();
    assert_eq!(words.len(), Class::ALL.len());
}
