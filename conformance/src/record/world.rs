//! What a recorded call takes from the world around it.

use jiff::civil::Date;
use verbatim_codegen::model::{BodyForm, FieldSource, Made, Operation, Provider, Server};
use verbatim_oracle::{Called, End};

use super::extract::Extracted;
use super::page;
use crate::fixture::Setup;

/// What the client of a recorded fixture is built from, beside setup.yaml.
pub(crate) struct World {
    pub(crate) setup: verbatim_oracle::Setup,
    /// The way of being known, where it is not that of setup.yaml.
    pub(crate) way: Option<String>,
    pub(crate) lacks: Vec<String>,
    /// Whether the client makes times, and random texts.
    pub(crate) makes: (bool, bool),
}

impl World {
    pub(crate) fn of(
        provider: &Provider,
        setup: &Setup,
        date: Date,
        operation: &Operation,
        extracted: &Extracted,
    ) -> World {
        let way = extracted.way.map(|it| provider.ways[it].name.clone());
        let lacks: Vec<String> = extracted.lacks.clone();
        let mut credentials = setup.credentials.clone();
        credentials.retain(|it| !lacks.contains(&it.0));
        World {
            makes: makes(operation),
            setup: verbatim_oracle::Setup {
                environment: setup.environment.clone(),
                servers: setup.servers.clone(),
                credentials,
                way: way.clone().or_else(|| setup.way.clone()),
                settings: setup.settings.clone(),
                clock: page::clock(date),
                nonces: page::nonces(),
                pages: None,
            },
            way: way.filter(|it| Some(it) != setup.way.as_ref()),
            lacks: lacks
                .into_iter()
                .filter(|it| setup.credential(it).is_some())
                .collect(),
        }
    }
}

impl World {
    /// What comes of a call with the credentials on the wire, in the environment that they are of.
    pub(crate) fn real(
        &self,
        provider: &Provider,
        extracted: &Extracted,
        call: impl Fn(&verbatim_oracle::Setup) -> Called,
    ) -> Called {
        let mut setup = self.setup.clone();
        for (name, value) in &extracted.credentials {
            setup.credentials.retain(|it| it.0 != *name);
            setup.credentials.push((name.clone(), value.clone()));
        }
        let res = call(&setup);
        let refused = |it: &Called| matches!(&it.end, End::Failed(it) if it.at_setup);
        if !refused(&res) {
            return res;
        }
        for environment in &provider.environments {
            setup.environment.clone_from(&environment.name);
            // The address is not compared, only what comes after it.
            let nowhere = |it: &Server| (it.name.clone(), "https://recorded.invalid".to_owned());
            let unnamed = environment.servers.iter().filter(|it| it.url.is_none());
            setup.servers = unnamed.map(nowhere).collect();
            let elsewhere = call(&setup);
            if !refused(&elsewhere) {
                return elsewhere;
            }
        }
        res
    }
}

/// Whether a client makes times, and random texts, for an operation.
fn makes(operation: &Operation) -> (bool, bool) {
    let made = |wanted: fn(&Made) -> bool| {
        let mut fields = operation.fields.iter();
        fields.any(|it| matches!(&it.source, FieldSource::Made(it) if wanted(it)))
    };
    let boundary = operation.body == BodyForm::Multipart;
    (
        made(|it| matches!(it, Made::Timestamp(_))),
        boundary || made(|it| matches!(it, Made::Nonce(_))),
    )
}
