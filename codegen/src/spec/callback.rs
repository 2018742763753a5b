//! Inbound calls.

use serde::Deserialize;

use super::cite::Cite;
use super::verdict::SampleEntry;

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
