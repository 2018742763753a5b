//! The facts of an invented provider, changed one at a time: its fixtures notice each of them.
//!
//! No document says yet what these words say, so `cargo conformance mutate` has no such fact.

use std::path::Path;

use verbatim_conformance::house::Specs;
use verbatim_conformance::mutants::{Fate, run};
use verbatim_conformance::suite::Suite;
use verbatim_made_up::MadeUp;

#[test]
fn every_fact_that_tells_credentials_apart_is_noticed() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let specs = Specs::read(&here.join("specs")).expect("the specs can be read");
    let suite = Suite::read(&here.join("fixtures"), specs.providers).expect("so can the fixtures");
    let meant = |name: &str| name == "turnpike";
    let run = run(&suite, &MadeUp, &here.join("equivalents"), &meant, 2).expect("they are played");
    let prefixes = || run.results.iter().filter(|it| it.mutant.class == "prefix");
    let unnoticed: Vec<_> = prefixes()
        .filter(|it| !matches!(it.fate, Fate::Killed(_)))
        .map(|it| it.mutant.name())
        .collect();
    assert_eq!(unnoticed, Vec::<String>::new());
    assert!(10 < prefixes().count(), "{}", prefixes().count());
}
