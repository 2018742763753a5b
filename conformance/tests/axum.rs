//! Callbacks of the generated clients over a server of axum: the fixtures, then what handlers see.

#[path = "axum/fixtures.rs"]
mod fixtures;
#[path = "axum/server.rs"]
mod server;

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::routing::{any, post};
use server::Server;
use verbatim_clients::dispatch::Generated;
use verbatim_kemru::callbacks::{Ipn, Ussd};
use verbatim_konnect::callbacks::Webhook;
use verbatim_runtime::CallbackAnswer;
use verbatim_vtpass::callbacks::TransactionUpdate;

const NONE: &[(&str, &str)] = &[];

#[test]
fn every_fixture_of_a_callback_holds_over_a_socket() {
    let here = env!("CARGO_MANIFEST_DIR");
    let played = fixtures::play(
        &format!("{here}/../specs"),
        &format!("{here}/fixtures"),
        &Generated,
    );
    println!("{played} deliveries");
    assert!(8 < played, "only {played} deliveries were played");
}

/// A service that says back the reference of what it heard.
fn service() -> Server {
    let saying = |reference: Option<String>, answer: CallbackAnswer| CallbackAnswer {
        content_type: format!(
            "{}; reference={}",
            answer.content_type,
            reference.unwrap_or_default()
        ),
        ..answer
    };
    let ipn = move |it: Ipn| async move { saying(it.reference(), Ipn::answer()) };
    let webhook = move |it: Webhook| async move { saying(it.reference(), Webhook::answer()) };
    let update = move |it: TransactionUpdate| async move {
        saying(it.reference(), TransactionUpdate::answer())
    };
    let ussd = |it: Ussd| async move {
        let dialogue = it.dialogue();
        let answer = match dialogue.last_input() {
            None => dialogue.goes_on("1. Balance"),
            Some(_) => dialogue.ends("Bye"),
        };
        answer.map_err(|it| it.to_string())
    };
    let router = Router::new()
        .route("/ipn", any(ipn))
        .route("/webhook", any(webhook))
        .route("/update", any(update))
        .route("/ussd", post(ussd));
    Server::of(router)
}

#[test]
fn a_handler_takes_the_callback_and_answers_as_the_document_says() {
    let service = service();
    let check = |method: &str, target: &str, body: &str, answer: (&str, &str)| {
        let it = service.ask(method, target, NONE, body.as_bytes());
        let (content_type, said) = answer;
        assert_eq!((it.status, it.body.as_str()), (200, said), "{target}");
        assert_eq!(it.header("content-type"), Some(content_type), "{target}");
    };
    check(
        "POST",
        "/ipn",
        r#"{"transactionRef":"R-1","status_code":"0000"}"#,
        ("application/json; reference=R-1", r#"{"status":"success"}"#),
    );
    check(
        "GET",
        "/webhook?payment_ref=P-1",
        "",
        ("text/plain; reference=P-1", ""),
    );
    check(
        "POST",
        "/update",
        r#"{"type":"transaction-update","data":{"code":"000","requestId":"Q-1"}}"#,
        (
            "application/json; reference=Q-1",
            r#"{"response":"success"}"#,
        ),
    );
    check(
        "POST",
        "/ussd",
        r#"{"text":""}"#,
        ("text/plain", "CON 1. Balance"),
    );
    check(
        "POST",
        "/ussd",
        r#"{"text":"1"}"#,
        ("text/plain", "END Bye"),
    );
}

/// A body of which nothing ever comes.
struct Stalled;

impl http_body::Body for Stalled {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Self::Error>>> {
        Poll::Pending
    }
}

#[tokio::test(start_paused = true)]
async fn a_body_that_does_not_come_is_not_waited_for_without_end() {
    let began = tokio::time::Instant::now();
    let request = Request::builder().method("POST").uri("/ipn");
    let request = request.body(Body::new(Stalled)).expect("a request");
    let refused = Ipn::from_request(request, &()).await;
    let refused = refused.expect_err("nothing came");
    assert_eq!(refused.status(), 408);
    assert!(refused.error().is_none());
    assert_eq!(began.elapsed().as_secs(), 30);
    let answer = refused.response();
    assert_eq!(answer.status().as_u16(), 408);
    let said = to_bytes(answer.into_body(), 1).await;
    assert!(said.expect("it says nothing").is_empty());
}

#[test]
fn what_is_no_callback_is_refused_and_nothing_of_it_is_said_back() {
    let service = service();
    let canary = r#"{"transactionRef":["canary"]}"#;
    let large = vec![b' '; (1 << 20) + 1];
    let cases: &[(&str, &str, &[u8], u16)] = &[
        ("POST", "/ipn", canary.as_bytes(), 400),
        ("POST", "/ipn", b"canary", 400),
        ("POST", "/ipn", b"", 400),
        ("POST", "/ipn", b"\xff\xfe", 400),
        ("POST", "/ipn", &large, 413),
        ("PUT", "/ipn", b"{}", 405),
        ("GET", "/update", b"", 405),
        ("POST", "/update", &large, 413),
        ("POST", "/webhook?payment_ref=canary", b"", 405),
        ("HEAD", "/webhook?payment_ref=canary", b"", 405),
        ("POST", "/ussd", br#"{"text":{"canary":1}}"#, 400),
        ("POST", "/ussd", &large, 413),
    ];
    for (method, target, body, status) in cases {
        let it = service.ask(method, target, NONE, body);
        assert_eq!(
            (it.status, it.body.as_str()),
            (*status, ""),
            "{method} {target}"
        );
        assert!(!format!("{it:?}").contains("canary"), "{it:?}");
        let allow = it.header("allow").is_some();
        assert_eq!(allow, *status == 405, "{method} {target}");
    }
}
