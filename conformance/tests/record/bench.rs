//! The proxy before a stand-in for a provider, and clients that call through both.

#[path = "asked.rs"]
mod asked;
#[path = "keys.rs"]
mod keys;
#[path = "stand_in.rs"]
pub(crate) mod stand_in;

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread;

use tempfile::TempDir;
use verbatim_codegen::model::Provider;
use verbatim_conformance::fixture::Setup;
use verbatim_conformance::house::Specs;
use verbatim_conformance::loopback::Loopback;
use verbatim_conformance::record::{Recorded, Session, Upstreams};
use verbatim_conformance::run::{Event, Plan, Snapshots, run};
use verbatim_conformance::suite::Suite;
use verbatim_runtime::dispatch::{self, Clients};
use verbatim_runtime::{HttpTransport, Limits, Transport, reqwest};

pub(crate) use asked::{Asked, asked};
pub(crate) use keys::{codes, credential};
use stand_in::{Script, serve};

/// Clients, and the folders of what they were made from and are played by.
#[derive(Clone, Copy)]
pub(crate) struct Home {
    pub(crate) clients: &'static dyn Clients,
    pub(crate) specs: &'static str,
    pub(crate) fixtures: &'static str,
}

/// A request and the reply to it, as bytes.
pub(crate) struct Planted {
    pub(crate) operation: String,
    pub(crate) request: Vec<u8>,
    pub(crate) reply: Vec<u8>,
}

/// Specs and fixtures of every client that there is.
pub(crate) fn suite(home: Home) -> Suite {
    let specs = Specs::read(Path::new(home.specs)).expect("there are specs");
    assert!(specs.reports.is_empty(), "{}", specs.reports.join("\n"));
    Suite::read(Path::new(home.fixtures), specs.providers).expect("there are fixtures")
}

/// A folder to record into.
pub(crate) struct Bench {
    home: Home,
    pub(crate) provider: Provider,
    setup: Setup,
    out: TempDir,
}

impl Bench {
    pub(crate) fn new(home: Home, provider: &Provider, setup: &Setup) -> Bench {
        Bench {
            home,
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
        let asked = asked.into_iter().map(|it| (it.replies.clone(), it));
        self.recorded(meant, asked.collect(), |proxy, it| {
            runtime.block_on(self.call(proxy, it));
        })
    }

    /// Sends bytes and records, one exchange after another.
    pub(crate) fn record_bytes(&self, planted: Vec<Planted>) -> Vec<Recorded> {
        let mut meant: Vec<_> = planted.iter().map(|it| it.operation.clone()).collect();
        meant.dedup();
        let planted = planted.into_iter().map(|it| (vec![it.reply], it.request));
        self.recorded(meant, planted.collect(), |proxy, request| {
            let mut stream = TcpStream::connect(proxy).expect("the proxy listens");
            stream.write_all(&request).expect("the proxy reads");
            let mut reply = Vec::new();
            stream.read_to_end(&mut reply).expect("the proxy answers");
            assert!(!reply.is_empty(), "the reply is passed on");
        })
    }

    /// Asks for each, with its replies ready.
    fn recorded<T>(
        &self,
        meant: Vec<String>,
        asked: Vec<(Vec<Vec<u8>>, T)>,
        ask: impl Fn(SocketAddr, T),
    ) -> Vec<Recorded> {
        let script = Arc::new(Mutex::new(Script::default()));
        let provider = serve(Arc::clone(&script));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("there is a port");
        let proxy = listener.local_addr().expect("it is bound");
        let most = asked.iter().map(|it| it.0.len()).sum();
        let session = self.session(provider, meant, most);
        let recording = thread::spawn(move || {
            let mut recorded = Vec::new();
            let res = session.run(listener, &mut |it| recorded.push(it));
            res.expect("the session ends when all is recorded");
            recorded
        });
        for (replies, it) in asked {
            script.lock().expect("no thread panics").replies = replies;
            ask(proxy, it);
        }
        let count = script.lock().expect("no thread panics").count;
        // A client that asked for less than stood ready leaves the session waiting for more.
        for _ in count..most {
            let mut stream = TcpStream::connect(proxy).expect("the proxy listens");
            let end = b"GET /the/end HTTP/1.1\r\n\r\n";
            stream.write_all(end).expect("the proxy reads");
            stream
                .read_to_end(&mut Vec::new())
                .expect("the proxy answers");
        }
        let mut res = recording.join().expect("the session does not panic");
        res.truncate(count);
        res
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
        let clients = self.home.clients;
        let _ = clients
            .call(&self.provider.name, setup, &asked.operation, &asked.input)
            .await;
    }

    pub(crate) fn session(
        &self,
        to: SocketAddr,
        meant: Vec<String>,
        count: usize,
    ) -> Session<'static> {
        let root = Path::new(self.home.fixtures);
        Session {
            clients: self.home.clients,
            provider: self.provider.clone(),
            setup: self.setup.clone(),
            setup_file: root.join(&self.provider.name).join("setup.yaml"),
            settings: Vec::new(),
            meant,
            to: Upstreams {
                all: Some(format!("http://{to}")),
                servers: Vec::new(),
            },
            identity: None,
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

    /// All that was recorded is played again, with its transcripts.
    #[track_caller]
    pub(crate) fn replays(&self, written: usize) {
        let providers = vec![self.provider.clone()];
        let suite = Suite::read(self.out(), providers).expect("the folder is there");
        let mut told = Vec::new();
        let plan = Plan {
            snapshots: Snapshots::Compare,
            ..Plan::default()
        };
        let ran = run(&suite, self.home.clients, &plan, &mut |event| match event {
            Event::Played {
                verdict, fixture, ..
            } if !verdict.holds() => {
                told.push(format!("{}: {verdict:?}", fixture.name));
            }
            Event::Spoiled {
                verdict, negatives, ..
            } if !verdict.holds() => told.push(format!("{}: {verdict:?}", negatives.name)),
            Event::Broken(broken) => told.push(format!("{broken:?}")),
            Event::Began { .. }
            | Event::Accepted { .. }
            | Event::Fault(_)
            | Event::Played { .. }
            | Event::Spoiled { .. } => {}
        });
        assert_eq!(told, Vec::<String>::new());
        let total = ran.total();
        // What was recorded is good enough to make negatives of.
        let cases = written + suite.negatives.len();
        assert_eq!((total.cases, total.passed), (cases, cases));
    }

    #[track_caller]
    pub(crate) fn holds_no_credential(&self) {
        for (path, text) in self.files() {
            for it in &self.provider.credentials {
                let real = credential(&self.provider, &it.name);
                let hex = real.bytes().map(|it| format!("{it:02x}")).collect();
                let spelled = [
                    vec![real, hex],
                    codes(&credential(&self.provider, &it.name)),
                ]
                .concat();
                let found = spelled.iter().find(|it| text.contains(it.as_str()));
                assert_eq!(found, None, "in {}\n{text}", path.display());
            }
        }
    }
}

/// What came of recording every call of a provider's fixtures.
pub(crate) struct Everything {
    pub(crate) all: usize,
    /// What could not be written: the operation, and the code of why.
    pub(crate) left: Vec<String>,
    pub(crate) operations: BTreeSet<String>,
}

/// Records every call of a provider's fixtures, and plays again what was written.
pub(crate) fn everything(home: Home, suite: &Suite, provider: &Provider) -> Everything {
    let setup = suite.setup(&provider.name).expect("each has a setup");
    let bench = Bench::new(home, provider, setup);
    let mut asked = asked(suite, provider, setup);
    // Where nothing on the wire tells two operations apart, one of them is recorded at a time.
    let mut told = Vec::new();
    while !asked.is_empty() {
        let mut names: Vec<_> = asked.iter().map(|it| it.operation.clone()).collect();
        names.dedup();
        let own: BTreeSet<_> = bench.unlike(names).into_iter().collect();
        let (now, later) = asked
            .into_iter()
            .partition(|it| own.contains(&it.operation));
        asked = later;
        told.extend(bench.record(now));
    }
    let mut operations = BTreeSet::new();
    let (mut written, mut same, mut unwritten, mut left) = (0, 0, Vec::new(), Vec::new());
    for it in &told {
        match it {
            Recorded::Written { operation, .. } => {
                written += 1;
                operations.insert(operation.clone());
            }
            Recorded::Same { .. } => same += 1,
            Recorded::Unwritten {
                operation, code, ..
            } => {
                unwritten.push(format!("{it:?}"));
                let operation = operation.as_deref().unwrap_or("no operation");
                left.push(format!("{operation} {code:?}"));
            }
            Recorded::Lost { .. } => {
                unwritten.push(format!("{it:?}"));
                left.push("lost".to_owned());
            }
        }
    }
    println!(
        "{}: {} exchanges, {written} written, {same} the same, {} not",
        provider.name,
        told.len(),
        unwritten.len()
    );
    println!("{}", unwritten.join("\n"));
    bench.holds_no_credential();
    bench.replays(written);
    Everything {
        all: told.len(),
        left,
        operations,
    }
}
