//! From a value to its texts: what rules look at, what is signed, what stands outside of JSON.

use std::borrow::Cow;

use crate::{body, form::Pairs, json::unescape_segment, value::Value, writer::Writer};

/// The texts of a value outside of JSON: one per item of a list.
pub(super) fn texts(value: &Value) -> Vec<Cow<'_, str>> {
    if let Value::List(items) = value {
        return items.iter().map(text).collect();
    }
    vec![text(value)]
}

/// The text of a value, as it is sent: what rules look at and what is signed.
pub(super) fn text(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Text(text)
        | Value::Hidden(text)
        | Value::Number(text)
        | Value::HiddenNumber(text) => Cow::Borrowed(text),
        Value::Boolean(_) | Value::Map(_) | Value::List(_) => {
            let mut out = Writer::new();
            body::write_value(value, &mut out);
            Cow::Owned(out.into_text())
        }
    }
}

/// The pairs of a form: a list is one pair per item.
pub(super) fn pairs<'v>(there: impl Iterator<Item = (&'static str, &'v Value)>) -> Pairs<'v> {
    let flat = there.flat_map(|(pointer, value)| {
        let name = unescape_segment(&pointer[1..]);
        texts(value).into_iter().map(move |it| (name.clone(), it))
    });
    flat.collect()
}

/// How a phone number ends in every spelling, with the country in front or without.
const SUBSCRIBER: usize = 9;

/// The personal and secret texts in a value. A number may be said back in another spelling.
pub(super) fn hide(value: &Value, hidden: &mut Vec<String>) {
    match value {
        Value::Hidden(text) | Value::HiddenNumber(text) => {
            let digits = text.strip_prefix('+').unwrap_or(text);
            if SUBSCRIBER < digits.len() && digits.bytes().all(|it| it.is_ascii_digit()) {
                hidden.push(digits[digits.len() - SUBSCRIBER..].to_owned());
            }
            hidden.push(text.clone());
        }
        Value::List(items) => items.iter().for_each(|it| hide(it, hidden)),
        Value::Text(_) | Value::Number(_) | Value::Boolean(_) | Value::Map(_) => {}
    }
}
