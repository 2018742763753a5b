//! Which lines are not what they were: the digests of two documents, compared.

use std::collections::HashMap;

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
}

/// Blank lines come and go without a change.
fn rows(lock: &Lock) -> Vec<Row<'_>> {
    (1..)
        .zip(&lock.lines)
        .filter_map(|(line, digest)| {
            let digest = digest.as_deref()?;
            Some(Row { line, digest })
        })
        .collect()
}

pub(super) fn compare(old: &Lock, new: &Lock) -> (Vec<Hunk>, Vec<Moved>) {
    let (old_rows, new_rows) = (rows(old), rows(new));
    let digests =
        |rows: &[Row<'_>]| -> Vec<String> { rows.iter().map(|it| it.digest.to_owned()).collect() };
    let ops = capture_diff_slices(
        Algorithm::Patience,
        &digests(&old_rows),
        &digests(&new_rows),
    );
    let mut gone = vec![false; old_rows.len()];
    let mut came = vec![false; new_rows.len()];
    for op in ops.iter().filter(|it| !matches!(it, DiffOp::Equal { .. })) {
        gone[op.old_range()].fill(true);
        came[op.new_range()].fill(true);
    }
    let moved = moved(&old_rows, &new_rows, &mut gone, &mut came);
    let last = u32::try_from(old.lines.len()).unwrap_or(u32::MAX);
    let hunk = |op: &DiffOp| {
        let left = |rows: &[Row<'_>], marks: &[bool], range: std::ops::Range<usize>| {
            ranges(range.filter(|it| marks[*it]).map(|it| rows[it].line))
        };
        let before = op.old_range().start.checked_sub(1);
        let above = before.map_or(0, |it| old_rows[it].line);
        let below = (old_rows.get(op.old_range().end)).map_or(last.saturating_add(1), |it| it.line);
        let (old, new) = (
            left(&old_rows, &gone, op.old_range()),
            left(&new_rows, &came, op.new_range()),
        );
        let changed = !old.0.is_empty() || !new.0.is_empty();
        changed.then_some(Hunk {
            old,
            new,
            between: (above, below),
        })
    };
    (ops.iter().filter_map(hunk).collect(), moved)
}

/// Takes out of what is gone and what came every run of lines that only stands elsewhere. A single
/// line counts when there is no other like it: a bracket is not moved.
fn moved(old: &[Row<'_>], new: &[Row<'_>], gone: &mut [bool], came: &mut [bool]) -> Vec<Moved> {
    let mut arrived: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, row) in new.iter().enumerate().filter(|it| came[it.0]) {
        arrived.entry(row.digest).or_default().push(index);
    }
    let once =
        |rows: &[Row<'_>], digest: &str| rows.iter().filter(|it| it.digest == digest).count() == 1;
    let mut res = Vec::new();
    let mut at = 0;
    while at < old.len() {
        let starts = arrived.get(old[at].digest).filter(|_| gone[at]);
        let length = |start: usize| {
            let both = (at..old.len()).zip(start..new.len());
            both.take_while(|(old_at, new_at)| {
                gone[*old_at] && came[*new_at] && old[*old_at].digest == new[*new_at].digest
            })
            .count()
        };
        let starts = starts.into_iter().flatten().map(|it| (length(*it), *it));
        let (count, start) = starts.max_by_key(|it| it.0).unwrap_or((0, 0));
        let alone = count == 1 && once(old, old[at].digest) && once(new, old[at].digest);
        if 1 < count || alone {
            gone[at..at + count].fill(false);
            came[start..start + count].fill(false);
            res.push(Moved {
                old: (old[at].line, old[at + count - 1].line),
                new: (new[start].line, new[start + count - 1].line),
            });
        }
        at += count.max(1);
    }
    res
}

fn ranges(lines: impl Iterator<Item = u32>) -> Lines {
    let mut res: Vec<(u32, u32)> = Vec::new();
    for line in lines {
        match res.last_mut() {
            Some(before) if before.1 + 1 == line => before.1 = line,
            Some(_) | None => res.push((line, line)),
        }
    }
    Lines(res)
}
