//! Each kind of fault as its author reads it: `diagnostics/<code>.yaml` beside `<code>.snap`.
//!
//! A second way to a code is `<code>-<way>.yaml`. Accept a changed report with
//! `INSTA_UPDATE=always cargo test -p verbatim-codegen --test diagnostics`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use verbatim_codegen::{Code, Report, Source, check, load};

/// Ten faults of ten codes in one spec.
const TEN_FAULTS: &str = "ten_faults";
/// Codes of files that cannot stand in this folder as they are; a test makes them.
const MADE: &[Code] = &[Code::UnreadableFile, Code::TooLarge, Code::VersionTooLow];

#[test]
fn every_code_has_a_spec_that_trips_it() {
    let there: BTreeSet<String> = stems("yaml").into_iter().collect();
    for code in Code::ALL.iter().filter(|it| !MADE.contains(it)) {
        assert!(
            there.contains(code.name()),
            "write codegen/tests/diagnostics/{code}.yaml: a short spec of `acme` with faults of \
             the code `{code}` alone",
        );
    }
}

#[test]
fn each_spec_trips_its_own_code_and_no_other() {
    for stem in stems("yaml").iter().filter(|it| *it != TEN_FAULTS) {
        let code = code_of(stem);
        let report = report(stem);
        let other = report.faults().iter().find(|it| it.code != code);
        assert_eq!(other, None, "{stem}.yaml is to show `{code}` alone");
    }
}

#[test]
fn each_report_reads_as_recorded() {
    for stem in stems("yaml") {
        record(&stem, &report(&stem).to_string());
    }
}

/// A report with paths from its folder on, which is called otherwise each time.
fn below(folder: &tempfile::TempDir, report: &Report) -> String {
    let folder = format!("{}/", folder.path().display());
    let text = report.to_string();
    assert!(text.contains(&folder), "{text}");
    text.replace(&folder, "")
}

#[test]
fn a_file_that_cannot_be_read_is_told_by_its_name() {
    let folder = tempfile::tempdir().expect("a folder for the spec");
    let spec = folder.path().join("specs/acme");
    fs::create_dir_all(spec.join("operations/bills.yaml")).expect("a folder in place of a file");
    fs::write(spec.join("callbacks.yaml"), b"paid: \xFF\n").expect("a file that is no UTF-8");
    fs::write(spec.join("settings.yaml"), "sms_path: /sms\n").expect("a file of no part");
    let report = load(&spec).expect_err("three files are unreadable, one is missing");
    only(&report, Code::UnreadableFile);
    record("unreadable-file", &below(&folder, &report));
}

#[test]
fn a_version_that_is_too_low_is_told_with_the_change_that_needs_a_higher_one() {
    let folder = tempfile::tempdir().expect("a folder for the spec");
    let spec = folder.path().join("specs/acme");
    fs::create_dir_all(&spec).expect("a folder for the spec");
    let text = include_str!("../../conformance/tests/trace/acme.yaml");
    fs::write(spec.join("provider.yaml"), text).expect("a spec");
    let lock = "version 0.1.0\nrow operations > refund > method = \"POST\"\n";
    fs::write(spec.join("release.lock"), lock).expect("a release");
    let report = load(&spec).expect_err("an operation is gone");
    only(&report, Code::VersionTooLow);
    record("version-too-low", &below(&folder, &report));
}

#[test]
fn a_file_that_is_too_large_is_told_by_its_name() {
    let folder = tempfile::tempdir().expect("a folder for the spec");
    let spec = folder.path().join("specs/acme");
    fs::create_dir_all(&spec).expect("a folder for the spec");
    fs::write(spec.join("provider.yaml"), "#".repeat(1024 * 1024 + 1)).expect("a large file");
    let report = load(&spec).expect_err("the file is too large");
    only(&report, Code::TooLarge);
    record("too-large", &below(&folder, &report));
}

#[test]
fn ten_faults_are_told_in_one_run_in_file_order_each_with_place_and_advice() {
    let report = report(TEN_FAULTS);
    let faults = report.faults();
    let codes: BTreeSet<Code> = faults.iter().map(|it| it.code).collect();
    assert_eq!((faults.len(), codes.len()), (10, 10));
    let places: Vec<_> = faults.iter().map(|it| it.place).collect();
    assert!(places.iter().all(Option::is_some), "{places:?}");
    assert!(places.is_sorted(), "{places:?}");
    let text = report.to_string();
    for it in faults {
        let (line, column) = it.place.expect("each fault has a place");
        let place = format!("{TEN_FAULTS}.yaml:{line}:{column}\n");
        assert!(text.contains(&place), "{place}");
        assert!(text.contains(it.code.advice()), "{}", it.code);
    }
}

#[test]
fn no_report_tells_one_fault_twice() {
    for stem in stems("yaml") {
        let report = report(&stem);
        let mut seen = BTreeSet::new();
        for it in report.faults() {
            let place = (&it.file, it.place, it.code, &it.message);
            assert!(seen.insert(place), "{stem}.yaml: {} twice", it.message);
        }
    }
}

#[test]
fn nothing_lies_here_that_no_test_reads() {
    let made = MADE.iter().map(|it| it.name().to_owned());
    let snaps: BTreeSet<String> = stems("yaml").into_iter().chain(made).collect();
    assert_eq!(stems("snap").into_iter().collect::<BTreeSet<_>>(), snaps);
    for entry in fs::read_dir(folder()).expect("the folder of the specs") {
        let path = entry.expect("an entry of the folder").path();
        let kind = path.extension().and_then(|it| it.to_str());
        // `.snap.new` is what insta leaves beside a report that changed.
        let known = matches!(kind, Some("yaml" | "snap" | "new"));
        assert!(known, "{}", path.display());
    }
    for stem in stems("yaml").iter().filter(|it| *it != TEN_FAULTS) {
        code_of(stem);
    }
}

#[test]
fn codes_are_distinct_and_each_gives_advice_and_an_explanation() {
    let mut names = BTreeSet::new();
    for code in Code::ALL {
        assert!(names.insert(code.name()), "{code} is there twice");
        assert_eq!(Code::named(code.name()), Some(*code));
        let name = code.name();
        assert!(name.chars().all(|it| it.is_ascii_lowercase() || it == '-'));
        let advice = code.advice();
        assert!(!advice.is_empty() && !advice.ends_with('.'), "{advice}");
        assert!(code.explanation().ends_with('.'), "{name}");
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics")
}

/// The names of all files of a kind, without it, in order.
fn stems(kind: &str) -> Vec<String> {
    let mut res = Vec::new();
    for entry in fs::read_dir(folder()).expect("the folder of the specs") {
        let path = entry.expect("an entry of the folder").path();
        if path.extension().is_some_and(|it| it == kind) {
            let stem = path.file_stem().expect("a file with an extension");
            res.push(stem.to_string_lossy().into_owned());
        }
    }
    res.sort();
    res
}

/// `bad-name` and `bad-name-derived` are of the code `bad-name`.
#[track_caller]
fn code_of(stem: &str) -> Code {
    let named = |it: &&Code| {
        let way = stem.strip_prefix(it.name());
        way.is_some_and(|it| it.is_empty() || it.starts_with('-'))
    };
    let code = Code::ALL.iter().copied().filter(|it| named(&it));
    code.max_by_key(|it| it.name().len())
        .unwrap_or_else(|| panic!("{stem}.yaml is called after no code"))
}

fn report(stem: &str) -> Report {
    let shown = format!("{stem}.yaml");
    let text = fs::read_to_string(folder().join(&shown)).expect("a spec of the folder");
    // The name of a folder that is a reserved word would hide the fault.
    match check(&Source::single("acme", &shown, &text)) {
        Ok(_) => panic!("{shown} has no fault"),
        Err(report) => report,
    }
}

#[track_caller]
fn only(report: &Report, code: Code) {
    let other = report.faults().iter().find(|it| it.code != code);
    assert_eq!(other, None);
}

fn record(stem: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(folder());
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(stem, text));
}
