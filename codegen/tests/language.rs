//! The spec language teaches itself: its schema and its reference are what the code reads, and
//! every spec, example and fault agrees with them.

#[path = "language/agreement.rs"]
mod agreement;

use jsonschema::Validator;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const MEND: &str = "INSTA_UPDATE=always cargo test -p verbatim-codegen --test language";

/// Examples of faults that the schema sees; every other fault is `check`'s alone.
const SEEN: &[&str] = &[
    "bad-lines",
    "bad-made",
    "bad-name",
    "bad-path",
    "bad-pointer",
    "bad-rule",
    "bad-seconds",
    "bad-url",
    "bad-version",
    "empty",
    "empty-file",
    "missing-key",
    "ten_faults",
    "uncited",
    "unknown-key",
    "unknown-key-cite",
    "unknown-key-lines",
    "unknown-type",
    "unknown-type-once",
    "unknown-word",
    "unknown-word-once",
    "wrong-shape",
    "wrong-shape-cite",
    "wrong-shape-file",
    "wrong-shape-text",
];

#[test]
fn the_schema_and_the_reference_are_what_the_command_prints() {
    let files = [
        (vec!["schema"], "docs/schema/spec.json"),
        (vec!["schema", "provider"], "docs/schema/provider.json"),
        (vec!["schema", "operations"], "docs/schema/operations.json"),
        (vec!["schema", "callbacks"], "docs/schema/callbacks.json"),
        (vec!["schema", "--format", "text"], "docs/spec-format.md"),
    ];
    for (arguments, file) in files {
        let printed = codegen(&arguments);
        let path = root().join(file);
        let there = fs::read_to_string(&path).unwrap_or_default();
        let same = match json_of(&printed) {
            Some(printed) => json_of(&there) == Some(printed),
            None => there == printed,
        };
        if !same && std::env::var("INSTA_UPDATE").as_deref() == Ok("always") {
            fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
            fs::write(&path, printed).expect("the file can be written");
        } else {
            assert!(same, "{file} is stale; run `{MEND}` and look");
        }
    }
}

#[test]
fn every_key_is_described_and_its_example_fits() {
    let schema = schema();
    let mut keys = 0;
    for (noun, def) in schema["$defs"].as_object().expect("definitions") {
        let properties = def.get("properties").and_then(Json::as_object);
        for (key, property) in properties.into_iter().flatten() {
            let about = property["description"].as_str().unwrap_or_default();
            assert!(
                about.contains('.'),
                "describe `{noun}.{key}` where it is read"
            );
            let examples = property["examples"].as_array();
            let examples = examples.unwrap_or_else(|| panic!("`{noun}.{key}` has no example"));
            let part = at(
                &schema,
                json!({ "$ref": format!("#/$defs/{noun}/properties/{key}") }),
            );
            for it in examples {
                let faults = faults(&part, it);
                assert!(
                    faults.is_empty(),
                    "the example of `{noun}.{key}`: {faults:?}"
                );
            }
            keys += 1;
        }
        assert!(
            !def["description"].as_str().unwrap_or_default().is_empty(),
            "describe `{noun}`"
        );
    }
    assert!(150 < keys, "{keys}");
}

#[test]
fn every_spec_of_the_repository_fits() {
    let schema = schema();
    let mut seen = BTreeSet::new();
    for path in specs() {
        let kind = kind(&path);
        let part = at(&schema, json!({ "$ref": format!("#/$defs/{kind}") }));
        let text = fs::read_to_string(&path).expect("a spec is text");
        let value = yaml(&text).expect("a spec is YAML");
        let faults = [faults(&part, &value), faults(&whole(&schema), &value)].concat();
        assert!(faults.is_empty(), "{}: {faults:#?}", path.display());
        seen.insert(kind);
    }
    assert_eq!(seen.len(), 3, "{seen:?}");
}

#[test]
fn every_spec_names_its_schema_in_its_first_line() {
    for path in specs() {
        let text = fs::read_to_string(&path).expect("a spec is text");
        let first = text.lines().next().unwrap_or_default();
        let below = path.strip_prefix(root()).expect("it was found below");
        let up = "../".repeat(below.components().count() - 1);
        let wanted = format!("{up}docs/schema/{}.json", kind(&path));
        let line = format!("# yaml-language-server: $schema={wanted}");
        assert_eq!(first, line, "the first line of {}", below.display());
        let folder = path.parent().expect("a spec lies in a folder");
        assert!(folder.join(&wanted).is_file(), "{wanted}");
    }
}

#[test]
fn the_schema_sees_the_faults_that_are_listed_and_no_other() {
    let validator = whole(&schema());
    let mut seen = Vec::new();
    for path in files(&root().join("codegen/tests/diagnostics")) {
        let stem = path
            .file_stem()
            .expect("a file has a name")
            .to_string_lossy()
            .into_owned();
        let text = fs::read_to_string(&path).expect("it is text");
        // What is no YAML, no editor reads either.
        let Some(value) = yaml(&text) else {
            continue;
        };
        if !faults(&validator, &value).is_empty() {
            seen.push(stem);
        }
    }
    seen.sort();
    assert_eq!(seen, SEEN, "`SEEN` lists what the schema refuses");
}

fn codegen(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_codegen"))
        .args(arguments)
        .output();
    let output = output.expect("the command runs");
    assert!(output.status.success(), "{arguments:?}");
    String::from_utf8(output.stdout).expect("it prints text")
}

fn schema() -> Json {
    json_of(&codegen(&["schema"])).expect("it prints JSON")
}

fn whole(schema: &Json) -> Validator {
    jsonschema::validator_for(schema).expect("it is a JSON Schema")
}

/// A part of the schema, with the definitions that it refers to.
fn at(schema: &Json, mut part: Json) -> Validator {
    part["$schema"] = schema["$schema"].clone();
    part["$defs"] = schema["$defs"].clone();
    whole(&part)
}

fn faults(validator: &Validator, value: &Json) -> Vec<String> {
    let tell = |it: jsonschema::ValidationError<'_>| format!("{}: {it}", it.instance_path());
    validator.iter_errors(value).map(tell).collect()
}

fn json_of(text: &str) -> Option<Json> {
    serde_json::from_str(text).ok()
}

fn yaml(text: &str) -> Option<Json> {
    serde_yaml::from_str(text).ok()
}

/// Every file of a spec in the repository.
fn specs() -> Vec<PathBuf> {
    let mut res = Vec::new();
    for above in ["specs", "conformance/made-up/specs"] {
        for folder in fs::read_dir(root().join(above))
            .expect("a folder of specs")
            .flatten()
        {
            res.extend(files(&folder.path()));
            res.extend(files(&folder.path().join("operations")));
        }
    }
    res.sort();
    assert!(!res.is_empty());
    res
}

/// The YAML files of a folder; none when there is no such folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut res: Vec<PathBuf> = match fs::read_dir(folder) {
        Ok(entries) => entries.flatten().map(|it| it.path()).collect(),
        Err(_) => Vec::new(),
    };
    res.retain(|it| it.extension().is_some_and(|it| it == "yaml"));
    res.sort();
    res
}

fn kind(path: &Path) -> &'static str {
    let file = path.file_name().and_then(|it| it.to_str());
    match file {
        _ if path.parent().is_some_and(|it| it.ends_with("operations")) => "operations",
        Some("callbacks.yaml") => "callbacks",
        Some(_) | None => "provider",
    }
}

fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().expect("the workspace is above").to_owned()
}
