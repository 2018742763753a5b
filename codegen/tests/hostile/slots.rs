//! Slots of a spec: every scalar, and every name together with what refers to it.

use serde_yaml::Value;

/// Sections whose keys are names of the author's.
const NAMED: &[&str] = &[
    "environments",
    "servers",
    "credentials",
    "ways",
    "tokens",
    "settings",
    "references",
    "signatures",
    "groups",
    "enums",
    "tables",
    "records",
    "discrepancies",
    "operations",
    "callbacks",
];

/// Keys under which a name or a wire name is referred to.
const REFERRING: &[&str] = &[
    "type",
    "columns",
    "named_by",
    "key",
    "environment",
    "credential",
    "basic",
    "token",
    "operation",
    "group",
    "server",
    "path",
    "field",
    "path_setting",
    "scheme",
    "order",
    "required",
    "pending",
    "unknown",
    "discrepancy",
    "scope",
    "record",
    "confirm",
    "input",
    "field",
    "pattern",
];

/// First words of scalars that say more than one thing.
const HEADS: &[&str] = &[
    "starts ",
    "digits ",
    "length ",
    "range ",
    "alphanumeric ",
    "reference ",
    "money ",
    "timestamp ",
    "list of ",
    "lines of ",
    "list in text ; of ",
    "text or record ",
    "record ",
    "enum ",
    "constant ",
    "credential ",
    "@header ",
    "@body-digest ",
    "timestamp ",
    "nonce ",
    "digest ",
    "query ",
    "callback ",
];

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Key(String),
    Index(usize),
}

/// How a text gets into a slot.
#[derive(Debug)]
enum How {
    /// It takes the place of the scalar.
    Whole,
    /// It takes the place of what stands behind these first words.
    Behind(String),
    /// It takes the place of this name, wherever it stands.
    Everywhere(String),
}

/// One place of a spec that takes a text.
#[derive(Debug)]
pub(crate) struct Slot {
    /// For people: `operations.payout.fields.3.wire`.
    pub(crate) shown: String,
    path: Vec<Step>,
    how: How,
    word: bool,
    /// Slots that no code could tell apart have one kind.
    pub(crate) kind: String,
}

impl Slot {
    /// Whether the name of a Rust item comes from it.
    pub(crate) fn is_name(&self) -> bool {
        let wire = matches!(self.path.last(), Some(Step::Key(key)) if key == "wire");
        matches!(self.how, How::Everywhere(_)) && !wire
    }

    /// Whether it holds a single word.
    pub(crate) fn is_word(&self) -> bool {
        self.word
    }

    /// The name in this slot, spelled so that a change of case could make both one.
    pub(crate) fn respelled(&self) -> Vec<String> {
        let How::Everywhere(name) = &self.how else {
            return Vec::new();
        };
        let tail = name.get(1..).unwrap_or_default();
        let head = name.get(..1).unwrap_or_default();
        vec![
            name.clone(),
            name.replace('_', ""),
            format!("{head}_{tail}"),
        ]
    }

    /// The spec with a text in this slot.
    pub(crate) fn with(&self, spec: &Value, text: &str) -> Value {
        match &self.how {
            How::Whole => replaced(spec, &self.path, text.to_owned()),
            How::Behind(head) => replaced(spec, &self.path, format!("{head}{text}")),
            How::Everywhere(name) => renamed(spec, name, text, ""),
        }
    }
}

/// Every slot of a spec, in file order.
pub(crate) fn slots(spec: &Value) -> Vec<Slot> {
    let mut res = Vec::new();
    walk(spec, &mut Vec::new(), "", &mut res);
    res
}

/// The spec as JSON, which is YAML too, with every unusual character escaped.
pub(crate) fn written(spec: &Value) -> String {
    let mut res = String::new();
    write(spec, &mut res);
    res
}

fn write(value: &Value, res: &mut String) {
    if let Some(map) = value.as_mapping() {
        for (index, (key, value)) in map.iter().enumerate() {
            res.push_str(if index == 0 { "{" } else { ",\n" });
            write(key, res);
            res.push(':');
            write(value, res);
        }
        res.push('}');
    } else if let Some(items) = value.as_sequence() {
        res.push('[');
        for item in items {
            write(item, res);
            res.push(',');
        }
        res.push(']');
    } else if let Some(text) = value.as_str() {
        res.push('"');
        for it in text.chars() {
            match it {
                '"' | '\\' => res.extend(['\\', it]),
                ' '..='~' => res.push(it),
                _ => res.push_str(&format!("\\U{:08x}", u32::from(it))),
            }
        }
        res.push('"');
    } else {
        let number = value.as_u64().expect("a spec holds texts and lines");
        res.push_str(&number.to_string());
    }
}

/// Every key that the spec uses, names of the author's left out.
pub(crate) fn words(spec: &Value, under: &str, res: &mut Vec<String>) {
    if let Some(map) = spec.as_mapping() {
        for (key, value) in map {
            let key = key.as_str().unwrap_or_default();
            match NAMED.contains(&under) {
                true => words(value, "", res),
                false => {
                    res.push(key.to_owned());
                    words(value, key, res);
                }
            }
        }
    }
    for value in spec.as_sequence().into_iter().flatten() {
        words(value, "", res);
    }
}

fn walk(value: &Value, path: &mut Vec<Step>, siblings: &str, res: &mut Vec<Slot>) {
    if let Some(map) = value.as_mapping() {
        let named = matches!(path.last(), Some(Step::Key(key)) if NAMED.contains(&key.as_str()));
        let keys = map.keys().filter_map(Value::as_str);
        let siblings = match named || path.is_empty() {
            true => String::new(),
            false => keys.collect::<Vec<_>>().join(" "),
        };
        for (key, value) in map {
            let key = key.as_str().unwrap_or_default();
            path.push(Step::Key(key.to_owned()));
            if named {
                res.push(slot(path, &siblings, How::Everywhere(key.to_owned()), key));
            }
            walk(value, path, &siblings, res);
            path.pop();
        }
        return;
    }
    if let Some(items) = value.as_sequence() {
        for (index, item) in items.iter().enumerate() {
            path.push(Step::Index(index));
            walk(item, path, siblings, res);
            path.pop();
        }
        return;
    }
    let text = match value.as_str() {
        Some(text) => text.to_owned(),
        None => value.as_u64().map(|it| it.to_string()).unwrap_or_default(),
    };
    let head = HEADS.iter().find(|it| text.starts_with(**it));
    let is = text.find(" is ").map(|it| &text[..it + 4]);
    let head = head.copied().or(is).unwrap_or_default().to_owned();
    let last = path.iter().rev().find_map(|it| match it {
        Step::Key(key) => Some(key.as_str()),
        Step::Index(_) => None,
    });
    let referred = matches!(last, Some("wire" | "name" | "columns"));
    res.push(slot(path, siblings, How::Whole, &text));
    if referred {
        res.push(slot(path, siblings, How::Everywhere(text.clone()), &text));
    }
    if !head.is_empty() {
        let how = How::Behind(head.clone());
        res.push(slot(path, siblings, how, &text));
    }
}

fn slot(path: &[Step], siblings: &str, how: How, text: &str) -> Slot {
    let (mut shown, mut kind) = (Vec::new(), Vec::new());
    let mut name = false;
    for step in path {
        match step {
            Step::Key(key) => {
                shown.push(key.clone());
                kind.push(if name { "*" } else { key.as_str() });
                name = !name && NAMED.contains(&key.as_str());
            }
            Step::Index(index) => {
                shown.push(index.to_string());
                kind.push("*");
            }
        }
    }
    let way = match &how {
        How::Whole => "whole".to_owned(),
        How::Behind(head) => format!("behind `{head}`"),
        How::Everywhere(_) => "everywhere".to_owned(),
    };
    Slot {
        shown: format!("{} ({way})", shown.join(".")),
        path: path.to_vec(),
        kind: match kind.last().is_some_and(|it| it.ends_with("cite")) {
            true => kind.join("."),
            false => format!("{} {way} beside {siblings}", kind.join(".")),
        },
        word: text.split_whitespace().count() == 1 && text.parse::<u32>().is_err(),
        how,
    }
}

fn replaced(spec: &Value, path: &[Step], text: String) -> Value {
    let Some((step, rest)) = path.split_first() else {
        return Value::String(text);
    };
    let mut res = spec.clone();
    let below = match step {
        Step::Key(key) => res.get_mut(key.as_str()),
        Step::Index(index) => res.get_mut(*index),
    };
    let below = below.expect("a path is made by walking the same spec");
    *below = replaced(below, rest, text);
    res
}

/// The spec with another name in place of this one: as a key, as a wire name, and wherever it is
/// referred to as a whole word.
fn renamed(spec: &Value, name: &str, text: &str, under: &str) -> Value {
    if let Some(map) = spec.as_mapping() {
        let entry = |(key, value): (&Value, &Value)| {
            let named = NAMED.contains(&under) && key.as_str() == Some(name);
            let key = match named {
                true => Value::String(text.to_owned()),
                false => key.clone(),
            };
            let here = if NAMED.contains(&under) {
                ""
            } else {
                key.as_str().unwrap_or_default()
            };
            let value = renamed(value, name, text, here);
            (key, value)
        };
        return Value::Mapping(map.iter().map(entry).collect());
    }
    if let Some(items) = spec.as_sequence() {
        let items = items.iter().map(|it| renamed(it, name, text, under));
        return Value::Sequence(items.collect());
    }
    match spec.as_str() {
        Some(here) if ["wire", "name"].contains(&under) && here == name => {
            Value::String(text.to_owned())
        }
        Some(here) if REFERRING.contains(&under) => Value::String(reworded(here, name, text)),
        _ => spec.clone(),
    }
}

fn reworded(text: &str, name: &str, with: &str) -> String {
    let inside = |it: char| it.is_alphanumeric() || it == '_';
    let mut res = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(name) {
        let (before, after) = (&rest[..at], &rest[at + name.len()..]);
        let whole = !before.ends_with(inside) && !after.starts_with(inside);
        res.push_str(before);
        res.push_str(if whole { with } else { name });
        rest = after;
    }
    res.push_str(rest);
    res
}
