//! What values look like: enumerations, tables, records.

use super::proof::{Literal, Proof};
use super::provider::shared;
use super::way::Way;
use super::{About, Collected, Kind, own_or_cite};
use crate::model::{Enumeration, Lines, Member, Record, RecordForm, Table, TableRow, Value};

pub(super) fn enumeration(res: &mut Collected, it: &Enumeration, tables: &[Table]) {
    let Enumeration {
        name: set,
        about: _,
        open: _,
        open_citation,
        values,
    } = it;
    let way = Way::section("enums").key(set);
    let of = shared(
        &format!("enum/{set}"),
        About::Enum(set.clone()),
        way.clone(),
    );
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
        columns: _,
        rows,
        lines: _,
        citation,
    } = it;
    let way = Way::section("tables").key(table);
    let of = shared(
        &format!("table/{table}"),
        About::Table(table.clone()),
        way.clone(),
    );
    res.tell(&of, Kind::Heading, Proof::Prose, ("cite", citation));
    for (index, it) in rows.iter().enumerate() {
        let TableRow { cells, citation } = it;
        let about = About::Row(table.clone(), index);
        let way = way.key("rows").index(index);
        let of = of.at(&(index + 1).to_string(), about, way);
        let cells = cells.iter().flatten().map(|it| Literal::must(it));
        let proof = Proof::Each(cells.collect());
        res.tell(&of, Kind::Row, proof, ("cite", citation));
    }
}

pub(super) fn record(res: &mut Collected, it: &Record) {
    let Record {
        name: record,
        about: _,
        form,
        // Its members say where it stands.
        pattern: _,
        members,
    } = it;
    let way = Way::section("records").key(record);
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
            citation,
            type_citation,
        } = it;
        let of = shared(
            &format!("record/{record}/{name}"),
            About::Member(record.clone(), name.clone()),
            way.key("members").index(index),
        );
        let mut names = vec![Literal::must(wire).printed(printed)];
        names.extend(also.iter().map(|it| Literal::may(it)));
        let (proof, near) = match form {
            RecordForm::Object => (
                Proof::Each(names.clone()),
                Proof::Near {
                    names,
                    values: Vec::new(),
                    described: Lines::default(),
                },
            ),
            // A place in an array or a text has no name in the document.
            RecordForm::Positional | RecordForm::Sentence => (Proof::Prose, Proof::Prose),
        };
        res.tell(&of, Kind::Wire, proof, ("cite", citation));
        let cited = own_or_cite("type_cite", type_citation, citation);
        res.tell(&of, Kind::Type, near, cited);
    }
}
