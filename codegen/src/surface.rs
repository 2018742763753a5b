//! What callers and the wire can see of a model, one row per value: what two releases are compared by.
//!
//! It is taken from what `inspect` prints, without where anything comes from, so that a word of the
//! language that `inspect` learns is compared from then on.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::inspect::inspect;
use crate::lock::sha256;
use crate::model::Provider;

/// Rows by their way: `operations > pay > fields > amount > type`; values are JSON.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Surface(pub(crate) BTreeMap<String, String>);

/// Between the steps of a way.
pub(crate) const STEP: &str = " > ";
/// The last step of the row that says in which order things stand.
pub(crate) const ORDER: &str = "(order)";

/// Provenance, prose, and what is said in another row too.
const LEFT_OUT: &[&str] = &[
    "about",
    "because",
    "codes",
    "discrepancies",
    "documents",
    "lines",
    "meaning",
    "path_printed",
    "printed",
    "provenance",
    "provider",
    "required",
    "samples",
    "set_aside",
    "source",
    "tables",
    "title",
    "version",
];

impl Surface {
    /// Of a checked model.
    pub(crate) fn of(provider: &Provider) -> Surface {
        let mut res = Surface::default();
        res.add(&mut Vec::new(), &inspect(provider));
        for it in &provider.codes {
            for scope in &it.scope {
                let detail = it.detail.iter().map(|it| format!("/{it}"));
                let code = std::iter::once(it.code.clone()).chain(detail);
                let way = ["codes", scope, &code.collect::<String>()];
                res.put(&[&way[..], &["name"]].concat(), &Value::from(&*it.name));
                let outcome = Value::from(it.outcome.word());
                res.put(&[&way[..], &["outcome"]].concat(), &outcome);
            }
        }
        for it in &provider.tables {
            let cells: Vec<_> = it.rows.iter().map(|it| &it.cells).collect();
            let digest = sha256(format!("{:?} {cells:?}", it.columns).as_bytes());
            res.put(&["tables", &it.name, "digest"], &Value::from(digest));
        }
        res
    }

    fn put(&mut self, way: &[&str], value: &Value) {
        self.0.insert(way.join(STEP), value.to_string());
    }

    fn add(&mut self, way: &mut Vec<String>, value: &Value) {
        match value {
            Value::Null | Value::Bool(false) => {}
            Value::String(text) if text.is_empty() => {}
            Value::Object(map) => {
                for (key, value) in map {
                    if left_out(way, key) {
                        continue;
                    }
                    way.push(key.clone());
                    self.add(way, value);
                    way.pop();
                }
            }
            Value::Array(list) if list.is_empty() => {}
            Value::Array(list) if list.iter().all(Value::is_object) => self.list(way, list),
            Value::Array(_) | Value::Bool(true) | Value::Number(_) | Value::String(_) => {
                let way: Vec<&str> = way.iter().map(String::as_str).collect();
                self.put(&way, value);
            }
        }
    }

    /// Entries by their names, and how they follow each other where that is seen.
    fn list(&mut self, way: &mut Vec<String>, list: &[Value]) {
        let mut names: Vec<String> = Vec::new();
        for (index, it) in list.iter().enumerate() {
            let said = ["name", "rule", "is"].iter().find_map(|key| it.get(key));
            let said = said.and_then(Value::as_str);
            let mut name = said.map_or_else(|| (index + 1).to_string(), str::to_owned);
            // The same header may be sent in two ways.
            while names.contains(&name) {
                name.push('\'');
            }
            names.push(name.clone());
            way.push(name);
            self.add(way, it);
            way.pop();
        }
        let seen = ["fields", "members", "shapes"];
        if way.last().is_some_and(|it| seen.contains(&it.as_str())) {
            way.push(ORDER.to_owned());
            self.add(way, &Value::from(names));
            way.pop();
        }
    }
}

fn left_out(way: &[String], key: &str) -> bool {
    let at = |index: usize| way.get(index).map(String::as_str);
    let derived = match (at(0), key) {
        // The values of a set stand with the set, the members of a shape with its record.
        (Some("operations"), "values") => at(2) == Some("fields"),
        (Some("callbacks"), "fields") => true,
        (_, _) => false,
    };
    // The name of a thing is the step to it.
    let named = key == "name" || key == "rule";
    derived || named || LEFT_OUT.contains(&key)
}
