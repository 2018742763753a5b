//! One value of a request.

use super::auth::Made;
use super::fact::{Citation, Lines, Words};
use super::shape::Type;

/// One value of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// As on the wire: the name of a header or in a query or path, or the pointer's last segment.
    pub wire: String,
    /// How the document prints it, where that differs.
    pub printed: Option<String>,
    /// `destination_phone`, snake case.
    pub name: String,
    /// One phrase.
    pub about: String,
    /// In which part of the request it travels.
    pub location: Location,
    /// JSON pointer into the body; empty elsewhere.
    pub pointer: String,
    /// What it is.
    pub ty: Type,
    /// What stands between the items of a list that is one text.
    pub joined: Option<String>,
    /// What the provider takes when it is left out; never sent.
    pub default: Option<Stated>,
    /// Who gives the value.
    pub source: FieldSource,
    /// What stands before the value.
    pub prefix: String,
    /// The way of being known that sends it, by index; `None` where it is sent whatever the way.
    pub way: Option<usize>,
    /// The methods of the operations that send it; all when empty.
    pub methods: Vec<String>,
    /// What the document says about leaving it out.
    pub required: Required,
    /// Whether the client demands it: the choice where the document is silent.
    pub demanded: bool,
    /// Never printed.
    pub secret: bool,
    /// Personal data: never printed.
    pub personal: bool,
    /// A recorded fixture may keep it.
    pub harmless: bool,
    /// What the value must satisfy, or is said to and need not.
    pub rules: Vec<Rule>,
    /// Where the wire name stands.
    pub citation: Citation,
    /// Where it is described under another name.
    pub described: Lines,
    /// What those lines say of it.
    pub described_words: Words,
    /// Where the type stands.
    pub type_citation: Citation,
    /// Where required or not stands.
    pub required_citation: Citation,
    /// Where the values stand.
    pub values_citation: Option<Citation>,
}

/// Where a field travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Location {
    /// An HTTP header.
    Header,
    /// The body.
    Body,
    /// The query of the URL.
    Query,
    /// The path of the URL.
    Path,
}

impl Location {
    /// The word of the spec language.
    pub const fn word(self) -> &'static str {
        match self {
            Location::Header => "header",
            Location::Body => "body",
            Location::Query => "query",
            Location::Path => "path",
        }
    }
}

/// A text that the document states, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// As printed.
    pub text: String,
    /// Where it stands.
    pub citation: Citation,
}

/// Who gives a field its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldSource {
    /// The caller, per request.
    Caller,
    /// The client's credentials, by index.
    Credential(usize),
    /// The spec.
    Constant(String),
    /// The signature of this request.
    Signature,
    /// Two credentials by index, as HTTP's basic authentication has them.
    Basic {
        /// Who.
        user: usize,
        /// The secret.
        password: usize,
    },
    /// A token that the client fetches, by index into [`super::Provider::tokens`].
    Token(usize),
    /// The client, for each attempt.
    Made(Made),
    /// Nobody: it is the parent of other fields.
    Parent,
}

/// What the document says about leaving a field out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Required {
    /// It must be there.
    Yes,
    /// It may be left out.
    No,
    /// It must be there when another field has a value.
    When(Condition),
    /// The document does not say.
    Unsaid,
}

/// Another field's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// Index into [`super::Operation::fields`].
    pub field: usize,
    /// The value, as on the wire.
    pub is: String,
}

/// What a value must satisfy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The rule.
    pub kind: RuleKind,
    /// False when the document contradicts it: recorded, not enforced.
    pub enforced: bool,
    /// Why it is not enforced; empty otherwise.
    pub because: String,
    /// Where it stands.
    pub citation: Citation,
}

/// The rules that the language knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuleKind {
    /// Exactly so many ASCII digits.
    Digits(u32),
    /// So many characters at least and at most; 0 at least where nothing is said of it.
    Length(u32, u32),
    /// Begins so.
    Starts(String),
    /// At least and at most so much, in plain decimal digits.
    Range(Option<String>, Option<String>),
}
