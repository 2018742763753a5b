//! What is sent, and what each reply means: over a transport that answers from memory.

use std::{collections::HashSet, error::Error as _};

use verbatim_runtime::{Certainty, Error, Kind, Outcome, Resolution};

#[path = "made_up/client.rs"]
mod made_up;

#[path = "made_up/canned.rs"]
mod canned;

#[path = "verdict/request.rs"]
mod request;

use canned::Canned;
use made_up::{API_KEY, Accepted, SECURITY_KEY, ask, pay};

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
        (200, r#"{"status_code":"0000","error":{"code":"1107"}}"#),
        (200, r#"{"status_code":"1107","error":{"code":"0000"}}"#),
        (200, r#"{"status_code":["1107"]}"#),
        (200, r#"{"status_code":{"x":"1107"},"error":{"code":[]}}"#),
        (200, r#"{"message":"fine"}"#),
    ] {
        let error = check(pays(status, body).await, Kind::Unclear, Certainty::Unknown);
        assert_eq!(error.outcome(), Some(Outcome::Unknown), "{body}");
        assert_eq!(error.resolution(), callback, "{body}");
    }
}

#[tokio::test]
async fn what_no_row_knows_contradicts_no_code() {
    for other in [r#""7777""#, r#""0000""#, "null", "{}"] {
        let body = format!(r#"{{"status_code":"0000","error":{{"code":{other}}}}}"#);
        let reply = pays(200, &body).await.expect("a good reply");
        assert!(reply.is_succeeded(), "{body}");
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
    for body in [
        "",
        "{}",
        "<html>",
        r#"{"status_code":null}"#,
        r#"{"status_code":{"x":"1107"}}"#,
    ] {
        let error = check(pays(503, body).await, Kind::Status, Certainty::Unknown);
        assert_eq!(error.raw(), Some(body.as_bytes()));
        assert!(!error.is_retryable());
    }
    let error = check(asks(503, "").await, Kind::Status, Certainty::NotApplied);
    assert!(error.is_retryable());
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
    let body = r#"{"status_code":"0000","Amount":"73910","reference":"K773915"}"#;
    let reply = pays_with_token("7391", body).await;
    let reply = reply.expect("the reply can be read");
    // It is asked with.
    assert_eq!(reply.reference(), Some("K773915"));
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
        r#"{{"status_code":"1107","message":"{API_KEY}: no float\nfor +254700000001 (0700000001)","{API_KEY}":1}}"#
    );
    let error = check(
        pays(200, &body).await,
        Kind::Rejected,
        Certainty::NotApplied,
    );
    assert_eq!(
        error.message(),
        Some("***: no float\nfor +254700000001 (0700000001)")
    );
    let raw = String::from_utf8_lossy(error.raw().expect("a reply"));
    assert!(!raw.contains(API_KEY), "{raw}");
    let shown = error.to_string();
    let expected = "`pay` was rejected, status 200, code `1107`: ***: no float for *** (0***)";
    assert_eq!(shown, expected);
    assert!(error.source().is_none());
    let debug = format!("{error:?}");
    assert!(
        !debug.contains(API_KEY) && !debug.contains("2547"),
        "{debug}"
    );
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
