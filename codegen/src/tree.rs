//! All specs of a workspace and the generated tree beside them.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::Report;
use crate::disk::{self, Mode, Stale};
use crate::emit::{emit_changelog, emit_clients};
use crate::release::{RELEASE_LOCK, Release, changelog};
use crate::{generate, load, model::Provider, unreleased};

/// Where specs are, and where their crates go.
#[derive(Debug, Clone)]
pub struct Tree {
    /// Holds one folder per provider.
    pub specs: PathBuf,
    /// Holds one crate per provider, and `clients`.
    pub out: PathBuf,
}

/// Why a tree could not be compared or written.
#[derive(Debug)]
#[non_exhaustive]
pub enum Failure {
    /// Specs have faults; one report each.
    Faults(Vec<Report>),
    /// No spec has that name; the names that there are.
    NoSuchSpec(String, Vec<String>),
    /// The spec does not stand in the folder of specs.
    Elsewhere(PathBuf, PathBuf),
    /// A file or a folder is not as needed.
    Io(io::Error),
}

impl Tree {
    /// The workspace whose root is `root`.
    pub fn of(root: &Path) -> Tree {
        Tree {
            specs: root.join("specs"),
            out: root.join("generated"),
        }
    }

    /// The names of all providers, in order.
    ///
    /// # Errors
    ///
    /// The folder of specs cannot be listed.
    pub fn names(&self) -> Result<Vec<String>, Failure> {
        let mut res = Vec::new();
        let entries = fs::read_dir(&self.specs)
            .map_err(|it| io::Error::new(it.kind(), format!("{}: {it}", self.specs.display())))?;
        for entry in entries {
            let path = entry?.path();
            if path.is_dir()
                && let Some(name) = path.file_name().and_then(|it| it.to_str())
            {
                res.push(name.to_owned());
            }
        }
        res.sort();
        Ok(res)
    }

    /// The folder of a spec, named or pointed to.
    ///
    /// # Errors
    ///
    /// There is none of that name.
    pub fn folder(&self, spec: &str) -> Result<PathBuf, Failure> {
        let named = self.specs.join(spec);
        if !spec.contains(['/', '\\']) && named.is_dir() {
            return Ok(named);
        }
        let path = PathBuf::from(spec);
        match path.is_dir() {
            true => Ok(path),
            false => Err(Failure::NoSuchSpec(spec.to_owned(), self.names()?)),
        }
    }

    /// The name of a spec that belongs to this tree.
    fn inside(&self, spec: &str) -> Result<String, Failure> {
        let folder = self.folder(spec)?;
        let parent = folder.canonicalize()?;
        match (parent.parent(), parent.file_name()) {
            (Some(above), Some(name)) if above == self.specs.canonicalize()? => {
                Ok(name.to_string_lossy().into_owned())
            }
            _ => Err(Failure::Elsewhere(folder, self.specs.clone())),
        }
    }

    /// Loads the named specs, all of them when none is named; every fault of every spec is told.
    ///
    /// # Errors
    ///
    /// Faults, or a name that there is not.
    pub fn load(&self, specs: &[String]) -> Result<Vec<Provider>, Failure> {
        let names = match specs.is_empty() {
            true => self.names()?,
            false => specs.to_vec(),
        };
        let folders = names.iter().map(|it| self.folder(it));
        let folders = folders.collect::<Result<Vec<_>, _>>()?;
        let (mut res, mut reports) = (Vec::new(), Vec::new());
        // Specs know nothing of each other, so each is loaded on a thread of its own.
        let loaded = std::thread::scope(|scope| {
            let start = |folder| scope.spawn(move || load(folder));
            let running: Vec<_> = folders.iter().map(|it| start(it)).collect();
            let ended = running.into_iter().map(|it| it.join());
            ended.collect::<Vec<_>>()
        });
        for it in loaded {
            match it.unwrap_or_else(|panic| std::panic::resume_unwind(panic)) {
                Ok(provider) => res.push(provider),
                Err(report) => reports.push(report),
            }
        }
        match reports.is_empty() {
            true => Ok(res),
            false => Err(Failure::Faults(reports)),
        }
    }

    /// The checked model of a spec, whatever version it says and whatever its folder is called: an
    /// older spec stands where it was copied to.
    ///
    /// # Errors
    ///
    /// Faults, or a name that there is not.
    pub(crate) fn unreleased(&self, spec: &str) -> Result<Provider, Failure> {
        let read = unreleased(&self.folder(spec)?);
        read.map_err(|it| Failure::Faults(vec![it]))
    }

    /// Compares the generated crates of the named specs with what the specs say; writes them in
    /// [`Mode::Write`]. All specs are loaded, since `clients` re-exports every one.
    ///
    /// # Errors
    ///
    /// Nothing was written.
    pub fn settle(&self, specs: &[String], mode: Mode) -> Result<Vec<Stale>, Failure> {
        let wanted = specs
            .iter()
            .map(|it| self.inside(it))
            .collect::<Result<Vec<_>, _>>()?;
        let providers = self.load(&[])?;
        let versions: Vec<(String, String)> = providers
            .iter()
            .map(|it| (it.name.clone(), it.version.clone()))
            .collect();
        let mut folders = match wanted.is_empty() {
            true => disk::folders(&self.out)?,
            false => wanted.clone(),
        };
        if !folders.iter().any(|it| it == "clients") {
            folders.push("clients".to_owned());
        }
        let meant = providers
            .iter()
            .filter(|it| wanted.is_empty() || wanted.contains(&it.name));
        let mut pages: Vec<_> = meant.clone().flat_map(generate).collect();
        for it in meant {
            let release = released(&self.specs.join(&it.name))?;
            let sections = changelog(it, release.as_ref());
            pages.push(emit_changelog(&it.name, &sections));
        }
        pages.extend(emit_clients(&versions));
        Ok(disk::settle(&self.out, &pages, &folders, mode)?)
    }
}

/// The last release of a spec; nothing before the first.
pub(crate) fn released(folder: &Path) -> io::Result<Option<Release>> {
    let path = folder.join(RELEASE_LOCK);
    match fs::read_to_string(&path) {
        Ok(text) => {
            let told = |why| io::Error::other(format!("{}: {why}", path.display()));
            Release::parse(&text).map(Some).map_err(told)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Names of the files below `generated/` of the workspace at `root` that are not what the specs
/// say.
///
/// # Errors
///
/// Specs have faults, or the tree cannot be read: one text for people.
pub fn stale(root: &Path) -> Result<Vec<String>, String> {
    let found = Tree::of(root)
        .settle(&[], Mode::Tell)
        .map_err(|it| it.to_string())?;
    Ok(found.into_iter().map(|it| it.path).collect())
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Failure::Io(error)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Faults(reports) => {
                for report in reports {
                    write!(f, "{report}")?;
                }
                Ok(())
            }
            Failure::NoSuchSpec(name, known) => {
                write!(
                    f,
                    "no spec is called `{name}`; there are {}",
                    known.join(", ")
                )
            }
            Failure::Elsewhere(spec, specs) => {
                let (spec, specs) = (spec.display(), specs.display());
                write!(
                    f,
                    "{spec} does not stand in {specs}; say its folder with `--specs`, and where to write with `--out`"
                )
            }
            Failure::Io(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Failure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Failure::Faults(_) | Failure::NoSuchSpec(..) | Failure::Elsewhere(..) => None,
            Failure::Io(error) => error.source(),
        }
    }
}
