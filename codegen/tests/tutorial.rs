//! The spec that `specs/README.md` builds: each block goes to the end of a file, or to the end of
//! an entry of it, and wherever `lint` stands the spec so far has no fault.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
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

enum Part {
    Block {
        file: String,
        entry: Option<String>,
        text: String,
    },
    Lint,
}

/// The marked parts in order; a block of YAML without a mark is a mistake.
fn parts() -> Vec<Part> {
    let text = readme();
    let (mut res, mut mark) = (Vec::new(), None);
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line == "<!-- lint -->" {
            res.push(Part::Lint);
        } else if let Some(said) = line.strip_prefix("<!-- file: ") {
            mark = said.strip_suffix(" -->");
        } else if line == "```yaml" {
            let said = mark
                .take()
                .expect("a mark says which file a block belongs to");
            let (file, entry) = match said.split_once(' ') {
                Some((file, entry)) => (file, Some(entry.to_owned())),
                None => (said, None),
            };
            let block = lines.by_ref().take_while(|it| *it != "```");
            let text = block.map(|it| format!("{it}\n")).collect();
            res.push(Part::Block {
                file: file.to_owned(),
                entry,
                text,
            });
        }
    }
    assert!(mark.is_none(), "each mark has its block");
    res
}

/// Appends to a file, or to the end of what stands there under a key of the first level.
fn add(file: &mut String, entry: &Option<String>, text: &str) {
    let end = match entry {
        None => file.len(),
        Some(key) => {
            let start = file.find(&format!("{key}:\n")).expect("the entry is there");
            let below = start + key.len() + 2;
            let mut next = file[below..].match_indices('\n').map(|it| below + it.0 + 1);
            let inner = |it: &usize| file[*it..].starts_with([' ', '\n', '#']);
            next.find(|it| !inner(it)).unwrap_or(file.len())
        }
    };
    file.insert_str(end, text);
}

/// Loads what stands so far and generates from it; the number of operations.
fn lint(files: &BTreeMap<String, String>) -> usize {
    let folder = tempfile::tempdir().expect("a folder for the spec");
    let spec = folder.path().join("specs/acme");
    for (file, text) in files {
        let editors = "# yaml-language-server: $schema=../../";
        assert!(text.starts_with(editors), "{file} names its schema");
        let path = spec.join(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }
    let provider = load(&spec).unwrap_or_else(|report| panic!("{report}"));
    assert!(!generate(&provider).is_empty());
    provider.operations.len()
}

fn readme() -> String {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root: PathBuf = here.parent().expect("the workspace is above").to_owned();
    fs::read_to_string(root.join("specs/README.md")).expect("the tutorial is text")
}
