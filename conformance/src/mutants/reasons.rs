//! Why some mutants cannot be told from the spec: written by people, one file per provider.

use std::fs;
use std::io;
use std::path::Path;

use serde::Deserialize;

/// The mutants of a provider that are called equivalent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reasons {
    /// Each with the mutants that it is about.
    pub reasons: Vec<Reason>,
}

/// Why some mutants change nothing that can be seen.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// In one sentence.
    pub why: String,
    /// The mutants, by their names.
    pub mutants: Vec<String>,
}

impl Reasons {
    /// Why this one is called equivalent.
    pub fn of(&self, name: &str) -> Option<&str> {
        let mut reasons = self.reasons.iter();
        let found = reasons.find(|it| it.mutants.iter().any(|it| it == name));
        found.map(|it| it.why.as_str())
    }

    /// The names for which there is no mutant, or a second reason.
    pub fn idle<'a>(&'a self, names: &[String]) -> Vec<&'a str> {
        let all: Vec<&str> = (self.reasons.iter())
            .flat_map(|it| it.mutants.iter().map(String::as_str))
            .collect();
        let idle = all
            .iter()
            .enumerate()
            .filter(|(at, it)| all[..*at].contains(it) || !names.iter().any(|name| name == **it));
        idle.map(|it| *it.1).collect()
    }
}

/// Reads `PROVIDER.yaml` in a folder; nothing where there is no such file.
///
/// # Errors
///
/// The file cannot be read, or is no list of reasons.
pub fn read(folder: &Path, provider: &str) -> Result<Reasons, String> {
    let path = folder.join(provider).with_extension("yaml");
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(why) if why.kind() == io::ErrorKind::NotFound => return Ok(Reasons::default()),
        Err(why) => return Err(format!("{}: {why}", path.display())),
    };
    let reasons: Vec<Reason> =
        serde_yaml::from_str(&text).map_err(|it| format!("{}: {it}", path.display()))?;
    match reasons.iter().find(|it| it.why.trim().is_empty()) {
        Some(it) => Err(format!(
            "{}: no reason is given for {:?}",
            path.display(),
            it.mutants
        )),
        None => Ok(Reasons { reasons }),
    }
}
