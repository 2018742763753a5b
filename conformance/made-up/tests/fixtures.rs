//! The fixtures of the made-up clients, played and held as those of the generated ones are.

#[path = "../../tests/fixtures/trials.rs"]
mod trials;

use std::process::ExitCode;

use trials::Tried;
use verbatim_made_up::MadeUp;

fn main() -> ExitCode {
    trials::main(Tried {
        specs: concat!(env!("CARGO_MANIFEST_DIR"), "/specs"),
        fixtures: concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures"),
        clients: &MadeUp,
        // `calls.rs` and `replies.rs` play them.
        played_elsewhere: &["acme", "hostile", "listener"],
        again: "cargo test -p verbatim-made-up --test fixtures",
    })
}
