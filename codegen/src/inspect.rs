//! From the model to what `codegen inspect` prints.

use serde_json::{Value, json};

use crate::diagnostic::Report;
use crate::model::{
    Callback, CallbackAnswer, CallbackSignature, Citation, CodePlace, Field, FieldSource, Lifetime,
    Lines, Location, Made, Moment, Nonce, Operation, Paging, PagingWay, Path, Provider, Record,
    RecordForm, Required, Resolution, Sample, SampleDisposition, SetAside, SetAsideReason,
    Signature, SignedPart, Source, Table, Token, Type,
};

/// The model as JSON, in the shape that design §7 gives.
pub fn inspect(provider: &Provider) -> Value {
    let each = |it: &Operation| operation(provider, it);
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
        "operations": provider.operations.iter().map(each).collect::<Vec<_>>(),
        "callbacks": provider.callbacks.iter().map(|it| callback(provider, it)).collect::<Vec<_>>(),
        "codes": provider.codes.iter().map(|it| json!({
            "code": it.code,
            "detail": it.detail,
            "printed": it.printed,
            "name": it.name,
            "meaning": it.meaning,
            "outcome": it.outcome.word(),
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

fn operation(provider: &Provider, it: &Operation) -> Value {
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
        "fields": it.fields.iter().map(|field| self::field(provider, it, field)).collect::<Vec<_>>(),
        "signature": it.signature.as_ref().map(|signature| self::signature(provider, it, signature)),
        "replies": [{
            "type": it.reply.ty.word(),
            "code": it.reply.codes.iter().map(CodePlace::word).collect::<Vec<_>>(),
            "detail": it.reply.details,
            "message": it.reply.messages,
            "reference": it.reply.references,
            "without_code": it.reply.without_code.word(),
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
        "samples": it.samples.iter().map(sample).collect::<Vec<_>>(),
    })
}

fn path(provider: &Provider, it: &Operation) -> Option<String> {
    debug_assert!(it.server < provider.servers.len(), "check resolves servers");
    match &it.path {
        Path::Fixed(path) => Some(format!("{}{path}", provider.base_path(it.server))),
        Path::Setting(_) => None,
    }
}

fn field(provider: &Provider, operation: &Operation, it: &Field) -> Value {
    let values = match &it.ty {
        Type::Enum(name) => provider.enumeration(name).map(|it| {
            it.values
                .iter()
                .map(|it| it.wire.as_str())
                .collect::<Vec<_>>()
        }),
        Type::Text
        | Type::Identifier
        | Type::Phone
        | Type::Money(_)
        | Type::Decimal
        | Type::Reference(_)
        | Type::Integer
        | Type::Boolean
        | Type::Timestamp { .. }
        | Type::Url
        | Type::Code
        | Type::Record(_)
        | Type::TextOr(_)
        | Type::List(_)
        | Type::Joined(..)
        | Type::Map
        | Type::Object => None,
    };
    let source = source_of(provider, &it.source);
    json!({
        "wire": it.wire,
        "printed": it.printed,
        "name": it.name,
        "in": it.location.word(),
        "pointer": it.pointer,
        "required": match &it.required {
            Required::Yes => json!(true),
            Required::No => json!(false),
            Required::When(_) => json!("conditional"),
            Required::Unsaid => json!("unsaid"),
        },
        "required_when": match &it.required {
            Required::When(it) => json!({ "field": operation.fields[it.field].wire, "is": it.is }),
            Required::Yes | Required::No | Required::Unsaid => Value::Null,
        },
        "demanded": it.demanded,
        "type": it.ty.word(),
        "values": values,
        "joined": it.joined,
        "default": it.default.as_ref().map(|it| json!({
            "text": it.text,
            "provenance": citation(&it.citation),
        })),
        "constant": source.constant,
        "credential": source.credential,
        "basic": source.basic,
        "token": source.token,
        "made": source.made,
        "signature": it.source == FieldSource::Signature,
        "prefix": it.prefix,
        "way": it.way.map(|it| &provider.ways[it].name),
        "methods": it.methods,
        "secret": it.secret,
        "personal": it.personal,
        "rules": it.rules.iter().map(|it| json!({
            "rule": format!("{:?}", it.kind),
            "enforced": it.enforced,
            "because": it.because,
            "provenance": citation(&it.citation),
        })).collect::<Vec<_>>(),
        "provenance": {
            "wire": citation(&it.citation),
            "type": citation(&it.type_citation),
            "required": citation(&it.required_citation),
            "values": citation(it.values_citation.as_ref().unwrap_or(&it.citation)),
        },
    })
}

/// Who gives a value, in the key that says so.
#[derive(Default)]
struct Given<'a> {
    constant: Option<&'a str>,
    credential: Option<&'a str>,
    basic: Option<[&'a str; 2]>,
    token: Option<&'a str>,
    made: Option<String>,
}

fn source_of<'a>(provider: &'a Provider, source: &'a FieldSource) -> Given<'a> {
    let credential = |index: usize| provider.credentials[index].name.as_str();
    let mut res = Given::default();
    match source {
        FieldSource::Constant(text) => res.constant = Some(text),
        FieldSource::Credential(index) => res.credential = Some(credential(*index)),
        FieldSource::Basic { user, password } => {
            res.basic = Some([credential(*user), credential(*password)]);
        }
        FieldSource::Token(index) => res.token = Some(&provider.tokens[*index].name),
        FieldSource::Made(it) => res.made = Some(made(it)),
        FieldSource::Caller | FieldSource::Signature | FieldSource::Parent => {}
    }
    res
}

fn signature(provider: &Provider, operation: &Operation, it: &Signature) -> Value {
    let part = |part: &SignedPart| match part {
        SignedPart::Field(index) => operation.fields[*index].wire.clone(),
        SignedPart::Credential { .. }
        | SignedPart::Constant(_)
        | SignedPart::Method
        | SignedPart::Path
        | SignedPart::Target
        | SignedPart::Query
        | SignedPart::Body
        | SignedPart::BodyDigest { .. }
        | SignedPart::Header(_) => part_said(provider, part),
    };
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
        "order": it.parts.iter().map(part).collect::<Vec<_>>(),
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

/// A signed value that is no field.
fn part_said(provider: &Provider, it: &SignedPart) -> String {
    match it {
        SignedPart::Field(_) => String::new(),
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

fn heard_signature(provider: &Provider, it: &CallbackSignature) -> Value {
    json!({
        "algorithm": it.scheme.algorithm,
        "encoding": it.scheme.encoding,
        "joiner": it.scheme.joiner,
        "key": it.scheme.key.map(|it| &provider.credentials[it].name),
        "order": it.parts.iter().map(|it| part_said(provider, it)).collect::<Vec<_>>(),
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

fn made(it: &Made) -> String {
    match it {
        Made::Timestamp(it) => format!("timestamp {}", moment(it)),
        Made::Nonce(Nonce::Hex(count)) => format!("nonce hex {count}"),
        Made::Nonce(Nonce::Digits(count)) => format!("nonce digits {count}"),
        Made::Nonce(Nonce::Uuid) => "nonce uuid".to_owned(),
        Made::Digest {
            algorithm,
            encoding,
        } => format!("digest {algorithm} {encoding}"),
    }
}

fn moment(it: &Moment) -> String {
    let spelled = |text: &str, offset: i32| match offset {
        0 => text.to_owned(),
        _ => {
            let sign = if offset < 0 { '-' } else { '+' };
            let (hours, minutes) = (offset.abs() / 60, offset.abs() % 60);
            format!("{text} {sign}{hours:02}:{minutes:02}")
        }
    };
    match it {
        Moment::Unix => "unix".to_owned(),
        Moment::UnixMillis => "unix-ms".to_owned(),
        Moment::Rfc3339 { offset } => spelled("rfc3339", *offset),
        Moment::Pattern { text, offset } => spelled(text, *offset),
    }
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

fn callback(provider: &Provider, it: &Callback) -> Value {
    let shape = |shape: &crate::model::CallbackShape| {
        let members = provider
            .record(&shape.record)
            .map(|it| it.members.iter().map(member).collect::<Vec<_>>());
        json!({
            "name": shape.name,
            "record": shape.record,
            "when_present": shape.when_present,
            "fields": members,
        })
    };
    json!({
        "name": it.name,
        "method": it.method,
        "lines": lines(&it.lines),
        "values": it.values.word(),
        "code": it.codes,
        "detail": it.details,
        "reference": it.references,
        "shapes": it.shapes.iter().map(shape).collect::<Vec<_>>(),
        "signed": it.signature.is_some(),
        "signature": it.signature.as_ref().map(|it| heard_signature(provider, it)),
        "confirm": it.confirm,
        "answer": match &it.answer {
            CallbackAnswer::Fixed { status, content_type, body } => {
                json!({ "status": status, "content_type": content_type, "body": body })
            }
            CallbackAnswer::Dialogue { content_type, goes_on, ends, input, separator } => json!({
                "content_type": content_type,
                "goes_on": goes_on,
                "ends": ends,
                "input": input,
                "separator": separator,
            }),
        },
        "provenance": {
            "method": citation(&it.method_citation),
            "answer": citation(&it.answer_citation),
            "whole": citation(&it.citation),
        },
        "samples": it.samples.iter().map(sample).collect::<Vec<_>>(),
    })
}

fn table(it: &Table) -> Value {
    let row = |row: &crate::model::TableRow| {
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

fn record(it: &Record) -> Value {
    json!({
        "name": it.name,
        "form": match it.form {
            RecordForm::Object => "object",
            RecordForm::Positional => "positional",
            RecordForm::Sentence => "sentence",
        },
        "pattern": (!it.pattern.is_empty()).then_some(&it.pattern),
        "members": it.members.iter().map(member).collect::<Vec<_>>(),
    })
}

fn member(it: &crate::model::Member) -> Value {
    json!({
        "wire": it.wire,
        "printed": it.printed,
        "also": it.also,
        "name": it.name,
        "type": it.ty.word(),
        "secret": it.secret,
        "personal": it.personal,
        "provenance": { "wire": citation(&it.citation), "type": citation(&it.type_citation) },
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

fn citation(it: &Citation) -> Value {
    let told = match &it.source {
        Source::Document(_) => None,
        Source::Linked(url) => Some(url),
        Source::Assumed(why) => Some(why),
    };
    json!({
        "source": source(it),
        "lines": lines(&it.lines()),
        "confidence": it.confidence.word(),
        "says": told,
    })
}

fn source(it: &Citation) -> &'static str {
    match it.source {
        Source::Document(_) => "document",
        Source::Linked(_) => "linked",
        Source::Assumed(_) => "assumed",
    }
}

fn lines(it: &Lines) -> Value {
    it.0.iter()
        .map(|(first, last)| json!([first, last]))
        .collect()
}
