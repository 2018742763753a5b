//! The workflow in docs/ci.md is one that works: its YAML is read, and every command in it is held
//! to the real command line.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_yaml::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn workflow() -> Value {
    let text = std::fs::read_to_string(root().join("docs/ci.md")).unwrap();
    let (_, yaml) = text.split_once("```yaml\n").unwrap();
    let (yaml, _) = yaml.split_once("```").unwrap();
    serde_yaml::from_str(yaml).unwrap()
}

/// Every `run:`, with each value of the matrix filled in.
fn commands(workflow: &Value) -> Vec<String> {
    let mut res = Vec::new();
    for (_, job) in workflow["jobs"].as_mapping().unwrap() {
        let shares = job["strategy"]["matrix"]["share"].as_sequence();
        let shares = shares.map_or(vec![""], |it| {
            it.iter().map(|it| it.as_str().unwrap()).collect()
        });
        for step in job["steps"].as_sequence().unwrap() {
            if let Some(run) = step["run"].as_str() {
                for share in &shares {
                    res.push(run.replace("${{ matrix.share }}", share));
                }
            }
        }
    }
    res
}

#[test]
fn the_workflow_regenerates_checks_shards_and_uploads() {
    let workflow = workflow();
    let commands = commands(&workflow);
    for wanted in [
        "cargo codegen lint",
        "cargo codegen",
        "cargo codegen --check",
        "git diff --exit-code -- generated",
    ] {
        assert!(commands.iter().any(|it| it == wanted), "{wanted}");
    }
    let shares: Vec<_> = commands
        .iter()
        .filter_map(|it| it.split_once("--partition "))
        .map(|it| it.1.split(' ').next().unwrap())
        .collect();
    assert_eq!(shares, ["1/2", "2/2"]);
    let uses = |job: &str, action: &str| {
        let steps = workflow["jobs"][job]["steps"].as_sequence().unwrap();
        steps
            .iter()
            .any(|it| it["uses"].as_str().is_some_and(|it| it.starts_with(action)))
    };
    assert!(uses("fixtures", "actions/upload-artifact@"));
    assert!(uses("fixtures", "github/codeql-action/upload-sarif@"));
    assert!(uses("coverage", "actions/upload-artifact@"));
    assert_eq!(workflow["permissions"]["contents"], "read");
}

#[test]
fn every_command_of_the_workflow_is_one_of_the_command_line() {
    let mut held = 0;
    for command in commands(&workflow()) {
        let Some(arguments) = command.strip_prefix("cargo conformance") else {
            continue;
        };
        held += 1;
        let out = tempfile::tempdir().unwrap();
        let arguments: Vec<_> = arguments
            .split_whitespace()
            .map(|it| it.replace("=reports/", &format!("={}/", out.path().display())))
            .collect();
        // One provider is enough to see that the words are understood and the files written.
        let output = Command::new(env!("CARGO_BIN_EXE_conformance"))
            .args(&arguments)
            .arg("konnect/")
            .current_dir(root())
            .env("CARGO_TARGET_DIR", out.path().join("target"))
            .output()
            .unwrap();
        let err = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{command}\n{err}");
        for file in arguments.iter().flat_map(|it| it.split(',')) {
            if let Some((_, path)) = file.split_once('=') {
                assert!(Path::new(path).is_file(), "{command}: {path}");
            }
        }
    }
    assert_eq!(held, 3);
}

#[test]
fn every_flag_of_the_page_is_one_of_the_command_line() {
    let output = Command::new(env!("CARGO_BIN_EXE_conformance"))
        .args(["run", "--help"])
        .output()
        .unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    let page = std::fs::read_to_string(root().join("docs/ci.md")).unwrap();
    let rows = page.lines().filter(|it| it.starts_with("| `--"));
    let mut flags = 0;
    for flag in rows
        .flat_map(|it| it.split('`'))
        .filter(|it| it.starts_with("--"))
    {
        let flag = flag.split(' ').next().unwrap();
        assert!(
            help.contains(&format!("{flag} ")) || help.contains(&format!("{flag}\n")),
            "{flag}"
        );
        flags += 1;
    }
    assert_eq!(flags, 11);
    // And a word that is none is refused, so that the above could fail.
    let output = Command::new(env!("CARGO_BIN_EXE_conformance"))
        .args(["run", "--partitions", "1/2"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
}
