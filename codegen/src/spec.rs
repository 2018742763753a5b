//! What the YAML of a spec says, word for word: every value still a string, in file order.
//!
//! Nothing here gives a string a meaning; that is `check`'s.

mod callback;
mod cite;
mod fate;
mod operation;
mod party;
mod shape;
mod verdict;

use serde::Deserialize;

use crate::entries::Entries;

pub(crate) use callback::{AnswerEntry, CallbackEntry, CallbackSignatureEntry, ShapeEntry};
pub(crate) use cite::Cite;
pub(crate) use fate::FateEntry;
pub(crate) use operation::{FieldEntry, OperationEntry, ReplyEntry, RuleEntry, SignatureEntry};
pub(crate) use party::{
    CredentialEntry, DocumentEntry, EnvironmentEntry, MagicEntry, PrefixEntry, ReferenceEntry,
    SchemeEntry, ServerEntry, SettingEntry, TokenEntry, UnsaidEntry, WayEntry,
};
pub(crate) use shape::{EnumEntry, MemberEntry, RecordEntry, TableEntry};
pub(crate) use verdict::{CodeRow, DiscrepancyEntry, SampleEntry, SetAsideEntry};

/// One provider as its files say it; the number before each part is the file's index in `Source`.
#[derive(Debug)]
pub(crate) struct Spec {
    pub(crate) provider: ProviderFile,
    /// In file order, then in order within the file; true when it stands in `provider.yaml`.
    pub(crate) operations: Vec<Standing<OperationEntry>>,
    pub(crate) callbacks: Vec<Standing<CallbackEntry>>,
}

/// A named entry and where it stands.
#[derive(Debug)]
pub(crate) struct Standing<T> {
    /// Index of the file in `Source`.
    pub(crate) file: usize,
    /// The key above it in `provider.yaml`; absent in a file of its own kind.
    pub(crate) under: Option<&'static str>,
    pub(crate) name: String,
    pub(crate) entry: T,
}

/// The provider as a whole: who it is, where it is called, what its values and codes mean. It
/// stands in `provider.yaml`.
#[derive(Debug, Deserialize)]
pub(crate) struct ProviderFile {
    /// The provider's name. It is the name of the folder and of the generated crate
    /// (`verbatim-NAME`), and no word of this workspace.
    ///
    /// Needed. Example: `provider: acme`.
    pub(crate) provider: Option<String>,
    /// What people call the provider.
    ///
    /// Needed. Example: `title: Acme Pay`.
    pub(crate) title: Option<String>,
    /// What the provider offers, in one sentence of your own.
    ///
    /// Needed. Example: `about: Payouts to wallets and bank accounts.`.
    pub(crate) about: Option<String>,
    /// The version of the generated crate: three numbers.
    ///
    /// Needed. Example: `version: "0.1.0"`.
    pub(crate) version: Option<String>,
    /// The documents that the provider published, whose lines are cited.
    ///
    /// Needed. Example: `documents: [{ name: acme.txt, title: Acme Pay merchant API }]`.
    #[serde(default)]
    pub(crate) documents: Vec<DocumentEntry>,
    /// Where calls go: one entry for each set of addresses, each with the same servers in the same
    /// order.
    ///
    /// Needed. Example: `environments: { live: { about: Where money moves., servers: { gateway: {
    /// url: "https://api.acme.example", cite: 10 } } } }`.
    #[serde(default)]
    pub(crate) environments: Entries<EnvironmentEntry>,
    /// What the merchant gets from the provider: keys, tokens, a merchant number. They are given
    /// when a client is made, and never stand in a request value.
    ///
    /// Default: no credential. Example: `credentials: { api_key: { about: Key of the merchant.,
    /// secret: "yes", cite: 12 } }`.
    #[serde(default)]
    pub(crate) credentials: Entries<CredentialEntry>,
    /// Values that the document leaves open and that the caller of the client must set, such as a
    /// path.
    ///
    /// Default: nothing is left open. Example: `settings: { refund_path: { about: Path of the
    /// refund; ask the provider for it., cite: 90 } }`.
    #[serde(default)]
    pub(crate) settings: Entries<SettingEntry>,
    /// Headers that every operation sends; each says `in: header`.
    ///
    /// Default: no header is shared. Example: `headers: [{ wire: X-Api-Key, in: header, credential:
    /// api_key, cite: 17 }]`.
    #[serde(default)]
    pub(crate) headers: Vec<FieldEntry>,
    /// Ways of signing. An operation names one and adds the order of what is signed.
    ///
    /// Default: nothing is signed. Example: `signatures: { keyed: { algorithm: hmac-sha256, cite:
    /// 20, key: signing_key, key_cite: 21, encoding: hex-lower, encoding_cite: 22, joiner: "",
    /// joiner_cite: 23 } }`.
    #[serde(default)]
    pub(crate) signatures: Entries<SchemeEntry>,
    /// Ways of being known to the provider, of which the caller picks one when a client is made.
    ///
    /// Default: there is one way, and it stands in `headers`. Example: `ways: { bearer: { about: The
    /// key as a bearer., cite: 12, fields: [{ wire: Authorization, in: header, prefix: "Bearer ",
    /// credential: api_key, cite: 12 }] } }`.
    #[serde(default)]
    pub(crate) ways: Entries<WayEntry>,
    /// Tokens that the client fetches by an operation, keeps while they live, and sends.
    ///
    /// Default: no token is fetched. Example: `tokens: { access: { about: The access token.,
    /// operation: access_token, at: /access_token, lives: /expires_in, cite: 30 } }`.
    #[serde(default)]
    pub(crate) tokens: Entries<TokenEntry>,
    /// Families of operations, each with what it is about. Every operation is in one.
    ///
    /// Default: none, where there is no operation. Example: `groups: { payments: Payouts and
    /// refunds. }`.
    #[serde(default)]
    pub(crate) groups: Entries<String>,
    /// What the client does where the document does not say whether a field is required.
    ///
    /// Needed. Example: `unsaid: { fields: demanded, cite: { assumed: no field is marked as
    /// optional, confidence: low } }`.
    pub(crate) unsaid: Option<UnsaidEntry>,
    /// Texts that the merchant makes up so that a call can be named later.
    ///
    /// Default: there are none. Example: `references: { request_id: { about: Names one purchase.,
    /// random: alphanumeric 12, cite: 135 } }`.
    #[serde(default)]
    pub(crate) references: Entries<ReferenceEntry>,
    /// Closed sets of values.
    ///
    /// Default: no set. Example: `enums: { wallet: { about: Mobile wallets., values: [{ is: MPESA,
    /// cite: 60 }] } }`.
    #[serde(default)]
    pub(crate) enums: Entries<EnumEntry>,
    /// Tables that the document prints: banks, bundles, products.
    ///
    /// Default: no table. Example: `tables: { bank: { about: Banks., cite: 70, columns: [label,
    /// code], rows: [{ cells: [Bank of Nowhere, "011"], cite: 71 }] } }`.
    #[serde(default)]
    pub(crate) tables: Entries<TableEntry>,
    /// What replies and callbacks hold.
    ///
    /// Default: no record. Example: `records: { accepted: { about: What is answered., members: [{
    /// wire: status, type: code, cite: 51 }] } }`.
    #[serde(default)]
    pub(crate) records: Entries<RecordEntry>,
    /// What the provider's response codes mean for the money.
    ///
    /// Default: no code has a meaning. Example: `codes: [{ code: "000", name: done, meaning:
    /// Completed., outcome: succeeded, scope: all, cite: 80 }]`.
    #[serde(default)]
    pub(crate) codes: Vec<CodeRow>,
    /// Places where the document contradicts itself or cannot be followed, each with the choice
    /// made and why.
    ///
    /// Default: the document is taken as it is. Example: `discrepancies: { phone_length: { lines:
    /// "41, 55", says: The table asks for ten digits., choice: The phone is sent as given., reason:
    /// The sample has thirteen. } }`.
    #[serde(default)]
    pub(crate) discrepancies: Entries<DiscrepancyEntry>,
    /// Lines of the document that state no fact, so that every other line must be cited.
    ///
    /// Default: every line is cited. Example: `set_aside: [{ lines: "1-4, 9", reason: heading }]`.
    #[serde(default)]
    pub(crate) set_aside: Vec<SetAsideEntry>,
    /// Operations by name. A small provider may say them here instead of in `operations/*.yaml`.
    ///
    /// Default: needed where none stand in `operations/`. Example: `operations: {}`.
    #[serde(default)]
    pub(crate) operations: Entries<OperationEntry>,
    /// Callbacks by name. A small provider may say them here instead of in `callbacks.yaml`.
    ///
    /// Default: needed where none stand in `callbacks.yaml`, and there is no operation. Example: `callbacks: {}`.
    #[serde(default)]
    pub(crate) callbacks: Entries<CallbackEntry>,
}
