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
use crate::play::{End, Exchange, caught};

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
    pub fn clients(&self) -> &'a dyn Clients {
        self.clients
    }

    /// Calls `operation` with `input`, a JSON object; the replies come one after another, and the last
    /// one again.
    pub fn call(&self, of: Asked<'_>, operation: &str, input: &str, replies: &[Reply]) -> Both {
        let Asked {
            provider,
            setup,
            way,
            sources,
        } = of;
        let oracle = setup_of(setup, way, sources);
        let called = verbatim_oracle::call(provider, &oracle, operation, input, replies);
        let memory = Arc::new(Memory::new(replies.to_vec()));
        let setup = dispatch::Setup {
            environment: oracle.environment,
            servers: oracle.servers,
            credentials: oracle.credentials,
            way: oracle.way,
            settings: oracle.settings,
            pages: None,
            limits: Limits::default().read_retries(0),
            transport: Arc::clone(&memory) as Arc<dyn Transport>,
            clock: sources.clock(),
            nonces: sources.nonces(),
        };
        let end = caught(|| {
            let call = self.clients.call(&provider.name, setup, operation, input);
            match self.runtime.block_on(call) {
                Ok(answer) => End::Done(answer),
                Err(failed) => End::Failed(failed),
            }
        });
        let (asked, arrived) = memory.taken();
        Both {
            client: Exchange {
                row: 0,
                code: None,
                asked,
                arrived,
                reply: None,
                end,
                settled: None,
            },
            oracle: Exchanged {
                called,
                settling: None,
            },
        }
    }
}
