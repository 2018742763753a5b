//! A key, a token, a PIN or a phone number stands in its place on the wire and nowhere else.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::FmtSpan;
use verbatim_clients::kemru::operations::{MobilePayout, Sms, UserDetails};
use verbatim_clients::kemru::types::Channel;
use verbatim_clients::kemru::{Client, Credentials, Environment};
use verbatim_runtime::{
    Amount, BoxFuture, Error, HttpReply, HttpRequest, Limits, Masked, Secret, Transport,
    TransportError, TransportFault,
};

/// What must be seen nowhere but on the wire.
const CANARIES: &[&str] = &[
    "canary-api-key",
    "canary-security-key",
    "canary-access-token",
    "+254700canary",
    "Canary Person",
    "7391",
];

/// Answers with one status and body, and keeps what it was sent.
#[derive(Debug)]
struct Provider {
    reply: Option<(u16, &'static str)>,
    seen: Arc<Mutex<Vec<u8>>>,
}

impl Transport for Provider {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpReply, TransportError>> {
        let mut seen = self
            .seen
            .lock()
            .expect("no test panics while it holds the lock");
        seen.extend(&request.body);
        for (_, text) in &request.headers {
            seen.extend(text.expose().as_bytes());
        }
        // What a service would log by mistake.
        tracing::error!(?request, "sent");
        let reply = self.reply.map(|(status, body)| HttpReply {
            status,
            headers: vec![("content-type".to_owned(), "application/json".to_owned())],
            body: body.as_bytes().to_vec(),
        });
        Box::pin(std::future::ready(
            reply.ok_or(TransportError::new(TransportFault::Broken)),
        ))
    }
}

/// Everything that is logged.
#[derive(Debug, Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0
            .lock()
            .expect("no test panics while it holds the lock")
            .extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Log;

    fn make_writer(&'a self) -> Log {
        self.clone()
    }
}

/// Replies that say back what they were told, in every way in which a call can end.
const REPLIES: &[Option<(u16, &str)>] = &[
    Some((
        200,
        r#"{"status_code":"200","transactiontxt":"ok","merchant_reference":"R1"}"#,
    )),
    Some((
        200,
        r#"{"status_code":"0000","status":"canary-api-key","transactiontxt":"sent to +254700canary"}"#,
    )),
    Some((200, r#"[{"firstname":"canary-access-token"}]"#)),
    Some((
        200,
        r#"{"status_code":"1104","transactiontxt":"canary-security-key of +254700canary"}"#,
    )),
    Some((
        200,
        r#"{"status_code":"5000","message":"canary-api-key canary-access-token"}"#,
    )),
    Some((200, r#"{"status_code":{"canary-api-key":1}}"#)),
    Some((200, "canary-access-token 7391 Canary Person")),
    Some((502, "<html>canary-api-key +254700canary</html>")),
    None,
];

/// Never answers.
#[derive(Debug)]
struct Silent;

impl Transport for Silent {
    fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpReply, TransportError>> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_call_that_nobody_waits_for_any_more_is_told() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(log.clone());
    let guard = tracing::subscriber::set_default(subscriber.finish());
    let sms = Sms {
        phone: "+254700canary".into(),
        otp: Masked::from("7391"),
    };
    let waited = tokio::time::timeout(Duration::from_millis(1), client(Silent).sms(&sms)).await;
    assert!(waited.is_err(), "nobody answers");
    drop(guard);
    let log = String::from_utf8(log.0.lock().expect("no test panics").clone());
    let log = log.expect("logs are text");
    let told = r#"called provider="kemru" operation="sms" outcome="dropped""#;
    assert!(log.contains(told), "{log}");
}

#[tokio::test(flavor = "current_thread")]
async fn no_canary_leaves_its_place_on_the_wire() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        // A span is told as well, when it ends.
        .with_span_events(FmtSpan::CLOSE)
        // Four digits of a time may be those of a canary.
        .without_time()
        .with_writer(log.clone());
    let guard = tracing::subscriber::set_default(subscriber.finish());
    let seen = Arc::new(Mutex::new(Vec::new()));
    let mut shown = String::new();
    for reply in REPLIES {
        let client = client(Provider {
            reply: *reply,
            seen: seen.clone(),
        });
        shown.push_str(&format!("{client:?}"));
        let payout = MobilePayout {
            initiator_name: "Canary Person".into(),
            initiator_country: "Germany".to_owned(),
            destination_phone: "+254700canary".into(),
            amount: Amount::from(5_u32),
            channel: Channel::Mpesa,
        };
        shown.push_str(&format!("{payout:?}"));
        shown.push_str(&told(client.mobile_payout(&payout).await));
        let sms = Sms {
            phone: "+254700canary".into(),
            otp: Masked::from("7391"),
        };
        shown.push_str(&format!("{sms:?}"));
        shown.push_str(&told(client.sms(&sms).await));
        let user = UserDetails {
            username: Some("+254700canary".into()),
        };
        shown.push_str(&told(client.user_details(&user).await));
    }
    drop(guard);

    let seen =
        String::from_utf8(seen.lock().expect("no test panics").clone()).expect("bodies are text");
    let log =
        String::from_utf8(log.0.lock().expect("no test panics").clone()).expect("logs are text");
    assert!(
        log.contains("mobile_payout"),
        "the calls are logged, so the log was worth a look: {log}"
    );
    // Colours stand between a name and what it says.
    let plain: String = log
        .replace("\u{1b}[3m", "")
        .replace("\u{1b}[0m", "")
        .replace("\u{1b}[2m", "");
    let span = |it: &&str| it.contains("call{") && it.contains("close");
    let ended: Vec<&str> = plain.lines().filter(span).collect();
    assert_eq!(ended.len(), 3 * REPLIES.len(), "one span per call: {plain}");
    for it in ended {
        for field in [
            "provider=",
            "operation=",
            "effect=",
            "outcome=",
            "duration_ms=",
        ] {
            assert!(it.contains(field), "a span says {field}: {it}");
        }
    }
    for canary in CANARIES {
        let signs_only = *canary == "canary-security-key";
        assert_eq!(seen.contains(canary), !signs_only, "`{canary}` on the wire");
        assert!(!shown.contains(canary), "`{canary}` is shown: {shown}");
        assert!(!log.contains(canary), "`{canary}` is logged: {log}");
    }
}

#[test]
fn no_snapshot_holds_a_credential_or_a_personal_value() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut looked_at = 0;
    for provider in folders(&root) {
        let setup =
            fs::read_to_string(provider.join("setup.yaml")).expect("each provider has a setup");
        let credentials: Vec<&str> = setup
            .split([' ', ',', '{', '}', '\n'])
            .filter(|it| it.starts_with("test-"))
            .collect();
        assert!(
            !credentials.is_empty(),
            "{} names its test credentials",
            provider.display()
        );
        for entry in fs::read_dir(&provider)
            .expect("the folder can be listed")
            .flatten()
        {
            let path = entry.path();
            if path.extension().is_none_or(|it| it != "snap") {
                continue;
            }
            looked_at += 1;
            let text = fs::read_to_string(&path).expect("a snapshot is text");
            for secret in &credentials {
                assert!(
                    !text.contains(secret),
                    "{} holds `{secret}`",
                    path.display()
                );
            }
            // The document's own sample of a personal value, in all its uses.
            assert!(
                !text.contains("254739117883"),
                "{} holds a phone number",
                path.display()
            );
        }
    }
    println!("{looked_at} snapshots");
    assert!(looked_at > 0, "there are snapshots to look at");
}

fn client(provider: impl Transport + 'static) -> Client {
    let credentials = Credentials {
        api_key: Secret::from("canary-api-key"),
        merchant_id: "kemrut".to_owned(),
        security_key: Secret::from("canary-security-key"),
        access_token: Some(Secret::from("canary-access-token")),
    };
    let builder = Client::builder(credentials, Environment::Sandbox)
        .limits(Limits::default().read_retries(0))
        .sms_path("/sms")
        .transport(provider);
    builder.build().expect("everything is set")
}

/// Everything that a service could print of an answer.
fn told<T: std::fmt::Debug>(answer: Result<T, Error>) -> String {
    match answer {
        Ok(reply) => format!("{reply:?}"),
        Err(error) => {
            let raw = error.raw().map(String::from_utf8_lossy).unwrap_or_default();
            let mut res = format!("{error} {error:?} {:?}", error.code());
            // The raw reply is the caller's to keep: it may hold personal data, but no credential.
            for canary in &CANARIES[..3] {
                assert!(!raw.contains(canary), "`{canary}` in the raw reply");
            }
            let mut source = std::error::Error::source(&error);
            while let Some(it) = source {
                res.push_str(&format!("{it} {it:?}"));
                source = it.source();
            }
            res
        }
    }
}

fn folders(root: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(root).expect("there are fixtures").flatten();
    entries
        .map(|it| it.path())
        .filter(|it| it.is_dir())
        .collect()
}
