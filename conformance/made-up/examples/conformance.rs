//! `cargo conformance` for the clients of this crate, as any other workspace would have it.

use std::process::ExitCode;

fn main() -> ExitCode {
    verbatim_conformance::main(&verbatim_made_up::MadeUp)
}
