//! Inputs and replies that are made from specs, given to compiled clients and to the oracle.

use fastrand::Rng;
use verbatim_codegen::model::{Operation, Provider};
use verbatim_conformance::fixture::Sources;
use verbatim_conformance::negatives::{Answered, Asked, Asking, made};
use verbatim_conformance::suite::Suite;
use verbatim_runtime::dispatch::Clients;

use crate::made;

fn number(name: &str, usual: u64) -> u64 {
    let given = std::env::var(name).ok();
    given.map_or(usual, |it| it.parse().expect("it is a number"))
}

/// What is wrong in some way with a reply of the operation.
fn bodies(suite: &Suite, provider: &Provider, operation: &Operation) -> Vec<String> {
    let name = format!("{}/{}:negatives", provider.name, operation.name);
    let negatives = suite.negatives.iter().find(|it| it.name == name);
    let made = made(suite, negatives.expect("each operation has some"));
    let bodies = made.into_iter().flat_map(|it| it.1);
    bodies.map(|it| it.body).collect()
}

/// Every provider with a setup: both send the same bytes and make the same of the reply.
pub(crate) fn play(suite: &Suite, clients: &dyn Clients) {
    let (cases, seed) = (number("OPINIONS_CASES", 500), number("OPINIONS_SEED", 1));
    println!("OPINIONS_SEED={seed} OPINIONS_CASES={cases}");
    let asking = Asking::new(clients).expect("there is a runtime");
    for provider in &suite.providers {
        let mut rng = Rng::with_seed(seed);
        let operations = provider.operations.iter();
        let bodies: Vec<_> = operations.map(|it| bodies(suite, provider, it)).collect();
        let asked = Asked {
            provider,
            setup: suite.setup(&provider.name).expect("each has a setup"),
            way: None,
            sources: &Sources::default(),
        };
        for _ in 0..cases {
            let at = rng.usize(..provider.operations.len());
            let operation = &provider.operations[at];
            let input = made::input(provider, operation, &mut rng);
            let reply = made::reply(provider, operation, &bodies[at], &mut rng);
            let name = &operation.name;
            let answered = Answered {
                replies: std::slice::from_ref(&reply),
                queries: &[],
            };
            let both = asking.call(asked, name, &input, answered);
            let differing = both.differences();
            assert!(
                differing.is_empty(),
                "seed {seed}: client and oracle differ: {differing:#?}\n\
                 as a fixture, whose verdict a person has to write:\n{}",
                made::fixture(provider, operation, &input, &reply)
            );
        }
    }
}
