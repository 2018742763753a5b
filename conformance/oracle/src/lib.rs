//! A second opinion: what a client of a checked spec must send, and what it must make of a reply.
//!
//! It is an interpreter of [`verbatim_codegen::model`] and shares nothing with the generator behind
//! the model, nor with the runtime: it has its own JSON, percent-encoding, numbers, times and
//! signatures, and other digest crates. Where it and a compiled client differ, one of the two
//! misreads the spec.

#![expect(
    clippy::result_large_err,
    reason = "an error is what a case is compared by, and is made once per case"
)]
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "what a new variant of the model means here is found by the fixtures and the mutants"
)]

mod call;
mod callback;
mod code;
mod confirm;
mod json;
mod listed;
mod made;
mod merchant;
mod number;
mod pages;
mod redact;
mod reply;
mod request;
mod rule;
mod settle;
mod sign;
mod signing;
mod spelled;
mod tree;
mod typed;
mod url;
mod value;

use std::time::SystemTime;

use verbatim_codegen::model::{Outcome, Provider, Resolution};

pub use call::{Called, End, call, signed};
pub use confirm::{Confirmed, Confirming};
pub use listed::{unlisted_in_callback, unlisted_in_input, unlisted_in_reply};
pub use settle::{Settled, Settling};

/// What a client is built from, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Setup {
    /// `sandbox`.
    pub environment: String,
    /// Addresses, by the name of the server.
    pub servers: Vec<(String, String)>,
    /// Credentials, by name.
    pub credentials: Vec<(String, String)>,
    /// The way of being known, where there are several.
    pub way: Option<String>,
    /// Settings, by name.
    pub settings: Vec<(String, String)>,
    /// What time it is; 1970 when absent.
    pub clock: Option<SystemTime>,
    /// The random bytes of a call, in order; zeros where they do not suffice.
    pub nonces: Vec<u8>,
    /// Read page by page, so many at most.
    pub pages: Option<usize>,
}

/// What arrives at the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// `POST`.
    pub method: String,
    /// Absolute.
    pub url: String,
    /// Those of the spec, in order, and the content type of a body that is no JSON.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// What comes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// A complete reply: the HTTP status and the body.
    Whole(u16, Vec<u8>),
    /// The connection ends before the reply.
    Closed,
    /// The connection ends within the reply, which has this status.
    Cut(u16),
    /// Nothing comes in time.
    Stalled,
    /// A reply with this status that does not end.
    Endless(u16),
}

/// A good reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Succeeded or pending.
    pub outcome: Outcome,
    /// The HTTP status.
    pub status: u16,
    /// The provider's code.
    pub code: Option<String>,
    /// What stands beside the code.
    pub detail: Option<String>,
    /// The provider's message.
    pub message: Option<String>,
    /// The provider's reference.
    pub reference: Option<String>,
    /// Our own reference.
    pub our_reference: Option<String>,
    /// What is left to do.
    pub left: Left,
    /// The typed value, written out again as JSON.
    pub body: String,
    /// The same with texts that hold several values taken apart, where there are any.
    pub apart: Option<String>,
}

/// The words for what kind of error it is.
pub(crate) mod kind {
    pub(crate) const CONFIGURATION: &str = "configuration";
    pub(crate) const INVALID_REQUEST: &str = "invalid_request";
    pub(crate) const TIMEOUT: &str = "timeout";
    pub(crate) const TRANSPORT: &str = "transport";
    pub(crate) const TOO_LARGE: &str = "too_large";
    pub(crate) const STATUS: &str = "status";
    pub(crate) const REJECTED: &str = "rejected";
    pub(crate) const UNCLEAR: &str = "unclear";
    pub(crate) const UNREADABLE: &str = "unreadable";
    pub(crate) const UNVERIFIED: &str = "unverified";
    pub(crate) const UNTIMELY: &str = "untimely";
}

/// The words for what an error leaves known.
pub(crate) mod certainty {
    pub(crate) const NOT_SENT: &str = "not_sent";
    pub(crate) const NOT_APPLIED: &str = "not_applied";
    pub(crate) const APPLIED: &str = "applied";
    pub(crate) const UNKNOWN: &str = "unknown";
}

/// An error of a call or of a callback.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// `rejected`.
    pub kind: &'static str,
    /// `not_applied`.
    pub certainty: &'static str,
    /// What the provider said, where it said something.
    pub outcome: Option<Outcome>,
    /// The HTTP status.
    pub status: Option<u16>,
    /// The provider's code.
    pub code: Option<String>,
    /// What stands beside the code.
    pub detail: Option<String>,
    /// The provider's message.
    pub message: Option<String>,
    /// The provider's reference.
    pub reference: Option<String>,
    /// Our own reference.
    pub our_reference: Option<String>,
    /// What is left to do.
    pub left: Left,
    /// Where the fault is: in the request or in the reply.
    pub path: Option<String>,
    /// What the code means, as the document says it.
    pub meaning: Option<String>,
    /// Why it was refused, where the table of codes says so.
    pub reason: Option<&'static str>,
    /// Whether the client itself could not be made.
    pub at_setup: bool,
}

impl Failure {
    /// An error of which nothing else is known.
    pub fn new(kind: &'static str, certainty: &'static str) -> Failure {
        Failure {
            kind,
            certainty,
            outcome: None,
            status: None,
            code: None,
            detail: None,
            message: None,
            reference: None,
            our_reference: None,
            left: Left::default(),
            path: None,
            meaning: None,
            reason: None,
            at_setup: false,
        }
    }
}

/// What is left to do: `query_with_our_reference requery`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left(pub String);

impl Default for Left {
    fn default() -> Left {
        Left("nothing".to_owned())
    }
}

impl Left {
    pub(crate) fn of(it: &Resolution) -> Left {
        Left(match it {
            Resolution::Nothing => "nothing".to_owned(),
            Resolution::QueryTheirs { operation } => {
                format!("query_with_their_reference {operation}")
            }
            Resolution::QueryOurs { operation, .. } => {
                format!("query_with_our_reference {operation}")
            }
            Resolution::Callback { callback } => format!("only_by_callback {callback}"),
            Resolution::CreateAgain => "create_again".to_owned(),
            Resolution::ByHand => "only_by_hand".to_owned(),
        })
    }
}

/// What came, and what it is verified with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Delivery {
    /// In order.
    pub headers: Vec<(String, String)>,
    /// The body, or the query where values are there.
    pub body: Vec<u8>,
    /// Credentials, by name.
    pub credentials: Vec<(String, String)>,
    /// What time it is.
    pub clock: Option<SystemTime>,
}

/// A callback that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// Which of its shapes it has.
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

/// What the merchant says to a callback.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saying {
    /// That it was received.
    Nothing,
    /// A text of a dialogue that goes on.
    GoesOn(String),
    /// The last text of a dialogue.
    Ends(String),
}

/// What a callback is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The HTTP status.
    pub status: u16,
    /// The value of `Content-Type`.
    pub content_type: String,
    /// The whole body.
    pub body: String,
}

/// Asks what came of a call until at least `most` requests were sent, as [`Called`] left it, with one reply after
/// another; `None` where it left nothing open.
pub fn settle(
    provider: &Provider,
    setup: &Setup,
    operation: &str,
    called: &Called,
    most: usize,
    replies: &[Reply],
) -> Option<Settling> {
    settle::settle(provider, setup, operation, called, most, replies)
}

/// What a callback says; `None` where there is none of that name.
pub fn hear(provider: &Provider, callback: &str, it: &Delivery) -> Option<Result<Heard, Failure>> {
    let callback = provider.callback(callback)?;
    Some(callback::hear(provider, callback, it))
}

/// The header that proves a delivery, and what stands in it; `None` where none does.
pub fn sealed(provider: &Provider, callback: &str, it: &Delivery) -> Option<(String, String)> {
    callback::sealed(provider, provider.callback(callback)?, it)
}

/// Asks once whether the provider says what a callback says, with one reply after another; `None` where
/// there is no callback of that name.
pub fn confirm(
    provider: &Provider,
    setup: &Setup,
    callback: &str,
    it: &Delivery,
    replies: &[Reply],
) -> Option<Confirming> {
    let callback = provider.callback(callback)?;
    Some(confirm::confirm(provider, setup, callback, it, replies))
}

/// What is answered to a callback; `None` where nothing of the kind can be said to it.
pub fn answer(provider: &Provider, callback: &str, saying: &Saying) -> Option<Answered> {
    callback::answer(provider.callback(callback)?, saying)
}
