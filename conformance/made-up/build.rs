//! Writes one file per spec to `OUT_DIR`, as the build script of any other crate would, and one that
//! includes them all.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};

fn main() -> ExitCode {
    // A folder stands for everything below it.
    println!("cargo::rerun-if-changed=specs");
    let out = env::var_os("OUT_DIR").expect("cargo says where to write");
    match write(Path::new("specs"), &PathBuf::from(out)) {
        Ok(faulty) if !faulty => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Whether a spec is at fault; every fault of every spec is told.
fn write(specs: &Path, out: &Path) -> io::Result<bool> {
    let mut faulty = false;
    let mut names = Vec::new();
    for folder in fs::read_dir(specs)? {
        let folder = folder?.path();
        let provider = match verbatim_codegen::load(&folder) {
            Ok(provider) => provider,
            Err(report) => {
                eprint!("{report}");
                faulty = true;
                continue;
            }
        };
        let file = out.join(&provider.name).with_extension("rs");
        let at = format!("verbatim_made_up::{}", provider.name);
        fs::write(file, verbatim_codegen::module_at(&provider, &at))?;
        names.push(provider.name);
    }
    names.sort();
    let mut all = String::new();
    for name in &names {
        all.push_str(&format!(
            "#[doc = {about:?}]\npub mod {name} {{\n    include!({file:?});\n}}\n",
            about = format!("The client of `specs/{name}`, which says what it is for."),
            file = out.join(name).with_extension("rs"),
        ));
    }
    all.push_str(&format!("by_name! {{ {} }}\n", names.join(" ")));
    fs::write(out.join("all.rs"), all)?;
    Ok(faulty)
}
