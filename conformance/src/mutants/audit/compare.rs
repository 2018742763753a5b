//! What the fixtures make of compiled mutants, against what the fast lane says of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, SystemTime};

use verbatim_codegen::model::Provider;
use verbatim_runtime::dispatch::Clients;

use super::Picked;
use crate::code::Code;
use crate::fixture::{Fixture, Setup};
use crate::mask::Mask;
use crate::mutants::lane::{Killer, Lane, documented, listed, said, stands};
use crate::opinion::{Disagreement, differences, objection, of_client, of_oracle, unlisted};
use crate::play::Worker;
use crate::snapshot;
use crate::suite::Suite;
use crate::transcript::transcript;
use crate::verdict::judge;

/// The time of a play that needs none without a change, after 1970.
const NOW: Duration = Duration::from_secs(1_800_000_000);
/// How many random bytes there are for a play, behind those that its fixture gives.
const NONCES: usize = 4096;

/// What the runner was compiled with.
#[derive(Clone, Copy)]
pub struct Compiled<'a> {
    /// By the name of the crate.
    pub clients: &'a [(&'a str, &'a dyn Clients)],
    /// What was not made or does not compile, and why.
    pub refused: &'a [(&'a str, &'a str)],
}

/// What shows that a compiled client is another one than the fixtures describe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Evidence {
    /// The generator does not make it, or it does not compile.
    Compile(String),
    /// This fixture fails when it is played.
    Fixture(String, Code),
    /// This fixture holds, and prints what the recorded transcript hides, or hides what it prints.
    Transcript(String),
    /// No fixture fails, in the oracle neither. What the spec itself says is another thing: a list of
    /// values, what is only documented, or that a fixture can be read against it. A compiled client
    /// cannot show that.
    Spec(String),
}

/// A fixture over which client and oracle are of two minds, by the same changed spec.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// The fixture.
    pub fixture: String,
    /// What they say otherwise; what the fixture says to each, where they say the same.
    pub parts: Vec<String>,
}

/// A mutant and what both lanes say.
#[derive(Debug)]
pub struct Audited {
    /// The mutant.
    pub picked: Picked,
    /// What the fast lane says: who notices it, or nobody.
    pub fast: Option<Killer>,
    /// What the compiled client shows, or nothing.
    pub compiled: Option<Evidence>,
    /// Where client and oracle differ.
    pub splits: Vec<Split>,
}

impl Audited {
    /// Whether both lanes say the same.
    pub fn agrees(&self) -> bool {
        self.fast.is_some() == self.compiled.is_some() && self.splits.is_empty()
    }
}

/// What came of all.
#[derive(Debug, Default)]
pub struct Audit {
    /// In the order of the specs.
    pub audited: Vec<Audited>,
    /// How many plays of fixtures it took.
    pub plays: usize,
}

/// Plays every fixture of a provider against each of its compiled mutants.
///
/// # Errors
///
/// The machine has no port or no thread left, a client is missing, or the fixtures do not hold for the
/// clients of the unchanged specs.
pub fn audit(
    suite: &Suite,
    compiled: Compiled<'_>,
    picked: Vec<Picked>,
    threads: usize,
) -> Result<Audit, String> {
    let mut grounds = BTreeMap::new();
    for name in picked
        .iter()
        .map(|it| &it.provider)
        .collect::<BTreeSet<_>>()
    {
        grounds.insert(name.clone(), Ground::new(suite, compiled, name)?);
    }
    let (next, plays) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let done = Mutex::new(BTreeMap::new());
    thread::scope(|scope| {
        let work = || {
            let worker = Worker::new();
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(it) = picked.get(at) else {
                    return;
                };
                let found = worker.as_ref().map_err(Clone::clone).and_then(|worker| {
                    let ground = &grounds[&it.provider];
                    ground.compare(compiled, it, worker, &plays)
                });
                let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
                done.insert(at, found);
            }
        };
        for _ in 0..threads.max(1) {
            scope.spawn(work);
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    let mut res = Audit {
        audited: Vec::new(),
        plays: plays.into_inner(),
    };
    for (at, picked) in picked.into_iter().enumerate() {
        let missing = || Err(format!("{} was not played", picked.member));
        let (fast, compiled, splits) = done.remove(&at).unwrap_or_else(missing)?;
        res.audited.push(Audited {
            picked,
            fast,
            compiled,
            splits,
        });
    }
    Ok(res)
}

type Found = (Option<Killer>, Option<Evidence>, Vec<Split>);

/// What the mutants of one provider are played on.
struct Ground<'a> {
    provider: &'a Provider,
    setup: &'a Setup,
    /// With whether the oracle plays all of it.
    fixtures: Vec<(Fixture, bool)>,
    fast: Lane<'a>,
}

impl<'a> Ground<'a> {
    fn new(suite: &'a Suite, compiled: Compiled<'a>, name: &str) -> Result<Ground<'a>, String> {
        let (Some(provider), Some(setup)) = (suite.provider(name), suite.setup(name)) else {
            return Err(format!("there is no setup for `{name}`"));
        };
        let clients = compiled.of(&unchanged(name))?;
        let of = |it: &&Fixture| it.provider == name && it.known_failure.is_none();
        let all: Vec<&Fixture> = suite.fixtures.iter().filter(of).collect();
        let worker = Worker::new()?;
        let mut fixtures = Vec::new();
        for fixture in &all {
            let mut fixture = Fixture::clone(fixture);
            // A changed spec may take a time, or more random bytes than the fixture gives. Client and
            // oracle then take the same.
            let sources = &mut fixture.sources;
            sources.clock.get_or_insert(SystemTime::UNIX_EPOCH + NOW);
            let more = (0..=u8::MAX).cycle().take(NONCES);
            sources.nonces.get_or_insert_default().extend(more);
            let played = worker.play(clients, setup, &fixture)?;
            let mask = Mask::of(provider, setup, &fixture, &played);
            if let Some(failure) = judge(provider, &fixture, &played, &mask).first() {
                return Err(format!(
                    "{} fails without any change; run `cargo conformance` first\n{failure}",
                    fixture.name
                ));
            }
            let oracle = of_oracle(provider, setup, &fixture);
            let whole = objection(provider, &fixture, &oracle).is_none();
            fixtures.push((fixture, whole));
        }
        Ok(Ground {
            provider,
            setup,
            fast: Lane::new(provider, setup, clients, &all)?,
            fixtures,
        })
    }

    fn compare(
        &self,
        compiled: Compiled<'_>,
        picked: &Picked,
        worker: &Worker,
        plays: &AtomicUsize,
    ) -> Result<Found, String> {
        let mutant = &picked.mutant;
        let fast = self.fast.killers(mutant, plays).into_iter().next();
        let refused = compiled.refused.iter().find(|it| it.0 == picked.member);
        if let Some((_, why)) = refused {
            let evidence = Evidence::Compile((*why).to_owned());
            return Ok((fast, Some(evidence), Vec::new()));
        }
        let clients = compiled.of(&picked.member)?;
        let changed = mutant.apply(self.provider);
        let (mut failed, mut shown, mut splits) = (None, None, Vec::new());
        for (fixture, whole) in &self.fixtures {
            plays.fetch_add(1, Ordering::Relaxed);
            let played = worker.play(clients, self.setup, fixture)?;
            let mask = Mask::of(self.provider, self.setup, fixture, &played);
            let mask = &mask;
            let failures = judge(self.provider, fixture, &played, mask);
            if let Some(first) = failures.first() {
                failed.get_or_insert_with(|| Evidence::Fixture(fixture.name.clone(), first.code));
            } else if shown.is_none() {
                let mask = Mask::of(&changed, self.setup, fixture, &played);
                let differs = snapshot::compare(fixture, &transcript(fixture, &played, &mask));
                shown = differs.map(|_| Evidence::Transcript(fixture.name.clone()));
            }
            let (client, oracle) = (
                of_client(&played, mask),
                of_oracle(&changed, self.setup, fixture),
            );
            let told = |it: Disagreement| match it.told(mask) {
                Some((oracle, client)) => {
                    format!("{}: oracle `{oracle}`, client `{client}`", it.part)
                }
                None => it.part,
            };
            let mut parts: Vec<String> = differences(&client, &oracle)
                .into_iter()
                .map(told)
                .collect();
            let objects = objection(self.provider, fixture, &oracle);
            // In which words a client refuses an input, an oracle does not say.
            let worded = matches!(
                failures.as_slice(),
                [it] if it.code == Code::WrongMessage && it.field.as_deref() == Some("inexpressible")
            );
            let failed = !failures.is_empty() && !worded;
            if *whole && objects.is_some() != failed && parts.is_empty() {
                parts.push(match objects {
                    Some(it) => format!("the fixture fails in the oracle alone, by {}", it.word()),
                    None => "the fixture fails in the client alone".to_owned(),
                });
            }
            if !parts.is_empty() {
                let fixture = fixture.name.clone();
                splits.push(Split { fixture, parts });
            }
        }
        let evidence = failed.or(shown);
        let silent = splits.is_empty();
        let of_spec = || self.of_spec(mutant.class, &changed).map(Evidence::Spec);
        let evidence = evidence.or_else(|| silent.then(of_spec).flatten());
        Ok((fast, evidence, splits))
    }

    /// What of the spec itself is another thing, where nothing else is.
    fn of_spec(&self, class: &str, changed: &Provider) -> Option<String> {
        for (fixture, _) in &self.fixtures {
            let opinion = of_oracle(changed, self.setup, fixture);
            let mut said = fixture.unlisted.clone();
            said.sort();
            if listed(class) && unlisted(changed, fixture, &opinion) != said {
                return Some(format!("{}: other values are listed", fixture.name));
            }
            if !stands(changed, self.setup, fixture) {
                return Some(format!("{} cannot be read against it", fixture.name));
            }
        }
        let facts = documented(class) && said(changed) != said(self.provider);
        facts.then(|| "its facts are others, so that trace.lock does not seal it".to_owned())
    }
}

impl<'a> Compiled<'a> {
    fn of(self, member: &str) -> Result<&'a dyn Clients, String> {
        let found = self.clients.iter().find(|it| it.0 == member);
        let found = found.map(|it| it.1);
        found.ok_or_else(|| format!("there is no crate `{member}`"))
    }
}

/// The crate of the client that nobody changed.
pub(crate) fn unchanged(provider: &str) -> String {
    format!("unchanged_{provider}")
}
