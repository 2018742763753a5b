//! From the language to its JSON Schema, draft 2020-12.

use serde_json::{Map, Value as Json, json};

use super::value::{CITED, Kind, NAME, Value, value};
use super::{Key, Noun, Shape, nouns};
use crate::words::Form;

/// Where the maps of the language are described.
const DEFS: &str = "#/$defs/";

/// The files of a spec: the definition, the file, and what it holds.
const FILES: &[(&str, &str, &str)] = &[
    ("provider", "provider.yaml", "One provider."),
    (
        "operations",
        "operations/*.yaml",
        "Operations by name; files are read in name order.",
    ),
    ("callbacks", "callbacks.yaml", "Callbacks by name."),
];

/// The schema of every file of a spec.
pub(crate) fn schema() -> Json {
    let nouns = nouns();
    let mut defs = Map::new();
    for it in &nouns {
        defs.insert(it.name.clone(), noun(it));
    }
    for (part, entry) in [("operations", "operation"), ("callbacks", "callback")] {
        let mut named = named(json!({ "$ref": format!("{DEFS}{entry}") }));
        let about = FILES.iter().find(|it| it.0 == part).map(|it| it.2);
        named["description"] = json!(about);
        named["minProperties"] = json!(1);
        defs.insert(part.to_owned(), named);
    }
    defs.insert("cite".to_owned(), cite());
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A file of a Verbatim spec",
        "description": "Made by `cargo codegen schema` from the code that reads a spec. It sees the form of a file; `cargo codegen lint` sees the rest.",
        // Only `provider.yaml` has the key `provider` with a text below it.
        "if": { "properties": { "provider": { "type": "string" } }, "required": ["provider"] },
        "then": { "$ref": format!("{DEFS}provider") },
        "else": { "anyOf": [{ "$ref": format!("{DEFS}operations") }, { "$ref": format!("{DEFS}callbacks") }] },
        "$defs": defs,
    })
}

/// A schema for each kind of file alone, by its name: editors ask for a file of its own.
pub(crate) fn schema_of() -> Vec<(&'static str, Json)> {
    let one = |(part, file, _): &(&'static str, &str, &str)| {
        let schema = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": format!("`{file}` of a Verbatim spec"),
            "$ref": format!("spec.json{DEFS}{part}"),
        });
        (*part, schema)
    };
    FILES.iter().map(one).collect()
}

fn noun(noun: &Noun) -> Json {
    let mut properties = Map::new();
    for it in &noun.keys {
        properties.insert(it.name.clone(), key(&noun.name, it));
    }
    let needed = noun.keys.iter().filter(|it| it.said.needed);
    let needed: Vec<&str> = needed.map(|it| it.name.as_str()).collect();
    let mut res = json!({
        "type": "object",
        "description": noun.about,
        "properties": properties,
        "additionalProperties": false,
    });
    if !needed.is_empty() {
        res["required"] = json!(needed);
    }
    res
}

fn key(noun: &str, key: &Key) -> Json {
    let mut res = shape(&key.shape, noun, &key.name, !key.said.needed);
    let mut about = key.said.about.clone();
    if let Value::Words(words) | Value::Counted(words) = value(noun, &key.name) {
        for it in words {
            about.push_str(&format!("\n\n`{}`: {}", it.word, it.about));
        }
    }
    if !key.said.default.is_empty() {
        about.push_str(&format!("\n\nDefault: {}.", key.said.default));
    }
    res["description"] = json!(about);
    if let Some(example) = example(key) {
        res["examples"] = json!([example]);
    }
    if key.said.needed {
        match key.shape {
            Shape::List(_) => res["minItems"] = json!(1),
            Shape::Named(_) => res["minProperties"] = json!(1),
            Shape::Text | Shape::Cite | Shape::Noun(_) => {}
        }
    }
    if let (Shape::Text, Some(default)) = (&key.shape, key.said.default_value()) {
        res["default"] = json!(default);
    }
    res
}

/// The value of the example, as YAML reads it.
fn example(key: &Key) -> Option<Json> {
    let mut map: Map<String, Json> = match key.said.example.as_str() {
        "" => return None,
        text => serde_yaml::from_str(text).unwrap_or_else(|it| panic!("`{text}`: {it}")),
    };
    map.remove(&key.name)
}

/// `absent`: an empty value is as good as none.
fn shape(shape: &Shape, noun: &str, key: &str, absent: bool) -> Json {
    match shape {
        Shape::Text => text(value(noun, key), absent),
        Shape::Cite => match absent {
            true => json!({ "anyOf": [{ "$ref": format!("{DEFS}cite") }, { "type": "null" }] }),
            false => json!({ "$ref": format!("{DEFS}cite") }),
        },
        Shape::Noun(part) => match absent {
            true => json!({ "anyOf": [{ "$ref": format!("{DEFS}{part}") }, { "type": "null" }] }),
            false => json!({ "$ref": format!("{DEFS}{part}") }),
        },
        Shape::List(item) => {
            // In a list an empty value is the text `null`, which is none of a few words.
            let closed = matches!(value(noun, key), Value::Words(_));
            let absent = is_text(item) && !closed;
            json!({ "type": "array", "items": self::shape(item, noun, key, absent) })
        }
        Shape::Named(item) => named(self::shape(item, noun, key, is_text(item))),
    }
}

/// An empty value is no text under a key, and one in a list.
fn is_text(shape: &Shape) -> bool {
    matches!(shape, Shape::Text)
}

/// A map whose keys are names.
fn named(item: Json) -> Json {
    json!({
        "type": "object",
        "propertyNames": { "pattern": NAME.pattern },
        "additionalProperties": item,
    })
}

/// A scalar: the loader reads numbers and booleans as the text that stands there.
fn text(value: Value, absent: bool) -> Json {
    let mut res = match value {
        Value::Any => return scalar(absent),
        Value::Words(words) => {
            let words: Vec<&str> = words.iter().map(|it| it.word).collect();
            choice(&words, &[])
        }
        Value::Counted(words) => {
            let words: Vec<&str> = words.iter().map(|it| it.word).collect();
            choice(&[], &words)
        }
        Value::Forms(forms, _) => {
            let (alone, others): (Vec<&Form>, Vec<&Form>) =
                forms.iter().partition(|it| it.spelled == it.word());
            let alone: Vec<&str> = alone.iter().map(|it| it.spelled).collect();
            let mut others: Vec<&str> = others.iter().map(|it| it.word()).collect();
            others.dedup();
            let mut res = choice(&alone, &others);
            res["examples"] = examples(forms);
            res
        }
        Value::FormsOrField(forms, _) => {
            let mut res = scalar(absent);
            res["examples"] = examples(forms);
            return res;
        }
        Value::Kind(Kind { pattern, .. }) => {
            let mut res = scalar(absent);
            res["pattern"] = json!(pattern);
            return res;
        }
    };
    if absent {
        let any = res["anyOf"].as_array_mut().expect("a choice is between");
        any.push(json!({ "type": "null" }));
    }
    res
}

fn examples(forms: &[Form]) -> Json {
    let all = forms.iter().flat_map(|it| it.examples);
    all.copied().collect()
}

fn scalar(absent: bool) -> Json {
    match absent {
        true => json!({ "type": ["string", "number", "boolean", "null"] }),
        false => json!({ "type": ["string", "number", "boolean"] }),
    }
}

/// These words, those with places in them, or what begins with one of the others.
fn choice(words: &[&str], begun: &[&str]) -> Json {
    let (open, closed): (Vec<&str>, Vec<&str>) = words
        .iter()
        .partition(|it| it.contains(' ') && it.split(' ').any(is_place));
    let mut any = Vec::new();
    if !closed.is_empty() {
        any.push(json!({ "enum": closed }));
    }
    for it in open {
        let parts = it.split(' ').map(|it| match is_place(it) {
            true => ".+",
            false => it,
        });
        let pattern = parts.collect::<Vec<_>>().join(" ");
        any.push(json!({ "type": "string", "pattern": format!("^{pattern}$") }));
    }
    if !begun.is_empty() {
        any.push(json!({ "type": "string", "pattern": format!("^({}) .+$", begun.join("|")) }));
    }
    json!({ "anyOf": any })
}

/// Whether a word stands for a name or a value.
fn is_place(word: &str) -> bool {
    word.chars().all(|it| it.is_ascii_uppercase())
}

fn cite() -> Json {
    json!({
        "description": "Where a fact comes from: lines of the document, or a map that names another source.",
        "anyOf": [
            { "type": "string", "pattern": CITED.pattern },
            { "type": "integer", "minimum": 1 },
            { "$ref": format!("{DEFS}citation") },
        ],
    })
}
