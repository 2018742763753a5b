//! Bugs that are planted in a page of the generator, in the runtime's signing, in the oracle and in a
//! fixture: each is caught by another message, which points at where it is.
//!
//! The first three stand in a copy of this workspace's sources below `target`, with two invented
//! providers that are generated and compiled there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A line of the sources, and what is planted in its place.
struct Bug {
    file: &'static str,
    line: &'static str,
    planted: &'static str,
}

/// The page leaves out the second step of one operation, which is its body.
const PAGE: Bug = Bug {
    file: "codegen/pages/provider/src/operations.rs.j2",
    line: "    ${ step }\n",
    planted: "//% if not (it.wire == \"basket\" and loop.index == 2)\n    ${ step }\n//% endif\n",
};
/// Values are joined in the order of another day.
const SIGNING: Bug = Bug {
    file: "codegen/runtime/src/sign.rs",
    line: "for (index, part) in parts.iter().enumerate()",
    planted: "for (index, part) in parts.iter().rev().enumerate()",
};
/// A scheme is spelled as the oracle likes it.
const ORACLE: Bug = Bug {
    file: "conformance/oracle/src/request.rs",
    line: "format!(\"Basic {}\", pair(user, password))",
    planted: "format!(\"basic {}\", pair(user, password))",
};

const BUGS: [Bug; 3] = [PAGE, SIGNING, ORACLE];

fn house() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Where cargo keeps what it built for this test.
fn target() -> PathBuf {
    let binary = Path::new(env!("CARGO_BIN_EXE_conformance"));
    let debug = binary.ancestors().nth(2);
    debug.expect("target/debug/conformance").to_owned()
}

/// Copies the files of a folder, bugs planted, that are not there as they are: cargo compiles what is new.
fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap().flatten() {
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &to);
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        match BUGS.iter().find(|it| to.ends_with(it.file)) {
            None => put(&to, &bytes),
            Some(Bug {
                file,
                line,
                planted,
            }) => {
                let text = String::from_utf8(bytes).unwrap();
                let count = text.matches(line).count();
                assert_eq!(count, 1, "{file} has no longer one `{line}`");
                put(&to, text.replace(line, planted).as_bytes());
            }
        }
    }
}

fn put(path: &Path, bytes: &[u8]) {
    if fs::read(path).ok().as_deref() != Some(bytes) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

/// The sources with all three bugs, and the two packages that make something of them.
fn plant(root: &Path) {
    let below = ["src", "oracle", "benches", "tests"].map(|it| format!("conformance/{it}"));
    for part in below.iter().map(String::as_str).chain(["codegen"]) {
        copy(&house().join(part), &root.join("house").join(part));
    }
    for name in ["orchard", "lighthouse"] {
        let made_up = house().join("conformance/made-up");
        copy(
            &made_up.join("specs").join(name),
            &root.join("specs").join(name),
        );
        copy(
            &made_up.join("fixtures").join(name),
            &root.join("fixtures").join(name),
        );
    }
    let manifest = "conformance/Cargo.toml";
    put(
        &root.join("house").join(manifest),
        &fs::read(house().join(manifest)).unwrap(),
    );
    // What the manifest of the workspace names and nothing here needs is no member.
    let manifest = fs::read_to_string(house().join("Cargo.toml")).unwrap();
    let (head, rest) = manifest.split_once("members = [").unwrap();
    let (_, rest) = rest.split_once(']').unwrap();
    let members =
        "members = [\"codegen\", \"codegen/runtime\", \"conformance\", \"conformance/oracle\"]";
    put(
        &root.join("house/Cargo.toml"),
        format!("{head}{members}{rest}").as_bytes(),
    );
    let generator = "[dependencies]\nverbatim-codegen = { path = \"../house/codegen\" }\n";
    let main = "fn main() -> std::process::ExitCode {\n    verbatim_codegen::command::main()\n}\n";
    package(
        &root.join("generator"),
        "planted-generator",
        generator,
        main,
    );
    let runner = "[dependencies]\n\
        verbatim-conformance = { path = \"../house/conformance\", default-features = false }\n\
        verbatim-clients = { path = \"../house/generated/clients\", features = [\"dispatch\"] }\n";
    let main = "fn main() -> std::process::ExitCode {\n    \
        verbatim_conformance::main(&verbatim_clients::dispatch::Generated)\n}\n";
    package(&root.join("runner"), "planted-runner", runner, main);
}

fn package(folder: &Path, name: &str, dependencies: &str, main: &str) {
    let head = format!("[package]\nname = \"{name}\"\nedition = \"2024\"\n\n[workspace]\n\n");
    // As in this workspace, so that what others wrote is not compiled again.
    let profile = "\n[profile.dev]\ndebug = \"line-tables-only\"\n";
    put(
        &folder.join("Cargo.toml"),
        format!("{head}{dependencies}{profile}").as_bytes(),
    );
    put(&folder.join("src/main.rs"), main.as_bytes());
    put(
        &folder.join("Cargo.lock"),
        &fs::read(house().join("Cargo.lock")).unwrap(),
    );
}

fn run(command: &mut Command) -> (Option<i32>, String) {
    let output = command.output().expect("it starts");
    let text = [output.stdout, output.stderr].concat();
    (
        output.status.code(),
        String::from_utf8_lossy(&text).into_owned(),
    )
}

fn cargo(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let mut cargo = Command::new(std::env::var_os("CARGO").expect("cargo runs the tests"));
    cargo.args(["run", "--quiet", "--manifest-path"]);
    cargo
        .arg(folder.join("Cargo.toml"))
        .arg("--")
        .args(arguments);
    run(cargo
        .current_dir(folder.parent().unwrap())
        .env("CARGO_TARGET_DIR", target()))
}

#[track_caller]
fn caught((code, told): (Option<i32>, String), expected: &[&str]) {
    assert_eq!(code, Some(1), "{told}");
    for it in expected {
        assert!(told.contains(it), "`{it}` is not told in:\n{told}");
    }
}

#[test]
fn bugs_of_a_page_of_the_signing_and_of_the_oracle_are_told_apart() {
    let root = target().join("planted");
    plant(&root);
    let folders = ["--specs", "specs", "--out", "house/generated"];
    let generated = cargo(&root.join("generator"), &folders);
    assert_eq!(generated.0, Some(0), "{}", generated.1);
    let play = |fixture: &str| {
        let folders = ["--specs", "specs", "--fixtures", "fixtures"];
        cargo(&root.join("runner"), &[&[fixture], &folders[..]].concat())
    };
    let with_the_fixture = "= the oracle reads the spec as the fixture does";

    let told = play("orchard/basket-known_by_keys");
    let (_, text) = &told;
    assert!(
        !text.contains("wrong-signature") && !text.contains("oracle-disagrees"),
        "{text}"
    );
    caught(
        told,
        &[
            "failure[wrong-body]",
            "fixtures/orchard/basket-known_by_keys.yaml:",
            with_the_fixture,
            "`basket` of orchard/src/operations.rs",
            "codegen/pages/provider/src/operations.rs.j2",
        ],
    );

    let told = play("lighthouse/watch-a_note_is_signed");
    let (_, text) = &told;
    assert!(
        !text.contains("wrong-body") && !text.contains("oracle-disagrees"),
        "{text}"
    );
    caught(
        told,
        &[
            "failure[wrong-signature]",
            "it is signed in the order ship note at serial (document L45), over `",
            "look at how values are joined and signed, in `sign` and `fill` of the runtime",
            with_the_fixture,
        ],
    );

    let told = play("orchard/price-known_by_pair");
    let (_, text) = &told;
    assert!(!text.contains("wrong-"), "{text}");
    caught(
        told,
        &[
            "failure[oracle-disagrees]: client and oracle differ in: request 1 headers",
            "the client does what the fixture says, so look at the oracle first",
        ],
    );
}

/// Plays a fixture of which one byte is another one, and gives the line of a text of it, too.
fn changed(name: &str, (line, planted): (&str, &str), at: &str) -> (Option<i32>, String, usize) {
    let folder = tempfile::tempdir().unwrap();
    let (provider, _) = name.split_once('/').unwrap();
    let fixtures = house().join("conformance/fixtures");
    copy(&fixtures.join(provider), &folder.path().join(provider));
    let path = folder.path().join(name).with_extension("yaml");
    let text = fs::read_to_string(&path).unwrap();
    let count = text.matches(line).count();
    assert_eq!(count, 1, "{name} has no longer one `{line}`");
    let (before, _) = text.split_once(at).unwrap();
    fs::write(&path, text.replace(line, planted)).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_conformance"));
    command.arg(name).arg("--fixtures").arg(folder.path());
    // What failed last is kept below the target folder.
    command.env("CARGO_TARGET_DIR", folder.path().join("target"));
    let (code, told) = run(command.current_dir(house()));
    (code, told, before.lines().count())
}

#[test]
fn a_byte_of_a_fixture_is_told_with_its_line() {
    let with_the_client = "= the oracle reads the spec as the client does: look at the fixture";
    let (plain, signed) = (
        "vtpass/verify_meter-basic_authentication",
        "kemru/mobile_payout-array_reply_is_unreadable",
    );
    for (name, line, planted, code, failure, advice) in [
        (
            plain,
            r#"{"billersCode":"1111111111111""#,
            r#"{"billersCode":"1111111111112""#,
            Some(1),
            "failure[wrong-body]: `/billersCode` has another value or spelling",
            with_the_client,
        ),
        (
            signed,
            "signed: \"1500+254739117883John",
            "signed: \"1501+254739117883John",
            Some(3),
            "wrong-signed-text",
            "= read the order on the document's lines: ",
        ),
        (
            signed,
            "result: \"aa2b7852",
            "result: \"aa2b7853",
            Some(1),
            "failure[wrong-signature]: `/signature` has another value or spelling",
            with_the_client,
        ),
    ] {
        // Another result is seen where it is to arrive.
        let at = match failure.contains("wrong-signature") {
            true => "\"{{signature}}\"",
            false => line,
        };
        let (status, told, at) = changed(name, (line, planted), at);
        assert_eq!(status, code, "{told}");
        let place = format!(".yaml:{at}:");
        for it in [failure, &place, advice] {
            assert!(told.contains(it), "`{it}` is not told in:\n{told}");
        }
    }
}
