//! What a client is built from.

mod check;
mod vars;

use std::{
    fmt,
    sync::{Arc, OnceLock},
};

use reqwest::{Certificate, ClientBuilder, Proxy};

use crate::{
    client::Core,
    clock::{Clock, SystemClock},
    error::{Error, Parts},
    http::HttpTransport,
    keeper::Keeper,
    kind::Kind,
    limits::Limits,
    merchant::Merchant,
    nonces::{Nonces, SystemNonces},
    outcome::Certainty,
    provider::Provider,
    secret::Secret,
    transport::Transport,
};

/// What a [`Core`] is built from. Servers, credentials and settings go by their index in the
/// [`Provider`].
#[must_use]
pub struct Setup {
    provider: &'static Provider,
    environment: &'static str,
    servers: Vec<Option<String>>,
    credentials: Vec<Option<Secret>>,
    settings: Vec<Option<String>>,
    way: Option<usize>,
    limits: Limits,
    door: Door,
    touches: Touches,
    clock: Arc<dyn Clock>,
    nonces: Arc<dyn Nonces>,
}

enum Door {
    Own,
    Http(Box<ClientBuilder>),
    Transport(Arc<dyn Transport>),
}

/// What is done to the HTTP client, whoever brought its builder.
#[derive(Default)]
struct Touches {
    proxies: Vec<Proxy>,
    roots: Vec<Certificate>,
    user_agent: Option<String>,
}

impl Touches {
    fn is_empty(&self) -> bool {
        self.proxies.is_empty() && self.roots.is_empty() && self.user_agent.is_none()
    }

    fn put(self, builder: ClientBuilder) -> ClientBuilder {
        let builder = self.proxies.into_iter().fold(builder, ClientBuilder::proxy);
        let builder = match self.roots.is_empty() {
            true => builder,
            false => builder.tls_certs_merge(self.roots),
        };
        match self.user_agent {
            Some(name) => builder.user_agent(name),
            None => builder,
        }
    }
}

impl Setup {
    /// Nothing is set but the addresses that the document prints for `environment`.
    pub fn new(provider: &'static Provider, environment: &'static str) -> Self {
        Self {
            provider,
            environment,
            servers: vec![None; provider.servers.len()],
            credentials: vec![None; provider.credentials.len()],
            settings: vec![None; provider.settings.len()],
            way: None,
            limits: Limits::default(),
            door: Door::Own,
            touches: Touches::default(),
            clock: Arc::new(SystemClock),
            nonces: Arc::new(SystemNonces),
        }
    }

    /// As that merchant's client was built, over the same connections, without its credentials.
    pub(crate) fn again(merchant: &Merchant) -> Self {
        let provider = merchant.provider;
        Self {
            provider,
            environment: merchant.environment,
            servers: merchant.servers.iter().cloned().map(Some).collect(),
            credentials: vec![None; provider.credentials.len()],
            settings: merchant.settings.clone(),
            way: None,
            limits: merchant.limits,
            door: Door::Transport(merchant.transport.clone()),
            touches: Touches::default(),
            clock: merchant.clock.clone(),
            nonces: merchant.nonces.clone(),
        }
    }

    /// Sets the address of a server, instead of the printed one where there is one.
    pub fn server(mut self, index: usize, url: impl Into<String>) -> Self {
        self.servers[index] = Some(url.into());
        self
    }

    /// Sets a credential.
    pub fn credential(mut self, index: usize, secret: impl Into<Secret>) -> Self {
        self.credentials[index] = Some(secret.into());
        self
    }

    /// Sets a credential that may be left out.
    pub fn credential_if(self, index: usize, secret: Option<impl Into<Secret>>) -> Self {
        match secret {
            Some(secret) => self.credential(index, secret),
            None => self,
        }
    }

    /// Picks the way of being known, by index.
    pub fn way(mut self, index: usize) -> Self {
        self.way = Some(index);
        self
    }

    /// Sets a value that the document leaves open: the absolute path of an operation.
    pub fn setting(mut self, index: usize, path: impl Into<String>) -> Self {
        self.settings[index] = Some(path.into());
        self
    }

    /// Sets the limits of every call.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Sends over this transport.
    pub fn transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.door = Door::Transport(transport);
        self
    }

    /// Sends over an [`HttpTransport`] made from this builder.
    pub fn http(mut self, builder: ClientBuilder) -> Self {
        self.door = Door::Http(Box::new(builder));
        self
    }

    /// Sends over this proxy; the first one that takes an address is the one.
    pub fn proxy(mut self, proxy: Proxy) -> Self {
        self.touches.proxies.push(proxy);
        self
    }

    /// Trusts this root certificate, beside those that are trusted already.
    pub fn root_certificate(mut self, root: Certificate) -> Self {
        self.touches.roots.push(root);
        self
    }

    /// Calls the client so.
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.touches.user_agent = Some(name.into());
        self
    }

    /// Takes the time from here instead of from this machine.
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Takes random bytes from here instead of from the operating system.
    pub fn nonces(mut self, nonces: Arc<dyn Nonces>) -> Self {
        self.nonces = nonces;
        self
    }

    /// Checks everything and builds.
    ///
    /// # Errors
    ///
    /// `Configuration`; nothing was sent. When the environment is unknown; a server or a
    /// credential that is not optional is missing; an address is no `http:` or `https:` URL,
    /// holds user, query or fragment, or is `http:` where that is not allowed; a setting is
    /// no absolute path; a credential is empty, holds control characters, has white space
    /// around it, begins as one of another environment does, or is no whole number where it is
    /// sent as one; the HTTP client cannot be built.
    pub fn build(self) -> Result<Core, Error> {
        let provider = self.provider;
        let refuse = |detail: String| {
            Error::from(Parts {
                detail: Some(detail),
                ..Parts::new(
                    provider.name,
                    "setup",
                    Kind::Configuration,
                    Certainty::NotSent,
                )
            })
        };
        let servers = self.checked_servers().map_err(refuse)?;
        self.check_way().map_err(refuse)?;
        self.check_credentials().map_err(refuse)?;
        self.check_settings().map_err(refuse)?;
        let touched = !self.touches.is_empty();
        let transport = match self.door {
            Door::Transport(_) if touched => {
                let what = "a proxy, a root certificate or a User-Agent";
                return Err(refuse(format!(
                    "a transport of your own takes no settings: {what} is set beside it"
                )));
            }
            Door::Transport(transport) => transport,
            Door::Http(builder) => {
                let builder = self.touches.put(*builder);
                Arc::new(HttpTransport::new(builder, self.limits)?)
            }
            Door::Own if !touched => Arc::new(HttpTransport::untold(self.limits)?),
            Door::Own => {
                let builder = self.touches.put(HttpTransport::builder());
                Arc::new(HttpTransport::new(builder, self.limits)?)
            }
        };
        Ok(Core::new(Merchant {
            provider,
            environment: self.environment,
            servers,
            credentials: self.credentials,
            settings: self.settings,
            way: self.way,
            tokens: provider
                .auth
                .tokens
                .iter()
                .map(|_| Keeper::default())
                .collect(),
            limits: self.limits,
            transport,
            clock: self.clock,
            nonces: self.nonces,
            redactor: OnceLock::new(),
        }))
    }
}

impl fmt::Debug for Setup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Setup")
            .field("provider", &self.provider.name)
            .field("environment", &self.environment)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}
