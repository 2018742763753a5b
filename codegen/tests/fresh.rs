//! `generated/` is what the generator makes today of `specs/`.

use std::path::Path;

use verbatim_codegen::{Mode, Tree};

#[test]
fn the_generated_tree_is_what_the_specs_say() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the workspace is above");
    let stale = Tree::of(root)
        .settle(&[], Mode::Tell)
        .expect("the specs have no fault");
    let names: Vec<&str> = stale.iter().map(|it| it.path.as_str()).collect();
    assert!(
        names.is_empty(),
        "run `cargo codegen`; stale below generated/: {}",
        names.join(", ")
    );
}
