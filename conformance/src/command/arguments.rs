//! What the command line may say.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, CommandFactory as _, Parser, Subcommand, ValueEnum};

use super::reports::Asked;
use crate::select::Partition;

/// Replays request and reply fixtures through the generated clients, and what is spoiled of them.
///
/// Exit codes: 0 everything holds, 1 something does not, 2 the command line is at fault,
/// 3 nothing could be run.
#[derive(Debug, Parser)]
#[command(name = "conformance", version, args_conflicts_with_subcommands = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    words: Option<Words>,
    #[command(flatten)]
    run: RunArguments,
}

#[derive(Debug, Subcommand)]
enum Words {
    /// Replays fixtures; what happens without a word, too.
    Run(RunArguments),
    /// Holds specs to the documents that they were read from.
    Trace(TraceArguments),
    /// Replays all fixtures, and fails where anything that the specs say is not covered.
    Coverage(RunArguments),
    /// Changes every fact of the specs, one at a time, and tells what no fixture notices.
    Mutate(MutateArguments),
    /// Compiles some of the changed specs, and holds what `mutate` says of them to their clients.
    Audit(AuditArguments),
    /// Records fixtures from real traffic, through a proxy in front of the provider.
    ///
    /// Every value that the spec does not call harmless is replaced by a placeholder, signatures are
    /// made anew with the key of setup.yaml, and nothing is written in which anything is found that
    /// was on the wire. A fixture that the client does not replay is not written either.
    ///
    /// Exit codes: 0 every exchange is a fixture, 1 one is not, 2 the command line is at fault,
    /// 3 nothing could be recorded.
    Record(RecordArguments),
    /// Says what a code of a failure or a fault means.
    Explain {
        /// `wrong-body`, …; all when none is given.
        code: Option<String>,
        /// Text for people, JSON for machines.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
}

/// What a run goes by.
#[derive(Debug, Clone, Args)]
pub(super) struct RunArguments {
    /// Cases by name (`kemru/ping-ok`, `kemru/ping:negatives`), by a part of names, or by a pattern with `*`.
    #[arg(value_name = "FILTER")]
    pub(super) filters: Vec<String>,
    /// Text for people, JSON for machines.
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,
    /// The folder of specs, instead of the workspace's.
    #[arg(long, value_name = "DIR")]
    pub(super) specs: Option<PathBuf>,
    /// The folder of fixtures, instead of the workspace's.
    #[arg(long, value_name = "DIR")]
    pub(super) fixtures: Option<PathBuf>,
    /// The folder of generated crates, instead of the workspace's.
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// How many cases are played at a time; as many as there are processors when absent.
    #[arg(long, value_name = "COUNT", value_parser = at_least_one)]
    pub(super) threads: Option<usize>,
    /// Names the cases that are meant, and plays none.
    #[arg(long)]
    pub(super) list: bool,
    /// Records the transcript of each fixture that holds, where none is recorded or another one is,
    /// and prints it: look at it before you commit it.
    #[arg(long)]
    pub(super) accept: bool,
    /// One of several shares of the cases, for as many machines: `2/3`.
    #[arg(long, value_name = "I/N", value_parser = partition)]
    pub(super) partition: Option<Partition>,
    /// Those alone that did not hold when they were played last; all when there are none.
    #[arg(long)]
    pub(super) last_failed: bool,
    /// Ends with the first case that does not hold.
    #[arg(long)]
    pub(super) fail_fast: bool,
    /// Reports beside the one that is printed: `json=PATH`, `junit=PATH`, `sarif=PATH`, `tap=PATH`,
    /// `html=PATH`, and `github`, which prints annotations.
    #[arg(long, value_name = "KIND=PATH,…", value_delimiter = ',', value_parser = Asked::parse)]
    pub(super) report: Vec<Asked>,
    /// What must be covered of each part of each provider, in percent, where all fixtures are played.
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub(super) min_coverage: Option<u8>,
    /// The folder of the documents, so that the HTML report shows their lines.
    #[arg(long, value_name = "DIR")]
    pub(super) documents: Option<PathBuf>,
    /// What `conformance mutate --format json` printed, for the HTML report.
    #[arg(long, value_name = "FILE")]
    pub(super) mutants: Option<PathBuf>,
    /// Plays cases in another order than that of their names: the one that this number picks.
    #[arg(long, value_name = "NUMBER")]
    pub(super) seed: Option<u64>,
}

/// What a trace goes by.
#[derive(Debug, Clone, Args)]
pub(super) struct TraceArguments {
    /// Names of specs; all when none is given.
    #[arg(value_name = "PROVIDER")]
    pub(super) providers: Vec<String>,
    /// The folder that holds the documents.
    #[arg(long, value_name = "DIR")]
    pub(super) documents: Option<PathBuf>,
    /// Changes each citation and tells the changes that go unnoticed.
    #[arg(long)]
    pub(super) mutate: bool,
    /// Picks the lines and letters that are changed.
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    pub(super) seed: u64,
    /// Text for people, JSON for machines.
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,
    /// The folder of specs, instead of the workspace's.
    #[arg(long, value_name = "DIR")]
    pub(super) specs: Option<PathBuf>,
}

/// What a run of mutants goes by.
#[derive(Debug, Clone, Args)]
pub(super) struct MutateArguments {
    /// Names the fixtures that kill no mutant that no other one kills.
    #[arg(long)]
    pub(super) redundant: bool,
    /// Specs by name or folder; all when none is given.
    #[arg(value_name = "SPEC")]
    pub(super) providers: Vec<String>,
    /// Text for people, JSON for machines.
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,
    /// The folder of specs, instead of the workspace's.
    #[arg(long, value_name = "DIR")]
    pub(super) specs: Option<PathBuf>,
    /// The folder of fixtures, instead of the workspace's.
    #[arg(long, value_name = "DIR")]
    pub(super) fixtures: Option<PathBuf>,
    /// The folder of generated crates, instead of the workspace's.
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// The folder of reasons why mutants are equivalent, one file per provider.
    #[arg(long, value_name = "DIR")]
    pub(super) reasons: Option<PathBuf>,
    /// How many mutants are tried at a time; as many as there are processors when absent.
    #[arg(long, value_name = "COUNT", value_parser = at_least_one)]
    pub(super) threads: Option<usize>,
}

/// What an audit of mutants goes by.
#[derive(Debug, Clone, Args)]
pub(super) struct AuditArguments {
    /// Specs by name or folder; all when none is given.
    #[arg(value_name = "SPEC")]
    pub(super) providers: Vec<String>,
    /// Picks the mutants that are compiled.
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    pub(super) seed: u64,
    /// How many are compiled; one of each class at least.
    #[arg(long, value_name = "COUNT", default_value_t = 80, value_parser = at_least_one)]
    pub(super) count: usize,
    /// Mutants of this class alone: `wire-case`; of all classes when absent.
    #[arg(long, value_name = "CLASS")]
    pub(super) class: Vec<String>,
    /// Text for people, JSON for machines.
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,
    /// The folder of specs, instead of the workspace's.
    #[arg(long, value_name = "DIR")]
    pub(super) specs: Option<PathBuf>,
    /// The folder of fixtures, instead of the workspace's.
    #[arg(long, value_name = "DIR")]
    pub(super) fixtures: Option<PathBuf>,
    /// How many mutants are played at a time; four for each processor when absent.
    #[arg(long, value_name = "COUNT", value_parser = at_least_one)]
    pub(super) threads: Option<usize>,
}

/// What a recording goes by.
#[derive(Debug, Clone, Args)]
pub(super) struct RecordArguments {
    /// The spec whose operations are recorded.
    #[arg(value_name = "PROVIDER")]
    pub(super) provider: String,
    /// Where requests go: an address, or `SERVER=ADDRESS` for the operations of one server.
    #[arg(long, value_name = "[SERVER=]URL", required = true)]
    pub(super) to: Vec<String>,
    /// The address on this machine that the service is pointed at; a free port when it ends in `:0`.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:0")]
    pub(super) listen: SocketAddr,
    /// A certificate as PEM, with `--key`: the service meets the proxy over TLS, and has to trust it.
    #[arg(long, value_name = "FILE", requires = "key")]
    pub(super) certificate: Option<PathBuf>,
    /// The private key of `--certificate`, as PEM.
    #[arg(long, value_name = "FILE", requires = "certificate")]
    pub(super) key: Option<PathBuf>,
    /// The folder of fixtures that is written to; nothing in it is written over.
    #[arg(long, value_name = "DIR")]
    pub(super) out: PathBuf,
    /// Ends after so many exchanges; without it, with Ctrl-C.
    #[arg(long, value_name = "NUMBER", value_parser = at_least_one)]
    pub(super) count: Option<usize>,
    /// The path that the service uses where the document prints none: `sms_path=/v2/sms`.
    #[arg(long = "setting", value_name = "NAME=PATH", value_parser = pair)]
    pub(super) settings: Vec<(String, String)>,
    /// The operation that is meant where several have one address and look alike; repeated for others.
    #[arg(long = "operation", value_name = "NAME")]
    pub(super) operations: Vec<String>,
    /// Text for people, JSON for machines.
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,
    /// The folder of specs, instead of the workspace's.
    #[arg(long, value_name = "DIR")]
    pub(super) specs: Option<PathBuf>,
    /// The folder of fixtures whose setup.yaml says what stands for credentials, instead of the
    /// workspace's.
    #[arg(long, value_name = "DIR")]
    pub(super) fixtures: Option<PathBuf>,
}

/// How a command prints.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people.
    #[default]
    Text,
    /// For machines: one document on standard output.
    Json,
}

/// What to do.
#[derive(Debug)]
pub(super) enum Command {
    Run(RunArguments),
    Trace(TraceArguments),
    Mutate(MutateArguments),
    Audit(AuditArguments),
    Record(RecordArguments),
    Explain {
        code: Option<String>,
        format: Format,
    },
}

impl Arguments {
    pub(super) fn split(self) -> Command {
        match self.words {
            None => Command::Run(self.run),
            Some(Words::Run(run)) => Command::Run(run),
            Some(Words::Coverage(run)) => Command::Run(RunArguments {
                min_coverage: run.min_coverage.or(Some(100)),
                ..run
            }),
            Some(Words::Trace(trace)) => Command::Trace(trace),
            Some(Words::Mutate(mutate)) => Command::Mutate(mutate),
            Some(Words::Audit(audit)) => Command::Audit(audit),
            Some(Words::Record(record)) => Command::Record(record),
            Some(Words::Explain { code, format }) => Command::Explain { code, format },
        }
    }
}

/// Whether a word is the name of a command.
pub(super) fn is_command(word: &str) -> bool {
    Arguments::command().find_subcommand(word).is_some()
}

fn partition(text: &str) -> Result<Partition, String> {
    let why = "it is not `I/N` with I from 1 to N";
    Partition::parse(text).ok_or_else(|| why.to_owned())
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("it is not `NAME=PATH`")?;
    Ok((name.to_owned(), value.to_owned()))
}

fn at_least_one(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) | Err(_) => Err("it is no number from 1 on".to_owned()),
        Ok(count) => Ok(count),
    }
}
