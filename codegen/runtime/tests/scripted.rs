//! A provider as a script: what it answers, what it keeps, and what it tells at the end.

use std::time::Duration;

use verbatim_runtime::{
    Certainty, Kind, Limits, rt,
    scripted::{Canned, Scripted},
};

#[path = "made_up/client.rs"]
mod made_up;

use made_up::{API_KEY, ask, pay, setup};

const GOOD: &str = r#"{"status_code":"0000"}"#;

fn core(provider: &Scripted) -> rt::Core {
    setup("sandbox")
        .server(0, "http://sandbox.example.invalid:3030/base/")
        .transport(std::sync::Arc::new(provider.clone()))
        .limits(Limits::default().read_retries(1))
        .build()
        .expect("everything is set")
}

fn good() -> Canned {
    Canned::json(200, GOOD)
}

#[tokio::test]
async fn the_first_entry_that_fits_answers_and_is_used_up() {
    let provider = Scripted::new()
        .on("ask", Canned::json(200, r#"{"status_code":"1107"}"#))
        .on_path("/v3/pay", good())
        .then(Canned::lost());
    let core = core(&provider);
    assert!(core.call(&pay()).await.expect("a reply").is_succeeded());
    let error = core.call(&ask()).await.expect_err("a refusal");
    assert_eq!(error.code(), Some("1107"));
    let error = core.call(&pay()).await.expect_err("the connection ends");
    assert_eq!(error.certainty(), Certainty::Unknown);
    provider.finish();
}

#[tokio::test]
async fn every_fault_has_its_kind_and_certainty() {
    let cases = [
        (Canned::refused(), Kind::Connect, Certainty::NotSent),
        (Canned::lost(), Kind::Transport, Certainty::Unknown),
        (Canned::cut(200), Kind::Transport, Certainty::Unknown),
        (Canned::timed_out(), Kind::Timeout, Certainty::Unknown),
        (
            good().after(Duration::from_secs(9)),
            Kind::Timeout,
            Certainty::Unknown,
        ),
        (
            Canned::reply(200, vec![b' '; 200]),
            Kind::TooLarge,
            Certainty::Unknown,
        ),
    ];
    for (canned, kind, certainty) in cases {
        let told = canned.to_string();
        let provider = Scripted::new().on("pay", canned);
        let limits = Limits::default().reply_bytes(100);
        let core = setup("sandbox")
            .server(0, "http://sandbox.example.invalid:3030")
            .transport(std::sync::Arc::new(provider.clone()))
            .limits(limits.attempt(Duration::from_millis(10)))
            .build()
            .expect("everything is set");
        let error = core.call(&pay()).await.expect_err("it fails");
        assert_eq!(
            (error.kind(), error.certainty()),
            (kind, certainty),
            "{told}"
        );
        provider.finish();
    }
}

#[tokio::test]
async fn a_read_comes_again_after_the_time_that_the_script_asks_for() {
    let provider = Scripted::new()
        .then(Canned::too_many_requests(0))
        .then(good());
    let reply = core(&provider).call(&ask()).await.expect("a reply");
    assert!(reply.is_succeeded());
    assert_eq!(provider.requests_of("ask").len(), 2);
    provider.finish();
}

#[tokio::test]
async fn requests_are_kept_and_print_no_value() {
    let provider = Scripted::new().always("pay", good());
    let core = core(&provider);
    for _ in 0..2 {
        let _ = core.call(&pay()).await.expect("a reply");
    }
    let requests = provider.requests();
    assert_eq!(requests.len(), 2);
    let request = &requests[0];
    assert_eq!((request.operation(), request.method()), ("pay", "POST"));
    assert_eq!(request.path(), "/base/v3/pay");
    assert!(
        request
            .url()
            .starts_with("http://sandbox.example.invalid:3030/base/")
    );
    assert_eq!(request.header("APIKEY"), Some(API_KEY));
    assert!(request.header_names().any(|it| it == "apiKey"));
    assert_eq!(request.text().as_bytes(), request.body());
    assert!(request.text().starts_with('{'), "{request}");
    let shown = format!("{provider:?} {request:?} {request} {:?}", good());
    for value in [API_KEY, &request.text(), request.path(), GOOD] {
        assert!(!shown.contains(value), "{shown}");
    }
    provider.finish();
}

#[tokio::test]
async fn what_did_not_go_by_the_script_is_told_at_once() {
    let provider = Scripted::new()
        .on("sms", good())
        .on_path("/v3/other", Canned::refused())
        .always("sms", Canned::timed_out());
    let error = core(&provider).call(&pay()).await.expect_err("unexpected");
    assert_eq!(error.certainty(), Certainty::NotSent);
    let faults = provider.faults().expect("nothing went by the script");
    assert_eq!(
        faults,
        "nothing is written for `pay` (POST)\n\
         nothing asked for a reply with status 200 for `sms`\n\
         nothing asked for a refused connection for the path `/v3/other`\n\
         nothing asked for a timeout for `sms`\n"
    );
    let finish = std::panic::AssertUnwindSafe(|| provider.finish());
    let panicked = std::panic::catch_unwind(finish).expect_err("it panics");
    let message = panicked.downcast_ref::<String>().expect("a message");
    assert!(
        message.contains(&faults) && message.ends_with("requests: `pay` (POST)"),
        "{message}"
    );
}

#[tokio::test]
async fn a_reply_that_is_compressed_all_the_same_is_told_so() {
    let packed = Canned::reply(200, [0x1f, 0x8b, 8, 0]).header("content-encoding", "gzip");
    let provider = Scripted::new().then(packed);
    let error = core(&provider).call(&pay()).await.expect_err("no JSON");
    assert_eq!(
        (error.kind(), error.certainty()),
        (Kind::Unreadable, Certainty::Unknown)
    );
    assert!(format!("{error:?}").contains("compressed"), "{error:?}");
    provider.finish();
}
