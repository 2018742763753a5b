//! Where in its life a call failed.

use std::fmt;

/// Where in its life a call failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// The client cannot be built, or lacks a credential or setting. Nothing was sent.
    Configuration,
    /// A value is missing or breaks a documented rule. Nothing was sent.
    InvalidRequest,
    /// No connection came about. Nothing was sent, unless an earlier attempt of a call that
    /// only reads was.
    Connect,
    /// The reply was not complete in time. Unless the call only reads, money may have moved.
    Timeout,
    /// The connection broke before the reply was complete. Unless the call only reads, money
    /// may have moved.
    Transport,
    /// The reply is longer than the limit. Unless the call only reads, money may have moved.
    TooLarge,
    /// The status is not 2xx, and there is no code. Unless the call only reads, money may
    /// have moved.
    Status,
    /// The provider refused, and applied nothing.
    Rejected,
    /// The reply can be read, but not what came of the call: its code is missing, not
    /// documented, or documented as leaving it open. Unless the call only reads, money may
    /// have moved.
    Unclear,
    /// The reply cannot be read as what was documented. The certainty is `Applied` when its
    /// code said that the call succeeded.
    Unreadable,
    /// A callback is not signed as the provider signs; nothing of it was read.
    Unverified,
    /// A callback is signed, and was sent too long ago or lies ahead; nothing of it was read.
    Untimely,
}

impl Kind {
    /// The word in snake case.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Configuration => "configuration",
            Self::InvalidRequest => "invalid_request",
            Self::Connect => "connect",
            Self::Timeout => "timeout",
            Self::Transport => "transport",
            Self::TooLarge => "too_large",
            Self::Status => "status",
            Self::Rejected => "rejected",
            Self::Unclear => "unclear",
            Self::Unreadable => "unreadable",
            Self::Unverified => "unverified",
            Self::Untimely => "untimely",
        }
    }

    /// What it is, to follow the operation's name.
    pub(crate) const fn phrase(self) -> &'static str {
        match self {
            Self::Configuration => "failed on the configuration of the client",
            Self::InvalidRequest => "was not sent, its values are at fault",
            Self::Connect => "could not connect",
            Self::Timeout => "got no complete reply in time",
            Self::Transport => "lost the connection before the reply was complete",
            Self::TooLarge => "got a reply longer than the limit",
            Self::Status => "got a status that is not 2xx",
            Self::Rejected => "was rejected",
            Self::Unclear => "got a reply that does not say what came of it",
            Self::Unreadable => "got what it cannot read",
            Self::Unverified => "was not signed by the provider",
            Self::Untimely => "was not sent now",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
