//! From a fixture to what happened: the client is called by name, over a real socket.

mod confirm;
mod hear;
mod settle;

use std::any::Any;
use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Once, OnceLock};
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::time::timeout;
use verbatim_runtime::dispatch::{self, Answer, Clients, Failed, Heard};
use verbatim_runtime::{CallbackAnswer, HttpTransport, Limits, Transport, reqwest};

use crate::fixture::{
    CODE, CallExpect, Case, Delivery, DeliveryExpect, Fixture, Reply, ReplyFault, Row, Setup,
    Sources,
};
use crate::loopback::Loopback;
use crate::wire::{Arrived, Wire};

pub(crate) use confirm::told;
pub(crate) use hear::{delivered, hear};
pub(crate) use settle::settle;

pub use confirm::Confirming;
pub use settle::Settling;

/// How long a client may wait for a reply that does come.
const ATTEMPT: Duration = Duration::from_secs(5);
/// How long it may wait for one that does not.
const STALLED_ATTEMPT: Duration = Duration::from_millis(500);
/// What a client may take for a call before it counts as hung.
const PATIENCE: Duration = Duration::from_secs(15);

/// How often what a client left running may go on before its case is over.
const LAST_TURNS: usize = 8;

/// What happened when a fixture was played.
#[derive(Debug)]
pub enum Played {
    /// One exchange, or one per row, or one per code of a table.
    Call(Vec<Exchange>),
    /// One delivery, or one per code of a table.
    Delivery(Vec<Hearing>),
}

/// One call, from the input to the answer.
#[derive(Debug)]
pub struct Exchange {
    /// The index of the fixture's row that was played.
    pub row: usize,
    /// The code of the table that was replied.
    pub code: Option<String>,
    /// The absolute URLs that the client asked its transport for.
    pub asked: Vec<String>,
    /// What arrived at the socket.
    pub arrived: Vec<Arrived>,
    /// The reply that stood ready for the last request of the call that arrived; for the first, when
    /// none did.
    pub reply: Option<Reply>,
    /// What the client made of it.
    pub end: End<Answer>,
    /// What came of it when the client was asked to settle it, where the fixture says so.
    pub settled: Option<Settling>,
}

/// One delivery, from the body to the answer.
#[derive(Debug)]
pub struct Hearing {
    /// The code of the table that was delivered.
    pub code: Option<String>,
    /// What was delivered.
    pub body: String,
    /// The method by which the client takes it; `None` where it has no such callback.
    pub method: Option<&'static str>,
    /// What the client made of it.
    pub end: End<Heard>,
    /// What the client answers.
    pub answer: Option<End<CallbackAnswer>>,
    /// What came of it when the client was asked to confirm it, where the fixture says so.
    pub confirming: Option<Confirming>,
}

/// How a client came back.
#[derive(Debug)]
pub enum End<T> {
    /// With what it was asked for.
    Done(T),
    /// With an error.
    Failed(Failed),
    /// By a panic; what it said.
    Panicked(String),
    /// Not at all.
    Hung,
}

/// What is played.
struct Asked<'a> {
    provider: &'a str,
    operation: &'a str,
    sources: &'a Sources,
    way: &'a Option<String>,
    row: &'a Row,
    index: usize,
    pages: Option<usize>,
}

/// What one thread needs to play fixtures one after another.
pub struct Worker {
    runtime: Runtime,
    through: Arc<dyn Transport>,
}

impl Worker {
    /// A worker with a runtime of its own. All share one transport, which keeps no connection.
    ///
    /// # Errors
    ///
    /// The machine has no runtime or no HTTP client to give.
    pub fn new() -> Result<Worker, String> {
        static THROUGH: OnceLock<Result<Arc<dyn Transport>, String>> = OnceLock::new();
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|it| format!("there is no asynchronous runtime: {it}"))?;
        let through = THROUGH.get_or_init(|| {
            // Nothing is left open between two cases, and no proxy of this machine stands in between.
            let builder = reqwest::Client::builder()
                .pool_max_idle_per_host(0)
                .no_proxy();
            match HttpTransport::new(builder, Limits::default()) {
                Ok(through) => Ok(Arc::new(through)),
                Err(why) => Err(format!("there is no HTTP client: {why}")),
            }
        });
        Ok(Worker {
            runtime,
            through: through.clone()?,
        })
    }

    /// Plays a fixture.
    ///
    /// # Errors
    ///
    /// The machine has no port or no thread left; nothing is known of the client.
    pub fn play(
        &self,
        clients: &dyn Clients,
        setup: &Setup,
        fixture: &Fixture,
    ) -> Result<Played, String> {
        let setup = &*fixture.apart.from(setup);
        match &fixture.case {
            Case::Call(call) => {
                let mut exchanges = Vec::new();
                for (index, row) in call.rows.iter().enumerate() {
                    for code in codes_of_row(row) {
                        let asked = Asked {
                            provider: &fixture.provider,
                            operation: &call.operation,
                            sources: &fixture.sources,
                            way: &fixture.way,
                            row,
                            index,
                            pages: call.pages,
                        };
                        exchanges.push(self.call(clients, setup, asked, code)?);
                    }
                }
                Ok(Played::Call(exchanges))
            }
            Case::Delivery(delivery) => {
                let mut hearings = Vec::new();
                for code in codes_of_delivery(delivery) {
                    let mut hearing = hear(clients, setup, fixture, delivery, code);
                    if delivery.confirm.is_some() {
                        let confirming = self.confirm(clients, setup, fixture, delivery)?;
                        hearing.confirming = Some(confirming);
                    }
                    hearings.push(hearing);
                }
                Ok(Played::Delivery(hearings))
            }
        }
    }

    fn call(
        &self,
        clients: &dyn Clients,
        setup: &Setup,
        asked: Asked<'_>,
        code: Option<String>,
    ) -> Result<Exchange, String> {
        let Asked {
            provider,
            operation,
            sources,
            way,
            row,
            index,
            pages,
        } = asked;
        let mut replies: Vec<Reply> = row.replies().cloned().collect();
        if let (Some(reply), Some(code)) = (replies.first_mut(), &code) {
            reply.body = reply.body.replace(CODE, code);
        }
        let (mut wire, loopback) = self.listen(&replies)?;
        let again = dispatch::Setup {
            pages,
            ..built(setup, sources, way.as_ref(), &replies, &loopback)
        };
        let setup = again.clone();
        let mut settled = None;
        let end = caught(|| {
            let (end, told) = self.runtime.block_on(async {
                let called = async {
                    let call = clients.call(provider, setup, operation, &row.input);
                    let end = match timeout(PATIENCE, call).await {
                        Ok(Ok(answer)) => End::Done(answer),
                        Ok(Err(failed)) => End::Failed(failed),
                        Err(_) => End::Hung,
                    };
                    let after = loopback.asked().len();
                    let settled = match &row.resolve {
                        Some(resolve) => {
                            let most = resolve.exchanges.len().max(1);
                            let sent = || loopback.asked().len() - after;
                            let client = (clients, provider);
                            let settled = settle(client, &again, &end, most, sent);
                            let settled = timeout(PATIENCE, settled).await;
                            let end = settled.unwrap_or(End::Hung);
                            Some(Settling { after, end })
                        }
                        None => None,
                    };
                    // A second request that was left behind comes to light now.
                    for _ in 0..LAST_TURNS {
                        tokio::task::yield_now().await;
                    }
                    (end, settled)
                };
                tokio::select! {
                    ended = called => ended,
                    never = wire.serve() => match never {},
                }
            });
            settled = told;
            end
        });
        let arrived = wire.close();
        let of_call = replies.len() - row.queries().count();
        let last = arrived.len().clamp(1, of_call.max(1)) - 1;
        Ok(Exchange {
            row: index,
            code,
            asked: loopback.asked(),
            arrived,
            reply: replies.into_iter().nth(last),
            end,
            settled,
        })
    }

    /// A socket with these replies, and the way there.
    fn listen(&self, replies: &[Reply]) -> Result<(Wire, Arc<Loopback>), String> {
        let _inside = self.runtime.enter();
        let wire = Wire::open(replies.to_vec());
        let wire = wire.map_err(|it| format!("there is no loopback port: {it}"))?;
        let loopback = Loopback::new(Arc::clone(&self.through), wire.address());
        Ok((wire, Arc::new(loopback)))
    }
}

/// What a client is built from, so that it asks at this loopback for these replies.
fn built(
    setup: &Setup,
    sources: &Sources,
    way: Option<&String>,
    replies: &[Reply],
    loopback: &Arc<Loopback>,
) -> dispatch::Setup {
    let stalled = (replies.iter()).any(|it| it.fault == Some(ReplyFault::Stalled));
    dispatch::Setup {
        pages: None,
        environment: setup.environment.clone(),
        servers: setup.servers.clone(),
        credentials: setup.credentials.clone(),
        way: way.or(setup.way.as_ref()).cloned(),
        settings: setup.settings.clone(),
        // One reply is scripted, so even a read is asked once; the runtime's own tests hold its retries.
        limits: Limits::default()
            .attempt(if stalled { STALLED_ATTEMPT } else { ATTEMPT })
            .total(ATTEMPT)
            .read_retries(0),
        transport: Arc::clone(loopback) as Arc<dyn Transport>,
        clock: sources.clock(),
        nonces: sources.nonces(),
    }
}

pub(crate) fn ended<T>(res: Result<T, Failed>) -> End<T> {
    match res {
        Ok(it) => End::Done(it),
        Err(failed) => End::Failed(failed),
    }
}

thread_local! {
    /// Whether a client is running on this thread, so that a panic is the client's.
    static PLAYING: Cell<bool> = const { Cell::new(false) };
}

/// Runs a client; a panic of its is a way to end. What it says may be private, so the usual hook,
/// which prints it, is not asked.
pub(crate) fn caught<T>(act: impl FnOnce() -> End<T>) -> End<T> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !PLAYING.get() {
                usual(info);
            }
        }));
    });
    PLAYING.set(true);
    let res = catch_unwind(AssertUnwindSafe(act));
    PLAYING.set(false);
    res.unwrap_or_else(|panic| End::Panicked(said_by(panic)))
}

fn said_by(panic: Box<dyn Any + Send>) -> String {
    let text = panic.downcast_ref::<&str>().map(|it| (*it).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no text".to_owned())
}

/// The codes to play, or one play without a code.
pub(crate) fn codes_of_row(row: &Row) -> Vec<Option<String>> {
    match &row.expect {
        CallExpect::Codes(codes) => codes.iter().map(|it| Some(it.0.clone())).collect(),
        CallExpect::Answer(_) | CallExpect::Error(_) | CallExpect::Inexpressible(_) => vec![None],
    }
}

pub(crate) fn codes_of_delivery(delivery: &Delivery) -> Vec<Option<String>> {
    match &delivery.expect {
        DeliveryExpect::Codes(codes) => codes.iter().map(|it| Some(it.0.clone())).collect(),
        DeliveryExpect::Heard(_) | DeliveryExpect::Error(_) => vec![None],
    }
}
