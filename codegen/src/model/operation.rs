//! What can be called.

use super::Outcome;
use super::auth::Signature;
use super::fact::{Citation, Lines};
use super::field::{Field, FieldSource};
use super::sample::Sample;
use super::shape::Type;

/// An outbound call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// `mobile_payout`.
    pub name: String,
    /// One sentence.
    pub about: String,
    /// Its group.
    pub group: String,
    /// The lines of the document that describe it; none when the document does not print it.
    pub lines: Lines,
    /// Where the whole is said.
    pub citation: Citation,
    /// What it does to the world.
    pub effect: Effect,
    /// Why.
    pub effect_citation: Citation,
    /// `GET`, `POST`.
    pub method: String,
    /// Where the method stands.
    pub method_citation: Citation,
    /// Index into [`super::Provider::servers`].
    pub server: usize,
    /// Where it is.
    pub path: Path,
    /// Where the path stands.
    pub path_citation: Citation,
    /// How the document prints it, where that differs.
    pub path_printed: Option<String>,
    /// Further paths that the document prints.
    pub other_paths: Vec<String>,
    /// Where they stand, where that is not where the path stands.
    pub other_paths_citation: Option<Citation>,
    /// How the body is written.
    pub body: BodyForm,
    /// Where that stands.
    pub body_citation: Option<Citation>,
    /// Those that it shares with other operations first, then its own in wire order.
    pub fields: Vec<Field>,
    /// How many of the fields are shared.
    pub shared: usize,
    /// How it is signed.
    pub signature: Option<Signature>,
    /// How its reply is read.
    pub reply: ReplyRule,
    /// What settles a pending reply.
    pub pending: Resolution,
    /// What settles an unknown outcome.
    pub unknown: Resolution,
    /// Our reference: index of the field that a query asks by.
    pub ours: Option<usize>,
    /// How its list is read page by page.
    pub paging: Option<Paging>,
    /// Where its reply tells of the call that it asks about.
    pub fate: Option<Fate>,
    /// The document's samples.
    pub samples: Vec<Sample>,
}

impl Operation {
    /// The fields whose value the caller gives, in order; their index is the slot of the request.
    pub fn inputs(&self) -> impl Iterator<Item = &Field> {
        self.fields
            .iter()
            .filter(|it| matches!(it.source, FieldSource::Caller))
    }
}

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyForm {
    /// A JSON object.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/form-data`, one part per field.
    Multipart,
}

impl BodyForm {
    /// The word of the spec language.
    pub const fn word(self) -> &'static str {
        match self {
            BodyForm::Json => "json",
            BodyForm::Form => "form",
            BodyForm::Multipart => "multipart",
        }
    }
}

/// What an operation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Nothing changes.
    Reads,
    /// Money, units or stock leave the merchant.
    Spends,
    /// A customer is asked to pay.
    Collects,
    /// Something is made that was not there.
    Creates,
    /// The merchant's account is changed.
    Changes,
}

impl Effect {
    /// Every effect.
    pub const ALL: &'static [Effect] = &[
        Effect::Reads,
        Effect::Spends,
        Effect::Collects,
        Effect::Creates,
        Effect::Changes,
    ];

    /// The word of the spec language.
    pub const fn word(self) -> &'static str {
        match self {
            Effect::Reads => "reads",
            Effect::Spends => "spends",
            Effect::Collects => "collects",
            Effect::Creates => "creates",
            Effect::Changes => "changes",
        }
    }
}

/// Where an operation is, on its server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Path {
    /// Absolute from the server's address, with `{name}` for every field that travels in it.
    Fixed(String),
    /// The document prints none: the client takes it as a setting, by index.
    Setting(usize),
}

/// How a reply is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplyRule {
    /// The body's type.
    pub ty: Type,
    /// Where the code is, tried in order.
    pub codes: Vec<CodePlace>,
    /// Pointers to what stands beside the code, tried in order.
    pub details: Vec<String>,
    /// Pointers to the provider's message, tried in order.
    pub messages: Vec<String>,
    /// Pointers to the provider's reference, tried in order.
    pub references: Vec<String>,
    /// What a readable 2xx reply without a code means.
    pub without_code: Outcome,
    /// Pointers to what a reply that says succeeded must hold.
    pub needs: Vec<String>,
    /// Where that can be seen.
    pub needs_citation: Option<Citation>,
    /// Where this is said.
    pub citation: Citation,
}

/// Where a reply has its code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CodePlace {
    /// At this pointer into the body.
    Pointer(String),
    /// It is the HTTP status, where a row of the codes knows it.
    Http,
}

impl CodePlace {
    /// The word of the spec language.
    pub fn word(&self) -> &str {
        match self {
            CodePlace::Pointer(pointer) => pointer,
            CodePlace::Http => "http",
        }
    }
}

/// How a list is read page by page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paging {
    /// What leads to the next page.
    pub way: PagingWay,
    /// Index of the field that says which page.
    pub field: usize,
    /// Pointer to the array of one page.
    pub items: String,
    /// Where this is said.
    pub citation: Citation,
}

/// What leads to the next page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PagingWay {
    /// Its number.
    Page {
        /// The number of the first page.
        first: u32,
        /// Pointer to whether there is another page.
        more: Option<String>,
    },
    /// What the page before says.
    Cursor {
        /// Pointer to the cursor of the next page.
        next: String,
    },
}

/// Where the reply of a query tells what became of the call that it asks about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fate {
    /// Index of the field that takes the reference.
    pub field: usize,
    /// Codes of the reply that speak of the call, and not of the query.
    pub codes: Vec<String>,
    /// Pointers to a word that speaks of the call, tried in order.
    pub places: Vec<String>,
    /// What the words there mean for the call.
    pub words: Vec<FateWord>,
    /// Pointers to the reference of the call that is spoken of.
    pub names: Vec<String>,
    /// Where this is said.
    pub citation: Citation,
}

/// A word that says what became of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FateWord {
    /// As on the wire.
    pub wire: String,
    /// What became of the call.
    pub outcome: Outcome,
    /// Where it stands.
    pub citation: Citation,
}

/// What settles an outcome that a reply leaves open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolution {
    /// Nothing is left open.
    Nothing,
    /// Ask with the provider's reference.
    QueryTheirs {
        /// The operation that asks.
        operation: String,
    },
    /// Ask with our own reference.
    QueryOurs {
        /// The operation that asks.
        operation: String,
        /// The wire name that our reference has in both operations.
        field: String,
    },
    /// Wait for a callback.
    Callback {
        /// Its name.
        callback: String,
    },
    /// Send it again: nobody was charged.
    CreateAgain,
    /// A person has to look.
    ByHand,
}
