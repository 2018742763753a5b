//! A stand-in for a provider: it answers by a list, whatever is asked.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// A provider that always answers the same.
pub(crate) fn always(reply: &str) -> SocketAddr {
    serve(Arc::new(Mutex::new(Script {
        replies: vec![reply.as_bytes().to_vec()],
        count: 0,
    })))
}

/// What a provider answers, one after another; the last one again and again.
#[derive(Default)]
pub(super) struct Script {
    pub(super) replies: Vec<Vec<u8>>,
    /// How many requests were answered.
    pub(super) count: usize,
}

/// A provider that answers whatever is asked by what stands ready.
pub(super) fn serve(script: Arc<Mutex<Script>>) -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("there is a port");
    let address = listener.local_addr().expect("it is bound");
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let reply = {
                let mut script = script.lock().expect("no thread panics");
                script.count += 1;
                match script.replies.len() {
                    0 | 1 => script.replies.first().cloned().unwrap_or_default(),
                    _ => script.replies.remove(0),
                }
            };
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
