//! Failures that are known: they are run, excused until a version, and held once they pass.

use crate::bench::{Bench, PAY};
use crate::stand_in::Errs;
use crate::{fails, is_at_fault, with};
use verbatim_conformance::run::Snapshots;

fn known(gone_by: &str) -> String {
    let known = format!(
        "known_failure: {{ reason: the method is put, gone_by: \"{gone_by}\" }}\noperation: pay"
    );
    with(PAY, "operation: pay", &known)
}

fn wrong_method() -> Errs {
    Errs::Sending(|it| it.method = "PUT")
}

#[test]
fn a_known_failure_is_run_and_does_not_fail_the_suite() {
    let res = Bench::with(&known("99.0.0")).run(wrong_method(), Snapshots::Compare);
    let total = res.ran.total();
    assert_eq!((total.cases, total.known_failures, total.passed), (1, 1, 0));
    assert!(res.ran.holds(), "{:#?}", res.told);
    // What failed is not covered.
    assert_eq!(total.coverage.operations.count(), (0, 2));
}

#[test]
fn a_known_failure_that_passes_fails_the_suite() {
    let told = "failure[known-failure-passes]: it holds, and is said to fail: the method is put
        --> /acme/pay-case.yaml:5:1";
    fails(&known("99.0.0"), Errs::Never, &[told]);
}

#[test]
fn a_known_failure_is_excused_until_its_version_and_no_longer() {
    let told = "failure[known-failure-overdue]: it must be gone by 0.0.1, and this is 0.1.0; the reason was: the method is put";
    let wrong = "failure[wrong-method]: the method is another one";
    fails(&known("0.0.1"), wrong_method(), &[told, wrong]);
}

#[test]
fn a_known_failure_says_why_and_until_when() {
    let reasonless = known("1.0.0").replace("reason: the method is put, ", "");
    is_at_fault(
        &reasonless,
        &["error[missing-key]: `known_failure.reason` is missing"],
    );
    is_at_fault(
        &known("soon"),
        &["error[bad-word]: `soon` is no version as in `0.2.0`"],
    );
}
