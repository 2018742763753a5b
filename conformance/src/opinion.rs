//! What was sent and what came of it, in one form for the compiled client and for the oracle.

mod authored;
mod client;
mod difference;
mod listed;
mod oracle;

use verbatim_oracle::{Answered, Called, Confirming, End, Failure, Heard, Settling};

pub use authored::{Observer, objection};
pub(crate) use client::exchanged;
pub use client::of_client;
pub use difference::{Disagreement, differences};
pub use listed::unlisted;
pub use oracle::of_oracle;
pub(crate) use oracle::{delivery_of, reply, setup_of};

/// What somebody makes of a fixture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opinion {
    /// Of a call: one per row, or one per code of a table.
    Calls(Vec<Exchanged>),
    /// Of a delivery: one, or one per code of a table.
    Deliveries(Vec<Delivered>),
}

/// What somebody makes of one call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchanged {
    /// The call.
    pub called: Called,
    /// What settles it, where the fixture asks for that and something was left open.
    pub settling: Option<Settling>,
}

/// What somebody makes of one delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivered {
    /// The method by which it is taken; `None` where there is no such callback.
    pub method: Option<String>,
    /// What it says, or why it is not believed.
    pub end: Result<Heard, Failure>,
    /// What is answered; `None` where nothing was to be said, or nothing of the kind can be.
    pub answer: Option<Answered>,
    /// Whether the provider says the same, where the fixture asks for that.
    pub confirming: Option<Confirming>,
}

/// A call that never came back, or never was one: it agrees with nothing.
fn nothing() -> Exchanged {
    Exchanged {
        called: Called {
            sent: Vec::new(),
            end: End::UnknownName,
        },
        settling: None,
    }
}
