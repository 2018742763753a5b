//! What a request says in one of its fields, wherever the field travels: for what reads requests
//! and is no client.

use std::borrow::Cow;
use std::cell::OnceCell;

use verbatim_codegen::model::{BodyForm, Field, Location, Operation, Path};

use crate::json::Json;

/// A request, authored or arrived.
#[derive(Debug)]
pub(crate) struct Sent<'a> {
    /// Path and query, as on the wire.
    target: &'a str,
    headers: &'a [(String, String)],
    body: &'a [u8],
    /// The body as JSON, where it is; read when it is asked for first.
    json: OnceCell<Option<Json>>,
}

/// One part of a body in parts.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) name: String,
    /// Its headers, in small letters.
    pub(crate) about: String,
    pub(crate) text: String,
}

impl<'a> Sent<'a> {
    pub(crate) fn new(target: &'a str, headers: &'a [(String, String)], body: &'a [u8]) -> Self {
        Sent {
            target,
            headers,
            body,
            json: OnceCell::new(),
        }
    }

    /// The body as JSON, where it is.
    pub(crate) fn json(&self) -> Option<&Json> {
        let read = || Json::read_bytes(self.body).ok();
        self.json.get_or_init(read).as_ref()
    }

    /// The texts of a field: one, or one per item of a list, or none where it is left out.
    pub(crate) fn texts(&self, operation: &Operation, field: &Field) -> Vec<String> {
        match field.location {
            Location::Header => self.header(&field.wire).into_iter().collect(),
            Location::Query => {
                let query = self.target.split_once('?').map_or("", |it| it.1);
                values(query, &field.wire, percent_decoded)
            }
            Location::Path => self.in_path(operation, &field.wire).into_iter().collect(),
            Location::Body => self.in_body(operation.body, field),
        }
    }

    fn header(&self, name: &str) -> Option<String> {
        let mut headers = self.headers.iter();
        let found = headers.find(|it| it.0.eq_ignore_ascii_case(name));
        found.map(|it| it.1.clone())
    }

    /// The base path of a server is not compared: the path of the operation is at the end.
    fn in_path(&self, operation: &Operation, wire: &str) -> Option<String> {
        let Path::Fixed(template) = &operation.path else {
            return None;
        };
        let path = self.target.split('?').next().unwrap_or_default();
        let mut segments = template.rsplit('/').zip(path.rsplit('/'));
        segments.find_map(|(template, segment)| {
            let (before, after) = template.split_once(&format!("{{{wire}}}"))?;
            let value = segment.strip_prefix(before)?.strip_suffix(after)?;
            Some(percent_decoded(value))
        })
    }

    fn in_body(&self, form: BodyForm, field: &Field) -> Vec<String> {
        match form {
            BodyForm::Json => {
                let Some(json) = self.json() else {
                    return Vec::new();
                };
                let Some(node) = json.at(&field.pointer) else {
                    return Vec::new();
                };
                match json.spelled(node).starts_with('[') {
                    true => json.children(node).map(|it| json.plain(it)).collect(),
                    false => vec![json.plain(node)],
                }
            }
            BodyForm::Form => {
                let body = String::from_utf8_lossy(self.body);
                values(&body, &field.wire, |it| {
                    percent_decoded(&it.replace('+', " "))
                })
            }
            BodyForm::Multipart => self.parts(&field.wire),
        }
    }

    /// Every part of a body in parts, in order.
    pub(crate) fn all_parts(&self) -> Vec<Part> {
        let content_type = self.header("content-type").unwrap_or_default();
        let Some((_, boundary)) = content_type.split_once("boundary=") else {
            return Vec::new();
        };
        let body = String::from_utf8_lossy(self.body);
        let delimiter = format!("--{boundary}");
        let parts = body.split(&delimiter).filter_map(|part| {
            let (about, text) = part.split_once("\r\n\r\n")?;
            let name = about.split_once("name=\"")?.1.split('"').next()?;
            Some(Part {
                name: name.replace("%22", "\""),
                about: about.to_ascii_lowercase(),
                text: text.strip_suffix("\r\n").unwrap_or(text).to_owned(),
            })
        });
        parts.collect()
    }

    fn parts(&self, wire: &str) -> Vec<String> {
        let content_type = self.header("content-type").unwrap_or_default();
        let Some((_, boundary)) = content_type.split_once("boundary=") else {
            return Vec::new();
        };
        let body = String::from_utf8_lossy(self.body);
        let name = wire.replace('"', "%22");
        let (head, delimiter) = (format!("name=\"{name}\""), format!("--{boundary}"));
        let parts = body.split(&delimiter).filter_map(|part| {
            let (about, text) = part.split_once("\r\n\r\n")?;
            about.contains(&head).then(|| text.strip_suffix("\r\n"))?
        });
        parts.map(str::to_owned).collect()
    }
}

/// The values under one name of `a=1&b=2`.
fn values(pairs: &str, name: &str, decoded: impl Fn(&str) -> String) -> Vec<String> {
    let pairs = pairs
        .split('&')
        .map(|it| it.split_once('=').unwrap_or((it, "")));
    let named = pairs.filter(|it| decoded(it.0) == name);
    named.map(|it| decoded(it.1)).collect()
}

/// The URL without what stands under one name of its query.
pub(crate) fn without(url: &str, name: &str) -> String {
    let (before, query) = url.split_once('?').unwrap_or((url, ""));
    let pairs = query.split('&').filter(|it| {
        let wire = it.split('=').next().unwrap_or_default();
        percent_decoded(wire) != name
    });
    match pairs.collect::<Vec<_>>().join("&") {
        none if none.is_empty() => before.to_owned(),
        query => format!("{before}?{query}"),
    }
}

/// Names and values of `a=1&b=2`, where a plus is a space.
pub(crate) fn decoded_pairs(pairs: &str) -> Vec<(String, String)> {
    let decoded = |it: &str| percent_decoded(&it.replace('+', " "));
    let pairs = pairs.split('&').filter(|it| !it.is_empty());
    let pairs = pairs.map(|it| it.split_once('=').unwrap_or((it, "")));
    pairs.map(|it| (decoded(it.0), decoded(it.1))).collect()
}

pub(crate) fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let pair = after.get(..2).and_then(|it| std::str::from_utf8(it).ok());
        let byte = pair.and_then(|it| u8::from_str_radix(it, 16).ok());
        match (first, byte) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            (_, _) => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The text as it stands in a URL, every byte that is not unreserved by its number.
pub(crate) fn percent_encoded(text: &str) -> Cow<'_, str> {
    let plain = |it: u8| it.is_ascii_alphanumeric() || b"-._~".contains(&it);
    if text.bytes().all(plain) {
        return Cow::Borrowed(text);
    }
    let mut res = String::with_capacity(text.len() * 3);
    for it in text.bytes() {
        match plain(it) {
            true => res.push(char::from(it)),
            false => res.push_str(&format!("%{it:02X}")),
        }
    }
    Cow::Owned(res)
}

#[cfg(test)]
mod tests {
    use super::{percent_decoded, percent_encoded, values, without};

    #[test]
    fn what_stands_under_a_name_is_taken_out_of_a_url() {
        for (url, rest) in [
            ("/a?x=1&s%20s=2&y=", "/a?x=1&y="),
            ("/a?s%20s=2", "/a"),
            ("/a?x=s%20s", "/a?x=s%20s"),
            ("/a", "/a"),
        ] {
            assert_eq!(without(url, "s s"), rest);
        }
    }

    #[test]
    fn what_was_encoded_is_read_again() {
        for text in ["", "a b", "é/ü?", "100%", "-._~", "a+b&c=d"] {
            assert_eq!(percent_decoded(&percent_encoded(text)), text);
        }
        assert_eq!(percent_encoded("a b/é"), "a%20b%2F%C3%A9");
        assert_eq!(percent_decoded("%zz%4"), "%zz%4");
    }

    #[test]
    fn a_repeated_name_has_every_value() {
        let found = values("a=1&b=2&a=&a%20=4&a", "a", percent_decoded);
        assert_eq!(found, ["1", "", ""]);
    }
}
