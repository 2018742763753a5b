//! What a query says of the call that it asks about.

use serde::Deserialize;

use super::cite::Cite;

/// Where the reply of a query tells what became of the call that it asks about, apart from what
/// became of the query. What is not listed settles nothing: a query that is refused, a reference
/// that is not found, a word that nobody explained leave the call as open as it was.
#[derive(Debug, Deserialize)]
pub(crate) struct FateEntry {
    /// Codes of the reply that speak of the call, and not of the query. What each means, also with a
    /// detail beside it, stands in the provider's `codes`.
    ///
    /// Default: none; needed where there are no `words`. Example: `codes: ["000", "016"]`.
    #[serde(default)]
    pub(crate) codes: Vec<String>,
    /// Pointers to a word that speaks of the call, tried in order. Where something stands at one that
    /// is no text, or two that differ, no word is taken from those behind it.
    ///
    /// Default: none; needed where there are `words`. Example: `at: [/details/status]`.
    #[serde(default)]
    pub(crate) at: Vec<String>,
    /// What the words at these pointers mean for the call. They count where the query itself
    /// succeeded.
    ///
    /// Default: none; needed where there are no `codes`. Example: `words: [{ is: Paid, outcome:
    /// succeeded, cite: 90 }]`.
    #[serde(default)]
    pub(crate) words: Vec<FateWordEntry>,
    /// Pointers to the reference of the call that the reply speaks of. A reply settles nothing where
    /// something stands at one of them that is not exactly the reference which was asked with: another
    /// one, two that differ, an object, an array. What is absent, null or empty names none.
    ///
    /// Default: the reply is believed to speak of the call that was asked about. Example: `names:
    /// [/request_id]`.
    #[serde(default)]
    pub(crate) names: Vec<String>,
    /// The field of the query that takes the reference, by its wire name.
    ///
    /// Default: the only one that the caller gives; needed where there are several. Example: `field:
    /// request_id`.
    pub(crate) field: Option<String>,
    /// Where it is said, or can be seen, that the reply tells it there.
    ///
    /// Needed. Example: `cite: 90-95`.
    pub(crate) cite: Option<Cite>,
}

/// A word that says what became of the call that was asked about.
#[derive(Debug, Deserialize)]
pub(crate) struct FateWordEntry {
    /// The word as it stands on the wire, or the spelling of a number or boolean.
    ///
    /// Needed. Example: `is: Paid`.
    pub(crate) is: Option<String>,
    /// What became of the call. Only `succeeded` and `rejected` settle it.
    ///
    /// Needed. Example: `outcome: succeeded`.
    pub(crate) outcome: Option<String>,
    /// Where the word and its meaning stand.
    ///
    /// Needed. Example: `cite: 93`.
    pub(crate) cite: Option<Cite>,
}
