//! The fixtures of this workspace against its clients.

fn main() -> std::process::ExitCode {
    verbatim_conformance::main(&verbatim_clients::dispatch::Generated)
}
