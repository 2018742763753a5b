//! What the schema says is what `check` says: every key of specs without fault is changed in turn.

use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use verbatim_codegen::{Code, Diagnostic, Source, check};

use super::{faults, files, root, schema, specs, whole, yaml};

/// Faults of form: whatever `check` tells by these, the schema refuses too.
const FORM: &[Code] = &[Code::UnknownKey, Code::UnknownWord, Code::WrongShape];

#[test]
fn the_schema_and_check_agree_on_every_key() {
    let schema = schema();
    let validator = whole(&schema);
    let (mut tried, mut missed) = (BTreeSet::new(), BTreeMap::new());
    for path in single() {
        let text = fs::read_to_string(&path).expect("a spec is text");
        let spec = yaml(&text).expect("a spec is YAML");
        for place in places(&schema, &spec) {
            for (what, with) in changes(&place) {
                if !tried.insert(format!("{} {what}", place.key())) {
                    continue;
                }
                let changed = place.change(&spec, with);
                let refused = faults(&validator, &changed);
                let told = told(&changed);
                agree(&place, &what, &refused, &told);
                if what == "without" {
                    let missing = told.iter().any(|it| place.misses(it));
                    missed.insert((place.noun.clone(), place.key.clone()), missing);
                }
            }
        }
    }
    println!("{} changes", tried.len());
    let odd = missed.iter().filter(|((noun, key), missing)| {
        let def = &schema["$defs"][noun];
        let required = def["required"].as_array();
        let required = required.is_some_and(|it| it.contains(&json!(key)));
        let about = def["properties"][key]["description"].as_str();
        let default = about.and_then(|it| it.rsplit_once("Default: "));
        let somewhere = default.is_some_and(|it| it.1.contains("needed"));
        if **missing {
            !required && !somewhere
        } else {
            required
        }
    });
    let odd: Vec<_> = odd.collect();
    let why = "what is missed where it is left out says `Needed.` or `Default: … needed …`";
    assert!(odd.is_empty(), "{why}: {odd:#?}");
}

fn agree(place: &Place, what: &str, refused: &[String], told: &[Diagnostic]) {
    let key = place.key();
    if told.is_empty() {
        assert!(
            refused.is_empty(),
            "{key} {what}: check takes it, {refused:?}"
        );
    }
    if refused.is_empty() {
        let form = told.iter().find(|it| FORM.contains(&it.code));
        assert_eq!(form, None, "{key} {what}: the schema takes it");
    }
    if let Some(example) = what.strip_prefix("example ") {
        // It may be out of place here, but its parser knows it.
        let unread = ["type", "rule"].map(|it| format!("`{example}` is no {it}"));
        let unread = [
            unread.as_slice(),
            &[format!("no field is named `{example}`")],
        ]
        .concat();
        let found = told
            .iter()
            .find(|it| unread.iter().any(|text| it.message.starts_with(text)));
        assert_eq!(found, None, "{key}");
    }
}

/// One value of a spec, and the key of the language it stands under.
struct Place {
    pointer: String,
    noun: String,
    key: String,
    schema: Json,
    /// Whether it stands in the list under the key.
    item: bool,
}

impl Place {
    fn key(&self) -> String {
        let item = if self.item { "[]" } else { "" };
        format!("{}.{}{item}", self.noun, self.key)
    }

    /// The spec with another value here, or without the key.
    fn change(&self, spec: &Json, with: Option<Json>) -> Json {
        let mut res = spec.clone();
        match with {
            Some(with) => *res.pointer_mut(&self.pointer).expect("it is there") = with,
            None => {
                let (up, _) = self.pointer.rsplit_once('/').expect("a key is in a map");
                let map = res.pointer_mut(up).and_then(Json::as_object_mut);
                map.expect("it was found there").remove(&self.key);
            }
        }
        res
    }

    /// Whether a fault says that the key must be there.
    fn misses(&self, fault: &Diagnostic) -> bool {
        let key = &self.key;
        matches!(fault.code, Code::Empty | Code::TableShape)
            || fault.message.contains(&format!("`{key}` is missing"))
            || fault.message.contains(&format!("no `{key}`"))
    }
}

/// Every value that stands under a key of the language.
fn places(schema: &Json, spec: &Json) -> Vec<Place> {
    let mut res = Vec::new();
    let mut ways = vec![(json!({ "$ref": "#/$defs/provider" }), spec, String::new())];
    while let Some((part, value, pointer)) = ways.pop() {
        let (noun, part) = resolved(schema, &part, value);
        let below = |key: &str| {
            let key = key.replace('~', "~0").replace('/', "~1");
            format!("{pointer}/{key}")
        };
        for (key, value) in value.as_object().into_iter().flatten() {
            let property = part["properties"].get(key);
            if let (Some(property), Some(noun)) = (property, &noun) {
                let place = |pointer, schema: &Json, item| Place {
                    pointer,
                    noun: noun.clone(),
                    key: key.clone(),
                    schema: schema.clone(),
                    item,
                };
                res.push(place(below(key), property, false));
                if value.get(0).is_some_and(Json::is_string) {
                    let first = format!("{}/0", below(key));
                    res.push(place(first, &property["items"], true));
                }
            }
            let next = property.unwrap_or(&part["additionalProperties"]);
            ways.push((next.clone(), value, below(key)));
        }
        for (index, it) in value.as_array().into_iter().flatten().enumerate() {
            ways.push((part["items"].clone(), it, below(&index.to_string())));
        }
    }
    res
}

/// The definition that a part refers to, by its name; for a map, also where there is a choice.
fn resolved(schema: &Json, part: &Json, value: &Json) -> (Option<String>, Json) {
    if let Some(refers) = part["$ref"].as_str() {
        let name = refers.trim_start_matches("#/$defs/").to_owned();
        let (inner, res) = resolved(schema, &schema["$defs"][&name], value);
        return (inner.or(Some(name)), res);
    }
    let any = part["anyOf"].as_array().filter(|_| value.is_object());
    let referred = any.and_then(|any| any.iter().find(|it| it.get("$ref").is_some()));
    match referred {
        Some(it) => resolved(schema, it, value),
        None => (None, part.clone()),
    }
}

/// What to put in the place of a value; nothing at all to take its key away.
fn changes(place: &Place) -> Vec<(String, Option<Json>)> {
    let others = [
        ("word", json!("zz no such word")),
        ("number", json!(7)),
        ("null", Json::Null),
        ("list", json!(["zz"])),
        ("map", json!({ "zz": "zz" })),
    ];
    let mut res: Vec<_> = others.map(|(what, it)| (what.to_owned(), Some(it))).into();
    if !place.item {
        res.push(("without".to_owned(), None));
    }
    let choices = place.schema["anyOf"].as_array().into_iter().flatten();
    for word in choices.filter_map(|it| it["enum"].as_array()).flatten() {
        res.push((format!("{word}"), Some(word.clone())));
    }
    let examples = place.schema["examples"].as_array().into_iter().flatten();
    for it in examples.filter_map(Json::as_str) {
        res.push((format!("example {it}"), Some(json!(it))));
    }
    res
}

/// What `check` tells of it.
fn told(spec: &Json) -> Vec<Diagnostic> {
    let text = serde_yaml::to_string(spec).expect("JSON is YAML");
    let name = spec["provider"].as_str().unwrap_or("made_up");
    match check(&Source::single(name, "changed.yaml", &text)) {
        Ok(_) => Vec::new(),
        Err(report) => report.faults().to_vec(),
    }
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
