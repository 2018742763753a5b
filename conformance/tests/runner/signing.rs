//! What a fixture says was signed is held against its own request, before anything is played.

use crate::bench::{Bench, PAY, replaying_none};
use crate::with;
use verbatim_codegen::Source;
use verbatim_codegen::model::Provider;
use verbatim_conformance::mutants::tells_order;
use verbatim_conformance::opinion::{objection, of_oracle};
use verbatim_conformance::suite::Suite;

/// The provider of the runner's tests, with payments that are signed.
fn acme() -> Provider {
    let spec = with(
        include_str!("acme.yaml"),
        "credentials:\n",
        "credentials:\n  merchant: { about: Who pays., cite: 2 }\n  key: { about: Signs., secret: \"yes\", cite: 2 }\n",
    );
    let spec = with(
        &spec,
        "groups:",
        "signatures:\n  keyed: { algorithm: hmac-sha256, cite: 6, key: key, key_cite: 6, encoding: hex-lower, \
         encoding_cite: 6, joiner: \":\", joiner_cite: 6 }\ngroups:",
    );
    let spec = with(
        &spec,
        "cite: 25, values_cite: 5 }\n",
        "cite: 25, values_cite: 5 }\n      - { wire: sign, signature: \"yes\", cite: 25 }\n    \
         signature: { scheme: keyed, order: [amount, phone, channel, credential merchant, constant v1], \
         printed: amount:phone:channel:merchant:v1, cite: 29 }\n",
    );
    let source = Source::single("acme", "acme.yaml", &spec);
    verbatim_codegen::check(&source).unwrap_or_else(|it| panic!("{it}"))
}

fn signed() -> String {
    let fixture = with(
        PAY,
        "request:\n",
        "signature:\n  signed: \"100.00:0722000001:MPESA:m1:v1\"\n  key: \"{{test-key}}\"\n  result: ab\nrequest:\n",
    );
    with(
        &fixture,
        "\"channel\": \"MPESA\"\n",
        "\"channel\": \"MPESA\",\n      \"sign\": \"{{signature}}\"\n",
    )
}

fn each() -> String {
    let fixture = with(&signed(), "channel: MPESA", "channel: \"{{each}}\"");
    let fixture = with(
        &fixture,
        "\"channel\": \"MPESA\"",
        "\"channel\": \"{{each}}\"",
    );
    let fixture = with(&fixture, ":MPESA:", ":{{each}}:");
    let fixture = with(&fixture, "  result: ab\n", "");
    format!(
        "{fixture}each:\n  - {{ value: MPESA, signature: ab }}\n  - {{ value: AIRTEL, signature: cd }}\n"
    )
}

/// What is wrong with a fixture of the signed payment.
#[track_caller]
fn check(fixture: &str, wanted: &[&str]) {
    let bench = Bench::with(fixture);
    bench.put(
        "setup.yaml",
        "environment: sandbox\ncredentials: { api_key: a, merchant: m1, key: k }\n",
    );
    let suite = Suite::read(bench.folder(), vec![acme()]).unwrap();
    assert_eq!(suite.faults, []);
    let faults = suite.broken.iter().flat_map(|it| &it.faults);
    let told: Vec<_> = faults
        .map(|it| {
            format!(
                "{}:{} {}: {}",
                it.place.line,
                it.place.column,
                it.code.name(),
                it.message
            )
        })
        .collect();
    assert_eq!(told, wanted);
    assert_eq!(suite.fixtures.len(), usize::from(wanted.is_empty()));
}

#[test]
fn the_text_of_the_specs_order_over_the_request_is_accepted() {
    check(&signed(), &[]);
    check(&each(), &[]);
}

#[test]
fn another_signed_text_is_at_fault_and_no_value_of_it_is_told() {
    let wrong = |how: &str| {
        format!(
            "8:3 wrong-signed-text: `signature.signed` is not amount, phone, channel, merchant, v1 of the request, \
             the order that the spec reads in document L29: it {how}"
        )
    };
    let text = "100.00:0722000001:MPESA:m1:v1";
    for (other, how) in [
        ("0722000001:100.00:MPESA:m1:v1", "differs at `amount`"),
        ("100.0:0722000001:MPESA:m1:v1", "differs at `amount`"),
        ("100.000722000001MPESAm1v1", "differs at `phone`"),
        ("100.00:0722000001:AIRTEL:m1:v1", "differs at `channel`"),
        ("100.00:0722000001:MPESA:m2:v1", "differs at `merchant`"),
        ("100.00:0722000001:MPESA:m1", "differs at `v1`"),
        ("100.00:0722000001:MPESA:m1:v1:", "goes on after them"),
    ] {
        check(&with(&signed(), text, other), &[&wrong(how)]);
    }
    let constant = with(&each(), ":{{each}}:", ":MPESA:");
    check(&constant, &[&wrong("differs at `channel`")]);
}

#[test]
fn every_row_of_a_signed_operation_has_its_own_signature() {
    check(
        &with(&each(), "AIRTEL, signature: cd", "AIRTEL"),
        &["35:5 missing-key: `each.1.signature` is missing"],
    );
    let both = with(&each(), "  key:", "  result: ab\n  key:");
    let told =
        "9:3 unused-key: `signature.result` means nothing beside `each`: each row has its own";
    check(&both, &[told]);
    let none = with(&signed(), "  result: ab\n", "");
    check(&none, &["7:1 missing-key: `signature.result` is missing"]);
}

#[test]
fn a_request_that_is_refused_before_it_is_signed_needs_no_signature() {
    let (head, _) = PAY.split_once("request:\n").unwrap();
    let head = replaying_none(head);
    for kind in ["invalid_request", "configuration"] {
        let expect = format!("expect: {{ kind: {kind}, certainty: not_sent }}\n");
        check(&format!("{head}request: none\n{expect}"), &[]);
    }
    check(PAY, &["1:1 missing-key: `signature` is missing"]);
}

#[test]
fn a_signed_member_that_the_request_lacks_is_left_to_what_arrives() {
    // The spec calls it otherwise than the fixture: comparing bodies names the member, this could not.
    check(&with(&signed(), "\"phone\":", "\"telephone\":"), &[]);
}

/// Whether the signed payment of a merchant tells its order from every other one.
#[track_caller]
fn tells(merchant: &str, result: &str) -> Option<bool> {
    let fixture = with(&signed(), ":m1:", &format!(":{merchant}:"));
    let bench = Bench::with(&with(&fixture, "result: ab", &format!("result: {result}")));
    let credentials = format!("{{ api_key: a, merchant: {merchant}, key: k }}");
    bench.put(
        "setup.yaml",
        &format!("environment: sandbox\ncredentials: {credentials}\n"),
    );
    let provider = acme();
    let suite = Suite::read(bench.folder(), vec![provider.clone()]).unwrap();
    let [fixture] = suite.fixtures.as_slice() else {
        panic!("{:?}", suite.broken);
    };
    let setup = suite.setup("acme").unwrap();
    let opinion = of_oracle(&provider, setup, fixture);
    assert_eq!(objection(&provider, fixture, &opinion), None);
    tells_order(&provider, setup, fixture)
}

#[test]
fn a_fixture_whose_signed_values_are_equal_tells_no_order() {
    let other = "f266eedbe772d4aed6d8b751de500a89c48de906fa50f56b2257cfbdca81bdab";
    assert_eq!(tells("m1", other), Some(true));
    // The merchant is called as the constant behind it: they could change places.
    let equal = "be3b30f17dfc702e63a03a3ea6a275d86d8cc8401fc42ed52217a5ecb4485a17";
    assert_eq!(tells("v1", equal), Some(false));
}
