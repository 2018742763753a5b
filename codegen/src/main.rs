//! The `codegen` command: arguments in, exit code out.
fn main() {
    for it in std::env::args().skip(1) {
        match verbatim_codegen::load(std::path::Path::new(&it)) {
            Ok(it) => println!("{} operations", it.operations.len()),
            Err(it) => println!("{it}"),
        }
    }
}
