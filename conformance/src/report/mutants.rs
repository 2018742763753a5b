//! Mutants, as the HTML report takes them: by fact, killed or alive.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::Path;

use serde::Deserialize;

use crate::suite::shown;

/// More than any run of mutants prints.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// Mutants by the name of the fact that they change.
#[derive(Debug, Default)]
pub struct Mutants {
    by_fact: BTreeMap<String, Fate>,
    /// Whether any are known.
    known: bool,
}

/// What became of the mutants of one fact.
#[derive(Debug, Clone, Default)]
pub(super) struct Fate {
    pub(super) killed: usize,
    /// What was changed, unnoticed.
    pub(super) survivors: Vec<String>,
}

/// `{"list": [{"fact", "class", "change", "end"}]}`, beside whatever else there is.
#[derive(Deserialize)]
struct File {
    #[serde(default)]
    list: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    fact: String,
    #[serde(default)]
    class: String,
    #[serde(default)]
    change: String,
    end: String,
}

impl Mutants {
    /// Reads what `conformance mutate --format json` printed.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or is something else.
    pub fn read(path: &Path) -> Result<Mutants, String> {
        let mut text = String::new();
        fs::File::open(path)
            .and_then(|it| it.take(MAX_BYTES).read_to_string(&mut text))
            .map_err(|it| format!("{} cannot be read: {it}", shown(path)))?;
        Mutants::parse(&text).map_err(|it| {
            let path = shown(path);
            format!("{path} is not what `conformance mutate --format json` prints: {it}")
        })
    }

    /// Reads the same as text.
    ///
    /// # Errors
    ///
    /// It is something else; why.
    pub fn parse(text: &str) -> Result<Mutants, String> {
        let file: File = serde_json::from_str(text).map_err(|it| it.to_string())?;
        let mut res = Mutants {
            known: true,
            ..Mutants::default()
        };
        for row in file.list {
            let fate = res.by_fact.entry(row.fact).or_default();
            match row.end.as_str() {
                "killed" => fate.killed += 1,
                "survived" => fate
                    .survivors
                    .push(format!("{}: {}", row.class, row.change)),
                // With a written reason: nothing is missing.
                "equivalent" => {}
                other => return Err(format!("a mutant has the end `{other}`")),
            }
        }
        Ok(res)
    }

    /// Whether any run of mutants is known.
    pub(super) fn known(&self) -> bool {
        self.known
    }

    /// What became of a fact's mutants.
    pub(super) fn of(&self, fact: &str) -> Option<&Fate> {
        self.by_fact.get(fact)
    }
}
