//! One value of a request, as JSON: where it stands, who gives it, what it may be.

use serde_json::{Value, json};

use super::citation::citation;
use super::made::made;
use crate::model::{Field, FieldSource, Operation, Provider, Required, Type};

pub(super) fn field(provider: &Provider, operation: &Operation, it: &Field) -> Value {
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
        | Type::PhoneNumber
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
        "harmless": it.harmless,
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
