//! Whether the provider says what a delivery says: what is asked, and what the client makes of it.

use crate::bench::{Bench, PAY, TOLD};
use crate::stand_in::Errs;
use crate::{holds, with};
use verbatim_conformance::run::Snapshots;

/// What is asked after [`TOLD`], and replied.
const ASKED: &str = r#"confirm:
  exchanges:
    - request:
        method: GET
        url: http://acme.invalid:3030/v1/look?id=R1
        headers: { Content-Type: application/json, apiKey: "{{test-api_key}}" }
      reply:
        status: 200
        body: '{"code":"0","text":"Done.","id":"R1","payer":"Ada Byron"}'
"#;

/// What is to come of it.
const EXPECTED: &str = "  expect:
    confirmation: contradicted
    settled: succeeded
    differs: [/payer]
    code: \"0\"
    message: Done.
    reference: R1
";

fn fixture() -> String {
    format!("{TOLD}{ASKED}{EXPECTED}")
}

#[track_caller]
fn check(fixture: &str, told: &[&str]) {
    let bench = Bench::new();
    bench.put("told-case.yaml", fixture);
    holds(&bench.run(Errs::Never, Snapshots::Ignore).told, told);
}

#[test]
fn a_delivery_that_is_contradicted_as_the_fixture_says_passes() {
    check(&fixture(), &[]);
}

#[test]
fn another_confirmation_fails_at_its_word() {
    let expected = "  expect: { confirmation: confirmed, settled: succeeded, code: \"0\", message: Done., reference: R1 }";
    let told = [
        "failure[wrong-confirmation]: the confirmation of what confirms it is another one
        --> /acme/told-case.yaml:26:13
        expected  `confirmed`
        actual    `contradicted`",
        "failure[wrong-confirmation]: the differs of what confirms it is another one
        expected  `none`
        actual    `/payer`",
    ];
    check(&format!("{TOLD}{ASKED}{expected}\n"), &told);
}

#[test]
fn another_outcome_code_or_message_of_the_reply_fails() {
    let outcome = with(&fixture(), "settled: succeeded", "settled: rejected");
    let told = "failure[wrong-outcome]: the settled of what confirms it is another one
        expected  `rejected`
        actual    `succeeded`";
    check(&outcome, &[told]);
    let message = with(&fixture(), "message: Done.", "message: Over.");
    let told = "failure[wrong-message]: the message of what confirms it is another one
        expected  `Over.`
        actual    `Done.`";
    check(&message, &[told]);
}

#[test]
fn an_error_where_a_confirmation_is_to_be_fails_and_the_other_way_round() {
    let refused = "  expect: { confirmation: refused, code: \"401\", resolution: query_with_their_reference look }\n";
    let told = "failure[wrong-confirmation]: the confirmation of what confirms it is another one
        expected  `refused`
        actual    `contradicted`";
    let bench = Bench::new();
    bench.put("told-case.yaml", &format!("{TOLD}{ASKED}{refused}"));
    let found = bench.run(Errs::Never, Snapshots::Ignore).told;
    holds(&found[..1], &[told]);
    let unknown = with(
        &fixture(),
        "status: 200\n        body",
        "status: 401\n        body",
    );
    let told = "failure[wrong-confirmation]: the confirmation of what confirms it is another one
        expected  `contradicted`
        actual    `an error, unclear, unknown: `look` got a reply that does not say what came of it, status 401, code `0`: Done.`";
    check(&unknown, &[told]);
}

#[test]
fn what_is_asked_is_compared_with_what_is_authored() {
    let url = with(&fixture(), "look?id=R1", "look?id=R2");
    let told = [
        "failure[wrong-url]: the url is another one
        --> /acme/told-case.yaml:21:9
        expected  `http://acme.invalid:3030/v1/look?id=R2`
        actual    `http://acme.invalid:3030/v1/look?id=R1`",
        "failure[wrong-target]: the url is another one",
    ];
    check(&url, &told);
    let header = with(
        &fixture(),
        "Content-Type: application/json, apiKey",
        "apiKey",
    );
    check(
        &header,
        &["failure[extra-header]: the header `content-type` is not expected"],
    );
    let body = with(
        &fixture(),
        "      reply:",
        "        body: '{}'\n      reply:",
    );
    check(
        &body,
        &["failure[wrong-body]: the body that arrived is no JSON at 1:1: a value is missing"],
    );
}

#[test]
fn a_question_where_none_is_authored_is_unexpected_and_one_that_is_missing_is_told() {
    let expected = "confirm:\n  expect: { confirmation: not_yet, resolution: query_with_their_reference look }\n";
    let told = "failure[unexpected-request]: a request left the client for http://acme.invalid:3030/v1/look?id=R1";
    check(&format!("{TOLD}{expected}"), &[told]);
    let unnamed = TOLD
        .replace("\"id\":\"R1\",", "")
        .replace("  reference: R1\n", "");
    let expected =
        "  expect: { confirmation: not_yet, resolution: query_with_their_reference look }\n";
    check(
        &format!("{unnamed}{ASKED}{expected}"),
        &["failure[no-request]: no request left the client"],
    );
}

#[test]
fn what_cannot_be_confirmed_is_a_fault_of_the_fixture() {
    let told = |fixture: &str, told: &[&str]| check(fixture, told);
    let call = format!("{PAY}{ASKED}{EXPECTED}");
    let bench = Bench::with(&call);
    holds(
        &bench.run(Errs::Never, Snapshots::Ignore).told,
        &["error[unused-key]: `confirm` means nothing in a call"],
    );
    told(
        &with(
            &fixture(),
            "confirmation: contradicted",
            "confirmation: doubted",
        ),
        &[
            "error[bad-word]: `doubted` is none of `confirmed`, `contradicted`, `not_yet`, `refused`",
        ],
    );
    told(
        &with(
            &fixture(),
            "confirmation: contradicted",
            "confirmation: confirmed",
        ),
        &["error[unused-key]: `confirm.expect.differs` means nothing of what is not contradicted"],
    );
    told(
        &with(&fixture(), "    settled: succeeded\n", ""),
        &["error[missing-key]: `confirm.expect.settled` is missing"],
    );
    told(
        &with(&fixture(), "settled: succeeded", "settled: still_open"),
        &["error[bad-word]: `still_open` is none of `succeeded`, `rejected`"],
    );
    told(
        &format!("{TOLD}{ASKED}  expect: {{ confirmation: not_yet, settled: succeeded }}\n"),
        &[
            "error[unused-key]: `confirm.expect.settled` means nothing of what is not decided",
            "error[missing-key]: `confirm.expect.resolution` is missing",
        ],
    );
    let resolve = "resolve: { expect: { settled: succeeded } }\n";
    told(
        &format!("{TOLD}{resolve}"),
        &["error[unused-key]: `resolve` means nothing in a delivery"],
    );
}
