//! Where what is shared by name may be cited: the lines of the operations and callbacks that use it.

use std::collections::{BTreeMap, BTreeSet};

use super::Block;
use crate::model::{Lines, Provider, SampleKind, Type};

/// Per record and enumeration, its users.
pub(super) struct Blocks<'a> {
    provider: &'a Provider,
    records: BTreeMap<&'a str, BTreeSet<User<'a>>>,
    enums: BTreeMap<&'a str, BTreeSet<User<'a>>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum User<'a> {
    Operation(&'a str),
    Callback(&'a str),
    /// A header of every operation.
    Everybody,
}

impl<'a> Blocks<'a> {
    pub(super) fn of(provider: &'a Provider) -> Blocks<'a> {
        let mut res = Blocks {
            provider,
            records: BTreeMap::new(),
            enums: BTreeMap::new(),
        };
        for it in &provider.operations {
            let user = User::Operation(&it.name);
            for (index, field) in it.fields.iter().enumerate() {
                match index < it.shared {
                    true => res.uses(User::Everybody, &field.ty),
                    false => res.uses(user, &field.ty),
                }
            }
            res.uses(user, &it.reply.ty);
        }
        for it in &provider.callbacks {
            for shape in &it.shapes {
                res.reads(User::Callback(&it.name), &shape.record);
            }
        }
        res
    }

    fn uses(&mut self, user: User<'a>, ty: &'a Type) {
        let ty = ty.innermost();
        if let Some(name) = ty.record() {
            self.reads(user, name);
        } else if let Type::Enum(name) = ty {
            self.enums.entry(name).or_default().insert(user);
        }
    }

    fn reads(&mut self, user: User<'a>, name: &'a str) {
        let provider = self.provider;
        // Records hold no circle but through lists, and each is entered once per user.
        if !self.records.entry(name).or_default().insert(user) {
            return;
        }
        for it in provider.record(name).into_iter().flat_map(|it| &it.members) {
            self.uses(user, &it.ty);
        }
    }

    pub(super) fn of_enum(&self, name: &str) -> Block {
        self.block(self.enums.get(name))
    }

    /// A record that no user prints is the provider's common one, and cited where it is printed.
    pub(super) fn of_record(&self, name: &str) -> Block {
        let users = self.records.get(name);
        let prints = |user: &User<'_>| match user {
            User::Operation(name) => self
                .provider
                .operation(name)
                .is_some_and(|it| it.samples.iter().any(|it| it.kind == SampleKind::Reply)),
            User::Callback(_) => true,
            User::Everybody => false,
        };
        match users.is_some_and(|it| it.iter().any(prints)) {
            true => self.block(users),
            false => Block::Shared,
        }
    }

    fn block(&self, users: Option<&BTreeSet<User<'_>>>) -> Block {
        let mut all = Vec::new();
        for user in users.into_iter().flatten() {
            let lines = match user {
                User::Operation(name) => self.provider.operation(name).map(|it| &it.lines),
                User::Callback(name) => self.provider.callback(name).map(|it| &it.lines),
                User::Everybody => None,
            };
            match lines {
                Some(lines) if !lines.0.is_empty() => all.extend(lines.0.iter().copied()),
                // What is not printed here has no lines to stay inside of.
                Some(_) => {}
                None => return Block::Shared,
            }
        }
        inside(all)
    }

    /// Where a code may be cited: the lines of what it can occur in, and those that no operation
    /// or callback has for its own.
    pub(super) fn of_code(&self, scope: &[String]) -> Block {
        let operations = self.provider.operations.iter();
        let lines = operations.map(|it| (&it.name, &it.lines));
        let callbacks = self.provider.callbacks.iter();
        let lines = lines.chain(callbacks.map(|it| (&it.name, &it.lines)));
        let (own, others): (Vec<_>, Vec<_>) = lines.partition(|it| scope.contains(it.0));
        let ranges = |it: Vec<(&String, &Lines)>| -> Vec<(u32, u32)> {
            it.into_iter()
                .flat_map(|it| it.1.0.iter().copied())
                .collect()
        };
        let mut all = ranges(own);
        let mut next = 1;
        let mut taken = ranges(others);
        taken.sort_unstable();
        for (first, last) in taken {
            if next < first {
                all.push((next, first - 1));
            }
            next = next.max(last.saturating_add(1));
        }
        all.push((next, u32::MAX));
        inside(all)
    }
}

/// These lines, each once and in order; everywhere when there are none.
fn inside(mut lines: Vec<(u32, u32)>) -> Block {
    lines.sort_unstable();
    let mut res: Vec<(u32, u32)> = Vec::new();
    for (first, last) in lines {
        match res.last_mut() {
            Some(before) if first <= before.1.saturating_add(1) => {
                before.1 = before.1.max(last);
            }
            Some(_) | None => res.push((first, last)),
        }
    }
    match res.is_empty() {
        true => Block::Shared,
        false => Block::Inside(Lines(res)),
    }
}
