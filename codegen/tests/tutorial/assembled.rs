//! What `specs/README.md` prints: a document, and the blocks that make its spec.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What is marked.
pub(crate) enum Part {
    /// Goes to the end of a file, or to the end of what stands there under a key.
    Block {
        file: String,
        entry: Option<String>,
        text: String,
    },
    /// So far the spec has no fault.
    Lint,
}

/// The invented document, without the numbers of its lines.
pub(crate) fn document() -> String {
    let text = readme();
    let (_, after) = text.split_once("```text\n").expect("it is printed");
    let (printed, _) = after.split_once("```").expect("the block ends");
    let mut res = String::new();
    for (at, line) in printed.lines().enumerate() {
        let (number, said) = line.split_at_checked(4).unwrap_or((line, ""));
        assert_eq!(number.trim(), (at + 1).to_string(), "lines are numbered");
        res.push_str(said);
        res.push('\n');
    }
    res
}

/// Writes a spec below a folder that stands for a workspace.
pub(crate) fn put(house: &Path, files: &BTreeMap<String, String>) -> PathBuf {
    let spec = house.join("specs/acme");
    for (file, text) in files {
        let editors = "# yaml-language-server: $schema=../../";
        assert!(text.starts_with(editors), "{file} names its schema");
        let path = spec.join(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }
    spec
}

/// The marked parts in order; a block of YAML without a mark is a mistake.
pub(crate) fn parts() -> Vec<Part> {
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
pub(crate) fn add(file: &mut String, entry: &Option<String>, text: &str) {
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

pub(crate) fn readme() -> String {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root: PathBuf = here.parent().expect("the workspace is above").to_owned();
    fs::read_to_string(root.join("specs/README.md")).expect("the tutorial is text")
}
