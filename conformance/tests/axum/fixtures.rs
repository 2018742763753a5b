//! The fixtures of callbacks, delivered over a socket to a server of axum.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use verbatim_conformance::case::run_case;
use verbatim_conformance::fixture::Case;
use verbatim_conformance::house::Specs;
use verbatim_conformance::play::Worker;
use verbatim_conformance::suite::Suite;
use verbatim_runtime::dispatch::{
    Answer, Callback, Clients, Delivered, Failed, Heard, Said, Setup,
};
use verbatim_runtime::{BoxFuture, CallbackAnswer, Error, Kind, axum::Refused};

use crate::server::{Answered, Server};

/// Plays every delivery of these fixtures over a socket, and gives how many there were.
///
/// # Panics
///
/// When a verdict of one of them does not hold there.
pub(crate) fn play(specs: &str, fixtures: &str, clients: &'static dyn Clients) -> usize {
    let specs = Specs::read(Path::new(specs)).expect("there are specs");
    let suite = Suite::read(Path::new(fixtures), specs.providers).expect("there are fixtures");
    let clients = OverSockets::new(clients);
    let worker = Worker::new().expect("the machine has a thread");
    let mut played = 0;
    let mut told = Vec::new();
    for fixture in &suite.fixtures {
        if matches!(fixture.case, Case::Delivery(_)) {
            let outcome = run_case(&worker, &clients, &suite, fixture);
            let outcome = outcome.expect("the machine has a port");
            let failures = outcome.failures.iter();
            told.extend(failures.map(|it| format!("{}: {it}", fixture.name)));
            played += outcome.deliveries;
        }
    }
    assert!(told.is_empty(), "{}", told.join("\n"));
    played
}

/// Clients whose callbacks are heard by a server of axum.
struct OverSockets {
    clients: &'static dyn Clients,
    server: Server,
    shared: Arc<Shared>,
}

/// What the server knows of the delivery that is under way, and what it made of it.
#[derive(Default)]
struct Shared {
    now: Mutex<Option<Now>>,
    heard: Mutex<Option<Result<Heard, Error>>>,
    /// The last delivery of each callback, to be answered.
    last: Mutex<HashMap<&'static str, Delivered>>,
}

#[derive(Clone)]
struct Now {
    callback: &'static Callback,
    by: Delivered,
    answer: CallbackAnswer,
}

impl OverSockets {
    fn new(clients: &'static dyn Clients) -> OverSockets {
        let shared = Arc::new(Shared::default());
        let router = Router::new().fallback(hear).with_state(Arc::clone(&shared));
        OverSockets {
            clients,
            server: Server::of(router),
            shared,
        }
    }

    fn found(&self, provider: &str, name: &str) -> Result<&'static Callback, Failed> {
        let mut callbacks = self.clients.callbacks(provider).iter();
        let it = callbacks.find(|it| it.name() == name);
        it.ok_or_else(|| Failed::UnknownName(name.to_owned()))
    }

    fn deliver(&self, now: Now) -> (Answered, Result<Heard, Error>) {
        let it = now.by.clone();
        *lock(&self.shared.now) = Some(now);
        let answered = match it.method.as_str() {
            "GET" => {
                let query = String::from_utf8(it.body).expect("a query is text");
                let target = format!("/callback?{query}");
                self.server.ask("GET", &target, &it.headers, b"")
            }
            method => self.server.ask(method, "/callback", &it.headers, &it.body),
        };
        let heard = lock(&self.shared.heard).take();
        (answered, heard.expect("the server made something of it"))
    }
}

impl Clients for OverSockets {
    fn providers(&self) -> &'static [&'static str] {
        self.clients.providers()
    }

    fn call<'a>(
        &'a self,
        provider: &'a str,
        setup: Setup,
        operation: &'a str,
        input: &'a str,
    ) -> BoxFuture<'a, Result<Answer, Failed>> {
        self.clients.call(provider, setup, operation, input)
    }

    fn callbacks(&self, provider: &str) -> &'static [Callback] {
        self.clients.callbacks(provider)
    }

    fn hear(&self, provider: &str, callback: &str, it: &Delivered) -> Result<Heard, Failed> {
        let callback = self.found(provider, callback)?;
        let answer = CallbackAnswer {
            status: 200,
            content_type: "text/plain".to_owned(),
            body: "taken".to_owned(),
        };
        let (answered, heard) = self.deliver(Now {
            callback,
            by: it.clone(),
            answer,
        });
        lock(&self.shared.last).insert(callback.name(), it.clone());
        match &heard {
            Ok(_) => assert_eq!((answered.status, answered.body.as_str()), (200, "taken")),
            Err(error) => {
                let kind = error.kind();
                let status = if matches!(kind, Kind::Unverified | Kind::Untimely) {
                    401
                } else if kind == Kind::TooLarge {
                    413
                } else {
                    400
                };
                assert_eq!((answered.status, answered.body.as_str()), (status, ""));
            }
        }
        heard.map_err(Failed::Call)
    }

    fn answer(
        &self,
        provider: &str,
        callback: &str,
        said: &Said,
    ) -> Result<CallbackAnswer, Failed> {
        let found = self.found(provider, callback)?;
        let last = lock(&self.shared.last).get(found.name()).cloned();
        let (answered, _) = self.deliver(Now {
            callback: found,
            by: last.expect("it is answered after it was heard"),
            answer: self.clients.answer(provider, callback, said)?,
        });
        Ok(CallbackAnswer {
            status: answered.status,
            content_type: answered
                .header("content-type")
                .unwrap_or_default()
                .to_owned(),
            body: answered.body,
        })
    }
}

/// The handler: what a generated extractor does, by name.
async fn hear(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let now = lock(&shared.now).take();
    let Now {
        callback,
        by,
        answer,
    } = now.expect("a delivery is under way");
    let heard = callback.extract(request, by).await;
    let (heard, response) = match heard {
        Ok(heard) => (Ok(heard), answer.into_response()),
        Err(refused) => answered(refused),
    };
    *lock(&shared.heard) = Some(heard);
    response
}

fn answered(refused: Refused) -> (Result<Heard, Error>, Response) {
    let response = refused.response();
    let error = refused.into_error().expect("it arrived in full");
    (Err(error), response)
}

fn lock<T>(it: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    it.lock().unwrap_or_else(PoisonError::into_inner)
}
