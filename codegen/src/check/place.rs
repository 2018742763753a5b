//! Whether lines lie where they may.

use super::at::At;
use super::ctx::Ctx;
use crate::diagnostic::Code;
use crate::model::{Citation, Confidence, Lines, Source, Words};
use crate::spec::Cite;

/// The lines of an operation or callback, and where the whole is said: the same, unless another
/// source is cited, which may have none.
pub(super) fn block(
    ctx: &Ctx,
    lines: &Option<String>,
    cite: &Option<Cite>,
    at: At<'_>,
) -> (Lines, Citation) {
    let own = match (lines, cite) {
        (None, Some(Cite::Outside(_))) => Lines::default(),
        _ => ctx.need_lines(lines, at, "lines"),
    };
    let printed = Citation {
        source: Source::Document(own.clone()),
        confidence: Confidence::High,
        words: Words::default(),
    };
    let citation = ctx.cite_or(cite, at, "cite", &printed);
    (own, citation)
}

/// Faults every cited line that lies outside the lines of its operation or callback.
pub(super) fn inside(ctx: &Ctx, lines: &Lines, of: &Lines, at: At<'_>) {
    // A block whose own lines are missing or unreadable is told where they should be.
    if of.0.is_empty() {
        return;
    }
    for (first, last) in &lines.0 {
        if !of.0.iter().any(|(from, to)| from <= first && last <= to) {
            let message = format!(
                "{} lies outside this block, which is {}",
                Lines(vec![(*first, *last)]).prose(),
                of.prose()
            );
            ctx.fault(Code::OutsideLines, at, message);
        }
    }
}

/// The same for a citation; outside facts have no lines.
pub(super) fn cited_inside(ctx: &Ctx, citation: &Citation, of: &Lines, at: At<'_>) {
    inside(ctx, &citation.lines(), of, at);
}
