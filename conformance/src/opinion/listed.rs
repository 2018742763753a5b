//! Values that a spec does not list, in what a fixture sends and is told.

use verbatim_codegen::model::Provider;
use verbatim_oracle::{End, unlisted_in_callback, unlisted_in_input, unlisted_in_reply};

use super::Opinion;
use crate::fixture::{CODE, Case, Fixture};
use crate::play::codes_of_row;

/// What of the values in a fixture the spec does not list, each once, in the order of letters.
pub fn unlisted(provider: &Provider, fixture: &Fixture, opinion: &Opinion) -> Vec<String> {
    let mut res: Vec<String> = Vec::new();
    match (&fixture.case, opinion) {
        (Case::Call(call), Opinion::Calls(calls)) => {
            let Some(operation) = provider.operation(&call.operation) else {
                return res;
            };
            let plays = call.rows.iter().flat_map(|row| {
                let codes = codes_of_row(row).into_iter();
                codes.map(move |code| (row, code))
            });
            for ((row, code), called) in plays.zip(calls) {
                let called = &called.called;
                if !called.sent.is_empty() {
                    res.extend(unlisted_in_input(provider, operation, &row.input));
                }
                if let (End::Answered(_), Some(reply)) = (&called.end, row.replies().last()) {
                    let body = match &code {
                        Some(code) => reply.body.replace(CODE, code),
                        None => reply.body.clone(),
                    };
                    res.extend(unlisted_in_reply(provider, operation, body.as_bytes()));
                }
            }
        }
        (Case::Delivery(delivery), Opinion::Deliveries(deliveries)) => {
            if let Some(callback) = provider.callback(&delivery.callback) {
                for heard in deliveries.iter().filter_map(|it| it.end.as_ref().ok()) {
                    let (shape, body) = (&heard.shape, &heard.body);
                    res.extend(unlisted_in_callback(provider, callback, shape, body));
                }
            }
        }
        (Case::Call(_), Opinion::Deliveries(_)) | (Case::Delivery(_), Opinion::Calls(_)) => {}
    }
    res.sort();
    res.dedup();
    res
}
