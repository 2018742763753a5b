//! The `conformance` command: arguments in, report and exit code out.

mod arguments;
mod audit;
mod elsewhere;
mod explain;
mod ground;
mod last;
mod list;
mod mutate;
mod record;
mod reports;
mod trace;

use std::collections::BTreeMap;
use std::io::{self, IsTerminal as _, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser as _;
use verbatim_codegen::{Mode, Tree};
use verbatim_runtime::dispatch::Clients;

use crate::house::{self, Specs};
use crate::json::quote;
use crate::report::{JsonReport, Progress, Report, Rerun, TextReport};
use crate::run::{Event, Plan, Ran, Snapshots, run};
use crate::select::Filters;
use crate::suite::{Suite, shown};
use arguments::{Arguments, Command, Format, RunArguments};
pub use audit::audited;
pub use elsewhere::elsewhere;
use last::Last;
use reports::Reports;

/// What was checked does not hold.
const DOES_NOT_HOLD: u8 = 1;
/// The command line is at fault.
const USAGE: u8 = 2;
/// Nothing could be checked.
const COULD_NOT_RUN: u8 = 3;

/// Runs the command over these clients, with the arguments of the process.
pub fn main(clients: &dyn Clients) -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(told) => {
            // Help and version are errors of clap's that go to standard output.
            let _ = told.print();
            return ExitCode::from(if told.use_stderr() { USAGE } else { 0 });
        }
    };
    let command = arguments.split();
    let (format, res) = match &command {
        Command::Explain { code, format } => (*format, explain::explain(code.as_deref(), *format)),
        Command::Trace(arguments) => (arguments.format, trace::run(arguments)),
        Command::Mutate(arguments) => (arguments.format, mutate::run(clients, arguments)),
        Command::Audit(arguments) => (arguments.format, audit::run(arguments)),
        Command::Record(arguments) => (arguments.format, record::run(clients, arguments)),
        Command::Run(arguments) => (arguments.format, conform(clients, arguments)),
    };
    ended(format, res)
}

fn ended(format: Format, res: Result<u8, Stop>) -> ExitCode {
    match res {
        Ok(code) => ExitCode::from(code),
        Err(stop) => {
            eprintln!("{}", stop.why);
            if format == Format::Json {
                say(&format!("{{\"error\": {}}}", quote(&stop.why)));
            }
            ExitCode::from(stop.code)
        }
    }
}

/// Prints a line; whoever closed the pipe has heard enough.
fn say(line: &str) {
    let _ = writeln!(io::stdout(), "{line}");
}

/// Why the command ends before its report.
pub(crate) struct Stop {
    pub(crate) code: u8,
    pub(crate) why: String,
}

impl Stop {
    fn could_not_run(why: String) -> Stop {
        Stop {
            code: COULD_NOT_RUN,
            why,
        }
    }
}

impl From<io::Error> for Stop {
    fn from(why: io::Error) -> Stop {
        Stop::could_not_run(format!("the report cannot be written: {why}"))
    }
}

/// The folders that a run goes by.
struct Folders {
    specs: PathBuf,
    fixtures: PathBuf,
    /// The crates generated from these specs, which must be fresh; none when they are not at hand.
    generated: Option<Tree>,
}

impl Folders {
    fn of(arguments: &RunArguments) -> Result<Folders, Stop> {
        let root = house::root();
        let inside = |given: &Option<PathBuf>, usual: &str| match (given, &root) {
            (Some(given), _) => Ok(given.clone()),
            (None, Some(root)) => Ok(root.join(usual)),
            (None, None) => {
                let why =
                    "no folder above holds `specs` and `generated`; give --specs and --fixtures";
                Err(Stop::could_not_run(why.to_owned()))
            }
        };
        let specs = inside(&arguments.specs, "specs")?;
        Ok(Folders {
            fixtures: inside(&arguments.fixtures, "conformance/fixtures")?,
            generated: match (&arguments.out, &arguments.specs, root) {
                (Some(out), _, _) => Some(Tree {
                    specs: specs.clone(),
                    out: out.clone(),
                }),
                (None, None, Some(root)) => Some(Tree::of(&root)),
                (None, _, _) => None,
            },
            specs,
        })
    }
}

fn conform(clients: &dyn Clients, arguments: &RunArguments) -> Result<u8, Stop> {
    let folders = Folders::of(arguments)?;
    let specs = Specs::read(&folders.specs).map_err(|it| unlisted(&folders.specs, &it))?;
    for report in &specs.reports {
        eprintln!("{report}");
    }
    let faulty = !specs.reports.is_empty();
    let suite = Suite::read(&folders.fixtures, specs.providers)
        .map_err(|it| unlisted(&folders.fixtures, &it))?
        .held_to(&folders.specs);
    let filters = Filters::new(&arguments.filters);
    let names = suite.names();
    if let [idle, ..] = filters.idle(&names).as_slice() {
        return Err(Stop {
            code: USAGE,
            why: match arguments::is_command(idle) {
                true => format!(
                    "`{idle}` is a command, and no fixture is called so; a command stands first: \
                     `cargo conformance {idle} …`"
                ),
                false => format!("no fixture is called `{idle}`; --list names them all"),
            },
        });
    }
    if names.is_empty() {
        let why = format!("there is no fixture in {}", shown(&folders.fixtures));
        return Err(Stop::could_not_run(why));
    }
    let last = Last::of(&folders.fixtures);
    let failed = arguments.last_failed.then(|| {
        let mut failed = last.read();
        failed.retain(|it| names.contains(&it.as_str()) && filters.mean(it, &names));
        failed
    });
    let filters = match failed {
        None => filters,
        Some(failed) if failed.is_empty() => {
            eprintln!("nothing of what is meant failed last; all of it is played");
            filters
        }
        Some(failed) => filters.only(failed),
    };
    if arguments.list {
        list::list(&suite, &filters, arguments.partition, arguments.format)?;
        return Ok(0);
    }
    let stale = match &folders.generated {
        Some(tree) => Some(stale(tree, arguments)?),
        None => None,
    };
    let fresh = stale.as_ref().is_none_or(Vec::is_empty);
    let ran = report(
        clients,
        arguments,
        &suite,
        filters,
        stale,
        (&folders, &last),
    )?;
    let total = ran.total();
    // There may be more shares than fixtures.
    let shared = arguments.partition.is_some();
    Ok(if !fresh {
        DOES_NOT_HOLD
    } else if total.could_not_run == total.cases && (0 < total.cases || !shared) {
        COULD_NOT_RUN
    } else if ran.holds() && !faulty && covered(&ran, arguments) {
        0
    } else {
        DOES_NOT_HOLD
    })
}

/// Whether as much is covered as must be; what is not is told. A share of the fixtures, or some of
/// them, cannot cover everything and are not asked to.
fn covered(ran: &Ran, arguments: &RunArguments) -> bool {
    let whole =
        arguments.filters.is_empty() && arguments.partition.is_none() && !arguments.last_failed;
    let Some(percent) = arguments.min_coverage.filter(|_| whole) else {
        return true;
    };
    let below = ran.below(usize::from(percent));
    for (provider, part, (touched, all)) in &below {
        let part = part.replace('_', " ");
        eprintln!("{provider}: {touched} of {all} {part} are covered, and {percent} % must be");
    }
    below.is_empty()
}

/// The generated files that are not what the specs say. They are told first, since a proof of
/// other clients proves nothing of the specs; the fixtures then say what those clients do otherwise.
fn stale(tree: &Tree, arguments: &RunArguments) -> Result<Vec<String>, Stop> {
    let out = match &arguments.out {
        Some(out) => shown(out),
        None => "generated".to_owned(),
    };
    let stale = tree
        .settle(&[], Mode::Tell)
        .map_err(|it| Stop::could_not_run(format!("{out}/ cannot be compared: {it}")))?;
    let stale: Vec<_> = stale
        .iter()
        .map(|it| format!("{out}/{}", it.path))
        .collect();
    let mut told: Vec<_> = stale.iter().map(|it| format!("stale: {it}")).collect();
    told.push(if stale.is_empty() {
        format!("{out}/ is what the specs say")
    } else {
        let command = command(
            "codegen",
            &[("--specs", &arguments.specs), ("--out", &arguments.out)],
        );
        format!(
            "{out}/ is not what the specs say: run `{command}`; the fixtures are played through \
             the clients as they are"
        )
    });
    for line in told {
        match arguments.format {
            Format::Text => say(&line),
            Format::Json => eprintln!("{line}"),
        }
    }
    Ok(stale)
}

fn report(
    clients: &dyn Clients,
    arguments: &RunArguments,
    suite: &Suite,
    filters: Filters,
    stale: Option<Vec<String>>,
    (folders, last): (&Folders, &Last),
) -> Result<Ran, Stop> {
    let watched = io::stderr().is_terminal().then(io::stderr);
    let progress = Progress::new(watched);
    let out = io::BufWriter::new(io::stdout());
    let rerun = Rerun {
        command: command(
            "conformance",
            &[
                ("--specs", &arguments.specs),
                ("--fixtures", &arguments.fixtures),
                ("--out", &arguments.out),
            ],
        ),
    };
    let mut reports = Reports::new(&arguments.report, &rerun, &stale);
    let whole = filters.all() && arguments.partition.is_none();
    let mut report: Box<dyn Report> = match arguments.format {
        Format::Text => Box::new(TextReport::new(out, progress, rerun, whole)),
        Format::Json => Box::new(JsonReport::new(out, progress, rerun).stale(stale)),
    };
    let plan = Plan {
        filters,
        threads: arguments.threads.unwrap_or(Plan::default().threads),
        snapshots: match arguments.accept {
            true => Snapshots::Accept,
            false => Snapshots::Compare,
        },
        partition: arguments.partition,
        seed: arguments.seed,
        fail_fast: arguments.fail_fast,
    };
    let mut failed = BTreeMap::new();
    let mut written = Ok(());
    let ran = run(suite, clients, &plan, &mut |event| {
        match &event {
            Event::Played {
                fixture, verdict, ..
            } => failed.insert(fixture.name.clone(), !verdict.holds()),
            Event::Spoiled {
                negatives, verdict, ..
            } => failed.insert(negatives.name.clone(), !verdict.holds()),
            Event::Broken(broken) => failed.insert(broken.name.clone(), true),
            Event::Began { .. } | Event::Fault(_) | Event::Accepted { .. } => None,
        };
        if written.is_ok() {
            written = report.event(&event).and_then(|()| reports.event(&event));
        }
    });
    written?;
    report.end(&ran)?;
    last.write(&failed);
    match arguments.format {
        Format::Text => reports.end(&ran, suite, &folders.specs, arguments, &mut io::stdout())?,
        Format::Json => reports.end(&ran, suite, &folders.specs, arguments, &mut io::stderr())?,
    }
    io::stdout().flush()?;
    Ok(ran)
}

/// The command that runs with the same folders.
fn command(word: &str, folders: &[(&str, &Option<PathBuf>)]) -> String {
    let mut res = format!("cargo {word}");
    for (name, folder) in folders {
        if let Some(folder) = folder {
            res.push_str(&format!(" {name} {}", folder.display()));
        }
    }
    res
}

fn unlisted(folder: &Path, why: &io::Error) -> Stop {
    Stop::could_not_run(format!("{} cannot be listed: {why}", shown(folder)))
}
