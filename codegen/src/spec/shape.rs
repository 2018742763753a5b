//! What values can be: enums, tables, records.

use serde::Deserialize;

use super::cite::Cite;

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
