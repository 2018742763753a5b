//! Every fact of a model: what must stand on which lines of the document, and where the spec says so.
//!
//! Each noun of the model is taken apart without `..`, so that a new member does not compile until
//! it is accounted for: as a fact of its own when it has a citation, or by a `_` when it has none.

mod blocks;
mod callback;
mod code;
mod operation;
mod proof;
mod provider;
mod shape;
mod shown;
mod way;

use crate::model::{Citation, Lines, Provider};

pub use proof::{Literal, Manner, Proof, Row};
pub use shown::{beside, held, set_off, standing_alone, telling};
pub use way::{Finder, Place, Way};

/// One thing that a spec says, with what shows it in the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Stable, and no other fact's: `kemru/mobile_payout/field/amount/wire`.
    pub name: String,
    /// What kind of thing it is.
    pub kind: Kind,
    /// What it is about.
    pub about: About,
    /// What the cited lines must show.
    pub proof: Proof,
    /// Where it comes from.
    pub citation: Citation,
    /// Where the citation must lie.
    pub block: Block,
    /// Where the spec cites.
    pub way: Way,
}

/// Where a citation must lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// It is the provider's as a whole, and may be cited from anywhere.
    Shared,
    /// Inside the declared lines of an operation or callback.
    Inside(Lines),
}

impl Block {
    /// Inside these lines; anywhere where there are none, since the document does not print the
    /// whole.
    fn of(lines: &Lines) -> Block {
        match lines.0.is_empty() {
            true => Block::Shared,
            false => Block::Inside(lines.clone()),
        }
    }
}

/// What a fact is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum About {
    /// The provider as a whole.
    Provider,
    /// A server in an environment.
    Server(String, String),
    /// A credential.
    Credential(String),
    /// A setting.
    Setting(String),
    /// A way of signing.
    Scheme(String),
    /// A header of every operation.
    Header(String),
    /// A way of being known.
    Way(String),
    /// A token.
    Token(String),
    /// An enumeration.
    Enum(String),
    /// A value of an enumeration, by its name.
    Value(String, String),
    /// A table.
    Table(String),
    /// A row of a table, by its index.
    Row(String, usize),
    /// A member of a record.
    Member(String, String),
    /// A code, by its index.
    Code(usize),
    /// An operation.
    Operation(String),
    /// A field of an operation, by its name.
    Field(String, String),
    /// A callback.
    Callback(String),
    /// A way of making references.
    Reference(String),
    /// A magic value of an environment.
    Magic(String, String),
}

/// Makes [`Kind`] with the word of each kind.
macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident $word:literal)*) => {
        /// What kind of thing a fact is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $($(#[$doc])* $kind,)*
        }

        impl Kind {
            /// As names of facts and reports have it.
            pub fn word(self) -> &'static str {
                match self {
                    $(Kind::$kind => $word,)*
                }
            }
        }
    };
}

kinds! {
    /// The base of a server.
    Url "url"
    /// What the merchant was given.
    Credential "credential"
    /// How that begins in one environment.
    Prefix "prefix"
    /// A gap that the caller fills.
    Setting "setting"
    /// How a signature is made.
    Algorithm "algorithm"
    /// With which key.
    Key "key"
    /// How the result is written.
    Encoding "encoding"
    /// What stands between signed values.
    Joiner "joiner"
    /// In which order values are signed.
    Order "order"
    /// What holds for fields of which nothing is said.
    Unsaid "unsaid"
    /// A way of being known.
    Way "way"
    /// A token that is fetched.
    Token "token"
    /// How a callback is signed.
    Seal "seal"
    /// A value of an enumeration.
    Value "value"
    /// That an enumeration is open.
    Open "open"
    /// The head of a table.
    Heading "heading"
    /// The cells of a row.
    Row "row"
    /// A wire name.
    Wire "wire"
    /// What a value is.
    Type "type"
    /// Whether it must be there.
    Required "required"
    /// Which values it may have.
    Values "values"
    /// Where it is described under another name.
    Described "described"
    /// A value that is always sent.
    Constant "constant"
    /// What the provider takes when a value is left out.
    Default "default"
    /// What a value must satisfy.
    Rule "rule"
    /// How the merchant names a call.
    Reference "reference"
    /// A value that means something in one environment.
    Magic "magic"
    /// An HTTP method.
    Method "method"
    /// A path.
    Path "path"
    /// Further paths.
    OtherPaths "other_paths"
    /// How a body is written.
    Body "body"
    /// What an operation does.
    Effect "effect"
    /// How a reply is read.
    Reply "reply"
    /// How a list is read page by page.
    Paging "paging"
    /// Where a query tells of the call that it asks about.
    Fate "fate"
    /// That the document does not print the whole.
    Whole "whole"
    /// A sample.
    Sample "sample"
    /// A code and its meaning.
    Code "code"
    /// What stands beside a code.
    Detail "detail"
    /// What a code means, where that is said apart from it.
    Meaning "meaning"
    /// Why a code says so.
    Means "means"
    /// What a success must hold.
    Needs "needs"
    /// What a code means for the money.
    Outcome "outcome"
    /// What a callback is answered.
    Answer "answer"
    /// How long an answer may be.
    Longest "longest"
    /// What names the event that a callback tells of.
    Event "event"
}

/// Every fact of a provider, shared ones first, then in the order of the spec.
pub fn facts(provider: &Provider) -> Vec<Fact> {
    let mut res = Collected {
        provider: provider.name.clone(),
        facts: Vec::new(),
    };
    provider::provider(&mut res, provider);
    res.facts
}

/// Facts so far.
struct Collected {
    provider: String,
    facts: Vec<Fact>,
}

/// What the facts of one thing have in common.
struct Of<'a> {
    /// Below the provider's name: `mobile_payout/field/amount`.
    name: String,
    about: About,
    block: &'a Block,
    way: Way,
}

impl Of<'_> {
    /// The same at an entry below.
    fn at(&self, name: &str, about: About, way: Way) -> Self {
        Of {
            name: format!("{}/{name}", self.name),
            about,
            block: self.block,
            way,
        }
    }

    /// The same thing, told by what stands at this key of it.
    fn key(&self, key: &str) -> Self {
        Of {
            name: self.name.clone(),
            about: self.about.clone(),
            block: self.block,
            way: self.way.key(key),
        }
    }
}

impl Collected {
    /// A fact that the key `cite` of its entry cites.
    fn tell(&mut self, of: &Of<'_>, kind: Kind, proof: Proof, cited: (&str, &Citation)) {
        let (key, citation) = cited;
        self.facts.push(Fact {
            name: format!("{}/{}/{}", self.provider, of.name, kind.word()),
            kind,
            about: of.about.clone(),
            proof,
            citation: citation.clone(),
            block: of.block.clone(),
            way: of.way.key(key),
        });
    }
}

/// A citation by the key that says it: its own, or `cite` where it is left out.
fn own_or_cite<'a>(key: &'a str, own: &'a Citation, cite: &'a Citation) -> (&'a str, &'a Citation) {
    match own == cite {
        true => ("cite", cite),
        false => (key, own),
    }
}
