//! From real traffic to fixtures: every value that the spec does not call harmless is replaced, what
//! is written is searched for what was seen, and it is played before it is kept.
//!
//! The request of a recorded fixture is what the oracle makes of the placeholders, once it was seen
//! that it makes of the values on the wire what was on the wire. The verdict is the oracle's; a
//! compiled client must agree before anything is written.

mod alike;
mod extract;
mod harmless;
mod incidental;
mod leak;
mod matching;
mod page;
mod placeholders;
mod proxy;
mod public;
mod recorder;
mod replaced;
mod scrub;
mod session;
mod shape;
mod shelf;
mod stranger;
mod traffic;
mod undigested;
mod world;

use crate::code::Code;

pub use proxy::Upstreams;
pub use session::{Recorded, Session};

/// Why an exchange is no fixture; nothing of what was on the wire stands in it.
#[derive(Debug)]
pub(crate) struct Unwritten {
    /// What kind of reason it is.
    pub(crate) code: Code,
    /// The operation, where it is known.
    pub(crate) operation: Option<String>,
    /// Why.
    pub(crate) why: String,
}

/// A fixture that was made and holds.
#[derive(Debug)]
pub(crate) struct Made {
    /// The operation.
    pub(crate) operation: String,
    /// The fixture.
    pub(crate) text: String,
    /// Its transcript.
    pub(crate) transcript: String,
    /// How many members and items of replies were left out that the spec does not have.
    pub(crate) dropped: usize,
    /// Whether the body of the request had white space between its tokens, which is not written.
    pub(crate) spaced: bool,
}
