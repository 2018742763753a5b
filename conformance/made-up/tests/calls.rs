//! What clients that a build script made put on the wire, and what they keep off it.

#[path = "calls/canned.rs"]
mod canned;

use canned::Canned;
use verbatim_made_up::{MadeUp, acme, hostile, listener, quiet};
use verbatim_runtime::rt::dispatch::{self, Clients as _};
use verbatim_runtime::{Amount, Certainty, Kind, Outcome, Resolution, TextMap};

const DONE: &str = r#"{"status_code":"000","message":"ok","payout_ref":"R-1"}"#;

fn amount(text: &str) -> Amount {
    text.parse().expect("it is an amount")
}

fn acme_client(transport: &Canned) -> acme::Client {
    let credentials = acme::Credentials {
        api_key: "test-api-key".into(),
        merchant_id: "7001".to_owned(),
        signing_key: "test-signing-key".into(),
        till_token: Some("test-till".into()),
    };
    acme::Client::builder(credentials, acme::Environment::Sandbox)
        .transport(transport.clone())
        .refund_path("/v9/refund")
        .build()
        .expect("everything is set")
}

fn payout() -> acme::operations::Payout {
    acme::operations::Payout {
        name: "Ada \"Countess\" \\ Lovelace".into(),
        phone: "+254700000001".into(),
        channel: acme::types::Wallet::TKash,
        bank: Some(acme::types::BankCode::BankOfNowhere),
        account: Some("0012".to_owned()),
        amount: amount("1500.50"),
        till_pin: "0042".into(),
        count: 3,
        urgent: Some(true),
        due: Some("2026-01-31".to_owned()),
        callback: "https://merchant.example/notice".to_owned(),
        tags: Some(TextMap::from_iter([("z", "1"), ("a", "é")])),
    }
}

/// The signature is OpenSSL's:
/// `printf '%s' '7001|1500.50|+254700000001|TKASH 2|v2|7001' |
/// openssl dgst -sha256 -hmac test-signing-key`.
#[tokio::test]
async fn a_payout_is_sent_and_signed_as_its_spec_says() {
    let transport = Canned::new(DONE);
    let reply = acme_client(&transport).payout(&payout()).await;
    let reply = reply.expect("it succeeded");
    assert_eq!(reply.outcome(), Outcome::Succeeded);
    assert_eq!(reply.reference(), Some("R-1"));

    let sent = transport.sent();
    let [(line, headers, body)] = sent.as_slice() else {
        panic!("sent {} times", sent.len());
    };
    assert_eq!(line, "POST http://sandbox.acme.example:8080/v2/payout");
    let expected = [
        "Content-Type: application/json",
        "X-Api-Key: test-api-key",
        "X-Till: test-till",
    ];
    assert_eq!(*headers, expected);
    let expected = concat!(
        r#"{"merchantId":"7001","version":"2","to":{"name":"Ada \"Countess\" \\ Lovelace","#,
        r#""phone":"+254700000001","channel":"TKASH 2","bank":"011","account":"0012"},"#,
        r#""amount":"1500.50","pin":"0042","count":3,"urgent":true,"due":"2026-01-31","#,
        r#""callback":"https://merchant.example/notice","tags":{"z":"1","a":"é"},"#,
        r#""signature":"7626256637a9bdd1f3cfa8c6567449a8ddaadf5f1515925d1a04249a44fa2411"}"#,
    );
    assert_eq!(body, expected);
}

/// `printf '%s' 'R-1' | openssl dgst -sha256 -hmac test-api-key -binary | base64`.
#[tokio::test]
async fn a_path_that_the_caller_sets_and_another_encoding_are_used() {
    let transport = Canned::new(r#"{"code":"000","anything":[1,2.50]}"#);
    let request = acme::operations::Refund {
        payout_ref: "R-1".to_owned(),
    };
    let refunded = acme_client(&transport).refund(&request).await;
    // A map of texts cannot hold a list: the code still says that it was carried out.
    let error = refunded.expect_err("the body is no map of texts");
    assert_eq!(
        (error.kind(), error.certainty()),
        (Kind::Unreadable, Certainty::Applied)
    );
    let (line, _, body) = &transport.sent()[0];
    assert_eq!(line, "POST https://desk.sandbox.acme.example/v9/refund");
    let seal = "RJ5AoJIJjafjhy/i6Xd5QN/HhaGuP0+N6PrbpnNYINI=";
    assert_eq!(*body, format!(r#"{{"payoutRef":"R-1","seal":"{seal}"}}"#));
}

#[tokio::test]
async fn an_unlisted_value_of_an_open_enum_is_sent() {
    let transport = Canned::new(DONE);
    let request = acme::operations::Payout {
        bank: Some("999".into()),
        ..payout()
    };
    assert!(acme_client(&transport).payout(&request).await.is_ok());
    assert!(transport.sent()[0].2.contains(r#""bank":"999""#));
}

/// What is refused never leaves, and the place at fault is named.
#[tokio::test]
async fn what_breaks_a_rule_is_refused_before_it_is_sent() {
    type Change = fn(&mut acme::operations::Payout);
    let cases: [(&str, Change); 6] = [
        ("/to/channel", |it| it.channel = "CASH".into()),
        ("/to/account", |it| it.account = None),
        ("/to/phone", |it| it.phone = "0700000001".into()),
        ("/pin", |it| it.till_pin = "123".into()),
        ("/pin", |it| it.till_pin = "1234567".into()),
        ("/tags", |it| {
            it.tags = Some(TextMap::from_iter([("a", "1"), ("a", "2")]))
        }),
    ];
    for (place, change) in cases {
        let transport = Canned::new(DONE);
        let mut request = payout();
        change(&mut request);
        let error = acme_client(&transport).payout(&request).await;
        let error = error.expect_err("it breaks a rule");
        assert_eq!(error.path(), Some(place));
        assert_eq!(
            (error.kind(), error.certainty()),
            (Kind::InvalidRequest, Certainty::NotSent)
        );
        assert!(transport.sent().is_empty(), "{place}");
    }
}

#[tokio::test]
async fn a_condition_that_is_not_met_asks_for_nothing() {
    let transport = Canned::new(DONE);
    let request = acme::operations::Payout {
        channel: acme::types::Wallet::Mpesa,
        account: None,
        ..payout()
    };
    assert!(acme_client(&transport).payout(&request).await.is_ok());
    assert!(!transport.sent()[0].2.contains("account"));
}

#[tokio::test]
async fn a_code_means_what_its_scope_says() {
    let transport = Canned::new(r#"{"status_code":"500"}"#);
    let client = acme_client(&transport);
    let error = client.payout(&payout()).await.expect_err("nobody can tell");
    assert_eq!(
        (error.kind(), error.certainty()),
        (Kind::Unclear, Certainty::Unknown)
    );
    assert_eq!(error.resolution(), Resolution::OnlyByCallback("notice"));
    let request = acme::operations::Balance {
        ref_: "R-1".to_owned(),
    };
    let error = client.balance(&request).await.expect_err("there is none");
    assert_eq!(
        (error.kind(), error.certainty()),
        (Kind::Rejected, Certainty::NotApplied)
    );
}

#[tokio::test]
async fn a_pending_payout_says_how_to_ask() {
    let transport = Canned::new(r#"{"status_code":"099","payout_ref":"R-2"}"#);
    let reply = acme_client(&transport).payout(&payout()).await;
    let reply = reply.expect("it was accepted");
    assert!(reply.is_pending());
    assert_eq!(
        reply.resolution(),
        Resolution::QueryWithTheirReference("balance")
    );
}

/// Names that are words of Rust, wire names that would break a string: the signature is Python's,
/// `hmac.new(b'test-key', message.encode(), 'sha256').hexdigest().upper()` over the `message`
/// `'"\\\'*/ 😀'.join(['a "b"', '1.50', '" */ \\ ${x}', '"*/ \\', '7001'])`.
#[tokio::test]
async fn hostile_names_go_over_the_wire_as_they_are() {
    let transport = Canned::new(r#"{"\"":"| a \\| b \\\\| c","    indented":"R-3"}"#);
    let credentials = hostile::Credentials {
        self_: "test-key".into(),
        fn_: "7001".to_owned(),
        async_: None,
    };
    let client = hostile::Client::builder(credentials, hostile::Environment::Self_)
        .transport(transport.clone())
        .build()
        .expect("everything is set");
    let request = hostile::operations::Async {
        self_: "a \"b\"".to_owned(),
        type_: hostile::types::Enum::Super,
        gen_: Some("7".to_owned()),
        crate_: Some("\"*/\\ 07".into()),
        await_: amount("1.50"),
        yield_: Some(-1),
        match_: Some(false),
        break_: Some("'".to_owned()),
        r_type: None,
        loop_: Some(TextMap::from_iter([("<b>", "*/")])),
    };
    let reply = client.async_(&request).await.expect("it succeeded");
    assert_eq!(
        (reply.outcome(), reply.reference()),
        (Outcome::Succeeded, Some("R-3"))
    );

    let (line, headers, body) = &transport.sent()[0];
    assert_eq!(line, "PATCH https://example.com/-._~!$&'()*+,;=:@//*/");
    let expected = [
        "!#$%&'*+-.^_`|~: \"*/ \\ ' ${x} {{y}} //%",
        "X-Self: test-key",
        "X-`|: */",
    ];
    assert_eq!(*headers, expected);
    let expected = concat!(
        r##"{"\"":"\" */ \\ ${x}","a/b~c":{"*/":"a \"b\"","\\":"\"#"},"    indented":"7","##,
        r##""{{ x }}":"\"*/\\ 07","//%":"1.50","😀":-1,"":false,"'":"'","<script>":{"<b>":"*/"},"##,
        r##""seal\"":"986BAB7DDF83C2F164474F08808AB5FE940446EB47ED68914309DC45BDF0B499"}"##,
    );
    assert_eq!(*body, expected);
}

#[tokio::test]
async fn a_provider_without_credentials_and_codes_is_called() {
    let transport = Canned::new(r#"{"time":"12:00"}"#);
    let client = quiet::Client::builder(quiet::Credentials {}, quiet::Environment::Live)
        .transport(transport.clone())
        .build()
        .expect("nothing is needed");
    let reply = client.time(&quiet::operations::Time::default()).await;
    assert_eq!(
        reply.expect("it answers").value().get("time"),
        Some("12:00")
    );
    let (line, headers, body) = &transport.sent()[0];
    assert_eq!(line, "GET https://clock.example/");
    assert!(headers.is_empty() && body.is_empty());
}

#[tokio::test]
async fn calls_by_name_know_every_operation_and_no_other() {
    let setup = |environment: &str| dispatch::Setup {
        pages: None,
        environment: environment.to_owned(),
        servers: Vec::new(),
        credentials: Vec::new(),
        way: None,
        settings: Vec::new(),
        limits: verbatim_runtime::Limits::default(),
        transport: std::sync::Arc::new(Canned::new("{}")),
        clock: None,
        nonces: None,
    };
    assert!(
        quiet::dispatch::call(setup("live"), "time", "{}")
            .await
            .is_ok()
    );
    for name in ["bell", ""] {
        let quiet = quiet::dispatch::call(setup("live"), name, "{}").await;
        let listener = listener::dispatch::call(setup("live"), name, "{}").await;
        for res in [quiet, listener] {
            assert!(
                matches!(res, Err(dispatch::Failed::UnknownName(_))),
                "{name}"
            );
        }
    }
    let delivered = dispatch::Delivered {
        body: b"{}".to_vec(),
        ..dispatch::Delivered::default()
    };
    let (clients, nothing) = (&MadeUp, dispatch::Said::Nothing);
    for (provider, is_there) in [("quiet", false), ("listener", true), ("nobody", false)] {
        let heard = clients.hear(provider, "bell", &delivered);
        let answer = clients.answer(provider, "bell", &nothing);
        assert_eq!(
            (heard.is_ok(), answer.is_ok()),
            (is_there, is_there),
            "{provider}"
        );
    }
}

/// A request is a value: stored as text, by the names of the spec, it is the same request, and a
/// stranger is refused.
#[tokio::test]
async fn a_request_that_was_stored_makes_the_same_call() {
    let transport = Canned::new(DONE);
    let input = r#"{"ref":"R-1"}"#;
    let unknown = r#"{"ref":"R-1","other":1}"#;
    let in_rust = r#"{"ref_":"R-1"}"#;
    let setup = |transport: &Canned| dispatch::Setup {
        pages: None,
        environment: "sandbox".to_owned(),
        servers: Vec::new(),
        credentials: ["api_key", "merchant_id", "signing_key"]
            .map(|it| (it.to_owned(), "x".to_owned()))
            .to_vec(),
        way: None,
        settings: Vec::new(),
        limits: verbatim_runtime::Limits::default(),
        transport: std::sync::Arc::new(transport.clone()),
        clock: None,
        nonces: None,
    };
    for (input, taken) in [(input, true), (unknown, false), (in_rust, false)] {
        let res = acme::dispatch::call(setup(&transport), "balance", input).await;
        assert_eq!(res.is_ok(), taken, "{input}");
    }
    assert_eq!(transport.sent()[0].2, r#"{"ref":"R-1"}"#);
}
