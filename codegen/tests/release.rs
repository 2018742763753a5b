//! What changed since the last release, and the version and changelog that follow from it: each case
//! changes the spec of a made-up provider after it was released.

use std::fs;
use std::process::Command;

const SPEC: &str = include_str!("../../conformance/tests/trace/acme.yaml");

/// A workspace with that spec, and what the command says in it.
struct House(tempfile::TempDir);

impl House {
    fn new() -> House {
        let house = House(tempfile::tempdir().expect("a folder"));
        house.write("Cargo.toml", "");
        house.write("specs/acme/provider.yaml", SPEC);
        house
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().expect("it has one")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.0.path().join(path)).expect("it is there")
    }

    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_codegen"))
            .args(arguments)
            .current_dir(self.0.path())
            .output()
            .expect("the command runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it is text");
        let code = output.status.code().expect("it ends by itself");
        (code, text(output.stdout), text(output.stderr))
    }
}

#[track_caller]
fn changed(from: &str, to: &str) -> String {
    assert!(SPEC.contains(from), "`{from}` is not there");
    SPEC.replacen(from, to, 1)
}

/// What is changed, how breaking that is for callers and on the wire, and the least version then.
const CASES: &[(&str, &str, &str, &str, &str)] = &[
    // What nobody can see.
    (
        "about: Pays a bill.",
        "about: Pays any bill.",
        "unaffected",
        "same",
        "0.1.0",
    ),
    (
        "title: Acme",
        "title: Acme Pay # new",
        "unaffected",
        "same",
        "0.1.0",
    ),
    (
        "path_cite: 7",
        "path_cite: 8",
        "unaffected",
        "same",
        "0.1.0",
    ),
    // Fields of a request.
    ("wire: amount", "wire: sum", "breaking", "changes", "0.2.0"),
    (
        "wire: amount",
        "wire: sum, name: amount",
        "unaffected",
        "changes",
        "0.1.1",
    ),
    (
        "    reply: {",
        "      - { wire: note, type: text, required: \"no\", cite: 14 }\n    reply: {",
        "compatible",
        "adds",
        "0.1.1",
    ),
    (
        "    reply: {",
        "      - { wire: note, type: text, required: \"yes\", cite: 14 }\n    reply: {",
        "breaking",
        "changes",
        "0.2.0",
    ),
    (
        "type: money KES",
        "type: text",
        "breaking",
        "changes",
        "0.2.0",
    ),
    (
        "wire: ref, type: identifier",
        "wire: ref, type: identifier, personal: \"yes\"",
        "compatible",
        "same",
        "0.1.1",
    ),
    // The call.
    (
        "path: /v1/pay",
        "path: /v2/pay",
        "unaffected",
        "changes",
        "0.1.1",
    ),
    (
        "method: POST",
        "method: PUT",
        "unaffected",
        "changes",
        "0.1.1",
    ),
    (
        "effect: spends",
        "effect: collects",
        "breaking",
        "same",
        "0.2.0",
    ),
    (
        "unknown: by hand",
        "unknown: create again",
        "breaking",
        "same",
        "0.2.0",
    ),
    (
        "https://api.acme.test",
        "https://pay.acme.test",
        "unaffected",
        "changes",
        "0.1.1",
    ),
    // What is answered.
    (
        "- { is: POWER, cite: 13 }",
        "- { is: POWER, cite: 13 }\n      - { is: GAS, cite: 13 }",
        "compatible",
        "adds",
        "0.1.1",
    ),
    (
        "      - { is: POWER, cite: 13 }\n",
        "",
        "breaking",
        "same",
        "0.2.0",
    ),
    (
        "      - { wire: ref, type: identifier, cite: 20 }\n",
        "      - { wire: ref, type: identifier, cite: 20 }\n      - { wire: fee, type: text, cite: 20 }\n",
        "compatible",
        "same",
        "0.1.1",
    ),
    (
        "wire: ref, type: identifier",
        "wire: ref, type: text",
        "breaking",
        "same",
        "0.2.0",
    ),
    (
        "outcome: rejected",
        "outcome: unknown",
        "breaking",
        "same",
        "0.2.0",
    ),
    (
        "code: \"101\"",
        "code: \"102\"",
        "breaking",
        "same",
        "0.2.0",
    ),
];

#[test]
fn a_version_that_is_too_low_for_what_changed_is_refused() {
    let house = House::new();
    let (code, out, err) = house.run(&["release", "acme"]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("acme 0.1.0 is released"), "{out}");
    house.write("old/provider.yaml", SPEC);
    for (from, to, callers, wire, version) in CASES {
        let what = format!("`{from}` → `{to}`");
        let spec = changed(from, to);
        house.write("specs/acme/provider.yaml", &spec);
        for old in ["old", "specs/acme/release.lock"] {
            let (code, out, err) = house.run(&["diff", old, "acme", "--format", "json"]);
            assert_eq!(code, 0, "{what}: {err}");
            let json: serde_json::Value = serde_json::from_str(&out).expect("one document");
            assert_eq!(
                (&json["callers"], &json["wire"]),
                (&(*callers).into(), &(*wire).into()),
                "{what}: {out}"
            );
        }
        let (code, _, err) = house.run(&["lint", "acme"]);
        let refused = *version != "0.1.0";
        assert_eq!(code, i32::from(refused), "{what}: {err}");
        if refused {
            assert!(err.contains("error[version-too-low]"), "{what}: {err}");
            assert!(
                err.contains("specs/acme/provider.yaml:4:10"),
                "{what}: {err}"
            );
            assert!(
                err.contains(&format!("{version} is the least")),
                "{what}: {err}"
            );
        }
        let said = format!("version: \"{version}\"");
        house.write(
            "specs/acme/provider.yaml",
            &spec.replacen("version: \"0.1.0\"", &said, 1),
        );
        let (code, _, err) = house.run(&["lint", "acme"]);
        assert_eq!(code, 0, "{what}: {err}");
    }
}

#[test]
fn the_changelog_of_a_crate_follows_from_its_spec() {
    let house = House::new();
    let told = |wanted: &[&str]| {
        let (code, _, err) = house.run(&["acme"]);
        assert_eq!(code, 0, "{err}");
        let text = house.read("generated/acme/CHANGELOG.md");
        let said: Vec<&str> = (text.lines().skip_while(|it| !it.starts_with("## ")))
            .filter(|it| !it.is_empty())
            .collect();
        assert_eq!(said, wanted);
    };
    let first = ["### Added", "- The first release, with 1 operation."];
    told(&[&["## [Unreleased]", "Will be 0.1.0."][..], &first].concat());
    assert_eq!(house.run(&["release", "acme"]).0, 0);
    told(&[&["## [0.1.0]"][..], &first].concat());
    let spec = changed("wire: amount", "wire: sum").replacen("/v1/pay", "/v2/pay", 1);
    let spec = spec.replacen("0.1.0", "0.2.0", 1);
    house.write("specs/acme/provider.yaml", &spec);
    let changes = [
        "### Breaking",
        "- operation pay, field amount is gone",
        "- operation pay, field sum is new",
        "### On the wire alone",
        "- operation pay: path is \"/v2/pay\", was \"/v1/pay\"",
    ];
    let before = [&["## [0.1.0]"][..], &first].concat();
    told(
        &[
            &["## [Unreleased]", "Will be 0.2.0."][..],
            &changes,
            &before,
        ]
        .concat(),
    );
    assert_eq!(house.run(&["release", "acme"]).0, 0);
    told(&[&["## [0.2.0]"][..], &changes, &before].concat());
    let (code, out, _) = house.run(&["release", "acme"]);
    assert_eq!(
        (code, out.as_str()),
        (0, "acme 0.2.0 is released already\n")
    );
}

#[test]
fn what_cannot_be_compared_is_told() {
    let house = House::new();
    assert_eq!(house.run(&["release", "acme"]).0, 0);
    let (code, _, err) = house.run(&["diff", "none", "acme"]);
    assert_eq!(code, 2, "{err}");
    house.write("old/provider.yaml", "provider: acme\n");
    let (code, _, err) = house.run(&["diff", "old", "acme"]);
    assert_eq!(code, 3, "{err}");
    assert!(err.contains("error[missing-key]"), "{err}");
    let (code, out, _) = house.run(&["diff", "acme", "acme"]);
    assert_eq!(
        (code, out.as_str()),
        (0, "0 changes: unaffected for callers, same on the wire\n")
    );
    for (lock, wanted) in [
        ("version 0.1\n", "`0.1` is no version"),
        ("version 0.1.0\nrow a\n", "line 2 is no line"),
        ("version 0.1.0\nnote 0.1.0 loud a\n", "line 2 is no line"),
        ("version 0.3.0\n", "0.4.0 is the least"),
        ("", "is no version"),
    ] {
        house.write("specs/acme/release.lock", lock);
        let (code, _, err) = house.run(&["lint", "acme"]);
        assert_eq!(code, 1, "{err}");
        assert!(err.contains(wanted), "{lock}: {err}");
    }
}
