//! `codegen diff`: two specs, compared as models.

use std::path::Path;
use std::process::ExitCode;

use super::{Format, Place, faults, say, tree};
use crate::diff::{Change, diff, json, text};
use crate::release::RELEASE_LOCK;
use crate::surface::Surface;
use crate::tree::{Failure, released};

pub(super) fn run(place: &Place, old: &str, new: &str) -> Result<ExitCode, Failure> {
    let changes = match compared(place, old, new) {
        Err(Failure::Faults(reports)) => {
            faults(&reports, place.format);
            // What has faults cannot be compared.
            return Ok(ExitCode::from(3));
        }
        other => other?,
    };
    match place.format {
        Format::Json => say(&json(&changes)),
        Format::Text => print!("{}", text(&changes)),
    }
    Ok(ExitCode::SUCCESS)
}

fn compared(place: &Place, old: &str, new: &str) -> Result<Vec<Change>, Failure> {
    let tree = tree(place);
    let path = Path::new(old);
    let locked = path.is_file() && path.ends_with(RELEASE_LOCK);
    let before = match path.parent().filter(|_| locked) {
        Some(folder) => released(folder)?,
        None => None,
    };
    let new = tree.unreleased(new)?;
    match before {
        Some(before) => Ok(before.changes(&new)),
        None => Ok(diff(
            &Surface::of(&tree.unreleased(old)?),
            &Surface::of(&new),
        )),
    }
}
