//! What values look like: types, enumerations, tables, records.

use std::collections::{HashMap, HashSet};

use super::ctx::{At, Ctx};
use crate::diagnostic::{Code, nearest};
use crate::model::{Enumeration, Member, Record, RecordForm, Table, TableRow, Type, Value};
use crate::spec::{
    CallbackEntry, EnumEntry, MemberEntry, OperationEntry, ProviderFile, RecordEntry, Standing,
    TableEntry,
};

/// Names of types that a generated crate or the prelude has already, without underscores.
const TAKEN: &[&str] = &[
    "amount",
    "answer",
    "box",
    "builder",
    "callbackanswer",
    "client",
    "code",
    "copy",
    "credentials",
    "default",
    "drop",
    "effect",
    "environment",
    "err",
    "error",
    "fn",
    "from",
    "into",
    "limits",
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
    "transport",
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

/// Types that are one word.
const TYPES: &[&str] = &[
    "text",
    "identifier",
    "phone",
    "integer",
    "boolean",
    "url",
    "code",
    "map",
    "object",
    "enum",
    "record",
];

/// Lists are nested no deeper.
const MAX_LISTS: usize = 8;

/// Names of values that an enumeration has already: what is not listed, and what its traits call so.
pub(super) const TAKEN_VALUES: &[&str] = &["unknown", "err", "k_n_o_w_n", "t_e_x_t_s"];

/// All shapes of one provider.
pub(super) struct Shapes {
    pub(super) enums: Vec<Enumeration>,
    pub(super) tables: Vec<Table>,
    pub(super) records: Vec<Record>,
}

impl Shapes {
    pub(super) fn of(ctx: &Ctx, file: &ProviderFile, at: At<'_>) -> Shapes {
        let here = at.key("tables");
        let tables: Vec<Table> = file
            .tables
            .iter()
            .map(|(name, it)| table(ctx, name, it, here))
            .collect();
        let here = at.key("enums");
        let enums = file
            .enums
            .iter()
            .map(|(name, it)| enumeration(ctx, name, it, here, &tables))
            .collect();
        let here = at.key("records");
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
        ("list", item)
            if item.starts_with("of ") && item.matches("list of ").count() < MAX_LISTS =>
        {
            Type::List(Box::new(parse_type(ctx, &item[3..], at, file)))
        }
        _ => {
            let meant = match word {
                "money" => "; an amount is `money KES`, with its currency".to_owned(),
                "timestamp" => "; a time is `timestamp FORMAT`, as it is printed".to_owned(),
                "list" if rest.starts_with("of ") => {
                    format!("; lists are nested at most {MAX_LISTS} deep")
                }
                "list" => "; a list is `list of TYPE`".to_owned(),
                _ => nearest(word, TYPES.iter().copied())
                    .map(|it| format!("; `{it}` is one"))
                    .unwrap_or_default(),
            };
            ctx.fault(Code::UnknownType, at, format!("`{text}` is no type{meant}"));
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
        // A table becomes `BankRow`, so that an enum may be called `bank` too.
        let spelled = match kind {
            "table" => format!("{name}_row"),
            _ => name.to_owned(),
        };
        let key = spelled.replace('_', "");
        let taken = match kind {
            "operation" => ["new", "provider"].contains(&key.as_str()),
            "callback" => key == "provider",
            "table" => key == "codesrow",
            _ => false,
        };
        if taken || TAKEN.contains(&key.as_str()) {
            needed(ctx, &spelled, at);
        }
        let this = format!("{kind} `{spelled}`");
        match seen.insert(key, this.clone()) {
            None => {}
            Some(before) if before == this => {
                ctx.fault(Code::DuplicateKey, at, format!("`{name}` is there twice"));
            }
            Some(before) => {
                let message = format!("{this} and {before} would be one type");
                ctx.fault(Code::NameCollision, at, message);
            }
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
            one(kind, name, at.key(section).name(name));
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

/// A signature scheme becomes a static beside those of the operations.
pub(super) fn distinct_schemes(
    ctx: &Ctx,
    file: &ProviderFile,
    at: At<'_>,
    operations: &[Standing<OperationEntry>],
) {
    let here = at.key("signatures");
    for (name, _) in file.signatures.iter() {
        if name == "provider" {
            needed(ctx, name, here.name(name));
        }
        if operations.iter().any(|it| it.name == name) {
            let message = format!("signature scheme and operation `{name}` would be one item");
            ctx.fault(Code::NameCollision, here.name(name), message);
        }
    }
}

fn needed(ctx: &Ctx, name: &str, at: At<'_>) {
    let message = format!("`{name}` is a name that generated code needs itself");
    ctx.fault(Code::NameCollision, at, message);
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
            let message = format!("the table has no column `{needed}`");
            ctx.fault(Code::TableShape, at.name("columns"), message);
        }
    }
    if entry.rows.is_empty() {
        let message = "the table has no rows".to_owned();
        ctx.fault(Code::Empty, at.name("rows"), message);
    }
    let here = at.key("rows");
    let mut lines = citation.lines().0;
    let rows = entry.rows.iter().enumerate().map(|(index, row)| {
        let this = here.index(index);
        if row.cells.len() != entry.columns.len() {
            let (columns, cells) = (entry.columns.len(), row.cells.len());
            let message = format!("columns of the table: {columns}, cells of this row: {cells}");
            ctx.fault(Code::TableShape, this.key("cells"), message);
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
    let mut seen = Seen::default();
    let here = at.key("values");
    for (index, it) in entry.values.iter().enumerate() {
        let this = here.index(index);
        let wire = ctx.wire(ctx.need(&it.is, this, "is"), this.key("is"));
        let value = Value {
            name: ctx.name_or(&it.name, &it.is, this, "is"),
            wire,
            about: ctx.prose_or(&it.about, this, "about"),
            citation: ctx.cite(&it.cite, this, "cite"),
        };
        let named = if it.name.is_some() { "name" } else { "is" };
        if it.is.is_some() {
            seen.distinct(ctx, &value, this.key("is"), this.key(named));
        }
        values.push(value);
    }
    let here = at.key("columns");
    for (index, column) in entry.columns.iter().enumerate() {
        let this = here.index(index);
        let named_by = entry.named_by.as_deref().map(|it| (it, at.key("named_by")));
        for value in cells(ctx, column, named_by, this, tables) {
            seen.distinct(ctx, &value, this, this);
            values.push(value);
        }
    }
    let unfound = ctx.missed("table") || ctx.missed("column");
    if values.is_empty() && !unfound {
        let message = "the enum has no values".to_owned();
        ctx.fault(Code::Empty, at.name("values"), message);
    }
    Enumeration {
        name: ctx.legal_name(name, up.name(name)),
        about: ctx.prose(&entry.about, at, "about"),
        open,
        values,
    }
}

/// The values of one enum so far: as they are sent, and as they are called.
#[derive(Default)]
struct Seen {
    wires: HashSet<String>,
    names: HashMap<String, String>,
}

impl Seen {
    fn distinct(&mut self, ctx: &Ctx, value: &Value, sent: At<'_>, named: At<'_>) {
        let (wire, name) = (&value.wire, &value.name);
        if !self.wires.insert(wire.clone()) {
            let message = format!("value `{wire}` is there twice");
            ctx.fault(Code::DuplicateValue, sent, message);
            return;
        }
        let key = name.replace('_', "");
        if key.is_empty() {
            return;
        }
        if key == "unknown" || key == "self" || TAKEN_VALUES.contains(&name.as_str()) {
            let message = format!("value `{wire}` would be called `{name}`, which is taken");
            ctx.fault(Code::NameCollision, named, message);
        }
        if let Some(before) = self.names.insert(key, wire.clone()) {
            let message = format!("values `{before}` and `{wire}` would have one name");
            ctx.fault(Code::NameCollision, named, message);
        }
    }
}

/// The cells of `table.column` as values.
fn cells(
    ctx: &Ctx,
    column: &str,
    named_by: Option<(&str, At<'_>)>,
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
        Some((name, at)) => ctx.refer(name, at, "column", columns()).unwrap_or(column),
        None => column,
    };
    let label = table.column("label").unwrap_or(column);
    let cell = |row: &TableRow, index: usize| row.cells.get(index).cloned().flatten();
    let value = |row: &TableRow| {
        let wire = cell(row, column)?;
        Some(Value {
            name: ctx.derived_name(&cell(row, named_by).unwrap_or_else(|| wire.clone()), at),
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
    let form = ctx.word_or(&entry.form, at, "form", &forms, RecordForm::Object);
    if entry.members.is_empty() {
        let message = "the record has no members".to_owned();
        ctx.fault(Code::Empty, at.name("members"), message);
    }
    let here = at.key("members");
    let members: Vec<Member> = entry
        .members
        .iter()
        .enumerate()
        .map(|(index, it)| member(ctx, it, here.index(index), file))
        .collect();
    let (mut wires, mut names) = (HashSet::new(), HashSet::new());
    for (index, (it, said)) in members.iter().zip(&entry.members).enumerate() {
        let this = here.index(index);
        let mut twice = false;
        let also = this.key("also");
        let others = it.also.iter().enumerate();
        let others = others.map(|(index, wire)| (wire, also.index(index)));
        for (wire, at) in std::iter::once((&it.wire, this.key("wire"))).chain(others) {
            if !wires.insert(wire) && said.wire.is_some() {
                let message = format!("member `{wire}` is there twice");
                ctx.fault(Code::DuplicateValue, at, message);
                twice = true;
            }
        }
        let named = if said.name.is_some() { "name" } else { "wire" };
        let key = it.name.replace('_', "");
        if key == "others" {
            let message = "`others` is what keeps the members that no line names".to_owned();
            ctx.fault(Code::NameCollision, this.key(named), message);
        }
        if !names.insert(key) && !twice && !it.name.is_empty() {
            let message = format!("two members would be called `{}`", it.name);
            ctx.fault(Code::NameCollision, this.key(named), message);
        }
    }
    Record {
        name: ctx.legal_name(name, up.name(name)),
        about: ctx.prose(&entry.about, at, "about"),
        form,
        members,
    }
}

fn member(ctx: &Ctx, entry: &MemberEntry, at: At<'_>, file: &ProviderFile) -> Member {
    let wire = ctx.wire(ctx.need(&entry.wire, at, "wire"), at.key("wire"));
    let name = ctx.name_or(&entry.name, &entry.wire, at, "wire");
    let ty = match &entry.ty {
        Some(text) => parse_type(ctx, text, at.key("type"), file),
        None => {
            ctx.missing(at, "type");
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
    only_text_is_masked(ctx, secret, personal, &ty, at);
    Member {
        also: (entry.also.iter().enumerate())
            .map(|(index, it)| ctx.wire(it, at.key("also").index(index)))
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
pub(super) fn only_text_is_masked(ctx: &Ctx, secret: bool, personal: bool, ty: &Type, at: At<'_>) {
    for (key, marked) in [("secret", secret), ("personal", personal)] {
        if marked && !is_text(ty) {
            let message = format!("`{key}` marks text, this is `{}`", ty.word());
            ctx.fault(Code::BadMark, at.name(key), message);
        }
    }
}

/// Whether its values are texts in Rust too.
pub(super) fn is_text(ty: &Type) -> bool {
    matches!(ty, Type::Text | Type::Identifier | Type::Phone | Type::Url)
        || matches!(ty, Type::Timestamp { .. })
}

/// A record that holds itself outside a list would have no end; each circle is told once.
fn no_circles(ctx: &Ctx, records: &[Record], at: At<'_>) {
    let indices: HashMap<&str, usize> = (records.iter().enumerate())
        .map(|(index, it)| (it.name.as_str(), index))
        .collect();
    let parts = |index: usize| -> Vec<usize> {
        let named = records[index].members.iter().filter_map(|it| match &it.ty {
            Type::Record(name) => indices.get(name.as_str()).copied(),
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
    // The way from a record down to where the search stands, with what is still to look at.
    let mut done = vec![false; records.len()];
    let mut depth: Vec<Option<usize>> = vec![None; records.len()];
    for first in 0..records.len() {
        let mut way: Vec<(usize, Vec<usize>)> = Vec::new();
        let mut next = (!done[first]).then_some(first);
        loop {
            if let Some(record) = next {
                depth[record] = Some(way.len());
                way.push((record, parts(record)));
            }
            let Some((record, left)) = way.last_mut() else {
                break;
            };
            next = left.pop();
            match next {
                None => {
                    done[*record] = true;
                    depth[*record] = None;
                    way.pop();
                }
                Some(part) => {
                    if let Some(from) = depth[part] {
                        let names = way[from..].iter().map(|it| it.0).chain([part]);
                        let names: Vec<&str> = names.map(|it| &*records[it].name).collect();
                        let message =
                            format!("record `{}` holds itself: {}", names[0], names.join(" → "));
                        ctx.fault(Code::RecordCircle, at.name(names[0]), message);
                        next = None;
                    } else if done[part] {
                        next = None;
                    }
                }
            }
        }
    }
}
