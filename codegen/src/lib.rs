//! From a provider's spec to a typed Rust client, as a library for build scripts and for the
//! `codegen` command.
//!
//! A build script writes one self-contained file, which its crate includes:
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let provider = verbatim_codegen::load("specs/acme".as_ref())?;
//! let out = std::path::PathBuf::from(std::env::var("OUT_DIR")?);
//! std::fs::write(out.join("acme.rs"), verbatim_codegen::module(&provider))?;
//! # Ok(()) }
//! ```

mod check;
mod client;
pub mod command;
mod diagnostic;
mod diff;
mod disk;
pub mod drift;
mod emit;
mod entries;
pub mod facts;
mod filters;
mod inspect;
mod language;
mod layout;
mod locate;
pub mod lock;

mod lower;
pub mod model;
mod names;
mod page;
mod read;
mod release;
mod source;
mod spec;
#[doc(hidden)]
pub mod stages;
mod surface;
mod tree;
mod words;

use std::path::Path;

pub use diagnostic::{Code, Diagnostic, Report};
pub use disk::{Mode, Stale, Why};
pub use inspect::inspect;
pub use page::Page;
pub use source::Source;
pub use tree::{Failure, Tree, stale};

/// The checked model of one provider.
///
/// # Errors
///
/// Every fault of the spec, in file order.
pub fn check(source: &Source) -> Result<model::Provider, Report> {
    let (spec, faults) = read::read(source)?;
    let provider = check::check(&spec, faults, source)?;
    release::hold(source, provider)
}

/// Reads a provider's folder and checks it.
///
/// # Errors
///
/// Every fault of the spec, in file order.
pub fn load(folder: &Path) -> Result<model::Provider, Report> {
    check(&Source::read(folder)?)
}

/// The same whatever version the spec says, and whatever its folder is called.
pub(crate) fn unreleased(folder: &Path) -> Result<model::Provider, Report> {
    let mut source = Source::read(folder)?;
    source.release = None;
    source.named_by_itself();
    check(&source)
}

/// The pages of a provider's crate: valid Rust, laid out by the templates.
pub fn generate(provider: &model::Provider) -> Vec<Page> {
    emit::emit(&lower::lower(provider))
}

/// The client as one file for `include!`: no inner attributes, no `mod x;`. The including crate
/// depends on `verbatim-runtime` alone.
pub fn module(provider: &model::Provider) -> String {
    emit::emit_module(&lower::lower(provider), None)
}

/// The same with an example of every operation, which runs as a documentation test. `at` is the path
/// of the module that includes it, from outside of its crate: `my_service::acme`.
///
/// # Panics
///
/// When `at` is no such path.
pub fn module_at(provider: &model::Provider, at: &str) -> String {
    emit::emit_module(&lower::lower(provider), Some(at))
}
