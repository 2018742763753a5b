//! Why a provider refused, in words that are the same for all of them.

use std::fmt;

/// Why the provider refused, or cannot say what came of a call, as its table of codes says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// The merchant's balance does not suffice.
    InsufficientFunds,
    /// It repeats an earlier transmission. Only this one is refused: the earlier one may have been
    /// applied.
    Duplicate,
    /// The merchant's credentials or signature are not taken.
    InvalidCredentials,
    /// A value of the request is missing or not taken.
    InvalidRequest,
    /// What the request names is not there.
    NotFound,
    /// An amount or a count is below or above what is allowed.
    Limit,
    /// The service, or one behind it, does not work at the moment.
    Unavailable,
    /// There were too many calls.
    RateLimited,
    /// The account, the address or the product may not be used.
    Blocked,
}

impl Reason {
    /// The word in snake case, as specs say it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InsufficientFunds => "insufficient_funds",
            Self::Duplicate => "duplicate",
            Self::InvalidCredentials => "invalid_credentials",
            Self::InvalidRequest => "invalid_request",
            Self::NotFound => "not_found",
            Self::Limit => "limit",
            Self::Unavailable => "unavailable",
            Self::RateLimited => "rate_limited",
            Self::Blocked => "blocked",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
