//! Clients by name, for the conformance suite. Not for services: it knows every value.

mod callback;
mod values;

use std::fmt;

use serde::{Serialize, de::DeserializeOwned};

use crate::{
    callback::CallbackAnswer,
    client::Core,
    confirm::Confirmation,
    open::Open,
    operation::Operation,
    provider::Provider,
    reply::Reply,
    resolve::{Patience, Settled},
    rt::{self, Request},
    secret::Secret,
    transport::BoxFuture,
    wire::Wire,
    writer::Writer,
};

pub use callback::{Callback, found, heard};
pub use values::{Answer, Delivered, Failed, Heard, Said, Setup};

/// Every generated client, by name.
pub trait Clients: Send + Sync {
    /// The names of the providers.
    fn providers(&self) -> &'static [&'static str];

    /// Calls `operation` with `input`, a JSON object of the request's fields.
    fn call<'a>(
        &'a self,
        provider: &'a str,
        setup: Setup,
        operation: &'a str,
        input: &'a str,
    ) -> BoxFuture<'a, Result<Answer, Failed>>;

    /// Asks what came of a call that was left open.
    fn resolve<'a>(
        &'a self,
        provider: &'a str,
        setup: Setup,
        open: &'a Open,
        patience: Patience,
    ) -> BoxFuture<'a, Result<Settled, Failed>> {
        let _ = (setup, open, patience);
        Box::pin(std::future::ready(Err(Failed::UnknownName(
            provider.to_owned(),
        ))))
    }

    /// The callbacks of a provider.
    fn callbacks(&self, provider: &str) -> &'static [Callback];

    /// Reads a callback; one that is signed is verified.
    ///
    /// # Errors
    ///
    /// When there is no such callback, or it cannot be read or verified.
    fn hear(&self, provider: &str, callback: &str, it: &Delivered) -> Result<Heard, Failed> {
        found(self.callbacks(provider), callback)?.hear(it)
    }

    /// What to answer to a callback.
    ///
    /// # Errors
    ///
    /// When there is no such callback, or nothing of this kind can be said to it.
    fn answer(
        &self,
        provider: &str,
        callback: &str,
        said: &Said,
    ) -> Result<CallbackAnswer, Failed> {
        let answer = found(self.callbacks(provider), callback)?.answer(said);
        answer.ok_or_else(|| Failed::UnknownName(callback.to_owned()))
    }

    /// Asks once whether the provider says what a callback says.
    fn confirm<'a>(
        &'a self,
        provider: &'a str,
        setup: Setup,
        callback: &'a str,
        it: &'a Delivered,
    ) -> BoxFuture<'a, Result<Confirmation, Failed>> {
        match found(self.callbacks(provider), callback) {
            Ok(callback) => callback.confirm(setup, it),
            Err(failed) => Box::pin(std::future::ready(Err(failed))),
        }
    }
}

/// Builds a client from names.
///
/// # Errors
///
/// When a name is unknown, or building is refused.
pub fn core(provider: &'static Provider, setup: Setup) -> Result<Core, Failed> {
    let unknown = || Failed::UnknownName(setup.environment.clone());
    let mut environments = provider.environments.iter();
    let environment = environments.find(|it| it.name == setup.environment);
    let mut built = rt::Setup::new(provider, environment.ok_or_else(unknown)?.name)
        .limits(setup.limits)
        .transport(setup.transport);
    if let Some(clock) = setup.clock {
        built = built.clock(clock);
    }
    if let Some(nonces) = setup.nonces {
        built = built.nonces(nonces);
    }
    for (name, url) in setup.servers {
        built = built.server(index(provider.servers.iter().copied(), &name)?, url);
    }
    for (name, text) in setup.credentials {
        let names = provider.credentials.iter().map(|it| it.name);
        built = built.credential(index(names, &name)?, Secret::from(text));
    }
    if let Some(name) = setup.way {
        let names = provider.auth.ways.iter().map(|it| it.name);
        built = built.way(index(names, &name)?);
    }
    for (name, text) in setup.settings {
        built = built.setting(index(provider.settings.iter().copied(), &name)?, text);
    }
    built.build().map_err(Failed::Call)
}

/// Calls with an input that is read as `R`.
///
/// # Errors
///
/// When the input is no `R`, or the call ends in an error.
pub async fn call<R: Request + Serialize + DeserializeOwned>(
    core: &Core,
    input: &str,
) -> Result<Answer, Failed> {
    let request = stored::<R>(input)?;
    let reply = core.call(&request).await.map_err(Failed::Call)?;
    let body = written(reply.value());
    let apart = apart(reply.value()).filter(|it| *it != body);
    Ok(answer(&reply, body, apart))
}

/// Reads an input as `R`, and gives what is read again when that was stored: a request that a service
/// keeps is the one that it sends.
fn stored<R: Request + Serialize + DeserializeOwned>(input: &str) -> Result<R, Failed> {
    let input_fault = |it: serde_json::Error| Failed::Input(it.to_string());
    let request: R = serde_json::from_str(input).map_err(input_fault)?;
    let stored = serde_json::to_string(&request).map_err(input_fault)?;
    let again: R = serde_json::from_str(&stored).map_err(input_fault)?;
    match request.values() == again.values() {
        true => Ok(again),
        false => Err(Failed::Input(
            "what is stored is another request".to_owned(),
        )),
    }
}

/// The same page by page: `most` pages at most, and the facts of the last one.
///
/// # Errors
///
/// When the input is no `R`, or one of the calls ends in an error.
pub async fn paged<R: Request + Serialize + DeserializeOwned>(
    core: &Core,
    input: &str,
    most: usize,
) -> Result<Answer, Failed> {
    let request = stored::<R>(input)?;
    let mut pages = core.pages(request);
    let (mut bodies, mut last) = (Vec::new(), None);
    while bodies.len() < most
        && let Some(page) = pages.next().await
    {
        let page = page.map_err(Failed::Call)?;
        bodies.push(written(page.value()));
        last = Some(page);
    }
    let bodies = format!("[{}]", bodies.join(","));
    match last {
        Some(last) => Ok(answer(&last, bodies, None)),
        None => Err(Failed::Input("there is no page".to_owned())),
    }
}

/// Asks what came of a call that was left open.
///
/// # Errors
///
/// As `resolve` of the client.
pub async fn resolve(
    core: &Core,
    queries: &[&'static Operation],
    open: &Open,
    patience: Patience,
) -> Result<Settled, Failed> {
    let settled = core.resolve(queries, open, &patience).await;
    settled.map_err(Failed::Call)
}

fn answer<T>(reply: &Reply<T>, body: String, apart: Option<String>) -> Answer {
    let owned = |it: Option<&str>| it.map(str::to_owned);
    Answer {
        outcome: reply.outcome(),
        status: reply.status(),
        code: owned(reply.code()),
        detail: owned(reply.detail()),
        our_reference: owned(reply.our_reference()),
        resolution: reply.resolution(),
        open: reply.open(),
        message: owned(reply.message()),
        reference: owned(reply.reference()),
        body,
        apart,
    }
}

impl fmt::Debug for Setup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Setup")
            .field("environment", &self.environment)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Delivered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delivered").finish_non_exhaustive()
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("outcome", &self.outcome)
            .field("status", &self.status)
            .field("code", &self.code)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Heard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Heard")
            .field("shape", &self.shape)
            .field("outcome", &self.outcome)
            .field("code", &self.code)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownName(name) => write!(f, "there is no `{name}`"),
            Self::Input(fault) => write!(f, "the input is no such request: {fault}"),
            Self::Call(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Failed {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::UnknownName(_) | Self::Input(_) => None,
            Self::Call(error) => error.source(),
        }
    }
}

fn index(mut names: impl Iterator<Item = &'static str>, name: &str) -> Result<usize, Failed> {
    let found = names.position(|it| it == name);
    found.ok_or_else(|| Failed::UnknownName(name.to_owned()))
}

fn written<T: Wire>(it: &T) -> String {
    let mut out = Writer::new();
    it.write(&mut out);
    out.into_text()
}

/// What a caller sees in it: the items and the pieces of texts that hold several values.
fn apart<T: Wire>(it: &T) -> Option<String> {
    let mut out = Writer::apart();
    it.write(&mut out);
    Some(out.into_text())
}
