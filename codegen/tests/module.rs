//! The client as one file, for a build script.

use std::path::Path;

use verbatim_codegen::{Tree, load, module, module_at};

#[test]
fn a_module_can_be_included_anywhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the workspace is above");
    let provider = load(&root.join("specs/kemru")).expect("the spec has no fault");
    let text = module(&provider);
    let file = syn::parse_file(&text).expect("it is Rust");
    assert!(
        file.attrs.is_empty(),
        "no inner attribute stands at its top"
    );
    every_module_has_its_body(&file.items);
    assert_eq!(text, module(&provider), "two runs give the same bytes");
}

/// That they hold is told by the documentation tests of the generated crates.
#[test]
fn every_operation_has_an_example_where_it_can_be_named() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tree = Tree::of(root.parent().expect("the workspace is above"));
    for it in tree.load(&[]).expect("the specs have no fault") {
        let examples = |text: &str| text.matches("/// # Example\n").count();
        let at = format!("my_service::{}", it.name);
        let calls = it.operations.len() + it.callbacks.len();
        assert_eq!(examples(&module_at(&it, &at)), calls, "{at}");
        assert_eq!(examples(&module(&it)), 0, "{at}");
    }
}

/// A changed model can be one that `check` would refuse, and is still told apart from the unchanged one.
#[test]
fn a_code_keeps_its_scope_where_only_as_many_others_look_for_one() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the workspace is above");
    let mut provider = load(&root.join("specs/konnect")).expect("the spec has no fault");
    let mut operations = provider.operations.iter_mut();
    let init = operations.find(|it| it.name == "init_payment");
    init.expect("it is called so").reply.codes.clear();
    let scoped = provider
        .codes
        .iter()
        .filter(|it| it.scope == ["init_payment"])
        .count();
    assert!(0 < scoped, "a code occurs there alone");
    let text = module(&provider);
    let kept = text.matches("&[\"init_payment\"]").count();
    assert_eq!(kept, scoped);
}

fn every_module_has_its_body(items: &[syn::Item]) {
    for item in items {
        if let syn::Item::Mod(module) = item {
            let body = module.content.as_ref().map(|it| &it.1);
            let inner = module
                .attrs
                .iter()
                .any(|it| matches!(it.style, syn::AttrStyle::Inner(_)));
            assert!(!inner, "`mod {}` has an inner attribute", module.ident);
            every_module_has_its_body(
                body.unwrap_or_else(|| panic!("`mod {};` looks for a file", module.ident)),
            );
        }
    }
}
