//! From the language to the page that tells every key of it.

use std::collections::HashMap;

use super::value::{GRAMMARS, Value, value};
use super::{Key, Noun, Shape, nouns};
use crate::words::Form;

const HEAD: &str = "\
# The spec language: every key

A spec is a folder `specs/<provider>/` with three kinds of files:

| file | holds |
|---|---|
| `provider.yaml` | a [`provider`](#provider); it must be there |
| `operations/*.yaml` | a map of names to an [`operation`](#operation) each |
| `callbacks.yaml` | a map of names to a [`callback`](#callback) each |

[specs/README.md](../specs/README.md) teaches the language by example; this page is for looking things up.
It is printed by `cargo codegen schema --format text` from the code that reads a spec, and `cargo codegen schema` prints the same as JSON Schema.

Every scalar is read as the text that stands there.
Quote codes, amounts, versions, `\"yes\"` and `\"no\"`: other readers of YAML would respell them.
A name is lower-case words joined by single underscores, at most 44 characters.
Unknown keys are refused.

";

/// The page, as Markdown.
pub(crate) fn reference() -> String {
    let nouns = nouns();
    let places = places(&nouns);
    let mut res = HEAD.to_owned();
    for it in &nouns {
        let first = it.about.split(". ").next().unwrap_or_default();
        let first = first.trim_end_matches('.');
        res.push_str(&format!("- [`{0}`](#{0}): {first}.\n", it.name));
    }
    for (heading, ..) in GRAMMARS {
        res.push_str(&format!("- [{heading}](#{})\n", anchor(heading)));
    }
    for it in &nouns {
        res.push_str(&format!("\n## {}\n\n{}\n\n", it.name, it.about));
        let places: Vec<String> = places[&it.name]
            .iter()
            .map(|it| format!("`{it}`"))
            .collect();
        if !places.is_empty() {
            res.push_str(&format!("Stands at {}.\n\n", places.join(", ")));
        }
        for key in &it.keys {
            entry(&mut res, it, key);
        }
    }
    for (heading, about, forms) in GRAMMARS {
        res.push_str(&format!("\n## {heading}\n\n{about}\n\n"));
        grammar(&mut res, forms);
    }
    res
}

fn entry(res: &mut String, noun: &Noun, key: &Key) {
    let said = &key.said;
    let need = match said.needed {
        true => "needed".to_owned(),
        false if said.default.is_empty() => "may be left out".to_owned(),
        false => format!("default: {}", said.default),
    };
    let kind = kind(&key.shape, noun, key);
    let about = said.about.replace("\n\n", "\n  ");
    let example = match said.example.as_str() {
        "" => String::new(),
        it => format!(" Example: `{it}`"),
    };
    let name = &key.name;
    res.push_str(&format!(
        "- **`{name}`** ({kind}; {need}). {about}{example}\n"
    ));
    if let Value::Words(words) | Value::Counted(words) = value(&noun.name, &key.name)
        && !is_yes_or_no(&words.iter().map(|it| it.word).collect::<Vec<_>>())
    {
        for it in words {
            res.push_str(&format!("  - `{}`: {}\n", it.word, it.about));
        }
    }
}

/// What may stand under a key, in a few words.
fn kind(shape: &Shape, noun: &Noun, key: &Key) -> String {
    match shape {
        Shape::Text => match value(&noun.name, &key.name) {
            Value::Any => "text".to_owned(),
            Value::Words(words) => {
                match is_yes_or_no(&words.iter().map(|it| it.word).collect::<Vec<_>>()) {
                    true => "`yes` or `no`".to_owned(),
                    false => "one of the words below".to_owned(),
                }
            }
            Value::Counted(_) => "one of the words below, then a number".to_owned(),
            Value::Forms(_, heading) | Value::FormsOrField(_, heading) => {
                format!("[{}](#{})", heading.to_lowercase(), anchor(heading))
            }
            Value::Kind(kind) => kind.called.to_owned(),
        },
        Shape::Cite => "[citation](#citation)".to_owned(),
        Shape::Noun(name) => format!("[`{name}`](#{name})"),
        Shape::List(item) => format!("list of: {}", kind(item, noun, key)),
        Shape::Named(item) => format!("map of names to: {}", kind(item, noun, key)),
    }
}

fn grammar(res: &mut String, forms: &[Form]) {
    res.push_str("| form | meaning | for example |\n|---|---|---|\n");
    for it in forms {
        let examples: Vec<String> = it.examples.iter().map(|it| format!("`{it}`")).collect();
        let spelled = it.spelled.replace('|', "\\|");
        let examples = examples.join(", ").replace('|', "\\|");
        res.push_str(&format!("| `{spelled}` | {} | {examples} |\n", it.about));
    }
}

/// The ways to each noun from the files.
fn places(nouns: &[Noun]) -> HashMap<String, Vec<String>> {
    let mut res: HashMap<String, Vec<String>> = HashMap::new();
    for it in nouns {
        res.insert(it.name.clone(), Vec::new());
    }
    let of = |name: &str| nouns.iter().find(|it| it.name == name);
    let mut ways = vec![("provider".to_owned(), String::new())];
    while let Some((name, way)) = ways.pop() {
        let Some(noun) = of(&name) else {
            continue;
        };
        for key in noun.keys.iter().rev() {
            let mut way = match way.is_empty() {
                true => key.name.clone(),
                false => format!("{way}.{}", key.name),
            };
            let mut shape = &key.shape;
            let part = loop {
                match shape {
                    Shape::Text | Shape::Cite => break None,
                    Shape::Noun(part) => break Some(part),
                    Shape::List(item) => (way, shape) = (format!("{way}[]"), item),
                    Shape::Named(item) => (way, shape) = (format!("{way}.NAME"), item),
                }
            };
            if let Some(part) = part {
                ways.push((part.clone(), way));
            }
        }
        if !way.is_empty() {
            res.entry(name).or_default().push(way);
        }
    }
    res
}

fn is_yes_or_no(words: &[&str]) -> bool {
    words == ["yes", "no"]
}

fn anchor(heading: &str) -> String {
    heading.to_lowercase().replace(' ', "-")
}
