//! What `conformance/tests/opinions.rs` plays, with words of the language that no real provider has.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "whatever is no type of its own here is a text"
)]

#[path = "../../tests/opinions/made.rs"]
mod made;
#[path = "../../tests/opinions/play.rs"]
mod play;

use std::path::Path;

use verbatim_conformance::house::Specs;
use verbatim_conformance::suite::Suite;
use verbatim_made_up::MadeUp;

/// Numbers and words that no caller gives, and phones that are numbers.
const MEANT: &[&str] = &["ferry"];

#[test]
fn inputs_from_the_made_up_models_send_the_same_bytes() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let specs = Specs::read(&here.join("specs")).expect("there are specs");
    assert_eq!(specs.reports, [""; 0]);
    let mut suite =
        Suite::read(&here.join("fixtures"), specs.providers).expect("there are fixtures");
    suite
        .providers
        .retain(|it| MEANT.contains(&it.name.as_str()));
    assert_eq!(suite.providers.len(), MEANT.len());
    play::play(&suite, &MadeUp);
}
