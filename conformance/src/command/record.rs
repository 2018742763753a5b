//! `conformance record PROVIDER`: a proxy in front of a provider, fixtures out.

use std::io::{self, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use verbatim_codegen::model::Provider;
use verbatim_runtime::dispatch::Clients;

use super::arguments::{Format, RecordArguments};
use super::{DOES_NOT_HOLD, Stop, USAGE, unlisted};
use crate::fixture::{Setup, read_setup, read_text};
use crate::house::{self, Specs};
use crate::record::{Recorded, Session, Upstreams};
use crate::suite::shown;

const WITHOUT_SPACE: &str = ", without the white space in the body of the request";

/// What was recorded, for machines.
#[derive(Default, Serialize)]
struct Told {
    written: Vec<WrittenRow>,
    same: Vec<SameRow>,
    unwritten: Vec<UnwrittenRow>,
    /// Requests without a reply, and what was no request.
    lost: Vec<String>,
}

#[derive(Serialize)]
struct WrittenRow {
    operation: String,
    file: String,
    /// Members and items of replies that the spec does not have.
    dropped: usize,
    /// Whether the body of the request had white space between its tokens.
    spaced: bool,
}

/// What a fixture said already.
#[derive(Serialize)]
struct SameRow {
    operation: String,
    file: String,
    spaced: bool,
}

#[derive(Serialize)]
struct UnwrittenRow {
    code: &'static str,
    operation: Option<String>,
    why: String,
}

pub(super) fn run(clients: &dyn Clients, arguments: &RecordArguments) -> Result<u8, Stop> {
    let specs = folder(&arguments.specs, "specs")?;
    let provider = provider(clients, &specs, &arguments.provider)?;
    let fixtures = folder(&arguments.fixtures, "conformance/fixtures")?;
    let setup_file = fixtures.join(&provider.name).join("setup.yaml");
    let setup = setup(&provider, &setup_file)?;
    let to = upstreams(&provider, &arguments.to)?;
    for (name, path) in &arguments.settings {
        if !provider.settings.iter().any(|it| it.name == *name) {
            return Err(usage(format!(
                "`--setting {name}=…`: the spec has no setting `{name}`"
            )));
        }
        if !path.starts_with('/') {
            return Err(usage(format!(
                "`--setting {name}=…`: a path begins with `/`"
            )));
        }
    }
    for name in &arguments.operations {
        if provider.operation(name).is_none() {
            return Err(usage(format!(
                "`--operation {name}`: the spec has no such operation"
            )));
        }
    }
    if !arguments.listen.ip().is_loopback() {
        let why = format!(
            "`--listen {}` is no address of this machine alone; what is sent to it holds credentials",
            arguments.listen
        );
        return Err(usage(why));
    }
    let listener = TcpListener::bind(arguments.listen).map_err(|it| {
        Stop::could_not_run(format!("{} cannot be listened on: {it}", arguments.listen))
    })?;
    let address = listener.local_addr()?;
    let until = match arguments.count {
        Some(count) => format!("until there are {count} exchanges, or Ctrl-C"),
        None => "until Ctrl-C".to_owned(),
    };
    let scheme = arguments.certificate.as_ref().map_or("http", |_| "https");
    eprintln!(
        "recording {} at {scheme}://{address}, {until}",
        provider.name
    );
    let session = Session {
        clients,
        provider,
        setup,
        setup_file,
        settings: arguments.settings.clone(),
        meant: arguments.operations.clone(),
        to,
        identity: arguments.certificate.clone().zip(arguments.key.clone()),
        out: arguments.out.clone(),
        date: Timestamp::now().to_zoned(TimeZone::UTC).date(),
        count: arguments.count,
    };
    let mut told = Told::default();
    let res = session.run(listener, &mut |recorded| {
        let line = told.take(recorded);
        match arguments.format {
            Format::Text => println!("{line}"),
            Format::Json => eprintln!("{line}"),
        }
    });
    res.map_err(Stop::could_not_run)?;
    if arguments.format == Format::Json {
        let mut out = io::stdout().lock();
        serde_json::to_writer_pretty(&mut out, &told).map_err(io::Error::other)?;
        writeln!(out)?;
    }
    let all = told.unwritten.is_empty() && told.lost.is_empty();
    Ok(if all { 0 } else { DOES_NOT_HOLD })
}

impl Told {
    /// Keeps what became of an exchange, and says it in one line.
    fn take(&mut self, recorded: Recorded) -> String {
        match recorded {
            Recorded::Written {
                operation,
                file,
                dropped,
                spaced,
            } => {
                let file = shown(&file);
                let mut line = format!("{operation}: {file}");
                if 0 < dropped {
                    line.push_str(&format!(
                        ", without {dropped} of the reply that the spec does not have"
                    ));
                }
                if spaced {
                    line.push_str(WITHOUT_SPACE);
                }
                self.written.push(WrittenRow {
                    operation,
                    file,
                    dropped,
                    spaced,
                });
                line
            }
            Recorded::Same {
                operation,
                file,
                spaced,
            } => {
                let file = shown(&file);
                let mut line = format!("{operation}: {file} says the same");
                if spaced {
                    line.push_str(WITHOUT_SPACE);
                }
                self.same.push(SameRow {
                    operation,
                    file,
                    spaced,
                });
                line
            }
            Recorded::Unwritten {
                code,
                operation,
                why,
            } => {
                let name = operation.as_deref().unwrap_or("a request");
                let line = format!("{name}: not written ({}): {why}", code.name());
                self.unwritten.push(UnwrittenRow {
                    code: code.name(),
                    operation,
                    why,
                });
                line
            }
            Recorded::Lost { why } => {
                let line = format!("a request: nothing to record: {why}");
                self.lost.push(why);
                line
            }
        }
    }
}

fn usage(why: String) -> Stop {
    Stop { code: USAGE, why }
}

fn folder(given: &Option<PathBuf>, usual: &str) -> Result<PathBuf, Stop> {
    match (given, house::root()) {
        (Some(given), _) => Ok(given.clone()),
        (None, Some(root)) => Ok(root.join(usual)),
        (None, None) => Err(Stop::could_not_run(
            "no folder above holds `specs` and `generated`; give --specs and --fixtures".to_owned(),
        )),
    }
}

/// The spec of a provider that there is a client of; by its name, or its folder.
fn provider(clients: &dyn Clients, specs: &Path, said: &str) -> Result<Provider, Stop> {
    let name = said
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or(said);
    let read = Specs::read(specs).map_err(|it| unlisted(specs, &it))?;
    for report in &read.reports {
        eprintln!("{report}");
    }
    let known: Vec<_> = read.providers.iter().map(|it| it.name.clone()).collect();
    let Some(provider) = read.providers.into_iter().find(|it| it.name == name) else {
        let known = known.join(", ");
        return Err(usage(format!(
            "no spec named `{name}` could be read; there is {known}"
        )));
    };
    if !clients.providers().contains(&name) {
        let why = format!("there is no client of `{name}` to replay what is recorded");
        return Err(Stop::could_not_run(why));
    }
    Ok(provider)
}

fn setup(provider: &Provider, file: &Path) -> Result<Setup, Stop> {
    let shown = shown(file);
    let read = read_text(file, &shown).map_err(|it| vec![it]);
    let read = read.and_then(|text| read_setup(provider, &shown, &text));
    read.map_err(|faults| {
        let told: Vec<_> = faults.iter().map(ToString::to_string).collect();
        Stop::could_not_run(told.join("\n"))
    })
}

fn upstreams(provider: &Provider, said: &[String]) -> Result<Upstreams, Stop> {
    let mut res = Upstreams {
        all: None,
        servers: Vec::new(),
    };
    for it in said {
        let (server, url) = match it.split_once('=') {
            Some((name, url)) if !name.contains("://") => (Some(name), url),
            _ => (None, it.as_str()),
        };
        let plain = url.split_once("://");
        let sound = plain.is_some_and(|(scheme, rest)| {
            let host = rest.split('/').next().unwrap_or_default();
            ["http", "https"].contains(&scheme)
                && !host.is_empty()
                && !rest.contains(['?', '#', '@', ' '])
        });
        if !sound {
            // What stands before an `@` is a password.
            let why =
                "`--to` takes an address as in `https://api.example`, without `?`, `#` and `@`";
            return Err(usage(why.to_owned()));
        }
        match server {
            None if res.all.is_some() => {
                return Err(usage("`--to` has two addresses for all servers".to_owned()));
            }
            None => res.all = Some(url.to_owned()),
            Some(name) if !provider.servers.iter().any(|it| it == name) => {
                let known = provider.servers.join(", ");
                let why = format!("`--to {name}=…`: there is no such server; there is {known}");
                return Err(usage(why));
            }
            Some(name) => res.servers.push((name.to_owned(), url.to_owned())),
        }
    }
    Ok(res)
}
