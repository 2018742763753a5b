//! `cargo conformance`: the fixtures of this workspace against its generated clients.

use std::process::ExitCode;

fn main() -> ExitCode {
    match verbatim_conformance::elsewhere() {
        Some(code) => code,
        None => verbatim_conformance::main(&verbatim_clients::dispatch::Generated),
    }
}
