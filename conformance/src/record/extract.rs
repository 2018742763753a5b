//! From a request on the wire to the values that a caller and a merchant must have given for it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use verbatim_codegen::model::{BodyForm, Field, FieldSource, Location, Operation, Provider, Type};

use super::undigested::undigested;
use crate::json::{Json, Node, NodeKind, quote};
use crate::sent::Sent;
use crate::wire::Arrived;

/// What a request says.
pub(crate) struct Extracted {
    /// The caller's values: the field by its index, and the value as the JSON of an input.
    pub(crate) input: Vec<(usize, String)>,
    /// Credentials by name, as far as they were sent.
    pub(crate) credentials: Vec<(String, String)>,
    /// Tokens that were fetched before.
    pub(crate) tokens: Vec<String>,
    /// The way of being known.
    pub(crate) way: Option<usize>,
    /// Credentials that may be sent with this operation, and were not.
    pub(crate) lacks: Vec<String>,
    /// The field with a signature, no digest, that is not made as the spec says.
    pub(crate) unlike: Option<String>,
}

pub(crate) fn extract(
    provider: &Provider,
    operation: &Operation,
    usual: Option<&str>,
    request: &Arrived,
) -> Extracted {
    let sent = Sent::new(&request.target, &request.headers, &request.body);
    // Two ways may send one header: a bearer, or a pair.
    let there = |it: &Field| {
        let before = match it.source {
            FieldSource::Basic { .. } => "Basic ",
            FieldSource::Caller
            | FieldSource::Credential(_)
            | FieldSource::Constant(_)
            | FieldSource::Signature
            | FieldSource::Token(_)
            | FieldSource::Made(_)
            | FieldSource::Parent => &it.prefix,
        };
        let texts = sent.texts(operation, it);
        texts.first().is_some_and(|it| it.starts_with(before))
    };
    let sends = |it: &Field| it.methods.is_empty() || it.methods.contains(&operation.method);
    let usual = provider
        .ways
        .iter()
        .position(|it| Some(it.name.as_str()) == usual);
    let is_way = |way: &usize| {
        let mut fields = operation.fields.iter();
        let mut of_way = fields
            .by_ref()
            .filter(|it| it.way == Some(*way) && sends(it))
            .peekable();
        of_way.peek().is_some() && of_way.all(there)
    };
    let mut ways = usual.into_iter().chain(0..provider.ways.len());
    let way = ways.find(is_way).or(usual);
    let mut res = Extracted {
        input: Vec::new(),
        credentials: Vec::new(),
        tokens: Vec::new(),
        way,
        lacks: Vec::new(),
        unlike: None,
    };
    for (index, field) in operation.fields.iter().enumerate() {
        if (field.way.is_some() && field.way != way) || !sends(field) {
            continue;
        }
        let texts = sent.texts(operation, field);
        let text = texts.first().map(|it| {
            let plain = it.strip_prefix(field.prefix.as_str());
            plain.unwrap_or(it).to_owned()
        });
        let name = |index: usize| provider.credentials[index].name.clone();
        match (&field.source, text) {
            (FieldSource::Caller, _) => {
                let value = match (field.location, operation.body) {
                    (Location::Body, BodyForm::Json) => {
                        let json = sent.json();
                        let node = json.and_then(|it| Some((it, it.at(&field.pointer)?)));
                        node.and_then(|(json, node)| in_json(field, &field.ty, json, node))
                    }
                    (_, _) => in_texts(field, texts),
                };
                res.input.extend(value.map(|it| (index, it)));
            }
            (FieldSource::Credential(index), Some(text)) => {
                res.credentials.push((name(*index), text));
            }
            (FieldSource::Credential(index), None) => {
                let credential = &provider.credentials[*index];
                if credential.optional {
                    res.lacks.push(credential.name.clone());
                }
            }
            (FieldSource::Basic { user, password }, Some(text)) => {
                let coded = text.strip_prefix("Basic ").unwrap_or(&text);
                let decoded = STANDARD.decode(coded).ok();
                let decoded = decoded.and_then(|it| String::from_utf8(it).ok());
                if let Some((who, secret)) = decoded.as_deref().and_then(|it| it.split_once(':')) {
                    res.credentials.push((name(*user), who.to_owned()));
                    res.credentials.push((name(*password), secret.to_owned()));
                }
            }
            (FieldSource::Token(_), Some(text)) => res.tokens.push(text),
            (
                FieldSource::Basic { .. }
                | FieldSource::Token(_)
                | FieldSource::Constant(_)
                | FieldSource::Signature
                | FieldSource::Made(_)
                | FieldSource::Parent,
                _,
            ) => {}
        }
    }
    let signature = operation.signature.as_ref();
    if let Some((it, told)) =
        signature.zip(undigested(provider, operation, &res.credentials, &sent))
    {
        res.credentials.extend(told.credential);
        let field = &operation.fields[it.into];
        res.unlike = (!told.is_alike).then(|| field.wire.clone());
    }
    res.lacks
        .retain(|it| !res.credentials.iter().any(|there| there.0 == *it));
    res.lacks.sort();
    res.lacks.dedup();
    res
}

/// As the input spells it; `None` where a client never sends such a value.
fn in_json(field: &Field, ty: &Type, json: &Json, node: &Node) -> Option<String> {
    match (ty, node.kind) {
        (Type::List(item), NodeKind::Array) => {
            let items = json.children(node).map(|it| in_json(field, item, json, it));
            let items: Option<Vec<_>> = items.collect();
            Some(format!("[{}]", items?.join(",")))
        }
        (Type::Map | Type::Object, NodeKind::Object) => Some(json.spelled(node).to_owned()),
        (_, NodeKind::Text | NodeKind::Number) => Some(scalar(field, ty, &json.plain(node))),
        (Type::Boolean, NodeKind::Word) => {
            let word = json.spelled(node);
            (word != "null").then(|| word.to_owned())
        }
        (_, _) => None,
    }
}

fn in_texts(field: &Field, texts: Vec<String>) -> Option<String> {
    let first = texts.first()?;
    let Type::List(item) = &field.ty else {
        return Some(scalar(field, &field.ty, first));
    };
    let items: Vec<String> = match &field.joined {
        Some(between) => first.split(between.as_str()).map(str::to_owned).collect(),
        None => texts,
    };
    let items = items.iter().map(|it| scalar(field, item, it));
    Some(format!("[{}]", items.collect::<Vec<_>>().join(",")))
}

fn scalar(field: &Field, ty: &Type, text: &str) -> String {
    let plain = !field.secret && !field.personal;
    let number = text.parse::<i64>().is_ok_and(|it| it.to_string() == text);
    let whole = *ty == Type::Integer && number;
    let word = *ty == Type::Boolean && ["true", "false"].contains(&text);
    if plain && (whole || word) {
        text.to_owned()
    } else {
        quote(text)
    }
}
