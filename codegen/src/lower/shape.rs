//! Enumerations, tables and records as Rust types.

use proc_macro2::Literal;
use quote::{format_ident, quote};

use super::{Uses, doc, table_name, tokens};
use crate::client::{Column, Enumeration, Member, Record, Reference, Table, Tokens, Value};
use crate::model::{self, Charset, CodeEntry, Provider, RecordForm, Type};
use crate::names::{pascal, snake};

pub(super) fn enumeration(it: &model::Enumeration) -> Enumeration {
    let values = it.values.iter().map(|value| Value {
        ident: tokens(&pascal(&value.name)),
        wire: value.wire.clone(),
        doc: format!(
            "{}\n\nWire: {}. Source: {}.",
            doc::sentence(&value.about, &value.wire),
            doc::code(&value.wire),
            doc::source(&value.citation)
        ),
    });
    let sent = match it.open {
        true => "A value that is not listed may be sent too; in a reply it is kept.",
        false => {
            "In a request, a value that is not listed is refused before it is sent; in a reply it is kept."
        }
    };
    Enumeration {
        ident: tokens(&pascal(&it.name)),
        doc: format!("{}\n\n{sent}", doc::sentence(&it.about, &it.name)),
        values: values.collect(),
    }
}

/// All codes as one enumeration; equal codes are one variant.
pub(super) fn codes(provider: &Provider) -> Enumeration {
    let mut values: Vec<Value> = Vec::new();
    for (index, it) in provider.codes.iter().enumerate() {
        if provider.codes[..index]
            .iter()
            .any(|before| before.code == it.code)
        {
            continue;
        }
        let rows: Vec<&CodeEntry> = provider
            .codes
            .iter()
            .filter(|row| row.code == it.code)
            .collect();
        values.push(Value {
            ident: tokens(&pascal(&it.name)),
            wire: it.code.clone(),
            doc: format!("{}: {}", doc::code(&it.code), doc::code_variant(&rows)),
        });
    }
    let doc = "What the provider says by a code.\n\nWhat a code means for the money depends on where it stands: \
               ask the reply or the error for its outcome.";
    Enumeration {
        ident: tokens(&pascal("code")),
        doc: doc.to_owned(),
        values,
    }
}

/// A type whose values the merchant makes.
pub(super) fn reference(it: &model::Reference) -> Reference {
    let charset = |it: Charset| {
        let word = pascal(it.word());
        quote!(rt::Charset::#word)
    };
    let number = |it: u32| Literal::u32_unsuffixed(it);
    let (random, count) = (charset(it.random), number(it.count));
    let mut rule = quote!(rt::ReferenceRule::random(#random, #count));
    let mut says = Vec::new();
    if let Some(dated) = &it.dated {
        let (pattern, zone) = (&dated.pattern, Literal::i32_unsuffixed(dated.zone));
        rule.extend(quote!(.dated(#pattern, #zone)));
        says.push(format!("It begins with the date, {}.", doc::code(pattern)));
    }
    let (least, most) = it.length;
    rule.extend({
        let (least, most) = (number(least), number(most));
        quote!(.length(#least, #most))
    });
    says.push(format!("It has {least} to {most} characters."));
    if let Some(set) = it.charset {
        let charset = charset(set);
        rule.extend(quote!(.of(#charset)));
        says.push(format!("They are {}.", set.word()));
    }
    Reference {
        ident: tokens(&pascal(&it.name)),
        doc: format!(
            "{} The merchant makes it.\n\n{}\n\nSource: {}.",
            doc::sentence(&it.about, &it.name),
            says.join(" "),
            doc::source(&it.citation)
        ),
        rule: Tokens(rule),
    }
}

pub(super) fn table(table: &model::Table) -> Table {
    let row = format_ident!("{}Row", pascal(&table.name));
    let holes = |index: usize| {
        table
            .rows
            .iter()
            .any(|row| row.cells.get(index).is_some_and(Option::is_none))
    };
    let columns = table
        .columns
        .iter()
        .enumerate()
        .map(|(index, name)| Column {
            ident: tokens(&snake(name)),
            ty: Tokens(match holes(index) {
                true => quote!(Option<&'static str>),
                false => quote!(&'static str),
            }),
            doc: format!("The column {}, as printed.", doc::code(name)),
        });
    let rows = table.rows.iter().map(|it| {
        let cells = it.cells.iter().enumerate().map(|(index, cell)| {
            let name = snake(&table.columns[index]);
            match (cell, holes(index)) {
                (Some(text), false) => quote!(#name: #text),
                (Some(text), true) => quote!(#name: Some(#text)),
                (None, _) => quote!(#name: None),
            }
        });
        Tokens(quote!(#row { #(#cells),* }))
    });
    Table {
        row_doc: format!("One row of [`{}`].", table_name(&table.name).0),
        doc: format!(
            "{}\n\nSource: {}.",
            doc::sentence(&table.about, &table.name),
            doc::source(&table.citation)
        ),
        row: tokens(&row),
        ident: table_name(&table.name),
        columns: columns.collect(),
        rows: rows.collect(),
    }
}

pub(super) fn record(provider: &Provider, record: &model::Record, uses: &mut Uses) -> Record {
    let positional = record.form == RecordForm::Positional;
    let members = record.members.iter().enumerate().map(|(index, it)| {
        let masked = it.secret || it.personal;
        Member {
            ident: tokens(&snake(&it.name)),
            // A reply's map may hold anything; it is kept as it came.
            ty: Tokens(match it.ty == Type::Map {
                true => uses.runtime("Others"),
                false => uses.ty(&it.ty, masked),
            }),
            doc: doc::member(it, positional.then_some(index)),
            wire: it.wire.clone(),
            also: it.also.clone(),
            index,
        }
    });
    let members = members.collect();
    // Types of this page are at hand; only the runtime's need importing.
    uses.types.clear();
    Record {
        ident: tokens(&pascal(&record.name)),
        doc: doc::sentence(
            &record.about,
            &format!("A part of what {} says", provider.title),
        ),
        named: record.form == RecordForm::Object,
        makes: tokens(&format_ident!(
            "{}",
            match record.form {
                RecordForm::Object => "record",
                RecordForm::Positional => "positional",
                RecordForm::Sentence => "sentence",
            }
        )),
        between: between(&record.pattern),
        members,
    }
}

/// What stands before, between and after the members of a sentence; nothing without a pattern.
fn between(pattern: &str) -> Vec<String> {
    if pattern.is_empty() {
        return Vec::new();
    }
    let rest = pattern.split('{').enumerate();
    rest.map(|(index, it)| match (index, it.split_once('}')) {
        (0, _) | (_, None) => it.to_owned(),
        (_, Some((_, after))) => after.to_owned(),
    })
    .collect()
}
