//! A transport that answers from memory, and a call that needs all of a setup.

use std::sync::{Arc, Mutex};

use verbatim_runtime::{
    BoxFuture, Effect, HttpReply, HttpRequest, Limits, Resolution, Transport, TransportError, rt,
};

use super::made_up::{Accepted, operation, setup};

static SMS: rt::Operation = operation("sms", Effect::Spends)
    .at_setting(rt::Method::Post, 0, 0)
    .headers(&[rt::Slot::credential("Authorization", 3)])
    .unknown(Resolution::OnlyByHand);

/// Spends, at a path of the caller's and with a token of the caller's.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sms {}

rt::request!(Sms => Accepted, SMS, []);

/// Answers every request with the same reply, and keeps the requests.
#[derive(Debug)]
pub(crate) struct Canned {
    reply: HttpReply,
    /// What was sent.
    pub(crate) requests: Mutex<Vec<HttpRequest>>,
}

impl Canned {
    /// With this status and body.
    pub(crate) fn new(status: u16, body: &[u8]) -> Arc<Self> {
        Arc::new(Self {
            reply: HttpReply {
                status,
                headers: Vec::new(),
                body: body.to_vec(),
            },
            requests: Mutex::new(Vec::new()),
        })
    }

    /// A client that is answered so.
    pub(crate) fn core(self: &Arc<Self>) -> rt::Core {
        let limits = Limits::default().read_retries(0);
        setup("sandbox")
            .server(0, "http://sandbox.example.invalid:3030/")
            .transport(self.clone())
            .limits(limits)
            .build()
            .expect("everything is set")
    }
}

impl Transport for Canned {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpReply, TransportError>> {
        self.requests.lock().expect("no panic").push(request);
        let reply = self.reply.clone();
        Box::pin(async move { Ok(reply) })
    }
}
