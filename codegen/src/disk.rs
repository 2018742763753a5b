//! The generated tree: write it, or tell what is stale; nobody else touches it.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::page::{MARK, Page};

/// What a run may do to the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Write what differs, remove what is no longer made.
    Write,
    /// Only tell.
    Tell,
}

/// One file that is not what the specs say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stale {
    /// Below the root of the generated tree, with `/`.
    pub path: String,
    /// What is the matter with it.
    pub why: Why,
}

/// What is the matter with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It is not there.
    Missing,
    /// It says something else.
    Differs,
    /// It is no longer made.
    NoLongerMade,
}

/// Compares the pages with the tree and, in [`Mode::Write`], makes the tree so. `folders` are the
/// crates in question; files of others are left alone.
///
/// # Errors
///
/// A file that was never generated stands where a page belongs, or the disk refuses. Then
/// nothing has changed.
pub(crate) fn settle(
    root: &Path,
    pages: &[Page],
    folders: &[String],
    mode: Mode,
) -> io::Result<Vec<Stale>> {
    let mut res = Vec::new();
    let mut changes = Vec::new();
    for page in pages {
        let path = root.join(&page.path);
        let why = match fs::read(&path) {
            Ok(bytes) if bytes == page.text.as_bytes() => continue,
            Ok(bytes) if !ours(root, &page.path, &bytes) => {
                let message = format!("{} was not made by codegen; move it away", path.display());
                return Err(io::Error::new(ErrorKind::AlreadyExists, message));
            }
            Ok(bytes) => {
                changes.push(Change::replace(
                    &path,
                    Some(bytes),
                    Some(page.text.as_bytes()),
                ));
                Why::Differs
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {
                changes.push(Change::replace(&path, None, Some(page.text.as_bytes())));
                Why::Missing
            }
            Err(error) => return Err(named(&path, error)),
        };
        res.push(Stale {
            path: page.path.clone(),
            why,
        });
    }
    let kept: BTreeSet<PathBuf> = pages.iter().map(|it| root.join(&it.path)).collect();
    for folder in folders {
        for path in files(&root.join(folder))? {
            if kept.contains(&path) {
                continue;
            }
            let bytes = fs::read(&path).map_err(|it| named(&path, it))?;
            if marked(&bytes) {
                changes.push(Change::replace(&path, Some(bytes), None));
                let below = path.strip_prefix(root).unwrap_or(&path);
                res.push(Stale {
                    path: below.to_string_lossy().replace('\\', "/"),
                    why: Why::NoLongerMade,
                });
            }
        }
    }
    if mode == Mode::Write {
        apply(root, &changes)?;
    }
    Ok(res)
}

/// Names of folders in the tree that hold generated files.
pub(crate) fn folders(root: &Path) -> io::Result<Vec<String>> {
    let mut res = Vec::new();
    let entries = match fs::read_dir(root) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(res),
        Err(error) => return Err(named(root, error)),
    };
    for entry in entries {
        let entry = entry?;
        let path = entry.path();
        // A link leads to what is not ours.
        if entry.file_type()?.is_dir()
            && let Some(name) = path.file_name().and_then(|it| it.to_str())
        {
            res.push(name.to_owned());
        }
    }
    res.sort();
    Ok(res)
}

struct Change {
    path: PathBuf,
    before: Option<Vec<u8>>,
    after: Option<Vec<u8>>,
}

impl Change {
    fn replace(path: &Path, before: Option<Vec<u8>>, after: Option<&[u8]>) -> Change {
        Change {
            path: path.to_owned(),
            before,
            after: after.map(<[u8]>::to_owned),
        }
    }

    /// A name beside the file that no page has.
    fn staged(&self) -> PathBuf {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        self.path.with_file_name(format!(".{name}.codegen-new"))
    }
}

/// All or nothing: everything is written beside its place first; then it is moved, and moved back
/// should one move fail.
fn apply(root: &Path, changes: &[Change]) -> io::Result<()> {
    let mut made = Vec::new();
    if let Err(error) = stage(changes, &mut made) {
        clear(changes, &made);
        return Err(error);
    }
    for (index, change) in changes.iter().enumerate() {
        let res = match &change.after {
            Some(_) => fs::rename(change.staged(), &change.path),
            None => fs::remove_file(&change.path),
        };
        if let Err(error) = res {
            for done in &changes[..index] {
                let _ = match &done.before {
                    Some(bytes) => fs::write(&done.path, bytes),
                    None => fs::remove_file(&done.path),
                };
            }
            clear(changes, &made);
            return Err(named(&change.path, error));
        }
    }
    for change in changes.iter().filter(|it| it.after.is_none()) {
        empty_parents(&change.path, root);
    }
    Ok(())
}

/// Writes everything beside its place; `made` takes the folders that were not there, each before
/// those in it.
fn stage(changes: &[Change], made: &mut Vec<PathBuf>) -> io::Result<()> {
    for change in changes {
        if let Some(bytes) = &change.after {
            let folder = change.path.parent().unwrap_or(Path::new("."));
            let missing: Vec<&Path> = folder.ancestors().take_while(|it| !it.exists()).collect();
            made.extend(missing.into_iter().rev().map(Path::to_owned));
            fs::create_dir_all(folder).map_err(|it| named(folder, it))?;
            fs::write(change.staged(), bytes).map_err(|it| named(&change.path, it))?;
        }
    }
    Ok(())
}

fn clear(changes: &[Change], made: &[PathBuf]) {
    // What was never staged or made is not there to be removed.
    for change in changes {
        let _ = fs::remove_file(change.staged());
    }
    for folder in made.iter().rev() {
        let _ = fs::remove_dir(folder);
    }
}

/// Removes folders below the root that the removal of a file left empty.
fn empty_parents(path: &Path, root: &Path) {
    let mut folder = path.parent();
    while let Some(it) = folder.filter(|it| *it != root) {
        if fs::remove_dir(it).is_err() {
            return;
        }
        folder = it.parent();
    }
}

/// Whether a file may be written over: it bears the mark, it is empty, or it is a damaged page of
/// a crate whose manifest bears the mark.
fn ours(root: &Path, path: &str, bytes: &[u8]) -> bool {
    let folder = path.split('/').next().unwrap_or_default();
    let manifest = root.join(folder).join("Cargo.toml");
    marked(bytes)
        || bytes.iter().all(u8::is_ascii_whitespace)
        || fs::read(manifest).is_ok_and(|it| marked(&it))
}

fn marked(bytes: &[u8]) -> bool {
    let first = bytes.split(|it| *it == b'\n').next().unwrap_or_default();
    String::from_utf8_lossy(first).contains(MARK)
}

fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut res = Vec::new();
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(res),
        Err(error) => return Err(named(folder, error)),
    };
    for entry in entries {
        let entry = entry?;
        let (path, kind) = (entry.path(), entry.file_type()?);
        if kind.is_dir() {
            res.extend(files(&path)?);
        } else if kind.is_file() {
            res.push(path);
        }
    }
    res.sort();
    Ok(res)
}

fn named(path: &Path, error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
