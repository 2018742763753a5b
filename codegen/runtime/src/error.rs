//! The one error: what failed, what is known, and what is left to do.

use std::{error::Error as StdError, fmt};

use crate::{
    kind::Kind,
    open::Open,
    outcome::{Certainty, Outcome, Resolution},
    provider::CodeRow,
    reason::Reason,
};

/// A call that did not end in a good reply, or a callback that cannot be read.
///
/// Ask [`certainty`](Self::certainty) before sending anything again. `Display` says the
/// operation, what happened, and the provider's code and message without secrets and without
/// the personal values of the request. `Debug` shows neither the message nor the raw reply.
pub struct Error(Box<Parts>);

impl Error {
    /// The provider's name; empty when a transport was built on its own.
    pub fn provider(&self) -> &'static str {
        self.0.provider
    }

    /// The operation or callback; `setup` when the client could not be built.
    pub fn operation(&self) -> &'static str {
        self.0.operation
    }

    /// Where in its life the call failed.
    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// Whether the provider may have done what was asked.
    pub fn certainty(&self) -> Certainty {
        self.0.certainty
    }

    /// What the provider said, when a reply was read.
    pub fn outcome(&self) -> Option<Outcome> {
        self.0.outcome
    }

    /// The HTTP status, when the head of a reply was read.
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// The provider's code.
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// What stands beside the code and says what it means, where the provider does so.
    pub fn detail_code(&self) -> Option<&str> {
        self.0.detail_code.as_deref()
    }

    /// The provider's message, without the merchant's secrets. It may name a person.
    pub fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// The provider's reference.
    pub fn reference(&self) -> Option<&str> {
        self.0.reference.as_deref()
    }

    /// Our own reference, as the request gave it, where the provider can be asked with it.
    pub fn our_reference(&self) -> Option<&str> {
        self.0.ours.as_deref()
    }

    /// The reply's body, at most [`Limits::reply_bytes`](crate::Limits::reply_bytes) long and
    /// without the merchant's secrets. It may hold personal data.
    pub fn raw(&self) -> Option<&[u8]> {
        self.0.raw.as_deref()
    }

    /// The JSON path of what cannot be read (`$.a[0].b`), or the pointer or header of the
    /// value that was refused (`/otp`).
    pub fn path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }

    /// What is left to do.
    pub fn resolution(&self) -> Resolution {
        self.0.resolution
    }

    /// What is left open, to be stored and resolved; `None` when it is known what came of the call.
    pub fn open(&self) -> Option<Open> {
        (self.0.open.clone()).or_else(|| {
            (self.0.certainty == Certainty::Unknown).then(|| Open {
                provider: self.0.provider.to_owned(),
                operation: self.0.operation.to_owned(),
                resolution: self.0.resolution.into(),
                their_reference: self.0.reference.clone(),
                our_reference: self.0.ours.clone(),
            })
        })
    }

    /// The same about a call that was open before and still is: nothing more is known of it.
    pub(crate) fn about(mut self, open: &Open) -> Self {
        self.0.certainty = Certainty::Unknown;
        self.0.open = Some(open.clone());
        self
    }

    /// Whether asking again would end in the same way: it was never sent, or the provider does not
    /// know the merchant.
    pub(crate) fn is_hopeless(&self) -> bool {
        matches!(self.0.kind, Kind::Configuration | Kind::InvalidRequest)
            || self.is_invalid_credentials()
            || self.0.status == Some(401)
    }

    pub(crate) fn with_ours(mut self, ours: Option<String>) -> Self {
        self.0.ours = ours;
        self
    }

    /// What the code means, as the document says it.
    pub fn meaning(&self) -> Option<&'static str> {
        self.0.row.map(|it| it.meaning)
    }

    /// Why it was refused, where the table of codes says so.
    pub fn reason(&self) -> Option<Reason> {
        self.0.row?.reason
    }

    /// Whether the merchant's balance does not suffice.
    pub fn is_insufficient_funds(&self) -> bool {
        self.reason() == Some(Reason::InsufficientFunds)
    }

    /// Whether it repeats an earlier transmission.
    ///
    /// It says that this transmission was refused, and nothing of the earlier one, which may have
    /// been applied: [`may_have_moved_money`](Self::may_have_moved_money) is true. Settle the earlier
    /// one before a third; never send it with a new reference.
    pub fn is_duplicate(&self) -> bool {
        self.reason() == Some(Reason::Duplicate)
    }

    /// Whether the merchant's credentials or signature were not taken: the same call will fail until
    /// somebody mends them.
    pub fn is_invalid_credentials(&self) -> bool {
        self.reason() == Some(Reason::InvalidCredentials)
    }

    /// Whether a value of the request is at fault, found before it was sent or by the provider.
    pub fn is_invalid_request(&self) -> bool {
        self.reason() == Some(Reason::InvalidRequest) || self.0.kind == Kind::InvalidRequest
    }

    /// Whether something that the request names is not there. Of a query it says that the provider
    /// does not know the reference now; a call that was sent a moment ago may still come to be known.
    pub fn is_not_found(&self) -> bool {
        self.reason() == Some(Reason::NotFound)
    }

    /// Whether an amount or a count is below or above what is allowed.
    pub fn is_limit(&self) -> bool {
        self.reason() == Some(Reason::Limit)
    }

    /// Whether the service, or one behind it, does not work at the moment.
    pub fn is_unavailable(&self) -> bool {
        self.reason() == Some(Reason::Unavailable) || self.0.status == Some(503)
    }

    /// Whether there were too many calls.
    pub fn is_rate_limited(&self) -> bool {
        self.reason() == Some(Reason::RateLimited) || self.0.status == Some(429)
    }

    /// Whether the account, the address or the product may not be used.
    pub fn is_blocked(&self) -> bool {
        self.reason() == Some(Reason::Blocked)
    }

    /// Whether the call, or the one that it repeats, may have been carried out: settle it before
    /// anything is sent again. False for what only reads.
    pub fn may_have_moved_money(&self) -> bool {
        matches!(self.0.certainty, Certainty::Unknown | Certainty::Applied) || self.is_duplicate()
    }

    /// True when sending the same call again could end differently, and cannot act twice.
    pub fn is_retryable(&self) -> bool {
        let told = matches!(
            self.reason(),
            Some(Reason::Unavailable | Reason::RateLimited)
        );
        let passing = match self.0.kind {
            Kind::Connect | Kind::Timeout | Kind::Transport => true,
            Kind::Status => matches!(self.0.status, Some(429 | 502 | 503 | 504)),
            Kind::Rejected | Kind::Unclear => told,
            Kind::Configuration
            | Kind::InvalidRequest
            | Kind::TooLarge
            | Kind::Unreadable
            | Kind::Unverified
            | Kind::Untimely => false,
        };
        passing && matches!(self.0.certainty, Certainty::NotSent | Certainty::NotApplied)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` {}", self.0.operation, self.0.kind.phrase())?;
        if let Some(status) = self.0.status {
            write!(f, ", status {status}")?;
        }
        if let Some(code) = &self.0.code {
            write!(f, ", code `{}`", OneLine(code))?;
        }
        if let Some(detail) = &self.0.detail_code {
            write!(f, " with `{}`", OneLine(detail))?;
        }
        if let Some(detail) = &self.0.detail {
            write!(f, ": {}", OneLine(detail))?;
        }
        if let Some(shown) = &self.0.shown {
            write!(f, ": {}", OneLine(shown))?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("provider", &self.0.provider)
            .field("operation", &self.0.operation)
            .field("kind", &self.0.kind)
            .field("certainty", &self.0.certainty)
            .field("outcome", &self.0.outcome)
            .field("status", &self.0.status)
            .field("code", &self.0.code)
            .field("detail_code", &self.0.detail_code)
            .field("path", &self.0.path)
            .field("detail", &self.0.detail)
            .field("raw_bytes", &self.0.raw.as_ref().map(Vec::len))
            .field("resolution", &self.0.resolution)
            .field("source", &self.0.source)
            .finish_non_exhaustive()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_ref().map(|it| &**it as _)
    }
}

/// What an error is made of.
pub(crate) struct Parts {
    pub(crate) provider: &'static str,
    pub(crate) operation: &'static str,
    pub(crate) kind: Kind,
    pub(crate) certainty: Certainty,
    pub(crate) outcome: Option<Outcome>,
    pub(crate) status: Option<u16>,
    pub(crate) code: Option<String>,
    pub(crate) detail_code: Option<String>,
    pub(crate) message: Option<String>,
    /// The message as `Display` shows it.
    pub(crate) shown: Option<String>,
    pub(crate) reference: Option<String>,
    /// What the table of codes says of the code.
    pub(crate) row: Option<&'static CodeRow>,
    pub(crate) ours: Option<String>,
    pub(crate) raw: Option<Vec<u8>>,
    pub(crate) path: Option<String>,
    /// Our own words on what is at fault; never a value.
    pub(crate) detail: Option<String>,
    pub(crate) resolution: Resolution,
    /// What was open before, and was asked about.
    pub(crate) open: Option<Open>,
    pub(crate) source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Parts {
    pub(crate) fn new(
        provider: &'static str,
        operation: &'static str,
        kind: Kind,
        certainty: Certainty,
    ) -> Self {
        Self {
            provider,
            operation,
            kind,
            certainty,
            outcome: None,
            status: None,
            code: None,
            detail_code: None,
            message: None,
            shown: None,
            reference: None,
            row: None,
            ours: None,
            raw: None,
            path: None,
            detail: None,
            resolution: Resolution::Nothing,
            open: None,
            source: None,
        }
    }
}

impl Parts {
    /// The same with what it comes from.
    pub(crate) fn caused_by(self, source: Error) -> Self {
        Self {
            source: Some(Box::new(source)),
            ..self
        }
    }
}

impl From<Parts> for Error {
    fn from(parts: Parts) -> Self {
        Self(Box::new(parts))
    }
}

/// A text of the provider's that cannot begin a new line in a log, nor fill it.
struct OneLine<'a>(&'a str);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MAX_SHOWN_CHARS: usize = 500;
        for it in self.0.chars().take(MAX_SHOWN_CHARS) {
            let shown = if it.is_control() { ' ' } else { it };
            fmt::Write::write_char(f, shown)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Error, Parts};
    use crate::{kind::Kind, outcome::Certainty};

    fn error(kind: Kind, certainty: Certainty) -> Parts {
        Parts::new("kemru", "mobile_payout", kind, certainty)
    }

    #[test]
    fn display_says_operation_code_and_message_on_one_line() {
        let error = Error::from(Parts {
            code: Some("1107".to_owned()),
            message: Some("canary".to_owned()),
            shown: Some("Low\nfloat".to_owned()),
            ..error(Kind::Rejected, Certainty::NotApplied)
        });
        let shown = error.to_string();
        assert_eq!(
            shown,
            "`mobile_payout` was rejected, code `1107`: Low float"
        );
    }

    #[test]
    fn debug_shows_neither_message_nor_raw_reply() {
        let error = Error::from(Parts {
            message: Some("canary".to_owned()),
            shown: Some("canary".to_owned()),
            raw: Some(b"canary".to_vec()),
            reference: Some("canary".to_owned()),
            ..error(Kind::Unclear, Certainty::Unknown)
        });
        let shown = format!("{error:?}");
        assert!(!shown.contains("canary"), "{shown}");
    }

    #[test]
    fn only_what_cannot_act_twice_may_be_sent_again() {
        let may = |kind, certainty| Error::from(error(kind, certainty)).is_retryable();
        assert!(may(Kind::Connect, Certainty::NotSent));
        assert!(may(Kind::Timeout, Certainty::NotApplied));
        assert!(!may(Kind::Timeout, Certainty::Unknown));
        assert!(!may(Kind::Rejected, Certainty::NotApplied));
    }
}
