//! What the generated clients can be asked, and with what: taken from specs and fixtures, so that
//! a provider that is added is played without a word here.

use std::fmt;
use std::path::Path;

use verbatim_clients::dispatch::Generated;
use verbatim_codegen::model::{Effect, FieldSource, Operation, Provider};
use verbatim_conformance::fixture::{Fixture, Origin, Setup};
use verbatim_conformance::house::Specs;
use verbatim_conformance::negatives;
use verbatim_conformance::suite::Suite;
use verbatim_runtime::dispatch::Clients;

/// An operation with a request that it takes, and a reply that is a good one.
pub(crate) struct Subject<'a> {
    pub(crate) provider: &'a Provider,
    pub(crate) operation: &'a Operation,
    pub(crate) fixture: &'a Fixture,
    pub(crate) setup: &'a Setup,
    /// The way of being known.
    pub(crate) way: Option<String>,
    /// The request, as JSON.
    pub(crate) input: &'a str,
    /// The body of a good reply.
    pub(crate) reply: String,
    /// Its status.
    pub(crate) status: u16,
}

impl fmt::Display for Subject<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            provider,
            operation,
            ..
        } = self;
        let effect = operation.effect.word();
        write!(f, "{}/{}, which {effect}", provider.name, operation.name)
    }
}

/// Specs and fixtures of every client that there is.
pub(crate) fn suite() -> Suite {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let specs = Specs::read(&root.join("../specs")).expect("there are specs");
    assert!(specs.reports.is_empty(), "{}", specs.reports.join("\n"));
    let suite = Suite::read(&root.join("fixtures"), specs.providers).expect("there are fixtures");
    let names: Vec<&str> = suite.providers.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, Generated.providers(), "each client has a spec");
    suite
}

/// For each effect that a provider has, one of its operations; each is named when there is none
/// that can be played.
pub(crate) fn one_per_effect(suite: &Suite) -> Vec<Subject<'_>> {
    let (mut res, mut lacking) = (Vec::new(), Vec::new());
    for provider in &suite.providers {
        for effect in Effect::ALL {
            let mut of_effect = provider.operations.iter();
            if !of_effect.any(|it| it.effect == *effect) {
                continue;
            }
            let mut playable: Vec<_> = good(suite, provider)
                .filter(|it| it.operation.effect == *effect && !needs_token(it.operation))
                .collect();
            // What the document prints comes before our own.
            playable.sort_by_key(|it| it.fixture.origin != Origin::Document);
            match playable.into_iter().next() {
                Some(subject) => res.push(subject),
                None => lacking.push(format!("{}: {}", provider.name, effect.word())),
            }
        }
    }
    assert!(
        lacking.is_empty(),
        "no fixture has a good reply: {lacking:?}"
    );
    res
}

/// Every request of a fixture that ends in an answer, with the reply that it gets.
pub(crate) fn good<'a>(
    suite: &'a Suite,
    provider: &'a Provider,
) -> impl Iterator<Item = Subject<'a>> {
    let setup = suite.setup(&provider.name).expect("each has a setup");
    let alone =
        negatives::good(suite, provider).filter(|it| it.query.is_none() && it.replies.is_empty());
    alone.filter_map(move |it| {
        Some(Subject {
            provider,
            operation: provider.operation(it.fixture.subject())?,
            fixture: it.fixture,
            setup,
            way: it.fixture.way.clone().or_else(|| setup.way.clone()),
            input: &it.row?.input,
            reply: it.body,
            status: it.status,
        })
    })
}

/// Another call comes before one that sends a token.
fn needs_token(operation: &Operation) -> bool {
    let mut fields = operation.fields.iter();
    fields.any(|it| matches!(it.source, FieldSource::Token(_)))
}
