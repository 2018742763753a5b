//! What settles a call that was left open: one query after the other, over a transport that answers
//! from memory and a clock that jumps.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::time::Instant;
use verbatim_runtime::{
    BoxFuture, Certainty, Effect, HttpReply, HttpRequest, Kind, Limits, Open, Outcome, Patience,
    Resolution, Settled, Transport, TransportError, TransportFault, rt,
};

#[path = "made_up/client.rs"]
mod made_up;

use made_up::{Accepted, Pay, ask as asks, operation, pay, setup};

static QUERIES: &[&rt::Operation] = &[&TELL, &LIST];

/// Tells by codes and by words.
static TELL: rt::Operation = operation("ask", Effect::Reads)
    .at(rt::Method::Get, 0, "/v3/tell")
    .body(&[rt::Slot::caller("/reference", 0)])
    .without_code(Outcome::Succeeded)
    .fate(
        rt::Fate::of(0)
            .codes(&["200", "1107"])
            .words(
                &["/fate"],
                &[
                    ("paid", Outcome::Succeeded),
                    ("refused", Outcome::Rejected),
                    ("waits", Outcome::Pending),
                ],
            )
            .names(&["/reference"]),
    );

/// Takes the reference as a number, beside a value that is left out.
static LIST: rt::Operation = operation("list", Effect::Reads)
    .at(rt::Method::Get, 0, "/v3/list")
    .body(&[
        rt::Slot::caller("/page", 0).optional(),
        rt::Slot::caller("/id", 1).number(),
    ])
    .without_code(Outcome::Succeeded)
    .fate(
        rt::Fate::of(1)
            .number()
            .words(&["/fate"], &[("paid", Outcome::Succeeded)]),
    );

#[derive(Debug, Clone)]
struct Tell {}

rt::request!(Tell => Accepted, TELL, []);

/// A status, a body, and what `Retry-After` says.
type Said = (u16, &'static str, Option<&'static str>);

/// Answers in order, the last reply again and again; no status is a lost connection.
struct Scripted {
    replies: &'static [Said],
    sent: Mutex<Vec<(HttpRequest, Instant)>>,
}

impl Transport for Scripted {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpReply, TransportError>> {
        let mut sent = self.sent.lock().expect("no panic");
        let (status, body, after) = self.replies[sent.len().min(self.replies.len() - 1)];
        sent.push((request, Instant::now()));
        let after = after.map(|it| ("Retry-After".to_owned(), it.to_owned()));
        Box::pin(async move {
            match status {
                0 => Err(TransportError::new(TransportFault::Broken)),
                1 => std::future::pending().await,
                _ => Ok(HttpReply {
                    status,
                    headers: after.into_iter().collect(),
                    body: body.as_bytes().to_vec(),
                }),
            }
        })
    }
}

fn open() -> Open {
    let stored = r#"{"provider":"made_up","operation":"pay",
        "resolution":{"query_with_their_reference":"ask"},
        "their_reference":"R1","our_reference":null}"#;
    serde_json::from_str(stored).expect("it is what is stored")
}

struct Asked {
    settled: Result<Settled, verbatim_runtime::Error>,
    sent: Vec<(HttpRequest, Duration)>,
    took: Duration,
}

async fn ask(open: &Open, patience: Patience, replies: &'static [Said]) -> Asked {
    let transport = Arc::new(Scripted {
        replies,
        sent: Mutex::new(Vec::new()),
    });
    let core = setup("sandbox")
        .server(0, "http://sandbox.example.invalid:3030/")
        .transport(transport.clone())
        .limits(Limits::default().read_retries(0))
        .build()
        .expect("everything is set");
    let started = Instant::now();
    let settled = core.resolve(QUERIES, open, &patience).await;
    let sent = std::mem::take(&mut *transport.sent.lock().expect("no panic"));
    Asked {
        settled,
        sent: (sent.into_iter())
            .map(|(request, at)| (request, at - started))
            .collect(),
        took: started.elapsed(),
    }
}

async fn once(body: &'static str) -> &'static str {
    let replies = Box::leak(Box::new([(200, body, None)]));
    let asked = ask(&open(), Patience::once(), replies).await;
    asked.settled.expect("no fault of ours").as_str()
}

#[tokio::test(start_paused = true)]
async fn only_what_is_listed_settles() {
    for (body, settled) in [
        (r#"{"fate":"paid"}"#, "succeeded"),
        (r#"{"status_code":"0000","fate":"paid"}"#, "succeeded"),
        (r#"{"status_code":"0000","fate":"refused"}"#, "rejected"),
        (r#"{"status_code":"1107"}"#, "rejected"),
        (r#"{"status_code":"1107","fate":"refused"}"#, "rejected"),
        // The query succeeded, and says nothing of the call.
        (r#"{"status_code":"0000"}"#, "still_open"),
        (r#"{"status_code":"0000","fate":"waits"}"#, "still_open"),
        (r#"{"status_code":"0000","fate":"Paid"}"#, "still_open"),
        (r#"{"status_code":"0000","fate":null}"#, "still_open"),
        // The query did not succeed.
        (r#"{"status_code":"1500","fate":"paid"}"#, "still_open"),
        (r#"{"status_code":"4711","fate":"paid"}"#, "still_open"),
        // A code and a word that differ, and two words.
        (r#"{"status_code":"1107","fate":"paid"}"#, "still_open"),
        (
            r#"{"status_code":"1107","status_code":"0000"}"#,
            "still_open",
        ),
        (r#"{"fate":"paid","fate":"refused"}"#, "still_open"),
        // It speaks of another call.
        (r#"{"fate":"paid","reference":"R1"}"#, "succeeded"),
        (r#"{"fate":"paid","reference":"R2"}"#, "still_open"),
        (r#"{"status_code":"1107","reference":"R2"}"#, "still_open"),
        ("<html>", "still_open"),
        ("", "still_open"),
    ] {
        assert_eq!(once(body).await, settled, "{body}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_code_or_a_word_that_is_no_text_settles_nothing() {
    for body in [
        r#"{"status_code":["1107"],"fate":"paid"}"#,
        r#"{"status_code":{"x":"1107"},"fate":"paid"}"#,
        r#"{"status_code":"1107","fate":["refused"]}"#,
        r#"{"status_code":"1107","fate":{"x":"refused"}}"#,
        r#"{"fate":["paid"]}"#,
    ] {
        assert_eq!(once(body).await, "still_open", "{body}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_reply_under_another_status_settles_nothing() {
    for replies in [
        &[(404, r#"{"fate":"paid"}"#, None)],
        &[(500, r#"{"status_code":"1107"}"#, None)],
        &[(302, r#"{"fate":"paid"}"#, None)],
        &[(0, "", None)],
    ] as [&'static [Said]; 4]
    {
        let asked = ask(&open(), Patience::once(), replies).await;
        assert_eq!(
            asked.settled.expect("no fault of ours").open(),
            Some(&open())
        );
    }
}

#[tokio::test(start_paused = true)]
async fn it_is_asked_again_until_it_is_settled() {
    let waits = (200, r#"{"fate":"waits"}"#, None);
    let lost = (0, "", None);
    let paid = (
        200,
        r#"{"status_code":"0000","fate":"paid","amount":"7"}"#,
        None,
    );
    let replies = Box::leak(Box::new([waits, lost, waits, paid]));
    let asked = ask(&open(), Patience::default(), replies).await;
    assert_eq!(asked.sent.len(), 4);
    let pauses: Vec<f64> = asked
        .sent
        .windows(2)
        .map(|it| (it[1].1 - it[0].1).as_secs_f64())
        .collect();
    for (pause, whole) in pauses.iter().zip([1.0, 2.0, 4.0]) {
        assert!((whole / 2.0..=whole + 0.01).contains(pause), "{pauses:?}");
    }
    let body = String::from_utf8_lossy(&asked.sent[0].0.body);
    assert_eq!(body, r#"{"reference":"R1"}"#);
    let settled = asked.settled.expect("no fault of ours");
    let found = settled.found().expect("it is settled");
    assert_eq!((found.query(), found.code()), ("ask", Some("0000")));
    let reply = found.reply::<Tell>().expect("it can be read");
    assert_eq!(reply.amount.map(|it| it.to_string()).as_deref(), Some("7"));
    let other = found.reply::<Pay>().expect_err("it was another query");
    assert_eq!(other.kind(), Kind::Configuration);
}

#[tokio::test(start_paused = true)]
async fn patience_ends() {
    let limit = Duration::from_secs(20);
    let waits: &[Said] = &[(200, r#"{"fate":"waits"}"#, None)];
    let stalls: &[Said] = &[(1, "", None)];
    for replies in [waits, stalls] {
        let asked = ask(&open(), Patience::default().limit(limit), replies).await;
        assert!(asked.settled.expect("no fault of ours").open().is_some());
        assert!(
            asked.took <= limit + Duration::from_millis(10),
            "{:?}",
            asked.took
        );
        assert!(asked.sent.len() <= 7, "{}", asked.sent.len());
    }
}

#[tokio::test(start_paused = true)]
async fn the_provider_may_ask_for_a_longer_pause_and_not_for_a_longer_limit() {
    let wait: &[Said] = &[(429, "{}", Some("60")), (200, r#"{"fate":"paid"}"#, None)];
    let asked = ask(&open(), Patience::default(), wait).await;
    assert!(asked.settled.expect("no fault of ours").is_succeeded());
    assert!(
        Duration::from_secs(60) <= asked.sent[1].1,
        "{:?}",
        asked.sent[1].1
    );
    let forever: &[Said] = &[(429, "{}", Some("86400"))];
    let asked = ask(&open(), Patience::default(), forever).await;
    assert!(asked.settled.expect("no fault of ours").open().is_some());
    assert_eq!(asked.took, Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_asked_is_still_open_at_once() {
    let mut ours = open();
    ours.resolution = Resolution::QueryWithOurReference("ask".to_owned());
    let mut theirs = open();
    theirs.their_reference = None;
    let only = |resolution| {
        let mut it = open();
        it.resolution = resolution;
        it
    };
    for open in [
        ours,
        theirs,
        only(Resolution::OnlyByCallback("ipn".to_owned())),
        only(Resolution::CreateAgain),
        only(Resolution::OnlyByHand),
        only(Resolution::Nothing),
    ] {
        let asked = ask(
            &open,
            Patience::default(),
            &[(200, r#"{"fate":"paid"}"#, None)],
        )
        .await;
        assert!(!open.can_be_asked());
        assert_eq!(asked.settled.expect("no fault of ours").open(), Some(&open));
        assert!(asked.sent.is_empty() && asked.took.is_zero());
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_not_ours_to_settle_is_a_fault_and_stays_open() {
    let mut other = open();
    other.provider = "elsewhere".to_owned();
    let mut gone = open();
    gone.resolution = Resolution::QueryWithTheirReference("gone".to_owned());
    for open in [other, gone] {
        let asked = ask(
            &open,
            Patience::default(),
            &[(200, r#"{"fate":"paid"}"#, None)],
        )
        .await;
        let error = asked.settled.expect_err("it is not ours");
        assert_eq!(error.kind(), Kind::Configuration);
        assert_eq!(error.certainty(), Certainty::Unknown);
        assert_eq!(error.open(), Some(open));
        assert!(asked.sent.is_empty());
    }
}

#[tokio::test(start_paused = true)]
async fn a_query_that_is_refused_for_its_credentials_is_not_asked_again() {
    let replies: [(&[Said], Kind, Option<&str>); 3] = [
        (
            &[(200, r#"{"status_code":"1104","fate":"paid"}"#, None)],
            Kind::Rejected,
            Some("1104"),
        ),
        (&[(401, "", None)], Kind::Status, None),
        (
            &[(0, "", None), (401, "<html>", Some("1"))],
            Kind::Status,
            None,
        ),
    ];
    for (replies, kind, code) in replies {
        let asked = ask(&open(), Patience::default(), replies).await;
        let error = asked.settled.expect_err("nobody takes the credentials");
        assert_eq!((error.kind(), error.code()), (kind, code));
        assert_eq!(error.operation(), "ask");
        // The query was refused; of the payment nothing is known by that.
        assert_eq!(error.certainty(), Certainty::Unknown);
        assert!(error.may_have_moved_money());
        assert_eq!(error.open(), Some(open()));
        assert_eq!(asked.sent.len(), replies.len());
    }
    // Whoever is blocked or too fast may be let in again.
    let busy: &[Said] = &[
        (403, "", None),
        (429, "", None),
        (500, "", None),
        (200, r#"{"fate":"paid"}"#, None),
    ];
    let asked = ask(&open(), Patience::default(), busy).await;
    assert!(asked.settled.expect("it is asked on").is_succeeded());
}

#[tokio::test(start_paused = true)]
async fn a_reference_goes_into_its_place_as_it_is_written() {
    let mut open = open();
    open.resolution = Resolution::QueryWithTheirReference("list".to_owned());
    open.their_reference = Some("42".to_owned());
    let asked = ask(
        &open,
        Patience::once(),
        &[(200, r#"{"fate":"paid"}"#, None)],
    )
    .await;
    assert!(asked.settled.expect("no fault of ours").is_succeeded());
    assert_eq!(
        String::from_utf8_lossy(&asked.sent[0].0.body),
        r#"{"id":42}"#
    );
}

#[test]
fn what_is_open_is_stored_and_shows_no_reference() {
    let mut open = open();
    open.our_reference = Some("canary-2".to_owned());
    open.their_reference = Some("canary-1".to_owned());
    let stored = serde_json::to_string(&open).expect("it is a plain value");
    assert_eq!(
        serde_json::from_str::<Open>(&stored).ok(),
        Some(open.clone())
    );
    let shown = format!("{open:?}");
    assert!(!shown.contains("canary"), "{shown}");
    assert!(
        shown.contains("QueryWithTheirReference(\"ask\")"),
        "{shown}"
    );
}

#[test]
fn of_a_request_of_which_nothing_is_known_the_unknown_outcome_is_open() {
    assert_eq!(Open::of(&asks()).resolution, Resolution::Nothing);
    let open = Open::of(&pay());
    assert_eq!(
        (open.provider.as_str(), open.operation.as_str()),
        ("made_up", "pay")
    );
    assert_eq!(
        open.resolution,
        Resolution::OnlyByCallback("ipn".to_owned())
    );
    assert_eq!((open.their_reference, open.our_reference), (None, None));
}
