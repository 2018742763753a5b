//! What else a caller sees: pieces of texts, steps of a dialogue, keys of events, reasons.

use crate::bench::{Bench, PAY, TOLD, refused};
use crate::stand_in::Errs;
use crate::{fails, holds, is_at_fault, with};
use verbatim_conformance::run::Snapshots;

/// A payment whose fixture states the pieces of its reply.
fn taken_apart() -> String {
    let body = r#"{"code":"0","text":"Done.","id":"R1","payer":"Ada Lovelace"}"#;
    format!("{PAY}  pieces: '{body}'\n")
}

#[test]
fn other_pieces_than_the_fixture_says_fail_without_being_printed() {
    let errs = Errs::Answering(|it| {
        it.apart = Some(it.body.replace("Ada Lovelace", "Ada Byron"));
    });
    let told = "failure[wrong-pieces]: what is taken apart is other pieces at `/payer`
        said in   document L31-L34";
    fails(&taken_apart(), errs, &[told]);
}

#[test]
fn another_key_of_an_event_another_session_and_other_inputs_fail() {
    let fixture = with(
        TOLD,
        "shape: notice",
        "shape: notice\n  inputs: [\"1\"]\n  session: s\n  event: '[\"acme\"]'",
    );
    let errs = Errs::Hearing(|it| {
        it.inputs = Some(vec!["1".to_owned(), "0722000001".to_owned()]);
    });
    let told = [
        "failure[wrong-step]: 1 inputs are expected, 2 are read, or others",
        "failure[wrong-step]: another session is read",
        "failure[wrong-event]: another key names the event",
    ];
    let bench = Bench::new();
    bench.put("told-case.yaml", &fixture);
    holds(&bench.run(errs, Snapshots::Ignore).told, &told);
}

#[test]
fn another_meaning_reason_or_stage_of_an_error_fails() {
    let fixture = with(
        &refused(),
        "message: No.",
        "message: No., meaning: Lost., reason: duplicate, at: setup",
    );
    let meaning = "failure[wrong-meaning]: the meaning is another one
        expected  `Lost.`
        actual    `Refused.`
        said in   document L54";
    let reason = "failure[wrong-meaning]: the reason is another one
        expected  `duplicate`
        actual    none";
    let stage = "failure[wrong-stage]: the at is another one
        expected  `setup`
        actual    `call`";
    fails(&fixture, Errs::Never, &[meaning, reason, stage]);
}

#[test]
fn what_is_seen_of_an_answer_is_not_said_of_an_error() {
    let fixture = with(&refused(), "message: No.", "message: No., pieces: '{}'");
    let told = "error[unused-key]: `expect.pieces` means nothing beside an error";
    is_at_fault(&fixture, &[told]);
    let fixture = format!("{PAY}  meaning: Done.\n  session: s\n");
    let meaning = "error[unused-key]: `expect.meaning` means nothing beside an answer";
    let session = "error[unused-key]: `expect.session` means nothing in a call";
    is_at_fault(&fixture, &[session, meaning]);
}

#[test]
fn a_fixture_that_calls_its_order_indistinct_signs_something() {
    let fixture = with(
        PAY,
        "request:\n",
        "indistinct: two values are equal\nrequest:\n",
    );
    let told = "failure[distinct-order]: nothing that is signed is sent or believed
        --> /acme/pay-case.yaml:7:1";
    fails(&fixture, Errs::Never, &[told]);
}
