//! The engine: plays a suite on several threads and tells what happens, in the order of names.

mod known;
mod lanes;

use std::collections::BTreeMap;
use std::num::NonZero;
use std::thread;
use std::time::{Duration, Instant};

use verbatim_codegen::facts::facts;
use verbatim_runtime::dispatch::Clients;

use crate::coverage::Coverage;
use crate::failure::Failure;
use crate::fixture::Fixture;
use crate::negatives::Negatives;
use crate::select::{Filters, Partition};
use crate::suite::{Broken, FolderFault, Suite};
use lanes::{Ended, Piece};

/// What to run, and how. By default everything, on as many threads as there are processors.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Which fixtures.
    pub filters: Filters,
    /// On how many threads; at least one.
    pub threads: usize,
    /// Whether a passing fixture must have the recorded transcript.
    pub snapshots: Snapshots,
    /// Which share of those that are meant; all of them when there is none.
    pub partition: Option<Partition>,
    /// Plays them in an order that this number picks, instead of that of their names.
    pub seed: Option<u64>,
    /// Whether the run ends with the first fixture, in the order of play, that does not hold.
    pub fail_fast: bool,
}

impl Default for Plan {
    fn default() -> Plan {
        Plan {
            filters: Filters::default(),
            threads: thread::available_parallelism().map_or(1, NonZero::get),
            snapshots: Snapshots::Compare,
            partition: None,
            seed: None,
            fail_fast: false,
        }
    }
}

/// What to do with recorded transcripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Snapshots {
    /// Compare each; never write.
    Compare,
    /// Record those that are missing or other ones.
    Accept,
    /// Do not look at them.
    Ignore,
}

/// What happens in a run. Fixtures come first, then negatives, each in the order of names, or the one
/// that a seed picks, however many threads play them.
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
        /// How long it was played.
        took: Duration,
    },
    /// The transcript of a fixture was recorded; that it was played comes next.
    Accepted {
        /// Which.
        fixture: &'a Fixture,
        /// What is recorded.
        transcript: &'a str,
    },
    /// The negatives of an operation or a callback were played.
    Spoiled {
        /// Which.
        negatives: &'a Negatives,
        /// The fixture that they begin from: the first.
        first: Option<&'a Fixture>,
        /// What came of them.
        verdict: &'a Verdict,
        /// How long they were played.
        took: Duration,
    },
}

/// What came of a fixture that could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Everything holds.
    Passed,
    /// Something does not.
    Failed(Vec<Failure>),
    /// Something does not, and the fixture says why, and by when it must.
    KnownFailure(Vec<Failure>),
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
    /// Fixtures that were meant, and not played since one before them failed.
    pub not_played: usize,
    /// How many exchanges over sockets there were.
    pub exchanges: usize,
    /// How many transcripts were recorded.
    pub accepted: usize,
    /// How many exchanges and deliveries in memory there were: those of negatives.
    pub negatives: usize,
    /// How long it took.
    pub elapsed: Duration,
    /// How long fixtures were played, of that.
    pub playing: Duration,
    /// How long negatives were.
    pub spoiling: Duration,
}

/// What came of the cases of one provider: its fixtures, and the negatives of its operations and
/// callbacks.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// Cases that were meant.
    pub cases: usize,
    /// Those that hold.
    pub passed: usize,
    /// Those that do not.
    pub failed: usize,
    /// Those that do not, and say why.
    pub known_failures: usize,
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
            res.known_failures += tally.known_failures;
            res.could_not_run += tally.could_not_run;
            res.coverage.add(name, &tally.coverage);
        }
        res
    }

    /// Exchanges over sockets per second of playing.
    pub fn per_second(&self) -> f64 {
        self.exchanges as f64 / self.playing.as_secs_f64().max(f64::EPSILON)
    }

    /// Every part of which less is covered than this, in percent, with what there is of it.
    pub fn below(&self, percent: usize) -> Vec<(String, &'static str, (usize, usize))> {
        let providers = self.providers.iter().flat_map(|(name, tally)| {
            let parts = tally.coverage.parts().into_iter();
            parts.map(move |(kind, part)| (name.clone(), kind, part.count()))
        });
        let low = |(touched, all): (usize, usize)| touched * 100 < all * percent;
        providers.filter(|it| low(it.2)).collect()
    }

    /// Whether everything that was meant was played and holds.
    pub fn holds(&self) -> bool {
        let total = self.total();
        total.passed + total.known_failures == total.cases
            && self.faults == 0
            && self.not_played == 0
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
    let mut meant: Vec<&str> = (suite.fixtures.iter().map(|it| it.name.as_str()))
        .chain(suite.broken.iter().map(|it| it.name.as_str()))
        .chain(suite.negatives.iter().map(|it| it.name.as_str()))
        .filter(|it| plan.filters.mean(it, &names))
        .collect();
    meant.sort_unstable();
    if let Some(partition) = plan.partition {
        meant = partition.of(meant);
    }
    let meant = |name: &str| meant.binary_search(&name).is_ok();
    let mut fixtures: Vec<_> = suite.fixtures.iter().map(Piece::Fixture).collect();
    let mut negatives: Vec<_> = suite.negatives.iter().map(Piece::Negatives).collect();
    for pieces in [&mut fixtures, &mut negatives] {
        pieces.retain(|it| meant(it.name()));
        if let Some(seed) = plan.seed {
            fastrand::Rng::with_seed(seed).shuffle(pieces);
        }
    }
    let broken: Vec<_> = suite.broken.iter().filter(|it| meant(&it.name)).collect();
    let mut res = Ran::default();
    for provider in &suite.providers {
        let tally = Tally {
            coverage: Coverage::of(provider),
            ..Tally::default()
        };
        res.providers.insert(provider.name.clone(), tally);
    }

    let cases = fixtures.len() + broken.len() + negatives.len();
    tell(Event::Began { cases });
    let concerns = |it: &FolderFault| {
        // The fault of a folder concerns every fixture in it.
        let folder = it.name.split('/').next().unwrap_or_default();
        let inside = |name: &str| name.split('/').next() == Some(folder);
        plan.filters.mean(&it.name, &names)
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
    let mut hear = |piece: Piece<'_>, ended: Ended| {
        res.exchanges += ended.exchanges;
        res.negatives += ended.negatives;
        if let (Piece::Fixture(fixture), Some(transcript)) = (piece, &ended.accepted) {
            res.accepted += 1;
            tell(Event::Accepted {
                fixture,
                transcript,
            });
        }
        let tally = res.tally(piece.name());
        tally.cases += 1;
        match &ended.verdict {
            Verdict::Passed => {
                tally.passed += 1;
                tally.coverage.take(&ended.touched);
            }
            Verdict::Failed(_) => tally.failed += 1,
            Verdict::KnownFailure(_) => tally.known_failures += 1,
            Verdict::CouldNotRun(_) => tally.could_not_run += 1,
        }
        let (verdict, took) = (&ended.verdict, ended.took);
        tell(match piece {
            Piece::Fixture(fixture) => Event::Played {
                fixture,
                verdict,
                took,
            },
            Piece::Negatives(negatives) => Event::Spoiled {
                negatives,
                first: negatives.first(suite),
                verdict,
                took,
            },
        });
    };
    let began = Instant::now();
    let held = lanes::play_all(suite, clients, plan, &fixtures, &mut hear);
    let playing = began.elapsed();
    if held || !plan.fail_fast {
        lanes::play_all(suite, clients, plan, &negatives, &mut hear);
    }
    res.playing = playing;
    res.spoiling = began.elapsed() - playing;
    for provider in &suite.providers {
        let tally = res.tally(&provider.name);
        tally.coverage.take_lines(provider, &facts(provider));
    }
    res.not_played = cases - res.total().cases;
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
        let negatives = self.negatives.iter().map(|it| it.name.as_str());
        (fixtures.chain(broken))
            .chain(faults)
            .chain(negatives)
            .collect()
    }
}
