//! What the document demands of a value.

use std::cmp::Ordering;

use verbatim_codegen::model::RuleKind;

use crate::number::compare;

/// Whether a text obeys a rule of the document.
pub(crate) fn holds(rule: &RuleKind, text: &str) -> bool {
    let count = |it: usize| u32::try_from(it).unwrap_or(u32::MAX);
    match rule {
        RuleKind::Digits(wanted) => {
            text.bytes().all(|it| it.is_ascii_digit()) && count(text.len()) == *wanted
        }
        RuleKind::Length(least, most) => (*least..=*most).contains(&count(text.chars().count())),
        RuleKind::Starts(start) => text.starts_with(start.as_str()),
        RuleKind::Range(least, most) => {
            let side = |bound: &Option<String>, wrong| match bound {
                Some(bound) => compare(text, bound).is_some_and(|it| it != wrong),
                None => compare(text, "0").is_some(),
            };
            side(least, Ordering::Less) && side(most, Ordering::Greater)
        }
    }
}
