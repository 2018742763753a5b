//! What must not compile, with the message that people see.
//!
//! rustc is asked directly, against the library that this very build has made: a tool that builds
//! the dependencies once more would take longer than all other tests together.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

#[test]
fn a_request_without_a_required_value_does_not_compile() {
    check("missing_value");
}

#[test]
fn values_of_different_kinds_cannot_be_swapped() {
    check("swapped_values");
}

#[test]
fn a_request_with_every_value_compiles() {
    let (compiled, said) = compile("complete");
    assert!(
        compiled,
        "the other cases fail for the reason they name, not for a broken set-up: {said}"
    );
}

#[track_caller]
fn check(name: &str) {
    let (compiled, said) = compile(name);
    assert!(!compiled, "{name}.rs compiles");
    let mut settings = insta::Settings::new();
    settings.set_snapshot_path("compile-fail");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, said));
}

/// Whether a case compiles, and what rustc says of it.
fn compile(name: &str) -> (bool, String) {
    static LIBRARIES: OnceLock<[PathBuf; 2]> = OnceLock::new();
    compile_with(LIBRARIES.get_or_init(matching), name)
}

/// The clients and the runtime that belong together. Builds with other features leave others
/// beside them; two that do not match compile nothing.
fn matching() -> [PathBuf; 2] {
    let (clients, runtimes) = (
        newest("libverbatim_clients-"),
        newest("libverbatim_runtime-"),
    );
    let mut pairs = clients.iter().flat_map(|it| {
        runtimes
            .iter()
            .map(move |other| [it.clone(), other.clone()])
    });
    let found = pairs.find(|it| compile_with(it, "complete").0);
    found.expect("the clients and the runtime that this test was built with are there")
}

fn compile_with([clients, runtime]: &[PathBuf; 2], name: &str) -> (bool, String) {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compile-fail");
    let out = tempfile::tempdir().expect("temp is writable");
    let cargo = std::env::var_os("CARGO")
        .map(PathBuf::from)
        .expect("cargo runs the tests");
    let output = Command::new(cargo.with_file_name("rustc"))
        .current_dir(&cases)
        .args([
            "--edition",
            "2024",
            "--emit",
            "metadata",
            "--error-format",
            "short",
            "--crate-type",
            "bin",
        ])
        .arg("--out-dir")
        .arg(out.path())
        .arg("-L")
        .arg(format!("dependency={}", built().display()))
        .arg("--extern")
        .arg(format!("verbatim_clients={}", clients.display()))
        .arg("--extern")
        .arg(format!("verbatim_runtime={}", runtime.display()))
        .arg(format!("{name}.rs"))
        .output()
        .expect("rustc stands beside cargo");
    (
        output.status.success(),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    )
}

/// Where cargo keeps the libraries that this test was built with.
fn built() -> PathBuf {
    Path::new(env!("CARGO_BIN_EXE_conformance")).with_file_name("deps")
}

/// Libraries of that name, the last one built first.
fn newest(prefix: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(built())
        .expect("cargo keeps its libraries there")
        .flatten();
    let libraries = entries.map(|it| it.path()).filter(|it| {
        let name = it
            .file_name()
            .and_then(|it| it.to_str())
            .unwrap_or_default();
        name.starts_with(prefix) && name.ends_with(".rlib")
    });
    let mut res: Vec<PathBuf> = libraries.collect();
    res.sort_by_key(|it| std::cmp::Reverse(fs::metadata(it).and_then(|it| it.modified()).ok()));
    res
}
