//! What every generated client stands on: it knows HTTP, and no provider.
//!
//! A generated crate holds requests, replies and one table per operation. This crate checks
//! the values of a request, writes and signs the body, sends it, and says what came of it:
//! a [`Reply`], or one [`Error`] that says whether money may have moved ([`Certainty`]).
//!
//! With the feature `axum`, callbacks are extractors and their answers are responses.
//!
//! `rt` and `dispatch` are for generated code and for the conformance suite. They are public
//! because crates cannot share anything else, and they may change in any release.

mod amount;
mod auth;
#[cfg(feature = "axum")]
pub mod axum;
#[cfg(feature = "blocking")]
mod blocking;
mod body;
mod callback;
mod client;
mod clock;
mod coded;
mod confirm;
mod dialogue;
mod direct;
#[doc(hidden)]
pub mod dispatch;
mod error;
mod face;
mod fate;
mod fill;
mod form;
mod http;
mod inbound;
mod joined;
mod json;
mod keeper;
mod kind;
mod limits;
mod made;
mod merchant;
mod minor;
#[cfg(feature = "time")]
mod moment;
mod nonces;
mod open;
mod operation;
mod others;
mod outcome;
mod pages;
mod provider;
mod quantity;
mod reason;
mod record;
mod redact;
mod reference;
mod reply;
mod resolve;
mod retry;
#[doc(hidden)]
pub mod rt;
mod scheme;
pub mod scripted;
mod seal;
mod secret;
mod sentence;
mod setup;
mod sign;
mod slot;
mod spelling;
mod target;
mod telling;
mod text_map;
mod text_or;
mod transport;
mod value;
mod verdict;
mod wire;
mod writer;

pub use amount::{Amount, NotAnAmount};
#[cfg(feature = "blocking")]
pub use blocking::BlockingPages;
pub use callback::CallbackAnswer;
pub use clock::{Clock, SystemClock};
pub use confirm::Confirmation;
pub use dialogue::{Dialogue, TextTooLong};
pub use error::Error;
pub use http::HttpTransport;
pub use joined::{Joined, Lines};
pub use kind::Kind;
pub use limits::Limits;
pub use minor::MinorAmount;
pub use nonces::{Nonces, SystemNonces};
pub use open::Open;
pub use others::Others;
pub use outcome::{Certainty, Effect, Outcome, Resolution};
pub use pages::Pages;
pub use quantity::Quantity;
pub use reason::Reason;
pub use reference::NotAReference;
pub use reply::{Answer, Reply};
pub use reqwest;
pub use resolve::{Found, Patience, Settled};
pub use secret::{Masked, Secret};
pub use text_map::TextMap;
pub use text_or::TextOr;
pub use transport::{
    BoxFuture, HeaderText, HttpReply, HttpRequest, Transport, TransportError, TransportFault,
};
