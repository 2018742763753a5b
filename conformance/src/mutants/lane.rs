//! The fast lane: every mutant against the fixtures, in the oracle, on several threads.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use verbatim_codegen::facts::facts;
use verbatim_codegen::model::Provider;
use verbatim_runtime::dispatch::Clients;

use super::leak::Shown;
use super::orders::tells_order;
use super::{Mutant, Reasons, mutants};
use crate::fixture::{Context, Fixture, Setup, check};
use crate::opinion::{Observer, objection, of_oracle, unlisted};
use crate::play::Worker;
use crate::suite::Suite;

/// What became of a mutant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// These fixtures fail, or something else notices; two at most are told, the first says how.
    Killed(Vec<Killer>),
    /// Nothing fails.
    Survived,
    /// Nothing fails, and somebody wrote why nothing can.
    Equivalent(String),
    /// Somebody wrote why nothing can fail, and something does.
    NotEquivalent(Killer),
}

/// Who notices a mutant, and by what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Killer {
    /// `bytes`, `outcome`, `leak_scan`, …
    pub observer: &'static str,
    /// The fixture; `None` where the spec's own checks notice.
    pub fixture: Option<String>,
}

/// A mutant and its fate.
#[derive(Debug)]
pub struct Result {
    /// The provider.
    pub provider: String,
    /// The mutant.
    pub mutant: Mutant,
    /// What became of it.
    pub fate: Fate,
}

/// What came of all.
#[derive(Debug, Default)]
pub struct Run {
    /// By provider, in the order of the specs.
    pub results: Vec<Result>,
    /// Reasons for which there is no mutant, or a second reason.
    pub idle_reasons: Vec<String>,
    /// Fixtures that are about something a mutant changes, and kill none that no other one kills.
    pub redundant: Vec<String>,
    /// Fixtures whose halves the oracle contradicts, so that they can kill nothing.
    pub contradicted: Vec<String>,
    /// Operations and callbacks whose order of what is signed no fixture tells from every other one.
    pub unproven_orders: Vec<String>,
    /// Providers without a fixture, whose facts nobody holds here.
    pub without_fixtures: Vec<String>,
    /// How many plays of fixtures it took.
    pub plays: usize,
    /// How long it took.
    pub elapsed: Duration,
}

/// Runs every mutant of the providers.
///
/// # Errors
///
/// The machine has no port or no thread left, or a list of reasons cannot be read.
pub fn run(
    suite: &Suite,
    clients: &dyn Clients,
    reasons: &Path,
    meant: &dyn Fn(&str) -> bool,
    threads: usize,
) -> std::result::Result<Run, String> {
    let started = Instant::now();
    let mut res = Run::default();
    for provider in suite.providers.iter().filter(|it| meant(&it.name)) {
        let Some(setup) = suite.setup(&provider.name) else {
            res.without_fixtures.push(provider.name.clone());
            continue;
        };
        let reasons = super::read_reasons(reasons, &provider.name)?;
        let of = |it: &&Fixture| it.provider == provider.name;
        let fixtures: Vec<&Fixture> = suite.fixtures.iter().filter(of).collect();
        res.unproven_orders
            .extend(unproven(provider, setup, &fixtures));
        let lane = Lane::new(provider, setup, clients, &fixtures)?;
        lane.run(&reasons, threads, &mut res);
    }
    res.elapsed = started.elapsed();
    Ok(res)
}

/// What is signed and has no fixture that tells its order; one that is marked counts for none.
fn unproven(provider: &Provider, setup: &Setup, fixtures: &[&Fixture]) -> Vec<String> {
    let operations = provider.operations.iter();
    let signed = operations
        .filter(|it| it.signature.is_some())
        .map(|it| &it.name);
    let callbacks = provider.callbacks.iter();
    let believed = callbacks
        .filter(|it| it.signature.is_some())
        .map(|it| &it.name);
    let tells =
        |it: &&Fixture| it.indistinct.is_none() && tells_order(provider, setup, it) == Some(true);
    let proven = |name: &&String| {
        let mut about = fixtures.iter().filter(|it| it.subject() == name.as_str());
        about.any(&tells)
    };
    let missing = signed.chain(believed).filter(|it| !proven(it));
    missing
        .map(|it| format!("{}/{it}", provider.name))
        .collect()
}

/// Classes of what is neither sent nor read, so that no fixture is played.
const UNSEEN: &[&str] = &["table-cell", "default", "magic-value", "other-path"];

/// Classes of what is documented and need not be sent or read.
const DOCUMENTED: &[&str] = &[
    "table-cell",
    "default",
    "magic-value",
    "other-path",
    "code-meaning",
    "code-reason",
];

/// One provider's.
pub(super) struct Lane<'a> {
    provider: &'a Provider,
    setup: &'a Setup,
    /// Each with what of its values is not listed.
    fixtures: Vec<(&'a Fixture, Shown, Vec<String>)>,
    contradicted: Vec<String>,
    facts: Vec<String>,
}

impl<'a> Lane<'a> {
    pub(super) fn new(
        provider: &'a Provider,
        setup: &'a Setup,
        clients: &dyn Clients,
        all: &[&'a Fixture],
    ) -> std::result::Result<Lane<'a>, String> {
        let worker = Worker::new()?;
        let mut fixtures = Vec::new();
        let mut contradicted = Vec::new();
        for fixture in all {
            let opinion = of_oracle(provider, setup, fixture);
            if objection(provider, fixture, &opinion).is_some() {
                contradicted.push(fixture.name.clone());
                continue;
            }
            let played = worker.play(clients, setup, fixture)?;
            let shown = Shown::new(provider, setup, fixture, played);
            let mut said = fixture.unlisted.clone();
            said.sort();
            fixtures.push((*fixture, shown, said));
        }
        Ok(Lane {
            provider,
            setup,
            fixtures,
            contradicted,
            facts: said(provider),
        })
    }

    fn run(self, reasons: &Reasons, threads: usize, res: &mut Run) {
        let mutants = mutants(self.provider);
        let names: Vec<String> = mutants.iter().map(Mutant::name).collect();
        let (next, plays) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let killers: Vec<(usize, Vec<Killer>)> = thread::scope(|scope| {
            let work = || {
                let mut done = Vec::new();
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(mutant) = mutants.get(at) else {
                        return done;
                    };
                    done.push((at, self.killers(mutant, &plays)));
                }
            };
            let working: Vec<_> = (0..threads.max(1)).map(|_| scope.spawn(work)).collect();
            let done = working
                .into_iter()
                .flat_map(|it| it.join().unwrap_or_default());
            done.collect()
        });
        let mut killers: BTreeMap<usize, Vec<Killer>> = killers.into_iter().collect();
        self.redundant(&killers, res);
        for (at, mutant) in mutants.into_iter().enumerate() {
            let killed = killers.remove(&at).unwrap_or_default();
            let why = reasons.of(&names[at]);
            let fate = match (killed.first(), why) {
                (None, None) => Fate::Survived,
                (None, Some(why)) => Fate::Equivalent(why.to_owned()),
                (Some(first), Some(_)) => Fate::NotEquivalent(first.clone()),
                (Some(_), None) => Fate::Killed(killed),
            };
            res.results.push(Result {
                provider: self.provider.name.clone(),
                mutant,
                fate,
            });
        }
        let idle = reasons.idle(&names).into_iter();
        res.idle_reasons
            .extend(idle.map(|it| format!("{}: {it}", self.provider.name)));
        res.contradicted.extend(self.contradicted);
        res.plays += plays.into_inner();
    }

    /// Who notices: two at most.
    pub(super) fn killers(&self, mutant: &Mutant, plays: &AtomicUsize) -> Vec<Killer> {
        let changed = mutant.apply(self.provider);
        let mut res = Vec::new();
        let subjects = &mutant.subjects;
        let unseen = UNSEEN.contains(&mutant.class);
        let meant = |it: &Fixture| {
            let about = subjects.is_empty() || subjects.iter().any(|name| name == it.subject());
            let holds = |needle: &String| it.text.contains(needle.as_str());
            about && !unseen && mutant.needle.as_ref().is_none_or(holds)
        };
        let private = matches!(mutant.class, "secret" | "personal");
        let listed = listed(mutant.class);
        for (fixture, shown, unlisted_before) in self.fixtures.iter().filter(|it| meant(it.0)) {
            plays.fetch_add(1, Ordering::Relaxed);
            let opinion = of_oracle(&changed, self.setup, fixture);
            let found = objection(self.provider, fixture, &opinion);
            let observer = match found.map(Observer::word) {
                Some(word) => Some(word),
                None if listed && unlisted(&changed, fixture, &opinion) != *unlisted_before => {
                    Some("typed_member")
                }
                None if private && shown.differs(&changed, self.setup, fixture) => {
                    Some("leak_scan")
                }
                None => None,
            };
            if let Some(observer) = observer {
                let fixture = Some(fixture.name.clone());
                res.push(Killer { observer, fixture });
            }
            // Two are enough to know that neither of them is needed for this one.
            if res.len() == 2 {
                return res;
            }
        }
        // What is documented and never sent is held by the trace of the spec alone.
        if res.is_empty() && documented(mutant.class) && said(&changed) != self.facts {
            let (observer, fixture) = ("diagnostic", None);
            res.push(Killer { observer, fixture });
        }
        // A fixture that the changed spec does not bear out cannot be played.
        if res.is_empty() {
            let mut fixtures = self.fixtures.iter().filter(|it| meant(it.0));
            let broken = fixtures.find(|it| !stands(&changed, self.setup, it.0));
            res.extend(broken.map(|it| Killer {
                observer: "diagnostic",
                fixture: Some(it.0.name.clone()),
            }));
        }
        res
    }

    /// Fixtures that kill nothing that no other one kills.
    fn redundant(&self, killers: &BTreeMap<usize, Vec<Killer>>, res: &mut Run) {
        let alone: Vec<&String> = (killers.values())
            .filter_map(|it| match it.as_slice() {
                [only] => only.fixture.as_ref(),
                _ => None,
            })
            .collect();
        for (fixture, _, _) in &self.fixtures {
            if !alone.contains(&&fixture.name) {
                res.redundant.push(fixture.name.clone());
            }
        }
    }
}

/// Whether a mutant of this class changes what a list of values holds.
pub(super) fn listed(class: &str) -> bool {
    class.starts_with("enum") || class.starts_with("code")
}

/// Whether a mutant of this class changes what is documented alone, and never sent or read.
pub(super) fn documented(class: &str) -> bool {
    DOCUMENTED.contains(&class)
}

/// What the facts of a spec say, by which `trace.lock` is sealed.
pub(super) fn said(provider: &Provider) -> Vec<String> {
    let literal = |it: &verbatim_codegen::facts::Fact| {
        let texts = it
            .proof
            .literals()
            .into_iter()
            .map(|it| it.text.to_string());
        format!("{}: {}", it.name, texts.collect::<Vec<_>>().join(", "))
    };
    facts(provider).iter().map(literal).collect()
}

/// Whether a fixture can be read against a spec.
pub(super) fn stands(provider: &Provider, setup: &Setup, fixture: &Fixture) -> bool {
    let stem = fixture.name.rsplit('/').next().unwrap_or_default();
    let context = Context {
        provider,
        setup,
        stem,
        shown: &fixture.shown,
        text: fixture.text.clone(),
        snapshot: fixture.snapshot.clone(),
    };
    check(context).is_ok()
}
