//! The fixtures that did not hold when they were played last: names below `target`, for
//! `--last-failed`. Nothing else is written by a run that asks for no report.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::house;

/// Where the names are kept; nowhere, outside of a workspace.
pub(super) struct Last {
    file: Option<PathBuf>,
    /// The folder whose fixtures they are.
    folder: String,
}

impl Last {
    pub(super) fn of(fixtures: &Path) -> Last {
        let target = match (env::var_os("CARGO_TARGET_DIR"), house::root()) {
            (Some(target), _) => Some(PathBuf::from(target)),
            (None, root) => root.map(|it| it.join("target")),
        };
        let folder = fixtures.canonicalize().unwrap_or_else(|_| fixtures.into());
        Last {
            file: target.map(|it| it.join("conformance/last-failed.txt")),
            folder: folder.to_string_lossy().into_owned(),
        }
    }

    /// The names; none where other fixtures were played last, or nothing is kept.
    pub(super) fn read(&self) -> BTreeSet<String> {
        let file = self.file.as_ref();
        let text = file.and_then(|it| fs::read_to_string(it).ok());
        let text = text.unwrap_or_default();
        let mut lines = text.lines();
        match lines.next() == Some(self.folder.as_str()) {
            true => lines.map(str::to_owned).collect(),
            false => BTreeSet::new(),
        }
    }

    /// Keeps the names of those that do not hold. What was not played stays what it was. A machine
    /// that takes no file loses the memory, not the run.
    pub(super) fn write(&self, played: &BTreeMap<String, bool>) {
        let Some(file) = &self.file else {
            return;
        };
        let before = self.read();
        let mut failed = before.clone();
        for (name, fails) in played {
            match fails {
                true => failed.insert(name.clone()),
                false => failed.remove(name),
            };
        }
        if failed == before {
            return;
        }
        let mut text = format!("{}\n", self.folder);
        for name in &failed {
            text.push_str(&format!("{name}\n"));
        }
        let folder = file.parent().unwrap_or(Path::new("."));
        let written = fs::create_dir_all(folder).and_then(|()| fs::write(file, text));
        if let Err(why) = written {
            eprintln!("{} cannot be written: {why}", file.display());
        }
    }
}
