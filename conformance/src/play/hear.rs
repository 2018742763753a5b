//! From a delivery to what a client reads in it and answers.

use verbatim_runtime::dispatch::{self, Clients};

use super::{Hearing, caught, ended};
use crate::fixture::{CODE, Delivery, Fixture, Said, Setup};

/// Delivers it; nobody is asked whether it is true.
pub(crate) fn hear(
    clients: &dyn Clients,
    setup: &Setup,
    fixture: &Fixture,
    delivery: &Delivery,
    code: Option<String>,
) -> Hearing {
    let provider = &fixture.provider;
    let body = match &code {
        Some(code) => delivery.body.replace(CODE, code),
        None => delivery.body.clone(),
    };
    let delivered = delivered(setup, fixture, delivery, &body);
    let end = caught(|| ended(clients.hear(provider, &delivery.callback, &delivered)));
    let answer = delivery.said.as_ref().map(|said| {
        let said = match said {
            Said::Nothing => dispatch::Said::Nothing,
            Said::GoesOn(text) => dispatch::Said::GoesOn(text.clone()),
            Said::Ends(text) => dispatch::Said::Ends(text.clone()),
        };
        caught(|| ended(clients.answer(provider, &delivery.callback, &said)))
    });
    let mut callbacks = clients.callbacks(provider).iter();
    let method = callbacks.find(|it| it.name() == delivery.callback);
    Hearing {
        code,
        body,
        method: method.map(dispatch::Callback::method),
        end,
        answer,
        confirming: None,
    }
}

/// What is delivered, with this body.
pub(crate) fn delivered(
    setup: &Setup,
    fixture: &Fixture,
    delivery: &Delivery,
    body: &str,
) -> dispatch::Delivered {
    dispatch::Delivered {
        method: delivery.method.clone(),
        headers: delivery.headers.clone(),
        body: body.as_bytes().to_vec(),
        credentials: setup.credentials.clone(),
        clock: fixture.sources.clock(),
    }
}
