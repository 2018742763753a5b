//! `--report`: which reports are files, and writing them when the run is over.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::Stop;
use super::arguments::RunArguments;
use crate::report::{
    JsonReport, Mutants, Progress, Report, Rerun, Results, Seen, SpecPlaces, github, html, junit,
    sarif, tap,
};
use crate::run::{Event, Ran};
use crate::suite::{Suite, shown};

/// A report that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Asked {
    Json(PathBuf),
    Junit(PathBuf),
    Sarif(PathBuf),
    Tap(PathBuf),
    Html(PathBuf),
    Github,
}

impl Asked {
    /// `junit=PATH`, …, or `github`.
    pub(super) fn parse(text: &str) -> Result<Asked, String> {
        let (kind, path) = text.split_once('=').unwrap_or((text, ""));
        let asked = match kind {
            "json" => Asked::Json,
            "junit" => Asked::Junit,
            "sarif" => Asked::Sarif,
            "tap" => Asked::Tap,
            "html" => Asked::Html,
            "github" if !text.contains('=') => return Ok(Asked::Github),
            "github" => return Err("`github` is printed and takes no path".to_owned()),
            _ => {
                let why =
                    "there is json=PATH, junit=PATH, sarif=PATH, tap=PATH, html=PATH and github";
                return Err(why.to_owned());
            }
        };
        match path.is_empty() {
            true => Err(format!("`{kind}` needs a path: `{kind}=PATH`")),
            false => Ok(asked(path.into())),
        }
    }
}

/// The reports that were asked for, fed by a run.
pub(super) struct Reports {
    asked: Vec<Asked>,
    results: Results,
    json: Vec<(PathBuf, JsonReport<Vec<u8>, io::Stderr>)>,
}

impl Reports {
    pub(super) fn new(asked: &[Asked], rerun: &Rerun, stale: &Option<Vec<String>>) -> Reports {
        let json = |it: &Asked| match it {
            Asked::Json(path) => {
                let report = JsonReport::new(Vec::new(), Progress::new(None), rerun.clone());
                Some((path.clone(), report.stale(stale.clone())))
            }
            Asked::Junit(_) | Asked::Sarif(_) | Asked::Tap(_) | Asked::Html(_) | Asked::Github => {
                None
            }
        };
        Reports {
            json: asked.iter().filter_map(json).collect(),
            asked: asked.to_vec(),
            results: Results::default(),
        }
    }

    pub(super) fn event(&mut self, event: &Event<'_>) -> io::Result<()> {
        self.results.event(event)?;
        self.json.iter_mut().try_for_each(|it| it.1.event(event))
    }

    /// Writes the files; what is printed goes to `out`.
    pub(super) fn end(
        mut self,
        ran: &Ran,
        suite: &Suite,
        specs: &Path,
        arguments: &RunArguments,
        out: &mut dyn io::Write,
    ) -> Result<(), Stop> {
        self.results.end(ran)?;
        for (path, mut report) in self.json {
            report.end(ran)?;
            write(&path, &report.into_inner())?;
        }
        for asked in &self.asked {
            match asked {
                Asked::Json(_) => {}
                Asked::Junit(path) => write(path, junit(&self.results, ran).as_bytes())?,
                Asked::Tap(path) => write(path, tap(&self.results).as_bytes())?,
                Asked::Sarif(path) => {
                    let places = SpecPlaces::read(specs, &suite.providers);
                    write(path, sarif(&self.results, ran, &places).as_bytes())?;
                }
                Asked::Html(path) => {
                    let documents = arguments.documents.as_deref();
                    let mutants = arguments.mutants.as_deref();
                    let mutants = mutants.map(Mutants::read).transpose();
                    let mutants = mutants.map_err(Stop::could_not_run)?.unwrap_or_default();
                    let seen = Seen {
                        results: &self.results,
                        ran,
                        providers: &suite.providers,
                        documents,
                        mutants: &mutants,
                    };
                    write(path, html(&seen).as_bytes())?;
                }
                Asked::Github => out.write_all(github(&self.results).as_bytes())?,
            }
        }
        Ok(())
    }
}

/// The folder is made where there is none, so that a pipeline needs no further step.
fn write(path: &Path, bytes: &[u8]) -> Result<(), Stop> {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    let made = folder.map_or(Ok(()), std::fs::create_dir_all);
    made.and_then(|()| File::create(path))
        .and_then(|mut it| it.write_all(bytes))
        .map_err(|it| Stop::could_not_run(format!("{} cannot be written: {it}", shown(path))))
}
