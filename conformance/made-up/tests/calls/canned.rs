//! A transport that answers from memory, and keeps what it was given.

use std::sync::{Arc, Mutex};

use verbatim_runtime::{BoxFuture, HttpReply, HttpRequest, Transport, TransportError};

/// Answers every request with the same reply; a clone shares what was sent.
#[derive(Debug, Clone)]
pub(crate) struct Canned {
    reply: HttpReply,
    requests: Arc<Mutex<Vec<HttpRequest>>>,
}

impl Canned {
    /// With status 200 and this body.
    pub(crate) fn new(body: &str) -> Canned {
        Canned {
            reply: HttpReply {
                status: 200,
                headers: Vec::new(),
                body: body.as_bytes().to_vec(),
            },
            requests: Arc::default(),
        }
    }

    /// Method and address, headers and body of every request, as one would write them down.
    pub(crate) fn sent(&self) -> Vec<(String, Vec<String>, String)> {
        let requests = self.requests.lock().expect("no test panics inside");
        let one = |it: &HttpRequest| {
            let headers = it.headers.iter();
            (
                format!("{} {}", it.method, it.url),
                headers
                    .map(|(name, text)| format!("{name}: {}", text.expose()))
                    .collect(),
                String::from_utf8(it.body.clone()).expect("a body is text"),
            )
        };
        requests.iter().map(one).collect()
    }
}

impl Transport for Canned {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpReply, TransportError>> {
        self.requests
            .lock()
            .expect("no test panics inside")
            .push(request);
        let reply = self.reply.clone();
        Box::pin(async move { Ok(reply) })
    }
}
