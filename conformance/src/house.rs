//! Where things are: the workspace found upward from the current directory, and the specs in it.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use verbatim_codegen::model::Provider;

/// The nearest folder above that has `specs` and `generated`.
pub fn root() -> Option<PathBuf> {
    let here = env::current_dir().ok()?;
    let home = |it: &&Path| it.join("specs").is_dir() && it.join("generated").is_dir();
    here.ancestors().find(home).map(Path::to_path_buf)
}

/// What could be read of a folder of specs.
#[derive(Debug, Default)]
pub struct Specs {
    /// The providers whose spec holds, in name order.
    pub providers: Vec<Provider>,
    /// What is wrong with the others, as text for people.
    pub reports: Vec<String>,
}

impl Specs {
    /// Reads every spec of a folder.
    ///
    /// # Errors
    ///
    /// The folder cannot be listed. A spec that does not hold is a report.
    pub fn read(folder: &Path) -> io::Result<Specs> {
        let mut paths = Vec::new();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.join("provider.yaml").is_file() {
                paths.push(path);
            }
        }
        paths.sort();
        let mut res = Specs::default();
        for path in paths {
            match verbatim_codegen::load(&path) {
                Ok(provider) => res.providers.push(provider),
                Err(report) => res.reports.push(report.to_string()),
            }
        }
        Ok(res)
    }
}
