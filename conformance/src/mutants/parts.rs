//! Where one fact stands in a checked spec: some stand there several times.

use verbatim_codegen::model::{Field, Operation, Provider, Required, Scheme, SignedPart};

/// A place of a field.
#[derive(Debug, Clone)]
pub(super) enum Place {
    /// An operation's own, by index of the operation and of the field.
    Own(usize, usize),
    /// One that operations share.
    Shared(Box<Field>),
}

impl Place {
    /// Changes the field wherever it stands.
    pub(super) fn change(&self, provider: &mut Provider, change: &dyn Fn(&mut Field)) {
        match self {
            Place::Own(operation, field) => {
                change(&mut provider.operations[*operation].fields[*field]);
            }
            Place::Shared(original) => {
                let ways = provider.ways.iter_mut().flat_map(|it| &mut it.fields);
                let own = provider.operations.iter_mut().flat_map(|it| &mut it.fields);
                let all = provider.shared.iter_mut().chain(ways).chain(own);
                all.filter(|it| **it == **original).for_each(change);
            }
        }
    }
}

/// Gives an operation another method, and so those of the shared fields that are sent with that one.
pub(super) fn change_method(provider: &mut Provider, operation: usize, to: &str) {
    let by = |it: &Field, method: &str| {
        it.methods.is_empty() || it.methods.iter().any(|it| it == method)
    };
    let it = &mut provider.operations[operation];
    let before = it.fields.clone();
    let here = |field: &&Field| match before[..it.shared].contains(field) {
        true => by(field, to),
        // What another method leaves out, and not what is left out of this operation anyway.
        false => by(field, to) && !by(field, &it.method),
    };
    let mut fields: Vec<Field> = provider.shared.iter().filter(here).cloned().collect();
    let (shared, gone) = (fields.len(), it.shared);
    fields.extend_from_slice(&before[gone..]);
    let moved = |at: &mut usize| {
        *at = match *at < gone {
            true => fields
                .iter()
                .position(|field| *field == before[*at])
                .unwrap_or_default(),
            false => *at - gone + shared,
        };
    };
    if let Some(signature) = &mut it.signature {
        moved(&mut signature.into);
        for part in &mut signature.parts {
            if let SignedPart::Field(at) = part {
                moved(at);
            }
        }
    }
    it.ours.iter_mut().for_each(moved);
    it.paging.iter_mut().for_each(|it| moved(&mut it.field));
    it.fate.iter_mut().for_each(|it| moved(&mut it.field));
    let mut own = fields.split_off(shared);
    for field in &mut own {
        if let Required::When(condition) = &mut field.required {
            condition.field = condition.field - gone + shared;
        }
    }
    fields.extend(own);
    it.fields = fields;
    it.shared = shared;
    it.method = to.to_owned();
}

/// Changes a way of signing wherever it is used.
pub(super) fn change_scheme(provider: &mut Provider, name: &str, change: &dyn Fn(&mut Scheme)) {
    let inbound = provider.callbacks.iter_mut();
    let inbound = inbound.filter_map(|it| it.signature.as_mut().map(|it| &mut it.scheme));
    let outbound = provider.operations.iter_mut();
    let outbound = outbound.filter_map(|it| it.signature.as_mut().map(|it| &mut it.scheme));
    let all = provider.schemes.iter_mut().chain(outbound).chain(inbound);
    all.filter(|it| it.name == name).for_each(change);
}

/// The names of the operations that send a shared field.
pub(super) fn senders(provider: &Provider, field: &Field) -> Vec<String> {
    let sends = |it: &&Operation| it.fields[..it.shared].contains(field);
    let senders = provider.operations.iter().filter(sends);
    // Whoever takes a token sends what its call sends.
    let names: Vec<String> = senders.map(|it| it.name.clone()).collect();
    match provider.tokens.is_empty() {
        true => names,
        false => Vec::new(),
    }
}
