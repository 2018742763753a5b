//! What a client makes of a reply or a callback otherwise than a fixture says fails, at its place.

use crate::bench::{Bench, PAY, TOLD, refused, table};
use crate::stand_in::Errs;
use crate::{fails, holds, with};
use verbatim_conformance::run::Snapshots;
use verbatim_runtime::{Outcome, Resolution};

#[test]
fn another_outcome_of_a_reply_fails() {
    let errs = Errs::Answering(|it| it.outcome = Outcome::Pending);
    let told = "failure[wrong-outcome]: the outcome is another one
        --> /acme/pay-case.yaml:23:3
        expected  `succeeded`
        actual    `pending`
        said in   document L51";
    fails(PAY, errs, &[told]);
}

#[test]
fn an_error_where_an_answer_is_due_fails() {
    let told = "failure[wrong-outcome]: the call ended otherwise
        expected  an answer, succeeded";
    fails(PAY, Errs::MisreadingPointers, &[told]);
}

#[test]
fn an_answer_where_an_error_is_due_fails() {
    let fixture = with(&refused(), "status: 400", "status: 200");
    let fixture = with(&fixture, "\"code\":\"9\"", "\"code\":\"0\"");
    let told = "failure[wrong-outcome]: the call ended otherwise
        expected  an error, rejected, not_applied
        actual    an answer, succeeded";
    fails(&fixture, Errs::Never, &[told]);
}

#[test]
fn another_kind_and_certainty_of_an_error_fail() {
    let kind = "failure[wrong-kind]: the kind is another one
        expected  `rejected`
        actual    `unclear`";
    let certainty = "failure[wrong-certainty]: the certainty is another one
        --> /acme/pay-case.yaml:18:46
        expected  `not_applied`
        actual    `unknown`
        said in   document L54";
    let outcome = "failure[wrong-outcome]: the outcome is another one";
    fails(
        &refused(),
        Errs::MisreadingCodes,
        &[outcome, kind, certainty],
    );
}

#[test]
fn a_payment_taken_for_a_question_fails_in_its_certainty_alone() {
    let fixture = with(&refused(), "\"code\":\"9\"", "\"code\":\"5\"");
    let fixture = with(
        &fixture,
        "outcome: rejected, kind: rejected, certainty: not_applied, code: \"9\"",
        "outcome: unknown, kind: unclear, certainty: unknown, code: \"5\"",
    );
    let told = "failure[wrong-certainty]: the certainty is another one
        expected  `unknown`
        actual    `not_applied`
        said in   document L53";
    fails(&fixture, Errs::MisreadingEffect, &[told]);
}

#[test]
fn another_code_message_or_reference_fails() {
    let errs = Errs::Answering(|it| {
        it.code = None;
        it.message = Some("Done".to_owned());
        it.reference = Some("R2".to_owned());
    });
    let code = "failure[wrong-code]: the code is another one
        --> /acme/pay-case.yaml:24:3
        expected  `0`
        actual    none
        said in   document L51";
    let message = "failure[wrong-message]: the message is another one
        said in   document L31-L34";
    let reference = "failure[wrong-reference]: the reference is another one
        actual    `R2`";
    fails(PAY, errs, &[code, message, reference]);
}

#[test]
fn a_code_that_no_fixture_expects_fails_too() {
    let fixture = with(PAY, "  code: \"0\"\n", "");
    let told = "failure[wrong-code]: the code is another one
        --> /acme/pay-case.yaml:22:1
        expected  none
        actual    `0`";
    fails(&fixture, Errs::Never, &[told]);
}

#[test]
fn another_http_status_fails() {
    let errs = Errs::Answering(|it| it.status = 201);
    let told = "failure[wrong-status]: the HTTP status is another one
        expected  200
        actual    201";
    fails(PAY, errs, &[told]);
}

#[test]
fn another_typed_reply_fails_at_the_line_of_its_member() {
    let errs = Errs::Answering(|it| it.body = it.body.replace("\"R1\"", "1"));
    let told = "failure[wrong-reply]: `/id` has another value or spelling
        --> /acme/pay-case.yaml:28:43
        expected  \"R1\"
        actual    1
        said in   document L33";
    fails(PAY, errs, &[told]);
    let errs = Errs::Answering(|it| it.body = it.body.replace("Ada", "Eda"));
    let told = "failure[wrong-reply]: `/payer` has another value or spelling
        expected  \"<personal:payer>\", 14 characters
        actual    \"<personal:payer>\", 14 characters, other ones from the 2. on";
    fails(PAY, errs, &[told]);
}

#[test]
fn a_table_fails_at_each_code_that_is_misread() {
    let pending = "failure[wrong-outcome]: the outcome is another one, with the code `1`
        --> /acme/pay-case.yaml:20:3
        expected  `pending`
        actual    `succeeded`
        said in   document L52";
    let unknown = "failure[wrong-outcome]: the outcome is another one, with the code `5`
        expected  `unknown`
        actual    `rejected`";
    let kind = "failure[wrong-kind]: the kind is another one, with the code `5`";
    let certainty = "failure[wrong-certainty]: the certainty is another one, with the code `5`";
    let rejected = "failure[wrong-outcome]: the outcome is another one, with the code `9`";
    let kind_too = "failure[wrong-kind]: the kind is another one, with the code `9`";
    let certainty_too = "failure[wrong-certainty]: the certainty is another one, with the code `9`
        expected  `not_applied`
        actual    `unknown`";
    let told = [
        pending,
        unknown,
        kind,
        certainty,
        rejected,
        kind_too,
        certainty_too,
    ];
    fails(&table(), Errs::MisreadingCodes, &told);
}

#[test]
fn what_every_code_of_a_table_shows_is_told_once() {
    let errs = Errs::Sending(|it| it.method = "PUT");
    fails(
        &table(),
        errs,
        &["failure[wrong-method]: the method is another one, with the code `0`"],
    );
}

#[test]
fn a_panic_fails_without_showing_what_it_says_in_private() {
    let none = "failure[no-request]: no request left the client";
    let panicked = "--> /acme/pay-case.yaml:22:1";
    fails(PAY, Errs::Panicking, &[none, panicked]);
}

#[test]
fn a_callback_that_is_misheard_fails() {
    let errs = Errs::Hearing(|it| {
        it.shape = "other".to_owned();
        it.outcome = None;
        it.body = it.body.replace("R1", "R2");
    });
    let bench = Bench::new();
    bench.put("told-case.yaml", TOLD);
    assert!(bench.run(Errs::Never, Snapshots::Ignore).ran.holds());
    let res = bench.run(errs, Snapshots::Ignore);
    let shape = "failure[wrong-shape]: the shape is another one
        said in   document L40-L45";
    let outcome = "failure[wrong-outcome]: the outcome is another one
        expected  `succeeded`
        actual    none";
    let body = "failure[wrong-reply]: `/id` has another value or spelling
        said in   document L42";
    holds(&res.told, &[shape, outcome, body]);
}

#[test]
fn another_answer_to_a_callback_fails() {
    let bench = Bench::new();
    bench.put("told-case.yaml", &with(TOLD, "body: OK }", "body: ok }"));
    let res = bench.run(Errs::Never, Snapshots::Ignore);
    let told = "failure[wrong-answer]: the answer.body is another one
        --> /acme/told-case.yaml:16:52
        expected  `ok`
        actual    `OK`
        said in   document L45";
    holds(&res.told, &[told]);
}

#[test]
fn a_reply_that_breaks_off_is_unknown_and_a_stalled_one_too() {
    for (fault, kind) in [
        ("closed", "transport"),
        ("cut", "transport"),
        ("stalled", "timeout"),
        ("endless", "too_large"),
    ] {
        let fixture = with(
            &refused(),
            "reply: { status: 400,",
            &format!("reply: {{ fault: {fault}, status: 200,"),
        );
        let expect = format!("kind: {kind}, certainty: unknown");
        let (head, _) = fixture.split_once("expect:").unwrap();
        let fixture = format!("{head}expect: {{ {expect} }}\n");
        let res = Bench::with(&fixture).run(Errs::Never, Snapshots::Ignore);
        assert!(res.ran.holds(), "{fault}: {:#?}", res.told);
    }
}

#[test]
fn what_no_fixture_says_is_held_by_the_oracle() {
    let errs = Errs::Answering(|it| it.resolution = Resolution::OnlyByHand);
    let told = "failure[oracle-disagrees]: client and oracle differ in: left to do
        --> /acme/pay-case.yaml:22:1
        expected  oracle: nothing
        actual    client: only_by_hand";
    fails(PAY, errs, &[told]);
}

#[test]
fn the_oracle_says_whether_the_fixture_or_the_client_is_at_fault() {
    let fixture = with(
        PAY,
        "\"phone\": \"0722000001\"",
        "\"phone\": \"0722000002\"",
    );
    let told = "failure[wrong-body]: `/phone` has another value or spelling
        = the oracle reads the spec as the client does: look at the fixture and the spec";
    fails(&fixture, Errs::Never, &[told]);
    let told = "failure[wrong-outcome]: the outcome is another one
        = the oracle reads the spec as the fixture does: look at the generator and the runtime";
    let errs = Errs::Answering(|it| it.outcome = Outcome::Pending);
    fails(PAY, errs, &[told]);
}
