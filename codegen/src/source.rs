//! The files of one spec as text, read under limits.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic, Report};

/// A larger file is refused unread.
pub(crate) const MAX_FILE_BYTES: u64 = 1024 * 1024;
/// A folder with more files is refused.
const MAX_FILES: usize = 512;
/// Deeper nesting of `[` and `{` is refused before the parser sees it.
const MAX_FLOW_DEPTH: usize = 128;

/// One spec as text; a fault points into it by file index.
#[derive(Debug, Clone, Default)]
pub struct Source {
    /// The folder's name, which is the provider's.
    pub(crate) name: String,
    /// `provider.yaml` first, then `operations/*.yaml` in name order, then `callbacks.yaml`.
    pub(crate) files: Vec<File>,
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
            text: text.to_owned(),
        };
        Source {
            name: name.to_owned(),
            files: vec![file],
        }
    }

    /// Reads the folder of one provider; every unreadable file is told.
    ///
    /// # Errors
    ///
    /// A file that is missing, too large, not UTF-8 or nested too deeply.
    pub fn read(folder: &Path) -> Result<Source, Report> {
        let name = folder
            .file_name()
            .map(|it| it.to_string_lossy().into_owned())
            .unwrap_or_default();
        let mut res = Source {
            name,
            files: Vec::new(),
        };
        let mut faults = Vec::new();
        let mut paths = vec![(folder.join("provider.yaml"), FileKind::Provider)];
        match list(&folder.join("operations")) {
            Ok(found) => paths.extend(found.into_iter().map(|it| (it, FileKind::Operations))),
            Err(why) => faults.push(unreadable(&folder.join("operations"), &why)),
        }
        let callbacks = folder.join("callbacks.yaml");
        if callbacks.exists() {
            paths.push((callbacks, FileKind::Callbacks));
        }
        for (path, kind) in paths {
            match read_file(&path) {
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

fn list(folder: &Path) -> Result<Vec<PathBuf>, String> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut res = Vec::new();
    for entry in fs::read_dir(folder).map_err(|it| it.to_string())? {
        let path = entry.map_err(|it| it.to_string())?.path();
        if path.extension().is_some_and(|it| it == "yaml") {
            res.push(path);
        }
    }
    if res.len() > MAX_FILES {
        return Err(format!(
            "it holds {} files, more than {MAX_FILES}",
            res.len()
        ));
    }
    res.sort();
    Ok(res)
}

fn read_file(path: &Path) -> Result<String, Diagnostic> {
    let about = fs::metadata(path).map_err(|it| unreadable(path, &it.to_string()))?;
    if !about.is_file() {
        return Err(unreadable(path, "it is not a file"));
    }
    if about.len() > MAX_FILE_BYTES {
        return Err(too_large(path));
    }
    let mut bytes = Vec::new();
    fs::File::open(path)
        .and_then(|it| it.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes))
        .map_err(|it| unreadable(path, &it.to_string()))?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(too_large(path));
    }
    let text = String::from_utf8(bytes).map_err(|it| {
        let at = it.utf8_error().valid_up_to();
        unreadable(path, &format!("it is not UTF-8 at byte {at}"))
    })?;
    match too_deep(&text) {
        None => Ok(text),
        Some((line, column)) => Err(Diagnostic::in_file(
            Code::TooDeep,
            &shown(path),
            Some((line, column)),
            format!("brackets are nested more than {MAX_FLOW_DEPTH} deep"),
        )),
    }
}

fn too_large(path: &Path) -> Diagnostic {
    Diagnostic::in_file(
        Code::TooLarge,
        &shown(path),
        None,
        format!("the file is larger than {MAX_FILE_BYTES} bytes"),
    )
}

fn unreadable(path: &Path, why: &str) -> Diagnostic {
    Diagnostic::in_file(
        Code::UnreadableFile,
        &shown(path),
        None,
        format!("the file cannot be read: {why}"),
    )
}

/// The path as people write it, with `/` on every platform, from `specs/` on where that is in it.
fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// Where brackets outside quotes open deeper than the limit. The parser takes quadratic time there.
fn too_deep(text: &str) -> Option<(usize, usize)> {
    let mut depth = 0_usize;
    for (number, line) in text.lines().enumerate() {
        let mut quote = None;
        let mut before = ' ';
        for (column, it) in line.chars().enumerate() {
            match quote {
                Some(open) if it == open => quote = None,
                Some(_) => {}
                None => match it {
                    '"' | '\'' if !before.is_alphanumeric() => quote = Some(it),
                    '#' if before.is_whitespace() => break,
                    '[' | '{' => depth += 1,
                    ']' | '}' => depth = depth.saturating_sub(1),
                    _ => {}
                },
            }
            if depth > MAX_FLOW_DEPTH {
                return Some((number + 1, column + 1));
            }
            before = it;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_in_quotes_and_comments_do_not_nest() {
        let text = format!("a: \"{0}\"\nb: '{0}' # {0}\n", "[".repeat(500));
        assert_eq!(too_deep(&text), None);
    }

    #[test]
    fn the_first_bracket_too_many_is_named() {
        let text = format!("a: {}", "[".repeat(500));
        assert_eq!(too_deep(&text), Some((1, 3 + MAX_FLOW_DEPTH + 1)));
    }
}
