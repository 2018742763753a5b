//! The mutants of the made-up specs: none survives, and every class of the language has some that a
//! fixture notices.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use verbatim_conformance::house::Specs;
use verbatim_conformance::mutants::{Class, Fate, Run, run};
use verbatim_conformance::suite::Suite;
use verbatim_made_up::MadeUp;

const MEND: &str = "run `cargo run -p verbatim-made-up --example conformance -- mutate --specs \
                    conformance/made-up/specs --fixtures conformance/made-up/fixtures --reasons \
                    conformance/made-up/equivalents`; it says which fixture is missing";

/// The mutants of the providers that are meant, with reasons from that folder.
fn mutants(reasons: &Path, meant: &dyn Fn(&str) -> bool) -> Run {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let specs = Specs::read(&here.join("specs")).expect("there are specs");
    assert_eq!(specs.reports, [""; 0]);
    let suite = Suite::read(&here.join("fixtures"), specs.providers).expect("there are fixtures");
    assert_eq!(suite.broken, []);
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    run(&suite, &MadeUp, reasons, meant, threads).expect("mutants run")
}

#[test]
fn every_mutant_is_noticed_and_every_class_of_the_language_has_some() {
    let reasons = Path::new(env!("CARGO_MANIFEST_DIR")).join("equivalents");
    let run = mutants(&reasons, &|_| true);
    let mut survivors = Vec::new();
    let mut equivalent = 0;
    let mut observers: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for it in &run.results {
        let name = format!("{}: {}", it.provider, it.mutant.name());
        match &it.fate {
            Fate::Killed(killers) => {
                let seen = observers.entry(it.mutant.class).or_default();
                seen.extend(killers.iter().map(|it| it.observer));
            }
            Fate::Survived => survivors.push(name),
            Fate::Equivalent(_) => equivalent += 1,
            Fate::NotEquivalent(_) => survivors.push(format!("{name} is not equivalent")),
        }
    }
    assert!(survivors.is_empty(), "{survivors:#?}\n{MEND}");
    assert_eq!(run.idle_reasons, [""; 0]);
    assert_eq!(run.contradicted, [""; 0]);
    assert_eq!(run.unproven_orders, [""; 0]);
    // At most two of a hundred.
    assert!(
        equivalent * 50 <= run.results.len(),
        "{equivalent} are equivalent"
    );
    let unseen: Vec<String> = (Class::ALL.iter())
        .filter(|it| {
            let seen = observers.get(it.word());
            seen.is_none_or(|seen| !seen.contains(it.observer()))
        })
        .map(|it| format!("{it} by {}: {}", it.observer(), it.keys().join(", ")))
        .collect();
    assert!(
        unseen.is_empty(),
        "no fixture of a made-up provider notices a mutant of {unseen:#?}\nsay it in a made-up \
         spec, and write a fixture in which it makes a difference; {MEND}"
    );
    let unknown: Vec<_> = observers
        .keys()
        .filter(|it| !Class::ALL.iter().any(|class| class.word() == **it))
        .collect();
    assert!(unknown.is_empty(), "{unknown:?} are no classes");
}

#[test]
fn a_mutant_that_is_called_equivalent_and_is_noticed_is_a_failure_and_so_is_a_reason_for_none() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("equivalents");
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    let noticed = "method operations/time/method: GET becomes POST";
    let none = "method operations/time/method: GET becomes HEAD";
    let reasons = format!("- why: nobody looks\n  mutants: [\"{noticed}\", \"{none}\"]\n");
    std::fs::write(folder.join("quiet.yaml"), reasons).expect("a file can be written");
    let run = mutants(&folder, &|name| name == "quiet");
    let fate = |it: &&verbatim_conformance::mutants::Result| it.mutant.name() == noticed;
    let found = run
        .results
        .iter()
        .find(fate)
        .expect("there is such a mutant");
    assert!(
        matches!(found.fate, Fate::NotEquivalent(_)),
        "{:?}",
        found.fate
    );
    assert_eq!(run.idle_reasons, [format!("quiet: {none}")]);
}
