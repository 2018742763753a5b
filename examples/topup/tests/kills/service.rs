//! The service as a process of its own, on one database, and the stand-in that it pays.

use std::{
    fs,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    time::Duration,
};

use serde_json::Value;
use sqlx::{ConnectOptions, Connection, Row, sqlite::SqliteConnectOptions};
use tempfile::TempDir;
use topup_stand_in::{Keys, StandIn};

const API_KEY: &str = "test-caller";
const CALLBACK_KEY: &str = "test-callbacks";

pub(crate) struct Service {
    pub(crate) stand_in: StandIn,
    folder: TempDir,
    address: SocketAddr,
    http: reqwest::Client,
    numbers: AtomicU64,
    closed: AtomicBool,
}

/// An order as it stands in the database, or as its caller sees it.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) struct Stored {
    pub(crate) id: String,
    pub(crate) state: String,
    pub(crate) reference: Option<String>,
    pub(crate) has_token: bool,
}

impl Stored {
    pub(crate) fn is(&self, state: &str) -> bool {
        self.state == state
    }
}

impl Service {
    pub(crate) async fn new(seed: u64) -> Self {
        let folder = tempfile::tempdir().expect("temp is writable");
        // Any free port; it is the same for every process.
        let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
        let address = address
            .and_then(|it| it.local_addr())
            .expect("there are ports");
        let callbacks = format!("http://{address}/callbacks/{CALLBACK_KEY}");
        let anywhere = (Ipv4Addr::LOCALHOST, 0).into();
        let stand_in = StandIn::start(anywhere, Keys::default(), seed, Some(callbacks)).await;
        let stand_in = stand_in.expect("there are ports");
        fs::write(folder.path().join("root.pem"), &stand_in.certificate).expect("temp is writable");
        let http = reqwest::Client::builder()
            .timeout(Duration::from_secs(5))
            .build();
        Self {
            stand_in,
            folder,
            address,
            http: http.expect("a client with a time limit can be built"),
            numbers: AtomicU64::new(0),
            closed: AtomicBool::new(false),
        }
    }

    /// A process, which may not be listening yet.
    pub(crate) fn start(&self) -> Process {
        let keys = Keys::default();
        let child = Command::new(env!("CARGO_BIN_EXE_topup"))
            .env("TOPUP_LISTEN", self.address.to_string())
            .env("TOPUP_DATABASE", self.file("topup.sqlite"))
            .env("TOPUP_API_KEY", API_KEY)
            .env("TOPUP_CALLBACK_KEY", CALLBACK_KEY)
            .env("TOPUP_FIRST_PAUSE_MS", "100")
            .env("TOPUP_LONGEST_PAUSE_MS", "1000")
            .env("TOPUP_ROOT_CERTIFICATES", self.file("root.pem"))
            .env("KEMRU_ENVIRONMENT", "sandbox")
            .env("KEMRU_GATEWAY_URL", &self.stand_in.url)
            .env("KEMRU_API_KEY", &keys.api_key)
            .env("KEMRU_MERCHANT_ID", &keys.merchant_id)
            .env("KEMRU_SECURITY_KEY", &keys.security_key)
            .env("VTPASS_ENVIRONMENT", "sandbox")
            .env("VTPASS_WAY", "api_keys")
            .env("VTPASS_API_URL", &self.stand_in.url)
            .env("VTPASS_API_KEY", &keys.api_key)
            .env("VTPASS_PUBLIC_KEY", "test-public-key")
            .env("VTPASS_SECRET_KEY", &keys.secret_key)
            .stdin(Stdio::null())
            .stderr(match std::env::var_os("TOPUP_LOG") {
                Some(_) => Stdio::inherit(),
                None => Stdio::null(),
            })
            .spawn();
        Process(child.expect("the service starts"))
    }

    /// Whether the order was taken.
    pub(crate) async fn order(&self, route: &str, id: &str, body: &str) -> bool {
        let call = self
            .http
            .post(format!("http://{}/orders/{route}", self.address));
        let call = call
            .header("content-type", "application/json")
            .body(body.to_owned());
        let call = call.bearer_auth(API_KEY).header("idempotency-key", id);
        match call.send().await {
            Ok(answer) => {
                let status = answer.status();
                assert!(!status.is_client_error(), "{id} is refused: {status}");
                status.is_success()
            }
            Err(_) => false,
        }
    }

    pub(crate) fn next_number(&self) -> u64 {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }

    /// Nothing more is ordered.
    pub(crate) fn close(&self) {
        self.closed.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Relaxed)
    }

    /// All orders, from a copy of the database: the file itself belongs to the service, which has
    /// to mend it by itself.
    pub(crate) async fn stored(&self) -> Vec<Stored> {
        let copies = tempfile::tempdir().expect("temp is writable");
        for name in ["topup.sqlite", "topup.sqlite-wal"] {
            if self.file(name).exists() {
                fs::copy(self.file(name), copies.path().join(name)).expect("temp is writable");
            }
        }
        let copy = copies.path().join("topup.sqlite");
        if !copy.exists() {
            return Vec::new();
        }
        let options = SqliteConnectOptions::new()
            .filename(copy)
            .disable_statement_logging();
        let mut database = options.connect().await.expect("it is a database");
        let rows = sqlx::query("SELECT id, state, reference, token FROM orders")
            .fetch_all(&mut database)
            .await;
        database.close().await.expect("the copy is nobody else's");
        // A process that was killed at once has made no table yet.
        let rows = rows.unwrap_or_default();
        rows.iter()
            .map(|it| Stored {
                id: it.get("id"),
                state: it.get("state"),
                reference: it.get("reference"),
                has_token: it.get::<Option<String>, _>("token").is_some(),
            })
            .collect()
    }

    /// Waits until it takes orders.
    pub(crate) async fn listens(&self) {
        while self.page("state=sending").await.is_none() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// All orders that fit, or nothing when nobody answers.
    pub(crate) async fn orders(&self, filter: &str) -> Option<Vec<Stored>> {
        let mut res: Vec<Stored> = Vec::new();
        loop {
            let after = res.last().map(|it| it.id.as_str()).unwrap_or_default();
            let page = self.page(&format!("{filter}&after={after}")).await?;
            if page.is_empty() {
                return Some(res);
            }
            res.extend(page);
        }
    }

    async fn page(&self, query: &str) -> Option<Vec<Stored>> {
        let url = format!("http://{}/orders?{query}", self.address);
        let answer = self.http.get(url).bearer_auth(API_KEY).send().await.ok()?;
        let orders: Value = serde_json::from_str(&answer.text().await.ok()?).ok()?;
        let text = |it: &Value| it.as_str().map(ToOwned::to_owned);
        let order = |it: &Value| {
            Some(Stored {
                id: text(&it["id"])?,
                state: text(&it["state"])?,
                reference: text(&it["reference"]),
                has_token: it["token"].is_string(),
            })
        };
        orders.as_array()?.iter().map(order).collect()
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

/// A process of the service; dropping it kills it.
pub(crate) struct Process(Child);

impl Process {
    /// SIGKILL: it has no chance to do anything about it.
    pub(crate) fn kill(mut self) {
        self.end();
    }

    /// SIGTERM, and it is waited for.
    pub(crate) fn stop(mut self) {
        let id = self.0.id().to_string();
        let told = Command::new("kill").args(["-TERM", &id]).status();
        assert!(
            told.is_ok_and(|it| it.success()),
            "a running process can be told to stop"
        );
        let ended = self.0.wait().expect("it was started here");
        assert!(ended.success(), "it stops in order: {ended}");
    }

    fn end(&mut self) {
        // An error means that it has ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.end();
    }
}
