//! From a provider's spec to a typed Rust client, as a library for build scripts and for the
//! `codegen` command.

mod check;
mod diagnostic;
mod entries;
mod locate;
pub mod model;
mod read;
mod source;
mod spec;

use std::path::Path;

pub use diagnostic::{Code, Diagnostic, Report};
pub use source::Source;

/// The checked model of one provider.
///
/// # Errors
///
/// Every fault of the spec, in file order.
pub fn check(source: &Source) -> Result<model::Provider, Report> {
    let spec = read::read(source)?;
    check::check(&spec, source)
}

/// Reads a provider's folder and checks it.
///
/// # Errors
///
/// Every fault of the spec, in file order.
pub fn load(folder: &Path) -> Result<model::Provider, Report> {
    check(&Source::read(folder)?)
}
