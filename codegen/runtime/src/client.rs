//! The part of a client that is the same for every provider.

use std::{fmt, sync::Arc};

use tracing::Instrument as _;

use crate::{
    clock::Clock,
    error::{Error, Parts},
    fill::{self, Hidden, fill},
    kind::Kind,
    merchant::Merchant,
    nonces::Nonces,
    open,
    operation::Operation,
    outcome::{Certainty, Effect, Outcome, Resolution},
    pages::Pages,
    reply::Reply,
    retry::{self, Lost},
    secret::Secret,
    setup::Setup,
    slot::Source,
    telling::Telling,
    transport::{BoxFuture, HttpReply, HttpRequest, TransportFault},
    value::{Request, Value},
    verdict,
};

/// Sends the calls of one merchant to one provider. A clone shares everything.
#[derive(Clone)]
pub struct Core(Arc<Merchant>);

impl Core {
    /// Checks the values, writes and signs the body, sends it, and reads what came of it.
    ///
    /// To be called inside a tokio runtime that has its timer enabled. A call that is dropped before
    /// it is answered may have been sent: what is left to do says [`Open::of`](crate::Open::of).
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
        let telling = Telling::begin(R::OPERATION);
        let span = telling.span();
        self.asked::<R>(values, telling).instrument(span).await
    }

    async fn asked<R: Request>(
        &self,
        values: Vec<Option<Value>>,
        telling: Telling,
    ) -> Result<Reply<R::Reply>, Error> {
        let operation = R::OPERATION;
        let ours = open::ours(operation, &values);
        let res = match self.exchange(operation, values).await {
            Ok((reply, hidden)) => verdict::read(&self.0, operation, &reply, &hidden),
            Err(error) => Err(error),
        };
        let res = match res {
            Ok(it) => Ok(it.with_ours(ours)),
            Err(it) => Err(it.with_ours(ours)),
        };
        match &res {
            Ok(it) => telling.end(Some(it.status()), it.code(), Ok(it.outcome())),
            Err(it) => telling.fail(it),
        }
        res
    }

    /// The same for another merchant, or with other keys: transport, addresses, limits and
    /// connections are shared, tokens are not.
    ///
    /// # Errors
    ///
    /// `Configuration`, as for [`Setup::build`].
    pub fn with(&self, given: impl FnOnce(Setup) -> Setup) -> Result<Self, Error> {
        given(Setup::again(&self.0)).build()
    }

    /// Where the time comes from.
    pub fn clock(&self) -> &dyn Clock {
        &*self.0.clock
    }

    /// What the merchant was given, by index.
    pub(crate) fn credentials(&self) -> &[Option<Secret>] {
        &self.0.credentials
    }

    /// Where random bytes come from.
    pub fn nonces(&self) -> &dyn Nonces {
        &*self.0.nonces
    }

    pub(crate) fn merchant(&self) -> &Merchant {
        &self.0
    }

    pub(crate) fn new(merchant: Merchant) -> Self {
        Self(Arc::new(merchant))
    }

    /// Gives the reply, and what of the request must not be shown. A token that is not taken is
    /// forgotten; what only reads is then asked once more, with a new one.
    pub(crate) async fn exchange(
        &self,
        operation: &'static Operation,
        values: Vec<Option<Value>>,
    ) -> Result<(HttpReply, Hidden), Error> {
        let mut once_more = operation.effect == Effect::Reads;
        let mut made = Vec::new();
        loop {
            let tokens = self.tokens(operation, &values).await?;
            let (reply, mut hidden) = self.send(operation, &values, &tokens).await?;
            hidden.made.append(&mut made);
            let keepers = self.0.tokens.iter().zip(&tokens);
            let sent = keepers.filter_map(|it| Some((it.0, it.1.as_ref()?)));
            if tokens.iter().all(Option::is_none)
                || !verdict::is_of_a_stranger(&self.0, operation, &reply)
            {
                return Ok((reply, hidden));
            }
            sent.for_each(|(keeper, token)| keeper.drop_token(token));
            if !once_more {
                return Ok((reply, hidden));
            }
            once_more = false;
            made = hidden.made;
        }
    }

    async fn send(
        &self,
        operation: &'static Operation,
        values: &[Option<Value>],
        tokens: &[Option<Secret>],
    ) -> Result<(HttpReply, Hidden), Error> {
        let merchant = &*self.0;
        let request = || {
            let filled = fill(merchant, operation, values, tokens)?;
            let request = HttpRequest {
                operation: operation.name,
                method: operation.method.as_str(),
                url: filled.url,
                headers: filled.headers,
                body: filled.body,
                timeout: merchant.limits.attempt,
                reply_bytes: merchant.limits.reply_bytes,
                header_bytes: merchant.limits.header_bytes,
            };
            Ok::<_, Error>((request, filled.hidden))
        };
        let (first, mut hidden) = request()?;
        let again = || {
            let (next, again) = request().ok()?;
            hidden.made.extend(again.made);
            Some(next)
        };
        let limits = &merchant.limits;
        let sent = retry::send(&*merchant.transport, operation.effect, limits, first, again).await;
        match sent {
            Ok(reply) => Ok((reply, hidden)),
            Err(it) => Err(lost(operation, it)),
        }
    }

    /// The tokens that an operation sends, each in its place. None is fetched for values that are
    /// refused.
    async fn tokens(
        &self,
        operation: &'static Operation,
        values: &[Option<Value>],
    ) -> Result<Vec<Option<Secret>>, Error> {
        let merchant = &*self.0;
        if merchant.tokens.is_empty() {
            return Ok(Vec::new());
        }
        let provider = operation.provider;
        let shared = provider.headers.iter().chain(provider.auth.query);
        let shared = shared.filter(|it| merchant.sends(it, operation));
        let own = operation.headers.iter().chain(operation.query);
        let slots = shared.chain(own).chain(operation.body);
        let mut res = vec![None; merchant.tokens.len()];
        for slot in slots {
            if let Source::Token(index) = slot.source
                && res[index].is_none()
            {
                if merchant.tokens[index].fresh(merchant.clock.now()).is_none() {
                    fill::check(merchant, operation, values)?;
                }
                let token = self.token(index).await;
                res[index] = Some(token.map_err(|it| without_token(operation, index, it))?);
            }
        }
        Ok(res)
    }

    /// A token that is kept, or a new one; whoever comes while it is fetched waits for it.
    ///
    /// It is on the heap, since a call needs a token and a token needs a call, which needs none.
    fn token(&self, index: usize) -> BoxFuture<'_, Result<Secret, Error>> {
        Box::pin(async move {
            let merchant = &*self.0;
            let row = &merchant.provider.auth.tokens[index];
            let keeper = &merchant.tokens[index];
            if let Some(token) = keeper.fresh(merchant.clock.now()) {
                return Ok(token);
            }
            let _fetching = keeper.fetching.lock().await;
            let now = merchant.clock.now();
            if let Some(token) = keeper.fresh(now) {
                return Ok(token);
            }
            let telling = Telling::begin(row.operation);
            let exchange = self.exchange(row.operation, Vec::new());
            let fetched = match exchange.instrument(telling.span()).await {
                Ok((reply, hidden)) => verdict::fetched(merchant, row, &reply, &hidden),
                Err(error) => Err(error),
            };
            match &fetched {
                Ok(_) => telling.end(None, None, Ok(Outcome::Succeeded)),
                Err(it) => telling.fail(it),
            }
            let (token, seconds) = fetched?;
            keeper.keep(&token, now, seconds, row.early);
            Ok(token)
        })
    }
}

/// A call that was not made, since there is no token for it.
fn without_token(operation: &'static Operation, index: usize, error: Error) -> Error {
    let row = &operation.provider.auth.tokens[index];
    let (name, by) = (row.name, row.operation.name);
    Error::from(
        Parts {
            status: error.status(),
            code: error.code().map(str::to_owned),
            detail: Some(format!("`{by}` did not give the token `{name}`")),
            ..Parts::new(
                operation.provider.name,
                operation.name,
                error.kind(),
                Certainty::NotSent,
            )
        }
        .caused_by(error),
    )
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
