//! One outbound call, as JSON: what it sends, what comes back, what is left to do.

use serde_json::{Value, json};

use super::citation::{citation, lines};
use super::field::field;
use super::sample;
use super::signature::signature;
use crate::model::{CodePlace, Fate, Operation, Paging, PagingWay, Path, Provider, Resolution};

pub(super) fn operation(provider: &Provider, it: &Operation) -> Value {
    json!({
        "name": it.name,
        "group": it.group,
        "method": it.method,
        "path": path(provider, it),
        "path_setting": match it.path {
            Path::Fixed(_) => None,
            Path::Setting(index) => Some(&provider.settings[index].name),
        },
        "path_printed": it.path_printed,
        "other_paths": it.other_paths.iter()
            .map(|path| format!("{}{path}", provider.base_path(it.server)))
            .collect::<Vec<_>>(),
        "server": provider.servers[it.server],
        "effect": it.effect.word(),
        "lines": lines(&it.lines),
        "provenance": {
            "method": citation(&it.method_citation),
            "path": citation(&it.path_citation),
            "other_paths": it.other_paths_citation.as_ref().map(citation),
            "body": it.body_citation.as_ref().map(citation),
            "effect": citation(&it.effect_citation),
            "whole": citation(&it.citation),
            "reply": citation(&it.reply.citation),
        },
        "body": it.body.word(),
        "fields": it.fields.iter().map(|sent| field(provider, it, sent)).collect::<Vec<_>>(),
        "signature": it.signature.as_ref().map(|signed| signature(provider, it, signed)),
        "replies": [{
            "type": it.reply.ty.word(),
            "code": it.reply.codes.iter().map(CodePlace::word).collect::<Vec<_>>(),
            "detail": it.reply.details,
            "message": it.reply.messages,
            "reference": it.reply.references,
            "without_code": it.reply.without_code.word(),
            "needs": it.reply.needs,
            "codes": provider.codes_of(&it.name).map(|it| json!({
                "code": it.code,
                "detail": it.detail,
                "outcome": it.outcome.word(),
            })).collect::<Vec<_>>(),
        }],
        "pending": resolution(&it.pending),
        "unknown": resolution(&it.unknown),
        "our_reference": it.ours.map(|index| &it.fields[index].wire),
        "paging": it.paging.as_ref().map(|paging| self::paging(it, paging)),
        "fate": it.fate.as_ref().map(|fate| self::fate(it, fate)),
        "samples": it.samples.iter().map(sample).collect::<Vec<_>>(),
    })
}

pub(super) fn path(provider: &Provider, it: &Operation) -> Option<String> {
    debug_assert!(it.server < provider.servers.len(), "check resolves servers");
    match &it.path {
        Path::Fixed(path) => Some(format!("{}{path}", provider.base_path(it.server))),
        Path::Setting(_) => None,
    }
}

fn paging(operation: &Operation, it: &Paging) -> Value {
    let (by, first, next, more) = match &it.way {
        PagingWay::Page { first, more } => ("page", Some(first), None, more.as_ref()),
        PagingWay::Cursor { next } => ("cursor", None, Some(next), None),
    };
    json!({
        "by": by,
        "field": operation.fields[it.field].wire,
        "first": first,
        "next": next,
        "more": more,
        "items": it.items,
        "provenance": citation(&it.citation),
    })
}

fn fate(operation: &Operation, it: &Fate) -> Value {
    json!({
        "field": operation.fields[it.field].wire,
        "codes": it.codes,
        "at": it.places,
        "words": it.words.iter().map(|it| json!({
            "is": it.wire,
            "outcome": it.outcome.word(),
            "provenance": citation(&it.citation),
        })).collect::<Vec<_>>(),
        "names": it.names,
        "provenance": citation(&it.citation),
    })
}

fn resolution(it: &Resolution) -> Value {
    match it {
        Resolution::Nothing => Value::Null,
        Resolution::QueryTheirs { operation } => json!({ "query": operation }),
        Resolution::QueryOurs { operation, field } => json!({ "query": operation, "by": field }),
        Resolution::Callback { callback } => json!({ "callback": callback }),
        Resolution::CreateAgain => json!("create again"),
        Resolution::ByHand => json!("by hand"),
    }
}
