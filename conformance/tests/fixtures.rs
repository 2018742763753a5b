//! The fixtures of the generated clients.

#[path = "fixtures/trials.rs"]
mod trials;

use std::process::ExitCode;

use trials::Tried;
use verbatim_clients::dispatch::Generated;

fn main() -> ExitCode {
    trials::main(Tried {
        specs: concat!(env!("CARGO_MANIFEST_DIR"), "/../specs"),
        fixtures: concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures"),
        clients: &Generated,
        played_elsewhere: &[],
        again: "cargo conformance",
    })
}
