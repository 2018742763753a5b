//! What is sent, and what each reply means: over a transport that answers from memory.
//!
//! Long, because each way of reading a verdict has its own few lines over the same two calls.

use std::{collections::HashSet, error::Error as _};

use verbatim_runtime::{Certainty, Error, Kind, Outcome, Resolution, dispatch, rt};

#[path = "made_up/client.rs"]
mod made_up;

#[path = "made_up/canned.rs"]
mod canned;

use canned::{Canned, Sms};
use made_up::{API_KEY, Accepted, Channel, PROVIDER, Pay, SECURITY_KEY, ask, pay};

type Called = Result<verbatim_runtime::Reply<Accepted>, Error>;

async fn pays(status: u16, body: &str) -> Called {
    Canned::new(status, body.as_bytes())
        .core()
        .call(&pay())
        .await
}

async fn asks(status: u16, body: &str) -> Called {
    Canned::new(status, body.as_bytes())
        .core()
        .call(&ask())
        .await
}

#[track_caller]
fn check(called: Called, kind: Kind, certainty: Certainty) -> Error {
    let error = called.expect_err("no good reply");
    assert_eq!(
        (error.kind(), error.certainty()),
        (kind, certainty),
        "{error}"
    );
    error
}

#[tokio::test]
async fn a_request_is_signed_and_written_as_documented() {
    let canned = Canned::new(200, br#"{"status_code":"0000"}"#);
    let reply = canned.core().call(&pay()).await.expect("a good reply");
    assert!(reply.is_succeeded());
    let requests = canned.requests.lock().expect("no panic");
    let [request] = &**requests else {
        panic!("it is sent once")
    };
    assert_eq!(request.method, "POST");
    assert_eq!(request.url, "http://sandbox.example.invalid:3030/v3/pay");
    let headers = request.headers.iter().map(|it| (&*it.0, it.1.expose()));
    let headers: Vec<_> = headers.collect();
    assert_eq!(
        headers,
        [("Content-Type", "application/json"), ("apiKey", API_KEY)]
    );
    // printf '%s' '1500+254700000001AdaMPESAmerchant-7' |
    //     openssl dgst -sha256 -hmac test-security-key
    let body = concat!(
        r#"{"MerchantID":"merchant-7","source":{"name":"Ada"},"#,
        r#""destination":{"phone":"+254700000001","amount":"1500","channel":"MPESA"},"#,
        r#""signature":"2975873d379dfbdef604072348fdb878dd6b6753cb15dcc12a8065590881cc48"}"#,
    );
    assert_eq!(String::from_utf8_lossy(&request.body), body);
    let shown = format!("{request:?} {:?} {:?} {reply:?}", canned.core(), pay());
    for canary in [API_KEY, SECURITY_KEY, "254700000001", "Ada"] {
        assert!(!shown.contains(canary), "{canary} in {shown}");
    }
}

#[tokio::test]
async fn a_pending_reply_without_a_reference_cannot_be_asked_for() {
    let reply = pays(200, r#"{"status_code":"200"}"#)
        .await
        .expect("a good reply");
    assert!(reply.is_pending());
    assert_eq!(reply.resolution(), Resolution::OnlyByCallback("ipn"));
}

#[tokio::test]
async fn a_pending_reply_says_how_to_ask() {
    let body = r#"{"status_code":200,"message":"Accepted","reference":"R1","Amount":1500.0,"x":1}"#;
    let reply = pays(202, body).await.expect("a good reply");
    assert!(reply.is_pending());
    assert_eq!(reply.status(), 202);
    assert_eq!(reply.code(), Some("200"));
    assert_eq!(reply.message(), Some("Accepted"));
    assert_eq!(reply.reference(), Some("R1"));
    let query = Resolution::QueryWithTheirReference("ask");
    assert_eq!(reply.resolution(), query);
    assert_eq!(reply.raw(), body.as_bytes());
    let value = reply.into_value();
    assert_eq!(
        value.amount.map(|it| it.to_string()).as_deref(),
        Some("1500.0")
    );
    assert_eq!(value.others.get("x"), Some("1"));
}

#[tokio::test]
async fn a_rejection_counts_at_any_status() {
    for status in [200, 400, 503] {
        let body = r#"{"error":{"code":"1107"},"message":"Low float"}"#;
        let error = check(
            pays(status, body).await,
            Kind::Rejected,
            Certainty::NotApplied,
        );
        assert_eq!(error.outcome(), Some(Outcome::Rejected));
        assert_eq!(error.status(), Some(status));
        assert_eq!(error.code(), Some("1107"));
        assert_eq!(error.message(), Some("Low float"));
        assert_eq!(error.resolution(), Resolution::Nothing);
    }
}

#[tokio::test]
async fn what_is_not_said_clearly_stays_open() {
    let callback = Resolution::OnlyByCallback("ipn");
    for (status, body) in [
        (500, r#"{"status_code":"0000"}"#),
        (302, r#"{"status_code":"200"}"#),
        (200, r#"{"status_code":"1500"}"#),
        (200, r#"{"status_code":"7777"}"#),
        (200, r#"{"status_code":""}"#),
        (200, r#"{"status_code":"0000","status_code":"1107"}"#),
        (200, r#"{"message":"fine"}"#),
    ] {
        let error = check(pays(status, body).await, Kind::Unclear, Certainty::Unknown);
        assert_eq!(error.outcome(), Some(Outcome::Unknown), "{body}");
        assert_eq!(error.resolution(), callback, "{body}");
    }
}

#[tokio::test]
async fn a_code_counts_in_its_scope_only() {
    let body = r#"{"status_code":"200"}"#;
    let error = check(asks(200, body).await, Kind::Unclear, Certainty::NotApplied);
    assert_eq!(error.resolution(), Resolution::Nothing);
}

#[tokio::test]
async fn a_read_without_a_code_is_good_when_it_can_be_read() {
    assert!(asks(200, "{}").await.expect("a good reply").is_succeeded());
    check(
        asks(200, "[]").await,
        Kind::Unreadable,
        Certainty::NotApplied,
    );
    check(asks(404, "{}").await, Kind::Status, Certainty::NotApplied);
}

#[tokio::test]
async fn a_status_without_a_code_says_nothing_of_the_money() {
    for body in ["", "{}", "<html>", r#"{"status_code":null}"#] {
        let error = check(pays(503, body).await, Kind::Status, Certainty::Unknown);
        assert_eq!(error.raw(), Some(body.as_bytes()));
        assert!(!error.may_send_again());
    }
    let error = check(asks(503, "").await, Kind::Status, Certainty::NotApplied);
    assert!(error.may_send_again());
}

#[tokio::test]
async fn a_secret_that_comes_back_is_masked_and_the_reply_is_still_read() {
    // The security key of the set-up, said back in a member that nobody masked.
    let body = format!(r#"{{"status_code":"0000","note":"{SECURITY_KEY}"}}"#);
    let reply = pays(200, &body).await.expect("the reply can be read");
    assert_eq!(reply.value().others.get("note"), Some("\"***\""));
    assert!(!String::from_utf8_lossy(reply.raw()).contains(SECURITY_KEY));
}

#[tokio::test]
async fn a_secret_that_is_a_bare_number_does_not_make_a_reply_unreadable() {
    let body = r#"{"status_code":"0000","note":1234567890}"#;
    let reply = pays_with_token("1234567890", body).await;
    let reply = reply.expect("the reply can be read");
    assert!(reply.is_succeeded());
    assert!(!String::from_utf8_lossy(reply.raw()).contains("1234567890"));
}

#[tokio::test]
async fn a_short_secret_stays_in_the_reply_and_is_not_printed() {
    let body = r#"{"status_code":"0000","Amount":"73910"}"#;
    let reply = pays_with_token("7391", body).await;
    let reply = reply.expect("the reply can be read");
    let amount = reply.value().amount.map(|it| it.to_string());
    assert_eq!(amount.as_deref(), Some("73910"));
    assert!(!format!("{reply:?}").contains("7391"), "{reply:?}");
}

/// A payment of a client that holds this access token, too.
async fn pays_with_token(token: &str, body: &str) -> Called {
    let setup = made_up::setup("sandbox")
        .server(0, "http://sandbox.example.invalid:3030")
        .credential(3, token)
        .transport(Canned::new(200, body.as_bytes()));
    setup.build().expect("everything is set").call(&pay()).await
}

#[tokio::test]
async fn a_success_that_cannot_be_read_was_applied() {
    let body = r#"{"status_code":"0000","amount":{"canary":1}}"#;
    let error = check(pays(200, body).await, Kind::Unreadable, Certainty::Applied);
    assert_eq!(error.path(), Some("$.amount"));
    assert_eq!(error.outcome(), Some(Outcome::Succeeded));
    assert_eq!(error.raw(), Some(body.as_bytes()));
    assert!(!format!("{error} {error:?}").contains("canary"));

    let body = r#"{"status_code":"200","reference":"R1","amount":"1e3"}"#;
    let error = check(pays(200, body).await, Kind::Unreadable, Certainty::Unknown);
    let query = Resolution::QueryWithTheirReference("ask");
    assert_eq!(error.resolution(), query);

    let error = check(
        pays(200, "<html>").await,
        Kind::Unreadable,
        Certainty::Unknown,
    );
    assert_eq!(error.path(), Some("$"));
}

#[tokio::test]
async fn secrets_and_persons_are_not_in_errors() {
    let body = format!(
        r#"{{"status_code":"1107","message":"{API_KEY}: no float\nfor +254700000001","{API_KEY}":1}}"#
    );
    let error = check(
        pays(200, &body).await,
        Kind::Rejected,
        Certainty::NotApplied,
    );
    assert_eq!(error.message(), Some("***: no float\nfor +254700000001"));
    let raw = String::from_utf8_lossy(error.raw().expect("a reply"));
    assert!(!raw.contains(API_KEY), "{raw}");
    let shown = error.to_string();
    let expected = "`pay` was rejected, status 200, code `1107`: ***: no float for ***";
    assert_eq!(shown, expected);
    assert!(error.source().is_none());
    let debug = format!("{error:?}");
    assert!(
        !debug.contains(API_KEY) && !debug.contains("2547"),
        "{debug}"
    );
}

#[tokio::test]
async fn values_that_break_a_rule_are_not_sent() {
    let airtel = Pay {
        channel: Channel::Airtel,
        ..pay()
    };
    let otp = |otp: &str| Pay {
        otp: Some(otp.into()),
        ..airtel.clone()
    };
    let unlisted = Pay {
        channel: Channel::from("CANARY"),
        ..pay()
    };
    for (request, path) in [
        (airtel.clone(), "/otp"),
        (otp("12345"), "/otp"),
        (otp("12345x"), "/otp"),
        (unlisted, "/destination/channel"),
    ] {
        let canned = Canned::new(200, b"{}");
        let called = canned.core().call(&request).await;
        let error = check(called, Kind::InvalidRequest, Certainty::NotSent);
        assert_eq!(error.path(), Some(path));
        assert!(!format!("{error} {error:?}").contains("CANARY"));
        assert!(canned.requests.lock().expect("no panic").is_empty());
    }
    let canned = Canned::new(200, br#"{"status_code":"0000"}"#);
    assert!(canned.core().call(&otp("123456")).await.is_ok());
}

#[tokio::test]
async fn a_missing_credential_or_setting_is_named_and_nothing_is_sent() {
    let canned = Canned::new(200, b"{}");
    let called = canned.core().call(&Sms {}).await;
    let error = check(called, Kind::Configuration, Certainty::NotSent);
    assert!(error.to_string().contains("`access_token`"), "{error}");

    let build = |token: &str, path: Option<&str>| {
        let setup = made_up::setup("live").transport(canned.clone());
        let setup = setup.credential(3, token);
        match path {
            Some(path) => setup.setting(0, path).build(),
            None => setup.build(),
        }
    };
    let core = build("token", None).expect("all is set that must be");
    let error = check(
        core.call(&Sms {}).await,
        Kind::Configuration,
        Certainty::NotSent,
    );
    assert!(error.to_string().contains("`sms_path`"), "{error}");

    let core = build("tokén", Some("/sms")).expect("it could stand in a body");
    let error = check(
        core.call(&Sms {}).await,
        Kind::Configuration,
        Certainty::NotSent,
    );
    assert!(error.to_string().contains("`access_token`"), "{error}");
    assert!(canned.requests.lock().expect("no panic").is_empty());

    let core = build("token", Some("/sms")).expect("all is set");
    check(core.call(&Sms {}).await, Kind::Unclear, Certainty::Unknown);
    let requests = canned.requests.lock().expect("no panic");
    assert_eq!(requests[0].url, "https://live.example.invalid/sms");
    assert!(requests[0].body.is_empty());
}

#[test]
fn building_refuses_what_could_only_fail_later() {
    let canned = Canned::new(200, b"{}");
    let setup = |environment| made_up::setup(environment).transport(canned.clone());
    let url = "http://localhost";
    for (setup, word) in [
        (setup("sandbox"), "`gateway`"),
        (setup("staging"), "`staging`"),
        (setup("sandbox").server(0, "localhost:80"), "`gateway`"),
        (setup("live").server(0, url), "clear text"),
        (setup("live").credential(0, "canary\n"), "`api_key`"),
        (setup("live").credential(1, ""), "`merchant_id`"),
        (setup("live").setting(0, "sms"), "`sms_path`"),
    ] {
        let error = setup.build().expect_err("something is wrong");
        assert_eq!(error.kind(), Kind::Configuration);
        assert_eq!(error.certainty(), Certainty::NotSent);
        assert!(error.to_string().contains(word), "{error}");
        assert!(!format!("{error} {error:?}").contains("canary"));
    }
    assert!(setup("live").build().is_ok());
    assert!(setup("sandbox").server(0, url).build().is_ok());
    let bare = rt::Setup::new(&PROVIDER, "live").transport(canned);
    let error = bare.build().expect_err("credentials are missing");
    assert!(error.to_string().contains("`api_key`"), "{error}");
}

#[tokio::test]
async fn dispatch_goes_by_names() {
    let canned = Canned::new(
        200,
        br#"{"x" : [1, 2],"status_code":"0000","amount":"5.0"}"#,
    );
    let setup = |credential: &str| dispatch::Setup {
        pages: None,
        environment: "live".to_owned(),
        servers: Vec::new(),
        credentials: [
            (credential, API_KEY),
            ("merchant_id", "m"),
            ("security_key", "s"),
        ]
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .to_vec(),
        way: None,
        settings: Vec::new(),
        limits: verbatim_runtime::Limits::default(),
        transport: canned.clone(),
        clock: None,
        nonces: None,
    };
    let unknown = dispatch::core(&PROVIDER, setup("key"));
    assert!(matches!(unknown, Err(dispatch::Failed::UnknownName(name)) if name == "key"));

    let core = dispatch::core(&PROVIDER, setup("api_key")).expect("a client");
    let input = serde_json::to_string(&pay()).expect("a request is JSON");
    let answer = dispatch::call::<Pay>(&core, &input)
        .await
        .expect("a good reply");
    let body = r#"{"status_code":"0000","Amount":"5.0","x":[1, 2]}"#;
    assert_eq!((answer.outcome, &*answer.body), (Outcome::Succeeded, body));

    let failed = dispatch::call::<Pay>(&core, r#"{"pin":1}"#).await;
    assert!(matches!(failed, Err(dispatch::Failed::Input(fault)) if fault.contains("pin")));
}

#[tokio::test]
async fn no_reply_makes_the_client_panic() {
    let good =
        r#"{"status_code":"0000","amount":[1.5e3,true,null,"\ud83d\ude00\\é"],"o":{"a b":{}}}"#;
    let mut bodies: HashSet<Vec<u8>> = (0..good.len())
        .map(|it| good.as_bytes()[..it].to_vec())
        .collect();
    // A fixed seed: the same mutations in every run.
    let mut random = fastrand::Rng::with_seed(7);
    let bytes = b"{}[]\",:\\u0e-+.tfn \xff\xc3\x00\"";
    for _ in 0..3000 {
        let mut body = good.as_bytes().to_vec();
        for _ in 0..random.usize(1..4) {
            let at = random.usize(0..body.len());
            match random.u8(0..3) {
                0 => body[at] = bytes[random.usize(0..bytes.len())],
                1 => body.insert(at, bytes[random.usize(0..bytes.len())]),
                _ => drop(body.remove(at)),
            }
        }
        bodies.insert(body);
    }
    for body in bodies {
        let status = if random.bool() { 200 } else { 500 };
        let canned = Canned::new(status, &body);
        let res = canned.core().call(&pay()).await;
        // Whatever came back, a success needs its code and a rejection its own.
        match res {
            Ok(it) => assert!(matches!(it.code(), Some("0000" | "200"))),
            Err(it) => assert_ne!(it.certainty(), Certainty::NotSent),
        }
    }
}
