//! A stand-in for a provider, the proxy before it, and clients that call through both.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread;

use tempfile::TempDir;
use verbatim_clients::dispatch::Generated;
use verbatim_codegen::model::Provider;
use verbatim_conformance::fixture::{Call, CallExpect, Case, Fixture, Reply, Row, Setup};
use verbatim_conformance::house::Specs;
use verbatim_conformance::loopback::Loopback;
use verbatim_conformance::record::{Recorded, Session, Upstreams};
use verbatim_conformance::suite::Suite;
use verbatim_runtime::dispatch::{self, Clients as _};
use verbatim_runtime::{HttpTransport, Limits, Transport, reqwest};

use crate::canaries::Planted;

/// A call, and what the provider answers to it.
pub(crate) struct Asked {
    pub(crate) operation: String,
    pub(crate) input: String,
    pub(crate) setup: Setup,
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Asked {
    pub(crate) fn of(
        fixture: &Fixture,
        call: &Call,
        row: &Row,
        reply: &Reply,
        setup: &Setup,
    ) -> Asked {
        let mut setup = fixture.apart.from(setup).into_owned();
        setup.way = fixture.way.clone().or(setup.way);
        for (name, value) in &mut setup.credentials {
            *value = credential(name);
        }
        Asked {
            operation: call.operation.clone(),
            input: row.input.clone(),
            setup,
            status: reply.status,
            headers: reply.headers.clone(),
            body: reply.body.clone(),
        }
    }
}

/// Specs and fixtures of every client that there is.
pub(crate) fn suite() -> Suite {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let specs = Specs::read(&root.join("../specs")).expect("there are specs");
    assert!(specs.reports.is_empty(), "{}", specs.reports.join("\n"));
    Suite::read(&root.join("fixtures"), specs.providers).expect("there are fixtures")
}

/// Every call of a provider's fixtures that is answered.
pub(crate) fn asked(suite: &Suite, provider: &Provider, setup: &Setup) -> Vec<Asked> {
    let mut res = Vec::new();
    for fixture in &suite.fixtures {
        let Case::Call(call) = &fixture.case else {
            continue;
        };
        if fixture.provider != provider.name || call.pages.is_some() {
            continue;
        }
        // The rows of a table are alike but for a value that the spec lists.
        for row in call.rows.iter().take(3) {
            let table = matches!(row.expect, CallExpect::Codes(_)) || !row.then.is_empty();
            if let Some(reply) = row.reply.as_ref().filter(|it| it.fault.is_none() && !table) {
                res.push(Asked::of(fixture, call, row, reply, setup));
            }
        }
    }
    res
}

/// A key that no fixture has.
pub(crate) fn credential(name: &str) -> String {
    let digits: String = name.bytes().map(|it| format!("{it:02x}")).collect();
    format!("Zq71{digits}")
}

/// A folder to record into.
pub(crate) struct Bench {
    pub(crate) provider: Provider,
    setup: Setup,
    out: TempDir,
}

impl Bench {
    pub(crate) fn new(provider: &Provider, setup: &Setup) -> Bench {
        Bench {
            provider: provider.clone(),
            setup: setup.clone(),
            out: tempfile::tempdir().expect("there is a folder for tests"),
        }
    }

    pub(crate) fn out(&self) -> &Path {
        self.out.path()
    }

    /// Those of some operations that do not share an address with one before.
    pub(crate) fn unlike(&self, names: Vec<String>) -> Vec<String> {
        let mut seen = Vec::new();
        let mut res = Vec::new();
        for name in names {
            let operation = self.provider.operation(&name).expect("it is in the spec");
            let address = (operation.method.clone(), operation.path.clone());
            if res.contains(&name) || !seen.contains(&address) {
                seen.push(address);
                res.push(name);
            }
        }
        res
    }

    /// Calls and records, one after another.
    ///
    /// All calls that look alike are those of one operation.
    pub(crate) fn record(&self, asked: Vec<Asked>) -> Vec<Recorded> {
        let mut meant: Vec<_> = asked.iter().map(|it| it.operation.clone()).collect();
        meant.sort();
        meant.dedup();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("there is a runtime");
        let asked = asked.into_iter().map(|it| (spelled(&it), it));
        self.recorded(meant, asked.collect(), |proxy, it| {
            runtime.block_on(self.call(proxy, it));
        })
    }

    /// Sends bytes and records, one exchange after another.
    pub(crate) fn record_bytes(&self, planted: Vec<Planted>) -> Vec<Recorded> {
        let mut meant: Vec<_> = planted.iter().map(|it| it.operation.clone()).collect();
        meant.dedup();
        let planted = planted.into_iter().map(|it| (it.reply, it.request));
        self.recorded(meant, planted.collect(), |proxy, request| {
            let mut stream = TcpStream::connect(proxy).expect("the proxy listens");
            stream.write_all(&request).expect("the proxy reads");
            let mut reply = Vec::new();
            stream.read_to_end(&mut reply).expect("the proxy answers");
            assert!(!reply.is_empty(), "the reply is passed on");
        })
    }

    /// Asks for each, with its reply ready.
    fn recorded<T>(
        &self,
        meant: Vec<String>,
        asked: Vec<(Vec<u8>, T)>,
        ask: impl Fn(SocketAddr, T),
    ) -> Vec<Recorded> {
        let current = Arc::new(Mutex::new(Vec::new()));
        let provider = serve(Arc::clone(&current));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("there is a port");
        let proxy = listener.local_addr().expect("it is bound");
        let session = self.session(provider, meant, asked.len());
        let recording = thread::spawn(move || {
            let mut recorded = Vec::new();
            let res = session.run(listener, &mut |it| recorded.push(it));
            res.expect("the session ends when all is recorded");
            recorded
        });
        for (reply, it) in asked {
            *current.lock().expect("no thread panics") = reply;
            ask(proxy, it);
        }
        recording.join().expect("the session does not panic")
    }

    async fn call(&self, proxy: SocketAddr, asked: Asked) {
        let builder = reqwest::Client::builder()
            .pool_max_idle_per_host(0)
            .no_proxy();
        let through = HttpTransport::new(builder, Limits::default()).expect("there is a client");
        let setup = dispatch::Setup {
            environment: asked.setup.environment,
            servers: asked.setup.servers,
            credentials: asked.setup.credentials,
            way: asked.setup.way,
            settings: asked.setup.settings,
            pages: None,
            limits: Limits::default().read_retries(0),
            transport: Arc::new(Loopback::new(Arc::new(through), proxy)) as Arc<dyn Transport>,
            clock: None,
            nonces: None,
        };
        // What comes of it is the fixture's to say.
        let _ = Generated
            .call(&self.provider.name, setup, &asked.operation, &asked.input)
            .await;
    }

    fn session(&self, to: SocketAddr, meant: Vec<String>, count: usize) -> Session<'static> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
        Session {
            clients: &Generated,
            provider: self.provider.clone(),
            setup: self.setup.clone(),
            setup_file: root.join(&self.provider.name).join("setup.yaml"),
            settings: Vec::new(),
            meant,
            to: Upstreams {
                all: Some(format!("http://{to}")),
                servers: Vec::new(),
            },
            out: self.out().to_owned(),
            date: "2026-01-02".parse().expect("it is a day"),
            count: Some(count),
        }
    }

    /// Every file that was written, with its text.
    pub(crate) fn files(&self) -> Vec<(PathBuf, String)> {
        let folder = self.out().join(&self.provider.name);
        let entries = fs::read_dir(folder).expect("the folder is there").flatten();
        let paths = entries.map(|it| it.path());
        let own = paths.filter(|it| !it.ends_with("setup.yaml"));
        own.map(|it| {
            let text = fs::read_to_string(&it).expect("a fixture is text");
            (it, text)
        })
        .collect()
    }

    #[track_caller]
    pub(crate) fn holds_no_credential(&self) {
        for (path, text) in self.files() {
            for it in &self.provider.credentials {
                let real = credential(&it.name);
                assert!(
                    !text.contains(&real),
                    "`{real}` in {}\n{text}",
                    path.display()
                );
            }
        }
    }
}

fn spelled(it: &Asked) -> Vec<u8> {
    let mut res = format!("HTTP/1.1 {} Scripted\r\n", it.status);
    for (name, value) in &it.headers {
        res.push_str(&format!("{name}: {value}\r\n"));
    }
    let length = it.body.len();
    res.push_str(&format!(
        "content-length: {length}\r\nconnection: close\r\n\r\n"
    ));
    res.push_str(&it.body);
    res.into_bytes()
}

/// A provider that answers whatever is asked by what stands ready.
pub(crate) fn serve(current: Arc<Mutex<Vec<u8>>>) -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("there is a port");
    let address = listener.local_addr().expect("it is bound");
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let reply = current.lock().expect("no thread panics").clone();
            // Whoever went away is not answered.
            let _ = answer(stream, &reply);
        }
    });
    address
}

fn answer(mut stream: TcpStream, reply: &[u8]) -> std::io::Result<()> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes).to_ascii_lowercase();
        if let Some((head, _)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .find_map(|it| it.strip_prefix("content-length: "));
            let length: usize = length.and_then(|it| it.trim().parse().ok()).unwrap_or(0);
            if head.len() + 4 + length <= bytes.len() {
                break;
            }
        }
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        bytes.extend_from_slice(&buffer[..count]);
    }
    stream.write_all(reply)
}
