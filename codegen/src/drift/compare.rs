//! Which lines are not what they were: the digests of two documents, compared.

use std::collections::HashMap;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::Moved;
use crate::lock::Lock;
use crate::model::Lines;

/// Lines that were changed, in one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hunk {
    pub(super) old: Lines,
    pub(super) new: Lines,
    /// The unchanged old lines above and below; 0 is the beginning.
    pub(super) between: (u32, u32),
}

/// A line that is not blank.
#[derive(Debug, Clone, Copy)]
struct Row<'a> {
    line: u32,
    digest: &'a str,
    /// It begins a paragraph, or ends one: what stands before or behind it is blank.
    begins: bool,
    ends: bool,
}

/// Blank lines come and go without a change.
fn rows(lock: &Lock) -> Vec<Row<'_>> {
    (1..)
        .zip(&lock.lines)
        .filter_map(|(line, digest)| {
            let digest = digest.as_deref()?;
            Some(Row {
                line,
                digest,
                begins: !lock.says(line - 1),
                ends: !lock.says(line + 1),
            })
        })
        .collect()
}

/// What became of a row of the old document, of the new one, or of both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Same,
    Moved,
    Changed,
}

/// Where a row stands in the old document and in the new one.
#[derive(Debug, Clone, Copy)]
struct Place {
    old: Option<usize>,
    new: Option<usize>,
    fate: Fate,
}

/// Compares two documents. Lines that only stand elsewhere are told as moved where they are whole
/// paragraphs and `keeps` says that nothing depends on where they stood, by their old lines and the
/// old lines between which they came; otherwise they are changed.
pub(super) fn compare(
    old: &Lock,
    new: &Lock,
    keeps: impl Fn((u32, u32), (u32, u32)) -> bool,
) -> (Vec<Hunk>, Vec<Moved>) {
    let (old_rows, new_rows) = (rows(old), rows(new));
    let mut aligned = Aligned {
        places: places(&old_rows, &new_rows),
        last: u32::try_from(old.lines.len()).unwrap_or(u32::MAX),
        old: old_rows,
        new: new_rows,
    };
    let moved = aligned.moved(keeps);
    (aligned.hunks(), moved)
}

fn places(old: &[Row<'_>], new: &[Row<'_>]) -> Vec<Place> {
    let digests = |rows: &[Row<'_>]| -> Vec<String> {
        let digests = rows.iter().map(|it| it.digest.to_owned());
        digests.collect()
    };
    let ops = capture_diff_slices(Algorithm::Patience, &digests(old), &digests(new));
    let mut res = Vec::new();
    for op in ops {
        if let DiffOp::Equal { .. } = op {
            let both = op.old_range().zip(op.new_range());
            res.extend(both.map(|(old, new)| Place {
                old: Some(old),
                new: Some(new),
                fate: Fate::Same,
            }));
            continue;
        }
        let place = |old, new| Place {
            old,
            new,
            fate: Fate::Changed,
        };
        res.extend(op.old_range().map(|it| place(Some(it), None)));
        res.extend(op.new_range().map(|it| place(None, Some(it))));
    }
    res
}

struct Aligned<'a> {
    old: Vec<Row<'a>>,
    new: Vec<Row<'a>>,
    places: Vec<Place>,
    /// The last line of the old document.
    last: u32,
}

/// A run of rows that stands elsewhere, by indices of rows.
struct Run {
    old: Range<usize>,
    new: Range<usize>,
}

impl Aligned<'_> {
    fn moved(&mut self, keeps: impl Fn((u32, u32), (u32, u32)) -> bool) -> Vec<Moved> {
        let runs = self.runs();
        let mut res = Vec::new();
        for run in &runs {
            let (old, new) = (&self.old[run.old.clone()], &self.new[run.new.clone()]);
            let ([first, ..], [.., last]) = (old, old) else {
                continue;
            };
            let ([came, ..], [.., went]) = (new, new) else {
                continue;
            };
            let whole = |first: &Row<'_>, last: &Row<'_>| first.begins && last.ends;
            let (lines, to) = ((first.line, last.line), (came.line, went.line));
            let whole = whole(first, last) && whole(came, went);
            if whole && keeps(lines, self.around(run)) {
                self.mark(run, Fate::Moved);
                res.push(Moved {
                    old: lines,
                    new: to,
                });
            } else {
                self.swapped(run);
            }
        }
        res
    }

    /// Runs of rows that are gone here and came there. A single row counts when there is no other
    /// like it: a bracket is not moved.
    fn runs(&self) -> Vec<Run> {
        let mut gone = vec![false; self.old.len()];
        let mut came = vec![false; self.new.len()];
        for it in self.places.iter().filter(|it| it.fate == Fate::Changed) {
            if let Some(old) = it.old {
                gone[old] = true;
            }
            if let Some(new) = it.new {
                came[new] = true;
            }
        }
        let mut arrived: HashMap<&str, Vec<usize>> = HashMap::new();
        for (index, row) in self.new.iter().enumerate().filter(|it| came[it.0]) {
            arrived.entry(row.digest).or_default().push(index);
        }
        let once = |rows: &[Row<'_>], digest: &str| {
            rows.iter().filter(|it| it.digest == digest).count() == 1
        };
        let mut res = Vec::new();
        let mut at = 0;
        while at < self.old.len() {
            let digest = self.old[at].digest;
            let starts = arrived.get(digest).filter(|_| gone[at]);
            let length = |start: usize| {
                let both = (at..self.old.len()).zip(start..self.new.len());
                both.take_while(|(old, new)| {
                    gone[*old] && came[*new] && self.old[*old].digest == self.new[*new].digest
                })
                .count()
            };
            let starts = starts.into_iter().flatten().map(|it| (length(*it), *it));
            let (count, start) = starts.max_by_key(|it| it.0).unwrap_or((0, 0));
            let alone = count == 1 && once(&self.old, digest) && once(&self.new, digest);
            if 1 < count || alone {
                gone[at..at + count].fill(false);
                came[start..start + count].fill(false);
                res.push(Run {
                    old: at..at + count,
                    new: start..start + count,
                });
            }
            at += count.max(1);
        }
        res
    }

    /// The nearest old lines above and below the place to which a run came that stand where they
    /// stood; 0 is the beginning.
    fn around(&self, run: &Run) -> (u32, u32) {
        let at = |it: &Place| it.new == Some(run.new.start);
        let start = self.places.iter().position(at).unwrap_or(0);
        let stays = |it: &&Place| it.fate == Fate::Same;
        let line = |it: &Place| it.old.map(|it| self.old[it].line);
        let mut above = self.places[..start].iter().rev().filter(stays);
        let mut below = self.places[start..].iter().filter(stays);
        (
            above.find_map(line).unwrap_or(0),
            below.find_map(line).unwrap_or(self.last.saturating_add(1)),
        )
    }

    fn mark(&mut self, run: &Run, fate: Fate) {
        let of = |it: &Place| {
            it.fate == Fate::Changed
                && (it.old.is_some_and(|it| run.old.contains(&it))
                    || it.new.is_some_and(|it| run.new.contains(&it)))
        };
        for place in self.places.iter_mut().filter(|it| of(it)) {
            place.fate = fate;
        }
    }

    /// Where rows changed places with others, which of the two stayed is a matter of counting: when
    /// no more rows lie between than were moved, those are changed too.
    fn swapped(&mut self, run: &Run) {
        let gone = |it: &Place| it.old == Some(run.old.start);
        let came = |it: &Place| it.new == Some(run.new.start);
        let from = self.places.iter().position(gone).unwrap_or(0);
        let to = self.places.iter().position(came).unwrap_or(0);
        let between = from.min(to)..from.max(to);
        let between = || self.places[between.clone()].iter();
        let same = between().filter(|it| it.fate == Fate::Same).count();
        if run.old.len() < same {
            return;
        }
        for it in &mut self.places[from.min(to)..from.max(to)] {
            if it.fate == Fate::Same {
                it.fate = Fate::Changed;
            }
        }
    }

    fn hunks(&self) -> Vec<Hunk> {
        let mut res = Vec::new();
        let mut above = 0;
        let mut at = 0;
        while at < self.places.len() {
            let here = &self.places[at..];
            let length = here.iter().take_while(|it| it.fate != Fate::Same).count();
            let (here, rest) = here.split_at(length);
            let changed = || here.iter().filter(|it| it.fate == Fate::Changed);
            let below = rest.first().and_then(|it| it.old);
            let below = below.map_or(self.last.saturating_add(1), |it| self.old[it].line);
            if changed().next().is_some() {
                res.push(Hunk {
                    old: ranges(
                        changed()
                            .filter_map(|it| it.old)
                            .map(|it| self.old[it].line),
                    ),
                    new: ranges(
                        changed()
                            .filter_map(|it| it.new)
                            .map(|it| self.new[it].line),
                    ),
                    between: (above, below),
                });
            }
            above = below;
            at += length + 1;
        }
        res
    }
}

/// Lines one after another, in any order, as ranges.
fn ranges(lines: impl Iterator<Item = u32>) -> Lines {
    let mut lines: Vec<u32> = lines.collect();
    lines.sort_unstable();
    let mut res: Vec<(u32, u32)> = Vec::new();
    for line in lines {
        match res.last_mut() {
            Some(before) if before.1 + 1 == line => before.1 = line,
            Some(_) | None => res.push((line, line)),
        }
    }
    Lines(res)
}
