//! The socket that requests arrive at: HTTP/1.1 on loopback, bytes kept as they came, replies scripted.
//!
//! Every exchange has a port and a thread of its own, so that nothing late of one case can be
//! taken for another's. A request is recorded before it is answered.

mod request;

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::fixture::{Reply, ReplyFault};

pub use request::Arrived;

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
/// How often a reply that does not come, or does not end, looks whether the case is over.
const GLANCE: Duration = Duration::from_millis(5);
/// More than any client should take for a reply: an endless body ends here.
const ENDLESS_BYTES: usize = 64 * 1024 * 1024;

/// An open port that records requests and answers each with its reply.
#[derive(Debug)]
pub struct Wire {
    address: SocketAddr,
    over: Arc<AtomicBool>,
    thread: JoinHandle<Vec<Arrived>>,
}

impl Wire {
    /// Opens a port. A request after as many as there are replies gets the last one again, so that
    /// it is told as one too many; with no reply, a request is answered by 500.
    ///
    /// # Errors
    ///
    /// The machine has no port or no thread left.
    pub fn open(replies: Vec<Reply>) -> io::Result<Wire> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let over = Arc::new(AtomicBool::new(false));
        let server = Server {
            listener,
            replies,
            over: Arc::clone(&over),
        };
        let thread = thread::Builder::new()
            .name("wire".to_owned())
            .spawn(move || server.serve())?;
        Ok(Wire {
            address,
            over,
            thread,
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Ends the exchange: every request that arrived, in order.
    pub fn close(self) -> Vec<Arrived> {
        self.over.store(true, Ordering::SeqCst);
        // Whatever connected before this stands before it in the queue, and is read first.
        if let Ok(waking) = TcpStream::connect(self.address) {
            // A refusal to shut down leaves a connection that ends with this block.
            let _ = waking.shutdown(Shutdown::Both);
        }
        self.thread.join().unwrap_or_default()
    }
}

struct Server {
    listener: TcpListener,
    replies: Vec<Reply>,
    over: Arc<AtomicBool>,
}

impl Server {
    fn serve(self) -> Vec<Arrived> {
        let mut arrived = Vec::new();
        let mut open = Vec::new();
        while let Ok((mut stream, _)) = self.listener.accept() {
            // Once the case is over, only what is there already is read.
            let over = self.over.load(Ordering::SeqCst);
            let wait = if over { GLANCE } else { PATIENCE };
            let ready = stream
                .set_read_timeout(Some(wait))
                .and_then(|()| stream.set_write_timeout(Some(PATIENCE)))
                .and_then(|()| stream.set_nodelay(true));
            if ready.is_err() {
                continue;
            }
            let request = request::read(&mut stream);
            let nothing = request.is_none();
            if let Some(request) = request {
                arrived.push(request);
                // The client may be gone by now; what it sent is recorded.
                let _ = self.answer(&mut stream, arrived.len() - 1);
                open.push(stream);
            }
            if nothing && self.over.load(Ordering::SeqCst) {
                break;
            }
        }
        for mut stream in open {
            if let Some(more) = leftover(&mut stream) {
                arrived.push(Arrived::broken(more));
            }
        }
        arrived
    }

    fn answer(&self, stream: &mut TcpStream, index: usize) -> io::Result<()> {
        let Some(reply) = self.replies.get(index).or(self.replies.last()) else {
            return stream.write_all(
                b"HTTP/1.1 500 Unexpected\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
            );
        };
        let body = reply.body.as_bytes();
        match reply.fault {
            None => {
                let mut bytes = head(reply, Some(body.len()));
                bytes.extend_from_slice(body);
                stream.write_all(&bytes)
            }
            Some(ReplyFault::Closed) => stream.shutdown(Shutdown::Both),
            Some(ReplyFault::Cut) => {
                let mut bytes = head(reply, Some(body.len() + 1));
                bytes.extend_from_slice(body);
                stream.write_all(&bytes)?;
                stream.shutdown(Shutdown::Both)
            }
            Some(ReplyFault::Stalled) => {
                while !self.over.load(Ordering::SeqCst) {
                    thread::sleep(GLANCE);
                }
                Ok(())
            }
            Some(ReplyFault::Endless) => {
                stream.write_all(&head(reply, None))?;
                stream.write_all(body)?;
                self.go_on(stream)
            }
        }
    }

    /// Sends spaces until the client goes away, or the case is over without it reading on.
    fn go_on(&self, stream: &mut TcpStream) -> io::Result<()> {
        stream.set_write_timeout(Some(GLANCE))?;
        let spaces = [b' '; 16 * 1024];
        let mut sent = 0;
        while sent < ENDLESS_BYTES && !self.over.load(Ordering::SeqCst) {
            match stream.write(&spaces) {
                Ok(count) => sent += count,
                Err(why) if matches!(why.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
                Err(why) => return Err(why),
            }
        }
        Ok(())
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

/// What a client sent on a connection after its request was answered.
fn leftover(stream: &mut TcpStream) -> Option<Vec<u8>> {
    stream.set_nonblocking(true).ok()?;
    let mut bytes = vec![0; 4096];
    let read = stream.read(&mut bytes).ok()?;
    bytes.truncate(read);
    (!bytes.is_empty()).then_some(bytes)
}
