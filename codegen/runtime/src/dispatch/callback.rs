//! One callback of a client that is found by name: reading it, answering it, having it confirmed.

use std::fmt;

use super::{Delivered, Failed, Heard, Said, Setup, apart, core, written};
use crate::{
    callback::{self, CallbackAnswer, Inbound, duplicate_key},
    clock::SystemClock,
    confirm::Confirmation,
    dialogue::dialogue,
    error::Error,
    operation::{Method, Operation},
    seal::hear_verified,
    transport::BoxFuture,
};

/// One callback of a client, by name.
#[derive(Clone, Copy)]
pub struct Callback {
    name: &'static str,
    method: Method,
    hear: fn(&Delivered) -> Result<Heard, Failed>,
    answer: fn(&Said) -> Option<CallbackAnswer>,
    queries: Queries,
    confirm: Confirm,
    #[cfg(feature = "axum")]
    extract: Extract,
}

/// What a client asks by.
type Queries = &'static [&'static Operation];

type Confirm =
    for<'a> fn(Queries, Setup, &'a Delivered) -> BoxFuture<'a, Result<Confirmation, Failed>>;

#[cfg(feature = "axum")]
type Extract =
    fn(crate::axum::Request, Delivered) -> BoxFuture<'static, Result<Heard, crate::axum::Refused>>;

impl Callback {
    /// The callback that is read as `T`.
    pub const fn of<T: Inbound + Send + Sync + 'static>() -> Self {
        Self {
            name: T::RULE.name(),
            method: T::RULE.by(),
            hear: heard::<T>,
            answer: answered::<T>,
            queries: &[],
            confirm: |queries, setup, it| Box::pin(confirmed::<T>(queries, setup, it)),
            #[cfg(feature = "axum")]
            extract: |request, by| {
                Box::pin(async move {
                    let read =
                        |headers: &[crate::axum::Header], body: &[u8]| read(&by, headers, body);
                    let it = crate::axum::extract_by::<T>(request, read).await?;
                    Ok(written_out(&it))
                })
            },
        }
    }

    /// The same, with what its client asks by.
    #[must_use]
    pub const fn asks(mut self, queries: Queries) -> Self {
        self.queries = queries;
        self
    }

    /// Its name in the spec.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The method by which its extractor takes it.
    pub fn method(&self) -> &'static str {
        self.method.as_str()
    }

    /// Reads it from a request as its extractor does, with the credentials and the clock of `by`.
    ///
    /// # Errors
    ///
    /// When it is not taken.
    #[cfg(feature = "axum")]
    pub async fn extract(
        &self,
        request: crate::axum::Request,
        by: Delivered,
    ) -> Result<Heard, crate::axum::Refused> {
        (self.extract)(request, by).await
    }

    pub(super) fn hear(&self, it: &Delivered) -> Result<Heard, Failed> {
        (self.hear)(it)
    }

    pub(super) fn answer(&self, said: &Said) -> Option<CallbackAnswer> {
        (self.answer)(said)
    }

    pub(super) fn confirm<'a>(
        &self,
        setup: Setup,
        it: &'a Delivered,
    ) -> BoxFuture<'a, Result<Confirmation, Failed>> {
        (self.confirm)(self.queries, setup, it)
    }
}

/// The callback of that name.
///
/// # Errors
///
/// There is none.
pub fn found(callbacks: &'static [Callback], name: &str) -> Result<&'static Callback, Failed> {
    let mut callbacks = callbacks.iter();
    let it = callbacks.find(|it| it.name == name);
    it.ok_or_else(|| Failed::UnknownName(name.to_owned()))
}

/// Reads a callback as `T`; one that is signed is verified.
///
/// # Errors
///
/// When it cannot be read or verified.
pub fn heard<T: Inbound>(delivered: &Delivered) -> Result<Heard, Failed> {
    let it: Result<T, Error> = read(delivered, &delivered.headers, &delivered.body);
    Ok(written_out(&it.map_err(Failed::Call)?))
}

/// Reads a callback as `T`, and asks once whether the provider says what it says.
async fn confirmed<T: Inbound + Send + Sync>(
    queries: Queries,
    setup: Setup,
    it: &Delivered,
) -> Result<Confirmation, Failed> {
    let core = core(T::RULE.provider(), setup)?;
    let it: T = read(it, &it.headers, &it.body).map_err(Failed::Call)?;
    core.confirm(queries, &it).await.map_err(Failed::Call)
}

/// Reads headers and body with the credentials and the clock of `by`.
fn read<T: Inbound, N: AsRef<str>, V: AsRef<[u8]>>(
    by: &Delivered,
    headers: &[(N, V)],
    body: &[u8],
) -> Result<T, Error> {
    if T::RULE.seal().is_none() {
        return callback::hear(body);
    }
    let rows = T::RULE.provider().credentials;
    let keys = by.credentials.iter().filter_map(|(name, text)| {
        let index = rows.iter().position(|it| it.name == name)?;
        Some((index, text.as_str()))
    });
    let keys: Vec<_> = keys.collect();
    let clock = by.clock.as_deref().unwrap_or(&SystemClock);
    hear_verified(&keys, headers, body, clock)
}

fn written_out<T: Inbound>(it: &T) -> Heard {
    let verdict = callback::said(it);
    let body = written(it);
    let step = match T::RULE.said() {
        callback::Said::Turns(_) => Some(dialogue(it)),
        callback::Said::Fixed(..) => None,
    };
    let inputs = step.as_ref().map(|it| it.inputs().into_iter());
    Heard {
        shape: it.shape().to_owned(),
        outcome: verdict.outcome,
        code: verdict.code,
        detail: verdict.detail,
        reference: verdict.reference,
        apart: apart(it).filter(|it| *it != body),
        body,
        inputs: inputs.map(|it| it.map(str::to_owned).collect()),
        session: step.and_then(|it| it.session().map(str::to_owned)),
        event: duplicate_key(it).map(|it| it.expose().to_owned()),
    }
}

/// What is answered to `T`; `None` where this cannot be said to it.
fn answered<T: Inbound>(said: &Said) -> Option<CallbackAnswer> {
    match (T::RULE.said(), said) {
        (callback::Said::Fixed(..), Said::Nothing) => Some(callback::answer::<T>()),
        (callback::Said::Turns(turns), Said::GoesOn(text)) => turns.goes_on(text).ok(),
        (callback::Said::Turns(turns), Said::Ends(text)) => turns.ends(text).ok(),
        _ => None,
    }
}

impl fmt::Debug for Callback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Callback").field(&self.name).finish()
    }
}
