//! What replies mean, and what the document leaves open: codes, samples, discrepancies.

use serde::Deserialize;

use super::cite::Cite;

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

#[derive(Debug, Deserialize)]
pub(crate) struct SetAsideEntry {
    pub(crate) lines: Option<String>,
    /// `heading`, `prose` or `repeats`.
    pub(crate) reason: Option<String>,
    /// The line, or the first of the lines, that `repeats` repeats.
    pub(crate) of: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct SampleEntry {
    pub(crate) kind: Option<String>,
    pub(crate) lines: Option<String>,
    /// `replayed` (when absent), `repaired` or `unsendable`.
    pub(crate) disposition: Option<String>,
    pub(crate) discrepancy: Option<String>,
}
