//! What goes into a client that is found by name, and what comes out of it.

use std::sync::Arc;

use crate::{
    clock::Clock,
    error::Error,
    limits::Limits,
    nonces::Nonces,
    open::Open,
    outcome::{Outcome, Resolution},
    transport::Transport,
};

/// What a client is built from, by name.
#[derive(Clone)]
pub struct Setup {
    /// `sandbox`.
    pub environment: String,
    /// Addresses, by the name of the server.
    pub servers: Vec<(String, String)>,
    /// Credentials, by name.
    pub credentials: Vec<(String, String)>,
    /// The way of being known, by name, where there are several.
    pub way: Option<String>,
    /// Settings, by name.
    pub settings: Vec<(String, String)>,
    /// Read page by page, so many at most; the body is then an array of their bodies.
    pub pages: Option<usize>,
    /// The limits of every call.
    pub limits: Limits,
    /// Where requests go.
    pub transport: Arc<dyn Transport>,
    /// Where the time comes from; from this machine when absent.
    pub clock: Option<Arc<dyn Clock>>,
    /// Where random bytes come from; from the operating system when absent.
    pub nonces: Option<Arc<dyn Nonces>>,
}

/// A good reply.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    /// Succeeded or pending.
    pub outcome: Outcome,
    /// The HTTP status.
    pub status: u16,
    /// The provider's code.
    pub code: Option<String>,
    /// What stands beside the code.
    pub detail: Option<String>,
    /// Our own reference.
    pub our_reference: Option<String>,
    /// What is left to do.
    pub resolution: Resolution,
    /// What is left open.
    pub open: Option<Open>,
    /// The provider's message.
    pub message: Option<String>,
    /// The provider's reference.
    pub reference: Option<String>,
    /// The typed value, written out again as JSON.
    pub body: String,
    /// The same with texts that hold several values taken apart, where there are any.
    pub apart: Option<String>,
}

/// A callback that was read.
#[derive(Clone, PartialEq, Eq)]
pub struct Heard {
    /// Which of the callback's shapes it has.
    pub shape: String,
    /// What it says of the call.
    pub outcome: Option<Outcome>,
    /// The provider's code.
    pub code: Option<String>,
    /// What stands beside the code.
    pub detail: Option<String>,
    /// The reference.
    pub reference: Option<String>,
    /// The typed value, written out again as JSON.
    pub body: String,
    /// The same with texts that hold several values taken apart, where there are any.
    pub apart: Option<String>,
    /// Of a step of a dialogue: what was entered so far.
    pub inputs: Option<Vec<String>>,
    /// Of a step of a dialogue: what names the session.
    pub session: Option<String>,
    /// What names the event.
    pub event: Option<String>,
}

/// What came of a callback.
#[derive(Clone, Default)]
pub struct Delivered {
    /// The HTTP method.
    pub method: String,
    /// In order, spelled as they came.
    pub headers: Vec<(String, String)>,
    /// The body, or the query where values are there.
    pub body: Vec<u8>,
    /// Credentials, by name, to verify it with.
    pub credentials: Vec<(String, String)>,
    /// Where the time comes from; from this machine when absent.
    pub clock: Option<Arc<dyn Clock>>,
}

/// What the merchant says to a callback.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// That it was received.
    Nothing,
    /// A text of a dialogue that goes on.
    GoesOn(String),
    /// The last text of a dialogue.
    Ends(String),
}

/// Why there is no answer.
#[derive(Debug)]
pub enum Failed {
    /// There is no provider, operation, callback, server, credential or setting so called.
    UnknownName(String),
    /// The input is not a request of this operation.
    Input(String),
    /// The call ended in an error.
    Call(Error),
}
