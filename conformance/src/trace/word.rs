//! Words that a citation rests on where no literal of the spec stands.

use std::collections::HashSet;

use verbatim_codegen::facts::{Fact, Proof, Way, held};

use super::fact::{Told, one};
use crate::code::Code;

/// The citations that some fact holds to its lines, letter by letter.
pub(super) fn held_ways(facts: &[Fact]) -> HashSet<Way> {
    let held = facts.iter().filter(|it| it.proof != Proof::Prose);
    held.map(|it| it.way.clone()).collect()
}

/// What is wrong where nothing of a citation can be compared and no word of it is said.
pub(super) fn wordless(fact: &Fact, held: &HashSet<Way>) -> Option<Told> {
    let lines = fact.citation.lines();
    let bare = |index: &usize| fact.citation.words.of(*index).is_empty();
    let part = lines.0.get((0..lines.0.len()).find(bare)?)?;
    let prose = fact.proof == Proof::Prose && !held.contains(&fact.way);
    prose.then(|| Told {
        code: Code::NoWord,
        line: Some(part.0),
        what: format!("{} is cited without a word that stands there", one(*part)),
    })
}

/// Whether a text says a word; one that ends in `…` is the beginning of a longer one.
pub(super) fn says(text: &str, word: &str) -> bool {
    match word.strip_suffix('…') {
        Some(begins) => text
            .split(|it: char| !it.is_alphanumeric())
            .any(|it| !begins.is_empty() && it.starts_with(begins)),
        None => held(text, word),
    }
}
