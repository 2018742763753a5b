//! Each stage on its own, for the benchmark alone.

use std::time::{Duration, Instant};

use crate::emit::{emit, emit_as_written};
use crate::page::Page;
use crate::{Report, Source, check, lower, read};

/// How long each stage took, and what came of it.
#[derive(Debug)]
pub struct Stages {
    /// From text to strings in file order.
    pub parse: Duration,
    /// From strings to the model.
    pub check: Duration,
    /// From the model to the client.
    pub lower: Duration,
    /// From the client to pages, each parsed by syn.
    pub emit: Duration,
    /// The part of `emit` in which blocks of pages are laid out: what it took more than emitting
    /// them as they are written.
    pub formatting: Duration,
    /// The pages.
    pub pages: Vec<Page>,
}

/// Runs every stage once.
///
/// # Errors
///
/// The spec has faults.
pub fn run(source: &Source) -> Result<Stages, Report> {
    let start = Instant::now();
    let (spec, faults) = read::read(source)?;
    let parsed = start.elapsed();
    let provider = check::check(&spec, faults, source)?;
    let checked = start.elapsed();
    let client = lower::lower(&provider);
    let lowered = start.elapsed();
    let pages = emit(&client);
    let emitted = start.elapsed();
    emit_as_written(&client);
    let as_written = start.elapsed() - emitted;
    let emit = emitted - lowered;
    Ok(Stages {
        parse: parsed,
        check: checked - parsed,
        lower: lowered - checked,
        emit,
        formatting: emit.saturating_sub(as_written),
        pages,
    })
}
