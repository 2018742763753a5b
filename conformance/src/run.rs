//! The engine: plays a suite on several threads and tells what happens, in the order of names.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use verbatim_runtime::dispatch::Clients;

use crate::case::{Outcome, run_case};
use crate::coverage::Coverage;
use crate::failure::Failure;
use crate::fixture::Fixture;
use crate::play::Worker;
use crate::select::Filters;
use crate::snapshot;
use crate::suite::{Broken, FolderFault, Suite};

/// What to run, and how.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Which fixtures.
    pub filters: Filters,
    /// On how many threads; at least one.
    pub threads: usize,
    /// Whether a passing fixture must have the recorded transcript.
    pub snapshots: Snapshots,
}

/// What to do with recorded transcripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Snapshots {
    /// Compare each; never write.
    Compare,
    /// Do not look at them.
    Ignore,
}

/// What happens in a run. Cases come in the order of names, however many threads play them.
#[derive(Debug)]
pub enum Event<'a> {
    /// The run begins.
    Began {
        /// How many fixtures are meant.
        cases: usize,
    },
    /// Something is wrong with a folder of fixtures.
    Fault(&'a FolderFault),
    /// A fixture cannot be played.
    Broken(&'a Broken),
    /// A fixture was played.
    Played {
        /// Which.
        fixture: &'a Fixture,
        /// What came of it.
        verdict: &'a Verdict,
    },
}

/// What came of a fixture that could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Everything holds.
    Passed,
    /// Something does not.
    Failed(Vec<Failure>),
    /// The machine could not play it.
    CouldNotRun(String),
}

/// What came of a run.
#[derive(Debug, Default)]
pub struct Ran {
    /// By provider, all of them.
    pub providers: BTreeMap<String, Tally>,
    /// Faults of folders.
    pub faults: usize,
    /// How many exchanges and deliveries there were.
    pub exchanges: usize,
    /// How long it took.
    pub elapsed: Duration,
}

/// What came of the fixtures of one provider.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// Fixtures that were meant.
    pub cases: usize,
    /// Those that hold.
    pub passed: usize,
    /// Those that do not.
    pub failed: usize,
    /// Those that nothing is known of.
    pub could_not_run: usize,
    /// What the passing ones touched.
    pub coverage: Coverage,
}

impl Ran {
    /// The sum over all providers.
    pub fn total(&self) -> Tally {
        let mut res = Tally::default();
        for (name, tally) in &self.providers {
            res.cases += tally.cases;
            res.passed += tally.passed;
            res.failed += tally.failed;
            res.could_not_run += tally.could_not_run;
            res.coverage.add(name, &tally.coverage);
        }
        res
    }

    /// Whether everything that was meant was played and holds.
    pub fn holds(&self) -> bool {
        let total = self.total();
        total.passed == total.cases && self.faults == 0
    }
}

/// Runs a suite.
pub fn run(
    suite: &Suite,
    clients: &dyn Clients,
    plan: &Plan,
    tell: &mut dyn FnMut(Event<'_>),
) -> Ran {
    let started = Instant::now();
    let names = suite.names();
    let meant = |name: &str| plan.filters.mean(name, &names);
    let fixtures: Vec<_> = suite.fixtures.iter().filter(|it| meant(&it.name)).collect();
    let broken: Vec<_> = suite.broken.iter().filter(|it| meant(&it.name)).collect();
    let mut res = Ran::default();
    for provider in &suite.providers {
        let tally = Tally {
            coverage: Coverage::of(provider),
            ..Tally::default()
        };
        res.providers.insert(provider.name.clone(), tally);
    }

    let cases = fixtures.len() + broken.len();
    tell(Event::Began { cases });
    let concerns = |it: &FolderFault| {
        // The fault of a folder concerns every fixture in it.
        let folder = it.name.split('/').next().unwrap_or_default();
        let inside = |name: &str| name.split('/').next() == Some(folder);
        meant(&it.name)
            || broken
                .iter()
                .any(|it| it.faults.is_empty() && inside(&it.name))
    };
    for fault in suite.faults.iter().filter(|it| concerns(it)) {
        res.faults += 1;
        tell(Event::Fault(fault));
    }
    for broken in broken {
        let tally = res.tally(&broken.name);
        tally.cases += 1;
        tally.could_not_run += 1;
        tell(Event::Broken(broken));
    }
    play_all(suite, clients, plan, &fixtures, &mut |fixture, played| {
        let verdict = match &played {
            Err(why) => Verdict::CouldNotRun(why.clone()),
            Ok(outcome) => {
                res.exchanges += outcome.exchanges;
                verdict(outcome, fixture, plan.snapshots)
            }
        };
        let tally = res.tally(&fixture.name);
        tally.cases += 1;
        match (&verdict, &played) {
            (Verdict::Passed, Ok(outcome)) => {
                tally.passed += 1;
                outcome.add_to(&mut tally.coverage, suite, fixture);
            }
            (Verdict::CouldNotRun(_), _) => tally.could_not_run += 1,
            (Verdict::Passed | Verdict::Failed(_), _) => tally.failed += 1,
        }
        let verdict = &verdict;
        tell(Event::Played { fixture, verdict });
    });
    res.elapsed = started.elapsed();
    res
}

impl Ran {
    fn tally(&mut self, name: &str) -> &mut Tally {
        let provider = name.split('/').next().unwrap_or_default();
        self.providers.entry(provider.to_owned()).or_default()
    }
}

impl Suite {
    /// Every name that a filter can mean, in no order.
    pub fn names(&self) -> Vec<&str> {
        let fixtures = self.fixtures.iter().map(|it| it.name.as_str());
        let broken = self.broken.iter().map(|it| it.name.as_str());
        let faults = self.faults.iter().map(|it| it.name.as_str());
        fixtures.chain(broken).chain(faults).collect()
    }
}

fn verdict(outcome: &Outcome, fixture: &Fixture, snapshots: Snapshots) -> Verdict {
    if !outcome.failures.is_empty() {
        return Verdict::Failed(outcome.failures.clone());
    }
    let differs = match snapshots {
        Snapshots::Compare => snapshot::compare(fixture, &outcome.transcript),
        Snapshots::Ignore => None,
    };
    differs.map_or(Verdict::Passed, |it| Verdict::Failed(vec![it]))
}

/// Plays on several threads; whoever listens hears the outcomes in the order of the fixtures.
fn play_all(
    suite: &Suite,
    clients: &dyn Clients,
    plan: &Plan,
    fixtures: &[&Fixture],
    hear: &mut dyn FnMut(&Fixture, Result<Outcome, String>),
) {
    let next = AtomicUsize::new(0);
    let threads = plan.threads.clamp(1, fixtures.len().max(1));
    thread::scope(|scope| {
        let (sender, receiver) = mpsc::channel();
        for _ in 0..threads {
            let (sender, next) = (sender.clone(), &next);
            scope.spawn(move || {
                let mut worker = None;
                while let Some(fixture) = fixtures.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let played = match worker.get_or_insert_with(Worker::new) {
                        Ok(worker) => run_case(worker, clients, suite, fixture),
                        Err(why) => Err(why.clone()),
                    };
                    if sender.send((fixture.name.as_str(), played)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let mut early = BTreeMap::new();
        let mut waiting = fixtures.iter();
        let mut wanted = waiting.next();
        for (name, played) in receiver {
            early.insert(name, played);
            while let Some(fixture) = wanted
                && let Some(played) = early.remove(fixture.name.as_str())
            {
                hear(fixture, played);
                wanted = waiting.next();
            }
        }
    });
}
