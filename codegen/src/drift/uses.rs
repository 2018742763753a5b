//! Who uses what is shared by name.

use std::collections::BTreeSet;

use crate::model::{Provider, Type};

/// Whether the operation or callback has a value of this set or record, however deep.
pub(super) fn uses(provider: &Provider, of: &str, named: &str) -> bool {
    let mut left: Vec<&Type> = Vec::new();
    if let Some(it) = provider.operation(of) {
        left.extend(it.fields.iter().map(|it| &it.ty));
        left.push(&it.reply.ty);
    }
    let callback = provider.callback(of);
    let shapes = callback.into_iter().flat_map(|it| &it.shapes);
    let mut records: Vec<&str> = shapes.map(|it| it.record.as_str()).collect();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    loop {
        for ty in left.drain(..) {
            let ty = ty.innermost();
            if let Type::Record(it) | Type::TextOr(it) = ty {
                records.push(it);
            } else if matches!(ty, Type::Enum(it) if it == named) {
                return true;
            }
        }
        let Some(record) = records.pop() else {
            return false;
        };
        if record == named {
            return true;
        }
        if seen.insert(record) {
            let members = provider
                .record(record)
                .into_iter()
                .flat_map(|it| &it.members);
            left.extend(members.map(|it| &it.ty));
        }
    }
}

/// The operations and callbacks that have a value of this set or record, however deep.
pub(super) fn users(provider: &Provider, named: &str) -> Vec<String> {
    let operations = provider.operations.iter().map(|it| &it.name);
    let callbacks = provider.callbacks.iter().map(|it| &it.name);
    let all = operations.chain(callbacks);
    all.filter(|it| uses(provider, it, named))
        .cloned()
        .collect()
}
