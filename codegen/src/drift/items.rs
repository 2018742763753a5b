//! From a fact to the generated items that it becomes.

use std::collections::BTreeSet;

use super::uses::users;
use crate::facts::About;
use crate::model::{Operation, Provider, TableRow};
use crate::names::{pascal, shouting, snake};

/// Adds the Rust paths of what a fact is about, and the operations and callbacks that it belongs to.
pub(super) fn of(
    provider: &Provider,
    about: &About,
    items: &mut Vec<String>,
    operations: &mut BTreeSet<String>,
) {
    let name = &provider.name;
    match about {
        About::Provider | About::Token(_) => items.push(format!("{name}::Client")),
        About::Scheme(scheme) => {
            items.push(format!("{name}::Client"));
            let signs = |it: &&Operation| {
                let signature = it.signature.as_ref();
                signature.is_some_and(|it| it.scheme.name == *scheme)
            };
            let signed = provider.operations.iter().filter(signs);
            operations.extend(signed.map(|it| it.name.clone()));
        }
        About::Header(_) => {
            items.push(format!("{name}::operations"));
            operations.extend(provider.operations.iter().map(|it| it.name.clone()));
        }
        About::Server(environment, server) => {
            items.push(format!("{name}::Builder::{}", snake(server)));
            let mut here = (provider.environments.iter()).filter(|it| it.name == *environment);
            let index = here.find_map(|it| it.servers.iter().position(|it| it.name == *server));
            let called = provider.operations.iter();
            let called = called.filter(|it| Some(it.server) == index);
            operations.extend(called.map(|it| it.name.clone()));
        }
        About::Setting(setting) => items.push(format!("{name}::Builder::{}", snake(setting))),
        About::Credential(it) => items.push(format!("{name}::Credentials::{}", snake(it))),
        About::Way(it) => items.push(format!("{name}::Credentials::{}", pascal(it))),
        About::Enum(it) => items.push(format!("{name}::types::{}", pascal(it))),
        About::Value(set, it) => {
            items.push(format!("{name}::types::{}::{}", pascal(set), pascal(it)));
            operations.extend(users(provider, set));
        }
        About::Table(table) => tables(provider, table, None, items, operations),
        About::Row(table, index) => tables(provider, table, Some(*index), items, operations),
        About::Member(record, it) => {
            items.push(format!("{name}::types::{}::{}", pascal(record), snake(it)));
            operations.extend(users(provider, record));
        }
        About::Code(index) => {
            if let Some(it) = provider.codes.get(*index) {
                items.push(format!("{name}::types::Code::{}", pascal(&it.name)));
                operations.extend(it.scope.iter().cloned());
            }
        }
        About::Operation(it) => {
            items.push(format!("{name}::Client::{}", snake(it)));
            items.push(format!("{name}::operations::{}", pascal(it)));
            operations.insert(it.clone());
        }
        About::Field(operation, it) => {
            let path = format!("{name}::operations::{}", pascal(operation));
            let given = provider.operation(operation);
            let given = given.is_some_and(|of| of.inputs().any(|field| field.name == *it));
            // What the caller does not give is no member of the request.
            items.push(match given {
                true => format!("{path}::{}", snake(it)),
                false => path,
            });
            operations.insert(operation.clone());
        }
        About::Callback(it) => {
            items.push(format!("{name}::callbacks::{}", pascal(it)));
            operations.insert(it.clone());
        }
        About::Reference(it) => items.push(format!("{name}::types::{}", pascal(it))),
        About::Magic(environment, it) => {
            items.push(format!("{name}::{}::{}", snake(environment), shouting(it)));
        }
    }
}

/// The values that the rows of a table became, or the type of the rows.
fn tables(
    provider: &Provider,
    table: &str,
    row: Option<usize>,
    items: &mut Vec<String>,
    operations: &mut BTreeSet<String>,
) {
    let name = &provider.name;
    let Some(table) = provider.tables.iter().find(|it| it.name == table) else {
        return;
    };
    let before = items.len();
    for set in &provider.enums {
        for value in &set.values {
            let here = |it: &TableRow| it.citation == value.citation && it.holds(&value.wire);
            match row.map(|it| table.rows.get(it)) {
                None if table.rows.iter().any(here) => {
                    operations.extend(users(provider, &set.name));
                    items.push(format!("{name}::types::{}", pascal(&set.name)));
                }
                Some(Some(it)) if here(it) => {
                    operations.extend(users(provider, &set.name));
                    let value = pascal(&value.name);
                    items.push(format!("{name}::types::{}::{value}", pascal(&set.name)));
                }
                None | Some(_) => {}
            }
        }
    }
    if items.len() == before {
        items.push(format!("{name}::types::{}Row", pascal(&table.name)));
    }
}
