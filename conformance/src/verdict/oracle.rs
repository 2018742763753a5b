//! What the oracle shows of a fixture whose verdict holds: where the client differs from it, what no
//! list of the spec has, and whether another order would have been noticed.

use verbatim_codegen::model::Provider;

use crate::cite::Cite;
use crate::code::Code;
use crate::failure::Failure;
use crate::fixture::Fixture;
use crate::mask::{Mask, Side};
use crate::opinion::Disagreement;

/// Where the compiled client and the oracle differ, each part once.
pub(crate) fn disagreed(
    provider: &Provider,
    fixture: &Fixture,
    found: &[Disagreement],
    mask: &Mask<'_>,
) -> Vec<Failure> {
    let mut res: Vec<Failure> = Vec::new();
    for it in found {
        if res
            .iter()
            .any(|seen| seen.field.as_deref() == Some(&it.part))
        {
            continue;
        }
        let side = it.side();
        let key = match side {
            Side::Request => "request",
            Side::Reply => "expect",
        };
        let (oracle, client) = it.told(mask).unzip();
        let message = format!("client and oracle differ in: {}", it.part);
        let document = Cite { provider, fixture }.whole();
        let place = fixture.place(&[key]);
        res.push(Failure {
            field: Some(it.part.clone()),
            expected: oracle.map(|it| format!("oracle: {it}")),
            actual: client.map(|it| format!("client: {it}")),
            ..Failure::new(Code::OracleDisagrees, place, message, document)
        });
    }
    res
}

/// Where the values that the spec does not list are others than the fixture says.
pub(crate) fn surprised(
    provider: &Provider,
    fixture: &Fixture,
    found: &[String],
    mask: &Mask<'_>,
) -> Option<Failure> {
    let mut said = fixture.unlisted.clone();
    said.sort();
    let told = |all: &[String]| match all {
        [] => "none".to_owned(),
        all => mask.text(&all.join(", ")),
    };
    (said != found).then(|| {
        let message = "other values than the fixture says are not listed in the spec".to_owned();
        let document = Cite { provider, fixture }.whole();
        let place = fixture.place(&["unlisted"]);
        Failure {
            expected: Some(told(&said)),
            actual: Some(told(found)),
            ..Failure::new(Code::UnlistedValue, place, message, document)
        }
    })
}

/// Where a fixture cannot tell the order of what is signed and does not say so, or the reverse.
pub(crate) fn vague(
    provider: &Provider,
    fixture: &Fixture,
    tells: Option<bool>,
) -> Option<Failure> {
    let (code, key, message) = match (tells, &fixture.indistinct) {
        (Some(false), None) => (
            Code::IndistinctOrder,
            "signature",
            "another order of what is signed, or less of it, has the same signature",
        ),
        (Some(true), Some(_)) => (
            Code::DistinctOrder,
            "indistinct",
            "every other order of what is signed has another signature",
        ),
        (None, Some(_)) => (
            Code::DistinctOrder,
            "indistinct",
            "nothing that is signed is sent or believed",
        ),
        (Some(true) | None, None) | (Some(false), Some(_)) => return None,
    };
    let document = Cite { provider, fixture }.whole();
    let place = fixture.place(&[key]);
    Some(Failure::new(code, place, message.to_owned(), document))
}
