//! What replies mean, and what the document leaves open: codes, samples, discrepancies.

use serde::Deserialize;

use super::cite::Cite;

/// One response code: what it means for the money, and where it can occur. One code may stand
/// twice, with scopes that do not meet or with another `detail`.
#[derive(Debug, Deserialize)]
pub(crate) struct CodeRow {
    /// The code as it stands on the wire, zeros and all.
    ///
    /// Needed. Example: `code: "0000"`.
    pub(crate) code: Option<String>,
    /// How the document prints it, where that is not how it stands on the wire.
    ///
    /// Default: as it stands on the wire. Example: `printed: "0 1 6"`.
    pub(crate) printed: Option<String>,
    /// What stands at a `detail` pointer beside it, a number or boolean by its spelling. The row of
    /// the code without `detail` holds for every other text, and for none. Where that text has a row
    /// with another code and another outcome, code and text contradict each other, and the outcome
    /// is unknown.
    ///
    /// Default: the row does not ask for it. Example: `detail: delivered`.
    pub(crate) detail: Option<String>,
    /// Where the detail stands, when that is elsewhere.
    ///
    /// Default: as `cite`. Example: `detail_cite: 84`.
    pub(crate) detail_cite: Option<Cite>,
    /// What it is called in Rust. Equal codes have one name.
    ///
    /// Needed. Example: `name: insufficient_float`.
    pub(crate) name: Option<String>,
    /// What the document says about it, as printed.
    ///
    /// Needed. Example: `meaning: Insufficient float.`.
    pub(crate) meaning: Option<String>,
    /// Where the meaning stands, when that is elsewhere; a code that is printed without one has it
    /// from another page, or `assumed`.
    ///
    /// Default: as `cite`. Example: `meaning_cite: 81`.
    pub(crate) meaning_cite: Option<Cite>,
    /// What the call came to.
    ///
    /// Needed. Example: `outcome: rejected`.
    pub(crate) outcome: Option<String>,
    /// Why the outcome is what it is, when the printed meaning does not say it.
    ///
    /// Default: as `cite`. Example: `outcome_cite: { assumed: a refused float was never debited,
    /// confidence: medium }`.
    pub(crate) outcome_cite: Option<Cite>,
    /// Why it is so, in a word that is the same for all providers.
    ///
    /// Default: callers are told the meaning alone; needed beside `means_cite`. Example: `means:
    /// insufficient_funds`.
    pub(crate) means: Option<String>,
    /// Where that can be seen, when the printed meaning does not say it.
    ///
    /// Default: as `cite`. Example: `means_cite: { assumed: the float is the merchant's balance,
    /// confidence: high }`.
    pub(crate) means_cite: Option<Cite>,
    /// Where it can occur: `all`, or names of groups, operations and callbacks, separated by
    /// commas. `all` is every one that looks for a code.
    ///
    /// Needed. Example: `scope: payments, notice`.
    pub(crate) scope: Option<String>,
    /// Where code and meaning stand.
    ///
    /// Needed. Example: `cite: 80`.
    pub(crate) cite: Option<Cite>,
}

/// A place where the document contradicts itself or cannot be followed. Samples and rules refer to
/// it.
#[derive(Debug, Deserialize)]
pub(crate) struct DiscrepancyEntry {
    /// The lines that disagree.
    ///
    /// Needed. Example: `lines: 41, 55`.
    pub(crate) lines: Option<String>,
    /// What is wrong, in your own words.
    ///
    /// Needed. Example: `says: The table asks for ten digits, the sample has thirteen characters.`.
    pub(crate) says: Option<String>,
    /// What this spec does.
    ///
    /// Needed. Example: `choice: The phone is sent as given.`.
    pub(crate) choice: Option<String>,
    /// Why.
    ///
    /// Needed. Example: `reason: The sample was made by the provider.`.
    pub(crate) reason: Option<String>,
}

/// Lines that state no fact. A line that holds a wire name, a code, a path or a URL of the spec can
/// only be set aside as a repeat.
#[derive(Debug, Deserialize)]
pub(crate) struct SetAsideEntry {
    /// The lines.
    ///
    /// Needed. Example: `lines: 1-4, 9`.
    pub(crate) lines: Option<String>,
    /// Why they state none.
    ///
    /// Needed. Example: `reason: heading`.
    pub(crate) reason: Option<String>,
    /// The line, or the first of the lines, that is repeated.
    ///
    /// Default: none; needed where the reason is `repeats`. Example: `of: "475"`.
    pub(crate) of: Option<String>,
}

/// A body that the document prints. Fixtures replay it, or show that it cannot be sent.
#[derive(Debug, Deserialize)]
pub(crate) struct SampleEntry {
    /// Which half of an exchange it is.
    ///
    /// Needed. Example: `kind: request`.
    pub(crate) kind: Option<String>,
    /// The lines of its body: one range.
    ///
    /// Needed. Example: `lines: 494-508`.
    pub(crate) lines: Option<String>,
    /// What becomes of it.
    ///
    /// Default: `replayed`. Example: `disposition: repaired`.
    pub(crate) disposition: Option<String>,
    /// The discrepancy that states the repair, or why it cannot be sent.
    ///
    /// Default: none; needed unless it is `replayed`. Example: `discrepancy: phone_length`.
    pub(crate) discrepancy: Option<String>,
}
