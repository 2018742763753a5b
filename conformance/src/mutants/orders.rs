//! Whether a fixture tells a signature's order from every one that is a step away.

use verbatim_codegen::model::{Provider, SignedPart};

use super::Class;
use super::signing::orders;
use crate::fixture::{Case, DeliveryExpect, Fixture, Setup};
use crate::opinion::{objection, of_oracle};

/// Whether the fixture tells every adjacent swap and every omission of what is signed apart; `None`
/// where nothing that is signed is sent or believed in it.
pub fn tells_order(provider: &Provider, setup: &Setup, fixture: &Fixture) -> Option<bool> {
    let mut changed = provider.clone();
    let parts = parts(&mut changed, fixture)?.clone();
    let near = orders(&parts, &|it| format!("{it:?}")).into_iter();
    let mut near = near
        .filter(|((class, _), _)| matches!(class, Class::SignatureSwap | Class::SignatureOmission));
    Some(near.all(|(_, order)| {
        if let Some(it) = self::parts(&mut changed, fixture) {
            *it = order;
        }
        let opinion = of_oracle(&changed, setup, fixture);
        objection(provider, fixture, &opinion).is_some()
    }))
}

/// What is signed in it.
fn parts<'p>(provider: &'p mut Provider, fixture: &Fixture) -> Option<&'p mut Vec<SignedPart>> {
    match &fixture.case {
        Case::Call(call) => {
            call.requests().next()?;
            let mut operations = provider.operations.iter_mut();
            let operation = operations.find(|it| it.name == call.operation)?;
            Some(&mut operation.signature.as_mut()?.parts)
        }
        Case::Delivery(delivery) => {
            let believed = matches!(delivery.expect, DeliveryExpect::Heard(_));
            let mut callbacks = provider.callbacks.iter_mut();
            let callback = callbacks.find(|it| it.name == delivery.callback && believed)?;
            Some(&mut callback.signature.as_mut()?.parts)
        }
    }
}
