//! A fixture as the oracle has it.

use verbatim_codegen::model::Provider;
use verbatim_oracle::{Delivery, Failure, Reply, Saying, Setup};

use super::{Delivered, Exchanged, Opinion};
use crate::fixture::{self, CODE, Case, Fixture, ReplyFault, Row, Said, Sources};
use crate::play::{codes_of_delivery, codes_of_row};

/// What the oracle makes of a fixture, by this spec.
pub fn of_oracle(provider: &Provider, setup: &fixture::Setup, fixture: &Fixture) -> Opinion {
    let setup = &*fixture.apart.from(setup);
    let built = setup_of(setup, fixture.way.as_deref(), &fixture.sources);
    match &fixture.case {
        Case::Call(call) => {
            let setup = Setup {
                pages: call.pages,
                ..built
            };
            let plays = call.rows.iter().flat_map(|row| {
                let codes = codes_of_row(row).into_iter();
                codes.map(move |code| (row, code))
            });
            let called = plays.map(|(row, code)| {
                let replies = replies(row, code.as_deref());
                let operation = &call.operation;
                let called =
                    verbatim_oracle::call(provider, &setup, operation, &row.input, &replies);
                let settling = row.resolve.as_ref().and_then(|it| {
                    let most = it.exchanges.len().max(1);
                    let replies: Vec<Reply> = it.exchanges.iter().map(|it| reply(&it.1)).collect();
                    verbatim_oracle::settle(provider, &setup, operation, &called, most, &replies)
                });
                Exchanged { called, settling }
            });
            Opinion::Calls(called.collect())
        }
        Case::Delivery(delivery) => {
            let delivered = codes_of_delivery(delivery).into_iter().map(|code| {
                let body = match &code {
                    Some(code) => delivery.body.replace(CODE, code),
                    None => delivery.body.clone(),
                };
                let came = delivery_of(setup, fixture, delivery, &body);
                let name = &delivery.callback;
                let saying = delivery.said.as_ref().map(|it| match it {
                    Said::Nothing => Saying::Nothing,
                    Said::GoesOn(text) => Saying::GoesOn(text.clone()),
                    Said::Ends(text) => Saying::Ends(text.clone()),
                });
                let end = match verbatim_oracle::hear(provider, name, &came) {
                    Some(end) => end,
                    None => Err(Failure::new("unknown_name", "not_sent")),
                };
                Delivered {
                    method: provider.callback(name).map(|it| it.method.clone()),
                    end,
                    answer: saying.and_then(|it| verbatim_oracle::answer(provider, name, &it)),
                    confirming: delivery.confirm.as_ref().and_then(|it| {
                        let replies: Vec<Reply> =
                            it.exchanges.iter().map(|it| reply(&it.1)).collect();
                        verbatim_oracle::confirm(provider, &built, name, &came, &replies)
                    }),
                }
            });
            Opinion::Deliveries(delivered.collect())
        }
    }
}

/// How the oracle is set up as a client is.
pub(crate) fn setup_of(setup: &fixture::Setup, way: Option<&str>, sources: &Sources) -> Setup {
    let own = || setup.way.clone();
    Setup {
        environment: setup.environment.clone(),
        servers: setup.servers.clone(),
        credentials: setup.credentials.clone(),
        way: way.map(str::to_owned).or_else(own),
        settings: setup.settings.clone(),
        clock: sources.clock,
        nonces: sources.nonces.clone().unwrap_or_default(),
        pages: None,
    }
}

/// What is delivered by a fixture, with this body.
pub(crate) fn delivery_of(
    setup: &fixture::Setup,
    fixture: &Fixture,
    delivery: &fixture::Delivery,
    body: &str,
) -> Delivery {
    Delivery {
        headers: delivery.headers.clone(),
        body: body.as_bytes().to_vec(),
        credentials: setup.credentials.clone(),
        clock: fixture.sources.clock,
    }
}

fn replies(row: &Row, code: Option<&str>) -> Vec<Reply> {
    let of_call = row.replies().count() - row.queries().count();
    let mut replies: Vec<Reply> = row.replies().take(of_call).map(reply).collect();
    if let (Some(Reply::Whole(_, body)), Some(code)) = (replies.first_mut(), code) {
        let text = String::from_utf8_lossy(body).replace(CODE, code);
        *body = text.into_bytes();
    }
    replies
}

/// A reply as the oracle takes it.
pub(crate) fn reply(it: &fixture::Reply) -> Reply {
    match it.fault {
        None => Reply::Whole(it.status, it.body.clone().into_bytes()),
        Some(ReplyFault::Closed) => Reply::Closed,
        Some(ReplyFault::Cut) => Reply::Cut(it.status),
        Some(ReplyFault::Stalled) => Reply::Stalled,
        Some(ReplyFault::Endless) => Reply::Endless(it.status),
    }
}
