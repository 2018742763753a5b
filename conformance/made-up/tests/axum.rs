//! Callbacks of the made-up clients over a server of axum: the fixtures, then what is signed.

#[path = "../../tests/axum/fixtures.rs"]
mod fixtures;
#[path = "../../tests/axum/server.rs"]
mod server;

use std::time::{Duration, SystemTime};

use axum::Router;
use axum::extract::FromRef;
use axum::routing::post;
use server::Server;
use verbatim_made_up::lighthouse::callbacks::Sighting;
use verbatim_made_up::lighthouse::{Client, Credentials, Environment};
use verbatim_made_up::{MadeUp, acme};
use verbatim_runtime::{CallbackAnswer, Clock, Secret, TextTooLong};

const NONE: &[(&str, &str)] = &[];

/// 2026-01-02T03:04:05Z.
const NOW: u64 = 1_767_323_045;
const BODY: &str = r#"{ "ship": "Ada", "state": "here" }"#;
/// Of `NOW`, a dot and `BODY`, by OpenSSL; it stands in a fixture, too.
const SEAL: &str = "sha256=1d2a03a365ea1b95ffa0bce4db45756e89cd2df80a9039cc51e9d2ca275c71b8";

#[test]
fn every_fixture_of_a_callback_holds_over_a_socket() {
    let here = env!("CARGO_MANIFEST_DIR");
    let played = fixtures::play(
        &format!("{here}/specs"),
        &format!("{here}/fixtures"),
        &MadeUp,
    );
    println!("{played} deliveries");
    assert!(15 < played, "only {played} deliveries were played");
}

struct At(u64);

impl Clock for At {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(self.0)
    }
}

/// A state of which the client is a part.
#[derive(Clone)]
struct App {
    tower: Client,
}

impl FromRef<App> for Client {
    fn from_ref(app: &App) -> Client {
        app.tower.clone()
    }
}

/// A service whose clock is `seconds` ahead, with this secret.
fn service(seconds: u64, secret: &str) -> Server {
    let credentials = Credentials {
        key_id: "lamp".to_owned(),
        key_secret: Secret::from("test-key-secret"),
        hook_secret: Secret::from(secret),
    };
    let tower = Client::builder(credentials, Environment::Live)
        .time_from(At(NOW + seconds))
        .build()
        .expect("the client is set up");
    let router = Router::new()
        .route("/", post(|_: Sighting| async { Sighting::answer() }))
        .with_state(App { tower });
    Server::of(router)
}

#[test]
fn a_signed_callback_is_taken_when_signature_and_time_hold() {
    let right = "test-hook-secret";
    let forged = SEAL.replace("1d2a", "1d2b");
    let now = NOW.to_string();
    // Seconds ahead, secret, time, signature, body, status.
    let cases: &[(u64, &str, &str, &str, &str, u16)] = &[
        (0, right, &now, SEAL, BODY, 200),
        (300, right, &now, SEAL, BODY, 200),
        (301, right, &now, SEAL, BODY, 401),
        (0, "test-other-secret", &now, SEAL, BODY, 401),
        (0, right, &now, &forged, BODY, 401),
        (0, right, &now, &SEAL["sha256=".len()..], BODY, 401),
        (0, right, "1767323046", SEAL, BODY, 401),
        (
            0,
            right,
            &now,
            SEAL,
            r#"{"ship":"Ada","state":"here"}"#,
            401,
        ),
    ];
    for (index, (ahead, secret, sent, seal, body, status)) in cases.iter().enumerate() {
        let headers = [("X-Sent", *sent), ("X-Seal", *seal)];
        let it = service(*ahead, secret).ask("POST", "/", &headers, body.as_bytes());
        let said = if *status == 200 { "ok" } else { "" };
        assert_eq!(
            (it.status, it.body.as_str()),
            (*status, said),
            "case {index}"
        );
    }
    let it = service(0, right).ask("POST", "/", NONE, BODY.as_bytes());
    assert_eq!(
        (it.status, it.body.as_str()),
        (401, ""),
        "nothing is signed"
    );
}

#[test]
fn a_text_that_no_phone_shows_is_refused_to_the_service_and_not_shown() {
    use acme::callbacks::Menu;
    async fn menu(step: Menu) -> Result<CallbackAnswer, String> {
        let text = "x".repeat(step.dialogue().last_input().map_or(0, |it| it.len()));
        let said = step.dialogue().goes_on(&text);
        said.map_err(|it: TextTooLong| it.to_string())
    }
    let server = Server::of(Router::new().route("/", post(menu)));
    let step = |digits: usize| format!(r#"{{"text":"1*{}"}}"#, "7".repeat(digits));
    let it = server.ask("POST", "/", NONE, step(20).as_bytes());
    assert_eq!(it.body, format!("CON {}", "x".repeat(20)));
    let it = server.ask("POST", "/", NONE, step(21).as_bytes());
    let said =
        "the text has 21 characters, and at most 20 are shown: shorten it, or show it in two steps";
    assert_eq!((it.status, it.body.as_str()), (200, said));
}
