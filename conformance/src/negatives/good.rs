//! Fixtures that end well: what a negative is made from.

use std::collections::BTreeSet;

use verbatim_codegen::model::{FieldSource, Operation, Outcome, Provider, Resolution};

use crate::fixture::{CODE, Call, CallExpect, Case, Delivery, DeliveryExpect, Fixture, Reply, Row};
use crate::suite::Suite;

/// A row of a fixture that ends in an answer or is settled, or a delivery that is read or confirmed.
#[derive(Debug, Clone)]
pub struct Good<'a> {
    /// Where it is written.
    pub fixture: &'a Fixture,
    /// Which row; none of a delivery.
    pub row: Option<&'a Row>,
    /// The query whose reply it is that is spoiled, where that is not the call's own.
    pub query: Option<&'a Operation>,
    /// What is answered to the call, less what is spoiled.
    pub replies: Vec<&'a Reply>,
    /// What is answered to the query, less what is spoiled.
    pub queries: Vec<&'a Reply>,
    /// The HTTP status of the reply that is spoiled; 0 of a delivery.
    pub status: u16,
    /// Its body, or that of the delivery, with a code in it.
    pub body: String,
}

/// Everything that ends well at a provider, in the order of fixtures.
pub fn good<'a>(suite: &'a Suite, provider: &'a Provider) -> impl Iterator<Item = Good<'a>> {
    let own = (suite.fixtures.iter())
        .filter(|it| it.provider == provider.name && it.known_failure.is_none());
    own.flat_map(|fixture| match &fixture.case {
        Case::Call(call) => (call.rows.iter())
            .flat_map(|row| {
                let answered = answered(provider, fixture, call, row);
                answered
                    .into_iter()
                    .chain(settled(provider, fixture, call, row))
            })
            .collect::<Vec<_>>(),
        Case::Delivery(delivery) => {
            let heard = heard(fixture, delivery);
            heard
                .into_iter()
                .chain(confirmed(provider, fixture, delivery))
                .collect()
        }
    })
}

/// A row that ends in an answer.
fn answered<'a>(
    provider: &Provider,
    fixture: &'a Fixture,
    call: &'a Call,
    row: &'a Row,
) -> Option<Good<'a>> {
    let mut replies = of_call(row)?;
    if call.pages.is_some() {
        // The first page is a reply as any other; the tokens that are asked with come before it.
        replies.truncate(1 + tokens(provider.operation(&call.operation)?));
    }
    let last = replies.pop()?;
    let good = |it: &&(String, Outcome)| matches!(it.1, Outcome::Succeeded | Outcome::Pending);
    let body = match &row.expect {
        CallExpect::Answer(_) => last.body.clone(),
        CallExpect::Codes(codes) if last.body.contains(CODE) => {
            let (code, _) = codes.iter().find(good)?;
            last.body.replace(CODE, code)
        }
        CallExpect::Codes(_) | CallExpect::Error(_) | CallExpect::Inexpressible(_) => return None,
    };
    Some(Good {
        fixture,
        row: Some(row),
        query: None,
        replies,
        queries: Vec::new(),
        status: last.status,
        body,
    })
}

/// How many tokens an operation sends.
fn tokens(operation: &Operation) -> usize {
    let sent = operation.fields.iter().filter_map(|it| {
        let FieldSource::Token(index) = it.source else {
            return None;
        };
        Some(index)
    });
    sent.collect::<BTreeSet<_>>().len()
}

/// What is answered to a call, where all of it arrives.
fn of_call(row: &Row) -> Option<Vec<&Reply>> {
    let replies: Vec<&Reply> = (row.reply.iter())
        .chain(row.then.iter().map(|it| &it.1))
        .collect();
    whole(&replies).then_some(replies)
}

fn whole(replies: &[&Reply]) -> bool {
    replies.iter().all(|it| it.fault.is_none())
}

/// A row that a query settles.
fn settled<'a>(
    provider: &'a Provider,
    fixture: &'a Fixture,
    call: &'a Call,
    row: &'a Row,
) -> Option<Good<'a>> {
    let expect = &row.resolve.as_ref()?.expect;
    let operation = provider.operation(&call.operation)?;
    let query = |it: &'a Resolution| match it {
        Resolution::QueryTheirs { operation } | Resolution::QueryOurs { operation, .. } => {
            provider.operation(operation)
        }
        Resolution::Nothing
        | Resolution::Callback { .. }
        | Resolution::CreateAgain
        | Resolution::ByHand => None,
    };
    let query = query(&operation.pending).or_else(|| query(&operation.unknown))?;
    let codes = matches!(row.expect, CallExpect::Codes(_));
    let good = ["succeeded", "rejected"].contains(&expect.settled.as_str()) && !codes;
    let queries: Vec<&Reply> = row.queries().map(|it| &it.1).collect();
    let replies = row.replies().take(row.replies().count() - queries.len());
    let replies = replies.collect();
    let good = Good {
        row: Some(row),
        replies,
        ..of_query(fixture, query, queries).filter(|_| good)?
    };
    Some(good)
}

/// A delivery that is read.
fn heard<'a>(fixture: &'a Fixture, delivery: &Delivery) -> Option<Good<'a>> {
    let body = match &delivery.expect {
        DeliveryExpect::Heard(_) => delivery.body.clone(),
        DeliveryExpect::Codes(codes) => delivery.body.replace(CODE, &codes.first()?.0),
        DeliveryExpect::Error(_) => return None,
    };
    Some(Good {
        fixture,
        row: None,
        query: None,
        replies: Vec::new(),
        queries: Vec::new(),
        status: 0,
        body,
    })
}

/// A delivery of which a query tells whether it is true.
fn confirmed<'a>(
    provider: &'a Provider,
    fixture: &'a Fixture,
    delivery: &'a Delivery,
) -> Option<Good<'a>> {
    let expect = &delivery.confirm.as_ref()?.expect;
    let query = provider.callback(&delivery.callback)?.confirm.as_ref()?;
    let good = ["confirmed", "contradicted"].contains(&expect.confirmation.as_str());
    let queries = delivery.queries().map(|it| &it.1).collect();
    of_query(fixture, provider.operation(query)?, queries).filter(|_| good)
}

fn of_query<'a>(
    fixture: &'a Fixture,
    query: &'a Operation,
    mut queries: Vec<&'a Reply>,
) -> Option<Good<'a>> {
    let last = queries.pop()?;
    (last.fault.is_none() && whole(&queries)).then(|| Good {
        fixture,
        row: None,
        query: Some(query),
        replies: Vec::new(),
        queries,
        status: last.status,
        body: last.body.clone(),
    })
}
