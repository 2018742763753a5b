//! What values look like: enumerations, tables, records.

use super::proof::{Literal, Proof, Row};
use super::provider::shared_of;
use super::way::Way;
use super::{About, Block, Collected, Kind, Of, own_or_cite};
use crate::model::{Enumeration, Lines, Member, Record, RecordForm, Table, TableRow, Value};

pub(super) fn enumeration(res: &mut Collected, it: &Enumeration, tables: &[Table], block: Block) {
    let Enumeration {
        name: set,
        about: _,
        open: _,
        open_citation,
        values,
    } = it;
    let way = Way::section("enums").key(set);
    let of = Of {
        name: format!("enum/{set}"),
        about: About::Enum(set.clone()),
        block: &block,
        way: way.clone(),
    };
    if let Some(it) = open_citation {
        res.tell(&of, Kind::Open, Proof::Prose, ("open_cite", it));
    }
    for (index, it) in values.iter().enumerate() {
        let Value {
            wire,
            printed,
            name,
            about: _,
            citation,
        } = it;
        // Values that are cells of a table are facts of their rows.
        let cell = |row: &TableRow| row.citation == *citation && row.holds(wire);
        if tables.iter().flat_map(|it| &it.rows).any(cell) {
            continue;
        }
        let about = About::Value(set.clone(), name.clone());
        let of = of.at(name, about, way.key("values").index(index));
        let proof = Proof::Each(vec![Literal::must(wire).printed(printed)]);
        res.tell(&of, Kind::Value, proof, ("cite", citation));
    }
}

pub(super) fn table(res: &mut Collected, it: &Table) {
    let Table {
        name: table,
        about: _,
        columns,
        nothing,
        rows,
        lines: _,
        citation,
    } = it;
    let way = Way::section("tables").key(table);
    let of = shared_of(
        &format!("table/{table}"),
        About::Table(table.clone()),
        way.clone(),
    );
    let rows_at = rows.iter().flat_map(|it| it.citation.lines().0).collect();
    let heading = Proof::Heading(Lines(rows_at));
    res.tell(&of, Kind::Heading, heading, ("cite", citation));
    for (index, it) in rows.iter().enumerate() {
        let TableRow { cells, citation } = it;
        let about = About::Row(table.clone(), index);
        let way = way.key("rows").index(index);
        let of = of.at(&(index + 1).to_string(), about, way);
        let cell = |(column, it): (&String, &Option<String>)| {
            let text = it.as_ref().or(nothing.as_ref());
            let text = text.filter(|it| !it.trim().is_empty())?;
            let literal = Literal::must(text);
            Some(match column == "code" {
                true => literal,
                // Labels and prices stand in other rows too.
                false => literal.beside(),
            })
        };
        let cells = columns.iter().zip(cells).filter_map(cell);
        let proof = Proof::Each(cells.collect());
        res.tell(&of, Kind::Row, proof, ("cite", citation));
    }
}

pub(super) fn record(res: &mut Collected, it: &Record, block: Block) {
    let Record {
        name: record,
        about: _,
        form,
        // Its members say where it stands.
        pattern: _,
        members,
    } = it;
    let way = Way::section("records").key(record);
    let wires: Vec<String> = members.iter().map(|it| it.wire.clone()).collect();
    for (index, it) in members.iter().enumerate() {
        let Member {
            wire,
            printed,
            also,
            name,
            about: _,
            ty: _,
            secret: _,
            personal: _,
            harmless: _,
            citation,
            type_citation,
        } = it;
        let of = Of {
            name: format!("record/{record}/{name}"),
            about: About::Member(record.clone(), name.clone()),
            block: &block,
            way: way.key("members").index(index),
        };
        let cited = own_or_cite("type_cite", type_citation, citation);
        let mut names = vec![Literal::name(wire).printed(printed)];
        names.extend(also.iter().map(|it| Literal::other_name(it)));
        let (proof, row) = match form {
            RecordForm::Object => (
                Proof::Each(names.clone()),
                Proof::Row(Row {
                    names,
                    bare: cited.0 == "cite",
                    others: wires.iter().filter(|it| *it != wire).cloned().collect(),
                    ..Row::default()
                }),
            ),
            // A place in an array has no name in the document, but it is one JSON text.
            RecordForm::Positional => (Proof::Sample { replayed: false }, Proof::Prose),
            // Nor has a place in a text.
            RecordForm::Sentence => (Proof::Prose, Proof::Prose),
        };
        res.tell(&of, Kind::Wire, proof, ("cite", citation));
        res.tell(&of, Kind::Type, row, cited);
    }
}
