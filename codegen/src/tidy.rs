//! Pages as rustfmt leaves them; only the command asks, a build script never does.
//!
//! What rustfmt made of a page is kept below the target folder, beside the page it was made of.
//! So a run starts one rustfmt per changed page, and none when nothing has changed.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::page::Page;

/// Formats every Rust page, side by side.
///
/// # Errors
///
/// rustfmt is not there, or it refuses a page.
pub(crate) fn tidy(pages: &mut [Page], root: &Path) -> io::Result<()> {
    let rustfmt = rustfmt();
    let kept = Kept::of(&rustfmt, root);
    let mut running = Vec::new();
    for (index, page) in pages.iter_mut().enumerate() {
        if !page.path.ends_with(".rs") {
            continue;
        }
        match kept.find(page) {
            Some(text) => page.text = text,
            None => running.push((index, start(&rustfmt, root, page.text.clone())?)),
        }
    }
    for (index, (child, writer)) in running {
        let output = child.wait_with_output()?;
        let written = writer
            .join()
            .map_err(|_| io::Error::other("the writing thread stopped"))?;
        let page = &mut pages[index];
        if !output.status.success() {
            let why = String::from_utf8_lossy(&output.stderr).into_owned();
            return Err(io::Error::other(format!(
                "rustfmt refused {}: {why}",
                page.path
            )));
        }
        written?;
        let text = String::from_utf8(output.stdout).map_err(io::Error::other)?;
        kept.keep(page, &text);
        page.text = text;
    }
    Ok(())
}

type Writer = std::thread::JoinHandle<io::Result<()>>;

/// One rustfmt over one page. It runs in the root, so that it finds the `rustfmt.toml` that
/// `cargo fmt` finds.
fn start(rustfmt: &Path, root: &Path, text: String) -> io::Result<(Child, Writer)> {
    let mut child = Command::new(rustfmt)
        .args(["--edition", "2024", "--emit", "stdout", "--quiet"])
        .current_dir(root)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|it| {
            let message = format!("rustfmt does not start ({}): {it}", rustfmt.display());
            io::Error::new(it.kind(), message)
        })?;
    let pipe = child.stdin.take();
    let mut pipe = pipe.ok_or_else(|| io::Error::other("rustfmt takes no input"))?;
    let writer = std::thread::spawn(move || pipe.write_all(text.as_bytes()));
    Ok((child, writer))
}

/// `RUSTFMT`, else the one beside the running cargo, else the first in the path. The one in the
/// path may be a proxy that takes longer than the formatting.
fn rustfmt() -> PathBuf {
    if let Some(path) = std::env::var_os("RUSTFMT") {
        return PathBuf::from(path);
    }
    let name = format!("rustfmt{}", std::env::consts::EXE_SUFFIX);
    let beside = std::env::var_os("CARGO").map(|it| Path::new(&it).with_file_name(&name));
    beside
        .filter(|it| it.is_file())
        .unwrap_or_else(|| PathBuf::from(name))
}

/// Stands between a page and what rustfmt made of it; no page holds it.
const CUT: &str = "\n\0\n";
/// Tells files of one process apart.
static TURN: AtomicUsize = AtomicUsize::new(0);

/// Formatted pages of earlier runs. Nothing depends on them: what cannot be read is made again.
struct Kept {
    folder: PathBuf,
    /// What made them: another rustfmt or another configuration makes other pages. Nothing is
    /// kept when it cannot be told which rustfmt that is.
    maker: Option<String>,
}

impl Kept {
    fn of(rustfmt: &Path, root: &Path) -> Kept {
        let target =
            std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| OsString::from("target"));
        let settings = fs::read_to_string(root.join("rustfmt.toml")).unwrap_or_default();
        let maker = fs::metadata(rustfmt).and_then(|about| {
            let (path, size, changed) = (rustfmt.display(), about.len(), about.modified()?);
            Ok(format!("{path} {size} {changed:?}\n{settings}"))
        });
        Kept {
            folder: root.join(target).join("codegen"),
            maker: maker.ok(),
        }
    }

    fn find(&self, page: &Page) -> Option<String> {
        let kept = fs::read_to_string(self.place(page)).ok()?;
        let made_of = kept.strip_prefix(self.maker.as_deref()?)?;
        let text = made_of
            .strip_prefix(page.text.as_str())?
            .strip_prefix(CUT)?;
        Some(text.to_owned())
    }

    /// A failure is no fault: the next run formats again.
    fn keep(&self, page: &Page, text: &str) {
        let place = self.place(page);
        let (Some(folder), Some(maker)) = (place.parent(), &self.maker) else {
            return;
        };
        // It is moved into its place as a whole, since runs at the same time keep the same pages.
        let turn = TURN.fetch_add(1, Ordering::Relaxed);
        let own = place.with_extension(format!("{}-{turn}", std::process::id()));
        let _ = fs::create_dir_all(folder)
            .and_then(|()| fs::write(&own, format!("{maker}{}{CUT}{text}", page.text)))
            .and_then(|()| fs::rename(&own, &place));
    }

    fn place(&self, page: &Page) -> PathBuf {
        self.folder.join(format!("{}.kept", page.path))
    }
}
