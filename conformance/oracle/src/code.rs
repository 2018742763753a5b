//! What a code says, alone, and beside what else a body holds.

use verbatim_codegen::model::{CodeEntry, Outcome, Provider};

use crate::json::Node;

/// What a code and what stands beside it say together; unknown where each says something else.
pub(crate) fn outcome(
    provider: &Provider,
    code: &str,
    detail: Option<&str>,
    subject: &str,
) -> Option<Outcome> {
    let row = meaning(provider, code, detail, subject)?;
    if row.detail.is_some() || detail.is_none() {
        return Some(row.outcome);
    }
    let beside = provider
        .codes_of(subject)
        .filter(|it| it.detail.as_deref() == detail);
    let mut others = beside.map(|it| it.outcome).filter(|it| *it != row.outcome);
    Some(if others.next().is_some() {
        Outcome::Unknown
    } else {
        row.outcome
    })
}

/// The row of a code with its detail; without one, the row for every detail.
pub(crate) fn meaning<'a>(
    provider: &'a Provider,
    code: &str,
    detail: Option<&str>,
    subject: &str,
) -> Option<&'a CodeEntry> {
    let in_scope = |it: &&CodeEntry| it.code == code && it.scope.iter().any(|it| it == subject);
    let mut any = None;
    for row in provider.codes.iter().filter(in_scope) {
        match (&row.detail, detail) {
            (Some(of_row), Some(detail)) if of_row == detail => return Some(row),
            (Some(_), _) => {}
            (None, _) => any = any.or(Some(row)),
        }
    }
    any
}

/// Whether some code at these pointers comes to something else.
pub(crate) fn contradicted<'p>(
    node: &Node<'_>,
    mut pointers: impl Iterator<Item = &'p str>,
    says: impl Fn(&str) -> Option<Outcome>,
    meant: Outcome,
) -> bool {
    pointers.any(|it| {
        let code = node.scalar(it).ok().flatten();
        let other = code.and_then(|it| says(&it));
        other.is_some_and(|it| it != meant)
    })
}
