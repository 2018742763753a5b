//! The socket that requests arrive at: HTTP/1.1 on loopback, bytes kept as they came, replies scripted.
//!
//! Every exchange has a port of its own, so that nothing late of one case can be taken for
//! another's. It is served by the thread that plays the client, between two steps of it: no thread
//! is started and none is waited for. A request is recorded before it is answered.

mod request;

use std::convert::Infallible;
use std::future::pending;
use std::io::{self, Read as _};
use std::mem;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

use crate::fixture::{Reply, ReplyFault};

pub use request::Arrived;
pub(crate) use request::whole;

/// What a transport may add by itself, unless a spec or a fixture names it.
pub(crate) const TRANSPORT_HEADERS: &[&str] = &[
    "host",
    "content-length",
    "accept",
    "accept-encoding",
    "connection",
    "user-agent",
];

/// A request that does not go on within this time is taken as it is.
const PATIENCE: Duration = Duration::from_secs(5);
/// More than any client should take for a reply: an endless body ends here.
const ENDLESS_BYTES: usize = 64 * 1024 * 1024;
/// How much is read at a time.
const BUFFER_BYTES: usize = 16 * 1024;

/// An open port that records requests and answers each with its reply.
#[derive(Debug)]
pub struct Wire {
    listener: TcpListener,
    address: SocketAddr,
    replies: Vec<Reply>,
    arrived: Vec<Arrived>,
    /// The connection that is read, and what came of it.
    reading: Option<(TcpStream, Vec<u8>)>,
    /// Connections whose request was answered.
    answered: Vec<TcpStream>,
}

impl Wire {
    /// Opens a port, inside a runtime. A request after as many as there are replies gets the last
    /// one again, so that it is told as one too many; with no reply, a request is answered by 500.
    ///
    /// # Errors
    ///
    /// The machine has no port left.
    pub fn open(replies: Vec<Reply>) -> io::Result<Wire> {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        Ok(Wire {
            address: listener.local_addr()?,
            listener: TcpListener::from_std(listener)?,
            replies,
            arrived: Vec::new(),
            reading: None,
            answered: Vec::new(),
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Reads and answers, one connection after another, for as long as it is asked to. It may be
    /// left at any time: what has been read is kept.
    pub async fn serve(&mut self) -> Infallible {
        loop {
            if self.reading.is_none() {
                let Ok((stream, _)) = self.listener.accept().await else {
                    // A port that accepts no more records no more; the client says how that ended.
                    return pending().await;
                };
                // Without it a reply in two parts may wait for an acknowledgement.
                let _ = stream.set_nodelay(true);
                self.reading = Some((stream, Vec::new()));
            }
            let request = match timeout(PATIENCE, self.read()).await {
                Ok(request) => request,
                Err(_) => self.unfinished("does not go on"),
            };
            let Some((stream, _)) = self.reading.take() else {
                continue;
            };
            if let Some(request) = request {
                self.arrived.push(request);
                let reply = self.replies.get(self.arrived.len() - 1);
                let reply = reply.or(self.replies.last()).cloned();
                self.answered.push(stream);
                // The client may be gone by now; what it sent is recorded.
                if let Some(stream) = self.answered.last_mut()
                    && let Ok(Left::Closed) = answer(stream, reply.as_ref()).await
                {
                    self.answered.pop();
                }
            }
        }
    }

    /// Ends the exchange: every request that arrived, in order. Only what is there already is read.
    pub fn close(mut self) -> Vec<Arrived> {
        if let Some((stream, mut bytes)) = self.reading.take() {
            bytes.extend(waiting(stream));
            self.arrived.extend(request::read(&bytes, "ends too early"));
        }
        if let Ok(listener) = self.listener.into_std() {
            while let Ok((stream, _)) = listener.accept() {
                let bytes = stream.set_nonblocking(true).map(|()| all(stream));
                let request = request::read(&bytes.unwrap_or_default(), "ends too early");
                self.arrived.extend(request);
            }
        }
        for stream in self.answered {
            let more = waiting(stream);
            if !more.is_empty() {
                self.arrived.push(Arrived::broken(more));
            }
        }
        self.arrived
    }

    /// The request of the connection that is read; none when it ends before its first byte.
    async fn read(&mut self) -> Option<Arrived> {
        let (stream, bytes) = self.reading.as_mut()?;
        loop {
            let mut buffer = [0; BUFFER_BYTES];
            match stream.read(&mut buffer).await {
                Ok(0) => return self.unfinished("ends too early"),
                Ok(count) => bytes.extend_from_slice(&buffer[..count]),
                Err(why) => return self.unfinished(&format!("does not go on: {why}")),
            }
            if let Some(request) = whole(bytes) {
                return Some(request);
            }
        }
    }

    fn unfinished(&mut self, why: &str) -> Option<Arrived> {
        let (_, bytes) = self.reading.as_mut()?;
        request::read(&mem::take(bytes), why)
    }
}

/// What is left of a connection after its reply.
enum Left {
    /// The client may go on with it.
    Open,
    /// It is over.
    Closed,
}

async fn answer(stream: &mut TcpStream, reply: Option<&Reply>) -> io::Result<Left> {
    let Some(reply) = reply else {
        let none = b"HTTP/1.1 500 Unexpected\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
        stream.write_all(none).await?;
        return Ok(Left::Open);
    };
    let body = reply.body.as_bytes();
    match reply.fault {
        None => {
            stream
                .write_all(&[&head(reply, Some(body.len())), body].concat())
                .await?;
            Ok(Left::Open)
        }
        Some(ReplyFault::Closed) => Ok(Left::Closed),
        Some(ReplyFault::Cut) => {
            stream
                .write_all(&[&head(reply, Some(body.len() + 1)), body].concat())
                .await?;
            Ok(Left::Closed)
        }
        Some(ReplyFault::Stalled) => pending().await,
        Some(ReplyFault::Endless) => {
            stream
                .write_all(&[&head(reply, None), body].concat())
                .await?;
            // Spaces, until the client goes away or the case is over without it reading on.
            let spaces = [b' '; BUFFER_BYTES];
            for _ in 0..ENDLESS_BYTES / BUFFER_BYTES {
                stream.write_all(&spaces).await?;
            }
            Ok(Left::Open)
        }
    }
}

/// The head of a reply; without a length, its body ends with the connection.
fn head(reply: &Reply, length: Option<usize>) -> Vec<u8> {
    let mut res = format!("HTTP/1.1 {} Scripted\r\n", reply.status);
    for (name, value) in &reply.headers {
        res.push_str(&format!("{name}: {value}\r\n"));
    }
    if let Some(length) = length {
        res.push_str(&format!("content-length: {length}\r\n"));
    }
    res.push_str("connection: close\r\n\r\n");
    res.into_bytes()
}

/// What a client sent on a connection and nobody has read yet.
fn waiting(stream: TcpStream) -> Vec<u8> {
    stream.into_std().map(all).unwrap_or_default()
}

fn all(mut stream: std::net::TcpStream) -> Vec<u8> {
    let mut res = Vec::new();
    // It stops where the connection ends or would wait; what was read until then is kept.
    let _ = stream.read_to_end(&mut res);
    res
}
