//! A provider in memory: what was sent, and one reply to all of it.

use std::sync::{Arc, Mutex};

use verbatim_codegen::model::Provider;
use verbatim_oracle::{Failure, Reply, Request, Setup};
use verbatim_runtime::dispatch;
use verbatim_runtime::{
    BoxFuture, Error, HttpReply, HttpRequest, Limits, Transport, TransportError, TransportFault,
};

/// Answers every request by the same reply.
pub(crate) struct Memory {
    reply: Reply,
    sent: Mutex<Vec<String>>,
}

impl Memory {
    pub(crate) fn new(reply: Reply) -> Memory {
        Memory {
            reply,
            sent: Mutex::default(),
        }
    }

    /// The requests, one text each.
    pub(crate) fn taken(&self) -> Vec<String> {
        std::mem::take(&mut self.sent.lock().expect("nobody panicked"))
    }
}

impl Transport for Memory {
    fn send(&self, it: HttpRequest) -> BoxFuture<'_, Result<HttpReply, TransportError>> {
        let headers = it.headers.iter();
        let headers = headers.map(|(name, text)| (name.clone(), text.expose().to_owned()));
        let request = Request {
            method: it.method.to_owned(),
            url: it.url,
            headers: headers.collect(),
            body: it.body,
        };
        self.sent
            .lock()
            .expect("nobody panicked")
            .push(told(&request));
        let reply = match &self.reply {
            Reply::Whole(status, body) => Ok(HttpReply {
                status: *status,
                headers: Vec::new(),
                body: body.clone(),
            }),
            Reply::Closed | Reply::Cut(_) | Reply::Stalled | Reply::Endless(_) => {
                Err(TransportError::new(TransportFault::Broken))
            }
        };
        Box::pin(std::future::ready(reply))
    }
}

/// A request as one text, header names in lower case and in order.
pub(crate) fn told(it: &Request) -> String {
    let mut headers: Vec<String> = (it.headers.iter())
        .map(|it| format!("{}: {}", it.0.to_ascii_lowercase(), it.1))
        .collect();
    headers.sort();
    let body = String::from_utf8_lossy(&it.body);
    format!("{} {}\n{}\n\n{body}", it.method, it.url, headers.join("\n"))
}

/// An error as one text.
pub(crate) fn failure(it: &Error) -> String {
    format!(
        "error {} {} {:?} {:?} {:?} {:?} {:?} {:?}",
        it.kind(),
        it.certainty(),
        it.outcome().map(|it| it.to_string()),
        it.status(),
        it.code(),
        it.message(),
        it.reference(),
        it.path()
    )
}

/// The same of the oracle's.
pub(crate) fn failed(it: &Failure) -> String {
    format!(
        "error {} {} {:?} {:?} {:?} {:?} {:?} {:?}",
        it.kind,
        it.certainty,
        it.outcome.map(|it| it.word().to_owned()),
        it.status,
        it.code.as_deref(),
        it.message.as_deref(),
        it.reference.as_deref(),
        it.path.as_deref()
    )
}

/// How a client and the oracle are set up for a provider: the first environment, the first way, all
/// that can be given.
pub(crate) fn setups(provider: &Provider) -> (impl FnOnce(Arc<Memory>) -> dispatch::Setup, Setup) {
    let named = |name: &String| (name.clone(), format!("test-{name}"));
    let oracle = Setup {
        environment: provider.environments[0].name.clone(),
        servers: (provider.servers.iter())
            .map(|it| (it.clone(), format!("https://{it}.test/base")))
            .collect(),
        credentials: provider
            .credentials
            .iter()
            .map(|it| named(&it.name))
            .collect(),
        way: provider.ways.first().map(|it| it.name.clone()),
        settings: (provider.settings.iter())
            .map(|it| (it.name.clone(), "/set".to_owned()))
            .collect(),
        ..Setup::default()
    };
    let same = oracle.clone();
    let client = move |transport: Arc<Memory>| dispatch::Setup {
        environment: same.environment,
        servers: same.servers,
        credentials: same.credentials,
        way: same.way,
        settings: same.settings,
        pages: None,
        limits: Limits::default().read_retries(0),
        transport,
        clock: None,
        nonces: None,
    };
    (client, oracle)
}
