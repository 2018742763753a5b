//! Fixtures that end well: what a negative is made from.

use verbatim_codegen::model::{Outcome, Provider};

use crate::fixture::{CODE, Call, CallExpect, Case, DeliveryExpect, Fixture, Reply, Row};
use crate::suite::Suite;

/// A row of a fixture that ends in an answer, or a delivery that is read.
#[derive(Debug, Clone)]
pub struct Good<'a> {
    /// Where it is written.
    pub fixture: &'a Fixture,
    /// Which row; none of a delivery.
    pub row: Option<&'a Row>,
    /// What is answered to the requests before the last one: those for tokens.
    pub before: Vec<&'a Reply>,
    /// The HTTP status of the last reply; 0 of a delivery.
    pub status: u16,
    /// The body of the last reply of the call, or of the delivery, with a code in it.
    pub body: String,
}

/// Everything that ends well at a provider, in the order of fixtures.
pub fn good<'a>(suite: &'a Suite, provider: &'a Provider) -> impl Iterator<Item = Good<'a>> {
    let own = (suite.fixtures.iter())
        .filter(|it| it.provider == provider.name && it.known_failure.is_none());
    own.flat_map(|fixture| match &fixture.case {
        Case::Call(call) => {
            let rows = call.rows.iter();
            rows.filter_map(|row| answered(fixture, call, row))
                .collect::<Vec<_>>()
        }
        Case::Delivery(delivery) => {
            let body = match &delivery.expect {
                DeliveryExpect::Heard(_) => Some(delivery.body.clone()),
                DeliveryExpect::Codes(codes) => {
                    let first = codes.first();
                    first.map(|it| delivery.body.replace(CODE, &it.0))
                }
                DeliveryExpect::Error(_) => None,
            };
            let good = body.map(|body| Good {
                fixture,
                row: None,
                before: Vec::new(),
                status: 0,
                body,
            });
            good.into_iter().collect()
        }
    })
}

/// A row that ends in an answer.
fn answered<'a>(fixture: &'a Fixture, call: &'a Call, row: &'a Row) -> Option<Good<'a>> {
    let mut replies: Vec<&Reply> = (row.reply.iter())
        .chain(row.then.iter().map(|it| &it.1))
        .collect();
    if call.pages.is_some() {
        // The first page is a reply as any other.
        replies.truncate(1);
    }
    let last = replies.pop()?;
    if last.fault.is_some() || replies.iter().any(|it| it.fault.is_some()) {
        return None;
    }
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
        before: replies,
        status: last.status,
        body,
    })
}
