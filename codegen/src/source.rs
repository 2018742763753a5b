//! The files of one spec as text, read under limits.

use std::fs;
use std::io::{self, ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic, Report};

/// A larger file is refused unread.
pub(crate) const MAX_FILE_BYTES: u64 = 1024 * 1024;
/// A folder with more files is refused.
const MAX_FILES: usize = 512;

/// One spec as text; a fault points into it by file index.
#[derive(Debug, Clone, Default)]
pub struct Source {
    /// The folder's name, which is the provider's.
    pub(crate) name: String,
    /// `provider.yaml` first, then `operations/*.yaml` in name order, then `callbacks.yaml`.
    pub(crate) files: Vec<File>,
    /// `release.lock` as shown to people, and its text; absent before the first release.
    pub(crate) release: Option<(String, String)>,
}

/// One file.
#[derive(Debug, Clone)]
pub(crate) struct File {
    /// As shown to people: `specs/kemru/provider.yaml`.
    pub(crate) shown: String,
    pub(crate) kind: FileKind,
    pub(crate) text: String,
}

/// What a file may say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileKind {
    Provider,
    Operations,
    Callbacks,
}

impl Source {
    /// A spec that is one text: `provider.yaml` with everything in it.
    pub fn single(name: &str, shown: &str, text: &str) -> Source {
        let file = File {
            shown: shown.to_owned(),
            kind: FileKind::Provider,
            text: without_mark(text.to_owned()),
        };
        Source {
            name: name.to_owned(),
            files: vec![file],
            release: None,
        }
    }

    /// Takes the name that the spec says for that of the folder.
    pub(crate) fn named_by_itself(&mut self) {
        let text = self.files.first().map_or("", |it| &it.text);
        let said = text.lines().find_map(|it| it.strip_prefix("provider:"));
        let bare = |it: &str| it.trim_matches(|it| " \"'\r".contains(it)).to_owned();
        self.name = said.map_or_else(String::new, bare);
    }

    /// Reads the folder of one provider; every unreadable file is told.
    ///
    /// # Errors
    ///
    /// A file that is missing, too large, not UTF-8 or of no part of a spec.
    pub fn read(folder: &Path) -> Result<Source, Report> {
        let name = folder
            .file_name()
            .map(|it| it.to_string_lossy().into_owned())
            .unwrap_or_default();
        let mut res = Source {
            name,
            files: Vec::new(),
            release: None,
        };
        let mut faults = Vec::new();
        let release = folder.join("release.lock");
        if release.is_file() {
            match bounded(&release) {
                Ok(text) => res.release = Some((shown(&release), text)),
                Err(fault) => faults.push(fault),
            }
        }
        let mut paths = vec![(folder.join("provider.yaml"), FileKind::Provider)];
        match list(&folder.join("operations")) {
            Ok(found) => paths.extend(found.into_iter().map(|it| (it, FileKind::Operations))),
            Err(why) => faults.push(unreadable(&folder.join("operations"), &why)),
        }
        match list(folder) {
            Ok(found) => {
                let others = found
                    .into_iter()
                    .filter(|it| !it.ends_with("provider.yaml"));
                paths.extend(others.map(|it| (it, FileKind::Callbacks)));
            }
            Err(why) => faults.push(unreadable(folder, &why)),
        }
        for (path, kind) in paths {
            match read_file(&path, kind) {
                Ok(text) => res.files.push(File {
                    shown: shown(&path),
                    kind,
                    text,
                }),
                Err(fault) => faults.push(fault),
            }
        }
        if faults.is_empty() {
            Ok(res)
        } else {
            Err(Report::new(res, faults))
        }
    }
}

/// The YAML files of a folder in name order; none when there is no such folder.
fn list(folder: &Path) -> Result<Vec<PathBuf>, String> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut res = Vec::new();
    let unlisted = |it: io::Error| format!("the folder cannot be read: {it}");
    for entry in fs::read_dir(folder).map_err(unlisted)? {
        let entry = entry.map_err(unlisted)?;
        let path = entry.path();
        // Editors keep files of their own beside ours, under names that begin with a dot.
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        let kind = path.extension();
        if !hidden && kind.is_some_and(|it| it == "yaml" || it == "yml") {
            res.push(path);
        }
        if MAX_FILES < res.len() {
            return Err(format!("the folder holds more than {MAX_FILES} files"));
        }
    }
    res.sort();
    Ok(res)
}

fn read_file(path: &Path, kind: FileKind) -> Result<String, Diagnostic> {
    // A file that nobody reads would be facts that nobody reads.
    if path.extension().is_none_or(|it| it != "yaml") {
        return Err(unreadable(path, "a file of a spec ends in `.yaml`"));
    }
    if kind == FileKind::Callbacks && !path.ends_with("callbacks.yaml") {
        let why = "a spec has `provider.yaml`, `operations/*.yaml` and `callbacks.yaml`";
        return Err(unreadable(path, why));
    }
    bounded(path)
}

/// A file of a spec as text, whatever it is called.
fn bounded(path: &Path) -> Result<String, Diagnostic> {
    let about = fs::metadata(path).map_err(|it| match it.kind() == ErrorKind::NotFound {
        true => unreadable(path, "there is no such file"),
        false => unopened(path, &it),
    })?;
    if !about.is_file() {
        return Err(unreadable(path, "this is not a file"));
    }
    if about.len() > MAX_FILE_BYTES {
        return Err(too_large(path));
    }
    let mut bytes = Vec::new();
    fs::File::open(path)
        .and_then(|it| it.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes))
        .map_err(|it| unopened(path, &it))?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(too_large(path));
    }
    let text = String::from_utf8(bytes).map_err(|it| {
        let at = it.utf8_error().valid_up_to();
        unreadable(path, &format!("the file is not UTF-8 at byte {at}"))
    })?;
    Ok(without_mark(text))
}

/// A text without the byte order mark that some editors put first, and that serde trips over.
fn without_mark(text: String) -> String {
    match text.strip_prefix('\u{FEFF}') {
        Some(rest) => rest.to_owned(),
        None => text,
    }
}

fn too_large(path: &Path) -> Diagnostic {
    Diagnostic::in_file(
        Code::TooLarge,
        &shown(path),
        None,
        &format!("the file is larger than {MAX_FILE_BYTES} bytes"),
    )
}

fn unopened(path: &Path, why: &io::Error) -> Diagnostic {
    unreadable(path, &format!("it cannot be read: {why}"))
}

fn unreadable(path: &Path, why: &str) -> Diagnostic {
    Diagnostic::in_file(Code::UnreadableFile, &shown(path), None, why)
}

/// The path as people write it, with `/` on every platform; below the current folder from there on.
fn shown(path: &Path) -> String {
    let here = std::env::current_dir().ok();
    let below = here.as_deref().and_then(|it| path.strip_prefix(it).ok());
    let said = below.unwrap_or(path).to_string_lossy().replace('\\', "/");
    said.strip_prefix("./").map_or(said.clone(), str::to_owned)
}
