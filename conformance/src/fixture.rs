//! What a fixture says: one authored case, with every placeholder filled and every reference resolved.

mod check;
mod input;
mod placeholder;
mod setup;
mod spelled;
mod yaml;

use std::path::PathBuf;

use verbatim_codegen::model::{Lines, Outcome};

use crate::json::Json;
use crate::place::{self, Place};

pub(crate) use check::{Context, check, target};
pub(crate) use placeholder::CODE;
pub use setup::Setup;
pub(crate) use setup::read as read_setup;
pub(crate) use yaml::read_text;

/// One authored case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixture {
    /// `kemru/mobile_payout-accepted`.
    pub name: String,
    /// `kemru`.
    pub provider: String,
    /// The file as people are told it.
    pub shown: String,
    /// The file, for places.
    pub text: String,
    /// Where its transcript is recorded.
    pub snapshot: PathBuf,
    /// The claim, in one sentence.
    pub about: String,
    /// Whose the values are.
    pub origin: Origin,
    /// The lines of the document it stands for.
    pub lines: Lines,
    /// The samples of the spec that it accounts for, first and last line.
    pub samples: Vec<(u32, u32)>,
    /// What happens.
    pub case: Case,
}

/// Whose the values of a fixture are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The document's lines.
    Document,
    /// A person's variation of them.
    Derived,
    /// Real traffic.
    Recorded,
}

/// What happens in a fixture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Case {
    /// We call the provider.
    Call(Call),
    /// The provider calls us.
    Delivery(Delivery),
}

/// An outbound exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The operation's name.
    pub operation: String,
    /// The request value, as JSON.
    pub input: String,
    /// The string that was signed, worked out elsewhere.
    pub signed: Option<String>,
    /// What must arrive; `None` when nothing may.
    pub request: Option<Request>,
    /// What is answered to it.
    pub reply: Option<Reply>,
    /// What the client must make of it.
    pub expect: CallExpect,
}

/// What must arrive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// `POST`.
    pub method: String,
    /// Absolute.
    pub url: String,
    /// The exact set, less what a transport adds.
    pub headers: Vec<(String, String)>,
    /// What comes after them.
    pub body: Body,
}

/// A body, and how it is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// There is none.
    Empty,
    /// JSON: byte for byte, without insignificant white space.
    Json(Json),
    /// Anything else: byte for byte.
    Text(String),
}

/// What the scripted provider does once it has the request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// In order.
    pub headers: Vec<(String, String)>,
    /// As authored; in a table `{{code}}` still stands in it.
    pub body: String,
    /// What goes wrong while it is sent.
    pub fault: Option<ReplyFault>,
}

/// What goes wrong with a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReplyFault {
    /// The connection ends before the first byte of it.
    Closed,
    /// The connection ends in the middle of its body.
    Cut,
    /// It never comes.
    Stalled,
    /// Its body has no end that a client should wait for.
    Endless,
}

/// What the client must make of an exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallExpect {
    /// An answer.
    Answer(AnswerExpect),
    /// An error.
    Error(ErrorExpect),
    /// The input cannot be expressed; the reader's message holds this text.
    Inexpressible(String),
    /// A table: for each code, what it means.
    Codes(Vec<(String, Outcome)>),
}

/// An expected answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerExpect {
    /// Succeeded or pending.
    pub outcome: Outcome,
    /// The provider's code.
    pub code: Option<String>,
    /// The provider's message.
    pub message: Option<String>,
    /// The provider's reference.
    pub reference: Option<String>,
    /// The typed reply written out again.
    pub body: Json,
}

/// An expected error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorExpect {
    /// What the provider said; not compared when absent.
    pub outcome: Option<Outcome>,
    /// One of [`KINDS`].
    pub kind: String,
    /// One of [`CERTAINTIES`].
    pub certainty: String,
    /// The provider's code.
    pub code: Option<String>,
    /// The provider's message.
    pub message: Option<String>,
    /// The provider's reference.
    pub reference: Option<String>,
    /// The place of the fault.
    pub path: Option<String>,
}

/// An inbound call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The callback's name.
    pub callback: String,
    /// `POST`.
    pub method: String,
    /// In order.
    pub headers: Vec<(String, String)>,
    /// As authored; in a table `{{code}}` still stands in it.
    pub body: String,
    /// What the merchant says to it.
    pub said: Option<Said>,
    /// What the client must make of it.
    pub expect: DeliveryExpect,
}

/// What the merchant says to a callback.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// No more than that it arrived.
    Nothing,
    /// A text that waits for input.
    GoesOn(String),
    /// A last text.
    Ends(String),
}

/// What the client must make of a delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeliveryExpect {
    /// It is read.
    Heard(HeardExpect),
    /// It cannot be read.
    Error(ErrorExpect),
    /// A table: for each code, what it means.
    Codes(Vec<(String, Outcome)>),
}

/// A delivery that is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeardExpect {
    /// The callback's shape.
    pub shape: String,
    /// What the provider says, when it says so.
    pub outcome: Option<Outcome>,
    /// The provider's code.
    pub code: Option<String>,
    /// The provider's reference.
    pub reference: Option<String>,
    /// The typed callback written out again.
    pub body: Json,
    /// What is answered.
    pub answer: Option<AnswerText>,
}

/// An answer to a callback.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerText {
    /// The HTTP status.
    pub status: u16,
    /// The media type.
    pub content_type: String,
    /// The body, byte for byte.
    pub body: String,
}

/// The words of `expect.kind`.
pub const KINDS: &[&str] = &[
    "configuration",
    "invalid_request",
    "connect",
    "timeout",
    "transport",
    "too_large",
    "status",
    "rejected",
    "unclear",
    "unreadable",
];

/// The words of `expect.certainty`.
pub const CERTAINTIES: &[&str] = &["not_sent", "not_applied", "applied", "unknown"];

impl Fixture {
    /// The operation or callback it is about.
    pub fn subject(&self) -> &str {
        match &self.case {
            Case::Call(call) => &call.operation,
            Case::Delivery(delivery) => &delivery.callback,
        }
    }

    /// Where a key of the fixture stands.
    pub fn place(&self, path: &[&str]) -> Place {
        self.placed(place::of_key(&self.text, path))
    }

    /// Where a place inside one of its texts stands.
    pub fn place_inside(&self, path: &[&str], inner: (usize, usize)) -> Place {
        self.placed(place::inside(&self.text, path, inner))
    }

    fn placed(&self, (line, column): (usize, usize)) -> Place {
        Place {
            file: self.shown.clone(),
            line,
            column,
        }
    }
}
