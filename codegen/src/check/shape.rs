//! What values look like: all tables, enumerations and records of a provider.

use super::at::At;
use super::ctx::Ctx;
use super::enumeration::enumeration;
use super::record::{no_circles, record};
use super::table::table;
use crate::model::{Enumeration, Record, Table};
use crate::spec::ProviderFile;

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
