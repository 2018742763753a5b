//! From the model to what `codegen inspect` prints.

mod callback;
mod citation;
mod field;
mod made;
mod operation;
mod record;
mod signature;
mod text;

use serde_json::{Value, json};

use crate::diagnostic::Report;
use crate::model::{
    Lifetime, Provider, Sample, SampleDisposition, SetAside, SetAsideReason, Table, TableRow, Token,
};

use callback::callback;
use citation::{citation, lines, source};
use operation::operation;
use record::record;

pub(crate) use text::text;

/// The model as JSON, in the shape that design §7 gives.
pub fn inspect(provider: &Provider) -> Value {
    json!({
        "provider": provider.name,
        "title": provider.title,
        "version": provider.version,
        "documents": provider.documents.iter().map(|it| json!({ "name": it.name, "title": it.title })).collect::<Vec<_>>(),
        "environments": provider.environments.iter().map(|it| json!({
            "name": it.name,
            "servers": it.servers.iter().map(|it| json!({
                "name": it.name,
                "url": it.url,
                "printed": it.printed,
                "cleartext": it.cleartext,
                "provenance": citation(&it.citation),
            })).collect::<Vec<_>>(),
            "magic": it.magic.iter().map(|it| json!({
                "name": it.name,
                "value": it.value,
                "field": it.field,
                "about": it.about,
                "provenance": citation(&it.citation),
            })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "credentials": provider.credentials.iter().map(|it| json!({
            "name": it.name,
            "secret": it.secret,
            "optional": it.optional,
            "prefixes": it.prefixes.iter().map(|it| json!({
                "environment": provider.environments[it.environment].name,
                "is": it.text,
                "provenance": citation(&it.citation),
            })).collect::<Vec<_>>(),
            "provenance": citation(&it.citation),
        })).collect::<Vec<_>>(),
        "ways": provider.ways.iter().map(|it| json!({
            "name": it.name,
            "provenance": citation(&it.citation),
        })).collect::<Vec<_>>(),
        "tokens": provider.tokens.iter().map(token).collect::<Vec<_>>(),
        "settings": provider.settings.iter().map(|it| json!({
            "name": it.name,
            "provenance": citation(&it.citation),
        })).collect::<Vec<_>>(),
        "references": provider.references.iter().map(|it| json!({
            "name": it.name,
            "dated": it.dated.as_ref().map(|it| &it.pattern),
            "zone_minutes": it.dated.as_ref().map(|it| it.zone),
            "random": format!("{} {}", it.random.word(), it.count),
            "length": [it.length.0, it.length.1],
            "charset": it.charset.map(|it| it.word()),
            "provenance": citation(&it.citation),
        })).collect::<Vec<_>>(),
        "operations": provider.operations.iter().map(|it| operation(provider, it)).collect::<Vec<_>>(),
        "callbacks": provider.callbacks.iter().map(|it| callback(provider, it)).collect::<Vec<_>>(),
        "codes": provider.codes.iter().map(|it| json!({
            "code": it.code,
            "detail": it.detail,
            "printed": it.printed,
            "name": it.name,
            "meaning": it.meaning,
            "outcome": it.outcome.word(),
            "means": it.reason.map(|it| it.word()),
            "scope": it.scope,
            "lines": lines(&it.citation.lines()),
            "source": source(&it.citation),
        })).collect::<Vec<_>>(),
        "enums": provider.enums.iter().map(|it| json!({
            "name": it.name,
            "open": it.open,
            "values": it.values.iter().map(|it| json!({
                "value": it.wire,
                "printed": it.printed,
                "name": it.name,
                "provenance": citation(&it.citation),
            })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "tables": provider.tables.iter().map(table).collect::<Vec<_>>(),
        "records": provider.records.iter().map(record).collect::<Vec<_>>(),
        "set_aside": provider.set_aside.iter().map(set_aside).collect::<Vec<_>>(),
        "discrepancies": provider.discrepancies.iter().map(|it| json!({
            "name": it.name,
            "lines": lines(&it.lines),
            "says": it.says,
            "choice": it.choice,
            "reason": it.reason,
        })).collect::<Vec<_>>(),
    })
}

/// Faults as JSON.
pub(crate) fn report_json(reports: &[Report]) -> Value {
    let faults = reports.iter().flat_map(Report::faults).map(|it| {
        json!({
            "code": it.code.name(),
            "file": it.file,
            "line": it.place.map(|it| it.0),
            "column": it.place.map(|it| it.1),
            "message": it.message,
            "advice": it.code.advice(),
        })
    });
    json!({ "faults": faults.collect::<Vec<_>>() })
}

fn token(it: &Token) -> Value {
    json!({
        "name": it.name,
        "operation": it.operation,
        "at": it.at,
        "lives": match &it.lives {
            Lifetime::At(pointer) => json!(pointer),
            Lifetime::Seconds(seconds) => json!(seconds),
        },
        "early": it.early,
        "provenance": citation(&it.citation),
    })
}

fn table(it: &Table) -> Value {
    let row = |row: &TableRow| {
        let mut entry = serde_json::Map::new();
        for (column, cell) in it.columns.iter().zip(&row.cells) {
            entry.insert(column.clone(), json!(cell));
        }
        entry.insert("lines".to_owned(), lines(&row.citation.lines()));
        Value::Object(entry)
    };
    json!({
        "name": it.name,
        "entries": it.rows.iter().map(row).collect::<Vec<_>>(),
        "lines": lines(&it.lines),
    })
}

fn sample(it: &Sample) -> Value {
    json!({
        "kind": it.kind.word(),
        "lines": [it.lines.0, it.lines.1],
        "disposition": it.disposition.word(),
        "repaired": it.disposition == SampleDisposition::Repaired,
        "discrepancy": (!it.discrepancy.is_empty()).then_some(&it.discrepancy),
    })
}

fn set_aside(it: &SetAside) -> Value {
    json!({
        "lines": lines(&it.lines),
        "reason": it.reason.word(),
        "of": match it.reason {
            SetAsideReason::Repeats(of) => Some(of),
            SetAsideReason::Heading | SetAsideReason::Prose => None,
        },
    })
}
