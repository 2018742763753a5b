//! What the generated crate will be: words as tokens, documentation as Markdown, literals of the
//! spec as they are.

use proc_macro2::TokenStream;
use serde::{Serialize, Serializer};

use crate::layout::flat;

/// A piece of Rust made from tokens; a page may place it without a filter.
#[derive(Debug, Clone)]
pub(crate) struct Tokens(pub(crate) TokenStream);

impl Serialize for Tokens {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        minijinja::Value::from_safe_string(flat(&self.0)).serialize(serializer)
    }
}

/// One generated crate.
#[derive(Debug, Serialize)]
pub(crate) struct Client {
    /// `kemru`.
    pub(crate) provider: String,
    pub(crate) plain_title: String,
    pub(crate) version: String,
    /// What of the runtime is turned on.
    pub(crate) features: Vec<&'static str>,
    /// What the crate is, for its front page.
    pub(crate) doc: String,
    pub(crate) about: String,
    /// Names that `operations.rs` takes from the runtime and from `types.rs`.
    pub(crate) operation_uses: Vec<Tokens>,
    pub(crate) type_uses: Vec<Tokens>,
    pub(crate) callback_uses: Vec<Tokens>,
    /// Names that `client.rs` takes from the runtime, from `operations.rs` and from `types.rs`.
    pub(crate) reply_uses: Vec<Tokens>,
    pub(crate) environments: Vec<Environment>,
    /// Whether some call takes random bytes.
    pub(crate) nonces: bool,
    /// Whether some call takes the time.
    pub(crate) clock: bool,
    pub(crate) servers: Vec<Named>,
    pub(crate) settings: Vec<Named>,
    pub(crate) credentials: Vec<Credential>,
    /// None where there is one way of being known alone.
    pub(crate) ways: Vec<Way>,
    /// `.ways(…)`, `.tokens(…)`: the links of the chain that makes `rt::Auth`.
    pub(crate) auth: Vec<Tokens>,
    /// `rt::CodeRow { … }`, one per row of the code table.
    pub(crate) code_rows: Vec<Tokens>,
    pub(crate) references: Vec<Reference>,
    /// The enumeration of codes is the last one.
    pub(crate) enums: Vec<Enumeration>,
    pub(crate) tables: Vec<Table>,
    pub(crate) records: Vec<Record>,
    pub(crate) schemes: Vec<Scheme>,
    /// Those of callbacks.
    pub(crate) inbound_schemes: Vec<Scheme>,
    /// `rt::Slot::…`, the headers of every call.
    pub(crate) headers: Vec<Tokens>,
    pub(crate) operations: Vec<Operation>,
    /// `Environment::…`, where examples call.
    pub(crate) example_environment: Tokens,
    /// The tables of those that tell what became of other calls.
    pub(crate) queries: Vec<Tokens>,
    /// Whether one of them is read page by page.
    pub(crate) paged: bool,
    pub(crate) callbacks: Vec<Callback>,
    pub(crate) page: Page,
}

/// Something with an index: a server, a setting.
#[derive(Debug, Serialize)]
pub(crate) struct Named {
    pub(crate) wire: String,
    pub(crate) ident: Tokens,
    pub(crate) index: usize,
    pub(crate) doc: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct Environment {
    pub(crate) wire: String,
    pub(crate) variant: Tokens,
    pub(crate) doc: String,
    /// The module of its magic values.
    pub(crate) module: Tokens,
    pub(crate) magic: Vec<Magic>,
    /// Servers that the caller must say.
    pub(crate) asked: Vec<Named>,
    /// `rt::Server { … }`, one per server.
    pub(crate) rows: Vec<Tokens>,
}

/// A constant that means something in one environment.
#[derive(Debug, Serialize)]
pub(crate) struct Magic {
    pub(crate) ident: Tokens,
    pub(crate) wire: String,
    pub(crate) doc: String,
}

/// A type of references.
#[derive(Debug, Serialize)]
pub(crate) struct Reference {
    pub(crate) ident: Tokens,
    pub(crate) doc: String,
    /// `rt::ReferenceRule::random(…)…`.
    pub(crate) rule: Tokens,
}

/// A call that goes well, as its documentation shows it.
#[derive(Debug, Serialize)]
pub(crate) struct Example {
    /// `operations::… { … }`.
    pub(crate) request: Tokens,
    /// Whether a value of it is named by its path in `types`.
    pub(crate) typed: bool,
    /// What comes back; the last one is the operation's own.
    pub(crate) replies: Vec<Canned>,
    /// The builder's method that says the path.
    pub(crate) setting: Option<Tokens>,
    /// `is_succeeded`, `is_pending`; `None` where no good reply is known.
    pub(crate) outcome: Option<Tokens>,
}

/// A scripted reply.
#[derive(Debug, Serialize)]
pub(crate) struct Canned {
    pub(crate) operation: String,
    pub(crate) status: u16,
    pub(crate) body: String,
}

/// One way of being known: a variant of the credentials.
#[derive(Debug, Serialize)]
pub(crate) struct Way {
    pub(crate) ident: Tokens,
    pub(crate) doc: String,
    pub(crate) index: usize,
    pub(crate) credentials: Vec<Credential>,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Credential {
    /// What stands for it in an example.
    pub(crate) sample: Tokens,
    pub(crate) ident: Tokens,
    pub(crate) ty: Tokens,
    pub(crate) index: usize,
    pub(crate) doc: String,
    pub(crate) optional: bool,
    pub(crate) secret: bool,
    pub(crate) row: Tokens,
}

#[derive(Debug, Serialize)]
pub(crate) struct Enumeration {
    pub(crate) ident: Tokens,
    pub(crate) doc: String,
    pub(crate) values: Vec<Value>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Value {
    pub(crate) ident: Tokens,
    pub(crate) wire: String,
    pub(crate) doc: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct Table {
    pub(crate) row: Tokens,
    pub(crate) ident: Tokens,
    pub(crate) row_doc: String,
    pub(crate) doc: String,
    pub(crate) columns: Vec<Column>,
    /// `BankRow { … }`.
    pub(crate) rows: Vec<Tokens>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Column {
    pub(crate) ident: Tokens,
    pub(crate) ty: Tokens,
    pub(crate) doc: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct Record {
    pub(crate) ident: Tokens,
    pub(crate) doc: String,
    /// An object: its members have names on the wire.
    pub(crate) named: bool,
    /// The macro that makes it: `record`, `positional`, `sentence`.
    pub(crate) makes: Tokens,
    /// Of a sentence: what stands before, between and after its members.
    pub(crate) between: Vec<String>,
    pub(crate) members: Vec<Member>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Member {
    pub(crate) ident: Tokens,
    pub(crate) ty: Tokens,
    pub(crate) doc: String,
    pub(crate) wire: String,
    /// Other spellings that are read.
    pub(crate) also: Vec<String>,
    pub(crate) index: usize,
}

#[derive(Debug, Serialize)]
pub(crate) struct Operation {
    /// As the spec names it.
    pub(crate) wire: String,
    pub(crate) request: Tokens,
    pub(crate) call: Tokens,
    pub(crate) table: Tokens,
    /// Whether it gives a token, so that another page names its table.
    pub(crate) fetches: bool,
    /// Whether it tells what became of other calls.
    pub(crate) query: bool,
    pub(crate) doc: String,
    pub(crate) call_doc: String,
    pub(crate) example: Example,
    pub(crate) reply: Tokens,
    /// The method that reads page by page.
    pub(crate) pages: Option<Tokens>,
    pub(crate) inputs: Vec<Input>,
    /// Whether the request has a default.
    pub(crate) all_optional: bool,
    pub(crate) effect: Tokens,
    /// `.at(…)`, `.body(…)`, …: the links of the chain that makes the table.
    pub(crate) steps: Vec<Tokens>,
}

/// A way of signing.
#[derive(Debug, Serialize)]
pub(crate) struct Scheme {
    pub(crate) ident: Tokens,
    pub(crate) value: Tokens,
}

#[derive(Debug, Serialize)]
pub(crate) struct Input {
    pub(crate) ident: Tokens,
    /// The name in the spec, where it is no name in Rust: the stored request has it.
    pub(crate) renamed: Option<String>,
    pub(crate) ty: Tokens,
    pub(crate) optional: bool,
    pub(crate) doc: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct Callback {
    pub(crate) wire: String,
    pub(crate) ident: Tokens,
    pub(crate) rule: Tokens,
    /// Whether it is signed.
    pub(crate) sealed: bool,
    /// What it is verified with: one parameter each.
    pub(crate) keys: Vec<Credential>,
    pub(crate) doc: String,
    /// One shape: a struct; more: an enum.
    pub(crate) single: bool,
    pub(crate) shapes: Vec<Shape>,
    /// `.codes(…)`, …: the links of the chain that makes the rule.
    pub(crate) steps: Vec<Tokens>,
    /// What comes, as its documentation shows it: a body or a query.
    pub(crate) sample: String,
    /// Whether it comes as a query.
    pub(crate) queried: bool,
    /// Whether it names a reference.
    pub(crate) referred: bool,
    /// Whether it is a step of a dialogue.
    pub(crate) dialogue: bool,
    /// What can be asked of it: the names of its methods.
    pub(crate) words: Tokens,
    /// The method of the client that confirms it.
    pub(crate) confirm: Option<Tokens>,
    pub(crate) confirm_doc: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct Shape {
    pub(crate) wire: String,
    pub(crate) variant: Tokens,
    pub(crate) ident: Tokens,
    pub(crate) record: Tokens,
    pub(crate) doc: String,
    /// Pointers of the members whose presence picks it.
    pub(crate) pointers: Vec<String>,
}

/// The provider's page, for the crate's README: Markdown lines, escaped.
#[derive(Debug, Serialize)]
pub(crate) struct Page {
    pub(crate) operations: Vec<Vec<String>>,
    pub(crate) codes: Vec<Vec<String>>,
    pub(crate) discrepancies: Vec<Vec<String>>,
}
