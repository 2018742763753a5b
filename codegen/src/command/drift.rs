//! `codegen drift`: what a newer document changes.

use std::fs;
use std::io;
use std::path::Path;
use std::process::ExitCode;

use super::lock::text as document_text;
use super::{Format, Place, faults, say, tree};
use crate::drift::{drift, json, text};
use crate::facts::facts;
use crate::lock::{DOCUMENT_LOCK, Lock};
use crate::tree::Failure;

pub(super) fn run(
    place: &Place,
    document: &Path,
    fixtures: Option<&Path>,
    spec: &str,
) -> Result<ExitCode, Failure> {
    let tree = tree(place);
    let folder = tree.folder(spec)?;
    let providers = match tree.load(&[spec.to_owned()]) {
        Err(Failure::Faults(reports)) => return Ok(faults(&reports, place.format)),
        other => other?,
    };
    let lock = locked(&folder)?;
    let unchecked: usize = providers.iter().map(|it| facts(it).len()).sum();
    let new = document_text(document).map_err(|it| {
        Failure::Io(io::Error::other(format!(
            "{it}; {unchecked} facts unchecked"
        )))
    })?;
    let mut changed = false;
    for it in &providers {
        let usual = tree.specs.join("../conformance/fixtures");
        let fixtures = fixtures.unwrap_or(&usual).join(&it.name);
        let drift = drift(it, &lock, &new, Some(&fixtures));
        changed |= !drift.changes.is_empty();
        match place.format {
            Format::Json => say(&json(&drift)),
            Format::Text => print!("{}", text(&drift)),
        }
    }
    Ok(ExitCode::from(u8::from(changed)))
}

fn locked(folder: &Path) -> Result<Lock, Failure> {
    let path = folder.join(DOCUMENT_LOCK);
    let told = |why: String| io::Error::other(format!("{}: {why}", path.display()));
    let text = fs::read_to_string(&path).map_err(|it| {
        told(format!(
            "{it}; `cargo codegen lock` writes it from the document that was read"
        ))
    })?;
    Ok(Lock::parse(&text).map_err(told)?)
}
