//! The real transport against a server on the loopback that misbehaves as told; whose test this is says
//! what stands in the way.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use verbatim_runtime::{
    Certainty, Error, HttpTransport, Kind, Limits, Resolution,
    reqwest::{
        self,
        dns::{Name, Resolve, Resolving},
    },
    rt,
};

use crate::{
    USER_AGENT,
    made_up::{self, API_KEY, Accepted, ask, pay},
    way,
};

type Called = Result<verbatim_runtime::Reply<Accepted>, Error>;

/// A server that hands every connection, with its number, to `serve`. Its thread ends with
/// the test's process.
struct Server {
    address: SocketAddr,
    calls: Arc<AtomicUsize>,
}

impl Server {
    fn new(serve: impl Fn(usize, &str, TcpStream) + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let calls = Arc::new(AtomicUsize::new(0));
        let counter = calls.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                let request = read_request(&mut stream);
                let number = counter.fetch_add(1, Ordering::SeqCst);
                serve(number, &request, stream);
            }
        });
        Self { address, calls }
    }

    /// A server that always writes `reply` and closes.
    fn saying(reply: impl Into<String>) -> Self {
        let reply = reply.into();
        Self::new(move |_, _, mut stream| {
            let _ = stream.write_all(reply.as_bytes());
        })
    }

    fn core(&self, limits: Limits) -> rt::Core {
        core(self.address, limits)
    }

    fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }
}

fn core(address: SocketAddr, limits: Limits) -> rt::Core {
    let setup = made_up::setup("sandbox")
        .server(0, format!("http://{address}"))
        .limits(limits);
    way(setup, limits).build().expect("everything is set")
}

/// Reads a head and as much body as it announces.
fn read_request(stream: &mut TcpStream) -> String {
    let mut request = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&request).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let head = head.to_lowercase();
            let length = head.split_once("content-length: ").map_or(0, |it| {
                let digits = it.1.lines().next().unwrap_or_default();
                digits.parse().expect("a length")
            });
            if length <= body.len() {
                return text;
            }
        }
        match stream.read(&mut chunk) {
            Ok(0) | Err(_) => return text,
            Ok(read) => request.extend_from_slice(&chunk[..read]),
        }
    }
}

fn http(status: u16, headers: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status} X\r\ncontent-length: {length}\r\nconnection: close\r\n{headers}\r\n{body}"
    )
}

fn good() -> String {
    http(200, "", r#"{"status_code":"0000"}"#)
}

#[track_caller]
fn check(called: Called, kind: Kind, certainty: Certainty) -> Error {
    let error = called.expect_err("no good reply");
    assert_eq!(
        (error.kind(), error.certainty()),
        (kind, certainty),
        "{error:?}"
    );
    let shown = format!("{error} {error:?}");
    assert!(
        !shown.contains(API_KEY) && !shown.contains("2547"),
        "{shown}"
    );
    error
}

#[tokio::test]
async fn the_wire_holds_the_spec_s_headers_and_the_transport_s_own() {
    let (tell, told) = std::sync::mpsc::channel();
    let server = Server::new(move |_, request, mut stream| {
        let _ = tell.send(request.to_owned());
        let _ = stream.write_all(good().as_bytes());
    });
    let reply = server.core(Limits::default()).call(&ask()).await;
    assert!(reply.expect("a good reply").is_succeeded());
    let request = told.recv().expect("a request");
    let (head, body) = request.split_once("\r\n\r\n").expect("a head");
    assert_eq!(body, r#"{"reference":"R1"}"#);
    let mut lines = head.lines();
    assert_eq!(lines.next(), Some("GET /v3/ask HTTP/1.1"));
    let mut headers: Vec<_> = lines.map(str::to_lowercase).collect();
    headers.sort();
    let expected = [
        "accept: */*".to_owned(),
        format!("apikey: {API_KEY}"),
        "content-length: 18".to_owned(),
        "content-type: application/json".to_owned(),
        format!("host: {}", server.address),
        format!("user-agent: {USER_AGENT}"),
    ];
    assert_eq!(headers, expected);
}

#[tokio::test]
async fn a_refused_connection_means_not_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    drop(listener);
    let called = core(address, Limits::default()).call(&pay()).await;
    let error = check(called, Kind::Connect, Certainty::NotSent);
    assert_eq!(error.resolution(), Resolution::Nothing);
    assert!(error.is_retryable());
}

/// Finds no address, at once or never.
struct Nowhere {
    at_once: bool,
}

impl Resolve for Nowhere {
    fn resolve(&self, _: Name) -> Resolving {
        if self.at_once {
            return Box::pin(async { Err("no such host".into()) });
        }
        Box::pin(std::future::pending())
    }
}

#[tokio::test]
async fn a_host_that_is_not_found_means_not_sent() {
    for at_once in [true, false] {
        let resolver = Arc::new(Nowhere { at_once });
        let core = made_up::setup("live")
            .limits(Limits::default().connect(Duration::from_millis(100)))
            .http(reqwest::Client::builder().no_proxy().dns_resolver(resolver))
            .build()
            .expect("everything is set");
        check(core.call(&pay()).await, Kind::Connect, Certainty::NotSent);
    }
}

#[tokio::test]
async fn a_tls_handshake_that_fails_means_not_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
        }
    });
    let core = made_up::setup("live")
        .server(0, format!("https://{address}"))
        .http(reqwest::Client::builder().no_proxy())
        .build()
        .expect("everything is set");
    check(core.call(&pay()).await, Kind::Connect, Certainty::NotSent);
}

#[tokio::test]
async fn a_connection_closed_before_the_reply_leaves_it_open() {
    let server = Server::saying("");
    let called = server.core(Limits::default()).call(&pay()).await;
    let error = check(called, Kind::Transport, Certainty::Unknown);
    let callback = Resolution::OnlyByCallback("ipn");
    assert_eq!(error.resolution(), callback);
    assert_eq!(server.calls(), 1);
}

#[tokio::test]
async fn a_truncated_body_leaves_it_open() {
    let server = Server::saying("HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{\"status_code\":");
    let called = server.core(Limits::default()).call(&pay()).await;
    let error = check(called, Kind::Transport, Certainty::Unknown);
    assert_eq!(error.status(), Some(200));
    assert_eq!(server.calls(), 1);
}

#[tokio::test]
async fn what_is_no_http_leaves_it_open() {
    let server = Server::saying("SSH-2.0-OpenSSH_9.6\r\n\r\n");
    let called = server.core(Limits::default()).call(&pay()).await;
    check(called, Kind::Transport, Certainty::Unknown);
}

#[tokio::test]
async fn a_body_over_the_limit_is_not_read() {
    let body = format!(r#"{{"status_code":"0000","x":"{}"}}"#, "x".repeat(2000));
    let chunked = format!(
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{:x}\r\n{body}\r\n0\r\n\r\n",
        body.len()
    );
    for reply in [http(200, "", &body), chunked] {
        let server = Server::saying(reply);
        let small = Limits::default().reply_bytes(body.len() - 1);
        let called = server.core(small).call(&pay()).await;
        let error = check(called, Kind::TooLarge, Certainty::Unknown);
        assert_eq!(error.status(), Some(200));
        let enough = Limits::default().reply_bytes(body.len());
        assert!(server.core(enough).call(&pay()).await.is_ok());
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let other = Server::saying(good());
    let location = format!("location: http://{}/\r\n", other.address);
    for status in [302, 307, 308] {
        let server = Server::saying(http(status, &location, ""));
        let called = server.core(Limits::default()).call(&pay()).await;
        let error = check(called, Kind::Status, Certainty::Unknown);
        assert_eq!(error.status(), Some(status));
    }
    assert_eq!(other.calls(), 0);
}

#[tokio::test]
async fn a_client_that_follows_redirects_can_never_say_not_sent() {
    let server = Server::saying(http(307, "location: http://127.0.0.1:1/\r\n", ""));
    // A bounded transport installs the cryptography that a finished client must find.
    let bounded = HttpTransport::new(reqwest::Client::builder(), Limits::default());
    assert!(bounded.is_ok());
    let finished = reqwest::Client::builder()
        .no_proxy()
        .build()
        .expect("a client");
    let core = made_up::setup("sandbox")
        .server(0, format!("http://{}", server.address))
        .transport(Arc::new(HttpTransport::from_client_without_bounds(
            finished,
        )))
        .build()
        .expect("everything is set");
    check(core.call(&pay()).await, Kind::Transport, Certainty::Unknown);
    assert_eq!(server.calls(), 1);
}

#[tokio::test]
async fn a_slow_body_ends_at_the_limit_of_the_attempt() {
    let server = Server::new(|_, _, mut stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 22\r\n\r\n{");
        thread::sleep(Duration::from_secs(2));
    });
    let limits = Limits::default().attempt(Duration::from_millis(300));
    let started = Instant::now();
    let called = server.core(limits).call(&pay()).await;
    let error = check(called, Kind::Timeout, Certainty::Unknown);
    assert_eq!(error.status(), Some(200));
    assert!(started.elapsed() < Duration::from_millis(1500));
}

#[tokio::test]
async fn what_spends_is_sent_once() {
    for reply in [http(503, "retry-after: 0\r\n", ""), String::new()] {
        let server = Server::saying(reply);
        let called = server.core(Limits::default()).call(&pay()).await;
        assert_eq!(
            called.err().map(|it| it.certainty()),
            Some(Certainty::Unknown)
        );
        assert_eq!(server.calls(), 1);
    }
}

#[tokio::test]
async fn what_reads_is_sent_again_until_it_is_answered() {
    let server = Server::new(|number, _, mut stream| {
        let reply = match number {
            0 => http(503, "", ""),
            1 => String::new(),
            _ => good(),
        };
        let _ = stream.write_all(reply.as_bytes());
    });
    let reply = server.core(Limits::default()).call(&ask()).await;
    assert!(reply.expect("a good reply").is_succeeded());
    assert_eq!(server.calls(), 3);
}

#[tokio::test]
async fn what_reads_is_sent_again_as_often_as_allowed() {
    let server = Server::saying(http(429, "retry-after: 0\r\n", ""));
    let limits = Limits::default().read_retries(1);
    let called = server.core(limits).call(&ask()).await;
    let error = check(called, Kind::Status, Certainty::NotApplied);
    assert!(error.is_retryable());
    assert_eq!(server.calls(), 2);
}

#[tokio::test]
async fn the_provider_s_pause_is_kept() {
    let server = Server::new(|number, _, mut stream| {
        let reply = match number {
            0 => http(503, "Retry-After: 1\r\n", ""),
            _ => good(),
        };
        let _ = stream.write_all(reply.as_bytes());
    });
    let started = Instant::now();
    let reply = server.core(Limits::default()).call(&ask()).await;
    assert!(reply.is_ok());
    assert!(Duration::from_secs(1) <= started.elapsed());
}

#[tokio::test]
async fn a_pause_beyond_the_total_limit_is_not_waited_for() {
    let server = Server::saying(http(503, "Retry-After: 7\r\n", ""));
    let limits = Limits::default().total(Duration::from_secs(5));
    let started = Instant::now();
    let called = server.core(limits).call(&ask()).await;
    check(called, Kind::Status, Certainty::NotApplied);
    assert_eq!(server.calls(), 1);
    assert!(started.elapsed() < Duration::from_secs(4));
}

#[test]
fn clear_text_is_refused_where_the_environment_does_not_allow_it() {
    let setup = made_up::setup("live").server(0, "http://127.0.0.1:1");
    let error = setup.build().expect_err("no clear text");
    assert_eq!(error.kind(), Kind::Configuration);
    assert_eq!(error.certainty(), Certainty::NotSent);
}
