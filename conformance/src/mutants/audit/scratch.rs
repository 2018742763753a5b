//! From models to compiled clients: one crate per model in a workspace below the `target` folder, and a
//! runner over all of them.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::io;
use std::panic;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use verbatim_codegen::model::Provider;

/// This package: what the runner is built with.
const LIBRARY: &str = env!("CARGO_MANIFEST_DIR");
/// The package of the runner.
const RUNNER: &str = "audit-runner";

/// One crate of the workspace.
#[derive(Debug)]
pub struct Member {
    /// What the crate is called.
    pub name: String,
    /// The client as one file.
    source: String,
}

impl Member {
    /// The client of a model; why there is none, where the generator refuses to make it.
    ///
    /// # Errors
    ///
    /// What the generator said: a changed model may be one that `check` would have refused.
    pub fn generate(name: &str, provider: &Provider) -> Result<Member, String> {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(|_| {}));
        let made = panic::catch_unwind(|| verbatim_codegen::module(provider));
        panic::set_hook(usual);
        match made {
            Ok(source) => Ok(Member {
                name: name.to_owned(),
                source,
            }),
            Err(panic) => {
                let said = panic.downcast_ref::<String>().map(String::as_str);
                let said = said.or_else(|| panic.downcast_ref::<&str>().copied());
                let first = said.and_then(|it| it.lines().next());
                Err(first.unwrap_or("no text").to_owned())
            }
        }
    }
}

/// Where clients are compiled.
#[derive(Debug)]
pub struct Scratch {
    folder: PathBuf,
    target: PathBuf,
    /// The versions that the workspace was built with, where there is one.
    lock: Option<PathBuf>,
}

impl Scratch {
    /// A folder below the `target` folder of this workspace.
    pub fn below(target: &Path, lock: Option<PathBuf>) -> Scratch {
        Scratch {
            folder: target.join("audit"),
            target: target.to_owned(),
            lock,
        }
    }

    /// Compiles every member, and a runner over those that compile; `refused` is told to the runner, by
    /// the names of the crates that there would have been. Gives the runner's binary.
    ///
    /// # Errors
    ///
    /// A file cannot be written, cargo cannot be run, or something else than a member does not compile.
    pub fn build(
        &self,
        members: &[Member],
        mut refused: BTreeMap<String, String>,
    ) -> io::Result<PathBuf> {
        loop {
            let sound = members.iter().filter(|it| !refused.contains_key(&it.name));
            self.write(&sound.collect::<Vec<_>>(), &refused)?;
            let built = self.cargo()?;
            let known: BTreeSet<&String> = members.iter().map(|it| &it.name).collect();
            let mut others = Vec::new();
            let before = refused.len();
            for (name, why) in built.errors {
                match known.contains(&name) {
                    true => drop(refused.insert(name, why)),
                    false => others.push(format!("{name}: {why}")),
                }
            }
            if let [first, ..] = others.as_slice() {
                return Err(io::Error::other(first.clone()));
            }
            if let (Some(runner), true) = (built.runner, refused.len() == before) {
                return Ok(runner);
            }
            if refused.len() == before {
                return Err(io::Error::other(built.told));
            }
        }
    }

    fn write(&self, members: &[&Member], refused: &BTreeMap<String, String>) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        // What another run left is no member of this one.
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            let name = entry.file_name();
            let meant = name == RUNNER || members.iter().any(|it| *it.name == *name);
            if entry.path().is_dir() && !meant {
                fs::remove_dir_all(entry.path())?;
            }
        }
        let names: Vec<&str> = members.iter().map(|it| it.name.as_str()).collect();
        put(&self.folder.join("Cargo.toml"), &workspace(&names))?;
        if let Some(lock) = &self.lock {
            match fs::copy(lock, self.folder.join("Cargo.lock")) {
                Err(why) if why.kind() != io::ErrorKind::NotFound => return Err(why),
                Ok(_) | Err(_) => {}
            }
        }
        for it in members {
            let folder = self.folder.join(&it.name);
            fs::create_dir_all(&folder)?;
            put(&folder.join("Cargo.toml"), &manifest(&it.name))?;
            put(&folder.join("lib.rs"), &it.source)?;
        }
        let folder = self.folder.join(RUNNER);
        fs::create_dir_all(&folder)?;
        put(&folder.join("Cargo.toml"), &runner_manifest(&names))?;
        put(&folder.join("main.rs"), &runner(&names, refused))
    }

    fn cargo(&self) -> io::Result<Built> {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(cargo)
            .args([
                "build",
                "--workspace",
                "--keep-going",
                "--message-format=json",
            ])
            .arg("--manifest-path")
            .arg(self.folder.join("Cargo.toml"))
            .arg("--target-dir")
            .arg(&self.target)
            // Nothing here is compiled twice with a small change.
            .env("CARGO_INCREMENTAL", "0")
            .stdin(Stdio::null())
            .output()?;
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        let mut res = Built {
            errors: BTreeMap::new(),
            runner: None,
            told,
        };
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            let Ok(event) = serde_json::from_str::<Value>(line) else {
                continue;
            };
            let name = event["target"]["name"].as_str().unwrap_or_default();
            let error = event["message"]["level"] == "error";
            if event["reason"] == "compiler-message" && error {
                let why = event["message"]["message"].as_str().unwrap_or_default();
                let first = || why.lines().next().unwrap_or_default().to_owned();
                res.errors.entry(name.to_owned()).or_insert_with(first);
            }
            if name == RUNNER
                && let Some(path) = event["executable"].as_str()
            {
                res.runner = Some(PathBuf::from(path));
            }
        }
        Ok(res)
    }
}

/// What came of a build.
struct Built {
    /// By crate, the first error of those that do not compile.
    errors: BTreeMap<String, String>,
    runner: Option<PathBuf>,
    /// What cargo said.
    told: String,
}

/// Writes a file that has another content; cargo compiles again what is newer than before.
fn put(path: &Path, text: &str) -> io::Result<()> {
    match fs::read_to_string(path) {
        Ok(there) if there == text => Ok(()),
        Ok(_) | Err(_) => fs::write(path, text),
    }
}

fn workspace(names: &[&str]) -> String {
    let members: String = names.iter().map(|it| format!("    \"{it}\",\n")).collect();
    // The settings of the workspace that this package stands in, so that what others wrote is not
    // compiled again.
    format!(
        "[workspace]\nresolver = \"3\"\nmembers = [\n    \"{RUNNER}\",\n{members}]\n\n\
         [profile.dev]\ndebug = \"line-tables-only\"\n\n\
         [profile.dev.package.verbatim-oracle]\nopt-level = 2\n"
    )
}

/// The runtime beside this package, or the one that was published with it.
fn runtime() -> String {
    let beside = Path::new(LIBRARY).join("../codegen/runtime");
    match beside.canonicalize() {
        Ok(path) => format!("path = {}", quoted(&path.display().to_string())),
        Err(_) => format!("version = \"={}\"", env!("CARGO_PKG_VERSION")),
    }
}

fn manifest(name: &str) -> String {
    format!(
        "[package]\nname = \"{name}\"\nedition = \"2024\"\n\n[lib]\npath = \"lib.rs\"\n\
         doctest = false\ntest = false\n\n[dependencies]\n\
         verbatim-runtime = {{ {}, features = [\"md5\", \"sha1\", \"sha2\", \"time\"] }}\n",
        runtime()
    )
}

fn runner_manifest(names: &[&str]) -> String {
    let clients: String = (names.iter())
        .map(|it| format!("{it} = {{ path = \"../{it}\" }}\n"))
        .collect();
    format!(
        "[package]\nname = \"{RUNNER}\"\nedition = \"2024\"\n\n[[bin]]\nname = \"{RUNNER}\"\n\
         path = \"main.rs\"\n\n[dependencies]\nverbatim-runtime = {{ {} }}\n\
         verbatim-conformance = {{ path = {}, default-features = false }}\n{clients}",
        runtime(),
        quoted(LIBRARY),
    )
}

fn runner(names: &[&str], refused: &BTreeMap<String, String>) -> String {
    let rows: String = (refused.iter())
        .map(|(name, why)| format!("    ({}, {}),\n", quoted(name), quoted(why)))
        .collect();
    format!(
        "{MAIN}\nconst REFUSED: &[(&str, &str)] = &[\n{rows}];\n\nclients! {{ {} }}\n",
        names.join(" ")
    )
}

/// A basic string of TOML, and a literal of Rust.
fn quoted(text: &str) -> String {
    let plain = text.replace(|it: char| it.is_control(), " ");
    format!("\"{}\"", plain.replace('\\', "\\\\").replace('"', "\\\""))
}

const MAIN: &str = r#"use verbatim_runtime::rt::dispatch::{Answer, Callback, Clients, Failed, Setup};
use verbatim_runtime::{BoxFuture, Open, Patience, Settled};

macro_rules! clients {
    ($($name:ident)*) => {
        $(mod $name {
            use super::*;

            pub struct It;

            impl Clients for It {
                fn providers(&self) -> &'static [&'static str] {
                    &[]
                }

                fn call<'a>(
                    &'a self,
                    _: &'a str,
                    setup: Setup,
                    operation: &'a str,
                    input: &'a str,
                ) -> BoxFuture<'a, Result<Answer, Failed>> {
                    Box::pin(::$name::dispatch::call(setup, operation, input))
                }

                fn resolve<'a>(
                    &'a self,
                    _: &'a str,
                    setup: Setup,
                    open: &'a Open,
                    patience: Patience,
                ) -> BoxFuture<'a, Result<Settled, Failed>> {
                    Box::pin(::$name::dispatch::resolve(setup, open, patience))
                }

                fn callbacks(&self, _: &str) -> &'static [Callback] {
                    ::$name::dispatch::CALLBACKS
                }
            }
        })*

        fn main() -> std::process::ExitCode {
            let clients: &[(&str, &dyn Clients)] = &[$((stringify!($name), &$name::It)),*];
            verbatim_conformance::audited(clients, REFUSED)
        }
    };
}
"#;
