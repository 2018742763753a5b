//! Who may import whom, as a table.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A module of `codegen/src` and the modules it may import. The library's root sees everything.
const MAY: &[(&str, &[&str])] = &[
    // Nouns.
    ("model", &[]),
    ("source", &["diagnostic"]),
    ("spec", &["entries", "diagnostic"]),
    ("entries", &[]),
    ("client", &[]),
    ("page", &[]),
    ("diagnostic", &["locate", "source"]),
    // Verbs, in the order of the corridor.
    ("locate", &[]),
    (
        "read",
        &["diagnostic", "entries", "locate", "source", "spec"],
    ),
    (
        "check",
        &["diagnostic", "locate", "model", "source", "spec"],
    ),
    ("names", &[]),
    ("lower", &["client", "model", "names"]),
    ("filters", &[]),
    ("emit", &["client", "filters", "names", "page"]),
    ("tidy", &["page"]),
    ("disk", &["page"]),
    // The command and what it shows.
    ("inspect", &["diagnostic", "model"]),
    (
        "tree",
        &[
            "diagnostic",
            "disk",
            "emit",
            "generate",
            "load",
            "model",
            "tidy",
        ],
    ),
    ("command", &["diagnostic", "disk", "inspect", "tree"]),
    (
        "stages",
        &[
            "check", "emit", "lower", "page", "read", "tidy", "Report", "Source",
        ],
    ),
];

#[test]
fn every_module_imports_only_what_it_may() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for path in rust_files(&src) {
        let below = path.strip_prefix(&src).expect("it is below");
        let module = below
            .components()
            .next()
            .expect("it has a name")
            .as_os_str();
        let module = module.to_string_lossy().trim_end_matches(".rs").to_owned();
        if ["lib", "main"].contains(&module.as_str()) {
            continue;
        }
        let text = fs::read_to_string(&path).expect("it is text");
        let Some((_, may)) = MAY.iter().find(|it| it.0 == module) else {
            faults.push(format!("`{module}` is not in the table"));
            continue;
        };
        for import in imports(&text) {
            if import != module && !may.contains(&import.as_str()) {
                faults.push(format!("`{}` imports `{import}`", below.display()));
            }
        }
        seen.insert(module);
    }
    let gone = MAY
        .iter()
        .filter(|it| !seen.contains(it.0))
        .map(|it| format!("`{}` is in the table alone", it.0));
    faults.extend(gone);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_planted_import_would_be_seen() {
    let planted =
        "use std::fs;\nuse crate::{names::pascal, model::{self, Type}};\nuse super::emit::Page;\n";
    assert_eq!(imports(planted), ["names", "model"]);
    assert_eq!(imports("fn f() { use crate::emit::Page; }"), ["emit"]);
}

#[test]
fn crates_depend_in_one_direction() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the workspace is above");
    let ours = |manifest: &Path| -> Vec<String> {
        let text = fs::read_to_string(manifest).expect("a manifest is text");
        let normal = text.split("[dev-dependencies]").next().unwrap_or_default();
        let names = normal
            .lines()
            .filter_map(|it| it.trim_start_matches('"').strip_prefix("verbatim-"));
        names
            .map(|it| {
                it.split(['.', '"', ' ', '='])
                    .next()
                    .unwrap_or_default()
                    .to_owned()
            })
            .collect()
    };
    assert_eq!(ours(&root.join("codegen/Cargo.toml")), [""; 0]);
    assert_eq!(ours(&root.join("codegen/runtime/Cargo.toml")), [""; 0]);
    let generated = fs::read_dir(root.join("generated")).expect("there are generated crates");
    for folder in generated
        .flatten()
        .map(|it| it.path())
        .filter(|it| it.join("Cargo.toml").is_file())
    {
        let clients = folder.ends_with("clients");
        for it in ours(&folder.join("Cargo.toml")) {
            let provider = root.join("specs").join(&it).is_dir();
            assert!(
                it == "runtime" || (clients && provider),
                "{} depends on {it}",
                folder.display()
            );
        }
    }
}

/// First segments of paths that begin with `crate::`, anywhere in the file.
fn imports(text: &str) -> Vec<String> {
    let file = syn::parse_file(text).expect("it is Rust");
    let mut finder = Finder(Vec::new());
    syn::visit::Visit::visit_file(&mut finder, &file);
    finder.0
}

/// Collects `use` trees; a path inside `quote!` is no import, and is not looked at.
struct Finder(Vec<String>);

impl<'ast> syn::visit::Visit<'ast> for Finder {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if let syn::UseTree::Path(path) = &item.tree
            && path.ident == "crate"
        {
            first(&path.tree, &mut self.0);
        }
    }
}

fn first(tree: &syn::UseTree, res: &mut Vec<String>) {
    match tree {
        syn::UseTree::Path(it) => res.push(it.ident.to_string()),
        syn::UseTree::Name(it) => res.push(it.ident.to_string()),
        syn::UseTree::Rename(it) => res.push(it.ident.to_string()),
        syn::UseTree::Group(it) => it.items.iter().for_each(|it| first(it, res)),
        syn::UseTree::Glob(_) => res.push("*".to_owned()),
    }
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut res = Vec::new();
    for entry in fs::read_dir(folder).expect("it can be listed").flatten() {
        let path = entry.path();
        match path.is_dir() {
            true => res.extend(rust_files(&path)),
            false if path.extension().is_some_and(|it| it == "rs") => res.push(path),
            false => {}
        }
    }
    res.sort();
    res
}
