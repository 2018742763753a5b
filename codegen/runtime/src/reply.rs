//! A good reply: succeeded, or accepted and pending.

use std::{fmt, sync::Arc};

use crate::{
    open::Open,
    operation::Operation,
    outcome::{Effect, Outcome, Resolution},
    pages::Page,
    redact::Redactor,
};

/// What the provider answered to a call that succeeded or is pending.
///
/// `Debug` shows the typed value, which masks what is personal, and no raw bytes. What the request
/// masked is masked there too, wherever the provider says it back.
#[must_use = "a pending call is not done: look at the outcome"]
#[derive(Clone, PartialEq, Eq)]
pub struct Reply<T> {
    value: T,
    facts: Facts,
}

/// What is known of a reply besides its typed value.
#[derive(Clone)]
pub(crate) struct Facts {
    pub(crate) operation: &'static Operation,
    pub(crate) outcome: Outcome,
    pub(crate) status: u16,
    pub(crate) code: Option<String>,
    pub(crate) detail: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) reference: Option<String>,
    pub(crate) ours: Option<String>,
    /// What leads to the next page, where the operation has pages.
    pub(crate) page: Option<Page>,
    pub(crate) resolution: Resolution,
    pub(crate) raw: Vec<u8>,
    /// Personal and secret values of the request, and the merchant's secrets: a provider may say
    /// them back anywhere.
    pub(crate) hidden: Vec<String>,
    pub(crate) redactor: Arc<Redactor>,
}

/// What a call ends in: a typed reply that succeeded or is pending, or the one error.
pub type Answer<T> = Result<Reply<T>, crate::Error>;

impl<T> Reply<T> {
    /// [`Outcome::Succeeded`] or [`Outcome::Pending`], and never another one.
    pub fn outcome(&self) -> Outcome {
        self.facts.outcome
    }

    /// Whether it is done.
    pub fn is_succeeded(&self) -> bool {
        self.facts.outcome == Outcome::Succeeded
    }

    /// Whether it is accepted and not decided yet; see [`resolution`](Self::resolution).
    pub fn is_pending(&self) -> bool {
        self.facts.outcome == Outcome::Pending
    }

    /// The HTTP status, 200 to 299.
    pub fn status(&self) -> u16 {
        self.facts.status
    }

    /// The provider's code.
    pub fn code(&self) -> Option<&str> {
        self.facts.code.as_deref()
    }

    /// What stands beside the code and says what it means, where the provider does so.
    pub fn detail(&self) -> Option<&str> {
        self.facts.detail.as_deref()
    }

    /// The provider's message, without the merchant's secrets.
    pub fn message(&self) -> Option<&str> {
        self.facts.message.as_deref()
    }

    /// The provider's reference, to ask with.
    pub fn reference(&self) -> Option<&str> {
        self.facts.reference.as_deref()
    }

    /// Our own reference, as the request gave it, where the provider can be asked with it.
    pub fn our_reference(&self) -> Option<&str> {
        self.facts.ours.as_deref()
    }

    /// How a pending outcome can be found out; `Nothing` when it succeeded.
    pub fn resolution(&self) -> Resolution {
        self.facts.resolution
    }

    /// What is left open, to be stored and resolved; `None` when it succeeded or only read.
    pub fn open(&self) -> Option<Open> {
        let Facts { operation, .. } = self.facts;
        let open = self.is_pending() && operation.effect != Effect::Reads;
        open.then(|| Open {
            provider: operation.provider.name.to_owned(),
            operation: operation.name.to_owned(),
            resolution: self.facts.resolution.into(),
            their_reference: self.facts.reference.clone(),
            our_reference: self.facts.ours.clone(),
        })
    }

    /// The body as received, with the merchant's secrets taken out. It may hold personal data.
    pub fn raw(&self) -> &[u8] {
        &self.facts.raw
    }

    /// The body as documented.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// The body as documented, taken out.
    pub fn into_value(self) -> T {
        self.value
    }

    pub(crate) fn new(value: T, facts: Facts) -> Self {
        Self { value, facts }
    }

    pub(crate) fn page(&self) -> Option<&Page> {
        self.facts.page.as_ref()
    }

    pub(crate) fn with_ours(mut self, ours: Option<String>) -> Self {
        self.facts.ours = ours;
        self
    }
}

impl PartialEq for Facts {
    fn eq(&self, other: &Self) -> bool {
        // All the rest is read from these.
        std::ptr::eq(self.operation, other.operation)
            && (self.status, &self.raw, &self.ours) == (other.status, &other.raw, &other.ours)
    }
}

impl Eq for Facts {}

impl<T: fmt::Debug> fmt::Debug for Reply<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let redactor = (*self.facts.redactor).clone();
        let redactor = redactor.with(self.facts.hidden.iter());
        let value = redactor.text(&format!("{:?}", self.value));
        f.debug_struct("Reply")
            .field("outcome", &self.facts.outcome)
            .field("status", &self.facts.status)
            .field("code", &self.facts.code)
            .field("detail", &self.facts.detail)
            .field("resolution", &self.facts.resolution)
            .field("raw_bytes", &self.facts.raw.len())
            .field("value", &format_args!("{value}"))
            .finish_non_exhaustive()
    }
}
