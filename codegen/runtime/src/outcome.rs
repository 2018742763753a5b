//! What an operation does, what the provider said, what is known, and what is left to do.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What an operation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Effect {
    /// Asks; nothing changes. Only this one is ever sent again by the client.
    Reads,
    /// Money, units or stock leave the merchant.
    Spends,
    /// Asks a customer to pay.
    Collects,
    /// Makes something at the provider.
    Creates,
    /// Changes settings at the provider.
    Changes,
}

/// What the provider said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// Done.
    Succeeded,
    /// Accepted, and not decided yet.
    Pending,
    /// Refused; nothing was applied.
    Rejected,
    /// Neither this nor that, or nothing that the document explains.
    Unknown,
}

/// What is known about a call that ended in an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Certainty {
    /// No byte of the request left us.
    NotSent,
    /// The provider changed nothing.
    NotApplied,
    /// The provider did what was asked, although its reply could not be read in full.
    Applied,
    /// The provider may or may not have done it. Find out before sending it again.
    Unknown,
}

/// How the outcome of a call can be found out.
///
/// `S` names an operation or callback: a `&'static str` of the generated client, or a `String` in an
/// [`Open`](crate::Open) that may come from elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Resolution<S = &'static str> {
    /// Nothing is left open.
    Nothing,
    /// Ask with this operation and the provider's reference.
    QueryWithTheirReference(S),
    /// Ask with this operation and our own reference, which the request holds.
    QueryWithOurReference(S),
    /// Wait for this callback; there is no way to ask.
    OnlyByCallback(S),
    /// Create it again: nobody was charged by the first one.
    CreateAgain,
    /// Ask the provider's people.
    OnlyByHand,
}

impl Effect {
    /// The word in snake case.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reads => "reads",
            Self::Spends => "spends",
            Self::Collects => "collects",
            Self::Creates => "creates",
            Self::Changes => "changes",
        }
    }
}

impl Outcome {
    /// The word in snake case.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Succeeded => "succeeded",
            Self::Pending => "pending",
            Self::Rejected => "rejected",
            Self::Unknown => "unknown",
        }
    }
}

impl Certainty {
    /// The word in snake case.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotSent => "not_sent",
            Self::NotApplied => "not_applied",
            Self::Applied => "applied",
            Self::Unknown => "unknown",
        }
    }
}

impl<S> Resolution<S> {
    /// The word in snake case, without the operation or callback.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::QueryWithTheirReference(_) => "query_with_their_reference",
            Self::QueryWithOurReference(_) => "query_with_our_reference",
            Self::OnlyByCallback(_) => "only_by_callback",
            Self::CreateAgain => "create_again",
            Self::OnlyByHand => "only_by_hand",
        }
    }
}

impl<S: fmt::Display> Resolution<S> {
    /// The word in snake case, and the operation or callback behind it: `only_by_callback ipn`.
    pub fn to_words(&self) -> String {
        match self {
            Self::QueryWithTheirReference(it)
            | Self::QueryWithOurReference(it)
            | Self::OnlyByCallback(it) => format!("{} {it}", self.as_str()),
            Self::Nothing | Self::CreateAgain | Self::OnlyByHand => self.as_str().to_owned(),
        }
    }
}

impl From<Resolution> for Resolution<String> {
    fn from(it: Resolution) -> Self {
        match it {
            Resolution::Nothing => Self::Nothing,
            Resolution::QueryWithTheirReference(it) => Self::QueryWithTheirReference(it.to_owned()),
            Resolution::QueryWithOurReference(it) => Self::QueryWithOurReference(it.to_owned()),
            Resolution::OnlyByCallback(it) => Self::OnlyByCallback(it.to_owned()),
            Resolution::CreateAgain => Self::CreateAgain,
            Resolution::OnlyByHand => Self::OnlyByHand,
        }
    }
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Certainty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl<S> fmt::Display for Resolution<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::{Certainty, Resolution};

    #[test]
    fn words_are_snake_case() {
        assert_eq!(Certainty::NotSent.to_string(), "not_sent");
        let resolution = Resolution::OnlyByCallback("ipn");
        assert_eq!(resolution.to_string(), "only_by_callback");
    }
}
