//! The `conformance` command: what it prints, and its exit codes.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

#[track_caller]
fn run(arguments: &[&str]) -> (i32, String, String) {
    run_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join(".."), arguments)
}

#[track_caller]
fn run_in(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = Command::new(env!("CARGO_BIN_EXE_conformance"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

#[test]
fn a_code_is_explained_and_an_unknown_one_is_a_fault_of_usage() {
    let (code, out, _) = run(&["explain", "wrong-body"]);
    assert_eq!(code, 0);
    assert!(
        out.starts_with("wrong-body: The body that arrived is not the fixture's body"),
        "{out}"
    );
    let (code, out, _) = run(&["explain", "wrong-body", "--format", "json"]);
    assert_eq!(code, 0);
    assert!(out.contains("\"code\": \"wrong-body\""), "{out}");
    let (code, out, _) = run(&["explain"]);
    assert_eq!(code, 0);
    let all = verbatim_conformance::code::Code::ALL.len();
    assert_eq!(out.matches("\nWhat to do: ").count(), all, "{out}");
    let (code, out, _) = run(&["explain", "--format", "json"]);
    assert_eq!(code, 0);
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(json["codes"].as_array().map(Vec::len), Some(all));
    let (code, out, err) = run(&["explain", "wrong-bodi"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(
        err.contains("there is wrong-") || err.contains("there is no code `wrong-bodi`"),
        "{err}"
    );
}

#[test]
fn fixtures_are_listed_by_name() {
    let (code, out, _) = run(&["--list", "kemru/mobile_payout-printed_payout"]);
    assert_eq!(code, 0);
    assert!(
        out.starts_with("kemru/mobile_payout-printed_payout: "),
        "{out}"
    );
    assert_eq!(out.lines().count(), 1);
    let (code, out, _) = run(&["run", "--list", "--format", "json", "kemru/*-printed_*"]);
    assert_eq!(code, 0);
    assert!(
        out.contains("\"name\": \"kemru/mobile_payout-printed_payout\""),
        "{out}"
    );
}

#[test]
fn a_word_that_means_no_fixture_is_a_fault_of_usage() {
    let (code, out, err) = run(&["kemru/nothing"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(
        err.contains("no fixture is called `kemru/nothing`"),
        "{err}"
    );
    let (code, _, err) = run(&["--specs", "specs", "trace"]);
    assert_eq!(code, 2);
    assert!(err.contains("`cargo conformance trace …`"), "{err}");
    let (code, _, _) = run(&["--nonsense"]);
    assert_eq!(code, 2);
    let (code, _, _) = run(&["--threads", "0"]);
    assert_eq!(code, 2);
}

#[test]
fn what_failed_last_is_played_alone_and_everything_when_nothing_did() {
    let house = tempfile::tempdir().unwrap();
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    copy(&here.join("../specs"), &house.path().join("specs"));
    fs::create_dir(house.path().join("generated")).unwrap();
    let fixtures = house.path().join("conformance/fixtures/kpoint");
    copy(&here.join("fixtures/kpoint"), &fixtures);
    let file = fixtures.join("buy_airtime-network_airtel.yaml");
    let sound = fs::read_to_string(&file).unwrap();
    fs::write(
        &file,
        sound.replacen("outcome: succeeded", "outcome: pending", 1),
    )
    .unwrap();
    let run = |arguments: &[&str]| {
        let specs = house.path().join("specs");
        let target = house.path().join("target");
        let output = Command::new(env!("CARGO_BIN_EXE_conformance"))
            .args(["--specs", specs.to_str().unwrap()])
            .args(arguments)
            .current_dir(house.path())
            .env("CARGO_TARGET_DIR", target)
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (
            output.status.code(),
            text(output.stdout),
            text(output.stderr),
        )
    };
    let (code, out, _) = run(&[]);
    assert_eq!(code, Some(1), "{out}");
    for _ in 0..2 {
        let (code, out, err) = run(&["--last-failed"]);
        assert_eq!(code, Some(1), "{err}");
        assert!(out.contains("1 case: 0 passed, 1 failed"), "{out}");
    }
    let (_, out, _) = run(&["--last-failed", "--list"]);
    assert!(
        out.starts_with("kpoint/buy_airtime-network_airtel: "),
        "{out}"
    );
    // What was not played is not forgotten.
    let (code, _, _) = run(&["--partition", "1/40"]);
    assert_eq!(code, Some(0));
    fs::write(&file, sound).unwrap();
    let (code, out, _) = run(&["--last-failed"]);
    assert_eq!(code, Some(0), "{out}");
    assert!(out.contains("1 case: 1 passed, 0 failed"), "{out}");
    let (code, out, err) = run(&["--last-failed"]);
    assert_eq!(code, Some(0), "{out}");
    assert!(
        err.contains("nothing of what is meant failed last"),
        "{err}"
    );
    assert!(!out.contains("1 case:"), "{out}");
}

#[test]
fn help_is_no_fault() {
    let (code, out, _) = run(&["--help"]);
    assert_eq!(code, 0);
    assert!(out.contains("Exit codes: 0 everything holds"), "{out}");
}

#[test]
fn without_fixtures_nothing_can_be_run() {
    let empty = tempfile::tempdir().unwrap();
    let (code, _, err) = run_in(empty.path(), &[]);
    assert_eq!(code, 3);
    assert!(
        err.contains("no folder above holds `specs` and `generated`"),
        "{err}"
    );
    let folder = empty.path().to_str().unwrap();
    let (code, _, err) = run(&["--fixtures", folder]);
    assert_eq!(code, 3);
    assert!(err.contains("there is no fixture in"), "{err}");
}

#[test]
fn fixtures_that_no_spec_is_there_for_cannot_be_run() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("nobody")).unwrap();
    fs::write(folder.path().join("nobody/pay-once.yaml"), "").unwrap();
    let path = folder.path().to_str().unwrap();
    let (code, out, _) = run(&["--specs", path, "--fixtures", path, "--format", "json"]);
    assert_eq!(code, 3, "{out}");
    assert!(out.contains("\"could_not_run\": 1"), "{out}");
    assert!(out.contains("\"unknown-provider\""), "{out}");
}

#[test]
fn an_edit_of_a_generated_file_is_told_and_the_fixtures_are_played_all_the_same() {
    let house = tempfile::tempdir().unwrap();
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    copy(&here.join("../specs"), &house.path().join("specs"));
    copy(&here.join("../generated"), &house.path().join("generated"));
    copy(
        &here.join("fixtures"),
        &house.path().join("conformance/fixtures"),
    );
    let edited = house.path().join("generated/kemru/src/operations.rs");
    let text = fs::read_to_string(&edited).unwrap();
    fs::write(&edited, format!("{text}// edited\n")).unwrap();

    let only = "kemru/mobile_payout-printed_payout";
    let (code, out, err) = run_in(house.path(), &[only]);
    assert_eq!(code, 1, "{out}{err}");
    assert!(
        out.contains("stale: generated/kemru/src/operations.rs"),
        "{out}"
    );
    assert!(out.contains("run `cargo codegen`"), "{out}");
    assert!(out.contains("1 case: 1 passed, 0 failed"), "{out}");

    let (code, out, err) = run_in(house.path(), &["--format", "json", only]);
    assert_eq!(code, 1, "{out}");
    assert!(out.starts_with('{'), "{out}");
    let (_, stale) = out.split_once("\"stale\": [").unwrap();
    let (stale, _) = stale.split_once(']').unwrap();
    assert!(
        stale.contains("\"generated/kemru/src/operations.rs\""),
        "{out}"
    );
    assert!(out.contains("\"passed\": 1"), "{out}");
    assert!(err.contains("run `cargo codegen`"), "{err}");
}

/// A folder with all that is in it, but for what was built there.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.path().is_file() {
            fs::copy(entry.path(), to).unwrap();
        } else if entry.file_name() != "target" {
            copy(&entry.path(), &to);
        }
    }
}

#[test]
fn without_documents_no_fact_is_checked_and_that_is_said() {
    let (code, out, _) = run(&["trace", "kemru"]);
    assert_eq!(code, 3);
    assert!(out.starts_with("kemru: "), "{out}");
    assert!(
        out.contains(" facts unchecked; give its folder with --documents"),
        "{out}"
    );
    let empty = tempfile::tempdir().unwrap();
    let folder = empty.path().to_str().unwrap();
    let arguments = ["trace", "--documents", folder, "--format", "json", "kemru"];
    let (code, out, _) = run(&arguments);
    assert_eq!(code, 3);
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    let document = &json["documents"][0];
    assert_eq!(document["provider"], "kemru");
    assert_eq!(document["facts"][0], 0);
    assert!(document["facts"][1].as_u64().unwrap() > 600, "{out}");
    let (code, _, err) = run(&["trace", "nobody"]);
    assert_eq!(code, 2);
    assert!(err.contains("no spec is called `nobody`"), "{err}");
}

#[test]
fn a_trace_that_holds_is_recorded_beside_the_spec() {
    let house = tempfile::tempdir().unwrap();
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/trace");
    let spec = house.path().join("specs/acme");
    fs::create_dir_all(&spec).unwrap();
    fs::copy(here.join("acme.yaml"), spec.join("provider.yaml")).unwrap();
    let specs = house.path().join("specs");
    let arguments = [
        "trace",
        "--documents",
        here.to_str().unwrap(),
        "--specs",
        specs.to_str().unwrap(),
    ];
    let (code, out, _) = run(&arguments);
    assert_eq!(code, 1);
    assert!(out.contains("error[wrong-document]"), "{out}");
    assert!(!spec.join("trace.lock").exists());

    let document = fs::read_to_string(here.join("acme.txt")).unwrap();
    let lock = verbatim_codegen::lock::Lock::of("acme.txt", &document);
    fs::write(spec.join("document.lock"), lock.to_string()).unwrap();
    let (code, out, _) = run(&[&arguments[..], &["--mutate"]].concat());
    assert_eq!(code, 0, "{out}");
    assert!(out.contains("26 of 26 lines accounted for"), "{out}");
    assert!(out.contains(", 0 unnoticed"), "{out}");
    let recorded = fs::read_to_string(spec.join("trace.lock")).unwrap();
    assert!(recorded.contains("document acme.txt\n"), "{recorded}");
}

#[test]
fn what_a_recording_cannot_go_by_is_a_fault_of_usage() {
    let out = ["--out", "target/never-written"];
    let to = ["--to", "https://api.test"];
    for (arguments, told) in [
        (&["kpoint"][..], "--to"),
        (&["kpoint", "--to", "https://api.test"], "--out"),
        (
            &["nobody", to[0], to[1], out[0], out[1]],
            "no spec named `nobody`",
        ),
        (
            &["kpoint", "--to", "api.test", out[0], out[1]],
            "`--to` takes an address",
        ),
        (
            &[
                "kpoint",
                "--to",
                "https://me:s3cret@api.test",
                out[0],
                out[1],
            ],
            "`--to` takes an address",
        ),
        (
            &["kpoint", to[0], to[1], to[0], to[1], out[0], out[1]],
            "two addresses for all servers",
        ),
        (
            &["kpoint", "--to", "desk=https://api.test", out[0], out[1]],
            "there is no such server; there is api",
        ),
        (
            &[
                "kpoint",
                to[0],
                to[1],
                out[0],
                out[1],
                "--listen",
                "0.0.0.0:0",
            ],
            "is no address of this machine alone",
        ),
        (
            &["kpoint", to[0], to[1], out[0], out[1], "--operation", "fly"],
            "the spec has no such operation",
        ),
        (
            &[
                "kpoint",
                to[0],
                to[1],
                out[0],
                out[1],
                "--setting",
                "sms_path=/x",
            ],
            "the spec has no setting `sms_path`",
        ),
        (
            &[
                "kpoint",
                to[0],
                to[1],
                out[0],
                out[1],
                "--certificate",
                "a.pem",
            ],
            "--key",
        ),
        (
            &["kpoint", to[0], to[1], out[0], out[1], "--count", "0"],
            "from 1 on",
        ),
    ] {
        let (code, out, err) = run(&[&["record"], arguments].concat());
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}: {err}");
        assert!(err.contains(told), "{arguments:?}: {err}");
        assert!(!err.contains("s3cret"), "{err}");
    }
    let (code, _, err) = run(&[
        "record",
        "kpoint",
        to[0],
        to[1],
        out[0],
        out[1],
        "--certificate",
        "no.pem",
        "--key",
        "no.pem",
    ]);
    assert_eq!(code, 3, "{err}");
    assert!(err.contains("no.pem is no PEM"), "{err}");
}
