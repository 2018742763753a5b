//! One call that goes wrong, and what of it is not as the table says.

use std::error::Error as StdError;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::net::TcpSocket;
use tokio::time::{sleep, timeout};
use verbatim_clients::dispatch::Generated;
use verbatim_runtime::dispatch::{Answer, Clients, Failed, Setup};
use verbatim_runtime::{
    BoxFuture, Error, HttpReply, HttpRequest, HttpTransport, Limits, Transport, TransportError,
    reqwest,
};

use crate::gzip;
use crate::server::{Act, Server, header};
use crate::subjects::Subject;
use crate::table::{Fault, Row};

/// The longest body that is read.
const REPLY_BYTES: usize = 64 * 1024;
/// The longest head that is taken.
const HEADER_BYTES: usize = 16 * 1024;
/// What a body unpacks to that is itself shorter than that.
const UNPACKED_BYTES: usize = 4 * 1024 * 1024;
/// The limit of one attempt, where a reply comes.
const ATTEMPT: Duration = Duration::from_secs(5);
/// The limit of one attempt, where it comes too slowly.
const SHORT_ATTEMPT: Duration = Duration::from_millis(400);
/// The limit of a call; longer than a pause that is kept.
const TOTAL: Duration = Duration::from_secs(8);
/// When a call that does not end is given up.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long a request that nobody should send is waited for.
const AFTERMATH: Duration = Duration::from_millis(60);

/// The two ways to a server that the real transport has.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Way {
    Direct,
    Reqwest,
}

impl Way {
    pub(crate) const ALL: [Way; 2] = [Way::Direct, Way::Reqwest];
}

/// Plays what others have not begun, until nothing is left; what does not hold is told.
pub(crate) fn all(cases: &[(&Row, &Subject<'_>, Way)], next: &AtomicUsize) -> Vec<String> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let limits = Limits::default();
    let ways = Way::ALL.map(|it| {
        let transport = match it {
            Way::Direct => HttpTransport::direct(limits),
            // No proxy of this machine stands in between.
            Way::Reqwest => HttpTransport::new(reqwest::Client::builder().no_proxy(), limits),
        };
        Arc::new(transport.expect("an HTTP client")) as Arc<dyn Transport>
    });
    let mut res = Vec::new();
    while let Some((row, subject, way)) = cases.get(next.fetch_add(1, Ordering::SeqCst)) {
        let mut told = Vec::new();
        let through = &ways[*way as usize];
        runtime.block_on(one(through, row, subject, &mut told));
        let about = |it| format!("{} ({:?}), {subject}, {way:?}: {it}", row.about, row.fault);
        res.extend(told.into_iter().map(about));
    }
    res
}

async fn one(
    through: &Arc<dyn Transport>,
    row: &Row,
    subject: &Subject<'_>,
    told: &mut Vec<String>,
) {
    let mut check = |holds: bool, what: String| {
        if !holds {
            told.push(what);
        }
    };
    let other_host = Server::open(Act::ResetRead).await;
    let server = Server::open(act(row.fault, subject, &other_host)).await;
    // A port that is taken, and that nobody listens on.
    let deaf = TcpSocket::new_v4().expect("a socket");
    deaf.bind((Ipv4Addr::LOCALHOST, 0).into()).expect("a port");
    let server_at = server.address;
    let origin = if row.fault == Fault::UnknownHost {
        // No label of a name has more than 63 characters, so nobody is asked for it.
        format!("http://{}.invalid", "x".repeat(64))
    } else if row.fault == Fault::Refused {
        format!("http://{}", deaf.local_addr().expect("it is bound"))
    } else if matches!(row.fault, Fault::NoTls | Fault::Untrusted) {
        format!("https://{server_at}")
    } else {
        format!("http://{server_at}")
    };
    let setup = setup(through, row, subject, origin);
    let call = || {
        let (provider, operation) = (&subject.provider.name, &subject.operation.name);
        timeout(
            PATIENCE,
            Generated.call(provider, setup.clone(), operation, subject.input),
        )
    };
    let mut before = 0;
    if row.fault == Fault::ResetKept {
        let first = call().await.expect("it ends");
        check(first.is_ok(), format!("the first call: {}", ended(&first)));
        // Until the connection waits for the next call.
        sleep(AFTERMATH).await;
        before = 1;
    }
    let started = Instant::now();
    let Ok(res) = call().await else {
        return check(false, "it does not end".to_owned());
    };
    let took = started.elapsed();
    sleep(AFTERMATH).await;

    let expected = row.expected(subject);
    if let Err(Failed::Call(error)) = &res {
        let found = (error.kind(), error.certainty());
        check(
            found == expected,
            format!("expected {expected:?}, found {found:?}: {error}"),
        );
        if let Some(status) = row.fault.status() {
            let found = error.status();
            check(found == Some(status), format!("the status is {found:?}"));
        }
        let shown = shown(error);
        for (name, value) in secrets(subject) {
            check(!shown.contains(value), format!("`{name}` is shown"));
        }
    } else {
        check(false, format!("expected {expected:?}, {}", ended(&res)));
    }
    let sent = server.seen(|it| it.requests.len()).saturating_sub(before);
    let expected = row.sent(subject);
    check(
        sent == expected,
        format!("{sent} requests on the wire, and not {expected}"),
    );
    if row.fault == Fault::ResetKept {
        // Each further attempt needs a connection of its own.
        let connections = server.seen(|it| it.connections);
        check(
            connections == expected,
            format!("{connections} connections"),
        );
    }
    let unpacks = |it: &Vec<u8>| header(it, "accept-encoding").is_some();
    let unpacks = server.seen(|it| it.requests.iter().any(unpacks));
    check(!unpacks, "a packed reply is asked for".to_owned());
    if let Fault::Pause(_, seconds) = row.fault {
        let kept = expected < 2 || Duration::from_secs(seconds) <= took;
        check(kept, format!("sent again after {took:?}"));
    }
    check(
        took < TOTAL + ATTEMPT,
        format!("it ended after {took:?} only"),
    );
    let strays = other_host.seen(|it| it.connections);
    check(strays == 0, format!("{strays} connections to another host"));
}

fn setup(through: &Arc<dyn Transport>, row: &Row, subject: &Subject<'_>, origin: String) -> Setup {
    let slow = row.fault == Fault::Slow;
    let attempt = if slow { SHORT_ATTEMPT } else { ATTEMPT };
    let through = Arc::clone(through);
    Setup {
        environment: subject.setup.environment.clone(),
        servers: subject.setup.servers.clone(),
        credentials: subject.setup.credentials.clone(),
        way: subject.way.clone(),
        settings: subject.setup.settings.clone(),
        pages: None,
        limits: Limits::default()
            .attempt(attempt)
            .total(TOTAL)
            .reply_bytes(REPLY_BYTES)
            .header_bytes(HEADER_BYTES)
            .read_retries(1),
        transport: Arc::new(Elsewhere { through, origin }),
        clock: None,
        nonces: None,
    }
}

/// What the server does.
fn act(fault: Fault, subject: &Subject<'_>, other_host: &Server) -> Act {
    let json = "content-type: application/json\r\n";
    let good = subject.reply.as_bytes();
    let chunked = format!("{json}transfer-encoding: chunked\r\n");
    let size = |it: usize| format!("{json}content-length: {it}\r\n");
    let long = vec![b' '; REPLY_BYTES + 1];
    let page = "content-type: text/html; charset=utf-8\r\n";
    let html = b"<!DOCTYPE html><html><body>This page is no reply.</body></html>";
    Act::Say(match fault {
        Fault::UnknownHost | Fault::Refused | Fault::Closed => Vec::new(),
        Fault::NoTls => return Act::SayAtOnce(reply(400, page, html)),
        Fault::Untrusted => return Act::SayBehindTls(reply(200, json, good)),
        Fault::ResetUnread => return Act::ResetUnread,
        Fault::ResetRead => return Act::ResetRead,
        Fault::ResetKept => {
            let head = format!("HTTP/1.1 {} X\r\n{}\r\n", subject.status, size(good.len()));
            return Act::ResetKept([head.as_bytes(), good].concat());
        }
        Fault::HeadAlone => whole(200, &size(good.len()), b""),
        Fault::Truncated => whole(200, &size(good.len() + 1), good),
        Fault::BadChunk => whole(
            200,
            &chunked,
            &[b"no number\r\n", good, b"\r\n0\r\n\r\n"].concat(),
        ),
        Fault::Slow => return Act::Dribble(whole(200, &size(REPLY_BYTES), good)),
        Fault::LongAnnounced => whole(200, &size(long.len()), &long),
        Fault::Long => {
            let head = format!("{:x}\r\n", long.len());
            let body = [head.as_bytes(), &long, b"\r\n0\r\n\r\n"].concat();
            whole(200, &chunked, &body)
        }
        Fault::LongHead => {
            let long = format!("{json}x-long: {}\r\n", "a".repeat(HEADER_BYTES));
            reply(200, &long, good)
        }
        Fault::EndlessHead => {
            let line = format!("x-long: {}\r\n", "a".repeat(1000));
            let head = format!("HTTP/1.1 200 X\r\n{}", line.repeat(1000));
            return Act::Dribble(head.into_bytes());
        }
        Fault::GzipBomb => {
            let packed = format!("{json}content-encoding: gzip\r\n");
            reply(200, &packed, &gzip::zeros(UNPACKED_BYTES))
        }
        Fault::NoUtf8 => {
            let mut body = good.to_vec();
            let quote = good.iter().position(|it| *it == b'"');
            body.insert(quote.map_or(0, |it| it + 1), 0xff);
            reply(200, json, &body)
        }
        Fault::Page => reply(200, page, html),
        Fault::Redirect(status) => {
            let port = other_host.address.port();
            let location = format!("location: http://localhost:{port}/\r\n");
            reply(status, &location, b"")
        }
        Fault::Pause(status, seconds) => {
            reply(status, &format!("{page}retry-after: {seconds}\r\n"), html)
        }
        Fault::Failing(status) => reply(status, page, html),
    })
}

/// A reply that says how long it is.
fn reply(status: u16, headers: &str, body: &[u8]) -> Vec<u8> {
    let headers = format!("{headers}content-length: {}\r\n", body.len());
    whole(status, &headers, body)
}

fn whole(status: u16, headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {status} X\r\nconnection: close\r\n{headers}\r\n");
    [head.as_bytes(), body].concat()
}

fn ended(res: &Result<Answer, Failed>) -> String {
    match res {
        Ok(answer) => format!("it ended in {answer:?}"),
        Err(failed) => format!("it ended in {failed:?}"),
    }
}

/// Everything that a service could log of an error.
fn shown(error: &Error) -> String {
    let mut res = format!("{error} {error:?}");
    let mut source = error.source();
    while let Some(it) = source {
        res.push_str(&format!(" {it} {it:?}"));
        source = it.source();
    }
    res
}

fn secrets<'a>(subject: &'a Subject<'_>) -> impl Iterator<Item = (&'a str, &'a str)> {
    let rows = subject.provider.credentials.iter().filter(|it| it.secret);
    rows.filter_map(|it| Some((it.name.as_str(), subject.setup.credential(&it.name)?)))
}

/// Sends every request to another origin, through a real transport.
struct Elsewhere {
    through: Arc<dyn Transport>,
    origin: String,
}

impl Transport for Elsewhere {
    fn send(&self, mut request: HttpRequest) -> BoxFuture<'_, Result<HttpReply, TransportError>> {
        let path = request.url.match_indices('/').nth(2);
        let path = path.map_or("", |it| &request.url[it.0..]);
        request.url = format!("{}{path}", self.origin);
        self.through.send(request)
    }
}
