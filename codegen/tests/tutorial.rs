//! The spec that `specs/README.md` builds: each block goes to the end of a file, or to the end of
//! an entry of it, and wherever `lint` stands the spec so far has no fault.

#[path = "tutorial/assembled.rs"]
#[expect(dead_code, reason = "its document is traced by `conformance`")]
mod assembled;

use std::collections::BTreeMap;

use assembled::{Part, add, parts, put, readme};
use verbatim_codegen::{generate, load};

#[test]
fn the_spec_that_the_tutorial_builds_has_no_fault_wherever_it_says_so() {
    let parts = parts();
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    let mut operations = Vec::new();
    for part in &parts {
        match part {
            Part::Block { file, entry, text } => {
                add(files.entry(file.clone()).or_default(), entry, text)
            }
            Part::Lint => operations.push(lint(&files)),
        }
    }
    assert!(
        matches!(parts.last(), Some(Part::Lint)),
        "nothing stands unchecked at the end"
    );
    assert!(
        operations.is_sorted() && Some(&3) == operations.last(),
        "{operations:?}"
    );
}

#[test]
fn the_first_block_is_a_provider_in_about_twenty_lines() {
    let first = parts().into_iter().next();
    let Some(Part::Block { file, text, .. }) = first else {
        panic!("the tutorial begins with a block");
    };
    assert_eq!(file, "provider.yaml");
    assert!(text.lines().count() <= 24, "{}", text.lines().count());
}

#[test]
fn the_tutorial_is_short_enough_to_be_read() {
    assert!(readme().lines().count() <= 300);
}

/// Loads what stands so far and generates from it; the number of operations.
fn lint(files: &BTreeMap<String, String>) -> usize {
    let folder = tempfile::tempdir().expect("a folder for the spec");
    let spec = put(folder.path(), files);
    let provider = load(&spec).unwrap_or_else(|report| panic!("{report}"));
    assert!(!generate(&provider).is_empty());
    provider.operations.len()
}
