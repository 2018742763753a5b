//! Which fixtures are played, in which order, and where a run ends.

use std::collections::BTreeSet;

use crate::bench::{Bench, PAY};
use crate::stand_in::Errs;
use crate::with;
use verbatim_conformance::run::{Plan, Snapshots};
use verbatim_conformance::select::Partition;

/// Twenty fixtures, of which these do not hold.
fn twenty(fail: &[usize]) -> Bench {
    let bench = Bench::new();
    for index in 0..20 {
        let text = match fail.contains(&index) {
            true => with(PAY, "outcome: succeeded", "outcome: pending"),
            false => PAY.to_owned(),
        };
        bench.put(&format!("pay-case{index:02}.yaml"), &text);
    }
    bench
}

fn plan() -> Plan {
    Plan {
        threads: 4,
        snapshots: Snapshots::Ignore,
        ..Plan::default()
    }
}

#[test]
fn a_run_that_ends_with_the_first_failure_tells_everything_before_it_and_nothing_behind_it() {
    let bench = twenty(&[5, 6, 13]);
    let plan = Plan {
        fail_fast: true,
        ..plan()
    };
    for _ in 0..10 {
        let res = bench.run_by(&plan, Errs::Never);
        let names: Vec<_> = (0..6).map(|it| format!("acme/pay-case{it:02}")).collect();
        assert_eq!(res.order, names);
        let total = res.ran.total();
        assert_eq!((total.cases, total.failed, res.ran.not_played), (6, 1, 14));
        assert!(!res.ran.holds());
    }
}

#[test]
fn a_seed_picks_an_order_and_the_same_one_again() {
    let bench = twenty(&[]);
    let order = |seed| {
        let plan = Plan { seed, ..plan() };
        bench.run_by(&plan, Errs::Never).order
    };
    let by_name = order(None);
    assert!(by_name.is_sorted());
    let shuffled = order(Some(7));
    assert_eq!(order(Some(7)), shuffled);
    assert_ne!(shuffled, by_name);
    let sorted: BTreeSet<_> = shuffled.into_iter().collect();
    assert_eq!(sorted.into_iter().collect::<Vec<_>>(), by_name);
}

#[test]
fn partitions_play_every_fixture_once() {
    let bench = twenty(&[]);
    bench.put("pay-broken.yaml", "about: a fixture that cannot be read");
    let mut played = Vec::new();
    let mut cases = 0;
    for share in ["1/3", "2/3", "3/3"] {
        let partition = Partition::parse(share);
        let res = bench.run_by(
            &Plan {
                partition,
                ..plan()
            },
            Errs::Never,
        );
        assert_eq!(res.ran.total().cases, 7);
        cases += res.ran.total().cases;
        played.extend(res.order);
    }
    assert_eq!(cases, 21);
    let once: BTreeSet<_> = played.iter().collect();
    assert_eq!((played.len(), once.len()), (20, 20));
}
