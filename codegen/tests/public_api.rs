//! What the runtime and a generated crate show to their users is what somebody reviewed.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use public_api::Builder;
use similar::TextDiff;

/// One generated crate stands for all: they come from the same pages.
const PACKAGES: &[&str] = &["verbatim-runtime", "verbatim-kemru"];

const MEND: &str = "INSTA_UPDATE=always cargo test -p verbatim-codegen --test public_api";

#[test]
fn what_a_crate_shows_is_what_was_reviewed() {
    let mut changed = Vec::new();
    for package in PACKAGES {
        let shown = Builder::from_rustdoc_json(documented(package))
            .omit_blanket_impls(true)
            .omit_auto_trait_impls(true)
            .omit_auto_derived_impls(true)
            .build()
            .unwrap_or_else(|it| panic!("{package}: {it}"))
            .to_string();
        assert!(1 < shown.lines().count(), "{package} shows something");
        let reviewed = root().join(format!("docs/api/{package}.txt"));
        let before = fs::read_to_string(&reviewed).unwrap_or_default();
        if before == shown {
            continue;
        }
        if env::var("INSTA_UPDATE").is_ok_and(|it| it == "always") {
            fs::create_dir_all(root().join("docs/api")).expect("the folder can be made");
            fs::write(&reviewed, shown).expect("the list can be written");
            continue;
        }
        let diff = TextDiff::from_lines(&before, &shown);
        let diff = diff.unified_diff().context_radius(0).to_string();
        changed.push(format!("{package}\n{diff}"));
    }
    assert!(
        changed.is_empty(),
        "what is shown was changed:\n{}\nwhen it is meant: {MEND}",
        changed.join("\n")
    );
}

/// The JSON that rustdoc writes of a package, with all its features.
fn documented(package: &str) -> PathBuf {
    let target = root().join("target/public-api");
    let done = Command::new(env!("CARGO"))
        .args([
            "rustdoc",
            "--quiet",
            "--lib",
            "--all-features",
            "-p",
            package,
        ])
        .args([
            "--",
            "-Zunstable-options",
            "--output-format=json",
            "--cap-lints=allow",
        ])
        // The pinned compiler writes JSON only when it is told that this may change.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_DIR", &target)
        .current_dir(root())
        .status()
        .expect("cargo runs");
    assert!(done.success(), "rustdoc failed on {package}");
    let file = format!("{}.json", package.replace('-', "_"));
    target.join("doc").join(file)
}

fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().expect("the workspace is above").to_owned()
}
