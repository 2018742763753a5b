//! The spec language teaches itself: its schema and its reference are what the code reads, and
//! every spec, example and fault agrees with them.

use jsonschema::Validator;
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use verbatim_codegen::{Code, Report, Source, check};

/// Faults of form: whatever `check` tells by these, the schema refuses too.
const FORM: &[Code] = &[Code::UnknownKey, Code::UnknownWord, Code::WrongShape];

/// Examples of faults that the schema sees; every other fault is `check`'s alone.
const SEEN: &[&str] = &[
    "bad-lines",
    "bad-name",
    "bad-path",
    "bad-pointer",
    "bad-rule",
    "bad-url",
    "bad-version",
    "empty",
    "empty-file",
    "missing-key",
    "ten_faults",
    "uncited",
    "unknown-key",
    "unknown-key-cite",
    "unknown-type",
    "unknown-word",
    "wrong-shape",
    "wrong-shape-cite",
    "wrong-shape-file",
    "wrong-shape-text",
];

/// Keys that a spec may leave out, though not where the mutated specs have them.
const NEEDED_THERE: &[(&str, &str)] = &[
    // An answer that is always the same, or a dialogue.
    ("answer", "body"),
    ("answer", "ends"),
    ("answer", "goes_on"),
    ("answer", "input"),
    ("answer", "separator"),
    ("answer", "status"),
    // Values of its own, or cells.
    ("enum", "columns"),
    ("enum", "values"),
    // Only beside `open`.
    ("enum", "open_cite"),
    // Only where the caller gives the value.
    ("field", "type"),
    // Only where the document prints it.
    ("callback", "lines"),
    ("operation", "lines"),
    // They stand in files of their own.
    ("provider", "callbacks"),
    ("provider", "operations"),
    // Only of what repeats.
    ("set_aside", "of"),
];

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
        let said = first.strip_prefix("# yaml-language-server: $schema=");
        let below = path.strip_prefix(root()).expect("it was found below");
        let up = "../".repeat(below.components().count() - 1);
        let wanted = format!("{up}docs/schema/{}.json", kind(&path));
        assert_eq!(
            said,
            Some(&*wanted),
            "the first line of {}",
            below.display()
        );
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

/// Changes one thing after the other in specs without fault: whatever the schema refuses, `check`
/// refuses too, and whatever `check` refuses for its form, the schema does.
#[test]
fn the_schema_and_check_agree_on_every_key() {
    let schema = schema();
    let validator = whole(&schema);
    let mut tried = BTreeSet::new();
    let mut needed: BTreeMap<(String, String), BTreeSet<bool>> = BTreeMap::new();
    for path in single() {
        let text = fs::read_to_string(&path).expect("a spec is text");
        let value = yaml(&text).expect("a spec is YAML");
        let name = value["provider"]
            .as_str()
            .expect("a provider has a name")
            .to_owned();
        let mut places = Vec::new();
        walk(
            &schema,
            &json!({ "$ref": "#/$defs/provider" }),
            &value,
            "",
            &mut places,
        );
        for place in places {
            let id = format!("{}.{}", place.noun, place.key);
            for (what, with) in changes(&place) {
                if !tried.insert(format!("{id} {what}")) {
                    continue;
                }
                let mut changed = value.clone();
                change(&mut changed, &place, with);
                let refused = faults(&validator, &changed);
                let report = reported(&name, &changed);
                let told = report.iter().flat_map(Report::faults);
                let form: Vec<_> = told.filter(|it| FORM.contains(&it.code)).collect();
                if report.is_none() {
                    assert!(
                        refused.is_empty(),
                        "{id} {what}: check takes it, {refused:?}"
                    );
                }
                if refused.is_empty() {
                    assert!(
                        form.is_empty(),
                        "{id} {what}: the schema takes it, {form:?}"
                    );
                }
                if what == "without" {
                    let names = [
                        format!("`{}` is missing", place.key),
                        format!("no `{}`", place.key),
                    ];
                    let missed = report.iter().flat_map(Report::faults).any(|it| {
                        matches!(it.code, Code::Empty | Code::TableShape)
                            || names.iter().any(|name| it.message.contains(name))
                    });
                    let key = (place.noun.clone(), place.key.clone());
                    needed.entry(key).or_default().insert(missed);
                }
            }
        }
    }
    println!("{} changes", tried.len());
    let mut odd = Vec::new();
    for ((noun, key), missed) in &needed {
        let required = schema["$defs"][noun]["required"].as_array();
        let required = required.is_some_and(|it| it.contains(&json!(key)));
        let there = NEEDED_THERE.contains(&(noun, key));
        let always = !missed.contains(&false);
        if always != (required || there) || required && there {
            odd.push((noun, key, always));
        }
    }
    assert!(odd.is_empty(), "are these needed? {odd:#?}");
}

/// One value of a spec, and the key of the language it stands under.
struct Place {
    pointer: String,
    noun: String,
    key: String,
    schema: Json,
}

/// Every value that stands under a key of the language.
fn walk(schema: &Json, part: &Json, value: &Json, pointer: &str, places: &mut Vec<Place>) {
    let (noun, part) = resolved(schema, part, value);
    let below = |key: &str| {
        let key = key.replace('~', "~0").replace('/', "~1");
        format!("{pointer}/{key}")
    };
    match value {
        Json::Object(map) => {
            for (key, value) in map {
                let property = part["properties"].get(key);
                if let (Some(property), Some(noun)) = (property, &noun) {
                    places.push(Place {
                        pointer: below(key),
                        noun: noun.clone(),
                        key: key.clone(),
                        schema: property.clone(),
                    });
                }
                let next = property.unwrap_or(&part["additionalProperties"]);
                walk(schema, next, value, &below(key), places);
            }
        }
        Json::Array(items) => {
            for (index, it) in items.iter().enumerate() {
                walk(
                    schema,
                    &part["items"],
                    it,
                    &below(&index.to_string()),
                    places,
                );
            }
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
}

/// The definition that a part refers to, for a map where there is a choice.
fn resolved(schema: &Json, part: &Json, value: &Json) -> (Option<String>, Json) {
    let referred = |it: &Json| {
        it["$ref"]
            .as_str()
            .map(|it| it.rsplit('/').next().unwrap_or(it).to_owned())
    };
    if let Some(name) = referred(part) {
        let (inner, res) = resolved(schema, &schema["$defs"][&name], value);
        return (inner.or(Some(name)), res);
    }
    let any = part["anyOf"].as_array().filter(|_| value.is_object());
    if let Some(it) = any.and_then(|any| any.iter().find(|it| it.get("$ref").is_some())) {
        return resolved(schema, it, value);
    }
    (None, part.clone())
}

/// What to put in the place of a value; nothing at all, or a word for a key of its own.
fn changes(place: &Place) -> Vec<(String, Option<Json>)> {
    let mut res = vec![("without".to_owned(), None)];
    let others = [
        ("word", json!("zz no such word")),
        ("number", json!(7)),
        ("null", Json::Null),
        ("list", json!(["zz"])),
        ("map", json!({ "zz": "zz" })),
    ];
    res.extend(others.map(|(what, it)| (what.to_owned(), Some(it))));
    let choices = place.schema["anyOf"].as_array().into_iter().flatten();
    for word in choices.filter_map(|it| it["enum"].as_array()).flatten() {
        res.push((format!("{word}"), Some(word.clone())));
    }
    res
}

fn change(value: &mut Json, place: &Place, with: Option<Json>) {
    match with {
        Some(with) => *value.pointer_mut(&place.pointer).expect("it is there") = with,
        None => {
            let (up, _) = place.pointer.rsplit_once('/').expect("a key is in a map");
            let map = value.pointer_mut(up).and_then(Json::as_object_mut);
            map.expect("it was found there").remove(&place.key);
        }
    }
}

fn reported(name: &str, value: &Json) -> Option<Report> {
    let text = serde_yaml::to_string(value).expect("JSON is YAML");
    check(&Source::single(name, "changed.yaml", &text)).err()
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

/// Specs of one file, without fault.
fn single() -> Vec<PathBuf> {
    let mut res = files(&root().join("codegen/tests/hostile"));
    let made_up = specs()
        .into_iter()
        .filter(|it| it.ends_with("provider.yaml"));
    res.extend(made_up.filter(|it| {
        let text = fs::read_to_string(it).expect("a spec is text");
        text.contains("\noperations:") || text.contains("\ncallbacks:")
    }));
    // What a small spec shows is not tried again in a large one.
    res.sort_by_key(|it| fs::metadata(it).map_or(0, |it| it.len()));
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
