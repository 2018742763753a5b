//! Fixtures and negatives on several threads: those that work beside those that wait, told in the order of names.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use verbatim_runtime::dispatch::Clients;

use super::{Plan, Snapshots, Verdict};
use crate::case::run_case;
use crate::coverage::Touched;
use crate::fixture::Fixture;
use crate::negatives::{self, Negatives};
use crate::play::Worker;
use crate::snapshot;
use crate::suite::Suite;

/// How many fixtures may wait at a time, for a reply that never comes. They need no processor.
const MAX_WAITING: usize = 16;

/// What is played at a time.
#[derive(Debug, Clone, Copy)]
pub(super) enum Piece<'a> {
    /// A fixture.
    Fixture(&'a Fixture),
    /// The negatives of one operation or callback.
    Negatives(&'a Negatives),
}

impl<'a> Piece<'a> {
    pub(super) fn name(&self) -> &'a str {
        match self {
            Piece::Fixture(it) => &it.name,
            Piece::Negatives(it) => &it.name,
        }
    }

    fn waits(&self) -> bool {
        match self {
            Piece::Fixture(it) => it.waits(),
            Piece::Negatives(_) => false,
        }
    }
}

/// What was played and judged.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) verdict: Verdict,
    pub(super) touched: Touched,
    pub(super) exchanges: usize,
    pub(super) negatives: usize,
    /// The transcript, where it was recorded.
    pub(super) accepted: Option<String>,
    pub(super) took: Duration,
}

/// Plays on several threads; whoever listens hears how each ended in the order of the pieces.
/// Where the first failure is the last word, nothing behind it is heard, though it may be played.
/// Says whether everything that was heard holds.
pub(super) fn play_all(
    suite: &Suite,
    clients: &dyn Clients,
    plan: &Plan,
    pieces: &[Piece<'_>],
    hear: &mut dyn FnMut(Piece<'_>, Ended),
) -> bool {
    let numbered = pieces.iter().copied().enumerate();
    let (waiting, working): (Vec<_>, Vec<_>) = numbered.partition(|it| it.1.waits());
    // Whatever stands before the first failure has been taken by then, and is played to its end.
    let end = AtomicUsize::new(pieces.len());
    let lanes = [
        Lane::new(waiting, MAX_WAITING),
        Lane::new(working, plan.threads),
    ];
    let mut held = true;
    thread::scope(|scope| {
        let (sender, receiver) = mpsc::channel();
        for lane in &lanes {
            for _ in 0..lane.threads {
                let (sender, end) = (sender.clone(), &end);
                scope.spawn(move || {
                    let mut worker = None;
                    while let Some((index, piece)) = lane.next()
                        && index < end.load(Ordering::SeqCst)
                    {
                        let began = Instant::now();
                        let mut ended = match (piece, worker.get_or_insert_with(Worker::new)) {
                            (Piece::Negatives(it), _) => spoiled(clients, suite, it),
                            (Piece::Fixture(it), Ok(worker)) => {
                                played(worker, clients, suite, it, plan.snapshots)
                            }
                            (Piece::Fixture(_), Err(why)) => could_not_run(why.clone()),
                        };
                        ended.took = began.elapsed();
                        if plan.fail_fast && !ended.verdict.holds() {
                            end.fetch_min(index, Ordering::SeqCst);
                        }
                        if sender.send((index, ended)).is_err() {
                            return;
                        }
                    }
                });
            }
        }
        drop(sender);
        let mut early = BTreeMap::new();
        let mut next = 0;
        for (index, ended) in receiver {
            early.insert(index, ended);
            while let Some(ended) = early.remove(&next) {
                held &= ended.verdict.holds();
                let last = plan.fail_fast && !held;
                hear(pieces[next], ended);
                next = if last { pieces.len() } else { next + 1 };
            }
        }
    });
    held
}

/// What is played by the same threads.
struct Lane<'a> {
    pieces: Vec<(usize, Piece<'a>)>,
    taken: AtomicUsize,
    threads: usize,
}

impl<'a> Lane<'a> {
    fn new(pieces: Vec<(usize, Piece<'a>)>, threads: usize) -> Lane<'a> {
        Lane {
            threads: threads.min(pieces.len()),
            pieces,
            taken: AtomicUsize::new(0),
        }
    }

    fn next(&self) -> Option<(usize, Piece<'a>)> {
        let index = self.taken.fetch_add(1, Ordering::Relaxed);
        self.pieces.get(index).copied()
    }
}

fn played(
    worker: &Worker,
    clients: &dyn Clients,
    suite: &Suite,
    fixture: &Fixture,
    snapshots: Snapshots,
) -> Ended {
    let outcome = match run_case(worker, clients, suite, fixture) {
        Ok(outcome) => outcome,
        Err(why) => return could_not_run(why),
    };
    let mut verdict = Verdict::of(fixture, outcome.failures);
    let mut accepted = None;
    if verdict == Verdict::Passed
        && snapshots != Snapshots::Ignore
        && let Some(differs) = snapshot::compare(fixture, &outcome.transcript)
    {
        if snapshots == Snapshots::Compare {
            verdict = Verdict::Failed(vec![differs]);
        } else if let Err(why) = snapshot::record(fixture, &outcome.transcript) {
            return could_not_run(format!("its transcript cannot be recorded: {why}"));
        } else {
            accepted = Some(outcome.transcript);
        }
    }
    Ended {
        verdict,
        touched: outcome.touched,
        exchanges: outcome.exchanges,
        negatives: 0,
        accepted,
        took: Duration::ZERO,
    }
}

fn spoiled(clients: &dyn Clients, suite: &Suite, negatives: &Negatives) -> Ended {
    let told = match negatives::play(clients, suite, negatives) {
        Ok(told) => told,
        Err(why) => return could_not_run(why),
    };
    Ended {
        verdict: match told.failures.is_empty() {
            true => Verdict::Passed,
            false => Verdict::Failed(told.failures),
        },
        touched: Touched::default(),
        exchanges: 0,
        negatives: told.count,
        accepted: None,
        took: Duration::ZERO,
    }
}

fn could_not_run(why: String) -> Ended {
    Ended {
        verdict: Verdict::CouldNotRun(why),
        touched: Touched::default(),
        exchanges: 0,
        negatives: 0,
        accepted: None,
        took: Duration::ZERO,
    }
}
