//! What leaves a client otherwise than a fixture says fails, at its place.

use crate::bench::{Bench, PAY, replaying_none};
use crate::stand_in::{Errs, body, header};
use crate::{fails, with};
use verbatim_conformance::run::Snapshots;

#[test]
fn another_method_fails_and_names_the_line_of_the_document() {
    let errs = Errs::Sending(|it| it.method = "PUT");
    let told = "failure[wrong-method]: the method is another one
        --> /acme/pay-case.yaml:8:3
        expected  `POST`
        actual    `PUT`
        said in   document L21";
    fails(PAY, errs, &[told]);
}

#[test]
fn another_path_fails_in_the_url_and_in_the_target() {
    let errs = Errs::Sending(|it| it.url.push('/'));
    let url = "failure[wrong-url]: the url is another one
        --> /acme/pay-case.yaml:9:3
        expected  `http://acme.invalid:3030/v1/pay`
        actual    `http://acme.invalid:3030/v1/pay/`
        said in   document L22";
    let target = "failure[wrong-target]: the url is another one
        expected  `/v1/pay`
        actual    `/v1/pay/`";
    fails(PAY, errs, &[url, target]);
}

#[test]
fn another_host_or_scheme_fails_although_everything_goes_to_loopback() {
    let errs = Errs::Sending(|it| it.url = it.url.replace("http://acme", "https://acme.live"));
    fails(PAY, errs, &["failure[wrong-url]: the url is another one"]);
}

#[test]
fn a_header_too_many_fails() {
    let errs = Errs::Sending(|it| header(it, "X-Trace", "1"));
    let told = "failure[extra-header]: the header `x-trace` is not expected
        --> /acme/pay-case.yaml:10:3
        expected  none
        actual    `1`
        said in   document L20-L34";
    fails(PAY, errs, &[told]);
}

#[test]
fn a_header_that_comes_twice_fails() {
    let errs = Errs::Sending(|it| header(it, "content-type", "application/json"));
    fails(
        PAY,
        errs,
        &["failure[extra-header]: the header `Content-Type` is not expected"],
    );
}

#[test]
fn what_a_transport_may_add_is_passed_over() {
    let errs = Errs::Sending(|it| header(it, "Accept", "text/html"));
    let res = Bench::with(PAY).run(errs, Snapshots::Ignore);
    assert!(res.ran.holds(), "{:#?}", res.told);
}

#[test]
fn what_a_transport_may_add_counts_once_a_fixture_names_it() {
    let fixture = with(
        PAY,
        "headers: { Content-Type: application/json, apiKey",
        "headers: { Accept: text/plain, Content-Type: application/json, apiKey",
    );
    let errs = Errs::Sending(|it| header(it, "Accept", "text/html"));
    fails(
        &fixture,
        errs,
        &["failure[wrong-header]: the header `Accept` has another value"],
    );
}

#[test]
fn a_missing_header_fails_without_showing_its_value() {
    let errs = Errs::Sending(|it| it.headers.retain(|it| it.0 != "apiKey"));
    let told = "failure[missing-header]: the header `apiKey` did not arrive
        --> /acme/pay-case.yaml:10:46
        expected  `<secret:api_key>`
        actual    none
        said in   document L4";
    fails(PAY, errs, &[told]);
}

#[test]
fn another_key_fails_without_showing_either() {
    let errs = Errs::Sending(|it| {
        it.headers.retain(|it| it.0 != "apiKey");
        header(it, "apiKey", "test-api-kez");
    });
    let told = "failure[wrong-header]: the header `apiKey` has another value
        expected  `<secret:api_key>`, 12 characters
        actual    `<secret:api_key>`, 12 characters, other ones from the 12. on";
    fails(PAY, errs, &[told]);
}

#[test]
fn swapped_members_of_the_body_fail() {
    let errs = Errs::Sending(|it| {
        body(
            it,
            "\"amount\":\"100.00\",\"channel\":\"MPESA\"",
            "\"channel\":\"MPESA\",\"amount\":\"100.00\"",
        );
    });
    let told = "failure[wrong-order]: the members of the body stand in another order
        --> /acme/pay-case.yaml:12:5
        expected  phone, amount, channel
        actual    phone, channel, amount
        said in   document L20-L34";
    fails(PAY, errs, &[told]);
}

#[test]
fn another_spelling_of_a_number_fails_at_its_line() {
    let errs = Errs::Sending(|it| body(it, "\"100.00\"", "\"100.0\""));
    let told = "failure[wrong-body]: `/amount` has another value or spelling
        --> /acme/pay-case.yaml:14:17
        expected  \"100.00\"
        actual    \"100.0\"
        said in   document L24, L28";
    fails(PAY, errs, &[told]);
    let errs = Errs::Sending(|it| body(it, "\"100.00\"", "100.00"));
    fails(PAY, errs, &["actual    100.00"]);
}

#[test]
fn another_escape_of_the_same_text_fails() {
    let errs = Errs::Sending(|it| body(it, "MPESA", "\\u004dPESA"));
    let told = "failure[wrong-body]: `/channel` has another value or spelling
        actual    \"\\u004dPESA\"
        said in   document L5, L25";
    fails(PAY, errs, &[told]);
}

#[test]
fn another_personal_value_fails_without_showing_either() {
    let errs = Errs::Sending(|it| body(it, "0722000001", "0722000002"));
    let told = "failure[wrong-body]: `/phone` has another value or spelling
        --> /acme/pay-case.yaml:13:16
        expected  \"<personal:phone>\", 12 characters
        actual    \"<personal:phone>\", 12 characters, other ones from the 11. on
        said in   document L23, L27";
    fails(PAY, errs, &[told]);
}

#[test]
fn a_member_too_many_and_a_missing_one_fail() {
    let errs = Errs::Sending(|it| body(it, "\"channel\":\"MPESA\"", "\"note\":\"\""));
    let missing = "failure[wrong-body]: `/channel` is missing
        --> /acme/pay-case.yaml:15:18
        expected  \"MPESA\"
        actual    none";
    let extra = "failure[wrong-body]: `/note` is not expected
        expected  none
        actual    \"\"";
    fails(PAY, errs, &[missing, extra]);
}

#[test]
fn a_duplicate_key_on_the_wire_fails() {
    let errs = Errs::Sending(|it| body(it, "{\"phone\"", "{\"channel\":\"MPESA\",\"phone\""));
    let told = "failure[wrong-body]: the body that arrived is no JSON at 1:59: the key `channel` stands twice
        --> /acme/pay-case.yaml:11:3";
    fails(PAY, errs, &[told]);
}

#[test]
fn white_space_on_the_wire_fails() {
    let errs = Errs::Sending(|it| body(it, ":", ": "));
    let told = "failure[wrong-body]: the body arrived with white space between its values";
    fails(PAY, errs, &[told]);
}

#[test]
fn a_second_request_fails() {
    let told = "failure[second-request]: 2 requests arrived for one call
        --> /acme/pay-case.yaml:7:1";
    fails(PAY, Errs::SendingTwice, &[told]);
}

#[test]
fn a_second_request_by_a_task_that_is_left_behind_fails_too() {
    let res = Bench::with(PAY).run(Errs::SendingLater, Snapshots::Ignore);
    assert!(
        res.told[0].starts_with("failure[second-request]: "),
        "{:#?}",
        res.told
    );
}

#[test]
fn a_request_that_never_leaves_fails() {
    let told = "failure[no-request]: no request left the client";
    let told_too = "failure[wrong-reply]: `/payer` has another value or spelling";
    fails(PAY, Errs::NotSending, &[told, told_too]);
}

#[test]
fn a_request_that_must_not_leave_fails() {
    let (head, _) = PAY.split_once("request:\n").unwrap();
    let head = replaying_none(head);
    let fixture = format!(
        "{head}request: none\nexpect: {{ kind: invalid_request, certainty: not_sent, path: /channel }}\n"
    );
    let res = Bench::with(&fixture).run(Errs::Never, Snapshots::Ignore);
    let unexpected = "failure[unexpected-request]: a request left the client for http://acme.invalid:3030/v1/pay";
    assert!(res.told[0].starts_with(unexpected), "{:#?}", res.told);
    let refused = with(&fixture, "channel: MPESA", "channel: mpesa");
    let res = Bench::with(&refused).run(Errs::Never, Snapshots::Ignore);
    assert!(res.ran.holds(), "{:#?}", res.told);
}

#[test]
fn an_input_that_cannot_be_expressed_is_refused_and_any_other_is_told() {
    let (head, _) = PAY.split_once("request:\n").unwrap();
    let head = replaying_none(head);
    let fixture = format!("{head}request: none\nexpect: {{ inexpressible: not an amount }}\n");
    let good = with(&fixture, "\"100.00\"", "\"1,00\"");
    let res = Bench::with(&good).run(Errs::Never, Snapshots::Ignore);
    assert!(res.ran.holds(), "{:#?}", res.told);
    let other = with(&good, "not an amount", "no phone");
    fails(
        &other,
        Errs::Never,
        &["failure[wrong-message]: the inexpressible is another one"],
    );
    let unexpected = "failure[unexpected-request]: a request left the client for http://acme.invalid:3030/v1/pay";
    let accepted = "--> /acme/pay-case.yaml:8:11";
    fails(&fixture, Errs::Never, &[unexpected, accepted]);
}

#[test]
fn an_input_that_the_type_refuses_fails() {
    let fixture = with(PAY, "\"100.00\", channel", "\"1,00\", channel");
    let res = Bench::with(&fixture).run(Errs::Never, Snapshots::Ignore);
    assert!(
        res.told[1].starts_with("failure[refused-input]: the input is no such request: `amount`: ")
            && res.told[1].contains("/acme/pay-case.yaml:6:"),
        "{:#?}",
        res.told
    );
}
