//! The `codegen` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    verbatim_codegen::command::main()
}
