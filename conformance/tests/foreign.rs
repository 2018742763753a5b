//! Workspaces of somebody else: one with a provider that this one does not know, generated and
//! replayed through the libraries and through the two commands; one that calls providers, by a
//! crate of this workspace and by its own build script.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use verbatim_codegen::{Mode, Tree};

/// A workspace under `tests`, laid out anew.
struct Foreign {
    root: tempfile::TempDir,
}

impl Foreign {
    fn new(folders: &[&str]) -> Foreign {
        let root = tempfile::tempdir().expect("temp is writable");
        for folder in folders {
            let to = match folder.split_once('/') {
                Some((_, below)) => root.path().join(below),
                None => root.path().to_owned(),
            };
            copy(&house().join("conformance/tests").join(folder), &to);
        }
        // The same versions and compiler, so that what is built already is not built again.
        for file in ["Cargo.lock", "rust-toolchain.toml"] {
            fs::copy(house().join(file), root.path().join(file)).expect("this workspace has it");
        }
        Foreign { root }
    }

    fn at(&self, path: &str) -> PathBuf {
        self.root.path().join(path)
    }

    /// Runs cargo there; libraries that were built for this workspace are taken over.
    fn cargo(&self, arguments: &[&str]) -> (i32, String) {
        let cargo = std::env::var_os("CARGO").expect("cargo runs the tests");
        run(Command::new(cargo)
            .current_dir(self.root.path())
            .args(arguments))
    }

    /// One of this workspace's commands, run there over that workspace's folders.
    fn command(&self, mut command: Command, folders: &[&str]) -> (i32, String) {
        for folder in folders {
            command
                .arg(format!("--{folder}"))
                .arg(self.at(match *folder {
                    "out" => "generated",
                    other => other,
                }));
        }
        run(&mut command)
    }
}

fn house() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Where cargo keeps what it built for this test.
fn target() -> PathBuf {
    let binary = Path::new(env!("CARGO_BIN_EXE_conformance"));
    binary
        .ancestors()
        .nth(2)
        .expect("target/debug/conformance")
        .to_owned()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("temp is writable");
    for entry in fs::read_dir(from)
        .expect("the workspace is there")
        .flatten()
    {
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &to);
            continue;
        }
        let text = fs::read_to_string(&path).expect("it holds text");
        let text = text.replace("@VERBATIM@", &house().display().to_string());
        fs::write(to, text).expect("temp is writable");
    }
}

fn run(command: &mut Command) -> (i32, String) {
    let output = command
        .env("CARGO_TARGET_DIR", target())
        .output()
        .expect("it starts");
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text).into_owned();
    (output.status.code().unwrap_or(-1), text)
}

#[track_caller]
fn holds((code, told): (i32, String), expected: &str) {
    assert_eq!(code, 0, "{told}");
    assert!(told.contains(expected), "{told}");
}

/// The lines of a manifest that a command tells to write.
#[track_caller]
fn printed((code, told): &(i32, String), why: &str) -> String {
    assert_eq!(*code, 3, "{told}");
    assert!(told.contains(why), "{told}");
    let (_, lines) = told
        .split_once("Cargo.toml:\n\n")
        .unwrap_or_else(|| panic!("{told}"));
    lines.trim_end().to_owned() + "\n"
}

#[test]
fn a_foreign_provider_is_generated_and_replayed() {
    let foreign = Foreign::new(&["foreign"]);
    let tree = Tree::of(foreign.root.path());
    let written = tree
        .settle(&[], Mode::Write)
        .expect("the spec has no fault");
    assert!(written.iter().any(|it| it.path == "ferry/src/lib.rs"));

    let (specs, fixtures, out) = ("specs", "fixtures", "out");
    let fresh = "is what the specs say";
    let whole = "2 cases: 2 passed";

    // The libraries, through a main of five lines.
    let prove = [
        "run",
        "-q",
        "-p",
        "prove",
        "--",
        "--specs",
        "specs",
        "--fixtures",
        "fixtures",
    ];
    holds(foreign.cargo(&prove), whole);

    // The two commands of this workspace.
    let cargo = || {
        let mut cargo = Command::new(std::env::var_os("CARGO").expect("cargo runs the tests"));
        let manifest = house().join("codegen/Cargo.toml");
        cargo
            .args(["run", "-q", "--manifest-path"])
            .arg(manifest)
            .args(["--bin", "codegen", "--"]);
        cargo
    };
    let mut check = cargo();
    check.arg("--check");
    holds(foreign.command(check, &[specs, out]), fresh);
    let conformance = || Command::new(env!("CARGO_BIN_EXE_conformance"));
    holds(
        foreign.command(conformance(), &[specs, fixtures, out]),
        whole,
    );

    // The same options are for mutants, whose leaks are looked for in what these clients do.
    let mut mutate = conformance();
    mutate.arg("mutate");
    let (code, told) = foreign.command(mutate, &[specs, fixtures, out]);
    assert!(code < 2 && told.contains(" mutants in "), "{code}: {told}");
    let mut astray = conformance();
    astray.arg("mutate");
    let (code, told) = foreign.command(astray, &[specs, fixtures]);
    assert_eq!(code, 3, "{told}");
    assert!(
        told.contains("there is no compiled client of `ferry`: say by `--out DIR`"),
        "{told}"
    );

    // Without a manifest that says where the runtime comes from, its lines are told, and they do.
    let manifest = foreign.at("Cargo.toml");
    fs::remove_file(&manifest).expect("it is there");
    let bare = foreign.command(conformance(), &[specs, fixtures, out]);
    let lines = printed(&bare, "no folder above it holds a workspace");
    fs::write(&manifest, "[workspace]\nmembers = [\"generated/*\"]\n").expect("temp is writable");
    let silent = foreign.command(conformance(), &[specs, fixtures, out]);
    let dependency = printed(&silent, "the workspace does not say where");
    assert!(lines.ends_with(&dependency), "{lines}");
    fs::write(&manifest, lines).expect("temp is writable");
    holds(
        foreign.command(conformance(), &[specs, fixtures, out]),
        whole,
    );

    // And they can fail.
    let spec = foreign.at("specs/ferry/provider.yaml");
    let text = fs::read_to_string(&spec).expect("it is there");
    fs::write(&spec, text.replace("path: /tickets", "path: /ticket")).expect("temp is writable");
    let (code, told) = foreign.command(conformance(), &[specs, fixtures, out]);
    assert_eq!(code, 1, "{told}");
    assert!(
        told.contains("generated/ is not what the specs say"),
        "{told}"
    );
    holds(
        foreign.command(cargo(), &[specs, out]),
        "ferry/src/operations.rs",
    );
    let (code, told) = foreign.command(conformance(), &[specs, fixtures, out]);
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("https://ferry.example/tickets"), "{told}");
}

#[test]
fn a_foreign_crate_calls_a_client_from_here_and_one_of_its_own_build_script() {
    let foreign = Foreign::new(&["embedded", "foreign/specs"]);
    holds(
        foreign.cargo(&["run", "-q", "--offline", "-p", "shop"]),
        r#"airtime succeeded, reference Some("KYAAPI1")"#,
    );
    let harbour = ["run", "-q", "--offline", "-p", "harbour"];
    let (code, told) = foreign.cargo(&harbour);
    assert!(!told.contains("warning"), "{told}");
    holds((code, told), r#"ticket succeeded, reference Some("7")"#);

    // And a fault of the spec is told by the build script.
    let spec = foreign.at("specs/ferry/provider.yaml");
    let text = fs::read_to_string(&spec).expect("it is there");
    fs::write(&spec, text.replace("server: pier", "server: peer")).expect("temp is writable");
    let (code, told) = foreign.cargo(&harbour);
    assert_eq!(code, 101, "{told}");
    assert!(told.contains("error[unknown-reference]"), "{told}");
}
