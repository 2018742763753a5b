//! A fixture that is played once per row of `each:`.

use crate::bench::{Bench, PAY, replaying_none};
use crate::stand_in::{Errs, body};
use crate::{fails, holds, is_at_fault, with};
use verbatim_conformance::run::Snapshots;

/// A payment by each wallet.
pub(crate) fn each() -> String {
    let fixture = with(PAY, "channel: MPESA", "channel: \"{{each}}\"");
    let fixture = with(
        &fixture,
        "\"channel\": \"MPESA\"",
        "\"channel\": \"{{each}}\"",
    );
    let fixture = replaying_none(&fixture);
    format!("{fixture}each:\n  - {{ value: MPESA }}\n  - {{ value: AIRTEL }}\n")
}

/// The same with an amount per wallet, and the wallet in all that is said of it.
fn priced() -> String {
    let fixture = each().replace("\"100.00\"", "\"{{each.amount}}\"");
    let fixture = with(&fixture, "\"id\": \"R1\"", "\"id\": \"R-{{each}}\"");
    let fixture = with(&fixture, "reference: R1", "reference: R-{{each}}");
    let fixture = with(&fixture, "value: MPESA", "value: MPESA, amount: \"10.00\"");
    with(
        &fixture,
        "value: AIRTEL",
        "value: AIRTEL, amount: \"20.50\"",
    )
}

#[test]
fn every_row_is_played_and_its_value_is_counted() {
    for fixture in [each(), priced()] {
        let res = Bench::with(&fixture).run(Errs::Never, Snapshots::Ignore);
        assert_eq!(res.told, Vec::<String>::new());
        assert_eq!((res.ran.total().cases, res.ran.exchanges), (1, 2));
        assert_eq!(res.ran.total().coverage.enum_values.count(), (2, 2));
    }
}

#[test]
fn the_transcript_has_the_first_row_in_full_and_a_line_for_every_row() {
    let bench = Bench::with(&priced());
    let recorded = "> POST http://acme.invalid:3030/v1/pay
> content-type: application/json
> apikey: <secret:api_key>
>
> {\"phone\":\"<personal:phone>\",\"amount\":\"10.00\",\"channel\":\"MPESA\"}
< 200
< content-type: application/json
<
< { \"code\": \"0\", \"text\": \"Done.\", \"id\": \"R-MPESA\", \"payer\": \"<personal:payer>\" }
= succeeded
= code: 0
= message: Done.
= reference: R-MPESA
= {\"code\":\"0\",\"text\":\"Done.\",\"id\":\"R-MPESA\",\"payer\":\"<personal:payer>\"}
MPESA = succeeded
AIRTEL = succeeded
";
    bench.put("pay-case.snap", recorded);
    let res = bench.run(Errs::Never, Snapshots::Compare);
    assert!(res.ran.holds(), "{:#?}", res.told);
}

#[test]
fn a_failure_of_one_row_names_it() {
    let errs = Errs::Sending(|it| {
        if it.body.ends_with(b"\"AIRTEL\"}") {
            body(it, "\"AIRTEL\"", "\"Airtel\"");
        }
    });
    let told =
        "failure[wrong-body]: `/channel` has another value or spelling, with the value AIRTEL
        --> /acme/pay-case.yaml:15:18
        expected  \"AIRTEL\"
        actual    \"Airtel\"
        said in   document L5, L25";
    fails(&each(), errs, &[told]);
}

#[test]
fn what_every_row_shows_is_told_once() {
    let errs = Errs::Sending(|it| it.method = "PUT");
    let told = "failure[wrong-method]: the method is another one, with the value MPESA";
    fails(&each(), errs, &[told]);
}

#[test]
fn a_private_value_of_a_row_is_shown_nowhere() {
    let fixture = with(PAY, "\"0722000001\", amount", "\"{{each}}\", amount");
    let fixture = with(
        &fixture,
        "\"phone\": \"0722000001\"",
        "\"phone\": \"{{each}}\"",
    );
    let fixture = replaying_none(&fixture);
    let fixture = format!("{fixture}each: [{{ value: \"0722000001\" }}]\n");
    let bench = Bench::with(&fixture);
    let errs = Errs::Sending(|it| it.method = "PUT");
    let told = "failure[wrong-method]: the method is another one, with the value <personal:phone>";
    holds(&bench.run(errs, Snapshots::Ignore).told, &[told]);
    let res = bench.run(Errs::Never, Snapshots::Ignore);
    assert!(res.ran.holds(), "{:#?}", res.told);
}

#[test]
fn values_that_are_refused_need_no_request() {
    let (head, _) = PAY.split_once("request:\n").unwrap();
    let head = replaying_none(head);
    let head = with(&head, "\"100.00\"", "\"{{each}}\"");
    let fixture = format!(
        "{head}request: none\nexpect: {{ inexpressible: not an amount }}\n\
         each: [{{ value: \"1,00\" }}, {{ value: 'a\"b' }}]\n"
    );
    let res = Bench::with(&fixture).run(Errs::Never, Snapshots::Ignore);
    assert!(res.ran.holds(), "{:#?}", res.told);
    let unused = with(&fixture, "\"{{each}}\"", "\"1,00\"");
    let told = "error[unknown-placeholder]: `{{each}}` is nowhere in the input";
    is_at_fault(&unused, &[told]);
}

#[test]
fn a_value_that_goes_nowhere_is_at_fault() {
    let fixture = with(
        &each(),
        "\"channel\": \"{{each}}\"",
        "\"channel\": \"MPESA\"",
    );
    let told = "error[unknown-placeholder]: `{{each}}` is nowhere in the request
        --> /acme/pay-case.yaml:30:7";
    is_at_fault(&fixture, &[told]);
    let fixture = with(&each(), "value: AIRTEL", "value: AIRTEL, amount: \"20\"");
    let told = "error[unknown-placeholder]: `{{each.amount}}` is nowhere in the request
        --> /acme/pay-case.yaml:31:22";
    is_at_fault(&fixture, &[told]);
}

#[test]
fn a_placeholder_that_a_row_does_not_fill_is_at_fault() {
    let fixture = with(&priced(), ", amount: \"20.50\"", "");
    let input = "error[unknown-placeholder]: `{{each.amount}}` stands for nothing here
        --> /acme/pay-case.yaml:6:1";
    let body = "error[unknown-placeholder]: `{{each.amount}}` stands for nothing here
        --> /acme/pay-case.yaml:11:3";
    is_at_fault(&fixture, &[input, body]);
    let without = with(PAY, "channel: MPESA", "channel: \"{{each}}\"");
    let told = "error[unknown-placeholder]: `{{each}}` stands for nothing here
        --> /acme/pay-case.yaml:6:1";
    is_at_fault(&without, &[told]);
}

#[test]
fn rows_that_are_none_or_the_same_or_without_a_value_are_at_fault() {
    let told = "error[bad-row]: row 2 has the value of row 1
        --> /acme/pay-case.yaml:31:7";
    is_at_fault(&with(&each(), "value: AIRTEL", "value: MPESA"), &[told]);
    let (head, _) = PAY.split_once("reply:\n").unwrap();
    assert!(!head.contains("each"));
    let none = replaying_none(PAY) + "each: []\n";
    is_at_fault(&none, &["error[missing-key]: `each` is missing"]);
    let unnamed = with(&priced(), "value: AIRTEL, ", "");
    let res = Bench::with(&unnamed).run(Errs::Never, Snapshots::Ignore);
    assert!(
        res.told[0].starts_with("error[missing-key]: `each.1.value` is missing"),
        "{:#?}",
        res.told
    );
}

#[test]
fn rows_stand_beside_neither_codes_nor_a_delivery_nor_a_signature_that_is_none() {
    let (head, _) = each()
        .split_once("expect:\n")
        .map(|it| (it.0.to_owned(), ()))
        .unwrap();
    let table = with(&head, "\"code\": \"0\"", "\"code\": \"{{code}}\"");
    let table = format!("{table}codes: {{ \"0\": succeeded }}\neach: [{{ value: MPESA }}]\n");
    let told = "error[unused-key]: `each` means nothing beside `codes`";
    is_at_fault(&table, &[told]);
    let bench = Bench::new();
    let delivery = format!("{}each: [{{ value: MPESA }}]\n", crate::bench::TOLD);
    bench.put("told-case.yaml", &delivery);
    let told = "error[unused-key]: `each` means nothing in a delivery";
    holds(&bench.run(Errs::Never, Snapshots::Ignore).told, &[told]);
    let signed = with(&each(), "value: AIRTEL", "value: AIRTEL, signature: ab");
    let told = "error[unused-key]: `each.1.signature` means nothing without `signature`
        --> /acme/pay-case.yaml:31:22";
    is_at_fault(&signed, &[told]);
}
