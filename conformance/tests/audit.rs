//! The audit lane: what it picks, and that it fails where the two lanes do not say the same. That real
//! mutants are compiled and agree is held by `cargo conformance audit`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use verbatim_clients::dispatch::Generated;
use verbatim_codegen::load;
use verbatim_conformance::mutants::audit::{
    Audit, Audited, Compiled, Evidence, Member, Picked, audit, classes, pick,
};
use verbatim_conformance::suite::Suite;
use verbatim_runtime::dispatch::Clients;

const PROVIDER: &str = "konnect";

fn house() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn suite() -> Suite {
    let provider = load(&house().join("specs").join(PROVIDER)).unwrap();
    Suite::read(&house().join("conformance/fixtures"), vec![provider]).unwrap()
}

fn picked(suite: &Suite, seed: u64, count: usize) -> Vec<Picked> {
    pick(classes(suite, &|_| true), seed, count)
}

/// An audit of these, in which every client is the one that nobody changed.
fn audited(suite: &Suite, picked: Vec<Picked>, refused: &[(&str, &str)]) -> Audit {
    let unchanged = format!("unchanged_{PROVIDER}");
    let members: Vec<String> = picked.iter().map(|it| it.member.clone()).collect();
    let names = members.iter().chain([&unchanged]);
    let clients: Vec<(&str, &dyn Clients)> = names
        .map(|it| (it.as_str(), &Generated as &dyn Clients))
        .collect();
    let compiled = Compiled {
        clients: &clients,
        refused,
    };
    audit(suite, compiled, picked, 8).unwrap()
}

#[test]
fn a_sample_has_every_class_and_is_the_one_that_its_seed_picks() {
    let suite = suite();
    let all: BTreeSet<_> = classes(&suite, &|_| true).into_keys().collect();
    assert!(30 < all.len(), "{}", all.len());
    let names = |seed, count| -> Vec<String> {
        let picked = picked(&suite, seed, count);
        let of: BTreeSet<_> = picked.iter().map(|it| it.mutant.class).collect();
        assert_eq!(of, all, "seed {seed}");
        picked.iter().map(|it| it.mutant.name()).collect()
    };
    assert_eq!(names(1, 1).len(), all.len(), "fewer were asked for");
    let once = names(7, 60);
    assert_eq!(once.len(), 60);
    assert_eq!(once, names(7, 60));
    assert_ne!(once, names(8, 60));
    let distinct: BTreeSet<_> = once.iter().collect();
    assert_eq!(distinct.len(), 60, "none is picked twice");
}

#[test]
fn a_client_that_is_not_changed_as_the_spec_is_disagrees() {
    let suite = suite();
    let run = audited(&suite, picked(&suite, 1, 1), &[]);
    let agrees = |it: &&Audited| it.agrees();
    for it in run.audited.iter().filter(agrees) {
        // What no client can show agrees whatever the client is.
        let elsewhere = matches!(
            it.compiled,
            None | Some(Evidence::Spec(_) | Evidence::Transcript(_))
        );
        assert!(elsewhere, "{:?}: {:?}", it.picked.mutant, it.compiled);
    }
    let path = run
        .audited
        .iter()
        .find(|it| it.picked.mutant.class == "path");
    let path = path.unwrap();
    assert_eq!(path.fast.as_ref().map(|it| it.observer), Some("bytes"));
    assert_eq!(path.compiled, None);
    let split = &path.splits[0];
    assert!(split.fixture.starts_with("konnect/"), "{split:?}");
    assert!(split.parts[0].contains(" url: oracle `"), "{split:?}");
    let told = run.audited.iter().filter(|it| !it.agrees()).count();
    assert!(run.audited.len() < 2 * told, "{told}");
}

#[test]
fn what_cannot_be_compiled_is_a_verdict_of_its_own() {
    let suite = suite();
    let picked = picked(&suite, 1, 1);
    let at = picked.iter().position(|it| it.mutant.class == "method");
    let name = picked[at.unwrap()].member.clone();
    let run = audited(&suite, picked, &[(&name, "no such thing")]);
    let it = run.audited.iter().find(|it| it.picked.member == name);
    let it = it.unwrap();
    let evidence = Evidence::Compile("no such thing".to_owned());
    assert_eq!(it.compiled, Some(evidence));
    assert!(it.fast.is_some() && it.agrees());
}

#[test]
fn what_the_generator_refuses_is_told_and_not_thrown() {
    let mut provider = load(&house().join("specs").join(PROVIDER)).unwrap();
    Member::generate("sound", &provider).unwrap();
    provider.operations[0].name = "no name".to_owned();
    let why = Member::generate("bad", &provider).unwrap_err();
    let told = "check lets only legal names pass";
    assert!(why.starts_with(told), "{why}");
}
