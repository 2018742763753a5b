//! Whether a request on the wire is the one that the spec says, and if not, where it is not.

use verbatim_codegen::model::{BodyForm, Field, FieldSource, Location, Operation};
use verbatim_oracle::Request;

use super::public::Public;
use crate::json::Json;
use crate::sent::{Sent, decoded_pairs};
use crate::wire::Arrived;

/// The first place where they differ, in words that hold no value; `None` where there is none.
///
/// What is made anew for each request, and signatures, are not compared: nobody has the real key.
/// Members, headers and pairs that the spec does not have are passed over, and left out.
pub(crate) fn difference(
    operation: &Operation,
    public: &Public,
    said: &Request,
    wire: &Arrived,
) -> Option<String> {
    let (_, target) = split(&said.url);
    let ours = Sent::new(target, &said.headers, &said.body);
    let theirs = Sent::new(&wire.target, &wire.headers, &wire.body);
    for field in &operation.fields {
        let compared = field.location == Location::Header && !is_made(field);
        if compared && ours.texts(operation, field) != theirs.texts(operation, field) {
            return Some(format!("header {}", field.wire));
        }
    }
    let fields: Vec<&Field> = operation.fields.iter().collect();
    let known = |location: Location| {
        let fields = fields.iter().filter(move |it| it.location == location);
        fields
            .copied()
            .filter(|it| !is_made(it))
            .collect::<Vec<_>>()
    };
    let query = |target: &str| {
        let query = target.split_once('?').map_or("", |it| it.1).to_owned();
        pairs(&query, &known(Location::Query))
    };
    if query(target) != query(&wire.target) {
        return Some("query".to_owned());
    }
    match operation.body {
        BodyForm::Json => {
            let empty = |it: &[u8]| it.iter().all(u8::is_ascii_whitespace);
            match (ours.json(), theirs.json()) {
                (Some(ours), Some(theirs)) => {
                    let known = known(Location::Body);
                    let (ours, theirs) = (leaves(ours, &known), leaves(theirs, &known));
                    let longer = ours.len().max(theirs.len());
                    let at = (0..longer).find(|at| ours.get(*at) != theirs.get(*at))?;
                    let found = theirs.get(at).or_else(|| ours.get(at))?;
                    Some(format!("body at {}", public.pointer(&found.0)))
                }
                (None, None) if empty(&said.body) && empty(&wire.body) => None,
                (_, _) => Some("body".to_owned()),
            }
        }
        BodyForm::Form => {
            let text = |it: &[u8]| pairs(&String::from_utf8_lossy(it), &known(Location::Body));
            (text(&said.body) != text(&wire.body)).then(|| "body".to_owned())
        }
        BodyForm::Multipart => known(Location::Body)
            .into_iter()
            .find(|it| ours.texts(operation, it) != theirs.texts(operation, it))
            .map(|it| format!("body at {}", it.wire)),
    }
}

/// Made by the client for each request, or from a key that is not at hand.
fn is_made(field: &Field) -> bool {
    matches!(
        field.source,
        FieldSource::Made(_) | FieldSource::Signature | FieldSource::Parent
    )
}

/// The values of a body in order, as spelled, each with its pointer.
fn leaves(json: &Json, known: &[&Field]) -> Vec<(String, String)> {
    let is_known = |pointer: &str| {
        known.iter().any(|it| {
            let rest = pointer.strip_prefix(it.pointer.as_str());
            rest.is_some_and(|it| it.is_empty() || it.starts_with('/'))
        })
    };
    let nodes = json.nodes().iter().filter(|it| it.children.is_empty());
    let nodes = nodes.filter(|it| is_known(&it.pointer));
    nodes
        .map(|it| (it.pointer.clone(), json.spelled(it).to_owned()))
        .collect()
}

/// The pairs of a query or a form in order, as spelled, of the fields that are known.
fn pairs(text: &str, known: &[&Field]) -> Vec<String> {
    let of_field = |it: &&str| {
        let decoded = decoded_pairs(it);
        let name = decoded.first().map_or("", |it| it.0.as_str());
        known.iter().any(|it| it.wire == name)
    };
    text.split('&')
        .filter(of_field)
        .map(str::to_owned)
        .collect()
}

/// A URL before its path, and from it on.
pub(crate) fn split(url: &str) -> (&str, &str) {
    let from = url.find("://").map_or(0, |it| it + 3);
    let at = url[from..]
        .find(['/', '?'])
        .map_or(url.len(), |it| from + it);
    url.split_at(at)
}
