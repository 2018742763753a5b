//! The runner itself: every way in which a client, a fixture or a snapshot can be wrong is told, with its place.

#[path = "runner/answering.rs"]
mod answering;
#[path = "runner/at_fault.rs"]
mod at_fault;
#[path = "runner/bench.rs"]
mod bench;
#[path = "runner/confirming.rs"]
mod confirming;
#[path = "runner/known.rs"]
mod known;
#[path = "runner/negatives.rs"]
mod negatives;
#[path = "runner/order.rs"]
mod order;
#[path = "runner/rows.rs"]
mod rows;
#[path = "runner/seen.rs"]
mod seen;
#[path = "runner/sending.rs"]
mod sending;
#[path = "runner/signing.rs"]
mod signing;
#[path = "runner/stand_in.rs"]
mod stand_in;
#[path = "runner/whole.rs"]
mod whole;

use bench::Bench;
use stand_in::Errs;
use verbatim_conformance::run::Snapshots;

/// Runs a fixture with clients that err: all that is told begins so, and holds these lines.
#[track_caller]
pub(crate) fn fails(fixture: &str, errs: Errs, told: &[&str]) {
    let res = Bench::with(fixture).run(errs, Snapshots::Ignore);
    let total = res.ran.total();
    assert_eq!((total.cases, total.failed), (1, 1), "{:#?}", res.told);
    holds(&res.told, told);
}

/// Reads a fixture that cannot be run.
#[track_caller]
pub(crate) fn is_at_fault(fixture: &str, told: &[&str]) {
    let res = Bench::with(fixture).run(Errs::Never, Snapshots::Ignore);
    let total = res.ran.total();
    assert_eq!(
        (total.cases, total.could_not_run),
        (1, 1),
        "{:#?}",
        res.told
    );
    holds(&res.told, told);
}

/// What is told, one text per failure: its code and message, then everything else in any order.
#[track_caller]
pub(crate) fn holds(told: &[String], wanted: &[&str]) {
    assert_eq!(told.len(), wanted.len(), "{told:#?}");
    for (told, wanted) in told.iter().zip(wanted) {
        for line in wanted.lines() {
            assert!(
                told.lines().any(|it| it.trim() == line.trim()),
                "no {line:?} in\n{told}"
            );
        }
        for private in ["0722000001", "Lovelace", "test-api-key"] {
            assert!(!told.contains(private), "{private} in\n{told}");
        }
    }
}

/// The fixture with one thing changed.
#[track_caller]
pub(crate) fn with(fixture: &str, from: &str, to: &str) -> String {
    assert!(fixture.contains(from), "there is no {from:?}");
    fixture.replace(from, to)
}
