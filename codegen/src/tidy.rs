//! Pages as rustfmt leaves them; only the command asks, a build script never does.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::emit::Page;

/// Formats every Rust page, side by side.
///
/// # Errors
///
/// rustfmt is not there, or it refuses a page.
pub(crate) fn tidy(pages: &mut [Page], root: &Path) -> io::Result<()> {
    let rustfmt = rustfmt();
    let rust: Vec<usize> = (0..pages.len())
        .filter(|it| pages[*it].path.ends_with(".rs"))
        .collect();
    let mut running = Vec::new();
    for index in rust {
        let text = std::mem::take(&mut pages[index].text);
        running.push((index, start(&rustfmt, root, text)?));
    }
    for (index, (child, writer)) in running {
        let output = child.wait_with_output()?;
        let written = writer
            .join()
            .map_err(|_| io::Error::other("the writing thread stopped"))?;
        if !output.status.success() {
            let why = String::from_utf8_lossy(&output.stderr).into_owned();
            return Err(io::Error::other(format!(
                "rustfmt refused {}: {why}",
                pages[index].path
            )));
        }
        written?;
        pages[index].text = String::from_utf8(output.stdout).map_err(io::Error::other)?;
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
            io::Error::other(format!(
                "rustfmt does not start ({}): {it}",
                rustfmt.display()
            ))
        })?;
    let mut pipe = child
        .stdin
        .take()
        .ok_or_else(|| io::Error::other("rustfmt takes no input"))?;
    let writer = std::thread::spawn(move || pipe.write_all(text.as_bytes()));
    Ok((child, writer))
}

/// `RUSTFMT`, else the one beside the running cargo (its proxy takes longer than the formatting).
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
