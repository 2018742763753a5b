//! The order of what is signed against the words that print it, as far as these name fields.

use crate::check::at::At;
use crate::check::ctx::Ctx;
use crate::diagnostic::Code;
use crate::model::{Field, FieldSource, SignedPart};

/// Fields that are printed by their wire names are signed, and in the order of print. A field may be
/// printed by another name, and is not looked for then.
pub(super) fn agree(
    ctx: &Ctx,
    parts: &[SignedPart],
    fields: &[Field],
    printed: &str,
    signature: At<'_>,
) {
    let signed = |it: &SignedPart| {
        if let SignedPart::Field(index) = it {
            fields.get(*index)
        } else {
            None
        }
    };
    let mut from = 0;
    let mut before = "";
    for wire in parts.iter().filter_map(signed).map(|it| it.wire.as_str()) {
        if let Some(end) = ends(printed, wire, from) {
            (from, before) = (end, wire);
        } else if ends(printed, wire, 0).is_some() {
            let message = format!("`{wire}` is signed after `{before}`, and printed before it");
            ctx.fault(Code::SignedOrder, signature.name("order"), message);
        }
    }
    let ours = |it: &&Field| !matches!(it.source, FieldSource::Signature | FieldSource::Parent);
    let is_signed = |wire: &str| parts.iter().filter_map(signed).any(|it| it.wire == wire);
    for wire in fields.iter().filter(ours).map(|it| it.wire.as_str()) {
        if !is_signed(wire) && ends(printed, wire, 0).is_some() {
            let message = format!("`{wire}` is printed in the order, and not signed");
            ctx.fault(Code::SignedOrder, signature.name("order"), message);
        }
    }
}

/// Where the first of such a word ends that begins here or later; what is no word is not found.
fn ends(printed: &str, word: &str, from: usize) -> Option<usize> {
    let inner = |it: char| it.is_alphanumeric() || it == '_';
    if !word.starts_with(inner) || !word.ends_with(inner) {
        return None;
    }
    let mut words = printed.match_indices(word);
    let (start, _) = words.find(|(start, _)| {
        let end = start + word.len();
        *start >= from && !printed[..*start].ends_with(inner) && !printed[end..].starts_with(inner)
    })?;
    Some(start + word.len())
}
