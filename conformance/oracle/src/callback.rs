//! From what a provider sends to what it says, and what it is answered.

use verbatim_codegen::model::{
    Callback, CallbackAnswer, CallbackSignature, CallbackValues, Outcome, Provider, SignedPart,
    Type,
};

use crate::code::{contradicted, outcome};
use crate::json::{Node, quote};
use crate::made;
use crate::reply::{first_filled, first_text, reference};
use crate::sign::{digest, encode};
use crate::url::pairs;
use crate::{Answered, Delivery, Failure, Heard, Saying, certainty, kind, typed};

/// A longer body is not read.
const MAX_BYTES: usize = 1 << 20;
/// A longer name of an event is not kept.
const MAX_EVENT_BYTES: usize = 1024;

fn failure(kind: &'static str) -> Failure {
    Failure::new(kind, certainty::UNKNOWN)
}

/// What a callback says, once its signature holds.
pub(crate) fn hear(
    provider: &Provider,
    callback: &Callback,
    it: &Delivery,
) -> Result<Heard, Failure> {
    if MAX_BYTES < it.body.len() {
        return Err(failure(kind::TOO_LARGE));
    }
    if let Some(signature) = &callback.signature {
        verify(provider, signature, it)?;
    }
    let object;
    let body = match callback.values {
        CallbackValues::Body => &it.body,
        CallbackValues::Query => {
            object = self::object(it.body.strip_prefix(b"?").unwrap_or(&it.body));
            &object
        }
        CallbackValues::Form => {
            object = self::object(&it.body);
            &object
        }
    };
    let unreadable = |path: String| Failure {
        path: Some(path),
        ..failure(kind::UNREADABLE)
    };
    let node = Node::read(body).map_err(|it| unreadable(it.0))?;
    let Some((last, others)) = callback.shapes.split_last() else {
        return Err(unreadable("$".to_owned()));
    };
    let tells = |name: &String| {
        let pointer = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
        node.at(&pointer).is_some()
    };
    let shape = others.iter().find(|it| it.when_present.iter().any(tells));
    let shape = shape.unwrap_or(last);
    let ty = Type::Record(shape.record.clone());
    let read = typed::read(provider, &ty, false, &node);
    let body = read.map_err(|it| unreadable(it.under("$").0))?;
    let apart = typed::apart(provider, &ty, &node, &body);
    // What it says is taken from what was read, so that nothing is said that no member shows.
    let node = Node::read(body.as_bytes()).map_err(|it| unreadable(it.0))?;
    let code = first_text(&node, &callback.codes);
    let detail = first_text(&node, &callback.details);
    let outcome = match (&code, &detail) {
        (Ok(None), Ok(_)) => None,
        (Ok(Some(code)), Ok(detail)) => {
            let says = |it: &str| outcome(provider, it, detail.as_deref(), &callback.name);
            let pointers = callback.codes.iter().map(String::as_str);
            let said = says(code).filter(|it| !contradicted(&node, pointers, says, *it));
            Some(said.unwrap_or(Outcome::Unknown))
        }
        (Err(_), _) | (_, Err(_)) => Some(Outcome::Unknown),
    };
    let reference = reference(&node, &callback.references);
    let (inputs, session) = step(callback, &node);
    let event = event(provider, callback, &node);
    Ok(Heard {
        shape: shape.name.clone(),
        outcome,
        code: code.ok().flatten(),
        detail: detail.ok().flatten(),
        reference,
        body,
        apart,
        inputs,
        session,
        event,
    })
}

/// Names and values as an object of texts; of equal names the first.
fn object(text: &[u8]) -> Vec<u8> {
    let mut seen: Vec<String> = Vec::new();
    let mut out = String::from("{");
    for (name, value) in pairs(text) {
        if !seen.contains(&name) {
            out.push_str(if seen.is_empty() { "" } else { "," });
            quote(&name, &mut out);
            out.push(':');
            quote(&value, &mut out);
            seen.push(name);
        }
    }
    out.push('}');
    out.into_bytes()
}

fn verify(provider: &Provider, it: &CallbackSignature, came: &Delivery) -> Result<(), Failure> {
    let signature = header(came, &it.header).and_then(|text| text.strip_prefix(it.prefix.as_str()));
    let expected = expected(provider, it, came);
    if signature.is_none() || signature != expected.as_deref() {
        return Err(failure(kind::UNVERIFIED));
    }
    if let Some(sent) = &it.sent {
        let at = header(came, &sent.header).and_then(|text| made::read(&sent.format, text));
        let now = came
            .clock
            .and_then(|it| it.duration_since(std::time::UNIX_EPOCH).ok());
        let now = now.and_then(|it| i64::try_from(it.as_millis()).ok());
        let off = at.zip(now).map(|(at, now)| at.abs_diff(now));
        if off.is_none_or(|it| u64::from(sent.tolerance) * 1000 < it) {
            return Err(failure(kind::UNTIMELY));
        }
    }
    Ok(())
}

/// The header in which the provider proves a delivery, and what it puts there.
pub(crate) fn sealed(
    provider: &Provider,
    callback: &Callback,
    it: &Delivery,
) -> Option<(String, String)> {
    let signature = callback.signature.as_ref()?;
    let text = expected(provider, signature, it)?;
    Some((
        signature.header.clone(),
        format!("{}{text}", signature.prefix),
    ))
}

fn expected(provider: &Provider, it: &CallbackSignature, came: &Delivery) -> Option<String> {
    let credential = |index: usize| {
        let name = &provider.credentials.get(index)?.name;
        let mut given = came.credentials.iter();
        given.find(|it| it.0 == *name).map(|it| it.1.as_bytes())
    };
    let mut parts: Vec<Vec<u8>> = Vec::new();
    for part in &it.parts {
        parts.push(match part {
            SignedPart::Body => came.body.clone(),
            SignedPart::BodyDigest {
                algorithm,
                encoding,
            } => encode(encoding, &digest(algorithm, b"", &came.body)?)?.into_bytes(),
            SignedPart::Header(name) => header(came, name)?.as_bytes().to_vec(),
            SignedPart::Credential { index, .. } => credential(*index)?.to_vec(),
            SignedPart::Constant(text) => text.clone().into_bytes(),
            SignedPart::Field(_)
            | SignedPart::Method
            | SignedPart::Path
            | SignedPart::Target
            | SignedPart::Query => return None,
        });
    }
    let scheme = &it.scheme;
    let mut signed = scheme.prefix.clone().into_bytes();
    signed.extend(parts.join(scheme.joiner.as_bytes()));
    signed.extend(scheme.suffix.as_bytes());
    let key = match scheme.key {
        Some(key) => credential(key)?,
        None => b"",
    };
    encode(&scheme.encoding, &digest(&scheme.algorithm, key, &signed)?)
}

/// The value of a header that came once.
fn header<'a>(came: &'a Delivery, name: &str) -> Option<&'a str> {
    let mut named = came
        .headers
        .iter()
        .filter(|it| it.0.eq_ignore_ascii_case(name));
    match (named.next(), named.next()) {
        (Some(one), None) => Some(one.1.trim()),
        (_, _) => None,
    }
}

/// What a callback is answered; `None` where nothing of the kind can be said to it.
pub(crate) fn answer(callback: &Callback, saying: &Saying) -> Option<Answered> {
    let (status, content_type, body) = match (&callback.answer, saying) {
        (
            CallbackAnswer::Fixed {
                status,
                content_type,
                body,
            },
            Saying::Nothing,
        ) => (*status, content_type, body.clone()),
        (
            CallbackAnswer::Dialogue {
                content_type,
                goes_on,
                ends,
                longest,
                ..
            },
            Saying::GoesOn(text) | Saying::Ends(text),
        ) => {
            let limit = longest.as_ref().map(|it| u64::from(it.characters));
            if limit.is_some_and(|it| it < text.chars().map(|_| 1).sum()) {
                return None;
            }
            let word = match saying {
                Saying::GoesOn(_) => goes_on,
                Saying::Ends(_) | Saying::Nothing => ends,
            };
            (200, content_type, format!("{word}{text}"))
        }
        (CallbackAnswer::Fixed { .. } | CallbackAnswer::Dialogue { .. }, _) => return None,
    };
    Some(Answered {
        status,
        content_type: content_type.clone(),
        body,
    })
}

/// What the customer typed so far, and what names the session, in a dialogue that was heard.
fn step(callback: &Callback, node: &Node<'_>) -> (Option<Vec<String>>, Option<String>) {
    let CallbackAnswer::Dialogue {
        input,
        separator,
        session,
        ..
    } = &callback.answer
    else {
        return (None, None);
    };
    let at = |name: &String| {
        let pointer = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
        first_filled(node, &[pointer])
    };
    let inputs = at(input).map_or_else(Vec::new, |text| {
        let first = usize::from(text.starts_with(separator.as_str()));
        let each = text.split(separator.as_str()).skip(first);
        each.map(str::to_owned).collect()
    });
    (Some(inputs), session.as_ref().and_then(at))
}

/// What deliveries of one event have in common; `None` where a part of it is missing.
fn event(provider: &Provider, callback: &Callback, node: &Node<'_>) -> Option<String> {
    let mut out = String::from("[");
    quote(&provider.name, &mut out);
    out.push(',');
    quote(&callback.name, &mut out);
    for pointer in &callback.event.as_ref()?.pointers {
        let text = first_text(node, std::slice::from_ref(pointer)).ok()??;
        out.push(',');
        quote(&text, &mut out);
    }
    out.push(']');
    (out.len() <= MAX_EVENT_BYTES).then_some(out)
}
