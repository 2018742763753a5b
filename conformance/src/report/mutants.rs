//! Mutants, as the HTML report takes them: by line of the document, killed or alive.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::Path;

use serde::Deserialize;

use crate::suite::shown;

/// More than any run of mutants prints.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// Mutants by provider and the line of its document that says what they change.
#[derive(Debug, Default)]
pub struct Mutants {
    by_line: BTreeMap<(String, u32), Fate>,
    /// Whether any are known.
    known: bool,
}

/// What became of the mutants of one line.
#[derive(Debug, Clone, Default)]
pub(super) struct Fate {
    pub(super) killed: usize,
    /// What was changed, unnoticed.
    pub(super) survivors: Vec<String>,
}

/// What is read of it, beside whatever else there is.
#[derive(Deserialize)]
struct File {
    results: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    provider: String,
    class: String,
    fact: String,
    change: String,
    /// `document L473, L475-L478`, or where else the fact comes from.
    said_in: String,
    fate: String,
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
        for row in file.results {
            let alive = match row.fate.as_str() {
                "killed" | "not_equivalent" => false,
                "survived" => true,
                // With a written reason: nothing is missing.
                "equivalent" => continue,
                other => return Err(format!("a mutant has the fate `{other}`")),
            };
            for line in lines(&row.said_in) {
                let key = (row.provider.clone(), line);
                let fate = res.by_line.entry(key).or_default();
                match alive {
                    true => {
                        let Row {
                            class,
                            fact,
                            change,
                            ..
                        } = &row;
                        fate.survivors.push(format!("{class} {fact}: {change}"));
                    }
                    false => fate.killed += 1,
                }
            }
        }
        Ok(res)
    }

    /// Whether any run of mutants is known.
    pub(super) fn known(&self) -> bool {
        self.known
    }

    /// What became of the mutants of a line.
    pub(super) fn of(&self, provider: &str, line: u32) -> Option<&Fate> {
        self.by_line.get(&(provider.to_owned(), line))
    }
}

/// The lines of `document L473, L475-L478`; none where something else is said.
fn lines(said_in: &str) -> Vec<u32> {
    let ranges = said_in.strip_prefix("document ").unwrap_or_default();
    let number = |it: &str| it.trim().strip_prefix('L')?.parse::<u32>().ok();
    let range = |it: &str| -> Option<(u32, u32)> {
        let (first, last) = it.split_once('-').unwrap_or((it, it));
        Some((number(first)?, number(last)?))
    };
    let ranges = ranges.split(',').filter_map(range);
    ranges.flat_map(|(first, last)| first..=last).collect()
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn lines_are_read_from_where_a_fact_is_said() {
        assert_eq!(lines("document L4, L7-L9"), [4, 7, 8, 9]);
        assert!(lines("assumed").is_empty());
        assert!(lines("https://provider.example/L4").is_empty());
    }
}
