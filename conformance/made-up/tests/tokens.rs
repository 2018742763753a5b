//! How long a token is kept, who waits for it, and what becomes of a call without one.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use verbatim_made_up::lockbox;
use verbatim_runtime::{
    BoxFuture, Certainty, Clock, HttpReply, HttpRequest, Kind, Transport, TransportError,
};

/// Gives tokens that live for an hour, each another one, and takes its time for it.
#[derive(Clone, Default)]
struct Door {
    /// Path and `Authorization` of every request.
    asked: Arc<Mutex<Vec<String>>>,
    /// The status of every call but those for a token.
    status: u16,
    /// The body of every call but those for a token; one that says nothing where it is empty.
    says: &'static str,
    /// The status of calls for a token.
    giving: u16,
}

impl Door {
    fn new() -> Door {
        Door {
            status: 200,
            giving: 200,
            ..Door::default()
        }
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("no test panics inside").clone()
    }
}

impl Transport for Door {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpReply, TransportError>> {
        let header = request.headers.iter().find(|it| it.0 == "Authorization");
        let shown = header.map_or("", |it| it.1.expose());
        let path = request.url.trim_start_matches("https://lockbox.example");
        let count = {
            let mut asked = self.asked.lock().expect("no test panics inside");
            asked.push(format!("{path} {shown}"));
            asked.iter().filter(|it| it.starts_with("/oauth")).count()
        };
        let (status, body) = match path {
            "/oauth/token" => {
                let token = format!(r#"{{"access_token":"canary-{count}","expires_in":"3600"}}"#);
                (self.giving, token)
            }
            "/badge" => (200, r#"{"badge":"canary-badge"}"#.to_owned()),
            _ if self.says.is_empty() => (self.status, r#"{"said":"canary-1"}"#.to_owned()),
            _ => (self.status, self.says.to_owned()),
        };
        Box::pin(async move {
            tokio::task::yield_now().await;
            Ok(HttpReply {
                status,
                headers: Vec::new(),
                body: body.into_bytes(),
            })
        })
    }
}

/// A clock that is set from outside.
#[derive(Clone)]
struct Hands(Arc<Mutex<SystemTime>>);

impl Hands {
    fn new() -> Hands {
        Hands(Arc::new(Mutex::new(UNIX_EPOCH)))
    }

    fn go_on(&self, seconds: u64) {
        *self.0.lock().expect("no test panics inside") += Duration::from_secs(seconds);
    }
}

impl Clock for Hands {
    fn now(&self) -> SystemTime {
        *self.0.lock().expect("no test panics inside")
    }
}

fn client(door: &Door, clock: &Hands) -> lockbox::Client {
    let credentials = lockbox::Credentials {
        client_id: "box-owner".to_owned(),
        client_secret: "test-client-secret".into(),
    };
    lockbox::Client::builder(credentials, lockbox::Environment::Live)
        .transport(door.clone())
        .time_from(clock.clone())
        .build()
        .expect("everything is set")
}

const TOKEN: &str = "/oauth/token Basic Ym94LW93bmVyOnRlc3QtY2xpZW50LXNlY3JldA==";

fn boxes() -> lockbox::operations::Boxes {
    lockbox::operations::Boxes::default()
}

/// It lives for an hour, and is fetched again a minute early.
#[tokio::test]
async fn a_token_is_kept_until_shortly_before_its_end() {
    let (door, clock) = (Door::new(), Hands::new());
    let client = client(&door, &clock);
    for (seconds, count) in [(0, 2), (0, 3), (3539, 4), (1, 6), (3539, 7)] {
        clock.go_on(seconds);
        assert!(client.clone().boxes(&boxes()).await.is_ok());
        assert_eq!(door.asked().len(), count, "{seconds} seconds later");
    }
    let first = "/boxes Bearer canary-1";
    let second = "/boxes Bearer canary-2";
    let asked = [TOKEN, first, first, first, TOKEN, second, second];
    assert_eq!(door.asked(), asked);
}

#[tokio::test]
async fn calls_at_the_same_time_fetch_one_token() {
    let (door, clock) = (Door::new(), Hands::new());
    let client = client(&door, &clock);
    let (one, other) = (boxes(), boxes());
    let (one, other) = tokio::join!(client.boxes(&one), client.boxes(&other));
    assert!(one.is_ok() && other.is_ok());
    let fetched = door.asked().iter().filter(|it| *it == TOKEN).count();
    assert_eq!((door.asked().len(), fetched), (3, 1));
}

/// It was not taken, so the next call fetches another one; the failed one is asked once more, since
/// it only reads.
#[tokio::test]
async fn a_token_that_is_not_taken_is_fetched_once_more_and_not_for_ever() {
    let (mut door, clock) = (Door::new(), Hands::new());
    door.status = 401;
    let error = client(&door, &clock).boxes(&boxes()).await;
    let error = error.expect_err("no token is taken");
    assert_eq!(error.status(), Some(401));
    let asked = [
        TOKEN,
        "/boxes Bearer canary-1",
        TOKEN,
        "/boxes Bearer canary-2",
    ];
    assert_eq!(door.asked(), asked);
}

/// What changes something is sent once, and the next call fetches another token.
#[tokio::test]
async fn a_token_that_a_code_calls_stale_is_not_used_again() {
    let (mut door, clock) = (Door::new(), Hands::new());
    door.says = r#"{"code":"stale"}"#;
    let client = client(&door, &clock);
    let request = lockbox::operations::OpenBox {
        locker: "007".to_owned(),
    };
    for _ in 0..2 {
        let error = client.open_box(&request).await;
        let error = error.expect_err("no token is taken");
        assert!(error.is_invalid_credentials(), "{error}");
    }
    let asked = door.asked();
    let fetched = asked.iter().filter(|it| *it == TOKEN).count();
    let opened = asked.iter().filter(|it| it.starts_with("/open"));
    assert_eq!((fetched, opened.count()), (2, 2), "{asked:?}");
}

#[tokio::test]
async fn a_call_without_a_token_was_not_sent_and_says_why() {
    let (mut door, clock) = (Door::new(), Hands::new());
    door.giving = 403;
    let request = lockbox::operations::OpenBox {
        locker: "007".to_owned(),
    };
    let error = client(&door, &clock).open_box(&request).await;
    let error = error.expect_err("there is no token");
    assert_eq!(
        (error.operation(), error.kind(), error.certainty()),
        ("open_box", Kind::Status, Certainty::NotSent)
    );
    assert!(error.to_string().contains("`access_token`"), "{error}");
    let source = std::error::Error::source(&error).expect("it says what it comes from");
    assert!(source.to_string().contains("status 403"), "{source}");
    assert_eq!(door.asked(), [TOKEN]);
}

/// A token that the provider says back is taken out, as a key is; so is the pair that fetched it.
#[tokio::test]
async fn a_token_is_as_secret_as_a_key() {
    let (door, clock) = (Door::new(), Hands::new());
    let kept = client(&door, &clock).boxes(&boxes()).await;
    let kept = kept.expect("it is taken");
    assert_eq!(kept.value().get("said"), Some("***"));
    let door = Door {
        status: 500,
        ..Door::new()
    };
    let error = client(&door, &clock).boxes(&boxes()).await;
    let error = error.expect_err("the door is out of order");
    let raw = String::from_utf8_lossy(error.raw().unwrap_or_default()).into_owned();
    for shown in [format!("{error} {error:?}"), raw, format!("{kept:?}")] {
        assert!(!shown.contains("canary"), "{shown}");
    }
}
