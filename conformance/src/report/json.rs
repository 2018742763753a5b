//! A run for machines: one JSON document at its end.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::{Progress, Report, Rerun};
use crate::coverage::Coverage;
use crate::failure::Failure;
use crate::fault::Fault;
use crate::fixture::KnownFailure;
use crate::run::{Event, Ran, Tally, Verdict};
use crate::suite::shown;

/// Prints a run as JSON.
#[derive(Debug)]
pub struct JsonReport<W, P> {
    out: W,
    progress: Progress<P>,
    rerun: Rerun,
    stale: Option<Vec<String>>,
    accepted: Vec<String>,
    failures: Vec<FailureRow>,
    known_failures: Vec<KnownRow>,
    faults: Vec<FaultRow>,
}

impl<W: Write, P: Write> JsonReport<W, P> {
    /// A report to `out`, with its progress elsewhere.
    pub fn new(out: W, progress: Progress<P>, rerun: Rerun) -> Self {
        JsonReport {
            out,
            progress,
            rerun,
            stale: None,
            accepted: Vec::new(),
            failures: Vec::new(),
            known_failures: Vec::new(),
            faults: Vec::new(),
        }
    }

    /// What was written, once the run is over.
    pub fn into_inner(self) -> W {
        self.out
    }

    fn verdict(
        &mut self,
        name: &str,
        verdict: &Verdict,
        known: Option<&KnownFailure>,
    ) -> io::Result<()> {
        match verdict {
            Verdict::Passed => {}
            Verdict::KnownFailure(failures) => self.known_failures.push(KnownRow {
                fixture: name.to_owned(),
                reason: known.map(|it| it.reason.clone()),
                gone_by: known.map(|it| it.gone_by.to_string()),
                codes: failures.iter().map(|it| it.code.name()).collect(),
            }),
            Verdict::Failed(failures) => {
                let rerun = self.rerun.of(name);
                let row = |it| failure_row(name, it, rerun.clone());
                self.failures.extend(failures.iter().map(row));
            }
            Verdict::CouldNotRun(why) => self.faults.push(FaultRow {
                fixture: name.to_owned(),
                code: "could-not-run",
                file: None,
                line: None,
                column: None,
                message: why.clone(),
                advice: "run it on a machine that has ports and threads left",
            }),
        }
        self.progress.step(name)
    }

    /// The same report, with the generated files that are not what the specs say.
    pub fn stale(mut self, stale: Option<Vec<String>>) -> Self {
        self.stale = stale;
        self
    }
}

#[derive(Debug, Serialize)]
struct RunRow<'a> {
    #[serde(flatten)]
    total: TallyRow,
    exchanges: usize,
    negatives: usize,
    /// Generated files that are not what the specs say; null where none are compared.
    stale: Option<&'a [String]>,
    milliseconds: u128,
    /// Exchanges over sockets per second of playing.
    per_second: u64,
    providers: Vec<ProviderRow<'a>>,
    /// Fixtures that were meant, and not played since one before them failed.
    not_played: usize,
    /// The files of transcripts that were recorded.
    accepted: &'a [String],
    failures: &'a [FailureRow],
    /// Fixtures that fail, and say why.
    known: &'a [KnownRow],
    faults: &'a [FaultRow],
}

#[derive(Debug, Serialize)]
struct ProviderRow<'a> {
    provider: &'a str,
    #[serde(flatten)]
    tally: TallyRow,
    /// By kind, what no passing case touched.
    untouched: BTreeMap<&'static str, Vec<&'a str>>,
    /// Samples that cannot be sent, and are shown to be refused instead.
    unsendable_samples: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
struct TallyRow {
    cases: usize,
    passed: usize,
    failed: usize,
    known_failures: usize,
    could_not_run: usize,
    coverage: CoverageRow,
}

#[derive(Debug, Serialize)]
struct CoverageRow {
    operations: (usize, usize),
    callbacks: (usize, usize),
    fields: (usize, usize),
    codes: (usize, usize),
    enum_values: (usize, usize),
    samples: (usize, usize),
    lines: (usize, usize),
}

#[derive(Debug, Serialize)]
struct FailureRow {
    fixture: String,
    code: &'static str,
    file: String,
    line: usize,
    column: usize,
    field: Option<String>,
    message: String,
    expected: Option<String>,
    actual: Option<String>,
    table_code: Option<String>,
    row_value: Option<String>,
    document: String,
    advice: &'static str,
    rerun: String,
}

#[derive(Debug, Serialize)]
struct KnownRow {
    fixture: String,
    reason: Option<String>,
    gone_by: Option<String>,
    codes: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
struct FaultRow {
    fixture: String,
    code: &'static str,
    file: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
    message: String,
    advice: &'static str,
}

impl<W: Write, P: Write> Report for JsonReport<W, P> {
    fn event(&mut self, event: &Event<'_>) -> io::Result<()> {
        match event {
            Event::Began { cases } => self.progress.begin(*cases),
            Event::Accepted { fixture, .. } => {
                self.accepted.push(shown(&fixture.snapshot));
                Ok(())
            }
            Event::Fault(fault) => {
                self.faults.push(fault_row(&fault.name, &fault.fault));
                Ok(())
            }
            Event::Broken(broken) => {
                let rows = broken.faults.iter().map(|it| fault_row(&broken.name, it));
                self.faults.extend(rows);
                self.progress.step(&broken.name)
            }
            Event::Played {
                fixture, verdict, ..
            } => self.verdict(&fixture.name, verdict, fixture.known_failure.as_ref()),
            Event::Spoiled {
                negatives, verdict, ..
            } => self.verdict(&negatives.name, verdict, None),
        }
    }

    fn end(&mut self, ran: &Ran) -> io::Result<()> {
        self.progress.clear()?;
        let row = RunRow {
            total: tally_row(&ran.total()),
            exchanges: ran.exchanges,
            negatives: ran.negatives,
            stale: self.stale.as_deref(),
            milliseconds: ran.elapsed.as_millis(),
            per_second: ran.per_second() as u64,
            providers: ran
                .providers
                .iter()
                .map(|it| provider_row(it.0, it.1))
                .collect(),
            not_played: ran.not_played,
            accepted: &self.accepted,
            failures: &self.failures,
            known: &self.known_failures,
            faults: &self.faults,
        };
        serde_json::to_writer_pretty(&mut self.out, &row).map_err(io::Error::other)?;
        writeln!(self.out)?;
        self.out.flush()
    }
}

fn provider_row<'a>(name: &'a str, tally: &'a Tally) -> ProviderRow<'a> {
    let parts = tally.coverage.parts().into_iter();
    let untouched = parts.map(|(kind, part)| (kind, part.missing().collect::<Vec<_>>()));
    ProviderRow {
        provider: name,
        tally: tally_row(tally),
        untouched: untouched.filter(|it| !it.1.is_empty()).collect(),
        unsendable_samples: tally
            .coverage
            .unsendable
            .iter()
            .map(String::as_str)
            .collect(),
    }
}

fn tally_row(tally: &Tally) -> TallyRow {
    TallyRow {
        cases: tally.cases,
        passed: tally.passed,
        failed: tally.failed,
        known_failures: tally.known_failures,
        could_not_run: tally.could_not_run,
        coverage: coverage_row(&tally.coverage),
    }
}

fn coverage_row(coverage: &Coverage) -> CoverageRow {
    CoverageRow {
        operations: coverage.operations.count(),
        callbacks: coverage.callbacks.count(),
        fields: coverage.fields.count(),
        codes: coverage.codes.count(),
        enum_values: coverage.enum_values.count(),
        samples: coverage.samples.count(),
        lines: coverage.lines.count(),
    }
}

fn failure_row(fixture: &str, failure: &Failure, rerun: String) -> FailureRow {
    FailureRow {
        fixture: fixture.to_owned(),
        code: failure.code.name(),
        file: failure.place.file.clone(),
        line: failure.place.line,
        column: failure.place.column,
        field: failure.field.clone(),
        message: failure.message.clone(),
        expected: failure.expected.clone(),
        actual: failure.actual.clone(),
        table_code: failure.table_code.clone(),
        row_value: failure.row_value.clone(),
        document: failure.document.clone(),
        advice: failure.code.advice(),
        rerun,
    }
}

fn fault_row(fixture: &str, fault: &Fault) -> FaultRow {
    FaultRow {
        fixture: fixture.to_owned(),
        code: fault.code.name(),
        file: Some(fault.place.file.clone()),
        line: Some(fault.place.line),
        column: Some(fault.place.column),
        message: fault.message.clone(),
        advice: fault.code.advice(),
    }
}
