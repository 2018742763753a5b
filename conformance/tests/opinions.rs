//! Inputs and replies made from the specs, given to the compiled clients and to the oracle: the same
//! bytes and the same outcome, whatever the values are. No socket is opened.
//!
//! Replies that are wrong in one way each are played by `cargo conformance`; here they meet any input,
//! any code and any status. `OPINIONS_CASES` says how many per provider, `OPINIONS_SEED` which; a case that differs is
//! written as a fixture to keep.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "whatever is no type of its own here is a text"
)]

#[path = "opinions/made.rs"]
mod made;
#[path = "opinions/play.rs"]
mod play;

use std::path::Path;

use verbatim_clients::dispatch::Generated;
use verbatim_conformance::house::Specs;
use verbatim_conformance::suite::Suite;

#[test]
fn inputs_from_the_model_send_the_same_bytes() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let specs = Specs::read(&here.join("../specs")).expect("there are specs");
    assert_eq!(specs.reports, [""; 0]);
    let suite = Suite::read(&here.join("fixtures"), specs.providers).expect("there are fixtures");
    play::play(&suite, &Generated);
}
