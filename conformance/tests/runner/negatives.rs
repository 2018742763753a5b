//! Replies and deliveries that are wrong in one way, and clients that misread them.

use crate::bench::{Bench, PAY, TOLD};
use crate::holds;
use crate::stand_in::Errs;
use verbatim_conformance::run::Snapshots;

fn bench() -> Bench {
    let bench = Bench::with(PAY);
    bench.put("told-case.yaml", TOLD);
    bench
}

/// All that is told of these clients begins so, and holds these lines.
#[track_caller]
fn told(errs: Errs, wanted: &[&str]) {
    let res = bench().spoil(errs);
    // How many more there are changes with every further way of spoiling.
    let uncounted = |text: &String| {
        let to = text.find(" more like it")?;
        let from = text[..to].rfind(' ')?;
        Some(format!("{}{}", &text[..from], &text[to..]))
    };
    let uncounted = |text: &String| uncounted(text).unwrap_or_else(|| text.clone());
    let told: Vec<String> = res.told.iter().map(uncounted).collect();
    holds(&told, wanted);
    assert_eq!(res.order, ["acme/pay:negatives", "acme/told:negatives"]);
    let spoiled = res.ran.negatives;
    assert!(200 < spoiled, "{spoiled} replies and deliveries are made");
}

#[test]
fn clients_that_read_as_the_oracle_does_pass() {
    told(Errs::Never, &[]);
    assert!(bench().spoil(Errs::Never).ran.holds());
}

#[test]
fn a_message_that_is_none_is_told_with_what_is_wrong_in_the_reply() {
    let errs = Errs::Answering(|it| {
        it.message.get_or_insert_with(String::new);
    });
    let message = "failure[negative-disagrees]: $.text is null: client and oracle differ in: message, and more like it
        --> /acme/pay-case.yaml:17:1
        expected  oracle: none
        said in   document L20-L34
        = what was played is acme/pay-case with the body {\"code\":\"0\",\"text\":null,\"id\":\"R1\",\"payer\":\"<personal:payer>\"}";
    told(errs, &[message]);
}

#[test]
fn an_effect_that_is_misread_shows_where_nothing_is_known() {
    let certainty = "failure[negative-disagrees]: $.code is null: client and oracle differ in: certainty, and more like it
        expected  oracle: unknown
        actual    client: not_applied";
    let left = "failure[negative-disagrees]: $.code is null: client and oracle differ in: left to do, and more like it
        expected  oracle: only_by_callback told
        actual    client: nothing";
    told(Errs::MisreadingEffect, &[certainty, left]);
}

#[test]
fn a_delivery_that_is_misread_is_told() {
    let errs = Errs::Hearing(|it| {
        it.reference.get_or_insert_with(|| "R1".to_owned());
    });
    let reference = "failure[negative-disagrees]: $.id is null: client and oracle differ in: reference, and more like it
        --> /acme/told-case.yaml:6:1
        expected  oracle: none
        actual    client: R1
        said in   document L40-L45";
    told(errs, &[reference]);
}

#[test]
fn a_client_that_panics_is_told_once_and_its_words_are_masked() {
    let errs = Errs::Answering(|it| {
        assert!(it.message.is_some(), "the stand-in panics for 0722000001");
    });
    let panicked = "failure[panicked]: $.text is null: the client panics: the stand-in panics for <personal:phone>, and more like it
        --> /acme/pay-case.yaml:17:1";
    told(errs, &[panicked]);
}

#[test]
fn nothing_is_made_of_a_fixture_that_does_not_hold() {
    let res = bench().spoil(Errs::Panicking);
    assert_eq!(res.told, [""; 0]);
    let own = bench().run(Errs::Panicking, Snapshots::Ignore);
    let told = [
        "failure[no-request]: no request left the client",
        "failure[panicked]: the client panicked: the stand-in panics for <personal:phone>",
    ];
    holds(&own.told, &told);
}
