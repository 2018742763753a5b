//! Whether a request on the wire is the one that the spec says, and if not, where it is not.

#[cfg(test)]
mod tests;

use verbatim_codegen::model::{BodyForm, Field, FieldSource, Location, Operation};
use verbatim_oracle::Request;

use super::incidental::is_incidental;
use super::public::Public;
use super::stranger::Strangers;
use crate::json::Json;
use crate::sent::{Sent, decoded_pairs};
use crate::wire::Arrived;

/// How a request is what the spec says.
pub(crate) struct Alike {
    /// Between the tokens of its body stands other white space than none.
    pub(crate) spaced: bool,
}

/// Compares them.
///
/// Of what is made anew for each request, and of signatures, only the places are compared: nobody
/// has the real key.
///
/// # Errors
///
/// Where they differ, in words that hold no value: all that the spec does not have, or else the
/// first place that says something else.
pub(crate) fn alike(
    operation: &Operation,
    public: &Public,
    strangers: &Strangers<'_>,
    said: &Request,
    wire: &Arrived,
) -> Result<Alike, String> {
    let compared = Compared {
        operation,
        ours: Sent::new(split(&said.url).1, &said.headers, &said.body),
        theirs: Sent::new(&wire.target, &wire.headers, &wire.body),
        said,
        wire,
    };
    let mut unknown: Vec<String> = Vec::new();
    for place in compared.unknown(strangers) {
        if !unknown.contains(&place) {
            unknown.push(place);
        }
    }
    if !unknown.is_empty() {
        let places = unknown.join(", ");
        return Err(format!("it sends what the spec does not have: {places}"));
    }
    let place = compared.header().or_else(|| compared.query());
    match place.or_else(|| compared.body(public)) {
        Some(place) => Err(format!("it is not what the spec says: {place}")),
        None => Ok(Alike {
            spaced: operation.body == BodyForm::Json
                && compared
                    .theirs
                    .json()
                    .is_some_and(|it| it.compact().as_bytes() != wire.body),
        }),
    }
}

/// A request as the oracle makes it, and as it came.
struct Compared<'a> {
    operation: &'a Operation,
    ours: Sent<'a>,
    theirs: Sent<'a>,
    said: &'a Request,
    wire: &'a Arrived,
}

impl<'a> Compared<'a> {
    fn fields(&self, location: Location) -> impl Iterator<Item = &'a Field> {
        let fields = self.operation.fields.iter();
        fields.filter(move |it| it.location == location)
    }

    /// Whatever came that the spec has no place for.
    fn unknown(&self, strangers: &Strangers<'_>) -> Vec<String> {
        let mut res = Vec::new();
        for (name, _) in &self.wire.headers {
            let said = self.said.headers.iter().map(|it| it.0.as_str());
            let mut known = said.chain(self.fields(Location::Header).map(|it| it.wire.as_str()));
            if !known.any(|it| it.eq_ignore_ascii_case(name)) && !is_incidental(name) {
                res.push(format!("header {}", strangers.name(name)));
            }
        }
        let known = |name: &str, location| self.fields(location).any(|it| it.wire == name);
        for pair in pairs(query(&self.wire.target)) {
            if !known(&pair.0, Location::Query) && !pair.1.is_empty() {
                res.push(format!("query {}", strangers.name(&pair.0)));
            }
        }
        let none = self.fields(Location::Body).next().is_none();
        match self.operation.body {
            _ if none => {}
            BodyForm::Json => {
                let nodes = self.theirs.json().map_or(&[][..], Json::nodes);
                let leaves = nodes.iter().filter(|it| it.children.is_empty());
                for leaf in leaves.filter(|it| !it.pointer.is_empty()) {
                    if !self
                        .fields(Location::Body)
                        .any(|it| holds(it, &leaf.pointer))
                    {
                        res.push(format!("body at {}", strangers.pointer(&leaf.pointer)));
                    }
                }
            }
            BodyForm::Form => {
                for pair in pairs(&String::from_utf8_lossy(&self.wire.body)) {
                    if !known(&pair.0, Location::Body) && !pair.1.is_empty() {
                        res.push(format!("body at {}", strangers.name(&pair.0)));
                    }
                }
            }
            BodyForm::Multipart => {
                for part in self.theirs.all_parts() {
                    if !known(&part.name, Location::Body) {
                        res.push(format!("body at {}", strangers.name(&part.name)));
                    }
                }
            }
        }
        res
    }

    /// The first header that is not the same; it may stand anywhere, but once.
    fn header(&self) -> Option<String> {
        let count = |of: &[(String, String)], name: &str| {
            let named = of.iter().filter(|it| it.0.eq_ignore_ascii_case(name));
            named.count()
        };
        for field in self.fields(Location::Header) {
            let name = field.wire.as_str();
            let same = is_made(field)
                || self.ours.texts(self.operation, field)
                    == self.theirs.texts(self.operation, field);
            if !same || count(&self.said.headers, name) != count(&self.wire.headers, name) {
                return Some(format!("header {name}"));
            }
        }
        // What the form of the body asks for, and no field says.
        let plain = |it: &str| match it.split_once("boundary=") {
            Some((before, _)) => before.to_owned(),
            None => it.to_owned(),
        };
        for (name, value) in &self.said.headers {
            let of_field = |it: &Field| it.wire.eq_ignore_ascii_case(name);
            if self.fields(Location::Header).any(of_field) {
                continue;
            }
            let came = self.wire.headers.iter();
            let came: Vec<_> = came.filter(|it| it.0.eq_ignore_ascii_case(name)).collect();
            let same = came.len() == 1 && plain(&came[0].1) == plain(value);
            if !same {
                return Some(format!("header {name}"));
            }
        }
        None
    }

    fn query(&self) -> Option<String> {
        let target = split(&self.said.url).1;
        let (ours, theirs) = (query(target), query(&self.wire.target));
        let marked = target.contains('?') == self.wire.target.contains('?');
        let known: Vec<_> = self.fields(Location::Query).collect();
        let same = marked && masked(ours, &known) == masked(theirs, &known);
        (!same).then(|| "query".to_owned())
    }

    fn body(&self, public: &Public) -> Option<String> {
        let known: Vec<_> = self.fields(Location::Body).collect();
        match self.operation.body {
            BodyForm::Json => match (self.ours.json(), self.theirs.json()) {
                (Some(ours), Some(theirs)) => {
                    let (ours, theirs) = (tokens(ours, &known), tokens(theirs, &known));
                    let longer = ours.len().max(theirs.len());
                    let at = (0..longer).find(|at| ours.get(*at) != theirs.get(*at))?;
                    let found = theirs.get(at).or_else(|| ours.get(at))?;
                    Some(format!("body at {}", public.pointer(found.pointer)))
                }
                (_, _) => (self.said.body != self.wire.body).then(|| "body".to_owned()),
            },
            BodyForm::Form => {
                let ours = String::from_utf8_lossy(&self.said.body);
                let theirs = String::from_utf8_lossy(&self.wire.body);
                let same = masked(&ours, &known) == masked(&theirs, &known);
                (!same).then(|| "body".to_owned())
            }
            BodyForm::Multipart => {
                let parts = |it: &Sent<'_>| {
                    let mut parts = it.all_parts();
                    for part in &mut parts {
                        if known.iter().any(|it| it.wire == part.name && is_made(it)) {
                            part.text.clear();
                        }
                    }
                    parts
                };
                let (ours, theirs) = (parts(&self.ours), parts(&self.theirs));
                let longer = ours.len().max(theirs.len());
                let at = (0..longer).find(|at| ours.get(*at) != theirs.get(*at))?;
                let found = theirs.get(at).or_else(|| ours.get(at))?;
                Some(format!("body at {}", public.shown(&found.name)))
            }
        }
    }
}

/// Made by the client for each request, or from a key that is not at hand.
fn is_made(field: &Field) -> bool {
    matches!(field.source, FieldSource::Made(_) | FieldSource::Signature)
}

/// Whether a value of a body is that of a field, or stands in it.
fn holds(field: &Field, pointer: &str) -> bool {
    let Some(rest) = pointer.strip_prefix(field.pointer.as_str()) else {
        return false;
    };
    // What may stand in a parent is said by fields of their own.
    rest.is_empty() || (rest.starts_with('/') && !matches!(field.source, FieldSource::Parent))
}

/// A value of a body, or what holds others.
#[derive(PartialEq, Eq)]
struct Token<'a> {
    pointer: &'a str,
    name: Option<&'a str>,
    /// Nothing where it holds others, or is made.
    spelled: &'a str,
}

/// A body in order, as spelled.
fn tokens<'a>(json: &'a Json, known: &[&Field]) -> Vec<Token<'a>> {
    let is_made = |at: &str| known.iter().any(|it| it.pointer == at && is_made(it));
    let nodes = json.nodes().iter().map(|it| Token {
        pointer: &it.pointer,
        name: it.spelled_name.as_deref(),
        spelled: match it.children.is_empty() && !is_made(&it.pointer) {
            true => json.spelled(it),
            false => "",
        },
    });
    nodes.collect()
}

fn query(target: &str) -> &str {
    target.split_once('?').map_or("", |it| it.1)
}

/// The pairs of a query or a form in order: the name of each, and the whole as spelled.
fn pairs(text: &str) -> Vec<(String, &str)> {
    let name = |it: &str| {
        let decoded = decoded_pairs(it);
        decoded.into_iter().next().map_or(String::new(), |it| it.0)
    };
    text.split('&').map(|it| (name(it), it)).collect()
}

/// The same without the values that are made.
fn masked<'a>(text: &'a str, known: &[&Field]) -> Vec<&'a str> {
    let pairs = pairs(text).into_iter().map(|(name, spelled)| {
        let made = known.iter().any(|it| it.wire == name && is_made(it));
        let end = spelled.find('=').filter(|_| made);
        &spelled[..end.unwrap_or(spelled.len())]
    });
    pairs.collect()
}

/// A URL before its path, and from it on.
pub(crate) fn split(url: &str) -> (&str, &str) {
    let from = url.find("://").map_or(0, |it| it + 3);
    let at = url[from..]
        .find(['/', '?'])
        .map_or(url.len(), |it| from + it);
    url.split_at(at)
}
