//! Where one fact stands in a checked spec: some stand there several times.

use verbatim_codegen::model::{Field, Operation, Provider, Scheme};

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
