//! What a newer document changes, by the digests of the one that was read: facts, operations,
//! fixtures and generated items whose lines were touched.

mod compare;
mod fixtures;
mod items;
mod json;
mod keeps;
mod text;
mod uses;

use std::collections::BTreeSet;
use std::path::Path;

use crate::facts::{Fact, facts};
use crate::lock::{Lock, excerpt, lines, normal};
use crate::model::{Lines, Provider};

use compare::{Hunk, compare};
use fixtures::Fixture;
pub(crate) use json::json;
pub(crate) use text::text;

/// What a newer document changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    /// The provider.
    pub provider: String,
    /// What was changed, in the order of the new document.
    pub changes: Vec<Change>,
    /// What stands elsewhere and is the same.
    pub moved: Vec<Moved>,
}

/// Lines that are not what they were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Lines of the document that was read; none where lines came in between.
    pub old: Lines,
    /// Lines of the new document; none where lines were taken out.
    pub new: Lines,
    /// The old lines between which it happened, without them; 0 is the beginning.
    pub between: (u32, u32),
    /// The new lines, shortened.
    pub text: Vec<String>,
    /// Names of the facts that cite a line of it.
    pub facts: Vec<String>,
    /// The last fact above, and the first below.
    pub near: Vec<String>,
    /// Discrepancies that list a line of it.
    pub discrepancies: Vec<String>,
    /// Operations and callbacks that it lies in, or whose facts it touches.
    pub operations: Vec<String>,
    /// Fixtures that cite a line of it, or hold only while one of the facts does.
    pub fixtures: Vec<String>,
    /// Generated items, as Rust paths.
    pub items: Vec<String>,
}

/// Lines that are the same and stand elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Where they stood.
    pub old: (u32, u32),
    /// Where they stand.
    pub new: (u32, u32),
}

/// Compares a newer document with the locked one; `fixtures` is the folder of the provider's.
pub fn drift(provider: &Provider, lock: &Lock, document: &str, fixtures: Option<&Path>) -> Drift {
    let document = normal(document);
    let new = Lock::of(&lock.document, &document);
    let rows = lines(&document);
    let facts = facts(provider);
    let (hunks, moved) = compare(lock, &new, |from, between| {
        keeps::keeps(provider, &facts, from, between)
    });
    let fixtures = fixtures.map(fixtures::read).unwrap_or_default();
    let change = |hunk: Hunk| {
        let row = |line: u32| {
            let index = usize::try_from(line).unwrap_or(0).checked_sub(1);
            index
                .and_then(|it| rows.get(it))
                .copied()
                .unwrap_or_default()
        };
        let each = hunk.new.0.iter().flat_map(|(first, last)| *first..=*last);
        Touched {
            provider,
            facts: &facts,
            fixtures: &fixtures,
            hunk: &hunk,
        }
        .change(each.map(|it| excerpt(row(it))).collect())
    };
    Drift {
        provider: provider.name.clone(),
        changes: hunks.into_iter().map(change).collect(),
        moved,
    }
}

struct Touched<'a> {
    provider: &'a Provider,
    facts: &'a [Fact],
    fixtures: &'a [Fixture],
    hunk: &'a Hunk,
}

impl Touched<'_> {
    /// Whether cited lines were changed, or lines came in between them.
    fn touches(&self, lines: &Lines) -> bool {
        let Hunk { old, between, .. } = self.hunk;
        let changed = |(first, last): &(u32, u32)| {
            let overlaps = |it: &(u32, u32)| it.0 <= *last && *first <= it.1;
            old.0.iter().any(overlaps)
        };
        let split = |(first, last): &(u32, u32)| {
            // What came in stands between two lines of one range.
            !self.hunk.new.0.is_empty() && *first <= between.0 && between.1 <= *last
        };
        lines.0.iter().any(|it| changed(it) || split(it))
    }

    fn change(&self, text: Vec<String>) -> Change {
        let touched: Vec<&Fact> = (self.facts.iter())
            .filter(|it| self.touches(&it.citation.lines()))
            .collect();
        let near = self.near();
        // What is new belongs to what stands around it.
        let about = match touched.is_empty() && self.hunk.old.0.is_empty() {
            true => &near,
            false => &touched,
        };
        let mut operations = BTreeSet::new();
        for it in &self.provider.operations {
            if self.touches(&it.lines) {
                operations.insert(it.name.clone());
            }
        }
        for it in &self.provider.callbacks {
            if self.touches(&it.lines) {
                operations.insert(it.name.clone());
            }
        }
        let mut items: Vec<String> = Vec::new();
        for it in about {
            items::of(self.provider, &it.about, &mut items, &mut operations);
        }
        let rests = |it: &&Fixture| {
            let mut facts = touched.iter();
            self.touches(&it.lines) || facts.any(|fact| it.rests_on(self.provider, fact))
        };
        let fixtures = self.fixtures.iter().filter(rests);
        let discrepancies = self.provider.discrepancies.iter();
        let discrepancies = discrepancies.filter(|it| self.touches(&it.lines));
        items.sort();
        items.dedup();
        Change {
            old: self.hunk.old.clone(),
            new: self.hunk.new.clone(),
            between: self.hunk.between,
            text,
            facts: touched.iter().map(|it| it.name.clone()).collect(),
            near: near.iter().map(|it| it.name.clone()).collect(),
            discrepancies: discrepancies.map(|it| it.name.clone()).collect(),
            operations: operations.into_iter().collect(),
            fixtures: fixtures.map(|it| it.name.clone()).collect(),
            items,
        }
    }

    /// The facts of the nearest cited line above and of the nearest below.
    fn near(&self) -> Vec<&Fact> {
        let (above, below) = self.hunk.between;
        let ends = |it: &Fact| it.citation.lines().0.into_iter();
        let last = |it: &Fact| ends(it).map(|it| it.1).filter(|it| *it <= above).max();
        let first = |it: &Fact| ends(it).map(|it| it.0).filter(|it| below <= *it).min();
        let nearest_above = self.facts.iter().filter_map(last).max();
        let nearest_below = self.facts.iter().filter_map(first).min();
        let mut res: Vec<&Fact> = Vec::new();
        for it in self.facts {
            let near = nearest_above.is_some() && last(it) == nearest_above
                || nearest_below.is_some() && first(it) == nearest_below;
            if near {
                res.push(it);
            }
        }
        res
    }
}
