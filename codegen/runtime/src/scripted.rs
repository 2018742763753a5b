//! A provider as a script: a transport for tests of a service, without sockets.
//!
//! The client is the real one: it checks, signs and reads as it always does. What it would send is
//! recorded, and what comes back was written down before.
//!
//! ```
//! use verbatim_runtime::scripted::{Canned, Scripted};
//!
//! let provider = Scripted::new()
//!     .on("mobile_payout", Canned::json(200, r#"{"status":"00"}"#))
//!     .on("mobile_payout", Canned::lost());
//! // Client::builder(credentials, environment).transport(provider.clone()).build()?
//! // … then let the service pay twice, and look at what it sent:
//! assert_eq!(provider.requests().len(), 0);
//! ```
//!
//! End each test with [`Scripted::finish`]: it fails when a request came that nothing was written
//! for, and when something that was written was never asked for.

mod canned;
mod recorded;

pub use canned::Canned;
pub use recorded::Recorded;

use std::{
    fmt::{self, Write as _},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::transport::{
    BoxFuture, HttpReply, HttpRequest, Transport, TransportError, TransportFault,
};

/// Answers requests from a script and records them. A clone shares both.
///
/// The first entry that fits a request and is not used up answers it. A request that no entry fits
/// ends as one that was not sent, and makes [`finish`](Self::finish) fail.
#[derive(Clone, Default)]
pub struct Scripted(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    entries: Vec<Entry>,
    requests: Vec<Recorded>,
    /// Requests that no entry fitted, as they are told.
    unexpected: Vec<String>,
}

struct Entry {
    fits: Fits,
    canned: Canned,
    again: bool,
    used: bool,
}

enum Fits {
    Any,
    Operation(String),
    Path(String),
}

impl Scripted {
    /// Nothing is written: every request is unexpected.
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers one request, whichever it is.
    #[must_use]
    pub fn then(self, canned: Canned) -> Self {
        self.entry(Fits::Any, canned, false)
    }

    /// Answers one call of the operation with this name, which is that of the client's method.
    #[must_use]
    pub fn on(self, operation: impl Into<String>, canned: Canned) -> Self {
        self.entry(Fits::Operation(operation.into()), canned, false)
    }

    /// Answers one request to this path, or to one that ends so: the address of the server counts
    /// with the path below it, the query does not.
    #[must_use]
    pub fn on_path(self, path: impl Into<String>, canned: Canned) -> Self {
        self.entry(Fits::Path(path.into()), canned, false)
    }

    /// Answers every call of the operation with this name.
    #[must_use]
    pub fn always(self, operation: impl Into<String>, canned: Canned) -> Self {
        self.entry(Fits::Operation(operation.into()), canned, true)
    }

    /// What was sent so far, in order. A read that was tried again is there as often.
    pub fn requests(&self) -> Vec<Recorded> {
        self.state().requests.clone()
    }

    /// What was sent so far by the operation with this name.
    pub fn requests_of(&self, operation: &str) -> Vec<Recorded> {
        let mut res = self.requests();
        res.retain(|it| it.operation() == operation);
        res
    }

    /// What did not go by the script, one fault per line; `None` when everything did.
    pub fn faults(&self) -> Option<String> {
        let state = self.state();
        let mut res = String::new();
        for it in &state.unexpected {
            let _ = writeln!(res, "nothing is written for {it}");
        }
        for it in state.entries.iter().filter(|it| !it.used) {
            let _ = writeln!(res, "nothing asked for {} {}", it.canned, it.fits);
        }
        (!res.is_empty()).then_some(res)
    }

    /// The end of a test: everything went by the script.
    ///
    /// # Panics
    ///
    /// When a request came that no entry fitted, or an entry was never asked for; the message
    /// names them all, without a header, a body or a query.
    #[track_caller]
    pub fn finish(&self) {
        if let Some(faults) = self.faults() {
            let sent: Vec<_> = self.requests().iter().map(ToString::to_string).collect();
            panic!(
                "the calls did not go by the script:\n{faults}requests: {}",
                if sent.is_empty() {
                    "none".to_owned()
                } else {
                    sent.join(", ")
                }
            );
        }
    }

    fn entry(self, fits: Fits, canned: Canned, again: bool) -> Self {
        self.state().entries.push(Entry {
            fits,
            canned,
            again,
            used: false,
        });
        self
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A test that panicked elsewhere is told of by itself.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, request: &HttpRequest) -> Option<Canned> {
        let recorded = Recorded::new(request);
        let mut state = self.state();
        let shown = recorded.to_string();
        let fits = |it: &&mut Entry| (it.again || !it.used) && it.fits.request(&recorded);
        let res = state.entries.iter_mut().find(fits).map(|it| {
            it.used = true;
            it.canned.clone()
        });
        state.requests.push(recorded);
        if res.is_none() {
            state.unexpected.push(shown);
        }
        res
    }
}

impl Fits {
    fn request(&self, request: &Recorded) -> bool {
        match self {
            Self::Any => true,
            Self::Operation(name) => request.operation() == name,
            Self::Path(path) => request.path().ends_with(path.as_str()),
        }
    }
}

impl fmt::Display for Fits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("for any request"),
            Self::Operation(name) => write!(f, "for `{name}`"),
            Self::Path(path) => write!(f, "for the path `{path}`"),
        }
    }
}

impl Transport for Scripted {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpReply, TransportError>> {
        let answer = self.answer(&request);
        Box::pin(async move {
            match answer {
                Some(canned) => canned.play(&request).await,
                None => {
                    let fault = "no entry of the script fits this request";
                    Err(TransportError::new(TransportFault::NotSent).with_source(fault))
                }
            }
        })
    }
}

impl fmt::Debug for Scripted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        let left = state.entries.iter().filter(|it| !it.used).count();
        f.debug_struct("Scripted")
            .field("left", &left)
            .field("requests", &state.requests)
            .finish()
    }
}
