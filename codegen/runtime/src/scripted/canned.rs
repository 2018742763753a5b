//! What comes back for one request.

use std::{fmt, time::Duration};

use crate::transport::{HttpReply, HttpRequest, TransportError, TransportFault};

/// What comes back: a reply, or a failure on the way. `Debug` shows no body.
#[must_use]
#[derive(Clone)]
pub struct Canned {
    what: What,
    after: Duration,
}

#[derive(Clone)]
enum What {
    Reply(HttpReply),
    Fault(TransportFault, Option<u16>),
}

impl Canned {
    /// A reply whose body is this JSON text, as it is.
    pub fn json(status: u16, body: impl Into<String>) -> Self {
        Self::reply(status, body.into()).header("content-type", "application/json")
    }

    /// A reply with this body and no header.
    pub fn reply(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self::of(What::Reply(HttpReply {
            status,
            headers: Vec::new(),
            body: body.into(),
        }))
    }

    /// Status 429, with the seconds after which one may ask again.
    pub fn too_many_requests(retry_after: u64) -> Self {
        Self::reply(429, "").header("retry-after", retry_after.to_string())
    }

    /// Nobody listens: no byte of the request leaves.
    pub fn refused() -> Self {
        Self::of(What::Fault(TransportFault::NotSent, None))
    }

    /// The connection ends after the request was sent and before anything came back.
    pub fn lost() -> Self {
        Self::of(What::Fault(TransportFault::Broken, None))
    }

    /// The connection ends in the middle of a reply with this status.
    pub fn cut(status: u16) -> Self {
        Self::of(What::Fault(TransportFault::Broken, Some(status)))
    }

    /// The request was sent, and the time for a reply is over. The test does not wait for it.
    pub fn timed_out() -> Self {
        Self::of(What::Fault(TransportFault::Timeout, None))
    }

    /// The same with one header more. What has no headers, since it is no reply, stays as it is.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        if let What::Reply(reply) = &mut self.what {
            reply.headers.push((name.into(), value.into()));
        }
        self
    }

    /// The same, so much later.
    pub fn after(mut self, pause: Duration) -> Self {
        self.after = pause;
        self
    }

    fn of(what: What) -> Self {
        Self {
            what,
            after: Duration::ZERO,
        }
    }

    /// Keeps the bounds that every transport keeps: the time, and the length of the body.
    pub(super) async fn play(self, request: &HttpRequest) -> Result<HttpReply, TransportError> {
        if !self.after.is_zero() {
            tokio::time::sleep(self.after.min(request.timeout)).await;
        }
        let fault = |kind, status: Option<u16>| match status {
            Some(status) => TransportError::new(kind).with_status(status),
            None => TransportError::new(kind),
        };
        match self.what {
            What::Fault(TransportFault::NotSent, status) => {
                Err(fault(TransportFault::NotSent, status))
            }
            _ if request.timeout < self.after => Err(fault(TransportFault::Timeout, None)),
            What::Fault(kind, status) => Err(fault(kind, status)),
            What::Reply(reply) if request.reply_bytes < reply.body.len() => {
                Err(fault(TransportFault::TooLarge, Some(reply.status)))
            }
            What::Reply(reply) => Ok(reply),
        }
    }
}

impl fmt::Display for Canned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.what {
            What::Reply(reply) => write!(f, "a reply with status {}", reply.status),
            What::Fault(TransportFault::NotSent, _) => f.write_str("a refused connection"),
            What::Fault(TransportFault::Timeout, _) => f.write_str("a timeout"),
            What::Fault(TransportFault::TooLarge | TransportFault::Broken, _) => {
                f.write_str("a lost connection")
            }
        }
    }
}

impl fmt::Debug for Canned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Canned({self})")
    }
}
