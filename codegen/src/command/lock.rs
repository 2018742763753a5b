//! `codegen lock`: `document.lock` beside a spec.

use std::fs;
use std::io;
use std::path::Path;
use std::process::ExitCode;

use super::{Format, Place, say, tree};
use crate::lock::{DOCUMENT_LOCK, Lock};
use crate::tree::Failure;

pub(super) fn lock(place: &Place, document: &Path, spec: &str) -> Result<ExitCode, Failure> {
    let folder = tree(place).folder(spec)?;
    let name = document.file_name().unwrap_or_default().to_string_lossy();
    let lock = Lock::of(&name, &text(document)?);
    let path = folder.join(DOCUMENT_LOCK);
    fs::write(&path, lock.to_string())?;
    let (lines, said) = (lock.lines.len(), lock.said());
    match place.format {
        Format::Json => say(&serde_json::json!({
            "written": path.display().to_string(),
            "document": lock.document,
            "sha256": lock.sha256,
            "lines": lines,
            "said": said,
        })),
        Format::Text => println!(
            "wrote {}: {lines} lines of {name}, {said} of them not blank",
            path.display()
        ),
    }
    Ok(ExitCode::SUCCESS)
}

/// The text of a document.
pub(super) fn text(document: &Path) -> Result<String, Failure> {
    let told = |it: io::Error| io::Error::new(it.kind(), format!("{}: {it}", document.display()));
    Ok(fs::read_to_string(document).map_err(told)?)
}
