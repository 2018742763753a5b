//! From a fact to the generated items that it becomes.

use std::collections::BTreeSet;

use crate::facts::About;
use crate::model::{Operation, Provider, TableRow, Type};
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
        About::Provider | About::Scheme(_) | About::Token(_) => {
            items.push(format!("{name}::Client"))
        }
        About::Header(_) => items.push(format!("{name}::operations")),
        About::Server(_, server) => items.push(format!("{name}::Builder::{}", snake(server))),
        About::Setting(setting) => items.push(format!("{name}::Builder::{}", snake(setting))),
        About::Credential(it) => items.push(format!("{name}::Credentials::{}", snake(it))),
        About::Way(it) => items.push(format!("{name}::Credentials::{}", pascal(it))),
        About::Enum(it) => items.push(format!("{name}::types::{}", pascal(it))),
        About::Value(set, it) => {
            items.push(format!("{name}::types::{}::{}", pascal(set), pascal(it)));
        }
        About::Table(table) => tables(provider, table, None, items),
        About::Row(table, index) => tables(provider, table, Some(*index), items),
        About::Member(record, it) => {
            items.push(format!("{name}::types::{}::{}", pascal(record), snake(it)));
            let reads = |it: &&Operation| it.reply.ty.innermost() == &Type::Record(record.clone());
            let read = provider.operations.iter().filter(reads);
            operations.extend(read.map(|it| it.name.clone()));
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
fn tables(provider: &Provider, table: &str, row: Option<usize>, items: &mut Vec<String>) {
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
                    items.push(format!("{name}::types::{}", pascal(&set.name)));
                }
                Some(Some(it)) if here(it) => {
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
