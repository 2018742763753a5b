//! A router of axum on a port of loopback, and what it answers to the bytes of a request.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use axum::Router;
use tokio::runtime::{Builder, Runtime};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// A router that is served until this is dropped.
pub(crate) struct Server {
    at: SocketAddr,
    _runtime: Runtime,
}

/// What was answered.
#[derive(Debug)]
pub(crate) struct Answered {
    pub(crate) status: u16,
    head: String,
    pub(crate) body: String,
}

impl Server {
    pub(crate) fn of(router: Router) -> Server {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("the machine has a thread");
        let listener = runtime
            .block_on(tokio::net::TcpListener::bind("127.0.0.1:0"))
            .expect("the machine has a port");
        let at = listener.local_addr().expect("a listener has an address");
        runtime.spawn(async move { axum::serve(listener, router).await });
        Server {
            at,
            _runtime: runtime,
        }
    }

    /// Sends one request on a connection of its own.
    pub(crate) fn ask<N: AsRef<str>, V: AsRef<str>>(
        &self,
        method: &str,
        target: &str,
        headers: &[(N, V)],
        body: &[u8],
    ) -> Answered {
        let mut text = format!("{method} {target} HTTP/1.1\r\nhost: {}\r\n", self.at);
        for (name, value) in headers {
            text.push_str(&format!("{}: {}\r\n", name.as_ref(), value.as_ref()));
        }
        let length = body.len();
        text.push_str(&format!(
            "content-length: {length}\r\nconnection: close\r\n\r\n"
        ));
        let mut stream = TcpStream::connect(self.at).expect("the server listens");
        let limited = stream.set_read_timeout(Some(PATIENCE));
        limited.expect("a socket has a time limit");
        let mut bytes = text.into_bytes();
        bytes.extend_from_slice(body);
        // A server that refuses a body need not read it to the end.
        let _ = stream.write_all(&bytes);
        let mut came = Vec::new();
        let _ = stream.read_to_end(&mut came);
        let came = String::from_utf8(came).expect("answers are text");
        let (head, body) = came.split_once("\r\n\r\n").expect("an answer has a head");
        let status = head.split(' ').nth(1).and_then(|it| it.parse().ok());
        Answered {
            status: status.expect("an answer has a status"),
            head: head.to_owned(),
            body: body.to_owned(),
        }
    }
}

impl Answered {
    /// The value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|it| it.split_once(": "));
        let mut found = lines.filter(|it| it.0.eq_ignore_ascii_case(name));
        found.next().map(|it| it.1)
    }
}
