//! Response codes.

use super::proof::{Literal, Proof};
use super::way::Way;
use super::{About, Block, Collected, Kind, Of, own_or_cite};
use crate::model::CodeEntry;

pub(super) fn code(res: &mut Collected, index: usize, it: &CodeEntry, block: &Block) {
    let CodeEntry {
        code,
        detail,
        printed,
        name: _,
        meaning,
        outcome: _,
        reason,
        reason_citation,
        scope: _,
        scope_said,
        citation,
        meaning_citation,
        detail_citation,
        outcome_citation,
    } = it;
    let beside = match detail {
        Some(detail) => format!("/{detail}"),
        None => String::new(),
    };
    let of = Of {
        name: format!("code/{code}{beside}/{}", scope_said.join("+")),
        about: About::Code(index),
        block,
        way: Way::section("codes").index(index),
    };
    let code = Literal::must(code).printed(printed);
    let meaning = match Literal::must(meaning).printed(printed) {
        // Code and meaning may be printed in one piece.
        it if it.is_printed() => it,
        _ => Literal::must(meaning),
    };
    match own_or_cite("meaning_cite", meaning_citation, citation) {
        ("cite", _) => {
            let proof = Proof::Each(vec![code, meaning]);
            res.tell(&of, Kind::Code, proof, ("cite", citation));
        }
        cited => {
            let proof = Proof::Each(vec![code]);
            res.tell(&of, Kind::Code, proof, ("cite", citation));
            res.tell(&of, Kind::Meaning, Proof::Each(vec![meaning]), cited);
        }
    }
    if let Some(detail) = detail {
        let cited = own_or_cite("detail_cite", detail_citation, citation);
        let literals = vec![Literal::must(detail)];
        let proof = match cited.0 {
            "cite" => Proof::All(literals),
            _ => Proof::Each(literals),
        };
        res.tell(&of, Kind::Detail, proof, cited);
    }
    let (key, cited) = own_or_cite("outcome_cite", outcome_citation, citation);
    res.tell(&of, Kind::Outcome, Proof::Prose, (key, cited));
    if reason.is_some() {
        let cited = own_or_cite("means_cite", reason_citation, citation);
        res.tell(&of, Kind::Means, Proof::Prose, cited);
    }
}
