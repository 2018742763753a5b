//! Inputs and replies made from the specs, given to the compiled clients and to the oracle: the same
//! bytes and the same outcome, whatever the values are. No socket is opened.
//!
//! `OPINIONS_CASES` says how many per provider, `OPINIONS_SEED` which; a case that differs is
//! written as a fixture to keep.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "whatever is no type of its own here is a text"
)]

#[path = "opinions/made.rs"]
mod made;
#[path = "opinions/memory.rs"]
mod memory;

use std::path::Path;
use std::sync::Arc;

use fastrand::Rng;
use verbatim_clients::dispatch::Generated;
use verbatim_codegen::model::{Operation, Provider};
use verbatim_conformance::house::Specs;
use verbatim_oracle::{End, Reply, call};
use verbatim_runtime::dispatch::{Clients, Failed};

use memory::{Memory, failure, setups};

const HERE: &str = env!("CARGO_MANIFEST_DIR");

fn number(name: &str, usual: u64) -> u64 {
    let given = std::env::var(name).ok();
    given.map_or(usual, |it| it.parse().expect("it is a number"))
}

fn providers() -> Vec<Provider> {
    let specs = Specs::read(&Path::new(HERE).join("../specs")).expect("there are specs");
    assert_eq!(specs.reports, [""; 0]);
    specs.providers
}

/// What both make of one call: the requests, and how it ended, in lines.
fn both(
    provider: &Provider,
    operation: &Operation,
    input: &str,
    reply: &Reply,
) -> (Vec<String>, Vec<String>) {
    let (client, oracle) = setups(provider);
    let by_oracle = call(
        provider,
        &oracle,
        &operation.name,
        input,
        std::slice::from_ref(reply),
    );
    let transport = Arc::new(Memory::new(reply.clone()));
    let client = client(Arc::clone(&transport));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("there is a runtime");
    let ended = runtime.block_on(Generated.call(&provider.name, client, &operation.name, input));
    let mut by_client = transport.taken();
    by_client.push(match &ended {
        Ok(it) => format!(
            "answer {} {} {:?} {:?} {:?} {:?} {}",
            it.outcome, it.status, it.code, it.detail, it.message, it.reference, it.body
        ),
        Err(Failed::Call(error)) => failure(error),
        Err(Failed::Input(_)) => "inexpressible".to_owned(),
        Err(Failed::UnknownName(name)) => format!("there is no {name}"),
    });
    let mut told: Vec<String> = by_oracle.sent.iter().map(memory::told).collect();
    told.push(match &by_oracle.end {
        End::Answered(it) => format!(
            "answer {} {} {:?} {:?} {:?} {:?} {}",
            it.outcome.word(),
            it.status,
            it.code,
            it.detail,
            it.message,
            it.reference,
            it.body
        ),
        End::Failed(it) => memory::failed(it),
        End::Inexpressible(_) => "inexpressible".to_owned(),
        End::UnknownName => "there is no such operation".to_owned(),
    });
    (by_client, told)
}

#[track_caller]
fn agree(provider: &Provider, operation: &Operation, input: &str, reply: &Reply, seed: u64) {
    let (client, oracle) = both(provider, operation, input, reply);
    if client != oracle {
        let kept = made::fixture(provider, operation, input, reply);
        panic!(
            "seed {seed}: client and oracle differ\n client {client:#?}\n oracle {oracle:#?}\n\
             as a fixture, whose verdict a person has to write:\n{kept}"
        );
    }
}

#[test]
fn inputs_from_the_model_send_the_same_bytes() {
    let (cases, seed) = (number("OPINIONS_CASES", 500), number("OPINIONS_SEED", 1));
    println!("OPINIONS_SEED={seed} OPINIONS_CASES={cases}");
    for provider in providers() {
        let mut rng = Rng::with_seed(seed);
        let operations = provider.operations.iter();
        let bodies: Vec<_> = operations.map(|it| made::spoiled(&provider, it)).collect();
        for _ in 0..cases {
            let at = rng.usize(..provider.operations.len());
            let operation = &provider.operations[at];
            let input = made::input(&provider, operation, &mut rng);
            let reply = made::reply(&provider, operation, &bodies[at], &mut rng);
            agree(&provider, operation, &input, &reply, seed);
        }
    }
}

#[test]
fn every_member_of_every_reply_is_spoiled_in_every_way_with_one_result() {
    for provider in providers() {
        for operation in &provider.operations {
            let input = made::input(&provider, operation, &mut Rng::with_seed(1));
            for body in made::spoiled(&provider, operation) {
                let reply = Reply::Whole(200, body);
                agree(&provider, operation, &input, &reply, 1);
            }
        }
    }
}
