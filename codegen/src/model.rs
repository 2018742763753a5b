//! What a provider offers, checked: legal names, resolved references, a source for every fact.
//!
//! `check` is the only maker of these values; whoever holds one need not ask again.

mod auth;
mod callback;
mod fact;
mod field;
mod operation;
mod reference;
mod sample;
mod shape;

use std::collections::HashMap;

pub use auth::{
    CallbackSignature, Lifetime, Made, Moment, Nonce, Scheme, Sent, Signature, SignedPart, Token,
    Way,
};
pub use callback::{Callback, CallbackAnswer, CallbackShape, CallbackValues, Event, Longest};
pub use fact::{Citation, Confidence, Lines, Source, Words};
pub use field::{Condition, Field, FieldSource, Location, Required, Rule, RuleKind, Stated};
pub use operation::{
    BodyForm, CodePlace, Effect, Fate, FateWord, Operation, Paging, PagingWay, Path, ReplyRule,
    Resolution,
};
pub use reference::{Charset, Dated, Reference};
pub use sample::{Sample, SampleDisposition, SampleKind};
pub use shape::{
    Currency, Enumeration, Member, Money, Record, RecordForm, Scale, Table, TableRow, Type, Value,
};

/// One provider: everything its spec says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provider {
    /// The folder's and the package's name: `kemru`.
    pub name: String,
    /// The provider's own name, for prose.
    pub title: String,
    /// One sentence on what the provider is for.
    pub about: String,
    /// Version of the generated crate.
    pub version: String,
    /// What the provider published.
    pub documents: Vec<Document>,
    /// Where calls go, per environment.
    pub environments: Vec<Environment>,
    /// Names of the servers, in the order in which environments list them.
    pub servers: Vec<String>,
    /// What the merchant was given by the provider.
    pub credentials: Vec<Credential>,
    /// Values that the document leaves open and the caller sets on the client.
    pub settings: Vec<Setting>,
    /// What operations send that is not their own: the provider's headers, then those of each way.
    pub shared: Vec<Field>,
    /// Ways of being known of which the caller picks one; none when there is one way alone.
    pub ways: Vec<Way>,
    /// Tokens that the client fetches.
    pub tokens: Vec<Token>,
    /// Ways of signing.
    pub schemes: Vec<Scheme>,
    /// Where it is said what becomes of fields that are not said to be required or not.
    pub unsaid: Citation,
    /// Groups of operations, in file order.
    pub groups: Vec<Group>,
    /// What the merchant makes up so that a call can be named later.
    pub references: Vec<Reference>,
    /// Enumerations, by name.
    pub enums: Vec<Enumeration>,
    /// Coded tables.
    pub tables: Vec<Table>,
    /// Reply and callback shapes.
    pub records: Vec<Record>,
    /// Response codes with outcome and scope.
    pub codes: Vec<CodeEntry>,
    /// Outbound calls, in file order.
    pub operations: Vec<Operation>,
    /// Inbound calls, in file order.
    pub callbacks: Vec<Callback>,
    /// Places where the document contradicts itself, with the choice made.
    pub discrepancies: Vec<Discrepancy>,
    /// Lines of the document that state no fact.
    pub set_aside: Vec<SetAside>,
}

/// A published document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// File name.
    pub name: String,
    /// What it is, for prose.
    pub title: String,
}

/// Sandbox, live, …
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Environment {
    /// `sandbox`.
    pub name: String,
    /// One sentence.
    pub about: String,
    /// One per name in [`Provider::servers`], same order.
    pub servers: Vec<Server>,
    /// Values that mean something here alone.
    pub magic: Vec<Magic>,
}

/// A value with a meaning in one environment: a test meter, the number of a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Magic {
    /// `prepaid_meter`.
    pub name: String,
    /// As on the wire.
    pub value: String,
    /// The wire name of the field that takes it.
    pub field: String,
    /// What happens.
    pub about: String,
    /// Where it stands.
    pub citation: Citation,
}

/// Where one family of paths lives in one environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// `gateway`.
    pub name: String,
    /// Scheme, host, port and base path; asked of the caller when absent.
    pub url: Option<String>,
    /// How the document prints it, where that differs.
    pub printed: Option<String>,
    /// Whether `http:` is allowed here.
    pub cleartext: bool,
    /// Where this is said.
    pub citation: Citation,
}

/// A key, an identity, a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// `api_key`.
    pub name: String,
    /// One sentence.
    pub about: String,
    /// Never printed.
    pub secret: bool,
    /// Whether a client can be made without it.
    pub optional: bool,
    /// How it begins in which environment.
    pub prefixes: Vec<Prefix>,
    /// Where this is said.
    pub citation: Citation,
}

/// How a credential begins in one environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prefix {
    /// The environment, by index.
    pub environment: usize,
    /// `try-`.
    pub text: String,
    /// Where this is said.
    pub citation: Citation,
}

/// A value the caller must set because the document leaves it open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// `sms_path`.
    pub name: String,
    /// One sentence.
    pub about: String,
    /// Where the gap is.
    pub citation: Citation,
}

/// A family of operations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// `payments`.
    pub name: String,
    /// One sentence.
    pub about: String,
}

/// What the provider says by one code, and where it can say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeEntry {
    /// As on the wire, leading zeros kept.
    pub code: String,
    /// What stands beside it; `None` is the row for every other detail, and for none.
    pub detail: Option<String>,
    /// How the document prints it, where that differs.
    pub printed: Option<String>,
    /// A Rust-able name: `insufficient_float`. Equal codes share it.
    pub name: String,
    /// As the document's cell says it.
    pub meaning: String,
    /// What it means for the money.
    pub outcome: Outcome,
    /// Why it is so.
    pub reason: Option<Reason>,
    /// Where that can be seen.
    pub reason_citation: Citation,
    /// Names of the operations and callbacks in which it can occur, all of them listed.
    pub scope: Vec<String>,
    /// The scope as the spec says it.
    pub scope_said: Vec<String>,
    /// Where the code and its meaning stand.
    pub citation: Citation,
    /// Where the meaning stands, when that is elsewhere.
    pub meaning_citation: Citation,
    /// Where the detail stands.
    pub detail_citation: Citation,
    /// Why the outcome is what it is, when the cell does not say it.
    pub outcome_citation: Citation,
}

/// Why a provider refused, in words that are the same for all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The merchant's balance does not suffice.
    InsufficientFunds,
    /// It repeats an earlier transmission.
    Duplicate,
    /// The merchant's credentials or signature are not taken.
    InvalidCredentials,
    /// A value of the request is missing or not taken.
    InvalidRequest,
    /// What the request names is not there.
    NotFound,
    /// An amount or a count is below or above what is allowed.
    Limit,
    /// The service does not work at the moment.
    Unavailable,
    /// There were too many calls.
    RateLimited,
    /// The account, the address or the product may not be used.
    Blocked,
}

impl Reason {
    /// The word of the spec language.
    pub const fn word(self) -> &'static str {
        match self {
            Reason::InsufficientFunds => "insufficient_funds",
            Reason::Duplicate => "duplicate",
            Reason::InvalidCredentials => "invalid_credentials",
            Reason::InvalidRequest => "invalid_request",
            Reason::NotFound => "not_found",
            Reason::Limit => "limit",
            Reason::Unavailable => "unavailable",
            Reason::RateLimited => "rate_limited",
            Reason::Blocked => "blocked",
        }
    }
}

/// What the provider said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Done.
    Succeeded,
    /// Accepted, not yet decided.
    Pending,
    /// Refused, nothing applied.
    Rejected,
    /// Nobody can tell.
    Unknown,
}

impl Outcome {
    /// Every outcome, in the order of the spec language.
    pub const ALL: &'static [Outcome] = &[
        Outcome::Succeeded,
        Outcome::Pending,
        Outcome::Rejected,
        Outcome::Unknown,
    ];

    /// The word of the spec language.
    pub const fn word(self) -> &'static str {
        match self {
            Outcome::Succeeded => "succeeded",
            Outcome::Pending => "pending",
            Outcome::Rejected => "rejected",
            Outcome::Unknown => "unknown",
        }
    }
}

/// A place where the document contradicts itself or cannot be followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discrepancy {
    /// `bill_account_or_phone`.
    pub name: String,
    /// The lines that disagree.
    pub lines: Lines,
    /// What those lines say of it.
    pub words: Words,
    /// What is wrong.
    pub says: String,
    /// What this spec does.
    pub choice: String,
    /// Why.
    pub reason: String,
}

/// Lines of the document that state no fact, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// The lines.
    pub lines: Lines,
    /// Why nothing of them is in the spec.
    pub reason: SetAsideReason,
}

/// Why a line states no fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SetAsideReason {
    /// It names what follows.
    Heading,
    /// It tells people something that no request, reply or callback depends on.
    Prose,
    /// Each of its ranges says word for word what the lines from this one on say.
    Repeats(u32),
}

impl SetAsideReason {
    /// The word of the spec language.
    pub const fn word(self) -> &'static str {
        match self {
            SetAsideReason::Heading => "heading",
            SetAsideReason::Prose => "prose",
            SetAsideReason::Repeats(_) => "repeats",
        }
    }
}

impl Provider {
    /// The operation of that name.
    pub fn operation(&self, name: &str) -> Option<&Operation> {
        self.operations.iter().find(|it| it.name == name)
    }

    /// The callback of that name.
    pub fn callback(&self, name: &str) -> Option<&Callback> {
        self.callbacks.iter().find(|it| it.name == name)
    }

    /// The enumeration of that name.
    pub fn enumeration(&self, name: &str) -> Option<&Enumeration> {
        self.enums.iter().find(|it| it.name == name)
    }

    /// The reference of that name.
    pub fn reference(&self, name: &str) -> Option<&Reference> {
        self.references.iter().find(|it| it.name == name)
    }

    /// The base path of a server, without a trailing slash: that of the first environment which
    /// prints its address.
    pub fn base_path(&self, server: usize) -> &str {
        let environments = self.environments.iter();
        let mut urls = environments.filter_map(|it| it.servers.get(server)?.url.as_deref());
        let after_host = |url: &'_ str| url.match_indices('/').nth(2).map_or(url.len(), |it| it.0);
        urls.next()
            .map_or("", |it| it[after_host(it)..].trim_end_matches('/'))
    }

    /// The record of that name.
    pub fn record(&self, name: &str) -> Option<&Record> {
        self.records.iter().find(|it| it.name == name)
    }

    /// The codes that can occur in an operation or callback, in file order.
    pub fn codes_of<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a CodeEntry> {
        self.codes
            .iter()
            .filter(move |it| it.scope.iter().any(|scope| scope == name))
    }

    /// The same for every operation and callback at once, by name.
    pub fn codes_by_name(&self) -> HashMap<&str, Vec<&CodeEntry>> {
        let mut res: HashMap<&str, Vec<&CodeEntry>> = HashMap::new();
        for it in &self.codes {
            for name in &it.scope {
                res.entry(name).or_default().push(it);
            }
        }
        res
    }
}
