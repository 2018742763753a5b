//! One merchant at one provider: what a client holds once it is set up.

use std::sync::Arc;

use crate::{
    clock::Clock,
    error::{Error, Parts},
    kind::Kind,
    limits::Limits,
    nonces::Nonces,
    operation::{Operation, Path, Provider},
    outcome::Certainty,
    secret::Secret,
    transport::Transport,
};

/// What a [`Core`](crate::rt::Core) holds; made by [`Setup`](crate::rt::Setup), which checked it.
pub(crate) struct Merchant {
    pub(crate) provider: &'static Provider,
    pub(crate) servers: Vec<String>,
    pub(crate) credentials: Vec<Option<Secret>>,
    pub(crate) settings: Vec<Option<String>>,
    pub(crate) limits: Limits,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) nonces: Arc<dyn Nonces>,
}

impl Merchant {
    /// The secrets that must not come back out.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &str> {
        let rows = self.provider.credentials.iter().zip(&self.credentials);
        rows.filter(|it| it.0.secret)
            .filter_map(|it| it.1.as_ref().map(Secret::expose))
    }

    /// Where an operation is.
    ///
    /// # Errors
    ///
    /// `Configuration`: the setting that says its path is missing.
    pub(crate) fn url(&self, operation: &'static Operation) -> Result<String, Error> {
        let server = &self.servers[operation.server];
        match operation.path {
            Path::Fixed(path) => Ok(format!("{server}{path}")),
            Path::Setting(index) => match &self.settings[index] {
                Some(path) => Ok(format!("{server}{path}")),
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
