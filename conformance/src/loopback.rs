//! The transport under a client that is played: notes the absolute URL, then sends it to loopback.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use verbatim_runtime::{BoxFuture, HttpReply, HttpRequest, Transport, TransportError};

/// Sends every request to one loopback address, through a real transport.
pub struct Loopback {
    through: Arc<dyn Transport>,
    to: SocketAddr,
    asked: Mutex<Vec<String>>,
}

impl Loopback {
    /// A transport over another one.
    pub fn new(through: Arc<dyn Transport>, to: SocketAddr) -> Loopback {
        Loopback {
            through,
            to,
            asked: Mutex::new(Vec::new()),
        }
    }

    /// The absolute URLs that were asked for, in order.
    pub fn asked(&self) -> Vec<String> {
        self.asked
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl Transport for Loopback {
    fn send(&self, mut request: HttpRequest) -> BoxFuture<'_, Result<HttpReply, TransportError>> {
        self.asked
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(request.url.clone());
        request.url = mapped(&request.url, self.to);
        self.through.send(request)
    }
}

/// The URL with another scheme, host and port. What is no URL stays what it is, and cannot be sent.
fn mapped(url: &str, to: SocketAddr) -> String {
    let Some((_, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let at = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    format!("http://{to}{}", &rest[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scheme_host_and_port_alone_are_exchanged() {
        let to = SocketAddr::from(([127, 0, 0, 1], 9));
        let check = |url: &str, res: &str| assert_eq!(mapped(url, to), res);
        check(
            "https://a.test:3030/b%20c/?d=http://e",
            "http://127.0.0.1:9/b%20c/?d=http://e",
        );
        check("http://a.test", "http://127.0.0.1:9");
        check("http://a.test?b", "http://127.0.0.1:9?b");
        check("/b", "/b");
    }
}
