//! Which lines fixtures speak of. Nothing else of a fixture is read here.

use std::fs;
use std::path::Path;

use serde::Deserialize;

use crate::model::Lines;

/// A fixture and its lines.
#[derive(Debug)]
pub(super) struct Fixture {
    /// `kemru/mobile_payout-printed_payout`.
    pub(super) name: String,
    pub(super) lines: Lines,
}

#[derive(Debug, Deserialize)]
struct Cited {
    lines: Option<String>,
    #[serde(default)]
    samples: Vec<String>,
}

/// The fixtures of one provider, in the order of names. One that cannot be read is told by
/// `cargo conformance`, and has no lines here.
pub(super) fn read(folder: &Path) -> Vec<Fixture> {
    let provider = folder.file_name().unwrap_or_default().to_string_lossy();
    let mut paths: Vec<_> = (fs::read_dir(folder).into_iter().flatten().flatten())
        .map(|it| it.path())
        .filter(|it| it.extension().is_some_and(|it| it == "yaml"))
        .collect();
    paths.sort();
    let fixture = |path: &std::path::PathBuf| {
        let cited: Cited = serde_yaml::from_str(&fs::read_to_string(path).ok()?).ok()?;
        let stem = path.file_stem()?.to_string_lossy();
        let said = cited.lines.iter().chain(&cited.samples);
        Some(Fixture {
            name: format!("{provider}/{stem}"),
            lines: Lines(said.flat_map(|it| ranges(it)).collect()),
        })
    };
    paths.iter().filter_map(fixture).collect()
}

fn ranges(text: &str) -> Vec<(u32, u32)> {
    let range = |part: &str| {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        Some((first.trim().parse().ok()?, last.trim().parse().ok()?))
    };
    text.split(',').filter_map(range).collect()
}
