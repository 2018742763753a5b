//! A server that does as little as a server can: whatever comes, the same reply.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;

use crate::payout::REPLY;

pub(crate) struct Server(SocketAddr);

impl Server {
    /// Listens until the process ends; threads take over the core that this one is pinned to.
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("loopback is there");
        let address = listener.local_addr().expect("it is bound");
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                thread::spawn(move || serve(stream));
            }
        });
        Self(address)
    }

    pub(crate) fn address(&self) -> String {
        format!("http://{}", self.0)
    }
}

fn serve(mut stream: TcpStream) {
    stream.set_nodelay(true).expect("a socket takes it");
    let reply = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{REPLY}",
        REPLY.len()
    );
    let mut came = Vec::new();
    let mut some = [0; 4096];
    loop {
        match stream.read(&mut some) {
            Ok(0) | Err(_) => return,
            Ok(count) => came.extend_from_slice(&some[..count]),
        }
        let Some(length) = length(&came) else {
            continue;
        };
        if length <= came.len() {
            came.drain(..length);
            if stream.write_all(reply.as_bytes()).is_err() {
                return;
            }
        }
    }
}

/// How long the first request is; `None` while its head is not there.
fn length(came: &[u8]) -> Option<usize> {
    let head = came.windows(4).position(|it| it == b"\r\n\r\n")? + 4;
    let text = std::str::from_utf8(&came[..head]).expect("a head is ASCII");
    let mut lines = text.lines();
    let body = lines.find_map(|it| {
        let (name, value) = it.split_once(':')?;
        let it = name.eq_ignore_ascii_case("content-length");
        it.then(|| value.trim().parse::<usize>().expect("a number"))
    });
    Some(head + body.unwrap_or(0))
}
