//! The proxy: HTTP/1.1 on loopback, each request sent on as it came, each reply sent back.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use verbatim_codegen::model::Provider;
use verbatim_runtime::{
    HeaderText, HttpRequest, HttpTransport, Limits, Secret, Transport as _, TransportFault, reqwest,
};

use super::matching::{self, Addresses, Match};
use super::traffic::{Came, Traffic};
use crate::wire::{Arrived, whole};

/// A request that is not complete within this time is given up.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long the provider may take.
const ANSWERED: Duration = Duration::from_secs(120);
/// A longer reply is not recorded.
const MAX_REPLY_BYTES: usize = 8 * 1024 * 1024;
const MAX_HEAD_BYTES: usize = 64 * 1024;
const BUFFER_BYTES: usize = 16 * 1024;

/// Headers that belong to one connection, and those that are made anew for the next.
pub(super) const OF_CONNECTION: &[&str] = &[
    "accept-encoding",
    "connection",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Where requests go.
#[derive(Debug, Clone)]
pub struct Upstreams {
    /// Whatever has no address of its own.
    pub all: Option<String>,
    /// By the name of the server.
    pub servers: Vec<(String, String)>,
}

/// What comes of a connection.
pub(crate) enum Passed {
    /// An exchange.
    Traffic(Traffic),
    /// None, and why; it holds nothing of what was sent.
    Lost(String),
}

/// The proxy of one provider.
pub(crate) struct Proxy {
    through: HttpTransport,
    provider: Provider,
    addresses: Addresses,
    to: Upstreams,
    /// How it is met, where that is over TLS.
    identity: Option<TlsAcceptor>,
}

impl Proxy {
    /// # Errors
    ///
    /// The machine has no HTTP client to give.
    pub(crate) fn new(
        provider: Provider,
        addresses: Addresses,
        to: Upstreams,
        identity: Option<TlsAcceptor>,
    ) -> Result<Proxy, String> {
        let urls = || to.all.iter().chain(to.servers.iter().map(|it| &it.1));
        let mut builder = reqwest::Client::builder().pool_max_idle_per_host(0);
        if urls().all(|it| is_here(it)) {
            builder = builder.no_proxy();
        }
        let through = HttpTransport::new(builder, Limits::default())
            .map_err(|it| format!("there is no HTTP client: {it}"))?;
        Ok(Proxy {
            through,
            provider,
            addresses,
            to,
            identity,
        })
    }

    /// Sends on what comes, until there were so many exchanges, or somebody presses Ctrl-C.
    ///
    /// # Errors
    ///
    /// The port cannot be listened on.
    pub(crate) fn run(
        self,
        listener: std::net::TcpListener,
        count: Option<usize>,
        told: &Sender<Passed>,
    ) -> io::Result<()> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        listener.set_nonblocking(true)?;
        runtime.block_on(async {
            let listener = TcpListener::from_std(listener)?;
            let proxy = Arc::new(self);
            let mut open = JoinSet::new();
            let mut left = count;
            while left != Some(0) {
                tokio::select! {
                    accepted = listener.accept() => {
                        let (stream, _) = accepted?;
                        let proxy = Arc::clone(&proxy);
                        open.spawn(async move { proxy.met(stream).await });
                    }
                    Some(ended) = open.join_next() => {
                        let Ok(Some(passed)) = ended else { continue };
                        if let Passed::Traffic(_) = passed {
                            left = left.map(|it| it - 1);
                        }
                        if told.send(passed).is_err() {
                            break;
                        }
                    }
                    _ = tokio::signal::ctrl_c() => break,
                }
            }
            Ok(())
        })
    }

    async fn met(&self, stream: TcpStream) -> Option<Passed> {
        let Some(identity) = &self.identity else {
            return self.connection(stream).await;
        };
        match timeout(PATIENCE, identity.accept(stream)).await {
            Ok(Ok(stream)) => self.connection(stream).await,
            Ok(Err(_)) | Err(_) => {
                let why =
                    "there was no TLS: the service does not trust the certificate, or speaks none";
                Some(Passed::Lost(why.to_owned()))
            }
        }
    }

    /// One request and its reply; `None` where nothing was sent.
    async fn connection(&self, mut stream: impl AsyncRead + AsyncWrite + Unpin) -> Option<Passed> {
        let request = match timeout(PATIENCE, read(&mut stream)).await {
            Ok(Ok(Some(request))) if request.broken.is_none() => request,
            Ok(Ok(None)) => return None,
            Ok(Ok(Some(_)) | Err(_)) | Err(_) => {
                let why = "what came is no request of HTTP/1.1";
                return Some(refuse(&mut stream, 400, why).await);
            }
        };
        let Some(base) = self.to.of(&self.provider, &self.addresses, &request) else {
            let why = "no `--to` says where it goes";
            return Some(refuse(&mut stream, 502, why).await);
        };
        let Some(method) = method(&request.method) else {
            return Some(refuse(&mut stream, 501, "its method is none of HTTP's").await);
        };
        let base = base.trim_end_matches('/');
        let kept = |it: &&(String, String)| !is_of_connection(&it.0);
        let headers = request.headers.iter().filter(kept);
        let sent = HttpRequest {
            operation: "",
            method,
            url: format!("{base}{}", request.target),
            headers: headers
                .map(|it| (it.0.clone(), HeaderText::Secret(Secret::from(it.1.clone()))))
                .collect(),
            body: request.body.clone(),
            timeout: ANSWERED,
            reply_bytes: MAX_REPLY_BYTES,
            header_bytes: MAX_HEAD_BYTES,
        };
        match self.through.send(sent).await {
            Ok(reply) => {
                let reply = Came {
                    status: reply.status,
                    headers: reply.headers,
                    body: reply.body,
                };
                // The service may be gone by now; what was exchanged is recorded all the same.
                let _ = answer(&mut stream, &reply).await;
                Some(Passed::Traffic(Traffic {
                    base: path_of(base).to_owned(),
                    request,
                    reply,
                }))
            }
            Err(fault) => {
                let why = match fault.kind {
                    TransportFault::NotSent => "the provider cannot be reached",
                    TransportFault::Timeout => "the provider does not answer in time",
                    TransportFault::TooLarge => "the reply is too long to be recorded",
                    TransportFault::Broken => "the connection to the provider broke",
                };
                Some(refuse(&mut stream, 502, why).await)
            }
        }
    }
}

impl Upstreams {
    /// The address that a request goes to: that of its operation's server, where it has one.
    fn of(&self, provider: &Provider, addresses: &Addresses, request: &Arrived) -> Option<&str> {
        let path = request.target.split('?').next().unwrap_or_default();
        let own = self.servers.iter().find(|(name, url)| {
            let whole = format!("{}{path}", path_of(url));
            let found = matching::operation(provider, addresses, &[path, &whole], request);
            matches!(found, Match::One(it) if provider.servers[it.server] == *name)
        });
        own.map(|it| it.1.as_str()).or(self.all.as_deref())
    }
}

/// The path of an address, without a slash at its end.
pub(crate) fn path_of(url: &str) -> &str {
    let from = url.find("://").map_or(0, |it| it + 3);
    let path = url[from..].find('/').map_or("", |at| &url[from + at..]);
    path.trim_end_matches('/')
}

/// Whether an address is on this machine, where no other proxy stands in between.
fn is_here(url: &str) -> bool {
    let host = url.split("://").nth(1).unwrap_or_default();
    let host = host.split('/').next().unwrap_or_default();
    let address = host.parse::<SocketAddr>().map(|it| it.ip().is_loopback());
    address.unwrap_or_else(|_| host.split(':').next() == Some("localhost"))
}

/// A method of HTTP.
pub(crate) fn method(text: &str) -> Option<&'static str> {
    const KNOWN: &[&str] = &["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
    KNOWN.iter().copied().find(|it| *it == text)
}

fn is_of_connection(name: &str) -> bool {
    OF_CONNECTION.iter().any(|it| it.eq_ignore_ascii_case(name))
}

/// The request of a connection; `None` where it ends before the first byte.
async fn read(stream: &mut (impl AsyncRead + AsyncWrite + Unpin)) -> io::Result<Option<Arrived>> {
    let mut bytes = Vec::new();
    let mut asked = false;
    loop {
        let mut buffer = [0; BUFFER_BYTES];
        let count = stream.read(&mut buffer).await?;
        if count == 0 {
            return match bytes.as_slice() {
                [] => Ok(None),
                _ => Err(io::ErrorKind::UnexpectedEof.into()),
            };
        }
        bytes.extend_from_slice(&buffer[..count]);
        if let Some(request) = whole(&bytes) {
            return Ok(Some(request));
        }
        // Whoever asks first whether to go on may; the provider is asked by the request itself.
        let head = bytes.windows(4).position(|it| it == b"\r\n\r\n");
        if let (Some(end), false) = (head, asked) {
            asked = true;
            let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
            if head.contains("\r\nexpect: 100-continue") {
                stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").await?;
            }
        }
    }
}

async fn answer(stream: &mut (impl AsyncWrite + Unpin), reply: &Came) -> io::Result<()> {
    let mut head = format!("HTTP/1.1 {} Recorded\r\n", reply.status);
    for (name, value) in reply.headers.iter().filter(|it| !is_of_connection(&it.0)) {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    let length = reply.body.len();
    head.push_str(&format!(
        "content-length: {length}\r\nconnection: close\r\n\r\n"
    ));
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(&reply.body).await?;
    stream.shutdown().await
}

async fn refuse(stream: &mut (impl AsyncWrite + Unpin), status: u16, why: &str) -> Passed {
    let reply = Came {
        status,
        headers: vec![("content-type".to_owned(), "text/plain".to_owned())],
        body: format!("conformance record: {why}\n").into_bytes(),
    };
    let _ = answer(stream, &reply).await;
    Passed::Lost(why.to_owned())
}
