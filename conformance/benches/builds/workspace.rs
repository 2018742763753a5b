//! A workspace of three crates below the target folder, with the versions of our own lock.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::SystemTime;
use std::{env, fs, io};

use verbatim_codegen::load;

/// One crate that is built.
pub(crate) struct Crate {
    pub(crate) package: &'static str,
    pub(crate) operations: usize,
    pub(crate) lines: usize,
    pub(crate) code_lines: usize,
    root: PathBuf,
}

pub(crate) struct Workspace {
    /// Nothing, by hand, generated.
    pub(crate) crates: [Crate; 3],
    folder: PathBuf,
}

/// One call, by hand: the sources of the other benchmarks.
const BY_HAND: &str = r#"//! One call, by hand.

extern crate reqwest;

mod by_hand;
mod payout {
    pub(crate) mod by_hand;
}

/// Pays.
pub async fn pay(address: String) -> Result<(), String> {
    let client = by_hand::Client::new(address);
    client.mobile_payout(&payout::by_hand::request()).await.map(drop)
}
"#;

impl Workspace {
    /// Written anew each time; the folder is always the same one, so that nothing piles up.
    pub(crate) fn write() -> io::Result<Workspace> {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("builds");
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let manifest = fs::read_to_string(ours.join("Cargo.toml"))?;
        write(&folder, "Cargo.toml", &rooted(&manifest, &ours))?;
        // Versions that are there already; nothing is asked of a registry.
        fs::copy(ours.join("Cargo.lock"), folder.join("Cargo.lock"))?;
        write(&folder, "nothing/Cargo.toml", &package("nothing", ""))?;
        write(&folder, "nothing/src/lib.rs", "//! Nothing.\n")?;
        let below = "[dependencies]\nhmac.workspace = true\nreqwest.workspace = true\n\
                     rustls.workspace = true\nserde.workspace = true\n\
                     serde_json.workspace = true\nsha2.workspace = true\n";
        let benches = ours.join("conformance/benches");
        let of = |name: &str| fs::read_to_string(benches.join(name));
        write(&folder, "by_hand/Cargo.toml", &package("by_hand", below))?;
        write(&folder, "by_hand/src/lib.rs", BY_HAND)?;
        write(&folder, "by_hand/src/by_hand.rs", &of("calls/by_hand.rs")?)?;
        write(
            &folder,
            "by_hand/src/payout/by_hand.rs",
            &of("payout/by_hand.rs")?,
        )?;
        let kemru = ours.join("generated/kemru");
        for entry in fs::read_dir(kemru.join("src"))? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let text = fs::read_to_string(&path)?;
            write(&folder, &format!("verbatim-kemru/src/{name}"), &text)?;
        }
        for name in ["Cargo.toml", "README.md"] {
            let text = fs::read_to_string(kemru.join(name))?;
            write(&folder, &format!("verbatim-kemru/{name}"), &text)?;
        }
        let spec =
            load(&ours.join("specs/kemru")).map_err(|it| io::Error::other(it.to_string()))?;
        Ok(Workspace {
            crates: [
                Crate::counted(&folder, "nothing", 0)?,
                Crate::counted(&folder, "by_hand", 1)?,
                Crate::counted(&folder, "verbatim-kemru", spec.operations.len())?,
            ],
            folder,
        })
    }

    /// Runs cargo on one of the crates.
    ///
    /// # Errors
    ///
    /// What cargo said.
    pub(crate) fn cargo(&self, arguments: &[&str], it: &Crate) -> Result<(), String> {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let built = Command::new(cargo)
            .args(arguments)
            .args(["--quiet", "--offline", "--package", it.package])
            .current_dir(&self.folder)
            // As at a desk, whatever the pipeline says.
            .env(
                "CARGO_INCREMENTAL",
                if arguments == ["check"] { "1" } else { "0" },
            )
            .env(
                "CARGO_TARGET_DIR",
                Path::new(env!("CARGO_TARGET_TMPDIR")).join(".."),
            )
            .stdin(Stdio::null())
            .output();
        match built {
            Ok(it) if it.status.success() => Ok(()),
            Ok(it) => Err(String::from_utf8_lossy(&it.stderr).into_owned()),
            Err(why) => Err(why.to_string()),
        }
    }
}

impl Crate {
    fn counted(folder: &Path, package: &'static str, operations: usize) -> io::Result<Crate> {
        let source = folder.join(package).join("src");
        let mut res = Crate {
            package,
            operations,
            lines: 0,
            code_lines: 0,
            root: source.join("lib.rs"),
        };
        res.count(&source)?;
        Ok(res)
    }

    fn count(&mut self, folder: &Path) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                self.count(&path)?;
                continue;
            }
            for line in fs::read_to_string(path)?.lines().map(str::trim) {
                self.lines += 1;
                self.code_lines += usize::from(!line.is_empty() && !line.starts_with("//"));
            }
        }
        Ok(())
    }

    /// As an editor does when it saves.
    pub(crate) fn touch(&self) -> io::Result<()> {
        let file = fs::File::options().append(true).open(&self.root)?;
        file.set_modified(SystemTime::now())
    }
}

fn write(folder: &Path, name: &str, text: &str) -> io::Result<()> {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap_or(folder))?;
    fs::write(path, text)
}

/// Our own manifest with other members, so that versions, features and profiles are the same.
fn rooted(manifest: &str, ours: &Path) -> String {
    let (before, rest) = manifest
        .split_once("members = [")
        .unwrap_or((manifest, "]"));
    let (_, after) = rest.split_once(']').unwrap_or_default();
    let members = r#"members = ["nothing", "by_hand", "verbatim-kemru"]"#;
    let root = ours.display();
    format!("{before}{members}{after}").replace("{ path = \"", &format!("{{ path = \"{root}/"))
}

fn package(name: &str, rest: &str) -> String {
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
         [lib]\npath = \"src/lib.rs\"\n\n{rest}"
    )
}
