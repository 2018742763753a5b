//! Signatures that are no digests, in whatever was sent: a secret can be read out of each.

use verbatim_codegen::model::{Operation, Provider};

use crate::fixture::{Body, Case, Fixture, Request};
use crate::play::Played;
use crate::sent::Sent;
use crate::wire::Arrived;

/// Those that a fixture says and those that arrived, each with what stands for it.
pub(super) fn of(provider: &Provider, fixture: &Fixture, played: &Played) -> Vec<(String, String)> {
    let operations: Vec<_> = (provider.operations.iter())
        .filter(|it| (it.signature.as_ref()).is_some_and(|it| it.scheme.discloses()))
        .collect();
    let mut res = Vec::new();
    if operations.is_empty() {
        return res;
    }
    let authored: Vec<&Request> = match &fixture.case {
        Case::Call(call) => call.requests().collect(),
        Case::Delivery(it) => it.queries().map(|it| &it.0).collect(),
    };
    for it in authored {
        let body = match &it.body {
            Body::Empty => "",
            Body::Json(json) => json.compact(),
            Body::Text(text) => text,
        };
        let sent = Sent::new(&it.url, &it.headers, body.as_bytes());
        res.extend(operations.iter().filter_map(|it| text(it, &sent)));
    }
    for it in arrived(played) {
        let sent = Sent::new(&it.target, &it.headers, &it.body);
        res.extend(operations.iter().filter_map(|it| text(it, &sent)));
    }
    res
}

fn arrived(played: &Played) -> Vec<&Arrived> {
    match played {
        Played::Call(exchanges) => exchanges.iter().flat_map(|it| &it.arrived).collect(),
        Played::Delivery(hearings) => {
            let confirming = hearings.iter().filter_map(|it| it.confirming.as_ref());
            confirming.flat_map(|it| &it.arrived).collect()
        }
    }
}

/// Which operation a request is of is not asked: what stands in the place of such a signature is
/// hidden.
fn text(operation: &Operation, sent: &Sent<'_>) -> Option<(String, String)> {
    let field = &operation.fields[operation.signature.as_ref()?.into];
    if !field.secret {
        return None;
    }
    let text = sent.texts(operation, field).into_iter().next()?;
    let plain = text.strip_prefix(field.prefix.as_str()).unwrap_or(&text);
    Some((plain.to_owned(), format!("<secret:{}>", field.wire)))
}
