//! The command line: arguments in, exit code out. Another workspace calls [`main`] from its own.

mod diff;
mod drift;
mod lock;
mod release;

use clap::{CommandFactory as _, Parser, Subcommand, ValueEnum};
use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::diagnostic::{Code, Report};
use crate::disk::{Mode, Stale, Why};
use crate::inspect::{inspect, report_json, text};
use crate::language::{reference, schema, schema_of};
use crate::tree::{Failure, Tree};

/// Turns specs into typed Rust clients.
///
/// Exit codes: 0 done, 1 what was checked does not hold, 2 the command line is at fault, 3 could
/// not run.
#[derive(Debug, Parser)]
#[command(name = "codegen", args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    generate: Generate,
}

/// What to generate.
#[derive(Debug, clap::Args)]
struct Generate {
    /// Say what is stale instead of writing it
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    place: Place,
    /// Folders or names of specs; all when none is given
    #[arg(value_name = "SPEC")]
    specs: Vec<String>,
}

/// Where things are, and how to answer.
#[derive(Debug, clap::Args)]
struct Place {
    /// The folder that holds one folder per provider
    #[arg(long = "specs", id = "specs_dir", value_name = "DIR")]
    specs_dir: Option<PathBuf>,
    /// The folder that takes one crate per provider
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Text for people or JSON for machines
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    #[default]
    Text,
    Json,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Tell all faults of the specs
    Lint {
        #[command(flatten)]
        place: Place,
        /// Folders or names of specs; all when none is given
        #[arg(value_name = "SPEC")]
        specs: Vec<String>,
    },
    /// Say what a fault means and what to do about it
    Explain {
        /// The name in brackets: `unknown-type`; all when none is given
        code: Option<String>,
        /// Text for people or JSON for machines
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Print the JSON Schema of the spec language, or, as text, every key of it
    Schema {
        /// The kind of file; the schema of every kind when none is given
        #[arg(value_name = "FILE", value_parser = parts())]
        part: Option<String>,
        /// JSON Schema for editors or text for people
        #[arg(long, value_enum, default_value_t = Format::Json)]
        format: Format,
    },
    /// Say what changed from one spec to another, and how breaking it is, for callers and on the wire
    Diff {
        #[command(flatten)]
        place: Place,
        /// Folder or name of the older spec, or its `release.lock`
        #[arg(value_name = "OLD")]
        old: String,
        /// Folder or name of the newer spec
        #[arg(value_name = "NEW")]
        new: String,
    },
    /// Write down what a spec says as its last released state
    Release {
        #[command(flatten)]
        place: Place,
        /// Folder or name of the spec
        #[arg(value_name = "SPEC")]
        spec: String,
    },
    /// Say what a newer document changes: facts, operations, fixtures and generated items
    Drift {
        #[command(flatten)]
        place: Place,
        /// The newer document
        #[arg(long, value_name = "NEW")]
        document: PathBuf,
        /// The folder that holds one folder of fixtures per provider
        #[arg(long, value_name = "DIR")]
        fixtures: Option<PathBuf>,
        /// Folder or name of the spec
        #[arg(value_name = "SPEC")]
        spec: String,
    },
    /// Write down what the document of a spec is, line by line
    Lock {
        #[command(flatten)]
        place: Place,
        /// The document
        #[arg(long, value_name = "FILE")]
        document: PathBuf,
        /// Folder or name of the spec
        #[arg(value_name = "SPEC")]
        spec: String,
    },
    /// Print the checked model of a spec
    Inspect {
        #[command(flatten)]
        place: Place,
        /// Folder or name of the spec
        #[arg(value_name = "SPEC")]
        spec: String,
    },
}

/// Runs the command with the arguments of the process.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let plain = arguments.command.is_none();
    let res = match arguments.command {
        None => generate(&arguments.generate),
        Some(Command::Lint { place, specs }) => lint(&place, &specs),
        Some(Command::Explain { code, format }) => return explain(code.as_deref(), format),
        Some(Command::Schema { part, format }) => return describe(part.as_deref(), format),
        Some(Command::Inspect { place, spec }) => show(&place, spec),
        Some(Command::Diff { place, old, new }) => diff::run(&place, &old, &new),
        Some(Command::Release { place, spec }) => release::run(&place, &spec),
        Some(Command::Drift {
            place,
            document,
            fixtures,
            spec,
        }) => drift::run(&place, &document, fixtures.as_deref(), &spec),
        Some(Command::Lock {
            place,
            document,
            spec,
        }) => lock::lock(&place, &document, &spec),
    };
    res.unwrap_or_else(|failure| {
        eprintln!("codegen: {failure}");
        if let Failure::NoSuchSpec(name, _) = &failure
            && plain
            && Arguments::command().find_subcommand(name).is_some()
        {
            eprintln!(
                "`{name}` is a command, and a command stands first: `cargo codegen {name} …`"
            );
        }
        match failure {
            Failure::NoSuchSpec(..) | Failure::Elsewhere(..) => ExitCode::from(2),
            Failure::Faults(_) => ExitCode::from(1),
            Failure::Io(_) => ExitCode::from(3),
        }
    })
}

fn generate(arguments: &Generate) -> Result<ExitCode, Failure> {
    let mode = match arguments.check {
        true => Mode::Tell,
        false => Mode::Write,
    };
    let tree = tree(&arguments.place);
    let stale = match tree.settle(&arguments.specs, mode) {
        Err(Failure::Faults(reports)) => return Ok(faults(&reports, arguments.place.format)),
        other => other?,
    };
    let held = stale.is_empty() || mode == Mode::Write;
    match arguments.place.format {
        Format::Json => {
            say(&serde_json::json!({ "written": mode == Mode::Write, "stale": rows(&stale) }))
        }
        Format::Text => tell(&tree, &stale, mode, arguments),
    }
    Ok(ExitCode::from(u8::from(!held)))
}

fn tell(tree: &Tree, stale: &[Stale], mode: Mode, arguments: &Generate) {
    let out = tree.out.display();
    for it in stale {
        let why = match (mode, it.why) {
            (Mode::Tell, Why::Missing) => "missing",
            (Mode::Tell, Why::Differs) => "stale",
            (Mode::Tell, Why::NoLongerMade) => "no longer made",
            (Mode::Write, Why::NoLongerMade) => "removed",
            (Mode::Write, Why::Missing | Why::Differs) => "wrote",
        };
        println!("{why}: {out}/{}", it.path);
    }
    match (mode, stale.is_empty()) {
        (_, true) => println!("{out} is what the specs say"),
        (Mode::Tell, false) => {
            let place = &arguments.place;
            let flags = [("--specs", &place.specs_dir), ("--out", &place.out)];
            let mut command = "cargo codegen".to_owned();
            for (flag, path) in flags {
                if let Some(path) = path {
                    command.push_str(&format!(" {flag} {}", path.display()));
                }
            }
            for spec in &arguments.specs {
                command.push_str(&format!(" {spec}"));
            }
            println!("run `{command}`");
        }
        (Mode::Write, false) => {}
    }
}

fn rows(stale: &[Stale]) -> serde_json::Value {
    let row = |it: &Stale| {
        let why = match it.why {
            Why::Missing => "missing",
            Why::Differs => "differs",
            Why::NoLongerMade => "no-longer-made",
        };
        serde_json::json!({ "path": it.path, "why": why })
    };
    stale.iter().map(row).collect()
}

fn lint(place: &Place, specs: &[String]) -> Result<ExitCode, Failure> {
    let providers = match tree(place).load(specs) {
        Err(Failure::Faults(reports)) => return Ok(faults(&reports, place.format)),
        other => other?,
    };
    match place.format {
        Format::Json => say(&serde_json::json!({ "faults": [] })),
        Format::Text => {
            for it in &providers {
                let (operations, callbacks) = (it.operations.len(), it.callbacks.len());
                println!(
                    "{}: no fault in {operations} operations and {callbacks} callbacks",
                    it.name
                );
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn explain(code: Option<&str>, format: Format) -> ExitCode {
    let codes = match code {
        None => Code::ALL.to_vec(),
        Some(name) => match Code::named(name) {
            Some(code) => vec![code],
            None => {
                let known = Code::ALL
                    .iter()
                    .map(|it| it.name())
                    .collect::<Vec<_>>()
                    .join(", ");
                eprintln!("codegen: no fault is called `{name}`; there are {known}");
                return ExitCode::from(2);
            }
        },
    };
    match format {
        Format::Text => {
            for it in codes {
                // A closed pipe ends the command quietly.
                let _ = writeln!(
                    std::io::stdout(),
                    "{it}\n  {}\n  What to do: {}.",
                    it.explanation(),
                    it.advice()
                );
            }
        }
        Format::Json => {
            let row = |it: &Code| serde_json::json!({ "code": it.name(), "explanation": it.explanation(), "advice": it.advice() });
            say(&serde_json::json!({ "codes": codes.iter().map(row).collect::<Vec<_>>() }));
        }
    }
    ExitCode::SUCCESS
}

fn describe(part: Option<&str>, format: Format) -> ExitCode {
    let found = schema_of().into_iter().find(|it| part == Some(it.0));
    match (format, found) {
        (Format::Json, Some((_, schema))) => say(&schema),
        (Format::Json, None) => say(&schema()),
        (Format::Text, _) => {
            let _ = write!(std::io::stdout(), "{}", reference());
        }
    }
    ExitCode::SUCCESS
}

fn parts() -> clap::builder::PossibleValuesParser {
    schema_of()
        .into_iter()
        .map(|it| it.0)
        .collect::<Vec<_>>()
        .into()
}

fn show(place: &Place, spec: String) -> Result<ExitCode, Failure> {
    let providers = match tree(place).load(&[spec]) {
        Err(Failure::Faults(reports)) => return Ok(faults(&reports, place.format)),
        other => other?,
    };
    for it in &providers {
        match place.format {
            Format::Json => say(&inspect(it)),
            Format::Text => print!("{}", text(it)),
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn faults(reports: &[Report], format: Format) -> ExitCode {
    match format {
        Format::Json => say(&report_json(reports)),
        Format::Text => {
            let colours = std::io::stderr().is_terminal();
            for it in reports {
                eprint!("{}", it.render(colours));
            }
        }
    }
    ExitCode::from(1)
}

/// One JSON document on standard output; a closed pipe ends the command quietly.
fn say(json: &serde_json::Value) {
    let _ = writeln!(std::io::stdout(), "{json:#}");
}

/// The tree that the flags say, else the one of the workspace above the current directory.
fn tree(place: &Place) -> Tree {
    let here = std::env::current_dir().unwrap_or_default();
    let root = here
        .ancestors()
        .find(|it| it.join("specs").is_dir() && it.join("Cargo.toml").is_file())
        .unwrap_or(Path::new("."));
    let mut res = Tree::of(root);
    if let Ok(below) = root.strip_prefix(&here) {
        // In the root itself, paths are shown as people write them.
        res.specs = below.join("specs");
        res.out = below.join("generated");
    }
    if let Some(specs) = &place.specs_dir {
        res.specs = specs.clone();
    }
    if let Some(out) = &place.out {
        res.out = out.clone();
    }
    res
}
