//! What values can be: enums, tables, records.

use serde::Deserialize;

use super::cite::Cite;

/// A set of values. What is sent is one of them; what comes back and is not listed is kept as text.
#[derive(Debug, Deserialize)]
pub(crate) struct EnumEntry {
    /// What the values have in common.
    ///
    /// Needed. Example: `about: Mobile wallets.`.
    pub(crate) about: Option<String>,
    /// Whether a caller may send a value outside the set too.
    ///
    /// Default: `no`. Example: `open: "yes"`.
    pub(crate) open: Option<String>,
    /// Where the document says that there are more values.
    ///
    /// Default: needed where `open` is `yes`. Example: `open_cite: 62`.
    pub(crate) open_cite: Option<Cite>,
    /// The values, one by one.
    ///
    /// Default: needed without `columns`. Example: `values: [{ is: MPESA, cite: 60 }]`.
    #[serde(default)]
    pub(crate) values: Vec<ValueEntry>,
    /// Columns of tables whose cells are the values, as `TABLE.COLUMN`.
    ///
    /// Default: needed without `values`. Example: `columns: [bank.code]`.
    #[serde(default)]
    pub(crate) columns: Vec<String>,
    /// The column whose cells name the values of `columns` in Rust.
    ///
    /// Default: the cells themselves. Example: `named_by: label`.
    pub(crate) named_by: Option<String>,
}

/// One value of an enum.
#[derive(Debug, Deserialize)]
pub(crate) struct ValueEntry {
    /// As it stands on the wire.
    ///
    /// Needed. Example: `is: MPESA`.
    pub(crate) is: Option<String>,
    /// How the document prints it, where that is not how it stands on the wire.
    ///
    /// Default: as it stands on the wire. Example: `printed: "e - DINAR"`.
    pub(crate) printed: Option<String>,
    /// What it is called in Rust.
    ///
    /// Default: made from `is`. Example: `name: m_pesa`.
    pub(crate) name: Option<String>,
    /// What it means.
    ///
    /// Default: nothing more is said. Example: `about: M-Pesa.`.
    pub(crate) about: Option<String>,
    /// Where the value stands.
    ///
    /// Needed. Example: `cite: 60`.
    pub(crate) cite: Option<Cite>,
}

/// A table that the document prints. The generated crate has its rows, and an enum can take its
/// cells.
#[derive(Debug, Deserialize)]
pub(crate) struct TableEntry {
    /// What the rows are.
    ///
    /// Needed. Example: `about: Banks and their clearing houses.`.
    pub(crate) about: Option<String>,
    /// Where the head of the table stands.
    ///
    /// Needed. Example: `cite: 70`.
    pub(crate) cite: Option<Cite>,
    /// The columns, in the order of the cells; `code` and `label` are among them.
    ///
    /// Needed. Example: `columns: [label, code, house]`.
    #[serde(default)]
    pub(crate) columns: Vec<String>,
    /// The text of a cell that means that there is nothing.
    ///
    /// Default: every cell says something. Example: `nothing: N/A`.
    pub(crate) nothing: Option<String>,
    /// The rows, in the order of the document.
    ///
    /// Needed. Example: `rows: [{ cells: [Bank of Nowhere, "011", NORTH], cite: 71 }]`.
    #[serde(default)]
    pub(crate) rows: Vec<RowEntry>,
}

/// One row of a table.
#[derive(Debug, Deserialize)]
pub(crate) struct RowEntry {
    /// The cells as they are printed, one for each column.
    ///
    /// Needed. Example: `cells: [Bank of Nowhere, "011", NORTH]`.
    #[serde(default)]
    pub(crate) cells: Vec<String>,
    /// Where the row stands.
    ///
    /// Needed. Example: `cite: 71`.
    pub(crate) cite: Option<Cite>,
}

/// An object or array of a reply or callback. Members that are not listed survive and are kept as
/// they came.
#[derive(Debug, Deserialize)]
pub(crate) struct RecordEntry {
    /// What it is, in one phrase.
    ///
    /// Needed. Example: `about: What the gateway answers.`.
    pub(crate) about: Option<String>,
    /// How the members are found.
    ///
    /// Default: `object`. Example: `form: positional`.
    pub(crate) form: Option<String>,
    /// What stands between the members of a sentence; each is named once in braces, in order.
    ///
    /// Default: none; needed where `form` is `sentence`. Example: `pattern: "Serial No:{serial},
    /// pin: {pin}"`.
    pub(crate) pattern: Option<String>,
    /// The members, in the order of the document.
    ///
    /// Needed. Example: `members: [{ wire: status, type: code, cite: 51 }]`.
    #[serde(default)]
    pub(crate) members: Vec<MemberEntry>,
}

/// One member of a record. Any member may be absent in a reply.
#[derive(Debug, Deserialize)]
pub(crate) struct MemberEntry {
    /// Its name on the wire; in a positional record only a name.
    ///
    /// Needed. Example: `wire: status_code`.
    pub(crate) wire: Option<String>,
    /// How the document prints it, where that is not how it stands on the wire.
    ///
    /// Default: as it stands on the wire. Example: `printed: "Download  Certificate"`.
    pub(crate) printed: Option<String>,
    /// Other spellings of the name that the document prints.
    ///
    /// Default: there is one spelling. Example: `also: [statusCode]`.
    #[serde(default)]
    pub(crate) also: Vec<String>,
    /// What it is called in Rust.
    ///
    /// Default: made from `wire`. Example: `name: reference`.
    pub(crate) name: Option<String>,
    /// What it means.
    ///
    /// Default: nothing more is said. Example: `about: Ask for the outcome with it.`.
    pub(crate) about: Option<String>,
    /// What the value is.
    ///
    /// Needed. Example: `type: identifier`.
    #[serde(rename = "type")]
    pub(crate) ty: Option<String>,
    /// Where the type can be seen, when that is elsewhere.
    ///
    /// Default: as `cite`. Example: `type_cite: 112`.
    pub(crate) type_cite: Option<Cite>,
    /// Whether the value must never be printed, such as a voucher or a PIN.
    ///
    /// Default: `no`. Example: `secret: "yes"`.
    pub(crate) secret: Option<String>,
    /// Whether the value is about a person and must never be printed.
    ///
    /// Default: `no`, and `yes` for a phone. Example: `personal: "yes"`.
    pub(crate) personal: Option<String>,
    /// Whether a fixture that is recorded from real traffic may keep whatever the provider says here.
    ///
    /// Default: `no`: only what the spec lists or says itself is kept. Example: `harmless: "yes"`.
    pub(crate) harmless: Option<String>,
    /// Where the name stands.
    ///
    /// Needed. Example: `cite: 51`.
    pub(crate) cite: Option<Cite>,
}
