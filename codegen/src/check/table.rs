//! Tables of the document, cell by cell.

use super::at::At;
use super::ctx::Ctx;
use crate::diagnostic::Code;
use crate::model::{Lines, Table, TableRow};
use crate::spec::TableEntry;

pub(super) fn table(ctx: &Ctx, name: &str, entry: &TableEntry, up: At<'_>) -> Table {
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
        nothing: entry.nothing.clone(),
        rows,
        lines: Lines(lines),
        citation,
    }
}
