//! What fixtures speak of, and which of them rest on a fact. Nothing of a fixture is checked here.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value as Json;
use serde_yaml::Value;

use super::uses::uses;
use crate::facts::{About, Fact, Kind};
use crate::model::{FieldSource, Lines, Provider};

/// A fixture: its lines, what it calls, and what it says.
#[derive(Debug)]
pub(super) struct Fixture {
    /// `kemru/mobile_payout-printed_payout`.
    pub(super) name: String,
    pub(super) lines: Lines,
    /// The operation or callback.
    of: String,
    url: String,
    /// Every name and every value in it, those inside of its bodies too.
    says: BTreeSet<String>,
}

/// The fixtures of one provider, in the order of names. One that cannot be read is told by
/// `cargo conformance`, and says nothing here.
pub(super) fn read(folder: &Path) -> Vec<Fixture> {
    let provider = folder.file_name().unwrap_or_default().to_string_lossy();
    let mut paths: Vec<_> = (fs::read_dir(folder).into_iter().flatten().flatten())
        .map(|it| it.path())
        .filter(|it| it.extension().is_some_and(|it| it == "yaml"))
        .collect();
    paths.sort();
    let fixture = |path: &std::path::PathBuf| {
        let stem = path.file_stem()?.to_string_lossy();
        let name = format!("{provider}/{stem}");
        Some(one(name, &fs::read_to_string(path).ok()?))
    };
    paths.iter().filter_map(fixture).collect()
}

fn one(name: String, text: &str) -> Fixture {
    let file: Value = serde_yaml::from_str(text).unwrap_or_default();
    let text = |it: Option<&Value>| it.and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut lines = ranges(&scalar(file.get("lines")));
    let samples = file.get("samples").and_then(Value::as_sequence);
    for it in samples.into_iter().flatten() {
        lines.extend(ranges(&scalar(Some(it))));
    }
    let mut says = BTreeSet::new();
    for key in [
        "input",
        "request",
        "reply",
        "exchanges",
        "expect",
        "codes",
        "each",
        "deliver",
        "answer",
    ] {
        if let Some(it) = file.get(key) {
            said(it, &mut says);
        }
    }
    let of = ["operation", "callback"].map(|it| text(file.get(it)));
    let url = file.get("request").and_then(|it| it.get("url"));
    Fixture {
        name,
        lines: Lines(lines),
        of: of.concat(),
        url: text(url),
        says,
    }
}

fn scalar(it: Option<&Value>) -> String {
    match it {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        Some(_) | None => String::new(),
    }
}

fn ranges(text: &str) -> Vec<(u32, u32)> {
    let range = |part: &str| {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        Some((first.trim().parse().ok()?, last.trim().parse().ok()?))
    };
    text.split(',').filter_map(range).collect()
}

/// Adds every key and scalar of a value; of one that is JSON or a query, every one in it.
fn said(it: &Value, res: &mut BTreeSet<String>) {
    match it {
        Value::Mapping(map) => {
            for (key, value) in map {
                said(key, res);
                said(value, res);
            }
        }
        Value::Sequence(list) => list.iter().for_each(|it| said(it, res)),
        Value::String(text) => {
            res.insert(text.clone());
            match serde_json::from_str::<Json>(text) {
                Ok(json) => said_in_json(&json, res),
                Err(_) => {
                    let pieces = text.split(['&', '=', '?', '\n', '\r', ',']);
                    res.extend(pieces.map(|it| it.trim().to_owned()));
                }
            }
        }
        Value::Number(number) => {
            res.insert(number.to_string());
        }
        Value::Bool(it) => {
            res.insert(it.to_string());
        }
        Value::Null | Value::Tagged(_) => {}
    }
}

fn said_in_json(it: &Json, res: &mut BTreeSet<String>) {
    match it {
        Json::Object(map) => {
            for (key, value) in map {
                res.insert(key.clone());
                said_in_json(value, res);
            }
        }
        Json::Array(list) => list.iter().for_each(|it| said_in_json(it, res)),
        Json::String(text) => {
            res.insert(text.clone());
        }
        Json::Number(number) => {
            res.insert(number.to_string());
        }
        Json::Bool(_) | Json::Null => {}
    }
}

impl Fixture {
    /// Whether it holds only while a fact does: it calls what the fact is about, and says the name
    /// or the value. What is told in prose is cited, and nothing else rests on it.
    pub(super) fn rests_on(&self, provider: &Provider, fact: &Fact) -> bool {
        let says = |text: &str| self.says.contains(text);
        let operation = || provider.operation(&self.of);
        match &fact.about {
            About::Operation(name) | About::Callback(name) => {
                let whole = [
                    Kind::Method,
                    Kind::Path,
                    Kind::OtherPaths,
                    Kind::Order,
                    Kind::Paging,
                    Kind::Answer,
                    Kind::Seal,
                    Kind::Event,
                ];
                self.of == *name && whole.contains(&fact.kind)
            }
            About::Server(environment, server) => {
                let environments = provider.environments.iter();
                let mut here = environments.filter(|it| it.name == *environment);
                let mut servers = here.by_ref().flat_map(|it| &it.servers);
                let url = servers.find(|it| it.name == *server);
                url.and_then(|it| it.url.as_deref())
                    .is_some_and(|it| self.url.starts_with(it))
            }
            About::Scheme(name) => {
                let signed = operation().and_then(|it| it.signature.as_ref());
                signed.is_some_and(|it| it.scheme.name == *name)
            }
            About::Header(wire) => says(wire),
            About::Field(of, name) => {
                let field = || operation()?.fields.iter().find(|it| it.name == *name);
                self.of == *of
                    && field().is_some_and(|it| {
                        says(&it.wire) || says(&it.name) || it.source != FieldSource::Caller
                    })
            }
            About::Value(set, name) => {
                let set = provider.enums.iter().find(|it| it.name == *set);
                set.is_some_and(|set| {
                    let mut values = set.values.iter().filter(|it| it.name == *name);
                    values.any(|it| says(&it.wire)) && uses(provider, &self.of, &set.name)
                })
            }
            About::Row(table, index) => {
                let table = provider.tables.iter().find(|it| it.name == *table);
                let row = table.and_then(|it| it.rows.get(*index));
                row.is_some_and(|row| {
                    let held = |set: &&crate::model::Enumeration| {
                        let mut values = set.values.iter();
                        values.any(|it| {
                            it.citation == row.citation && row.holds(&it.wire) && says(&it.wire)
                        })
                    };
                    let sets = provider.enums.iter().filter(held);
                    sets.clone().any(|it| uses(provider, &self.of, &it.name))
                })
            }
            About::Member(record, name) => {
                let record = provider.records.iter().find(|it| it.name == *record);
                record.is_some_and(|record| {
                    let mut members = record.members.iter().filter(|it| it.name == *name);
                    members.any(|it| says(&it.wire)) && uses(provider, &self.of, &record.name)
                })
            }
            About::Code(index) => {
                let code = provider.codes.get(*index);
                code.is_some_and(|it| {
                    it.scope.contains(&self.of)
                        && says(&it.code)
                        && it.detail.as_ref().is_none_or(|it| says(it))
                })
            }
            About::Magic(environment, name) => {
                let environments = provider.environments.iter();
                let mut here = environments.filter(|it| it.name == *environment);
                let mut magic = here.by_ref().flat_map(|it| &it.magic);
                magic.any(|it| it.name == *name && says(&it.value))
            }
            // Lines of these are cited by the fixtures that rest on them.
            About::Provider
            | About::Credential(_)
            | About::Setting(_)
            | About::Way(_)
            | About::Token(_)
            | About::Enum(_)
            | About::Table(_)
            | About::Reference(_) => false,
        }
    }
}
