//! What changed from one model to another, and how breaking it is: for callers of the generated
//! crate, and on the wire.

mod json;
mod rules;
mod text;

use std::collections::BTreeSet;

use crate::surface::{ORDER, STEP, Surface};

pub(crate) use json::json;
pub(crate) use text::{row, text};

/// One thing that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    /// `operations > pay > fields > amount`.
    pub(crate) about: String,
    pub(crate) what: What,
    pub(crate) callers: Callers,
    pub(crate) wire: Wire,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum What {
    Added,
    Removed,
    /// A value of it: its key, from what, to what; nothing where it was or is not said.
    Changed(String, Option<String>, Option<String>),
}

/// What callers of the generated crate have to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Callers {
    /// Nothing: they cannot tell.
    Unaffected,
    /// Nothing, and there is something new or another behaviour.
    Compatible,
    /// Code that compiled may not, or what they relied on is no longer so.
    Breaking,
}

impl Callers {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Callers::Unaffected => "unaffected",
            Callers::Compatible => "compatible",
            Callers::Breaking => "breaking",
        }
    }
}

/// What the provider sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Wire {
    /// The same bytes.
    Same,
    /// Something more may be sent or heard, when the caller wants it.
    Adds,
    /// A call that was made before is sent with other bytes, or a callback answered with others.
    Changes,
}

impl Wire {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Wire::Same => "same",
            Wire::Adds => "adds",
            Wire::Changes => "changes",
        }
    }
}

/// What changed, in the order of the names of things.
pub(crate) fn diff(old: &Surface, new: &Surface) -> Vec<Change> {
    let (before, after) = (things(old), things(new));
    let mut res = Vec::new();
    let outermost = |thing: &str, others: &BTreeSet<String>| {
        let mut above = thing.rsplit_once(STEP).map(|it| it.0);
        while let Some(it) = above {
            if before.union(&after).any(|thing| thing == it) && !others.contains(it) {
                return false;
            }
            above = it.rsplit_once(STEP).map(|it| it.0);
        }
        true
    };
    for (things, others, surface, what) in [
        (&before, &after, old, What::Removed),
        (&after, &before, new, What::Added),
    ] {
        for thing in things.difference(others) {
            if of_absent(thing, others) || !outermost(thing, others) {
                continue;
            }
            let (callers, wire) = rules::thing(thing, what == What::Added, surface, old);
            res.push(Change {
                about: thing.clone(),
                what: what.clone(),
                callers,
                wire,
            });
        }
    }
    let both: Vec<&String> = before.intersection(&after).collect();
    let keys: BTreeSet<&String> = old.0.keys().chain(new.0.keys()).collect();
    for key in keys {
        let (from, to) = (old.0.get(key), new.0.get(key));
        if from == to {
            continue;
        }
        let Some(thing) = both.iter().find(|it| ***it == thing_of(key)) else {
            continue;
        };
        let said = key[thing.len()..].trim_start_matches(STEP).to_owned();
        if said.ends_with(ORDER) && !reordered(from, to) {
            continue;
        }
        let (callers, wire) = rules::value(thing, &said, from, to);
        res.push(Change {
            about: (*thing).clone(),
            what: What::Changed(said, from.cloned(), to.cloned()),
            callers,
            wire,
        });
    }
    res.sort_by(|a, b| (b.callers, b.wire, &a.about).cmp(&(a.callers, a.wire, &b.about)));
    res
}

/// How breaking all of it is together.
pub(crate) fn most(changes: &[Change]) -> (Callers, Wire) {
    let callers = changes.iter().map(|it| it.callers).max();
    let wire = changes.iter().map(|it| it.wire).max();
    (
        callers.unwrap_or(Callers::Unaffected),
        wire.unwrap_or(Wire::Same),
    )
}

/// Whether things that are there before and after follow each other otherwise.
fn reordered(from: Option<&String>, to: Option<&String>) -> bool {
    let names = |it: Option<&String>| -> Vec<String> {
        it.and_then(|it| serde_json::from_str(it).ok())
            .unwrap_or_default()
    };
    let (from, to) = (names(from), names(to));
    let left = |all: &[String], others: &[String]| -> Vec<String> {
        all.iter()
            .filter(|it| others.contains(it))
            .cloned()
            .collect()
    };
    left(&from, &to) != left(&to, &from)
}

/// Everything that has a name: `operations > pay`, `operations > pay > fields > amount`.
fn things(surface: &Surface) -> BTreeSet<String> {
    let mut res = BTreeSet::new();
    for key in surface.0.keys() {
        let thing = thing_of(key);
        let mut steps = thing.split(STEP);
        if let (Some(section), Some(name), Some(_)) = (steps.next(), steps.next(), steps.next())
            && section != "codes"
        {
            res.insert([section, name].join(STEP));
        }
        res.insert(thing);
    }
    res
}

/// What a row is of.
fn thing_of(key: &str) -> String {
    let steps: Vec<&str> = key.split(STEP).collect();
    let inner = matches!(
        steps.as_slice(),
        ["operations", _, "fields", name, ..]
        | ["enums", _, "values", name, ..]
        | ["records", _, "members", name, ..]
        | ["callbacks", _, "shapes", name, ..]
        | ["environments", _, "servers" | "magic", name, ..] if *name != ORDER
    );
    let depth = match steps.first() {
        Some(&"codes") => 3,
        Some(_) if inner => 4,
        Some(_) | None => 2,
    };
    steps[..depth.min(steps.len())].join(STEP)
}

/// Whether it is a code of an operation or callback that is not there on the other side.
fn of_absent(thing: &str, others: &BTreeSet<String>) -> bool {
    let steps: Vec<&str> = thing.split(STEP).collect();
    let there = |section: &str, name: &str| others.contains(&[section, name].join(STEP));
    match steps.as_slice() {
        ["codes", of, _] => !there("operations", of) && !there("callbacks", of),
        _ => false,
    }
}
