//! What is said of the workspace in one place holds in the others.

use std::fs;
use std::path::{Path, PathBuf};

use verbatim_codegen::{Tree, generate, model::Provider};

/// Lines of code per operation, outbound or inbound: no comments, no blank lines, no code tables.
const BUDGET: usize = 60;
/// What a crate has once (client, builder, credentials, environments) is more than a budget where
/// there are only a few operations, so those crates count in the average of all alone.
const FEW: usize = 10;

#[test]
fn the_lowest_supported_rust_is_the_pinned_one() {
    let pinned = value(&root().join("rust-toolchain.toml"), "channel");
    let mut looked_at = 0;
    for manifest in manifests() {
        let text = fs::read_to_string(&manifest).expect("a manifest is text");
        if text.contains("rust-version = ") {
            looked_at += 1;
            let stated = value(&manifest, "rust-version");
            assert_eq!(format!("{stated}.0"), pinned, "{}", manifest.display());
        } else {
            assert!(
                text.contains("rust-version.workspace = true"),
                "{}",
                manifest.display()
            );
        }
    }
    assert!(looked_at > 1, "the root and every generated crate state it");
}

#[test]
fn generated_code_stays_within_its_budget() {
    let providers = Tree::of(&root()).load(&[]);
    let (mut lines, mut operations) = (0, 0);
    for it in providers.expect("the specs have no fault") {
        let (has, of) = (code_lines(&it), it.operations.len() + it.callbacks.len());
        println!("{}: {has} lines for {of} operations", it.name);
        let within = of < FEW || has <= BUDGET * of;
        assert!(within, "{}: {has} lines for {of} operations", it.name);
        lines += has;
        operations += of;
    }
    assert!(
        lines <= BUDGET * operations,
        "{lines} lines for {operations} operations, where {BUDGET} each are allowed"
    );
}

/// Lines of code of a generated crate as it stands in the tree, its code tables left out.
fn code_lines(provider: &Provider) -> usize {
    let rust = generate(provider)
        .into_iter()
        .filter(|it| it.path.ends_with(".rs"));
    let mut res = 0;
    for page in rust {
        let path = root().join("generated").join(&page.path);
        let text = fs::read_to_string(path).expect("the tree is generated");
        let lines: Vec<&str> = text
            .lines()
            .filter(|it| !it.trim().is_empty() && !it.trim_start().starts_with("//"))
            .collect();
        let mut rest = lines.as_slice();
        while let Some((line, after)) = rest.split_first() {
            let table = is_table(provider, line, after);
            let end = if line.starts_with("rt::coded!") {
                "}"
            } else {
                "];"
            };
            let skipped = table
                .then(|| rest.iter().position(|it| *it == end))
                .flatten();
            res += usize::from(skipped.is_none());
            rest = skipped.map_or(after, |it| &rest[it + 1..]);
        }
    }
    res
}

/// Whether a code table of the document begins here: rows, or the enumeration of its codes.
fn is_table(provider: &Provider, line: &str, after: &[&str]) -> bool {
    if line.contains("static ") && line.ends_with("= &[") {
        return true;
    }
    let cells = || {
        provider
            .tables
            .iter()
            .flat_map(|it| &it.rows)
            .flat_map(|it| &it.cells)
            .flatten()
    };
    let enums = provider.enums.iter();
    let tabled = enums.filter(|it| {
        it.values
            .iter()
            .all(|value| cells().any(|cell| *cell == value.wire))
    });
    let pascal = |name: &str| -> String {
        let words = name.split('_').map(|it| it[..1].to_uppercase() + &it[1..]);
        words.collect()
    };
    let names: Vec<String> = tabled
        .map(|it| pascal(&it.name))
        .chain(["Code".to_owned()])
        .collect();
    line.starts_with("rt::coded!")
        && after.first().is_some_and(|it| {
            names
                .iter()
                .any(|name| it.contains(&format!("enum {name} ")))
        })
}

/// `key = "value"` in a manifest.
fn value(path: &Path, key: &str) -> String {
    let text = fs::read_to_string(path).expect("it is text");
    let line = text
        .lines()
        .find_map(|it| it.strip_prefix(&format!("{key} = ")));
    line.expect("the key is there").trim_matches('"').to_owned()
}

fn manifests() -> Vec<PathBuf> {
    let mut res: Vec<PathBuf> = [
        "",
        "codegen",
        "codegen/runtime",
        "conformance",
        "conformance/made-up",
        "conformance/oracle",
    ]
    .map(|it| root().join(it))
    .into();
    let generated = fs::read_dir(root().join("generated")).expect("there are generated crates");
    res.extend(generated.flatten().map(|it| it.path()));
    res.iter()
        .map(|it| it.join("Cargo.toml"))
        .filter(|it| it.is_file())
        .collect()
}

fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().expect("the workspace is above").to_owned()
}
