//! From the values of a request to its signature.

use std::borrow::Cow;

use super::{Fill, text::text};
use crate::{error::Error, scheme::Part, sign, slot::Slot, target, value::Value};

/// A signature.
pub(super) struct Signed {
    /// As it is sent, prefix included.
    pub(super) value: Value,
    /// The texts that tell the secret in it, where it is no digest.
    pub(super) told: Vec<String>,
}

/// Slots with what stands in them.
pub(super) type Stood = [(&'static Slot, Option<Value>)];

/// The values of a request, where they stand.
#[derive(Clone, Copy)]
pub(super) struct Placed<'a> {
    body: &'a [Option<Value>],
    headers: &'a Stood,
    path: &'a Stood,
    query: &'a Stood,
}

impl<'a> Placed<'a> {
    pub(super) fn new(
        body: &'a [Option<Value>],
        headers: &'a Stood,
        path: &'a Stood,
        query: &'a Stood,
    ) -> Self {
        Self {
            body,
            headers,
            path,
            query,
        }
    }
}

/// What of a request is signed besides the texts of its slots.
#[derive(Clone, Copy)]
pub(super) struct Sent<'a> {
    path: &'a str,
    target: &'a str,
    query: &'a str,
    body: &'a [u8],
}

impl<'a> Sent<'a> {
    pub(super) fn new(url: &'a str, body: &'a [u8]) -> Self {
        let behind = url.split_once("://").map_or(url, |it| it.1);
        let target = behind.find('/').map_or("/", |at| &behind[at..]);
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        Self {
            path,
            target,
            query,
            body,
        }
    }
}

impl Fill<'_> {
    /// The signature, where the operation has one.
    pub(super) fn signature(
        &self,
        placed: Placed<'_>,
        sent: Sent<'_>,
    ) -> Result<Option<Signed>, Error> {
        let Some(signature) = &self.operation.signature else {
            return Ok(None);
        };
        let scheme = signature.scheme;
        let mut parts = Vec::with_capacity(signature.parts.len());
        for part in signature.parts {
            match self.part(part, placed, sent)? {
                None if scheme.kept => parts.push(part.name().as_bytes().into()),
                found => parts.extend(found),
            }
        }
        let key = match scheme.key {
            Some(key) => self.credential(key)?.expose(),
            None => "",
        };
        let text = sign::sign(scheme, key, &parts);
        let around = placed.headers.iter().chain(placed.query);
        let mut slots = self.operation.body.iter().chain(around.map(|it| it.0));
        let prefix = slots
            .find(|it| it.is_signature())
            .map_or("", |it| it.prefix);
        let whole = format!("{prefix}{text}");
        if !scheme.discloses() {
            return Ok(Some(Signed {
                value: Value::Text(whole),
                told: Vec::new(),
            }));
        }
        let plain = String::from_utf8_lossy(&sign::joined(scheme, &parts)).into_owned();
        // Some say it back without its padding, which is as readable.
        let bare = text.trim_end_matches('=').to_owned();
        Ok(Some(Signed {
            value: Value::Hidden(whole),
            told: vec![target::encoded(&text), text, bare, plain],
        }))
    }

    /// The bytes of one part; `None` for a value that is left out.
    fn part<'a>(
        &'a self,
        part: &'a Part,
        placed: Placed<'a>,
        sent: Sent<'a>,
    ) -> Result<Option<Cow<'a, [u8]>>, Error> {
        let of = |value: Option<&'a Value>| value.map(|it| bytes(text(it)));
        let plain = |text: &'a str| Some(Cow::Borrowed(text.as_bytes()));
        Ok(match part {
            Part::Slot(pointer) => {
                // A pointer begins with `/`, and no name in a URL is taken for one.
                let body = self.operation.body.iter().zip(placed.body);
                let around = placed.path.iter().chain(placed.query);
                let mut slots = body.chain(around.map(|it| (it.0, &it.1)));
                let found = slots.find(|it| it.0.place == *pointer);
                of(found.and_then(|it| it.1.as_ref()))
            }
            Part::Header(name) => {
                let found = placed.headers.iter().find(|it| it.0.place == *name);
                of(found.and_then(|it| it.1.as_ref()))
            }
            Part::Credential(index) => plain(self.credential(*index)?.expose()),
            Part::Constant(text) => plain(text),
            Part::Named(name, part) => {
                let value = self.part(part, placed, sent)?;
                value.map(|it| [name.as_bytes(), &it].concat().into())
            }
            Part::Method => plain(self.operation.method.as_str()),
            Part::Path => plain(sent.path),
            Part::Target => plain(sent.target),
            Part::Query => plain(sent.query),
            Part::Body => Some(sent.body.into()),
            Part::BodyDigest(algorithm, encoding) => {
                let text = sign::digest(*algorithm, *encoding, "", sent.body);
                Some(bytes(Cow::Owned(text)))
            }
        })
    }
}

fn bytes(text: Cow<'_, str>) -> Cow<'_, [u8]> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
        Cow::Owned(text) => Cow::Owned(text.into_bytes()),
    }
}
