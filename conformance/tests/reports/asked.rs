//! `--report`, as the command writes them: over the workspace's fixtures, one of which fails.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::{fits, fits_xsd, schema};

/// Some fixtures of one provider, one of which fails, another of which is known to.
fn fixtures() -> tempfile::TempDir {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/kpoint");
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("kpoint");
    fs::create_dir(&to).unwrap();
    let stems = ["network_airtel", "printed_request", "http_500_is_unknown"];
    let names = stems.map(|it| format!("buy_airtime-{it}"));
    fs::copy(from.join("setup.yaml"), to.join("setup.yaml")).unwrap();
    for name in &names {
        for end in ["yaml", "snap"] {
            let file = format!("{name}.{end}");
            fs::copy(from.join(&file), to.join(&file)).unwrap();
        }
    }
    let edit = |name: &str, from: &str, by: &str| {
        let file = to.join(format!("{name}.yaml"));
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.contains(from), "{text}");
        fs::write(file, text.replacen(from, by, 1)).unwrap();
    };
    edit(&names[0], "\"AIRTEL\",\"phone", "\"OTHER\",\"phone");
    let known = "known_failure: { reason: for this test, gone_by: \"99.0.0\" }\nexpect:";
    edit(&names[1], "expect:", known);
    edit(&names[1], "\"amount\":", "\"amounts\":");
    folder
}

#[test]
fn a_run_writes_every_report_that_it_is_asked_for() {
    let (fixtures, out) = (fixtures(), tempfile::tempdir().unwrap());
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let path = |name: &str| out.path().join("deep").join(name);
    let kinds = ["json", "junit", "sarif", "tap"];
    let asked = kinds.map(|it| format!("{it}={}", path(it).display()));
    let output = Command::new(env!("CARGO_BIN_EXE_conformance"))
        .args(["--specs", "specs", "--fixtures"])
        .arg(fixtures.path())
        .args(["--report", &asked.join(","), "--report", "github"])
        .current_dir(root)
        .env("CARGO_TARGET_DIR", out.path())
        .output()
        .unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{printed}");
    assert!(
        printed.contains("2 passed, 1 failed, 0 could not run, 1 known to fail"),
        "{printed}"
    );
    let annotation = printed.lines().find(|it| it.starts_with("::error "));
    let annotation = annotation.unwrap();
    assert!(
        annotation.contains("buy_airtime-network_airtel.yaml,line="),
        "{annotation}"
    );

    let read = |kind: &str| fs::read_to_string(path(kind)).unwrap();
    let json: Value = serde_json::from_str(&read("json")).unwrap();
    fits(&schema("../docs/schema/report.json"), &json);
    assert_eq!(
        (&json["failed"], &json["known_failures"]),
        (&1.into(), &1.into())
    );
    let sarif: Value = serde_json::from_str(&read("sarif")).unwrap();
    fits(&schema("tests/reports/sarif-2.1.0.json"), &sarif);
    let spec = &sarif["runs"][0]["results"][0]["relatedLocations"][0]["physicalLocation"];
    let spec = &spec["artifactLocation"]["uri"];
    assert!(
        spec.as_str().unwrap().starts_with("specs/kpoint/"),
        "{spec}"
    );
    fits_xsd(&read("junit"));
    assert!(read("tap").contains("1..4\n"));
    // What is private stays so, wherever it is written.
    for kind in kinds {
        for private in ["08012345678", "test-api-key"] {
            assert!(!read(kind).contains(private), "{private} in {kind}");
        }
    }
    assert!(!printed.contains("08012345678"), "{printed}");
}

#[test]
fn a_report_that_does_not_exist_is_a_fault_of_usage() {
    for asked in ["pdf=x", "junit", "junit=", "github=x", "json=a,,"] {
        let output = Command::new(env!("CARGO_BIN_EXE_conformance"))
            .args(["--report", asked])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{asked}");
    }
}
