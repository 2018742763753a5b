//! What each fault must end in, decided by a person.

use verbatim_codegen::model::{CodePlace, Effect, Outcome};
use verbatim_runtime::{Certainty, Kind};

use crate::subjects::Subject;

/// One fault, and what it must end in.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) about: &'static str,
    pub(crate) fault: Fault,
    pub(crate) kind: Kind,
    /// What is known when the operation reads.
    pub(crate) reads: Certainty,
    /// What is known when it does anything else.
    pub(crate) others: Certainty,
    /// How many requests are on the wire when the operation reads, and may be sent again once.
    pub(crate) sent_by_reads: usize,
    /// How many there are when it does anything else.
    pub(crate) sent_by_others: usize,
}

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// No host has that name.
    UnknownHost,
    /// Nobody listens.
    Refused,
    /// The server of an `https:` URL speaks in clear text.
    NoTls,
    /// The server of an `https:` URL shows a certificate that nobody trusts.
    Untrusted,
    /// The connection is reset before anything is read of it.
    ResetUnread,
    /// The connection is reset once the request was read.
    ResetRead,
    /// The same, on a connection that served a call before.
    ResetKept,
    /// The connection ends without a byte of a reply.
    Closed,
    /// It ends after the head of the reply.
    HeadAlone,
    /// It ends within the body.
    Truncated,
    /// The size of a chunk is no number.
    BadChunk,
    /// The body comes byte by byte.
    Slow,
    /// The head announces a body that is longer than the limit.
    LongAnnounced,
    /// A body without an announced length is longer than the limit.
    Long,
    /// The headers are longer than the limit.
    LongHead,
    /// The head is longer than any, and does not end.
    EndlessHead,
    /// The body is a small gzip file of many zeros.
    GzipBomb,
    /// A good reply with a byte in it that is no UTF-8.
    NoUtf8,
    /// A page, with a good status.
    Page,
    /// Another host is named.
    Redirect(u16),
    /// The provider asks for a pause of so many seconds.
    Pause(u16, u64),
    /// A page, with a status that says that something failed.
    Failing(u16),
}

impl Fault {
    /// The status of a reply that came in full.
    pub(crate) fn status(self) -> Option<u16> {
        match self {
            Fault::GzipBomb | Fault::NoUtf8 | Fault::Page => Some(200),
            Fault::Redirect(status) | Fault::Pause(status, _) | Fault::Failing(status) => {
                Some(status)
            }
            Fault::UnknownHost
            | Fault::Refused
            | Fault::NoTls
            | Fault::ResetUnread
            | Fault::ResetRead
            | Fault::ResetKept
            | Fault::Closed
            | Fault::HeadAlone
            | Fault::Truncated
            | Fault::BadChunk
            | Fault::Slow
            | Fault::LongAnnounced
            | Fault::Long
            | Fault::LongHead
            | Fault::EndlessHead
            | Fault::Untrusted => None,
        }
    }
}

/// A pause that is longer than a whole call may take.
const TOO_LONG_A_PAUSE: u64 = 3600;

pub(crate) const TABLE: &[Row] = &[
    unsent("the host is not found", Fault::UnknownHost),
    unsent("the connection is refused", Fault::Refused),
    unsent("there is no TLS", Fault::NoTls),
    unsent("the certificate is not trusted", Fault::Untrusted),
    lost("reset, unread", Fault::ResetUnread, Kind::Transport, 2),
    lost("reset, read", Fault::ResetRead, Kind::Transport, 2),
    lost(
        "a kept connection is reset",
        Fault::ResetKept,
        Kind::Transport,
        2,
    ),
    lost("closed without a reply", Fault::Closed, Kind::Transport, 2),
    lost("headers only", Fault::HeadAlone, Kind::Transport, 2),
    lost("a truncated body", Fault::Truncated, Kind::Transport, 2),
    lost("a bad chunk", Fault::BadChunk, Kind::Transport, 2),
    lost("a slow body", Fault::Slow, Kind::Timeout, 2),
    lost(
        "an announced long body",
        Fault::LongAnnounced,
        Kind::TooLarge,
        1,
    ),
    lost("a long body", Fault::Long, Kind::TooLarge, 1),
    lost("a long head", Fault::LongHead, Kind::TooLarge, 1),
    lost("an endless head", Fault::EndlessHead, Kind::TooLarge, 1),
    lost("a gzip bomb", Fault::GzipBomb, Kind::Unreadable, 1),
    lost("no UTF-8", Fault::NoUtf8, Kind::Unreadable, 1),
    lost("a page under 200", Fault::Page, Kind::Unreadable, 1),
    lost("a redirect", Fault::Redirect(302), Kind::Status, 1),
    lost("a kept method", Fault::Redirect(307), Kind::Status, 1),
    lost("a moved address", Fault::Redirect(308), Kind::Status, 1),
    lost("too many", Fault::Pause(429, 1), Kind::Status, 2),
    lost(
        "too many for long",
        Fault::Pause(429, TOO_LONG_A_PAUSE),
        Kind::Status,
        1,
    ),
    lost("a server's error", Fault::Failing(500), Kind::Status, 1),
    lost("a bad gateway", Fault::Failing(502), Kind::Status, 2),
    lost("out of service", Fault::Failing(503), Kind::Status, 2),
];

/// Nothing of the request left us, whatever the operation does.
const fn unsent(about: &'static str, fault: Fault) -> Row {
    Row {
        about,
        fault,
        kind: Kind::Connect,
        reads: Certainty::NotSent,
        others: Certainty::NotSent,
        sent_by_reads: 0,
        sent_by_others: 0,
    }
}

/// The request left us, and nothing says what came of it. What only reads changed nothing, and
/// is sent so often; everything else is sent once and may have moved money.
const fn lost(about: &'static str, fault: Fault, kind: Kind, sent_by_reads: usize) -> Row {
    Row {
        about,
        fault,
        kind,
        reads: Certainty::NotApplied,
        others: Certainty::Unknown,
        sent_by_reads,
        sent_by_others: 1,
    }
}

impl Row {
    /// How a call of this operation must end.
    pub(crate) fn expected(&self, subject: &Subject<'_>) -> (Kind, Certainty) {
        let open = match subject.operation.effect {
            Effect::Reads => self.reads,
            Effect::Spends | Effect::Collects | Effect::Creates | Effect::Changes => self.others,
        };
        match self.said_by_status(subject) {
            // Where the document gives a status a meaning, that is what the reply means.
            Some(Outcome::Rejected) => (Kind::Rejected, Certainty::NotApplied),
            Some(Outcome::Succeeded | Outcome::Pending | Outcome::Unknown) => (Kind::Unclear, open),
            None => (self.kind, open),
        }
    }

    /// What the document says of the status, where statuses are codes. A page under a good one
    /// is no reply, whatever the status means.
    fn said_by_status(&self, subject: &Subject<'_>) -> Option<Outcome> {
        let Subject {
            provider,
            operation,
            ..
        } = subject;
        let status = self.fault.status().filter(|it| !(200..300).contains(it))?;
        let mut places = operation.reply.codes.iter();
        places
            .any(|it| *it == CodePlace::Http)
            .then(|| provider.codes_of(&operation.name))?
            .find(|it| it.code == status.to_string() && it.detail.is_none())
            .map(|it| it.outcome)
    }

    /// How many requests must be on the wire.
    pub(crate) fn sent(&self, subject: &Subject<'_>) -> usize {
        match subject.operation.effect {
            Effect::Reads => self.sent_by_reads,
            Effect::Spends | Effect::Collects | Effect::Creates | Effect::Changes => {
                self.sent_by_others
            }
        }
    }
}
