//! A run for people on a terminal: failures with their places, then a table per provider.

use std::io::{self, Write};

use super::table::table;
use super::{Progress, Report, Rerun};
use crate::run::{Event, Ran, Tally, Verdict};
use crate::suite::shown;

/// How many untouched things of a kind are named.
const NAMED: usize = 12;

/// Prints a run as text.
#[derive(Debug)]
pub struct TextReport<W, P> {
    out: W,
    progress: Progress<P>,
    rerun: Rerun,
    /// Whether everything was meant, so that what was not touched is worth naming.
    whole: bool,
}

impl<W: Write, P: Write> TextReport<W, P> {
    /// A report to `out`, with its progress elsewhere.
    pub fn new(out: W, progress: Progress<P>, rerun: Rerun, whole: bool) -> Self {
        TextReport {
            out,
            progress,
            rerun,
            whole,
        }
    }

    fn verdict(
        &mut self,
        name: &str,
        about: &str,
        verdict: &Verdict,
        reason: &str,
    ) -> io::Result<()> {
        if *verdict != Verdict::Passed {
            self.progress.clear()?;
        }
        match verdict {
            Verdict::Passed => {}
            Verdict::Failed(failures) => {
                writeln!(self.out, "FAILED {name}: {about}")?;
                for failure in failures {
                    writeln!(self.out, "{failure}")?;
                }
                writeln!(self.out, "run it again: {}\n", self.rerun.of(name))?;
            }
            Verdict::KnownFailure(failures) => {
                let codes: Vec<_> = failures.iter().map(|it| it.code.name()).collect();
                let codes = codes.join(", ");
                writeln!(self.out, "known failure {name}: {codes}: {reason}\n")?;
            }
            Verdict::CouldNotRun(why) => writeln!(self.out, "COULD NOT RUN {name}: {why}\n")?,
        }
        self.progress.step(name)
    }

    fn uncovered(&mut self, name: &str, tally: &Tally) -> io::Result<()> {
        for (part, found) in tally.coverage.parts() {
            let missing: Vec<_> = found.missing().collect();
            if missing.is_empty() {
                continue;
            }
            let named = missing.iter().take(NAMED).copied().collect::<Vec<_>>();
            let more = match missing.len() - named.len() {
                0 => String::new(),
                more => format!(", and {more} more"),
            };
            let part = part.replace('_', " ");
            writeln!(
                self.out,
                "untouched {part} of {name}: {}{more}",
                named.join(", ")
            )?;
        }
        if !tally.coverage.unsendable.is_empty() {
            let names: Vec<_> = tally
                .coverage
                .unsendable
                .iter()
                .map(String::as_str)
                .collect();
            let names = names.join(", ");
            writeln!(self.out, "samples of {name} that cannot be sent: {names}")?;
        }
        Ok(())
    }
}

impl<W: Write, P: Write> Report for TextReport<W, P> {
    fn event(&mut self, event: &Event<'_>) -> io::Result<()> {
        match event {
            Event::Began { cases } => self.progress.begin(*cases),
            Event::Fault(fault) => {
                self.progress.clear()?;
                writeln!(self.out, "{}\n", fault.fault)
            }
            Event::Broken(broken) => {
                self.progress.clear()?;
                for fault in &broken.faults {
                    writeln!(self.out, "{fault}\n")?;
                }
                self.progress.step(&broken.name)
            }
            Event::Accepted {
                fixture,
                transcript,
            } => {
                self.progress.clear()?;
                let file = shown(&fixture.snapshot);
                writeln!(self.out, "recorded {file}\n{}\n", transcript.trim_end())
            }
            Event::Played {
                fixture, verdict, ..
            } => {
                let known = fixture.known_failure.as_ref();
                let reason = known.map_or("", |it| it.reason.as_str());
                self.verdict(&fixture.name, &fixture.about, verdict, reason)
            }
            Event::Spoiled {
                negatives, verdict, ..
            } => self.verdict(&negatives.name, &negatives.about, verdict, ""),
        }
    }

    fn end(&mut self, ran: &Ran) -> io::Result<()> {
        self.progress.clear()?;
        let total = ran.total();
        let mut rows = vec![heading()];
        rows.extend(ran.providers.iter().map(|it| row(it.0, it.1)));
        if let [_, _, ..] = ran.providers.iter().collect::<Vec<_>>().as_slice() {
            rows.push(row("together", &total));
        }
        write!(self.out, "{}", table(&rows))?;
        if self.whole {
            for (name, tally) in &ran.providers {
                self.uncovered(name, tally)?;
            }
        }
        let mut known = match total.known_failures {
            0 => String::new(),
            count => format!(", {count} known to fail"),
        };
        if 0 < ran.accepted {
            known.push_str(&format!(", {} transcripts recorded", ran.accepted));
        }
        if 0 < ran.not_played {
            known.push_str(&format!(", {} not played", ran.not_played));
        }
        let seconds = ran.playing.as_secs_f64();
        writeln!(
            self.out,
            "{} {}: {} passed, {} failed, {} could not run{known}; {} exchanges over sockets in \
             {seconds:.2} s, {:.0} per second; {} negatives in {:.2} s",
            total.cases,
            if total.cases == 1 { "case" } else { "cases" },
            total.passed,
            total.failed,
            total.could_not_run,
            ran.exchanges,
            ran.per_second(),
            ran.negatives,
            ran.spoiling.as_secs_f64(),
        )?;
        self.out.flush()
    }
}

fn heading() -> Vec<String> {
    let words = [
        "provider",
        "operations",
        "callbacks",
        "fields",
        "codes",
        "enum values",
        "samples",
        "lines",
        "cases",
        "passed",
        "failed",
        "could not run",
    ];
    words.iter().map(|it| (*it).to_owned()).collect()
}

fn row(name: &str, tally: &Tally) -> Vec<String> {
    let parts = tally.coverage.parts().map(|(_, part)| {
        let (touched, all) = part.count();
        format!("{touched}/{all}")
    });
    let counts = [tally.cases, tally.passed, tally.failed, tally.could_not_run];
    std::iter::once(name.to_owned())
        .chain(parts)
        .chain(counts.iter().map(usize::to_string))
        .collect()
}
