//! Which package of the workspace may depend on which.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn the_generator_and_the_runtime_import_none_of_ours() {
    for folder in ["codegen", "codegen/runtime"] {
        let folder = root().join(folder);
        let mut ours = ours(
            &folder,
            &["dependencies", "build-dependencies", "dev-dependencies"],
        );
        // Its tests turn its own features on.
        ours.retain(|it| *it != package(&folder));
        assert!(ours.is_empty(), "{} depends on {ours:?}", folder.display());
    }
}

#[test]
fn generated_crates_depend_on_the_runtime_alone() {
    let generated = root().join("generated");
    for folder in folders(&generated) {
        let mut wanted = vec!["verbatim-runtime".to_owned()];
        if folder.ends_with("clients") {
            let others = folders(&generated).into_iter().filter(|it| *it != folder);
            wanted.extend(others.map(|it| package(&it)));
        }
        wanted.sort();
        assert_eq!(all(&folder), wanted, "{}", folder.display());
    }
}

/// What stands on a client's shoulders stands on its dependencies, too.
#[test]
fn a_client_brings_few_crates_beside_those_of_reqwest() {
    let ours = tree("verbatim-kemru");
    // What `json` and TLS bring to reqwest as a service would take it.
    let mut theirs = tree("reqwest");
    theirs.extend(
        [
            "serde",
            "serde_core",
            "serde_json",
            "itoa",
            "memchr",
            "zmij",
        ]
        .map(str::to_owned),
    );
    let more: Vec<_> = ours.difference(&theirs).cloned().collect();
    println!("{}: {more:?}", more.len());
    assert!(more.len() <= 22, "{}: {more:?}", more.len());
}

/// The packages that a package stands on, itself included.
fn tree(package: &str) -> BTreeSet<String> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(root());
    cargo.args(["tree", "--offline", "--edges", "normal", "--prefix", "none"]);
    cargo.args(["--package", package]);
    let out = cargo.output().expect("cargo runs");
    let text = String::from_utf8_lossy(&out.stdout);
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    let names = text.lines().filter_map(|it| it.split(' ').next());
    names.map(str::to_owned).collect()
}

#[test]
fn nothing_of_axum_is_there_by_default() {
    let runtime = manifest(&root().join("codegen/runtime"));
    let optional = runtime["dependencies"]["axum-core"].get("optional");
    assert_eq!(optional.and_then(toml::Value::as_bool), Some(true));
    let generated = root().join("generated");
    let others = folders(&generated);
    for folder in others.iter().chain([&root().join("codegen/runtime")]) {
        let manifest = manifest(folder);
        let default = manifest.get("features").and_then(|it| it.get("default"));
        assert!(default.is_none(), "{}", folder.display());
    }
}

#[test]
fn a_crate_that_includes_a_module_depends_on_the_runtime_alone() {
    let folder = root().join("conformance/made-up");
    assert_eq!(
        dependencies(&folder, &["dependencies"]),
        ["verbatim-runtime"]
    );
    assert_eq!(
        dependencies(&folder, &["build-dependencies"]),
        ["verbatim-codegen"]
    );
}

#[test]
fn the_oracle_depends_on_the_generator_and_on_other_digests() {
    // `layers.rs` holds that it imports nothing but the model.
    let folder = root().join("conformance/oracle");
    assert_eq!(all(&folder), ["md5", "ring", "verbatim-codegen"]);
}

#[test]
fn nothing_but_tests_of_fixtures_depends_on_the_suite() {
    let mut looked_at = 0;
    for folder in members() {
        let sections: &[&str] = match folder.ends_with("made-up") {
            true => &["dependencies", "build-dependencies"],
            false => &["dependencies", "build-dependencies", "dev-dependencies"],
        };
        let depends = dependencies(&folder, sections);
        let depends = depends.contains(&"verbatim-conformance".to_owned());
        assert!(!depends, "{}", folder.display());
        looked_at += 1;
    }
    assert!(4 < looked_at);
}

fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent()
        .expect("the generator stands in the workspace")
        .to_owned()
}

/// The folders of all packages of the workspace.
fn members() -> Vec<PathBuf> {
    let manifest = manifest(&root());
    let members = manifest["workspace"]["members"].as_array();
    let mut res = Vec::new();
    for it in members.expect("the workspace lists its members") {
        let member = it.as_str().expect("a member is a text");
        match member.strip_suffix("/*") {
            Some(above) => res.extend(folders(&root().join(above))),
            None => res.push(root().join(member)),
        }
    }
    res
}

fn manifest(folder: &Path) -> toml::Table {
    let text = fs::read_to_string(folder.join("Cargo.toml")).expect("a package has a manifest");
    text.parse().expect("a manifest is TOML")
}

fn package(folder: &Path) -> String {
    let name = manifest(folder)["package"]["name"]
        .as_str()
        .map(str::to_owned);
    name.expect("a package has a name")
}

/// What a package depends on, in these sections.
fn dependencies(folder: &Path, sections: &[&str]) -> Vec<String> {
    let manifest = manifest(folder);
    let tables = sections
        .iter()
        .filter_map(|it| manifest.get(*it)?.as_table());
    let mut res: Vec<String> = tables.flat_map(|it| it.keys().cloned()).collect();
    res.sort();
    res
}

fn all(folder: &Path) -> Vec<String> {
    dependencies(
        folder,
        &["dependencies", "build-dependencies", "dev-dependencies"],
    )
}

fn ours(folder: &Path, sections: &[&str]) -> Vec<String> {
    let mut res = dependencies(folder, sections);
    res.retain(|it| it.starts_with("verbatim"));
    res
}

fn folders(above: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(above).expect("the workspace has this folder");
    let mut res: Vec<PathBuf> = entries.flatten().map(|it| it.path()).collect();
    res.retain(|it| it.join("Cargo.toml").is_file());
    res.sort();
    res
}
