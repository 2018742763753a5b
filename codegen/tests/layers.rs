//! Which module of the generator may import which.
//!
//! Files are parsed, so that `quote!(crate::types::…)`, which is text for a page, is no import.

use std::fs;
use std::path::{Path, PathBuf};
use syn::visit::{self, Visit};

/// Every module of the generator, and the modules that it may import. `lib` is what the crate
/// shows to everybody.
const MODULES: &[(&str, &[&str])] = &[
    // Nouns.
    ("client", &["layout"]),
    ("diagnostic", &["locate", "source"]),
    ("entries", &[]),
    ("lock", &[]),
    ("model", &[]),
    ("page", &[]),
    ("source", &["diagnostic"]),
    ("spec", &["entries"]),
    ("words", &["model"]),
    // Verbs, from one noun to the next.
    (
        "read",
        &["diagnostic", "entries", "locate", "source", "spec"],
    ),
    (
        "check",
        &["diagnostic", "locate", "model", "source", "spec", "words"],
    ),
    ("lower", &["client", "model", "names"]),
    ("emit", &["client", "filters", "names", "page", "release"]),
    ("filters", &["layout"]),
    ("diff", &["surface"]),
    ("drift", &["facts", "lock", "model", "names"]),
    ("facts", &["locate", "model", "source"]),
    ("inspect", &["diagnostic", "model"]),
    (
        "release",
        &["diagnostic", "diff", "locate", "model", "source", "surface"],
    ),
    ("surface", &["inspect", "lock", "model"]),
    // It reads `spec` as a text; its tests hold the result to what serde reads.
    ("language", &["locate", "read", "spec", "words"]),
    ("layout", &[]),
    ("locate", &[]),
    ("names", &[]),
    // What touches the machine.
    ("disk", &["page"]),
    (
        "tree",
        &["diagnostic", "disk", "emit", "lib", "model", "release"],
    ),
    (
        "command",
        &[
            "diagnostic",
            "diff",
            "disk",
            "drift",
            "facts",
            "inspect",
            "language",
            "lock",
            "release",
            "surface",
            "tree",
        ],
    ),
    ("stages", &["check", "emit", "lib", "lower", "page", "read"]),
    // Names every stage and does nothing itself.
    (
        "lib",
        &[
            "check",
            "diagnostic",
            "disk",
            "emit",
            "inspect",
            "lower",
            "model",
            "page",
            "read",
            "release",
            "source",
            "tree",
        ],
    ),
    ("main", &[]),
];

/// Parts of the standard library and other crates that only these modules may import.
const OUTSIDE: &[(&str, &[&str])] = &[
    ("std::fs", &["command", "disk", "drift", "source", "tree"]),
    ("std::net", &[]),
    ("std::process", &["command", "main"]),
    ("std::thread", &["emit", "tree"]),
    ("annotate_snippets", &["diagnostic"]),
    ("clap", &["command"]),
    ("minijinja", &["client", "emit", "filters"]),
    (
        "proc_macro2",
        &["client", "filters", "layout", "lower", "names"],
    ),
    ("quote", &["layout", "lower"]),
    (
        "serde",
        &["client", "drift", "entries", "locate", "read", "spec"],
    ),
    ("serde_ignored", &["read"]),
    (
        "serde_json",
        &[
            "check", "command", "diff", "drift", "inspect", "language", "surface",
        ],
    ),
    ("serde_yaml", &["drift", "language", "locate", "read"]),
    ("syn", &["emit", "language", "layout", "names"]),
];

#[test]
fn modules_of_the_generator_import_what_the_table_allows() {
    let mut seen = Vec::new();
    let mut faults = Vec::new();
    let root = root().join("codegen/src");
    for path in rust_files(&root) {
        let below = path.strip_prefix(&root).expect("it was found there");
        let module: Vec<String> = below
            .with_extension("")
            .iter()
            .map(|it| it.to_string_lossy().into_owned())
            .collect();
        let text = fs::read_to_string(&path).expect("sources are text");
        faults.extend(check(&module, &text));
        seen.push(module[0].clone());
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let without: Vec<_> = MODULES
        .iter()
        .filter(|it| !seen.contains(&it.0.to_owned()))
        .collect();
    assert!(without.is_empty(), "no file for {without:?}");
}

#[test]
fn a_planted_import_is_found() {
    let found = |module: &str, text: &str| {
        let module: Vec<String> = module.split('/').map(str::to_owned).collect();
        check(&module, text).len()
    };
    assert_eq!(found("emit", "use crate::client::Client;"), 0);
    for planted in [
        "use crate::model::Provider;",
        "use super::model;",
        "use crate::{client::Client, model::{self}};",
        "pub(crate) use crate::model as shown;",
        "fn f(it: &crate::model::Type) {}",
        "fn f() { let _ = super::model::Lines(Vec::new()); }",
        "mod tests { use super::super::model::Provider; }",
        "fn f() { use crate::tree::Tree; }",
        "use std::fs;",
        "use std::{fmt, process::Command};",
        "fn f() { std::fs::remove_dir_all(\"/\"); }",
    ] {
        assert_eq!(found("emit", planted), 1, "{planted}");
    }
    for planted in [
        "use super::super::lower::lower;",
        "use crate::names::snake;",
        "use syn::Ident;",
    ] {
        assert_eq!(found("check/field", planted), 1, "{planted}");
    }
    assert_eq!(
        found(
            "check/field",
            "use super::ctx::Ctx; mod tests { use super::*; }"
        ),
        0
    );
    assert_eq!(found("lower", "fn f() -> T { quote!(crate::types::A) }"), 0);
    assert_eq!(found("nowhere", ""), 1);
}

/// What a module imports and may not, one line each.
fn check(module: &[String], text: &str) -> Vec<String> {
    let Some((name, allowed)) = MODULES.iter().find(|it| *it.0 == module[0]) else {
        return vec![format!("module `{}` has no row in the table", module[0])];
    };
    let mut imports = Imports {
        module: match *name {
            "lib" | "main" => Vec::new(),
            _ => module.to_vec(),
        },
        found: Vec::new(),
    };
    imports.visit_file(&syn::parse_file(text).expect("sources are Rust"));
    let fault = |path: &String| {
        let refused = match path.strip_prefix("crate::") {
            Some(inside) => {
                let top = inside.split("::").next().unwrap_or_default();
                let top = match MODULES.iter().any(|it| it.0 == top) {
                    true => top,
                    false => "lib",
                };
                top != *name && !allowed.contains(&top)
            }
            None => OUTSIDE
                .iter()
                .filter(|it| *path == it.0 || path.starts_with(&format!("{}::", it.0)))
                .any(|it| !it.1.contains(name)),
        };
        refused.then(|| format!("`{}` may not import `{path}`", module.join("::")))
    };
    imports.found.iter().filter_map(fault).collect()
}

/// Paths that a file imports or names in full; those of this crate begin with `crate::`.
struct Imports {
    /// The module that one stands in.
    module: Vec<String>,
    found: Vec<String>,
}

impl Imports {
    fn tell(&mut self, path: &[String]) {
        let mut base = self.module.clone();
        let mut rest = path;
        let mut inside = false;
        while let Some((first, after)) = rest.split_first() {
            match first.as_str() {
                "crate" => base.clear(),
                "self" => {}
                "super" => drop(base.pop()),
                // A module named from the root of the crate.
                name if !inside && self.module.is_empty() && is_module(name) => {
                    inside = true;
                    break;
                }
                _ => break,
            }
            inside = true;
            rest = after;
        }
        let path = match inside {
            true => [&["crate".to_owned()], base.as_slice(), rest].concat(),
            false => rest.to_vec(),
        };
        let path = path.join("::");
        if !self.found.contains(&path) {
            self.found.push(path);
        }
    }

    fn tree(&mut self, tree: &syn::UseTree, above: &[String]) {
        let with = |ident: &syn::Ident| [above, &[ident.to_string()]].concat();
        match tree {
            syn::UseTree::Path(it) => self.tree(&it.tree, &with(&it.ident)),
            syn::UseTree::Name(it) if it.ident == "self" => self.tell(above),
            syn::UseTree::Name(it) => self.tell(&with(&it.ident)),
            syn::UseTree::Rename(it) => self.tell(&with(&it.ident)),
            syn::UseTree::Glob(_) => self.tell(above),
            syn::UseTree::Group(it) => it.items.iter().for_each(|it| self.tree(it, above)),
        }
    }
}

impl<'ast> Visit<'ast> for Imports {
    fn visit_item_use(&mut self, it: &'ast syn::ItemUse) {
        self.tree(&it.tree, &[]);
    }

    fn visit_item_mod(&mut self, it: &'ast syn::ItemMod) {
        self.module.push(it.ident.to_string());
        visit::visit_item_mod(self, it);
        self.module.pop();
    }

    fn visit_path(&mut self, it: &'ast syn::Path) {
        let path: Vec<String> = it.segments.iter().map(|it| it.ident.to_string()).collect();
        if 1 < path.len() {
            self.tell(&path);
        }
        visit::visit_path(self, it);
    }
}

fn is_module(name: &str) -> bool {
    MODULES.iter().any(|it| it.0 == name)
}

#[test]
fn the_oracle_imports_the_model_and_nothing_else_of_ours() {
    let folder = root().join("conformance/oracle/src");
    let mut faults = Vec::new();
    for path in rust_files(&folder) {
        let text = fs::read_to_string(&path).expect("sources are text");
        faults.extend(beside_the_model(&text));
    }
    assert!(
        faults.is_empty(),
        "{}",
        faults.join(
            "
"
        )
    );
    for planted in [
        "use verbatim_codegen::generate;",
        "use verbatim_codegen::{facts, model::Type};",
        "fn f() { verbatim_runtime::rt::hear(&[]); }",
        "use verbatim_codegen as model;",
    ] {
        assert_eq!(beside_the_model(planted).len(), 1, "{planted}");
    }
}

/// Paths of ours that lead to something else than the model.
fn beside_the_model(text: &str) -> Vec<String> {
    let mut imports = Imports {
        module: Vec::new(),
        found: Vec::new(),
    };
    imports.visit_file(&syn::parse_file(text).expect("sources are Rust"));
    let model = "verbatim_codegen::model";
    let beside = |it: &String| {
        let inside = it == model || it.starts_with(&format!("{model}::"));
        it.starts_with("verbatim_") && !inside
    };
    imports.found.into_iter().filter(beside).collect()
}

fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent()
        .expect("the generator stands in the workspace")
        .to_owned()
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut res = Vec::new();
    for entry in fs::read_dir(folder).expect("it is a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            res.extend(rust_files(&path));
        } else if path.extension().is_some_and(|it| it == "rs") {
            res.push(path);
        }
    }
    res.sort();
    res
}
