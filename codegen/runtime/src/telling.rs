//! What traces of a service show of a call: a span, and one line for operators when it has ended.

use tokio::time::Instant;
use tracing::{Span, field::Empty};

use crate::{error::Error, kind::Kind, operation::Operation, outcome::Outcome};

/// A call that is under way. Never a value of the request is told, and only codes that are
/// documented.
pub(crate) struct Telling {
    span: Span,
    operation: &'static Operation,
    started: Instant,
    ended: bool,
}

impl Telling {
    pub(crate) fn begin(operation: &'static Operation) -> Self {
        let span = tracing::info_span!(
            "call",
            provider = operation.provider.name,
            operation = operation.name,
            effect = operation.effect.as_str(),
            status = Empty,
            code = Empty,
            outcome = Empty,
            duration_ms = Empty,
        );
        Self {
            span,
            operation,
            started: Instant::now(),
            ended: false,
        }
    }

    /// What the call is made in.
    pub(crate) fn span(&self) -> Span {
        self.span.clone()
    }

    /// The provider answered.
    pub(crate) fn end(
        mut self,
        status: Option<u16>,
        code: Option<&str>,
        ended: Result<Outcome, Kind>,
    ) {
        let word = match ended {
            Ok(outcome) => outcome.as_str(),
            Err(kind) => kind.as_str(),
        };
        self.tell(status, code, word);
    }

    /// The call ended in an error.
    pub(crate) fn fail(self, error: &Error) {
        self.end(error.status(), error.code(), Err(error.kind()));
    }

    fn tell(&mut self, status: Option<u16>, code: Option<&str>, outcome: &str) {
        self.ended = true;
        let (span, operation) = (&self.span, self.operation);
        let documented = |it: &&str| operation.provider.codes.iter().any(|row| row.code == *it);
        let code = code.filter(documented);
        let duration_ms = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        span.record("status", status)
            .record("code", code)
            .record("outcome", outcome)
            .record("duration_ms", duration_ms);
        tracing::debug!(
            parent: span,
            provider = operation.provider.name,
            operation = operation.name,
            status,
            code,
            outcome,
            duration_ms,
            "called"
        );
    }
}

/// Who no longer waits for a call may have sent it all the same.
impl Drop for Telling {
    fn drop(&mut self) {
        if !self.ended {
            self.tell(None, None, "dropped");
        }
    }
}
