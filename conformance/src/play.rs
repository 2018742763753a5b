//! From a fixture to what happened: the client is called by name, over a real socket.

use std::any::Any;
use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Once, OnceLock};
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::time::timeout;
use verbatim_runtime::dispatch::{self, Answer, Clients, Failed, Heard};
use verbatim_runtime::{
    CallbackAnswer, HttpTransport, Limits, Open, Patience, Settled, Transport, reqwest,
};

use crate::fixture::{
    CODE, CallExpect, Case, Delivery, DeliveryExpect, Fixture, Reply, ReplyFault, Row, Said, Setup,
    Sources,
};
use crate::loopback::Loopback;
use crate::wire::{Arrived, Wire};

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

/// What settled a call that was left open.
#[derive(Debug)]
pub struct Settling {
    /// How many requests were sent before.
    pub after: usize,
    /// What the client says.
    pub end: End<Settled>,
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
                let hearings = codes_of_delivery(delivery)
                    .into_iter()
                    .map(|code| hear(clients, setup, fixture, delivery, code))
                    .collect();
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
        let stalled = (replies.iter()).any(|it| it.fault == Some(ReplyFault::Stalled));
        let mut wire = {
            let _inside = self.runtime.enter();
            Wire::open(replies.clone()).map_err(|it| format!("there is no loopback port: {it}"))?
        };
        let loopback = Arc::new(Loopback::new(Arc::clone(&self.through), wire.address()));
        let again = dispatch::Setup {
            pages,
            environment: setup.environment.clone(),
            servers: setup.servers.clone(),
            credentials: setup.credentials.clone(),
            way: way.clone().or_else(|| setup.way.clone()),
            settings: setup.settings.clone(),
            // One reply is scripted, so even a read is asked once; the runtime's own tests hold its retries.
            limits: Limits::default()
                .attempt(if stalled { STALLED_ATTEMPT } else { ATTEMPT })
                .total(ATTEMPT)
                .read_retries(0),
            transport: Arc::clone(&loopback) as Arc<dyn Transport>,
            clock: sources.clock(),
            nonces: sources.nonces(),
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
                            let questions = resolve.exchanges.len().max(1);
                            let client = (clients, provider);
                            let settled = settle(client, &again, &end, questions);
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
}

pub(crate) fn hear(
    clients: &dyn Clients,
    setup: &Setup,
    fixture: &Fixture,
    delivery: &Delivery,
    code: Option<String>,
) -> Hearing {
    let provider = &fixture.provider;
    let body = match &code {
        Some(code) => delivery.body.replace(CODE, code),
        None => delivery.body.clone(),
    };
    let delivered = dispatch::Delivered {
        method: delivery.method.clone(),
        headers: delivery.headers.clone(),
        body: body.clone().into_bytes(),
        credentials: setup.credentials.clone(),
        clock: fixture.sources.clock(),
    };
    let end = caught(|| ended(clients.hear(provider, &delivery.callback, &delivered)));
    let answer = delivery.said.as_ref().map(|said| {
        let said = match said {
            Said::Nothing => dispatch::Said::Nothing,
            Said::GoesOn(text) => dispatch::Said::GoesOn(text.clone()),
            Said::Ends(text) => dispatch::Said::Ends(text.clone()),
        };
        caught(|| ended(clients.answer(provider, &delivery.callback, &said)))
    });
    let mut callbacks = clients.callbacks(provider).iter();
    let method = callbacks.find(|it| it.name() == delivery.callback);
    Hearing {
        code,
        body,
        method: method.map(dispatch::Callback::method),
        end,
        answer,
    }
}

/// Stores what a call left open, reads it again, and has it settled by so many questions.
async fn settle(
    (clients, provider): (&dyn Clients, &str),
    setup: &dispatch::Setup,
    end: &End<Answer>,
    questions: usize,
) -> End<Settled> {
    let open = match end {
        End::Done(answer) => answer.open.clone(),
        End::Failed(Failed::Call(error)) => error.open(),
        End::Failed(_) | End::Panicked(_) | End::Hung => None,
    };
    let stored = open.and_then(|it| serde_json::to_string(&it).ok());
    let open = stored.and_then(|it| serde_json::from_str::<Open>(&it).ok());
    let Some(mut open) = open else {
        let why = "the call left nothing open".to_owned();
        return End::Failed(Failed::Input(why));
    };
    for _ in 0..questions {
        let asked = clients.resolve(provider, setup.clone(), &open, Patience::once());
        match asked.await {
            Ok(Settled::StillOpen(still)) => open = still,
            other => return ended(other),
        }
    }
    End::Done(Settled::StillOpen(open))
}

fn ended<T>(res: Result<T, Failed>) -> End<T> {
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
