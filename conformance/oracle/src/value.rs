//! From the JSON of an input to the values of a request.

use verbatim_codegen::model::{Field, FieldSource, Operation, Provider, Type};

use crate::json::{Holds, Node, quote};
use crate::made;
use crate::number::{is_amount, is_count};

/// One value of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Text(String),
    /// Secret or personal.
    Hidden(String),
    Number(String),
    Boolean(bool),
    Map(Vec<(String, String)>),
    List(Vec<Value>),
}

impl Value {
    /// As JSON.
    pub(crate) fn write(&self, out: &mut String) {
        match self {
            Value::Text(text) | Value::Hidden(text) => quote(text, out),
            Value::Number(spelled) => out.push_str(spelled),
            Value::Boolean(it) => out.push_str(&it.to_string()),
            Value::Map(entries) => {
                out.push('{');
                for (at, (name, text)) in entries.iter().enumerate() {
                    out.push_str(if at == 0 { "" } else { "," });
                    quote(name, out);
                    out.push(':');
                    quote(text, out);
                }
                out.push('}');
            }
            Value::List(items) => {
                out.push('[');
                for (at, item) in items.iter().enumerate() {
                    out.push_str(if at == 0 { "" } else { "," });
                    item.write(out);
                }
                out.push(']');
            }
        }
    }

    /// As a text by itself.
    pub(crate) fn text(&self) -> String {
        match self {
            Value::Text(text) | Value::Hidden(text) | Value::Number(text) => text.clone(),
            Value::Boolean(_) | Value::Map(_) | Value::List(_) => {
                let mut res = String::new();
                self.write(&mut res);
                res
            }
        }
    }

    /// The texts outside of JSON: one per item.
    pub(crate) fn texts(&self) -> Vec<String> {
        match self {
            Value::List(items) => items.iter().map(Value::text).collect(),
            _ => vec![self.text()],
        }
    }
}

/// The values of the caller, one per field of the operation; `None` for those of others.
///
/// # Errors
///
/// The input is no request of the operation.
pub(crate) fn values(
    provider: &Provider,
    operation: &Operation,
    input: &str,
) -> Result<Vec<Option<Value>>, String> {
    let node = Node::read(input.as_bytes()).map_err(|it| format!("no JSON at {}", it.0))?;
    let Holds::Members(members) = &node.holds else {
        return Err("no object".to_owned());
    };
    for (at, (name, _)) in members.iter().enumerate() {
        if !operation.inputs().any(|it| it.name == **name) {
            return Err(format!("unknown field `{name}`"));
        }
        if members[..at].iter().any(|it| it.0 == *name) {
            return Err(format!("duplicate field `{name}`"));
        }
    }
    let mut res = Vec::with_capacity(operation.fields.len());
    for field in &operation.fields {
        let given = match field.source {
            FieldSource::Caller => members.iter().find(|it| it.0 == field.name),
            _ => {
                res.push(None);
                continue;
            }
        };
        res.push(match given.map(|it| &it.1) {
            None if field.demanded => return Err(format!("missing field `{}`", field.name)),
            None => None,
            Some(node) if node.is_null() && !field.demanded => None,
            Some(node) => Some(value(provider, field, &field.ty, node)?),
        });
    }
    Ok(res)
}

fn value(provider: &Provider, field: &Field, ty: &Type, node: &Node<'_>) -> Result<Value, String> {
    let refuse = || format!("`{}` is no {}", field.name, ty.word());
    let text = || match &node.holds {
        Holds::Text(text) => Ok(text.clone().into_owned()),
        _ => Err(refuse()),
    };
    let private = field.secret || field.personal || ty.is_phone();
    if let Type::List(item) = ty {
        let Holds::Items(items) = &node.holds else {
            return Err(refuse());
        };
        let items = items.iter().map(|it| value(provider, field, item, it));
        return items.collect::<Result<_, _>>().map(Value::List);
    }
    if private {
        return text().map(Value::Hidden);
    }
    match ty {
        Type::Text
        | Type::Identifier
        | Type::Phone
        | Type::PhoneNumber
        | Type::Timestamp { .. }
        | Type::Url
        | Type::Enum(_)
        | Type::Code => text().map(Value::Text),
        Type::Money(money) => {
            let text = text()?;
            let legal = match money.minor {
                true => is_count(&text),
                false => is_amount(&text),
            };
            legal.then_some(Value::Text(text)).ok_or_else(refuse)
        }
        Type::Reference(name) => {
            let text = text()?;
            let legal = provider
                .reference(name)
                .is_none_or(|it| is_reference(it, &text));
            legal.then_some(Value::Text(text)).ok_or_else(refuse)
        }
        Type::Integer => match (&node.holds, node.raw.parse::<i64>()) {
            (Holds::Word, Ok(number)) => Ok(Value::Number(number.to_string())),
            _ => Err(refuse()),
        },
        Type::Boolean => match node.raw {
            "true" => Ok(Value::Boolean(true)),
            "false" => Ok(Value::Boolean(false)),
            _ => Err(refuse()),
        },
        Type::Map | Type::Object => {
            let Holds::Members(members) = &node.holds else {
                return Err(refuse());
            };
            let mut res: Vec<(String, String)> = Vec::new();
            for (name, node) in members {
                let Holds::Text(text) = &node.holds else {
                    return Err(refuse());
                };
                if res.iter().any(|it| it.0 == **name) {
                    return Err(refuse());
                }
                res.push((name.clone().into_owned(), text.clone().into_owned()));
            }
            Ok(Value::Map(res))
        }
        // `check` lets none of these into a request.
        Type::Decimal | Type::Record(_) | Type::TextOr(_) | Type::List(_) | Type::Joined(..) => {
            Err(refuse())
        }
    }
}

fn is_reference(it: &verbatim_codegen::model::Reference, text: &str) -> bool {
    let (least, most) = it.length;
    let count = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    let legal = |c: char| it.charset.map_or(!c.is_control(), |set| set.has(c));
    let dated = it.dated.as_ref();
    (least..=most).contains(&count)
        && text.chars().all(legal)
        && dated.is_none_or(|it| made::begins(&it.pattern, text))
}
