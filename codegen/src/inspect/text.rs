//! The model as a few lines for people.

use super::operation::path;
use crate::model::{Provider, Resolution};

/// What settles an outcome, in the words of the language; nothing where there is none to settle.
fn settled(it: &Resolution) -> Option<String> {
    match it {
        Resolution::Nothing => None,
        Resolution::QueryTheirs { operation } => Some(format!("query {operation}")),
        Resolution::QueryOurs { operation, field } => Some(format!("query {operation} by {field}")),
        Resolution::Callback { callback } => Some(format!("callback {callback}")),
        Resolution::CreateAgain => Some("create again".to_owned()),
        Resolution::ByHand => Some("by hand".to_owned()),
    }
}

/// The model as a few lines for people.
pub(crate) fn text(provider: &Provider) -> String {
    let mut res = format!(
        "{} ({}), version {}\n",
        provider.title, provider.name, provider.version
    );
    for it in &provider.operations {
        let path = path(provider, it).unwrap_or_else(|| "(a setting)".to_owned());
        let signed = if it.signature.is_some() {
            ", signed"
        } else {
            ""
        };
        let (fields, lines) = (it.fields.len(), it.lines.prose());
        res.push_str(&format!(
            "  {:<20} {:<4} {path}  {}, {fields} fields{signed}  {lines}\n",
            it.name,
            it.method,
            it.effect.word()
        ));
        for (outcome, resolution) in [("pending", &it.pending), ("unknown", &it.unknown)] {
            if let Some(settled) = settled(resolution) {
                res.push_str(&format!("  {:<20} {outcome}: {settled}\n", ""));
            }
        }
    }
    for it in &provider.callbacks {
        let lines = it.lines.prose();
        res.push_str(&format!(
            "  {:<20} {:<4} inbound, {} shapes  {lines}\n",
            it.name,
            it.method,
            it.shapes.len()
        ));
    }
    let counts = [
        ("codes", provider.codes.len()),
        ("enums", provider.enums.len()),
        ("tables", provider.tables.len()),
        ("records", provider.records.len()),
        ("discrepancies", provider.discrepancies.len()),
    ];
    let counts: Vec<String> = counts
        .iter()
        .map(|(kind, count)| format!("{count} {kind}"))
        .collect();
    res.push_str(&format!("  {}\n", counts.join(", ")));
    res
}
