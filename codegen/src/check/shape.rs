//! What values look like: types, enumerations, tables, records.

use std::collections::HashMap;

use super::ctx::{At, Ctx};
use super::derive::derive;
use crate::diagnostic::Code;
use crate::model::{Enumeration, Member, Record, RecordForm, Table, TableRow, Type, Value};
use crate::spec::{
    CallbackEntry, EnumEntry, MemberEntry, OperationEntry, ProviderFile, RecordEntry, Standing,
    TableEntry,
};

/// Names of types that a generated crate or the prelude has already, without underscores.
const TAKEN: &[&str] = &[
    "amount",
    "box",
    "builder",
    "callbackanswer",
    "client",
    "code",
    "copy",
    "credentials",
    "default",
    "drop",
    "environment",
    "err",
    "error",
    "fn",
    "from",
    "into",
    "masked",
    "none",
    "ok",
    "option",
    "others",
    "outcome",
    "ok",
    "reply",
    "resolution",
    "result",
    "runtime",
    "secret",
    "self",
    "send",
    "serialize",
    "deserialize",
    "some",
    "string",
    "sync",
    "textmap",
    "vec",
    "tostring",
    "toowned",
    "clone",
    "debug",
    "eq",
    "hash",
    "partialeq",
    "sized",
];

/// All shapes of one provider.
pub(super) struct Shapes {
    pub(super) enums: Vec<Enumeration>,
    pub(super) tables: Vec<Table>,
    pub(super) records: Vec<Record>,
}

impl Shapes {
    pub(super) fn of(ctx: &Ctx, file: &ProviderFile, at: At<'_>) -> Shapes {
        let here = at.key("tables");
        ctx.distinct(file.tables.iter().map(|it| it.0), here);
        let tables: Vec<Table> = file
            .tables
            .iter()
            .map(|(name, it)| table(ctx, name, it, here))
            .collect();
        let here = at.key("enums");
        ctx.distinct(file.enums.iter().map(|it| it.0), here);
        let enums = file
            .enums
            .iter()
            .map(|(name, it)| enumeration(ctx, name, it, here, &tables))
            .collect();
        let here = at.key("records");
        ctx.distinct(file.records.iter().map(|it| it.0), here);
        let records: Vec<Record> = file
            .records
            .iter()
            .map(|(name, it)| record(ctx, name, it, here, file))
            .collect();
        no_circles(ctx, &records, here);
        Shapes {
            enums,
            tables,
            records,
        }
    }
}

/// Reads a type; names in it must be defined.
pub(super) fn parse_type(ctx: &Ctx, text: &str, at: At<'_>, file: &ProviderFile) -> Type {
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    match (word, rest) {
        ("text", "") => Type::Text,
        ("identifier", "") => Type::Identifier,
        ("phone", "") => Type::Phone,
        ("integer", "") => Type::Integer,
        ("boolean", "") => Type::Boolean,
        ("url", "") => Type::Url,
        ("code", "") => Type::Code,
        ("map", "") => Type::Map,
        ("object", "") => Type::Object,
        ("money", currency)
            if currency.len() == 3 && currency.chars().all(|it| it.is_ascii_uppercase()) =>
        {
            Type::Money {
                currency: currency.to_owned(),
            }
        }
        ("timestamp", format) if !format.is_empty() => Type::Timestamp {
            format: ctx.wire(format, at),
        },
        ("enum", name) => {
            ctx.refer(name, at, "enum", file.enums.iter().map(|it| it.0));
            Type::Enum(name.to_owned())
        }
        ("record", name) => {
            ctx.refer(name, at, "record", file.records.iter().map(|it| it.0));
            Type::Record(name.to_owned())
        }
        ("list", item) if item.starts_with("of ") => {
            Type::List(Box::new(parse_type(ctx, &item[3..], at, file)))
        }
        _ => {
            let message = format!("`{}` is no type", text.escape_default());
            ctx.fault(Code::UnknownType, at, message);
            Type::Text
        }
    }
}

/// Operations, callbacks, records, enums and tables become types of one crate.
pub(super) fn distinct_types(
    ctx: &Ctx,
    file: &ProviderFile,
    at: At<'_>,
    operations: &[Standing<OperationEntry>],
    callbacks: &[Standing<CallbackEntry>],
) {
    let mut seen: HashMap<String, String> = HashMap::new();
    let mut one = |kind: &str, name: &str, at: At<'_>| {
        let key = name.replace('_', "");
        if TAKEN.contains(&key.as_str())
            || (kind == "operation" && ["new", "builder"].contains(&key.as_str()))
        {
            let message = format!("`{name}` is a name that generated code needs itself");
            ctx.fault(Code::NameCollision, at, message);
        }
        if let Some(before) = seen.insert(key, format!("{kind} `{name}`")) {
            let message = format!("{kind} `{name}` and {before} would be one type");
            ctx.fault(Code::NameCollision, at, message);
        }
    };
    let sections: [(&str, &str, Vec<&str>); 3] = [
        ("enums", "enum", file.enums.iter().map(|it| it.0).collect()),
        (
            "records",
            "record",
            file.records.iter().map(|it| it.0).collect(),
        ),
        (
            "tables",
            "table",
            file.tables.iter().map(|it| it.0).collect(),
        ),
    ];
    for (section, kind, names) in sections {
        for name in names {
            // A table becomes `BankRow`, so that an enum may be called `bank` too.
            let spelled = match kind {
                "table" => format!("{name}_row"),
                _ => name.to_owned(),
            };
            one(kind, &spelled, at.key(section).name(name));
        }
    }
    for it in operations {
        let top = At::file(it.file);
        match it.under {
            Some(key) => one("operation", &it.name, top.key(key).name(&it.name)),
            None => one("operation", &it.name, top.name(&it.name)),
        }
    }
    for it in callbacks {
        let top = At::file(it.file);
        match it.under {
            Some(key) => one("callback", &it.name, top.key(key).name(&it.name)),
            None => one("callback", &it.name, top.name(&it.name)),
        }
    }
}

fn table(ctx: &Ctx, name: &str, entry: &TableEntry, up: At<'_>) -> Table {
    let at = up.key(name);
    let citation = ctx.cite(&entry.cite, at, "cite");
    let here = at.key("columns");
    for (index, column) in entry.columns.iter().enumerate() {
        ctx.legal_name(column, here.index(index));
        if entry.columns[..index].contains(column) {
            let message = format!("column `{column}` is there twice");
            ctx.fault(Code::TableShape, here.index(index), message);
        }
    }
    for needed in ["code", "label"] {
        if !entry.columns.iter().any(|it| it == needed) {
            ctx.fault(
                Code::TableShape,
                at,
                format!("the table has no column `{needed}`"),
            );
        }
    }
    if entry.rows.is_empty() {
        ctx.fault(Code::Empty, at, "the table has no rows".to_owned());
    }
    let here = at.key("rows");
    let mut lines = citation.lines().0;
    let rows = entry.rows.iter().enumerate().map(|(index, row)| {
        let this = here.index(index);
        if row.cells.len() != entry.columns.len() {
            let message = format!(
                "the row has {} cells, the table {} columns",
                row.cells.len(),
                entry.columns.len()
            );
            ctx.fault(Code::TableShape, this, message);
        }
        let citation = ctx.cite(&row.cite, this, "cite");
        lines.extend(citation.lines().0);
        let cell = |(index, text): (usize, &String)| {
            let text = ctx.wire(text, this.key("cells").index(index));
            (Some(&text) != entry.nothing.as_ref()).then_some(text)
        };
        TableRow {
            cells: row.cells.iter().enumerate().map(cell).collect(),
            citation,
        }
    });
    let rows = rows.collect();
    lines.sort_unstable();
    Table {
        name: ctx.legal_name(name, up.name(name)),
        about: ctx.prose(&entry.about, at, "about"),
        columns: entry.columns.clone(),
        rows,
        lines: crate::model::Lines(lines),
        citation,
    }
}

fn enumeration(
    ctx: &Ctx,
    name: &str,
    entry: &EnumEntry,
    up: At<'_>,
    tables: &[Table],
) -> Enumeration {
    let at = up.key(name);
    let open = ctx.yes(&entry.open, at, "open");
    if open {
        ctx.cite(&entry.open_cite, at, "open_cite");
    }
    let mut values = Vec::new();
    for (index, it) in entry.values.iter().enumerate() {
        let this = at.key("values");
        let this = this.index(index);
        let wire = ctx.wire(ctx.need(&it.is, this, "is"), this.key("is"));
        values.push(Value {
            name: it.name.clone().unwrap_or_else(|| derive(&wire)),
            wire,
            about: ctx.prose_or(&it.about, this, "about"),
            citation: ctx.cite(&it.cite, this, "cite"),
        });
    }
    for (index, column) in entry.columns.iter().enumerate() {
        let here = at.key("columns");
        values.extend(cells(
            ctx,
            column,
            entry.named_by.as_deref(),
            here.index(index),
            tables,
        ));
    }
    if values.is_empty() {
        ctx.fault(Code::Empty, at, "the enum has no values".to_owned());
    }
    let mut wires: HashMap<&str, ()> = HashMap::new();
    let mut names: HashMap<String, &str> = HashMap::new();
    for it in &values {
        if wires.insert(&it.wire, ()).is_some() {
            let message = format!("value `{}` is there twice", it.wire);
            ctx.fault(Code::DuplicateValue, at, message);
            continue;
        }
        ctx.legal_name(&it.name, at);
        let key = it.name.replace('_', "");
        if key == "unknown" || key == "self" {
            let message = format!(
                "value `{}` would be called `{}`, which is taken",
                it.wire, it.name
            );
            ctx.fault(Code::NameCollision, at, message);
        }
        if let Some(before) = names.insert(key, &it.wire) {
            let message = format!("values `{}` and `{before}` would have one name", it.wire);
            ctx.fault(Code::NameCollision, at, message);
        }
    }
    Enumeration {
        name: ctx.legal_name(name, up.name(name)),
        about: ctx.prose(&entry.about, at, "about"),
        open,
        values,
    }
}

/// The cells of `table.column` as values.
fn cells(
    ctx: &Ctx,
    column: &str,
    named_by: Option<&str>,
    at: At<'_>,
    tables: &[Table],
) -> Vec<Value> {
    let (table, column) = column.split_once('.').unwrap_or((column, ""));
    let Some(index) = ctx.refer(table, at, "table", tables.iter().map(|it| it.name.as_str()))
    else {
        return Vec::new();
    };
    let table = &tables[index];
    let columns = || table.columns.iter().map(String::as_str);
    let Some(column) = ctx.refer(column, at, "column", columns()) else {
        return Vec::new();
    };
    let named_by = match named_by {
        Some(name) => ctx.refer(name, at, "column", columns()).unwrap_or(column),
        None => column,
    };
    let label = table.column("label").unwrap_or(column);
    let cell = |row: &TableRow, index: usize| row.cells.get(index).cloned().flatten();
    let value = |row: &TableRow| {
        let wire = cell(row, column)?;
        Some(Value {
            name: derive(&cell(row, named_by).unwrap_or_else(|| wire.clone())),
            about: cell(row, label).unwrap_or_default(),
            wire,
            citation: row.citation.clone(),
        })
    };
    table.rows.iter().filter_map(value).collect()
}

fn record(ctx: &Ctx, name: &str, entry: &RecordEntry, up: At<'_>, file: &ProviderFile) -> Record {
    let at = up.key(name);
    let forms = [
        ("object", RecordForm::Object),
        ("positional", RecordForm::Positional),
    ];
    let form = match &entry.form {
        Some(word) => ctx.choose(word, at.key("form"), &forms),
        None => None,
    };
    if entry.members.is_empty() {
        ctx.fault(Code::Empty, at, "the record has no members".to_owned());
    }
    let here = at.key("members");
    let members: Vec<Member> = entry
        .members
        .iter()
        .enumerate()
        .map(|(index, it)| member(ctx, it, here.index(index), file))
        .collect();
    let mut wires: Vec<&str> = Vec::new();
    let mut names: HashMap<String, ()> = HashMap::new();
    for (index, it) in members.iter().enumerate() {
        for wire in std::iter::once(&it.wire).chain(&it.also) {
            if wires.contains(&wire.as_str()) {
                let message = format!("member `{wire}` is there twice");
                ctx.fault(Code::DuplicateValue, here.index(index), message);
            }
            wires.push(wire);
        }
        let key = it.name.replace('_', "");
        if key == "others" || names.insert(key, ()).is_some() {
            let message = format!("two members would be called `{}`", it.name);
            ctx.fault(Code::NameCollision, here.index(index), message);
        }
    }
    Record {
        name: ctx.legal_name(name, up.name(name)),
        about: ctx.prose(&entry.about, at, "about"),
        form: form.unwrap_or(RecordForm::Object),
        members,
    }
}

fn member(ctx: &Ctx, entry: &MemberEntry, at: At<'_>, file: &ProviderFile) -> Member {
    let wire = ctx.wire(ctx.need(&entry.wire, at, "wire"), at.key("wire"));
    let name = entry.name.clone().unwrap_or_else(|| derive(&wire));
    ctx.legal_name(
        &name,
        if entry.name.is_some() {
            at.key("name")
        } else {
            at.key("wire")
        },
    );
    let ty = match &entry.ty {
        Some(text) => parse_type(ctx, text, at.key("type"), file),
        None => {
            ctx.need(&entry.ty, at, "type");
            Type::Text
        }
    };
    if ty == Type::Object {
        let message = "a member is never `object`: describe it as a record".to_owned();
        ctx.fault(Code::UnknownType, at.key("type"), message);
    }
    let citation = ctx.cite(&entry.cite, at, "cite");
    let secret = ctx.yes(&entry.secret, at, "secret");
    let personal = ctx.yes(&entry.personal, at, "personal") || ty == Type::Phone;
    only_text_is_masked(ctx, secret || personal, &ty, at);
    Member {
        also: entry
            .also
            .iter()
            .map(|it| ctx.wire(it, at.key("also")))
            .collect(),
        name,
        about: ctx.prose_or(&entry.about, at, "about"),
        secret,
        personal,
        ty,
        type_citation: ctx.cite_or(&entry.type_cite, at, "type_cite", &citation),
        citation,
        wire,
    }
}

/// Marks say that a text is never printed; other types have no masked form.
pub(super) fn only_text_is_masked(ctx: &Ctx, marked: bool, ty: &Type, at: At<'_>) {
    let text = matches!(ty, Type::Text | Type::Identifier | Type::Phone | Type::Url)
        || matches!(ty, Type::Timestamp { .. });
    if marked && !text {
        let message = format!("`secret` and `personal` mark text, this is {}", ty.word());
        ctx.fault(Code::BadMark, at, message);
    }
}

/// A record that holds itself outside a list would have no end.
fn no_circles(ctx: &Ctx, records: &[Record], at: At<'_>) {
    let parts = |name: &str| -> Vec<String> {
        let members = records
            .iter()
            .find(|it| it.name == name)
            .map(|it| &it.members);
        let named = members.into_iter().flatten().filter_map(|it| match &it.ty {
            Type::Record(name) => Some(name.clone()),
            Type::Text
            | Type::Identifier
            | Type::Phone
            | Type::Money { .. }
            | Type::Integer
            | Type::Boolean
            | Type::Timestamp { .. }
            | Type::Url
            | Type::Enum(_)
            | Type::Code
            | Type::List(_)
            | Type::Map
            | Type::Object => None,
        });
        named.collect()
    };
    for record in records {
        let (mut seen, mut next) = (Vec::new(), parts(&record.name));
        while let Some(name) = next.pop() {
            if !seen.contains(&name) {
                next.extend(parts(&name));
                seen.push(name);
            }
        }
        if seen.contains(&record.name) {
            let message = format!("record `{}` holds itself", record.name);
            ctx.fault(Code::RecordCircle, at.name(&record.name), message);
        }
    }
}
