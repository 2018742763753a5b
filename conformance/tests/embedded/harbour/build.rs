//! Writes the client of `specs/ferry` into one file, or tells every fault of the spec.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

fn main() -> ExitCode {
    let spec = "../specs/ferry";
    println!("cargo::rerun-if-changed={spec}");
    let provider = match verbatim_codegen::load(Path::new(spec)) {
        Ok(provider) => provider,
        Err(faults) => {
            eprint!("{faults}");
            return ExitCode::FAILURE;
        }
    };
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo says where to write"));
    let written = fs::write(out.join("ferry.rs"), verbatim_codegen::module(&provider));
    written.expect("OUT_DIR is writable");
    ExitCode::SUCCESS
}
