//! What the YAML of a spec says, word for word: every value still a string, in file order.
//!
//! Nothing here gives a string a meaning; that is `check`'s.

mod callback;
mod cite;
mod operation;
mod party;
mod shape;
mod verdict;

use serde::Deserialize;

use crate::entries::Entries;

pub(crate) use callback::{AnswerEntry, CallbackEntry, ShapeEntry};
pub(crate) use cite::Cite;
pub(crate) use operation::{FieldEntry, OperationEntry, ReplyEntry, RuleEntry, SignatureEntry};
pub(crate) use party::{
    CredentialEntry, DocumentEntry, EnvironmentEntry, SchemeEntry, ServerEntry, SettingEntry,
    UnsaidEntry,
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

/// `provider.yaml`.
#[derive(Debug, Deserialize)]
pub(crate) struct ProviderFile {
    pub(crate) provider: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) about: Option<String>,
    pub(crate) version: Option<String>,
    #[serde(default)]
    pub(crate) documents: Vec<DocumentEntry>,
    #[serde(default)]
    pub(crate) environments: Entries<EnvironmentEntry>,
    #[serde(default)]
    pub(crate) credentials: Entries<CredentialEntry>,
    #[serde(default)]
    pub(crate) settings: Entries<SettingEntry>,
    #[serde(default)]
    pub(crate) headers: Vec<FieldEntry>,
    #[serde(default)]
    pub(crate) signatures: Entries<SchemeEntry>,
    #[serde(default)]
    pub(crate) groups: Entries<String>,
    /// What the client does where the document does not say whether a field is required.
    pub(crate) unsaid: Option<UnsaidEntry>,
    #[serde(default)]
    pub(crate) enums: Entries<EnumEntry>,
    #[serde(default)]
    pub(crate) tables: Entries<TableEntry>,
    #[serde(default)]
    pub(crate) records: Entries<RecordEntry>,
    #[serde(default)]
    pub(crate) codes: Vec<CodeRow>,
    #[serde(default)]
    pub(crate) discrepancies: Entries<DiscrepancyEntry>,
    /// Lines of the document that state no fact.
    #[serde(default)]
    pub(crate) set_aside: Vec<SetAsideEntry>,
    /// A small provider may say its operations here instead of in `operations/*.yaml`.
    #[serde(default)]
    pub(crate) operations: Entries<OperationEntry>,
    #[serde(default)]
    pub(crate) callbacks: Entries<CallbackEntry>,
}
