//! Response codes.

use super::proof::{Literal, Proof};
use super::provider::shared;
use super::way::Way;
use super::{About, Collected, Kind, own_or_cite};
use crate::model::CodeEntry;

pub(super) fn code(res: &mut Collected, index: usize, it: &CodeEntry) {
    let CodeEntry {
        code,
        name: _,
        meaning,
        outcome: _,
        scope: _,
        scope_said,
        citation,
        outcome_citation,
    } = it;
    let of = shared(
        &format!("code/{code}/{}", scope_said.join("+")),
        About::Code(index),
        Way::section("codes").index(index),
    );
    let proof = Proof::Each(vec![Literal::must(code), Literal::must(meaning)]);
    res.tell(&of, Kind::Code, proof, ("cite", citation));
    let (key, cited) = own_or_cite("outcome_cite", outcome_citation, citation);
    res.tell(&of, Kind::Outcome, Proof::Prose, (key, cited));
}
