//! What the YAML of a spec says, word for word: every value still a string, in file order.
//!
//! Nothing here gives a string a meaning; that is `check`'s.

use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, Visitor, value::MapAccessDeserializer};
use std::fmt;

use crate::entries::Entries;

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
    /// A small provider may say its operations here instead of in `operations/*.yaml`.
    #[serde(default)]
    pub(crate) operations: Entries<OperationEntry>,
    #[serde(default)]
    pub(crate) callbacks: Entries<CallbackEntry>,
}

/// Where a fact comes from: lines as a scalar, or a map that names another source.
#[derive(Debug, Clone)]
pub(crate) enum Cite {
    Lines(String),
    Outside(OutsideEntry),
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct OutsideEntry {
    pub(crate) linked: Option<String>,
    pub(crate) assumed: Option<String>,
    pub(crate) confidence: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct DocumentEntry {
    pub(crate) name: Option<String>,
    pub(crate) title: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct EnvironmentEntry {
    pub(crate) about: Option<String>,
    #[serde(default)]
    pub(crate) servers: Entries<ServerEntry>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct ServerEntry {
    /// Absent: the caller must say it.
    pub(crate) url: Option<String>,
    /// `yes` where `http:` is allowed.
    pub(crate) cleartext: Option<String>,
    pub(crate) cite: Option<Cite>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct CredentialEntry {
    pub(crate) about: Option<String>,
    pub(crate) secret: Option<String>,
    pub(crate) optional: Option<String>,
    pub(crate) cite: Option<Cite>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct SettingEntry {
    pub(crate) about: Option<String>,
    pub(crate) cite: Option<Cite>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct UnsaidEntry {
    /// `demanded` or `optional`.
    pub(crate) fields: Option<String>,
    pub(crate) cite: Option<Cite>,
}

/// How a provider signs; an operation adds the order.
#[derive(Debug, Deserialize)]
pub(crate) struct SchemeEntry {
    pub(crate) algorithm: Option<String>,
    pub(crate) cite: Option<Cite>,
    pub(crate) key: Option<String>,
    pub(crate) key_cite: Option<Cite>,
    pub(crate) encoding: Option<String>,
    pub(crate) encoding_cite: Option<Cite>,
    pub(crate) joiner: Option<String>,
    pub(crate) joiner_cite: Option<Cite>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct EnumEntry {
    pub(crate) about: Option<String>,
    /// `yes`: a value outside the set may be sent too.
    pub(crate) open: Option<String>,
    pub(crate) open_cite: Option<Cite>,
    #[serde(default)]
    pub(crate) values: Vec<ValueEntry>,
    /// `bank.code`: the cells of these columns.
    #[serde(default)]
    pub(crate) columns: Vec<String>,
    /// The column whose cells name the values of `columns`; the code itself when absent.
    pub(crate) named_by: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct ValueEntry {
    pub(crate) is: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) about: Option<String>,
    pub(crate) cite: Option<Cite>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct TableEntry {
    pub(crate) about: Option<String>,
    pub(crate) cite: Option<Cite>,
    #[serde(default)]
    pub(crate) columns: Vec<String>,
    /// The cell text that means "nothing".
    pub(crate) nothing: Option<String>,
    #[serde(default)]
    pub(crate) rows: Vec<RowEntry>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct RowEntry {
    #[serde(default)]
    pub(crate) cells: Vec<String>,
    pub(crate) cite: Option<Cite>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct RecordEntry {
    pub(crate) about: Option<String>,
    /// `object` (when absent) or `positional`.
    pub(crate) form: Option<String>,
    #[serde(default)]
    pub(crate) members: Vec<MemberEntry>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct MemberEntry {
    pub(crate) wire: Option<String>,
    #[serde(default)]
    pub(crate) also: Vec<String>,
    pub(crate) name: Option<String>,
    pub(crate) about: Option<String>,
    #[serde(rename = "type")]
    pub(crate) ty: Option<String>,
    pub(crate) type_cite: Option<Cite>,
    pub(crate) secret: Option<String>,
    pub(crate) personal: Option<String>,
    pub(crate) cite: Option<Cite>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct CodeRow {
    pub(crate) code: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) meaning: Option<String>,
    pub(crate) outcome: Option<String>,
    pub(crate) outcome_cite: Option<Cite>,
    /// `all`, group names, operation names, callback names; separated by commas.
    pub(crate) scope: Option<String>,
    pub(crate) cite: Option<Cite>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct DiscrepancyEntry {
    pub(crate) lines: Option<String>,
    pub(crate) says: Option<String>,
    pub(crate) choice: Option<String>,
    pub(crate) reason: Option<String>,
}

/// One outbound call.
#[derive(Debug, Deserialize)]
pub(crate) struct OperationEntry {
    pub(crate) about: Option<String>,
    pub(crate) group: Option<String>,
    pub(crate) lines: Option<String>,
    pub(crate) effect: Option<String>,
    pub(crate) effect_cite: Option<Cite>,
    pub(crate) method: Option<String>,
    pub(crate) method_cite: Option<Cite>,
    pub(crate) server: Option<String>,
    pub(crate) path: Option<String>,
    /// The setting that says the path, where the document prints none.
    pub(crate) path_setting: Option<String>,
    pub(crate) path_cite: Option<Cite>,
    #[serde(default)]
    pub(crate) other_paths: Vec<String>,
    #[serde(default)]
    pub(crate) fields: Vec<FieldEntry>,
    pub(crate) signature: Option<SignatureEntry>,
    pub(crate) reply: Option<ReplyEntry>,
    pub(crate) pending: Option<String>,
    pub(crate) unknown: Option<String>,
    #[serde(default)]
    pub(crate) samples: Vec<SampleEntry>,
}

/// One value of a request.
#[derive(Debug, Deserialize)]
pub(crate) struct FieldEntry {
    pub(crate) wire: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) about: Option<String>,
    /// `body` (when absent) or `header`.
    #[serde(rename = "in")]
    pub(crate) location: Option<String>,
    /// Pointer of the object it stands in: `/source`.
    pub(crate) under: Option<String>,
    pub(crate) cite: Option<Cite>,
    /// Lines that describe it under another name.
    pub(crate) described: Option<String>,
    #[serde(rename = "type")]
    pub(crate) ty: Option<String>,
    pub(crate) type_cite: Option<Cite>,
    /// `yes`, `no`, `unsaid` (when absent) or `FIELD is VALUE`.
    pub(crate) required: Option<String>,
    pub(crate) required_cite: Option<Cite>,
    pub(crate) values_cite: Option<Cite>,
    pub(crate) constant: Option<String>,
    pub(crate) credential: Option<String>,
    /// `yes`: this field takes the signature.
    pub(crate) signature: Option<String>,
    pub(crate) secret: Option<String>,
    pub(crate) personal: Option<String>,
    #[serde(default)]
    pub(crate) rules: Vec<RuleEntry>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct RuleEntry {
    /// `digits 4`, `length 1..160`, `starts 07`.
    pub(crate) rule: Option<String>,
    pub(crate) cite: Option<Cite>,
    /// Why it is recorded and not enforced.
    pub(crate) contradicted: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct SignatureEntry {
    pub(crate) scheme: Option<String>,
    /// Wire names of fields, `credential NAME`, `constant TEXT`.
    #[serde(default)]
    pub(crate) order: Vec<String>,
    pub(crate) printed: Option<String>,
    pub(crate) cite: Option<Cite>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct ReplyEntry {
    #[serde(rename = "type")]
    pub(crate) ty: Option<String>,
    pub(crate) cite: Option<Cite>,
    #[serde(default)]
    pub(crate) code: Vec<String>,
    #[serde(default)]
    pub(crate) message: Vec<String>,
    #[serde(default)]
    pub(crate) reference: Vec<String>,
    /// `succeeded` or `unknown` (when absent).
    pub(crate) without_code: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct SampleEntry {
    pub(crate) kind: Option<String>,
    pub(crate) lines: Option<String>,
    /// `replayed` (when absent), `repaired` or `unsendable`.
    pub(crate) disposition: Option<String>,
    pub(crate) discrepancy: Option<String>,
}

/// One inbound call.
#[derive(Debug, Deserialize)]
pub(crate) struct CallbackEntry {
    pub(crate) about: Option<String>,
    pub(crate) lines: Option<String>,
    pub(crate) method: Option<String>,
    pub(crate) method_cite: Option<Cite>,
    #[serde(default)]
    pub(crate) shapes: Vec<ShapeEntry>,
    #[serde(default)]
    pub(crate) code: Vec<String>,
    #[serde(default)]
    pub(crate) reference: Vec<String>,
    pub(crate) answer: Option<AnswerEntry>,
    pub(crate) confirm: Option<String>,
    #[serde(default)]
    pub(crate) samples: Vec<SampleEntry>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct ShapeEntry {
    pub(crate) name: Option<String>,
    pub(crate) record: Option<String>,
    #[serde(default)]
    pub(crate) when_present: Vec<String>,
}

/// Either `status` and `body`, or `goes_on`, `ends`, `input` and `separator`.
#[derive(Debug, Deserialize)]
pub(crate) struct AnswerEntry {
    pub(crate) cite: Option<Cite>,
    pub(crate) content_type: Option<String>,
    pub(crate) status: Option<String>,
    pub(crate) body: Option<String>,
    pub(crate) goes_on: Option<String>,
    pub(crate) ends: Option<String>,
    pub(crate) input: Option<String>,
    pub(crate) separator: Option<String>,
}

impl<'de> Deserialize<'de> for Cite {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CiteVisitor)
    }
}

struct CiteVisitor;

impl<'de> Visitor<'de> for CiteVisitor {
    type Value = Cite;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("lines (`37, 40-44`) or a map with `linked` or `assumed`")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Cite, E> {
        Ok(Cite::Lines(text.to_owned()))
    }

    fn visit_u64<E: Error>(self, line: u64) -> Result<Cite, E> {
        Ok(Cite::Lines(line.to_string()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Cite, A::Error> {
        OutsideEntry::deserialize(MapAccessDeserializer::new(map)).map(Cite::Outside)
    }
}
