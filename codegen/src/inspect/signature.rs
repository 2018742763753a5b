//! How a request or a callback is signed, as JSON.

use serde_json::{Value, json};

use super::citation::lines;
use super::made::moment;
use crate::model::{
    CallbackSignature, Field, Location, Operation, Provider, Signature, SignedPart,
};

pub(super) fn signature(provider: &Provider, operation: &Operation, it: &Signature) -> Value {
    let into = &operation.fields[it.into];
    json!({
        "algorithm": it.scheme.algorithm,
        "encoding": it.scheme.encoding,
        "joiner": it.scheme.joiner,
        "prefix": it.scheme.prefix,
        "suffix": it.scheme.suffix,
        "named": it.scheme.named,
        "sorted": it.scheme.sorted,
        "empty": if it.scheme.empty_kept { "kept" } else { "skipped" },
        "key": it.scheme.key.map(|it| &provider.credentials[it].name),
        "order": it.parts.iter().map(|it| part(provider, &operation.fields, it)).collect::<Vec<_>>(),
        "printed": it.printed,
        "into": match into.location {
            Location::Body => into.pointer.clone(),
            Location::Header | Location::Query | Location::Path => {
                format!("{} {}", into.location.word(), into.wire)
            }
        },
        "lines": lines(&it.citation.lines()),
    })
}

pub(super) fn heard_signature(provider: &Provider, it: &CallbackSignature) -> Value {
    json!({
        "algorithm": it.scheme.algorithm,
        "encoding": it.scheme.encoding,
        "joiner": it.scheme.joiner,
        "key": it.scheme.key.map(|it| &provider.credentials[it].name),
        "order": it.parts.iter().map(|it| part(provider, &[], it)).collect::<Vec<_>>(),
        "from": format!("header {}", it.header),
        "prefix": it.prefix,
        "timestamp": it.sent.as_ref().map(|it| json!({
            "header": it.header,
            "format": moment(&it.format),
            "tolerance": it.tolerance,
        })),
        "lines": lines(&it.citation.lines()),
    })
}

/// A signed value, by its name; a callback has no fields.
fn part(provider: &Provider, fields: &[Field], it: &SignedPart) -> String {
    match it {
        SignedPart::Field(index) => fields[*index].wire.clone(),
        SignedPart::Credential { index, .. } => provider.credentials[*index].name.clone(),
        SignedPart::Constant(text) => text.clone(),
        SignedPart::Method => "@method".to_owned(),
        SignedPart::Path => "@path".to_owned(),
        SignedPart::Target => "@target".to_owned(),
        SignedPart::Query => "@query".to_owned(),
        SignedPart::Body => "@body".to_owned(),
        SignedPart::BodyDigest {
            algorithm,
            encoding,
        } => format!("@body-digest {algorithm} {encoding}"),
        SignedPart::Header(name) => format!("@header {name}"),
    }
}
