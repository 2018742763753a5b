//! Outbound calls.

use serde::Deserialize;

use super::cite::Cite;
use super::verdict::SampleEntry;

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
