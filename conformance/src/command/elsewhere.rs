//! Fixtures for clients that were generated outside this workspace: the command is built over them.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{self, ExitCode};

use clap::Parser as _;

use super::COULD_NOT_RUN;
use super::arguments::{Arguments, Command};

/// This package: what the other command is built with.
const LIBRARY: &str = env!("CARGO_MANIFEST_DIR");
/// What every generated crate stands on.
const RUNTIME: &str = "verbatim-runtime";

/// Runs the command that the arguments are for, where they say `--out`: the one of that folder's
/// clients. It is a package of its own below the `target` folder there.
pub fn elsewhere() -> Option<ExitCode> {
    // What is wrong with the arguments is told by the command itself.
    let out = match Arguments::try_parse().ok()?.split() {
        Command::Run(arguments) => arguments.out?,
        Command::Mutate(arguments) => arguments.out?,
        // A trace has no clients, an audit makes its own, and a recording writes to `--out`.
        Command::Trace(_) | Command::Audit(_) | Command::Record(_) | Command::Explain { .. } => {
            return None;
        }
    };
    let code = run(&out).unwrap_or_else(|why| {
        eprintln!("the clients in {} cannot be run: {why}", out.display());
        COULD_NOT_RUN
    });
    Some(ExitCode::from(code))
}

fn run(out: &Path) -> io::Result<u8> {
    let clients = out.join("clients");
    if !clients.join("Cargo.toml").is_file() {
        let why =
            "there is no crate `clients`; run `cargo codegen` with the same --specs and --out";
        return Err(io::Error::new(io::ErrorKind::NotFound, why));
    }
    let root = root(&out.canonicalize()?).map_err(io::Error::other)?;
    let target = match env::var_os("CARGO_TARGET_DIR") {
        Some(target) => PathBuf::from(target),
        None => root.join("target"),
    };
    let package = target.join("conformance-runner");
    fs::create_dir_all(&package)?;
    fs::write(
        package.join("Cargo.toml"),
        manifest(&clients.canonicalize()?),
    )?;
    fs::write(package.join("main.rs"), MAIN)?;
    // The versions that the workspace there was built with.
    match fs::copy(root.join("Cargo.lock"), package.join("Cargo.lock")) {
        Err(why) if why.kind() != io::ErrorKind::NotFound => return Err(why),
        Ok(_) | Err(_) => {}
    }
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = process::Command::new(cargo)
        .args(["run", "--quiet", "--manifest-path"])
        .arg(package.join("Cargo.toml"))
        .arg("--target-dir")
        .arg(&target)
        .arg("--")
        .args(env::args_os().skip(1))
        .status()?;
    Ok(status
        .code()
        .and_then(|it| u8::try_from(it).ok())
        .unwrap_or(COULD_NOT_RUN))
}

/// The nearest folder above with a workspace: generated crates take the runtime from it.
///
/// # Errors
///
/// There is none, or it does not say so, and what to write into which manifest.
fn root(out: &Path) -> Result<PathBuf, String> {
    let workspace = |it: &Path| {
        let manifest = fs::read_to_string(it.join("Cargo.toml")).ok()?;
        let mut lines = manifest.lines().map(str::trim_start);
        let is_one = lines.any(|it| it.starts_with("[workspace"));
        is_one.then(|| (it.to_owned(), manifest.contains(RUNTIME)))
    };
    let dependency = format!("[workspace.dependencies]\n{RUNTIME} = {}\n", runtime());
    match out.ancestors().find_map(workspace) {
        Some((root, true)) => Ok(root),
        Some((root, false)) => Err(format!(
            "the workspace does not say where `{RUNTIME}` comes from; add to {}:\n\n{dependency}",
            root.join("Cargo.toml").display()
        )),
        None => {
            let above = out.parent().unwrap_or(out);
            let folder = out.file_name().unwrap_or_default().to_string_lossy();
            let members = toml(&format!("{folder}/*"));
            Err(format!(
                "no folder above it holds a workspace that says where `{RUNTIME}` comes from; \
                 write {}:\n\n[workspace]\nresolver = \"3\"\nmembers = [{members}]\n\n{dependency}",
                above.join("Cargo.toml").display()
            ))
        }
    }
}

/// Where the runtime is that this command was built with: another one would be another crate.
fn runtime() -> String {
    let beside = Path::new(LIBRARY).join("../codegen/runtime");
    match beside.canonicalize() {
        Ok(path) => format!("{{ path = {} }}", toml(&path.display().to_string())),
        Err(_) => toml(concat!("=", env!("CARGO_PKG_VERSION"))),
    }
}

fn manifest(clients: &Path) -> String {
    let path = |it: &Path| toml(&it.display().to_string());
    let (library, clients) = (path(Path::new(LIBRARY)), path(clients));
    format!(
        r#"[package]
name = "conformance-runner"
edition = "2024"

[[bin]]
name = "conformance-runner"
path = "main.rs"

[dependencies]
verbatim-clients = {{ path = {clients}, features = ["dispatch"] }}
verbatim-conformance = {{ path = {library}, default-features = false }}

[profile.dev]
debug = "line-tables-only"

[workspace]
"#
    )
}

/// A basic string.
fn toml(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

const MAIN: &str = "\
fn main() -> std::process::ExitCode {
    verbatim_conformance::main(&verbatim_clients::dispatch::Generated)
}
";
