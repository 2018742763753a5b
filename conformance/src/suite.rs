//! A folder of fixtures beside the specs it is held to: everything that can be played, and all faults.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use verbatim_codegen::lock::{DOCUMENT_LOCK, Lock};
use verbatim_codegen::model::Provider;

use crate::code::Code;
use crate::fault::Fault;
use crate::fixture::{Context, Fixture, Setup, check, read_setup, read_text};
use crate::negatives::Negatives;

/// Everything there is to run.
#[derive(Debug, Default)]
pub struct Suite {
    /// The providers with a spec, by name.
    pub providers: Vec<Provider>,
    /// Per provider with a sound setup.yaml, how its clients are built.
    pub setups: Vec<(String, Setup)>,
    /// What can be played, in name order.
    pub fixtures: Vec<Fixture>,
    /// What cannot, in name order.
    pub broken: Vec<Broken>,
    /// What is made of the good ones, in name order.
    pub negatives: Vec<Negatives>,
    /// What is wrong with a folder rather than with one fixture.
    pub faults: Vec<FolderFault>,
}

/// A fixture that cannot be played.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// `kemru/mobile_payout-accepted`.
    pub name: String,
    /// Why; empty where the fault is its folder's.
    pub faults: Vec<Fault>,
}

/// A fault that is no one fixture's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderFault {
    /// `kemru/setup`, for filters.
    pub name: String,
    /// What is wrong.
    pub fault: Fault,
}

impl Suite {
    /// Reads the folders of fixtures, one per provider.
    ///
    /// # Errors
    ///
    /// The folder itself cannot be listed. Whatever is wrong inside it is a fault in the suite.
    pub fn read(folder: &Path, mut providers: Vec<Provider>) -> io::Result<Suite> {
        providers.sort_by(|a, b| a.name.cmp(&b.name));
        let mut suite = Suite {
            providers,
            ..Suite::default()
        };
        for entry in list(folder)? {
            if entry.is_dir() {
                suite.read_folder(&entry);
            }
        }
        suite.negatives = Negatives::of(&suite);
        Ok(suite)
    }

    /// Holds fixtures to the documents that are locked beside the specs in that folder: one that names
    /// lines behind the end of its document cannot be played. What is not locked is left to the trace.
    #[must_use]
    pub fn held_to(mut self, specs: &Path) -> Suite {
        let sound = self.fixtures.len();
        for provider in &self.providers {
            let path = specs.join(&provider.name).join(DOCUMENT_LOCK);
            let lock = fs::read_to_string(path).ok();
            let Some(lock) = lock.and_then(|it| Lock::parse(&it).ok()) else {
                continue;
            };
            let behind = |it: &mut Fixture| it.provider == provider.name && behind(it, &lock);
            for it in self.fixtures.extract_if(.., behind) {
                let message = format!(
                    "{} lies behind the end of {}, which has {} lines",
                    it.lines.prose(),
                    lock.document,
                    lock.lines.len()
                );
                let fault = Fault {
                    code: Code::NoSuchLine,
                    place: it.place(&["lines"]),
                    message,
                };
                self.broken.push(Broken {
                    name: it.name,
                    faults: vec![fault],
                });
            }
        }
        if self.fixtures.len() < sound {
            self.broken.sort_by(|a, b| a.name.cmp(&b.name));
            self.negatives = Negatives::of(&self);
        }
        self
    }

    /// The provider of that name.
    pub fn provider(&self, name: &str) -> Option<&Provider> {
        self.providers.iter().find(|it| it.name == name)
    }

    /// How the clients of that provider are built.
    pub fn setup(&self, name: &str) -> Option<&Setup> {
        self.setups.iter().find(|it| it.0 == name).map(|it| &it.1)
    }

    fn read_folder(&mut self, folder: &Path) {
        let name = file_name(folder);
        let files = match list(folder) {
            Ok(files) => files,
            Err(why) => {
                let message = format!("the folder cannot be listed: {why}");
                self.fault(&name, Code::UnreadableFile, folder, message);
                return;
            }
        };
        let mut stems = Vec::new();
        let mut snapshots = Vec::new();
        for path in files {
            let file = file_name(&path);
            if path.is_dir() {
                let message = format!("`{file}` is a folder inside a provider's folder");
                self.fault(&format!("{name}/{file}"), Code::StrayFile, &path, message);
            } else if let Some(stem) = file.strip_suffix(".yaml") {
                if stem != "setup" {
                    stems.push((stem.to_owned(), path.clone()));
                }
            } else if let Some(stem) = file.strip_suffix(".snap") {
                snapshots.push((stem.to_owned(), path.clone()));
            } else if !passed_over(&file) {
                let message = format!("`{file}` is neither fixture nor snapshot");
                self.fault(&format!("{name}/{file}"), Code::StrayFile, &path, message);
            }
        }
        for (stem, path) in snapshots {
            if !stems.iter().any(|it| it.0 == stem) {
                let message = format!("there is no {stem}.yaml beside it");
                let named = format!("{name}/{stem}");
                self.fault(&named, Code::UnreferencedSnapshot, &path, message);
            }
        }
        self.read_fixtures(&name, folder, stems);
    }

    fn read_fixtures(&mut self, name: &str, folder: &Path, stems: Vec<(String, PathBuf)>) {
        let setup = self.read_setup(name, folder);
        for (stem, path) in stems {
            let full = format!("{name}/{stem}");
            let provider = self.providers.iter().find(|it| it.name == name);
            let (Some(setup), Some(provider)) = (&setup, provider) else {
                let faults = Vec::new();
                self.broken.push(Broken { name: full, faults });
                continue;
            };
            let shown = shown(&path);
            let checked = match read_text(&path, &shown) {
                Ok(text) => check(Context {
                    provider,
                    setup,
                    stem: &stem,
                    shown: &shown,
                    text,
                    snapshot: path.with_extension("snap"),
                }),
                Err(fault) => Err(vec![fault]),
            };
            match checked {
                Ok(fixture) => self.fixtures.push(fixture),
                Err(faults) => self.broken.push(Broken { name: full, faults }),
            }
        }
        if let Some(setup) = setup {
            self.setups.push((name.to_owned(), setup));
        }
    }

    fn read_setup(&mut self, name: &str, folder: &Path) -> Option<Setup> {
        let Some(provider) = self.providers.iter().find(|it| it.name == name) else {
            let message = format!("no spec named `{name}` could be read");
            self.fault(name, Code::UnknownProvider, folder, message);
            return None;
        };
        let path = folder.join("setup.yaml");
        let shown = shown(&path);
        let read = read_text(&path, &shown)
            .map_err(|it| vec![it])
            .and_then(|text| read_setup(provider, &shown, &text));
        match read {
            Ok(setup) => Some(setup),
            Err(faults) => {
                let name = format!("{name}/setup");
                for fault in faults {
                    let name = name.clone();
                    self.faults.push(FolderFault { name, fault });
                }
                None
            }
        }
    }

    fn fault(&mut self, name: &str, code: Code, path: &Path, message: String) {
        self.faults.push(FolderFault {
            name: name.to_owned(),
            fault: Fault::of_file(code, &shown(path), message),
        });
    }
}

/// Whether a fixture names a line that its document does not have.
fn behind(fixture: &Fixture, lock: &Lock) -> bool {
    let last = fixture.lines.0.last().map_or(0, |it| it.1);
    usize::try_from(last).is_ok_and(|it| lock.lines.len() < it)
}

/// The path as people are told it: from the current directory on, with `/` on every platform.
pub(crate) fn shown(path: &Path) -> String {
    let here = std::env::current_dir().ok();
    let short = here.as_deref().and_then(|it| path.strip_prefix(it).ok());
    short.unwrap_or(path).to_string_lossy().replace('\\', "/")
}

/// What editors, people and insta leave beside fixtures.
fn passed_over(file: &str) -> bool {
    file.starts_with('.') || file == "README.md" || file.ends_with(".snap.new")
}

fn list(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut res = Vec::new();
    for entry in fs::read_dir(folder)? {
        res.push(entry?.path());
    }
    res.sort();
    Ok(res)
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .map(|it| it.to_string_lossy().into_owned())
        .unwrap_or_default()
}
