//! One trial per fixture: the authored verdict first, then the recorded transcript; and the suite as a whole.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use libtest_mimic::{Arguments, Failed, Trial};
use verbatim_clients::dispatch::Generated;
use verbatim_conformance::case::run_case;
use verbatim_conformance::fixture::Fixture;
use verbatim_conformance::house::Specs;
use verbatim_conformance::play::Worker;
use verbatim_conformance::run::{Plan, Snapshots, run};
use verbatim_conformance::select::Filters;
use verbatim_conformance::suite::Suite;

thread_local! {
    /// A thread plays many fixtures; its runtime and its transport are made once.
    static WORKER: RefCell<Option<Worker>> = const { RefCell::new(None) };
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let suite = match read() {
        Ok(suite) => Arc::new(suite),
        Err(why) => {
            eprintln!("{why}");
            return ExitCode::from(3);
        }
    };
    let mut trials = Vec::new();
    for index in 0..suite.fixtures.len() {
        let name = suite.fixtures[index].name.clone();
        let suite = Arc::clone(&suite);
        trials.push(Trial::test(name, move || {
            holds(&suite, &suite.fixtures[index])
        }));
    }
    for broken in &suite.broken {
        let told: Vec<_> = broken.faults.iter().map(ToString::to_string).collect();
        let told = match told.as_slice() {
            [] => "its folder is at fault".to_owned(),
            told => told.join("\n"),
        };
        trials.push(Trial::test(broken.name.clone(), move || Err(told.into())));
    }
    let of_suite = |name: &str, check: fn(&Suite) -> Result<(), Failed>| {
        let suite = Arc::clone(&suite);
        Trial::test(name.to_owned(), move || check(&suite))
    };
    trials.push(of_suite(
        "every_snapshot_has_a_fixture_and_no_folder_is_at_fault",
        folders,
    ));
    trials.push(of_suite(
        "every_operation_and_callback_has_a_fixture",
        everything_has_a_fixture,
    ));
    trials.push(of_suite("coverage_is_complete", coverage));
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn read() -> Result<Suite, String> {
    let specs = Specs::read(&inside("../specs")).map_err(|it| format!("no specs: {it}"))?;
    if let [report, ..] = specs.reports.as_slice() {
        return Err(report.clone());
    }
    Suite::read(&inside("fixtures"), specs.providers).map_err(|it| format!("no fixtures: {it}"))
}

fn inside(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn holds(suite: &Suite, fixture: &Fixture) -> Result<(), Failed> {
    let outcome = WORKER.with_borrow_mut(|worker| {
        if worker.is_none() {
            *worker = Some(Worker::new()?);
        }
        match worker {
            Some(worker) => run_case(worker, &Generated, suite, fixture),
            None => Err("there is no worker".to_owned()),
        }
    })?;
    if !outcome.failures.is_empty() {
        let told: Vec<_> = outcome.failures.iter().map(ToString::to_string).collect();
        let told = told.join("\n");
        let again = format!("run it again: cargo conformance {}", fixture.name);
        return Err(format!("{}\n{told}\n{again}", fixture.about).into());
    }
    // The verdict holds: what remains is whether the transcript is the recorded one.
    let stem = fixture
        .snapshot
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy();
    let mut settings = insta::Settings::new();
    settings.set_snapshot_path(fixture.snapshot.parent().unwrap_or(Path::new(".")));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(stem.into_owned(), outcome.transcript));
    Ok(())
}

fn folders(suite: &Suite) -> Result<(), Failed> {
    let told: Vec<_> = suite.faults.iter().map(|it| it.fault.to_string()).collect();
    empty("the folders of fixtures are at fault", told)
}

fn everything_has_a_fixture(suite: &Suite) -> Result<(), Failed> {
    let mut missing = Vec::new();
    for provider in &suite.providers {
        let operations = provider.operations.iter().map(|it| &it.name);
        for name in operations.chain(provider.callbacks.iter().map(|it| &it.name)) {
            let about = |it: &&Fixture| it.provider == provider.name && it.subject() == name;
            if !suite.fixtures.iter().any(|it| about(&it)) {
                missing.push(format!("{}: {name}", provider.name));
            }
        }
    }
    empty("no fixture is about", missing)
}

fn coverage(suite: &Suite) -> Result<(), Failed> {
    let plan = Plan {
        filters: Filters::default(),
        threads: std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
        snapshots: Snapshots::Ignore,
    };
    let ran = run(suite, &Generated, &plan, &mut |_| {});
    let mut missing = Vec::new();
    for (name, tally) in &ran.providers {
        for (kind, part) in tally.coverage.parts() {
            let untouched = part.missing().map(|it| format!("{name}: {kind}: {it}"));
            missing.extend(untouched);
        }
    }
    empty("no passing fixture touches", missing)
}

fn empty(what: &str, found: Vec<String>) -> Result<(), Failed> {
    match found.as_slice() {
        [] => Ok(()),
        found => Err(format!("{what}\n{}", found.join("\n")).into()),
    }
}
