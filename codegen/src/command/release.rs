//! `codegen release`: `release.lock` beside a spec.

use std::fs;
use std::process::ExitCode;

use super::{Format, Place, faults, say, tree};
use crate::release::{RELEASE_LOCK, Release};
use crate::tree::{Failure, released};

pub(super) fn run(place: &Place, spec: &str) -> Result<ExitCode, Failure> {
    let tree = tree(place);
    let folder = tree.folder(spec)?;
    // A version that is too low is a fault of the spec.
    let providers = match tree.load(&[spec.to_owned()]) {
        Err(Failure::Faults(reports)) => return Ok(faults(&reports, place.format)),
        other => other?,
    };
    let before = released(&folder)?;
    let path = folder.join(RELEASE_LOCK);
    for it in &providers {
        let same = before
            .as_ref()
            .is_some_and(|before| before.version == it.version);
        if !same {
            fs::write(&path, Release::of(it, before.as_ref()).to_string())?;
        }
        match (place.format, same) {
            (Format::Json, _) => say(&serde_json::json!({
                "provider": it.name,
                "version": it.version,
                "written": (!same).then(|| path.display().to_string()),
            })),
            (Format::Text, true) => println!("{} {} is released already", it.name, it.version),
            (Format::Text, false) => println!(
                "wrote {}: {} {} is released; run `cargo codegen {}`",
                path.display(),
                it.name,
                it.version,
                it.name
            ),
        }
    }
    Ok(ExitCode::SUCCESS)
}
