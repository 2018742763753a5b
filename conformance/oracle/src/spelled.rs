//! A value as the wire spells it: with quotes or without, and an amount in its scale.

use verbatim_codegen::model::{Field, Money, Type};

use crate::number::scaled;
use crate::request::{Refused, invalid};
use crate::value::Value;

/// What no caller gives, without quotes where its type has none.
pub(crate) fn bare(field: &Field, value: Value) -> Value {
    match (&field.ty, value) {
        (Type::Integer, Value::Text(digits)) => Value::Number(digits),
        (Type::Boolean, Value::Text(word)) => Value::Boolean(word == "true"),
        (_, value) => value,
    }
}

/// A value of the caller's, or a list of them, as the wire spells it.
pub(crate) fn unquoted(field: &Field, value: Value) -> Result<Value, Refused> {
    let one = |value: Value| match (field.ty.item(), value) {
        (Type::Money(it), value) => money(field, it, value),
        (Type::PhoneNumber, Value::Hidden(digits) | Value::Text(digits)) => {
            Ok(Value::Number(digits))
        }
        (_, value) => Ok(value),
    };
    match value {
        Value::List(items) => {
            let items: Result<Vec<_>, _> = items.into_iter().map(one).collect();
            items.map(Value::List)
        }
        value => one(value),
    }
}

/// An amount as the wire spells it.
fn money(field: &Field, money: &Money, value: Value) -> Result<Value, Refused> {
    match value {
        Value::Text(text) => {
            let text = scaled(&text, money.scale).ok_or_else(|| invalid(field))?;
            Ok(match money.number {
                true => Value::Number(text),
                false => Value::Text(text),
            })
        }
        other => Ok(other),
    }
}
