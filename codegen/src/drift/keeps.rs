//! Whether a paragraph can stand elsewhere and say the same.

use std::collections::HashMap;

use crate::facts::{About, Fact, Kind, Proof};
use crate::model::{Lines, Provider};

/// Whether nothing depends on where a paragraph stood: it lies in the declared lines of the same
/// operations and callbacks as before, or has all of their lines; it is no piece of a range that is
/// cited as one; and whoever is read by what stands above him has moved with it.
pub(super) fn keeps(
    provider: &Provider,
    facts: &[Fact],
    from: (u32, u32),
    between: (u32, u32),
) -> bool {
    let operations = provider.operations.iter().map(|it| &it.lines);
    let callbacks = provider.callbacks.iter().map(|it| &it.lines);
    operations
        .chain(callbacks)
        .all(|it| stays(it, from, between))
        && !splits(provider, facts, from)
        && together(facts, from)
}

/// Whether a paragraph is of a block after as it was before.
fn stays(block: &Lines, from: (u32, u32), between: (u32, u32)) -> bool {
    let inside = |it: &(u32, u32)| from.0 <= it.0 && it.1 <= from.1;
    let touches = |it: &(u32, u32)| it.0 <= from.1 && from.0 <= it.1;
    let holds = |it: &(u32, u32)| it.0 <= from.0 && from.1 <= it.1;
    let came = |it: &(u32, u32)| it.0 <= between.0 && between.1 <= it.1;
    let home = block.0.iter().find(|it| holds(it));
    if block.0.iter().all(inside) && !block.0.is_empty() {
        // All of it went along; nobody else's lines are told here.
        return true;
    }
    match home {
        // At the edge of the block it stands beside one of its lines.
        Some(home) => {
            came(home)
                || home.0 <= between.0 && between.0 <= home.1
                || home.0 <= between.1 && between.1 <= home.1
        }
        None => !block.0.iter().any(|it| touches(it) || came(it)),
    }
}

/// Whether it is a piece of a range that a fact or a discrepancy cites as one.
fn splits(provider: &Provider, facts: &[Fact], (first, last): (u32, u32)) -> bool {
    let piece = |it: &(u32, u32)| {
        let touches = it.0 <= last && first <= it.1;
        touches && !(first <= it.0 && it.1 <= last)
    };
    let cited = |lines: &Lines| lines.0.iter().any(piece);
    facts.iter().any(|it| cited(&it.citation.lines()))
        || provider.discrepancies.iter().any(|it| cited(&it.lines))
}

/// Whether a row has moved with its name, and the rows of a table with each other.
fn together(facts: &[Fact], (first, last): (u32, u32)) -> bool {
    let within = |line: &u32| first <= *line && *line <= last;
    let lines = |it: &Fact| -> Vec<u32> {
        let ranges = it.citation.lines().0;
        ranges.into_iter().map(|it| it.0).collect()
    };
    let mut tables: HashMap<&str, (usize, usize)> = HashMap::new();
    for fact in facts {
        let cited = lines(fact);
        let moved = cited.iter().filter(|it| within(it)).count();
        if let About::Table(table) | About::Row(table, _) = &fact.about {
            let count = tables.entry(table).or_default();
            count.0 += moved;
            count.1 += cited.len();
        }
        let named = |it: &&Fact| it.about == fact.about && it.kind == Kind::Wire;
        let name = facts.iter().find(named);
        let name_moved = name.is_some_and(|it| lines(it).iter().any(within));
        if matches!(fact.proof, Proof::Row(_)) && 0 < moved && !name_moved {
            return false;
        }
    }
    tables.values().all(|it| it.0 == 0 || it.0 == it.1)
}
