//! A drift for people.

use std::fmt::Write as _;

use super::{Change, Drift};
use crate::model::Lines;

/// More names than these are counted, not listed.
const MOST_LISTED: usize = 12;

pub(crate) fn text(drift: &Drift) -> String {
    let mut res = String::new();
    for it in &drift.moved {
        let (old, new) = (Lines(vec![it.old]).prose(), Lines(vec![it.new]).prose());
        let _ = writeln!(res, "moved: {old} is {new} now");
    }
    for it in &drift.changes {
        change(&mut res, it);
    }
    let (changed, moved) = (drift.changes.len(), drift.moved.len());
    let _ = writeln!(
        res,
        "{}: {changed} {} changed, {moved} moved",
        drift.provider,
        if changed == 1 { "place" } else { "places" },
    );
    res
}

fn change(res: &mut String, it: &Change) {
    let (old, new) = (it.old.prose(), it.new.prose());
    let _ = match (it.old.0.is_empty(), it.new.0.is_empty()) {
        (true, _) => {
            let (above, below) = it.between;
            writeln!(res, "new: {new}, between L{above} and L{below} of old")
        }
        (_, true) => writeln!(res, "gone: {old}"),
        (false, false) => writeln!(res, "changed: {old} is {new} now"),
    };
    for line in &it.text {
        let _ = writeln!(res, "  > {line}");
    }
    let near: &[String] = match it.facts.is_empty() && it.old.0.is_empty() {
        true => &it.near,
        false => &[],
    };
    for (what, names) in [
        ("facts", &it.facts[..]),
        ("nearest facts", near),
        ("discrepancies", &it.discrepancies),
        ("operations", &it.operations),
        ("fixtures", &it.fixtures),
        ("items", &it.items),
    ] {
        if names.is_empty() {
            continue;
        }
        let listed = names.iter().take(MOST_LISTED).cloned().collect::<Vec<_>>();
        let _ = write!(res, "  {what}: {}", listed.join(", "));
        let _ = match names.len().checked_sub(MOST_LISTED) {
            None | Some(0) => writeln!(res),
            Some(more) => writeln!(res, " and {more} more"),
        };
    }
}
