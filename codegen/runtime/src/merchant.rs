//! One merchant at one provider: what a client holds once it is set up.

use std::sync::{Arc, OnceLock};

use crate::{
    auth::Token,
    clock::Clock,
    error::{Error, Parts},
    keeper::Keeper,
    kind::Kind,
    limits::Limits,
    nonces::Nonces,
    operation::{Operation, Path},
    outcome::Certainty,
    provider::Provider,
    redact::Redactor,
    secret::Secret,
    sign,
    slot::{Slot, Source},
    transport::Transport,
};

/// What a [`Core`](crate::rt::Core) holds; made by [`Setup`](crate::rt::Setup), which checked it.
pub(crate) struct Merchant {
    pub(crate) provider: &'static Provider,
    pub(crate) environment: &'static str,
    pub(crate) servers: Vec<String>,
    pub(crate) credentials: Vec<Option<Secret>>,
    pub(crate) settings: Vec<Option<String>>,
    /// The way of being known, by index.
    pub(crate) way: Option<usize>,
    /// One per row of the provider's tokens.
    pub(crate) tokens: Vec<Keeper>,
    pub(crate) limits: Limits,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) nonces: Arc<dyn Nonces>,
    /// Made when the first reply comes.
    pub(crate) redactor: OnceLock<Arc<Redactor>>,
}

impl Merchant {
    /// Takes out what must not come back out, what was `made` of it for one call too.
    pub(crate) fn redactor(&self, made: &[String]) -> Arc<Redactor> {
        let credentials = self.redactor.get_or_init(|| {
            let credential = |index: usize| self.credentials[index].as_ref().map(Secret::expose);
            let rows = self.provider.credentials.iter().zip(&self.credentials);
            let given = rows.filter(|it| it.0.secret);
            let given = given.filter_map(|it| it.1.as_ref().map(Secret::expose).map(str::to_owned));
            let pairs = self.provider.auth.pairs.iter();
            let pairs =
                pairs.filter_map(|it| Some(sign::pair(credential(it.0)?, credential(it.1)?)));
            Arc::new(Redactor::new(given.chain(pairs)))
        });
        let mut fetched = self.tokens.iter().filter_map(Keeper::shown).peekable();
        match fetched.peek() {
            None if made.is_empty() => Arc::clone(credentials),
            Some(_) | None => Arc::new((**credentials).clone().with(fetched).with(made.iter())),
        }
    }

    /// Whether a slot that operations share is one of this one's.
    pub(crate) fn sends(&self, slot: &Slot, operation: &Operation) -> bool {
        let fetches = |it: &Token| it.operation.name == operation.name;
        let by_method = slot.methods.is_empty() || slot.methods.contains(&operation.method);
        let by_way = slot.way.is_none() || slot.way == self.way;
        // Nobody has a token before it is fetched.
        let token = matches!(slot.source, Source::Token(_));
        by_method && by_way && !(token && self.provider.auth.tokens.iter().any(fetches))
    }

    /// Where an operation is: the address of its server, and the path below it.
    ///
    /// # Errors
    ///
    /// `Configuration`: the setting that says its path is missing.
    pub(crate) fn address(&self, operation: &'static Operation) -> Result<(&str, &str), Error> {
        let server = &self.servers[operation.server];
        match operation.path {
            Path::Fixed(path) => Ok((server, path)),
            Path::Setting(index) => match &self.settings[index] {
                Some(path) => Ok((server, path)),
                None => {
                    let detail = format!("setting `{}` is missing", self.provider.settings[index]);
                    let (kind, certainty) = (Kind::Configuration, Certainty::NotSent);
                    Err(Error::from(Parts {
                        detail: Some(detail),
                        ..Parts::new(self.provider.name, operation.name, kind, certainty)
                    }))
                }
            },
        }
    }
}
