//! `conformance --list`: the cases that are meant, by name.

use std::io::{self, Write};

use serde::Serialize;

use super::arguments::Format;
use crate::select::{Filters, Partition};
use crate::suite::Suite;

#[derive(Serialize)]
struct Rows<'a> {
    cases: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    name: &'a str,
    /// Absent where the fixture cannot be read.
    about: Option<&'a str>,
}

pub(super) fn list(
    suite: &Suite,
    filters: &Filters,
    partition: Option<Partition>,
    format: Format,
) -> io::Result<()> {
    let names = suite.names();
    let fixtures = suite.fixtures.iter().map(|it| Row {
        name: &it.name,
        about: Some(&it.about),
    });
    let broken = suite.broken.iter().map(|it| Row {
        name: &it.name,
        about: None,
    });
    let negatives = suite.negatives.iter().map(|it| Row {
        name: &it.name,
        about: Some(&it.about),
    });
    let mut cases: Vec<_> = fixtures
        .chain(broken)
        .chain(negatives)
        .filter(|it| filters.mean(it.name, &names))
        .collect();
    cases.sort_by_key(|it| it.name);
    if let Some(partition) = partition {
        cases = partition.of(cases);
    }
    let mut out = io::stdout().lock();
    match format {
        Format::Text => {
            for case in cases {
                let about = case.about.unwrap_or("cannot be read");
                writeln!(out, "{}: {about}", case.name)?;
            }
        }
        Format::Json => {
            serde_json::to_writer_pretty(&mut out, &Rows { cases }).map_err(io::Error::other)?;
            writeln!(out)?;
        }
    }
    Ok(())
}
