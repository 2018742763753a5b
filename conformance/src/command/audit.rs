//! `conformance audit`: a sample of mutants compiled, against what the fast lane says of them.

use std::collections::BTreeMap;
use std::env;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::{Command as Process, ExitCode};
use std::time::Instant;

use clap::Parser as _;
use serde_json::{Value, json};
use verbatim_codegen::model::Provider;
use verbatim_runtime::dispatch::Clients;

use super::arguments::{Arguments, AuditArguments, Command, Format};
use super::ground::{Given, Ground};
use super::{COULD_NOT_RUN, DOES_NOT_HOLD, Stop, USAGE, ended};
use crate::house;
use crate::mutants::audit::{
    Audit, Audited, Compiled, Evidence, Member, Picked, Scratch, audit, classes, pick, unchanged,
};

/// Writes and compiles the clients, then runs what was compiled with the same arguments.
pub(super) fn run(arguments: &AuditArguments) -> Result<u8, Stop> {
    let started = Instant::now();
    let ground = ground(arguments)?;
    let (picked, _) = picked(&ground, arguments)?;
    let (mut members, mut refused) = (Vec::new(), BTreeMap::new());
    let mut providers: Vec<&Provider> = Vec::new();
    for it in &picked {
        let Some(provider) = ground.suite.provider(&it.provider) else {
            continue;
        };
        if !providers.iter().any(|it| it.name == provider.name) {
            providers.push(provider);
            let member = Member::generate(&unchanged(&provider.name), provider);
            members.push(member.map_err(Stop::could_not_run)?);
        }
        match Member::generate(&it.member, &it.mutant.apply(provider)) {
            Ok(member) => members.push(member),
            Err(why) => drop(refused.insert(it.member.clone(), format!("generator: {why}"))),
        }
    }
    let root = house::root();
    let target = match (env::var_os("CARGO_TARGET_DIR"), &root) {
        (Some(target), _) => PathBuf::from(target),
        (None, Some(root)) => root.join("target"),
        (None, None) => PathBuf::from("target"),
    };
    let scratch = Scratch::below(&target, root.map(|it| it.join("Cargo.lock")));
    let runner = scratch
        .build(&members, refused)
        .map_err(|it| Stop::could_not_run(format!("the mutants cannot be compiled: {it}")))?;
    eprintln!(
        "{} clients made and compiled in {:.0} s",
        members.len(),
        started.elapsed().as_secs_f64()
    );
    let status = Process::new(runner)
        .args(env::args_os().skip(1))
        .status()
        .map_err(|it| Stop::could_not_run(format!("what was compiled cannot be run: {it}")))?;
    let code = status.code().and_then(|it| u8::try_from(it).ok());
    Ok(code.unwrap_or(COULD_NOT_RUN))
}

/// The main function of what was compiled: plays the fixtures against `clients`, and compares.
pub fn audited(clients: &[(&str, &dyn Clients)], refused: &[(&str, &str)]) -> ExitCode {
    let Ok(Command::Audit(arguments)) = Arguments::try_parse().map(Arguments::split) else {
        eprintln!("this is run by `conformance audit`, with its arguments");
        return ExitCode::from(USAGE);
    };
    let compiled = Compiled { clients, refused };
    ended(arguments.format, told(&arguments, compiled))
}

fn told(arguments: &AuditArguments, compiled: Compiled<'_>) -> Result<u8, Stop> {
    let ground = ground(arguments)?;
    let (picked, of) = picked(&ground, arguments)?;
    // Fixtures that wait for a reply that never comes leave the processor to others.
    let threads = arguments.threads.unwrap_or_else(|| {
        4 * std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
    });
    let started = Instant::now();
    let run = audit(&ground.suite, compiled, picked, threads).map_err(Stop::could_not_run)?;
    let report = Report {
        run,
        seed: arguments.seed,
        classes: of,
        seconds: started.elapsed().as_secs_f64(),
    };
    let mut out = io::stdout().lock();
    match arguments.format {
        Format::Text => report.text(&mut out)?,
        Format::Json => writeln!(out, "{}", report.machine())?,
    }
    Ok(if report.holds() { 0 } else { DOES_NOT_HOLD })
}

fn ground(arguments: &AuditArguments) -> Result<Ground, Stop> {
    Ground::read(&Given {
        specs: &arguments.specs,
        fixtures: &arguments.fixtures,
        // A mutant with a reason is one that survives, in both lanes.
        reasons: &None,
        providers: &arguments.providers,
    })
}

/// What is compiled, and of how many classes there are mutants.
fn picked(ground: &Ground, arguments: &AuditArguments) -> Result<(Vec<Picked>, usize), Stop> {
    let mut classes = classes(&ground.suite, &|it| ground.wants(it));
    if let Some(idle) = (arguments.class.iter()).find(|it| !classes.contains_key(it.as_str())) {
        let known: Vec<&str> = classes.keys().copied().collect();
        let why = format!(
            "no mutant is of the class `{idle}`; there are: {}",
            known.join(", ")
        );
        return Err(Stop { code: USAGE, why });
    }
    let wanted = &arguments.class;
    classes.retain(|name, _| wanted.is_empty() || wanted.iter().any(|it| it == name));
    let of = classes.len();
    Ok((pick(classes, arguments.seed, arguments.count), of))
}

struct Report {
    run: Audit,
    seed: u64,
    /// How many classes of mutants there are.
    classes: usize,
    seconds: f64,
}

impl Report {
    fn holds(&self) -> bool {
        !self.run.audited.is_empty() && self.run.audited.iter().all(Audited::agrees)
    }

    fn agreed(&self) -> usize {
        self.run.audited.iter().filter(|it| it.agrees()).count()
    }

    fn compiled_classes(&self) -> usize {
        let mut classes: Vec<&str> = self
            .run
            .audited
            .iter()
            .map(|it| it.picked.mutant.class)
            .collect();
        classes.sort_unstable();
        classes.dedup();
        classes.len()
    }

    /// How many mutants each kind of evidence shows.
    fn shown(&self) -> BTreeMap<&'static str, usize> {
        let mut res = BTreeMap::new();
        for it in &self.run.audited {
            *res.entry(word(it.compiled.as_ref())).or_default() += 1;
        }
        res
    }

    fn text(&self, mut out: impl Write) -> io::Result<()> {
        for it in self.run.audited.iter().filter(|it| !it.agrees()) {
            let Picked {
                provider, mutant, ..
            } = &it.picked;
            writeln!(out, "disagree: {provider}: {}", mutant.name())?;
            writeln!(out, "  said in   {}", mutant.cite)?;
            writeln!(out, "  oracle    {}", fast(it))?;
            writeln!(out, "  client    {}", compiled(it.compiled.as_ref()))?;
            for split in it.splits.iter().take(3) {
                writeln!(out, "  differ    {}", split.fixture)?;
                for part in split.parts.iter().take(3) {
                    writeln!(out, "            {}", part.replace('\n', "\n            "))?;
                }
            }
            if let Some(more) = it.splits.len().checked_sub(3).filter(|it| 0 < *it) {
                writeln!(out, "            and in {more} more fixtures")?;
            }
            writeln!(
                out,
                "  = find out which of the two reads the changed spec wrongly"
            )?;
        }
        let shown: Vec<String> = (self.shown().iter())
            .map(|(name, count)| format!("{name} {count}"))
            .collect();
        writeln!(out, "first shown by: {}", shown.join(", "))?;
        writeln!(
            out,
            "seed {}: {} of {} mutants agree with the fast lane, {} of {} classes; {} plays in {:.1} s",
            self.seed,
            self.agreed(),
            self.run.audited.len(),
            self.compiled_classes(),
            self.classes,
            self.run.plays,
            self.seconds,
        )
    }

    fn machine(&self) -> Value {
        let told = |it: &Audited| {
            json!({
                "provider": it.picked.provider,
                "class": it.picked.mutant.class,
                "fact": it.picked.mutant.fact,
                "change": it.picked.mutant.change,
                "said_in": it.picked.mutant.cite,
                "agrees": it.agrees(),
                "fast": fast(it),
                "compiled": compiled(it.compiled.as_ref()),
                "shown_by": word(it.compiled.as_ref()),
                "splits": it.splits.iter()
                    .map(|it| json!({ "fixture": it.fixture, "parts": it.parts }))
                    .collect::<Vec<_>>(),
            })
        };
        json!({
            "seed": self.seed,
            "mutants": self.run.audited.len(),
            "agreed": self.agreed(),
            "classes": [self.compiled_classes(), self.classes],
            "shown_by": self.shown(),
            "plays": self.run.plays,
            "seconds": self.seconds,
            "results": self.run.audited.iter().map(told).collect::<Vec<_>>(),
        })
    }
}

fn word(it: Option<&Evidence>) -> &'static str {
    match it {
        None => "nothing",
        Some(Evidence::Compile(_)) => "compiler",
        Some(Evidence::Fixture(..)) => "fixture",
        Some(Evidence::Transcript(_)) => "transcript",
        Some(Evidence::Spec(_)) => "spec",
    }
}

fn fast(it: &Audited) -> String {
    match &it.fast {
        None => "survives".to_owned(),
        Some(killer) => {
            let by = killer
                .fixture
                .as_deref()
                .unwrap_or("the checks of the spec");
            format!("killed by {by}, by {}", killer.observer)
        }
    }
}

fn compiled(it: Option<&Evidence>) -> String {
    match it {
        None => "survives".to_owned(),
        Some(Evidence::Compile(why)) => format!("cannot be made: {why}"),
        Some(Evidence::Fixture(fixture, code)) => {
            format!("killed by {fixture}, by {}", code.name())
        }
        Some(Evidence::Transcript(fixture)) => format!("killed by {fixture}, by its transcript"),
        Some(Evidence::Spec(why)) => format!("not seen in a client; {why}"),
    }
}
