//! One call that is put to the compiled client and to the oracle, without a socket.

use std::io;
use std::sync::Arc;

use tokio::runtime::{Builder, Runtime};
use verbatim_codegen::model::Provider;
use verbatim_oracle::Reply;
use verbatim_runtime::dispatch::{self, Clients};
use verbatim_runtime::{Limits, Transport};

use super::memory::Memory;
use crate::fixture::{Setup, Sources};
use crate::opinion::{Disagreement, Exchanged, Opinion, differences, exchanged, setup_of};
use crate::play::{Confirming, Exchange, Settling, caught, ended, settle};

/// Asks clients that have no socket.
pub struct Asking<'a> {
    clients: &'a dyn Clients,
    runtime: Runtime,
}

/// Of whom a call is asked.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The provider.
    pub provider: &'a Provider,
    /// How its clients are built.
    pub setup: &'a Setup,
    /// The way of being known, where it is not that of the setup.
    pub way: Option<&'a str>,
    /// Where time and random bytes come from.
    pub sources: &'a Sources,
}

/// What comes back: to the call, and to the queries after it, each one after another, the last again.
#[derive(Debug, Clone, Copy)]
pub struct Answered<'a> {
    /// To the call.
    pub replies: &'a [Reply],
    /// To the queries that settle it; nothing is settled where there are none.
    pub queries: &'a [Reply],
}

/// What both made of one call.
#[derive(Debug)]
pub struct Both {
    /// The compiled client.
    pub client: Exchange,
    /// The oracle.
    pub oracle: Exchanged,
}

impl Both {
    /// Where they differ; empty when they agree.
    pub fn differences(&self) -> Vec<Disagreement> {
        // No transport adds a header.
        let client = exchanged(&self.client, &|_| true);
        let oracle = self.oracle.clone();
        differences(&Opinion::Calls(vec![client]), &Opinion::Calls(vec![oracle]))
    }
}

impl<'a> Asking<'a> {
    /// Asks these clients.
    ///
    /// # Errors
    ///
    /// The machine has no runtime to give.
    pub fn new(clients: &'a dyn Clients) -> io::Result<Asking<'a>> {
        let runtime = Builder::new_current_thread().enable_time().build()?;
        Ok(Asking { clients, runtime })
    }

    /// Whom it asks.
    pub(super) fn clients(&self) -> &'a dyn Clients {
        self.clients
    }

    /// Calls `operation` with `input`, a JSON object.
    pub fn call(&self, of: Asked<'_>, operation: &str, input: &str, by: Answered<'_>) -> Both {
        let provider = of.provider;
        let setup = setup_of(of.setup, of.way, of.sources);
        let called = verbatim_oracle::call(provider, &setup, operation, input, by.replies);
        let settling = match by.queries.len() {
            0 => None,
            most => verbatim_oracle::settle(provider, &setup, operation, &called, most, by.queries),
        };
        let oracle = Exchanged { called, settling };
        let memory = Arc::new(Memory::new(by.replies.to_vec()));
        let setup = built(of, &memory);
        let end = caught(|| {
            let call = self
                .clients
                .call(&provider.name, setup.clone(), operation, input);
            ended(self.runtime.block_on(call))
        });
        let settled = (!by.queries.is_empty()).then(|| {
            let after = memory.then(by.queries.to_vec());
            let client = (self.clients, provider.name.as_str());
            let sent = || memory.sent() - after;
            let settled = settle(client, &setup, &end, by.queries.len(), sent);
            Settling {
                after,
                end: caught(|| self.runtime.block_on(settled)),
            }
        });
        let (asked, arrived) = memory.taken();
        let client = Exchange {
            row: 0,
            code: None,
            asked,
            arrived,
            reply: None,
            end,
            settled,
        };
        Both { client, oracle }
    }

    /// Has a delivery confirmed: by the client, and by the oracle.
    pub(super) fn confirm(
        &self,
        of: Asked<'_>,
        callback: &str,
        it: &dispatch::Delivered,
        came: &verbatim_oracle::Delivery,
        queries: &[Reply],
    ) -> (Confirming, Option<verbatim_oracle::Confirming>) {
        let provider = of.provider;
        let setup = setup_of(of.setup, of.way, of.sources);
        let oracle = verbatim_oracle::confirm(provider, &setup, callback, came, queries);
        let memory = Arc::new(Memory::new(queries.to_vec()));
        let setup = built(of, &memory);
        let end = caught(|| {
            let confirmed = self.clients.confirm(&provider.name, setup, callback, it);
            ended(self.runtime.block_on(confirmed))
        });
        let (asked, arrived) = memory.taken();
        let client = Confirming {
            asked,
            arrived,
            end,
        };
        (client, oracle)
    }
}

/// What a client is built from, so that it asks there.
fn built(of: Asked<'_>, memory: &Arc<Memory>) -> dispatch::Setup {
    let setup = setup_of(of.setup, of.way, of.sources);
    dispatch::Setup {
        environment: setup.environment,
        servers: setup.servers,
        credentials: setup.credentials,
        way: setup.way,
        settings: setup.settings,
        pages: None,
        limits: Limits::default().read_retries(0),
        transport: Arc::clone(memory) as Arc<dyn Transport>,
        clock: of.sources.clock(),
        nonces: of.sources.nonces(),
    }
}
