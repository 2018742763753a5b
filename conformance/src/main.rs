//! `cargo conformance`: the fixtures of this workspace against its generated clients.

use std::process::ExitCode;

fn main() -> ExitCode {
    verbatim_conformance::main(&verbatim_clients::dispatch::Generated)
}
