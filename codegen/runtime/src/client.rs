//! The part of a client that is the same for every provider.

use std::{fmt, sync::Arc};

use tokio::time::Instant;

use crate::{
    clock::Clock,
    error::{Error, Parts},
    fill::{Filled, fill},
    kind::Kind,
    merchant::Merchant,
    nonces::Nonces,
    operation::Operation,
    outcome::{Certainty, Outcome, Resolution},
    pages::Pages,
    reply::Reply,
    retry::{self, Lost},
    transport::{HttpReply, HttpRequest, TransportFault},
    value::{Request, Value},
    verdict,
};

/// Sends the calls of one merchant to one provider. A clone shares everything.
#[derive(Clone)]
pub struct Core(Arc<Merchant>);

impl Core {
    /// Checks the values, writes and signs the body, sends it, and reads what came of it.
    ///
    /// To be called inside a tokio runtime that has its timer enabled.
    ///
    /// # Errors
    ///
    /// See [`Kind`]; [`Error::certainty`] says whether money may have moved.
    pub async fn call<R: Request>(&self, request: &R) -> Result<Reply<R::Reply>, Error> {
        self.called::<R>(request.values()).await
    }

    /// Reads a list page by page, beginning with what `request` asks for.
    pub fn pages<R: Request>(&self, request: R) -> Pages<R> {
        Pages::new(self.clone(), request)
    }

    /// The same with the values of a request.
    pub(crate) async fn called<R: Request>(
        &self,
        values: Vec<Option<Value>>,
    ) -> Result<Reply<R::Reply>, Error> {
        let operation = R::OPERATION;
        let started = Instant::now();
        let ours = match operation.ours.and_then(|index| values.get(index)) {
            Some(Some(Value::Text(text) | Value::Number(text))) => Some(text.clone()),
            _ => None,
        };
        let res = match self.exchange(operation, values).await {
            Ok((reply, hidden)) => verdict::read(&self.0, operation, &reply, &hidden),
            Err(error) => Err(error),
        };
        let res = match res {
            Ok(it) => Ok(it.with_ours(ours)),
            Err(it) => Err(it.with_ours(ours)),
        };
        match &res {
            Ok(it) => tell(
                operation,
                started,
                Some(it.status()),
                it.code(),
                Ok(it.outcome()),
            ),
            Err(it) => tell(operation, started, it.status(), it.code(), Err(it.kind())),
        }
        res
    }

    /// Where the time comes from.
    pub fn clock(&self) -> &dyn Clock {
        &*self.0.clock
    }

    /// Where random bytes come from.
    pub fn nonces(&self) -> &dyn Nonces {
        &*self.0.nonces
    }

    pub(crate) fn new(merchant: Merchant) -> Self {
        Self(Arc::new(merchant))
    }

    /// Gives the reply and the personal values of the request.
    async fn exchange(
        &self,
        operation: &'static Operation,
        values: Vec<Option<Value>>,
    ) -> Result<(HttpReply, Vec<String>), Error> {
        let merchant = &*self.0;
        let Filled {
            headers,
            body,
            hidden,
        } = fill(merchant, operation, &values)?;
        let request = HttpRequest {
            method: operation.method.as_str(),
            url: merchant.url(operation)?,
            headers,
            body,
            timeout: merchant.limits.attempt,
            reply_bytes: merchant.limits.reply_bytes,
        };
        let limits = &merchant.limits;
        let sent = retry::send(&*merchant.transport, operation.effect, limits, request).await;
        match sent {
            Ok(reply) => Ok((reply, hidden)),
            Err(it) => Err(lost(operation, it)),
        }
    }
}

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Core")
            .field("provider", &self.0.provider.name)
            .field("limits", &self.0.limits)
            .finish_non_exhaustive()
    }
}

fn lost(operation: &'static Operation, Lost { error, sent }: Lost) -> Error {
    let kind = match error.kind {
        TransportFault::NotSent => Kind::Connect,
        TransportFault::Timeout => Kind::Timeout,
        TransportFault::TooLarge => Kind::TooLarge,
        TransportFault::Broken => Kind::Transport,
    };
    let (certainty, resolution) = match sent {
        true => operation.left_open(),
        false => (Certainty::NotSent, Resolution::Nothing),
    };
    Error::from(Parts {
        status: error.status,
        resolution,
        source: error.source,
        ..Parts::new(operation.provider.name, operation.name, kind, certainty)
    })
}

/// One line for operators: never a value of the request, and only codes that are documented.
fn tell(
    operation: &'static Operation,
    started: Instant,
    status: Option<u16>,
    code: Option<&str>,
    ended: Result<Outcome, Kind>,
) {
    let documented = |it: &&str| operation.provider.codes.iter().any(|row| row.code == *it);
    tracing::debug!(
        provider = operation.provider.name,
        operation = operation.name,
        status,
        code = code.filter(documented),
        outcome = match ended {
            Ok(outcome) => outcome.as_str(),
            Err(kind) => kind.as_str(),
        },
        duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
        "called"
    );
}
