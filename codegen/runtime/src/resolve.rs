//! From what a call left open to what came of it, by the provider's query.

use std::{fmt, time::Duration};

use tokio::time::{Instant, sleep, timeout};
use tracing::Instrument;

use crate::{
    client::Core,
    error::{Error, Parts},
    kind::Kind,
    open::Open,
    operation::Operation,
    outcome::{Certainty, Outcome},
    retry::{asked_pause, back_off},
    telling::Telling,
    value::Request,
    verdict,
    wire::Wire,
};

/// How long, and how often, a provider is asked what came of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Patience {
    /// The pause after the first question, of which chance takes up to a half; it doubles with every
    /// further one. One second.
    pub first_pause: Duration,
    /// No pause is longer, unless the provider asks for a longer one. 30 seconds.
    pub longest_pause: Duration,
    /// All of it, questions and pauses. Two minutes; with zero, one question is asked, within
    /// [`Limits::total`](crate::Limits::total).
    pub limit: Duration,
}

impl Patience {
    /// Asks once.
    pub const fn once() -> Self {
        Self {
            first_pause: Duration::ZERO,
            longest_pause: Duration::ZERO,
            limit: Duration::ZERO,
        }
    }

    /// Sets the pause after the first question.
    #[must_use]
    pub const fn first_pause(mut self, first_pause: Duration) -> Self {
        self.first_pause = first_pause;
        self
    }

    /// Sets the longest pause.
    #[must_use]
    pub const fn longest_pause(mut self, longest_pause: Duration) -> Self {
        self.longest_pause = longest_pause;
        self
    }

    /// Sets how long all of it may take.
    #[must_use]
    pub const fn limit(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            first_pause: Duration::from_secs(1),
            longest_pause: Duration::from_secs(30),
            limit: Duration::from_secs(120),
        }
    }
}

/// What came of a call that was left open.
#[must_use = "a call that is still open is not settled"]
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Settled {
    /// It was done.
    Succeeded(Found),
    /// It was not done, or was taken back: nothing of it remains applied.
    Rejected(Found),
    /// Nobody knows yet. The resolution says what is left: to ask again later, to wait for a
    /// callback, to create it again, or to ask the provider's people.
    StillOpen(Open),
}

impl Settled {
    /// Whether it was done.
    pub fn is_succeeded(&self) -> bool {
        matches!(self, Self::Succeeded(_))
    }

    /// Whether it was not done.
    pub fn is_rejected(&self) -> bool {
        matches!(self, Self::Rejected(_))
    }

    /// What is still open.
    pub fn open(&self) -> Option<&Open> {
        match self {
            Self::StillOpen(open) => Some(open),
            Self::Succeeded(_) | Self::Rejected(_) => None,
        }
    }

    /// What the provider said when it settled the call.
    pub fn found(&self) -> Option<&Found> {
        match self {
            Self::Succeeded(found) | Self::Rejected(found) => Some(found),
            Self::StillOpen(_) => None,
        }
    }

    /// The word in snake case.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Succeeded(_) => "succeeded",
            Self::Rejected(_) => "rejected",
            Self::StillOpen(_) => "still_open",
        }
    }
}

/// The reply that settled a call. `Debug` shows neither message nor references nor raw bytes.
#[derive(Clone)]
pub struct Found {
    pub(crate) query: &'static Operation,
    pub(crate) status: u16,
    pub(crate) code: Option<String>,
    pub(crate) detail: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) reference: Option<String>,
    /// Without the merchant's secrets, but for those that are too short to tell from other texts.
    pub(crate) body: Vec<u8>,
    pub(crate) raw: Vec<u8>,
}

impl Found {
    /// The operation that asked.
    pub fn query(&self) -> &'static str {
        self.query.name
    }

    /// The HTTP status of the reply.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The provider's code.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// What stands beside the code and says what it means, where the provider does so.
    pub fn detail(&self) -> Option<&str> {
        self.detail.as_deref()
    }

    /// The provider's message, without the merchant's secrets. It may name a person.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// The provider's reference.
    pub fn reference(&self) -> Option<&str> {
        self.reference.as_deref()
    }

    /// The body as received, with the merchant's secrets taken out. It may hold personal data.
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// The body as the reply of the query `Q`: what was bought, such as a token, stands there.
    ///
    /// # Errors
    ///
    /// `Unreadable`, with the certainty `Applied`, when the body is not what is documented;
    /// `Configuration` when it was not `Q` that asked.
    pub fn reply<Q: Request>(&self) -> Result<Q::Reply, Error> {
        let parts = |kind, certainty| Parts {
            status: Some(self.status),
            ..Parts::new(self.query.provider.name, self.query.name, kind, certainty)
        };
        if !std::ptr::eq(Q::OPERATION, self.query) {
            return Err(Error::from(Parts {
                detail: Some(format!("it was not asked by `{}`", Q::OPERATION.name)),
                ..parts(Kind::Configuration, Certainty::NotSent)
            }));
        }
        let json = crate::json::Json::parse(&self.body);
        json.and_then(|it| Q::Reply::read(&it)).map_err(|fault| {
            Error::from(Parts {
                path: Some(fault.path().to_owned()),
                detail: Some(fault.to_string()),
                raw: Some(self.raw.clone()),
                ..parts(Kind::Unreadable, Certainty::Applied)
            })
        })
    }
}

impl PartialEq for Found {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.query, other.query)
            && (self.status, &self.body) == (other.status, &other.body)
    }
}

impl Eq for Found {}

impl fmt::Debug for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Found")
            .field("query", &self.query.name)
            .field("status", &self.status)
            .field("code", &self.code)
            .field("detail", &self.detail)
            .field("raw_bytes", &self.raw.len())
            .finish_non_exhaustive()
    }
}

/// What one question brought.
enum Asked {
    Settled(Settled),
    /// Nothing, and what the provider asks for before the next question.
    Open(Option<Duration>),
}

impl Core {
    /// Asks what came of a call until that is known or the patience is at its end.
    ///
    /// # Errors
    ///
    /// When asking again cannot mend it: nothing can be sent, or the provider does not take the
    /// merchant's credentials. [`Error::open`] gives back what is open.
    pub async fn resolve(
        &self,
        queries: &[&'static Operation],
        open: &Open,
        patience: &Patience,
    ) -> Result<Settled, Error> {
        let still = || Settled::StillOpen(open.clone());
        let Some((query, reference)) = self.query(queries, open)? else {
            return Ok(still());
        };
        let started = Instant::now();
        let mut attempt = 0;
        loop {
            let left = patience.limit.saturating_sub(started.elapsed());
            let ask = self.ask(query, reference);
            let asked = match patience.limit.is_zero() {
                true => ask.await,
                false => timeout(left, ask).await.unwrap_or(Ok(Asked::Open(None))),
            };
            let asked_for = match asked {
                Ok(Asked::Settled(settled)) => return Ok(settled),
                Ok(Asked::Open(pause)) => pause.unwrap_or_default(),
                Err(error) => return Err(error.about(open)),
            };
            let own = back_off(patience.first_pause, patience.longest_pause, attempt);
            let pause = own.max(asked_for);
            let left = patience.limit.saturating_sub(started.elapsed());
            if left <= pause {
                return Ok(still());
            }
            sleep(pause).await;
            attempt += 1;
        }
    }

    /// The query that settles this and the reference that it takes, where there is one.
    fn query<'a>(
        &self,
        queries: &[&'static Operation],
        open: &'a Open,
    ) -> Result<Option<(&'static Operation, &'a str)>, Error> {
        let provider = self.merchant().provider.name;
        let fault = |detail: String| {
            let parts = Parts::new(provider, "resolve", Kind::Configuration, Certainty::NotSent);
            let detail = Some(detail);
            Error::from(Parts { detail, ..parts }).about(open)
        };
        if open.provider != provider {
            return Err(fault("what is open is another provider's".to_owned()));
        }
        let Some((name, reference)) = open.asks() else {
            return Ok(None);
        };
        match queries.iter().find(|it| it.name == name) {
            Some(query) => Ok(Some((query, reference))),
            None => Err(fault(
                "what is open names a query that is not there".to_owned(),
            )),
        }
    }

    /// Asks once.
    async fn ask(&self, query: &'static Operation, reference: &str) -> Result<Asked, Error> {
        let Some(fate) = &query.fate else {
            return Ok(Asked::Open(None));
        };
        let telling = Telling::begin(query);
        let exchange = self.exchange(query, fate.asking(query, reference));
        let (reply, hidden) = match exchange.instrument(telling.span()).await {
            Ok(it) => it,
            Err(error) => {
                telling.fail(&error);
                return match error.is_hopeless() {
                    true => Err(error),
                    false => Ok(Asked::Open(None)),
                };
            }
        };
        let looked = verdict::look(self.merchant(), query, fate, &reply, &hidden, reference);
        let (status, code) = (Some(reply.status), looked.found.code.as_deref());
        telling.end(status, code, looked.ended);
        if let Some(error) = looked.hopeless {
            return Err(error);
        }
        Ok(match looked.fate {
            Some(Outcome::Succeeded) => Asked::Settled(Settled::Succeeded(looked.found)),
            Some(Outcome::Rejected) => Asked::Settled(Settled::Rejected(looked.found)),
            Some(Outcome::Pending | Outcome::Unknown) | None => {
                Asked::Open(asked_pause(&Ok(reply)))
            }
        })
    }
}
