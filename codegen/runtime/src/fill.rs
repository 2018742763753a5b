//! From the values of a request to its headers and its body.

use std::{borrow::Cow, collections::HashSet};

use crate::{
    body,
    error::{Error, Parts},
    kind::Kind,
    merchant::Merchant,
    operation::{Operation, Part},
    outcome::Certainty,
    secret::Secret,
    sign,
    slot::{Need, Slot, Source},
    transport::HeaderText,
    value::Value,
    writer::Writer,
};

/// What goes on the wire, and what of it must not be shown.
pub(crate) struct Filled {
    pub(crate) headers: Vec<(String, HeaderText)>,
    pub(crate) body: Vec<u8>,
    /// The personal and secret values of the request.
    pub(crate) hidden: Vec<String>,
}

/// Checks the values, signs them and writes them.
///
/// # Errors
///
/// `InvalidRequest` or `Configuration`, with the place at fault. Nothing is sent yet.
pub(crate) fn fill(
    merchant: &Merchant,
    operation: &'static Operation,
    values: &[Option<Value>],
) -> Result<Filled, Error> {
    let fill = Fill {
        merchant,
        operation,
        values,
    };
    let mut body = Vec::with_capacity(operation.body.len());
    for slot in operation.body {
        body.push(fill.value(slot)?);
    }
    // Whether a slot is demanded can depend on any other one, so all are filled by now.
    for (slot, value) in operation.body.iter().zip(&body) {
        fill.check(slot, value.as_ref(), &body)?;
    }
    let mut headers = Vec::new();
    for slot in fill.header_slots() {
        let value = fill.value(slot)?;
        fill.check(slot, value.as_ref(), &body)?;
        headers.push(value);
    }
    if let Some(signature) = fill.signature(&body)? {
        let slots = operation.body.iter().chain(fill.header_slots());
        for (slot, value) in slots.zip(body.iter_mut().chain(&mut headers)) {
            if let Source::Signature = slot.source {
                *value = Some(Value::Text(signature.clone()));
            }
        }
    }
    let hidden = |it: &Option<Value>| match it {
        Some(Value::Hidden(text)) => Some(text.clone()),
        _ => None,
    };
    Ok(Filled {
        headers: fill.headers(headers)?,
        body: fill.body(&body)?,
        hidden: values.iter().filter_map(hidden).collect(),
    })
}

/// The text of a value, as it is sent: what rules look at and what is signed.
fn text(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Text(text) | Value::Hidden(text) | Value::Number(text) => Cow::Borrowed(text),
        Value::Boolean(_) | Value::Map(_) => {
            let mut out = Writer::new();
            body::write_value(value, &mut out);
            Cow::Owned(out.into_text())
        }
    }
}

/// Visible ASCII, spaces and tabs, with no white space around it.
fn is_header_value(text: &str) -> bool {
    let legal = |it: u8| matches!(it, b'\t' | b' '..=b'~');
    text.bytes().all(legal) && text.trim() == text
}

struct Fill<'a> {
    merchant: &'a Merchant,
    operation: &'static Operation,
    values: &'a [Option<Value>],
}

impl Fill<'_> {
    /// The headers of every call, then those of this one.
    fn header_slots(&self) -> impl Iterator<Item = &'static Slot> {
        let provider = self.operation.provider;
        provider.headers.iter().chain(self.operation.headers)
    }

    /// What stands in `slot`. A signature does not stand there yet.
    fn value(&self, slot: &Slot) -> Result<Option<Value>, Error> {
        match slot.source {
            Source::Caller(index) => Ok(self.values.get(index).cloned().flatten()),
            Source::Constant(text) => Ok(Some(Value::Text(text.to_owned()))),
            Source::Signature => Ok(None),
            Source::Credential(index) => match (self.credential(index), slot.need) {
                (Ok(secret), _) => Ok(Some(Value::Text(secret.expose().to_owned()))),
                (Err(_), Need::Never) => Ok(None),
                (Err(error), Need::Always | Need::When(..)) => Err(error),
            },
        }
    }

    /// Refuses a caller's value that is missing or breaks a rule.
    fn check(
        &self,
        slot: &Slot,
        value: Option<&Value>,
        body: &[Option<Value>],
    ) -> Result<(), Error> {
        let Source::Caller(_) = slot.source else {
            return Ok(());
        };
        let Some(value) = value else {
            return match slot.need {
                Need::Always => Err(self.refuse(slot, "is missing")),
                Need::Never => Ok(()),
                Need::When(index, when) => {
                    let other = body.get(index).and_then(Option::as_ref);
                    if other.is_none_or(|it| text(it) != when) {
                        return Ok(());
                    }
                    let other = self.operation.body[index].place;
                    Err(self.refuse(slot, &format!("is missing, and `{other}` is `{when}`")))
                }
            };
        };
        if let Value::Map(entries) = value {
            let mut seen = HashSet::new();
            if !entries.iter().all(|it| seen.insert(&it.0)) {
                return Err(self.refuse(slot, "holds one name twice"));
            }
            return Ok(());
        }
        let text = text(value);
        match slot.rules.iter().find_map(|it| it.fault(&text)) {
            Some(fault) => Err(self.refuse(slot, &fault)),
            None => Ok(()),
        }
    }

    fn signature(&self, body: &[Option<Value>]) -> Result<Option<String>, Error> {
        let Some(signature) = &self.operation.signature else {
            return Ok(None);
        };
        let mut parts = Vec::with_capacity(signature.parts.len());
        for part in signature.parts {
            match part {
                Part::Slot(pointer) => {
                    let slots = self.operation.body.iter().zip(body);
                    let mut found = slots.filter(|it| it.0.place == *pointer);
                    let value = found.next().and_then(|it| it.1.as_ref());
                    parts.extend(value.map(|it| text(it).into_owned()));
                }
                Part::Credential(index) => {
                    parts.push(self.credential(*index)?.expose().to_owned());
                }
                Part::Constant(text) => parts.push((*text).to_owned()),
            }
        }
        let key = self.credential(signature.scheme.key)?;
        Ok(Some(sign::sign(signature.scheme, key.expose(), &parts)))
    }

    fn headers(&self, values: Vec<Option<Value>>) -> Result<Vec<(String, HeaderText)>, Error> {
        let mut res = Vec::with_capacity(values.len());
        for (slot, value) in self.header_slots().zip(values) {
            let Some(value) = value else {
                continue;
            };
            let text = text(&value).into_owned();
            let header = match slot.source {
                Source::Credential(index) => {
                    let row = &self.merchant.provider.credentials[index];
                    if !is_header_value(&text) {
                        let detail = format!("credential `{}` cannot stand in a header", row.name);
                        return Err(self.misconfigured(detail));
                    }
                    row.secret
                }
                Source::Caller(_) if !is_header_value(&text) => {
                    return Err(self.refuse(slot, "cannot stand in a header"));
                }
                Source::Caller(_) => matches!(value, Value::Hidden(_)),
                Source::Constant(_) | Source::Signature => false,
            };
            let header = match header {
                true => HeaderText::Secret(Secret::from(text)),
                false => HeaderText::Plain(text),
            };
            res.push((slot.place.to_owned(), header));
        }
        Ok(res)
    }

    fn body(&self, values: &[Option<Value>]) -> Result<Vec<u8>, Error> {
        if self.operation.body.is_empty() {
            return Ok(Vec::new());
        }
        let slots = self.operation.body.iter().zip(values);
        let there = slots.filter_map(|(slot, it)| it.as_ref().map(|it| (slot.place, it)));
        match body::write(there) {
            Ok(text) => Ok(text.into_bytes()),
            Err(pointer) => {
                let detail = format!("`{pointer}` stands where another value does");
                Err(self.misconfigured(detail))
            }
        }
    }

    fn credential(&self, index: usize) -> Result<&Secret, Error> {
        self.merchant.credentials[index].as_ref().ok_or_else(|| {
            let name = self.merchant.provider.credentials[index].name;
            self.misconfigured(format!("credential `{name}` is missing"))
        })
    }

    fn misconfigured(&self, detail: String) -> Error {
        Error::from(Parts {
            detail: Some(detail),
            ..self.parts(Kind::Configuration)
        })
    }

    fn refuse(&self, slot: &Slot, fault: &str) -> Error {
        Error::from(Parts {
            path: Some(slot.place.to_owned()),
            detail: Some(format!("`{}` {fault}", slot.place)),
            ..self.parts(Kind::InvalidRequest)
        })
    }

    fn parts(&self, kind: Kind) -> Parts {
        let provider = self.merchant.provider.name;
        Parts::new(provider, self.operation.name, kind, Certainty::NotSent)
    }
}
