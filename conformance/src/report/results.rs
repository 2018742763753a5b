//! What a run told, kept until its end: what the reports that are files are written from.

use std::io;
use std::time::Duration;

use verbatim_codegen::model::Lines;

use super::Report;
use crate::failure::Failure;
use crate::fault::Fault;
use crate::fixture::{Fixture, KnownFailure};
use crate::run::{Event, Ran, Verdict};

/// Every case of a run, by name. Nothing in it is secret or personal.
#[derive(Debug, Default)]
pub struct Results {
    /// Fixtures, in the order of names once the run is over.
    pub cases: Vec<Case>,
    /// What is wrong with folders, each with the name that filters know it by.
    pub faults: Vec<(String, Fault)>,
}

/// A fixture or the negatives of an operation or callback, and what came of it.
#[derive(Debug)]
pub struct Case {
    /// `kemru/mobile_payout-accepted`.
    pub name: String,
    /// The claim; empty where the fixture cannot be read.
    pub about: String,
    /// The file as people are told it, of negatives that of the fixture that they begin from; empty where the fault is its folder's.
    pub file: String,
    /// The operation or callback; empty where the fixture cannot be read.
    pub subject: String,
    /// `document`, `derived` or `recorded`, and `model` of negatives; empty where the fixture cannot be
    /// read.
    pub origin: &'static str,
    /// The lines of the document that it stands for.
    pub lines: Lines,
    /// How long it was played.
    pub took: Duration,
    /// What came of it.
    pub end: End,
}

/// What came of a case.
#[derive(Debug)]
pub enum End {
    /// It holds.
    Passed,
    /// It does not.
    Failed(Vec<Failure>),
    /// It does not, and says why.
    Known(KnownFailure, Vec<Failure>),
    /// The machine could not play it.
    CouldNotRun(String),
    /// It cannot be read.
    Broken(Vec<Fault>),
}

/// What is one provider's: its name, its cases, and the faults of its folder.
pub(super) type Share<'a> = (&'a str, Vec<&'a Case>, Vec<&'a (String, Fault)>);

impl Results {
    /// The providers that there is a case or a fault of, in order, each with what is its own.
    pub(super) fn by_provider(&self) -> Vec<Share<'_>> {
        let cases = self.cases.iter().map(|it| provider_of(&it.name));
        let faults = self.faults.iter().map(|it| provider_of(&it.0));
        let mut names: Vec<_> = cases.chain(faults).collect();
        names.sort_unstable();
        names.dedup();
        let of = |name: &str| {
            let cases = self.cases.iter();
            let faults = self.faults.iter();
            (
                cases.filter(|it| provider_of(&it.name) == name).collect(),
                faults.filter(|it| provider_of(&it.0) == name).collect(),
            )
        };
        let rows = names.into_iter().map(|name| {
            let (cases, faults) = of(name);
            (name, cases, faults)
        });
        rows.collect()
    }
}

impl End {
    fn of(verdict: &Verdict, known: Option<&KnownFailure>) -> End {
        match (verdict, known) {
            (Verdict::Passed, _) => End::Passed,
            (Verdict::KnownFailure(failures), Some(known)) => {
                End::Known(known.clone(), failures.clone())
            }
            (Verdict::KnownFailure(failures) | Verdict::Failed(failures), _) => {
                End::Failed(failures.clone())
            }
            (Verdict::CouldNotRun(why), _) => End::CouldNotRun(why.clone()),
        }
    }
}

impl Case {
    fn played(fixture: &Fixture, verdict: &Verdict, took: Duration) -> Case {
        Case {
            name: fixture.name.clone(),
            about: fixture.about.clone(),
            file: fixture.shown.clone(),
            subject: fixture.subject().to_owned(),
            origin: fixture.origin.word(),
            lines: fixture.lines.clone(),
            took,
            end: End::of(verdict, fixture.known_failure.as_ref()),
        }
    }
}

/// `kemru` of `kemru/mobile_payout-accepted`.
pub(super) fn provider_of(name: &str) -> &str {
    name.split('/').next().unwrap_or_default()
}

impl Report for Results {
    fn event(&mut self, event: &Event<'_>) -> io::Result<()> {
        match event {
            Event::Began { .. } | Event::Accepted { .. } => {}
            Event::Fault(it) => self.faults.push((it.name.clone(), it.fault.clone())),
            Event::Broken(it) => {
                let file = it.faults.first().map(|it| it.place.file.clone());
                self.cases.push(Case {
                    name: it.name.clone(),
                    about: String::new(),
                    file: file.unwrap_or_default(),
                    subject: String::new(),
                    origin: "",
                    lines: Lines::default(),
                    took: Duration::ZERO,
                    end: End::Broken(it.faults.clone()),
                });
            }
            Event::Played {
                fixture,
                verdict,
                took,
            } => self.cases.push(Case::played(fixture, verdict, *took)),
            Event::Spoiled {
                negatives,
                first,
                verdict,
                took,
            } => self.cases.push(Case {
                name: negatives.name.clone(),
                about: negatives.about.clone(),
                file: first.map_or(String::new(), |it| it.shown.clone()),
                subject: negatives.subject.clone(),
                origin: "model",
                lines: Lines::default(),
                took: *took,
                end: End::of(verdict, None),
            }),
        }
        Ok(())
    }

    fn end(&mut self, _: &Ran) -> io::Result<()> {
        self.cases.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(())
    }
}
