//! Real traffic becomes fixtures that hold, and nothing of it but what is harmless stands in them.

#[path = "record/bench.rs"]
mod bench;
#[path = "record/canaries.rs"]
mod canaries;

use std::collections::BTreeSet;

use verbatim_conformance::record::Recorded;
use verbatim_conformance::run::{Event, Plan, Snapshots, run};
use verbatim_conformance::suite::Suite;

use bench::Bench;
use canaries::Canaries;

/// Every call of the fixtures that is answered, through the proxy, by clients with other keys.
#[test]
fn what_the_clients_exchange_through_the_proxy_is_recorded_and_holds() {
    let suite = bench::suite();
    let (mut all, mut kept) = (0, 0);
    for provider in &suite.providers {
        let setup = suite.setup(&provider.name).expect("each has a setup");
        let bench = Bench::new(provider, setup);
        let mut asked = bench::asked(&suite, provider, setup);
        // Where nothing on the wire tells two operations apart, one of them is recorded at a time.
        let mut told = Vec::new();
        while !asked.is_empty() {
            let mut names: Vec<_> = asked.iter().map(|it| it.operation.clone()).collect();
            names.dedup();
            let own: BTreeSet<_> = bench.unlike(names).into_iter().collect();
            let (now, later) = asked
                .into_iter()
                .partition(|it| own.contains(&it.operation));
            asked = later;
            told.extend(bench.record(now));
        }
        let mut operations = BTreeSet::new();
        let (mut written, mut same, mut unwritten) = (0, 0, Vec::new());
        for it in &told {
            match it {
                Recorded::Written { operation, .. } => {
                    written += 1;
                    operations.insert(operation.as_str());
                }
                Recorded::Same { .. } => same += 1,
                Recorded::Unwritten { .. } | Recorded::Lost { .. } => {
                    unwritten.push(format!("{it:?}"));
                }
            }
        }
        println!(
            "{}: {} exchanges, {written} written, {same} the same, {} not",
            provider.name,
            told.len(),
            unwritten.len()
        );
        println!("{}", unwritten.join("\n"));
        let names: BTreeSet<_> = provider
            .operations
            .iter()
            .map(|it| it.name.as_str())
            .collect();
        assert_eq!(operations, names, "every operation of {}", provider.name);
        (all, kept) = (all + told.len(), kept + written + same);
        bench.holds_no_credential();
        replays(&bench, written);
    }
    // The rest are replies that are read otherwise once they are tidied, as with a key that stands twice.
    assert!(all * 98 <= kept * 100, "{kept} of {all} are recorded");
}

/// A canary in every member, header, pair and key, and in what no spec knows.
#[test]
fn no_canary_that_was_on_the_wire_stands_in_a_file() {
    let suite = bench::suite();
    let mut canaries = Canaries::default();
    let (mut exchanges, mut fixtures) = (0, 0);
    for provider in &suite.providers {
        let setup = suite.setup(&provider.name).expect("each has a setup");
        let mut planted = canaries.planted(&suite, provider);
        let bench = Bench::new(provider, setup);
        let (mut told, mut written) = (Vec::new(), 0);
        while !planted.is_empty() {
            let mut names: Vec<_> = planted.iter().map(|it| it.operation.clone()).collect();
            names.dedup();
            let own: BTreeSet<_> = bench.unlike(names).into_iter().collect();
            let (now, later) = planted
                .into_iter()
                .partition(|it| own.contains(&it.operation));
            planted = later;
            told.extend(bench.record_bytes(now));
        }
        for it in &told {
            let text = format!("{it:?}");
            assert_eq!(canaries::found(&text), None, "what is told: {text}");
            written += usize::from(matches!(it, Recorded::Written { .. }));
        }
        for (path, text) in bench.files() {
            let found = canaries::found(&text);
            assert_eq!(found, None, "in {}:\n{text}", path.display());
        }
        println!(
            "{}: {} exchanges, {written} written",
            provider.name,
            told.len()
        );
        (exchanges, fixtures) = (exchanges + told.len(), fixtures + written);
        replays(&bench, written);
    }
    println!(
        "{} canaries in {exchanges} exchanges, {fixtures} written",
        canaries.0
    );
    assert!(1000 <= canaries.0, "{} canaries", canaries.0);
    // Those are not written that have one in the place of a code, a constant or a listed value.
    assert!(
        exchanges <= fixtures * 2,
        "{fixtures} of {exchanges} are written"
    );
}

/// All that was recorded is played again, with its transcripts.
#[track_caller]
fn replays(bench: &Bench, written: usize) {
    let providers = vec![bench.provider.clone()];
    let suite = Suite::read(bench.out(), providers).expect("the folder is there");
    let mut told = Vec::new();
    let plan = Plan {
        snapshots: Snapshots::Compare,
        ..Plan::default()
    };
    let clients = &verbatim_clients::dispatch::Generated;
    let ran = run(&suite, clients, &plan, &mut |event| match event {
        Event::Played {
            verdict, fixture, ..
        } if !verdict.holds() => {
            told.push(format!("{}: {verdict:?}", fixture.name));
        }
        Event::Broken(broken) => told.push(format!("{broken:?}")),
        Event::Began { .. } | Event::Fault(_) | Event::Played { .. } => {}
    });
    assert_eq!(told, Vec::<String>::new());
    let total = ran.total();
    assert_eq!((total.cases, total.passed), (written, written));
}
