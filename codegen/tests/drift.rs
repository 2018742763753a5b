//! What a newer document touches: each case changes the document of a made-up provider.

use std::fs;
use std::path::Path;
use std::process::Command;

use verbatim_codegen::drift::{Drift, drift};
use verbatim_codegen::lock::Lock;
use verbatim_codegen::model::Provider;
use verbatim_codegen::{Source, check};

const SPEC: &str = include_str!("../../conformance/tests/trace/acme.yaml");
const OLD: &str = include_str!("../../conformance/tests/trace/acme.txt");

fn acme() -> Provider {
    let source = Source::single("acme", "acme.yaml", SPEC);
    check(&source).unwrap_or_else(|it| panic!("{it}"))
}

/// What the change of a text to another one does.
#[track_caller]
fn change(from: &str, to: &str) -> Drift {
    assert!(OLD.contains(from), "`{from}` is not there");
    let new = OLD.replacen(from, to, 1);
    let lock = Lock::of("acme.txt", OLD);
    drift(&acme(), &lock, &new, None)
}

#[test]
fn the_same_document_changes_nothing_whatever_its_line_ends_and_blank_lines() {
    for new in [
        OLD.to_owned(),
        OLD.replace('\n', "\r\n"),
        OLD.replace("Example:", "\n\nExample:"),
    ] {
        let lock = Lock::of("acme.txt", OLD);
        let drift = drift(&acme(), &lock, &new, None);
        assert_eq!((drift.changes, drift.moved), (Vec::new(), Vec::new()));
    }
}

#[test]
fn a_new_value_of_an_enum_names_the_values_beside_it() {
    let drift = change("WATER or POWER", "WATER, POWER or GAS");
    let [it] = drift.changes.as_slice() else {
        panic!("{drift:#?}");
    };
    assert_eq!(
        (it.old.prose(), it.new.prose()),
        ("L13".into(), "L13".into())
    );
    assert_eq!(it.text, ["WATER, POWER or GAS"]);
    assert_eq!(
        it.facts,
        [
            "acme/enum/kind/water/value",
            "acme/enum/kind/power/value",
            "acme/pay/field/kind/values"
        ]
    );
    assert_eq!(it.operations, ["pay"]);
    let items = [
        "acme::operations::Pay::kind",
        "acme::types::Kind::Power",
        "acme::types::Kind::Water",
    ];
    assert_eq!(it.items, items);
}

#[test]
fn a_changed_path_names_the_operation() {
    let drift = change("/v1/pay", "/v2/pay");
    let [it] = drift.changes.as_slice() else {
        panic!("{drift:#?}");
    };
    assert_eq!(it.facts, ["acme/pay/method", "acme/pay/path"]);
    assert_eq!(it.operations, ["pay"]);
    assert_eq!(it.items, ["acme::Client::pay", "acme::operations::Pay"]);
}

#[test]
fn a_new_code_stands_between_what_is_known() {
    let drift = change("Bill not found.\n", "Bill not found.\n102\nPaid twice.\n");
    let [it] = drift.changes.as_slice() else {
        panic!("{drift:#?}");
    };
    assert_eq!(it.old.prose(), "");
    assert_eq!(it.new.prose(), "L27-L28");
    assert_eq!(it.between, (26, 27));
    assert_eq!(it.text, ["102", "Paid twice."]);
    assert_eq!(it.facts, [""; 0]);
    assert_eq!(
        it.near,
        ["acme/code/101/all/code", "acme/code/101/all/outcome"]
    );
    assert_eq!(it.items, ["acme::types::Code::NotFound"]);
}

#[test]
fn what_came_into_a_sample_touches_the_sample() {
    let drift = change(
        "\"amount\": \"5\",\n",
        "\"amount\": \"5\",\n\"ref\": \"B2\",\n",
    );
    let [it] = drift.changes.as_slice() else {
        panic!("{drift:#?}");
    };
    assert_eq!(it.facts, ["acme/pay/L15/sample"]);
    assert_eq!(it.operations, ["pay"]);
}

#[test]
fn what_was_taken_out_touches_those_who_cite_it() {
    let drift = change("POST https://api.acme.test/v1/pay\n", "");
    let [it] = drift.changes.as_slice() else {
        panic!("{drift:#?}");
    };
    assert_eq!(
        (it.old.prose(), it.new.prose()),
        ("L7".into(), String::new())
    );
    assert_eq!(it.facts, ["acme/pay/method", "acme/pay/path"]);
}

#[test]
fn the_command_names_fixtures_and_tells_by_its_exit_code() {
    let house = tempfile::tempdir().expect("a folder");
    let write = |path: &str, text: &str| {
        let path = house.path().join(path);
        fs::create_dir_all(path.parent().expect("it has one")).expect("a folder");
        fs::write(path, text).expect("a file");
    };
    write("Cargo.toml", "");
    write("specs/acme/provider.yaml", SPEC);
    write("old/acme.txt", OLD);
    write("new/acme.txt", &OLD.replacen("/v1/pay", "/v2/pay", 1));
    write(
        "conformance/fixtures/acme/pay-paid.yaml",
        "lines: \"7, 15-18\"\nsamples: []\n",
    );
    write("conformance/fixtures/acme/pay-codes.yaml", "lines: 23-26\n");

    let (code, _, err) = run(
        house.path(),
        &["drift", "--document", "new/acme.txt", "acme"],
    );
    assert_eq!(code, 3);
    assert!(err.contains("cargo codegen lock"), "{err}");
    let (code, _, _) = run(
        house.path(),
        &["lock", "--document", "old/acme.txt", "acme"],
    );
    assert_eq!(code, 0);

    let (code, out, _) = run(
        house.path(),
        &["drift", "--document", "old/acme.txt", "acme"],
    );
    assert_eq!(
        (code, out.as_str()),
        (0, "acme: 0 places changed, 0 moved\n")
    );
    let (code, out, _) = run(
        house.path(),
        &["drift", "--document", "new/acme.txt", "acme"],
    );
    assert_eq!(code, 1);
    let wanted = [
        "changed: L7 is L7 now",
        "  > POST https://api.acme.test/v2/pay",
        "  facts: acme/pay/method, acme/pay/path",
        "  operations: pay",
        "  fixtures: acme/pay-paid",
        "  items: acme::Client::pay, acme::operations::Pay",
        "acme: 1 place changed, 0 moved",
    ];
    assert_eq!(out.lines().collect::<Vec<_>>(), wanted);
    let arguments = [
        "drift",
        "--document",
        "new/acme.txt",
        "acme",
        "--format",
        "json",
    ];
    let (code, out, _) = run(house.path(), &arguments);
    assert_eq!(code, 1);
    let json: serde_json::Value = serde_json::from_str(&out).expect("it is one document");
    assert_eq!(json["changes"][0]["fixtures"][0], "acme/pay-paid");
    assert_eq!(json["changes"][0]["old"][0][0], 7);

    let (code, _, err) = run(house.path(), &["drift", "--document", "none.txt", "acme"]);
    assert_eq!(code, 3);
    assert!(err.contains("facts unchecked"), "{err}");
}

/// Changes of the document of `drift/town.yaml`, each with all that it touches.
#[test]
fn each_change_names_what_it_touches_and_nothing_else() {
    #[derive(serde::Deserialize)]
    struct Case {
        name: String,
        /// What is replaced by what, in this order.
        change: Vec<(String, String)>,
        code: i32,
        told: String,
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/drift");
    let read = |name: &str| fs::read_to_string(folder.join(name)).expect("it is there");
    let cases: Vec<Case> = serde_yaml::from_str(&read("cases.yaml")).expect("they are cases");
    let house = tempfile::tempdir().expect("a folder");
    let write = |path: &str, text: &str| {
        let path = house.path().join(path);
        fs::create_dir_all(path.parent().expect("it has one")).expect("a folder");
        fs::write(path, text).expect("a file");
    };
    write("Cargo.toml", "");
    write("specs/town/provider.yaml", &read("town.yaml"));
    for entry in fs::read_dir(folder.join("fixtures")).expect("there are some") {
        let name = entry.expect("an entry").file_name();
        let name = name.to_str().expect("it is text");
        let text = read(&format!("fixtures/{name}"));
        write(&format!("conformance/fixtures/town/{name}"), &text);
    }
    let text = read("town.txt");
    write("town.txt", &text);
    let (code, _, err) = run(house.path(), &["lock", "--document", "town.txt", "town"]);
    assert_eq!(code, 0, "{err}");
    for Case {
        name,
        change,
        code,
        told,
    } in cases
    {
        let changed = change.iter().fold(text.clone(), |text, (from, to)| {
            assert!(text.contains(from), "{name}: `{from}` is not there");
            text.replacen(from, to, 1)
        });
        write("new.txt", &changed);
        let arguments = ["drift", "--document", "new.txt", "town"];
        let (ended, out, err) = run(house.path(), &arguments);
        assert_eq!((ended, out), (code, told), "{name}\n{err}");
    }
}

fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_codegen"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("the command runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it is text");
    let code = output.status.code().expect("it ends by itself");
    (code, text(output.stdout), text(output.stderr))
}
