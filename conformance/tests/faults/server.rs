//! The other end of a call: it listens on loopback, counts what arrives, and fails as it is told.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::{self, ServerConfig};

/// What is done with a connection.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    /// It is reset as soon as something has arrived; nothing is read.
    ResetUnread,
    /// It is reset once a request was read.
    ResetRead,
    /// The first request of all is answered by this; after every other one, it is reset.
    ResetKept(Vec<u8>),
    /// A request is answered by this, and the connection ends.
    Say(Vec<u8>),
    /// Whatever arrives is answered by this: it is expected to be no request.
    SayAtOnce(Vec<u8>),
    /// The same behind TLS, with a certificate of its own.
    SayBehindTls(Vec<u8>),
    /// A request is answered by this, and then by a space now and then.
    Dribble(Vec<u8>),
}

/// What arrived.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    pub(crate) connections: usize,
    /// Each request, as far as it was read.
    pub(crate) requests: Vec<Vec<u8>>,
}

/// Between two bytes of a slow reply.
const NOW_AND_THEN: Duration = Duration::from_millis(20);

/// A port that is listened on until this is dropped.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    seen: Arc<Mutex<Seen>>,
    task: JoinHandle<()>,
}

impl Server {
    pub(crate) async fn open(act: Act) -> Server {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await;
        let listener = listener.expect("a port on loopback");
        let address = listener.local_addr().expect("it is bound");
        let seen = Arc::<Mutex<Seen>>::default();
        let task = tokio::spawn(serve(listener, act, Arc::clone(&seen)));
        Server {
            address,
            seen,
            task,
        }
    }

    pub(crate) fn seen<T>(&self, ask: impl FnOnce(&Seen) -> T) -> T {
        ask(&self.seen.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(listener: TcpListener, act: Act, seen: Arc<Mutex<Seen>>) {
    // With the listener, its connections end.
    let mut open = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        note(&seen, |it| it.connections += 1);
        let (act, seen) = (act.clone(), Arc::clone(&seen));
        open.spawn(async move {
            // The client may be gone by now; what arrived is noted.
            let _ = answer(stream, act, &seen).await;
        });
    }
}

async fn answer(mut stream: TcpStream, act: Act, seen: &Mutex<Seen>) -> io::Result<()> {
    if let Act::ResetUnread = act {
        // Once a byte is there it has left the client.
        let arrived = stream.peek(&mut [0]).await?;
        note(seen, |it| it.requests.extend((arrived > 0).then(Vec::new)));
        return stream.set_zero_linger();
    }
    if let Act::SayAtOnce(bytes) = &act {
        let mut some = vec![0; 4096];
        let count = stream.read(&mut some).await?;
        let is_request = some[..count].windows(5).any(|it| it == b"HTTP/");
        note(seen, |it| {
            it.requests.extend(is_request.then_some(some));
        });
        return stream.write_all(bytes).await;
    }
    if let Act::SayBehindTls(bytes) = &act {
        let mut stream = tls().accept(stream).await?;
        if let Some(request) = request(&mut stream).await? {
            note(seen, |it| it.requests.push(request));
        }
        return stream.write_all(bytes).await;
    }
    while let Some(request) = request(&mut stream).await? {
        let before = note(seen, |it| {
            it.requests.push(request);
            it.requests.len() - 1
        });
        match &act {
            Act::ResetKept(first) if before == 0 => stream.write_all(first).await?,
            Act::ResetUnread | Act::ResetRead | Act::ResetKept(_) => {
                return stream.set_zero_linger();
            }
            Act::Say(bytes) | Act::SayAtOnce(bytes) | Act::SayBehindTls(bytes) => {
                stream.write_all(bytes).await?;
                return stream.shutdown().await;
            }
            Act::Dribble(bytes) => {
                stream.write_all(bytes).await?;
                loop {
                    tokio::time::sleep(NOW_AND_THEN).await;
                    stream.write_all(b" ").await?;
                }
            }
        }
    }
    Ok(())
}

/// With a certificate for this machine that it made itself.
fn tls() -> TlsAcceptor {
    let names = vec!["127.0.0.1".to_owned(), "localhost".to_owned()];
    let made = rcgen::generate_simple_self_signed(names).expect("a certificate");
    let key = PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions that ring has")
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key);
    TlsAcceptor::from(Arc::new(config.expect("key and certificate fit")))
}

/// Reads one request; `None` when the connection ends before its first byte.
async fn request(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    loop {
        if let Some(end) = end_of_head(&bytes)
            && end + content_length(&bytes[..end]) <= bytes.len()
        {
            return Ok(Some(bytes));
        }
        if stream.read_buf(&mut bytes).await? == 0 {
            return Ok((!bytes.is_empty()).then_some(bytes));
        }
    }
}

fn end_of_head(bytes: &[u8]) -> Option<usize> {
    let mut windows = bytes.windows(4);
    Some(windows.position(|it| it == b"\r\n\r\n")? + 4)
}

fn content_length(head: &[u8]) -> usize {
    header(head, "content-length").map_or(0, |it| it.parse().expect("a length"))
}

/// The value of a header of a request.
pub(crate) fn header(head: &[u8], name: &str) -> Option<String> {
    let head = String::from_utf8_lossy(head);
    let mut lines = head.lines().take_while(|it| !it.is_empty()).skip(1);
    lines.find_map(|line| {
        let (found, value) = line.split_once(':')?;
        let it = found.eq_ignore_ascii_case(name);
        it.then(|| value.trim().to_owned())
    })
}

fn note<T>(seen: &Mutex<Seen>, act: impl FnOnce(&mut Seen) -> T) -> T {
    act(&mut seen.lock().unwrap_or_else(PoisonError::into_inner))
}
