//! Enumerations: values as they are sent, and as they are called.

use std::collections::{HashMap, HashSet};

use super::at::At;
use super::ctx::Ctx;
use crate::diagnostic::Code;
use crate::model::{Enumeration, Table, TableRow, Value};
use crate::spec::EnumEntry;

/// Names of values that an enumeration has already: what is not listed, and what its traits call so.
pub(super) const TAKEN_VALUES: &[&str] = &["unknown", "err", "k_n_o_w_n", "t_e_x_t_s"];

pub(super) fn enumeration(
    ctx: &Ctx,
    name: &str,
    entry: &EnumEntry,
    up: At<'_>,
    tables: &[Table],
) -> Enumeration {
    let at = up.key(name);
    let open = ctx.yes(&entry.open, at, "open");
    let open_citation = open.then(|| ctx.cite(&entry.open_cite, at, "open_cite"));
    let mut values = Vec::new();
    let mut seen = Seen::default();
    let here = at.key("values");
    for (index, it) in entry.values.iter().enumerate() {
        let this = here.index(index);
        let wire = ctx.wire(ctx.need(&it.is, this, "is"), this.key("is"));
        let value = Value {
            name: ctx.name_or(&it.name, &it.is, this, "is"),
            wire,
            printed: ctx.wire_or(&it.printed, this, "printed"),
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
        open_citation,
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
            printed: None,
            citation: row.citation.clone(),
        })
    };
    table.rows.iter().filter_map(value).collect()
}
