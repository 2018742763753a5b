//! Holds generated clients to what people wrote down from the providers' documents.
//!
//! A fixture says what is asked of a client, what must arrive at the provider, what the
//! provider replies, and what the client must make of it. It is played over a real socket; the
//! bytes that arrived and the outcome are compared with the authored halves; the transcript is
//! compared with the recorded one. Clients are known by name only, through
//! [`Clients`](verbatim_runtime::dispatch::Clients): a workspace with clients of its own calls
//! [`main`] with them.
//!
//! Nothing here writes to a fixture that a person wrote, and nothing here knows how a client is
//! generated.

pub mod case;
mod cite;
pub mod code;
mod command;
pub mod coverage;
mod difference;
pub mod failure;
pub mod fault;
pub mod fixture;
pub mod house;
pub mod json;
pub mod loopback;
pub mod mask;
pub mod mutants;
pub mod negatives;
pub mod opinion;
pub mod place;
pub mod play;
pub mod record;
pub mod report;
pub mod run;
pub mod select;
mod sent;
pub mod snapshot;
pub mod suite;
pub mod trace;
pub mod transcript;
pub mod verdict;
pub mod wire;

pub use command::{audited, elsewhere, main};

/// The call that the README shows compiles.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
