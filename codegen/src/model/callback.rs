//! What the provider calls.

use super::auth::CallbackSignature;
use super::fact::{Citation, Lines};
use super::sample::Sample;

/// An inbound call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Callback {
    /// `ipn`.
    pub name: String,
    /// One sentence.
    pub about: String,
    /// The lines of the document that describe it; none when the document does not print it.
    pub lines: Lines,
    /// Where the whole is said.
    pub citation: Citation,
    /// `POST` or `GET`.
    pub method: String,
    /// Where the method stands.
    pub method_citation: Citation,
    /// The shapes it comes in; the last is the one taken when no other fits.
    pub shapes: Vec<CallbackShape>,
    /// Where its values are.
    pub values: CallbackValues,
    /// Pointers to the code, tried in order; empty when it carries none.
    pub codes: Vec<String>,
    /// Pointers to what stands beside the code, tried in order.
    pub details: Vec<String>,
    /// Pointers to the provider's reference, tried in order.
    pub references: Vec<String>,
    /// What to answer.
    pub answer: CallbackAnswer,
    /// Where the answer is said.
    pub answer_citation: Citation,
    /// How it is signed.
    pub signature: Option<CallbackSignature>,
    /// The operation that confirms it.
    pub confirm: Option<String>,
    /// What the callback and the reply that confirms it both say: pointers here and there.
    pub agrees: Vec<(String, String)>,
    /// What names the event that it tells of.
    pub event: Option<Event>,
    /// The document's samples.
    pub samples: Vec<Sample>,
}

/// What deliveries of one event have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Pointers; all of it counts.
    pub pointers: Vec<String>,
    /// Where this is said.
    pub citation: Citation,
}

/// How long a text may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Longest {
    /// In characters, without what it begins with.
    pub characters: u32,
    /// Where this is said.
    pub citation: Citation,
}

/// Where the values of a callback are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallbackValues {
    /// In a JSON body.
    Body,
    /// In the query of the address.
    Query,
    /// In a form body.
    Form,
}

impl CallbackValues {
    /// The word of the spec language.
    pub const fn word(self) -> &'static str {
        match self {
            CallbackValues::Body => "body",
            CallbackValues::Query => "query",
            CallbackValues::Form => "form",
        }
    }
}

/// One shape of a callback.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallbackShape {
    /// `mobile_payout`.
    pub name: String,
    /// The record it is read as.
    pub record: String,
    /// Taken when one of these members is present; empty on the last.
    pub when_present: Vec<String>,
}

/// What a callback is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallbackAnswer {
    /// Always the same.
    Fixed {
        /// HTTP status.
        status: u16,
        /// `application/json`.
        content_type: String,
        /// The body.
        body: String,
    },
    /// A text that goes on or ends the dialogue.
    Dialogue {
        /// `text/plain`.
        content_type: String,
        /// What goes before a text that waits for input: `CON `.
        goes_on: String,
        /// What goes before the last text: `END `.
        ends: String,
        /// The member that holds what the subscriber typed so far.
        input: String,
        /// What stands between two inputs: `*`.
        separator: String,
        /// The member that names the session.
        session: Option<String>,
        /// How long a text may be.
        longest: Option<Longest>,
    },
}
