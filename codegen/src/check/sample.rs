//! The samples of an operation or callback.

use std::collections::HashSet;

use super::at::At;
use super::ctx::Ctx;
use super::place::inside;
use crate::diagnostic::Code;
use crate::model::{Lines, Provider, Sample, SampleDisposition, SampleKind};
use crate::spec::SampleEntry;
use crate::words::{DISPOSITIONS, SAMPLE_KINDS};

/// The samples of an operation or callback.
pub(super) fn samples(
    ctx: &Ctx,
    entries: &[SampleEntry],
    at: At<'_>,
    provider: &Provider,
    lines: &Lines,
) -> Vec<Sample> {
    let here = at.key("samples");
    let mut seen = HashSet::new();
    let one = |(index, entry): (usize, &SampleEntry)| {
        let this = here.index(index);
        let kind = ctx.need_word(&entry.kind, this, "kind", SAMPLE_KINDS);
        let (cited, words) = ctx.need_cited(&entry.lines, this, "lines");
        inside(ctx, &cited, lines, this.key("lines"));
        if !cited.0.is_empty() && !seen.insert(cited.0.clone()) {
            let message = format!("the sample at {} is there twice", cited.prose());
            ctx.fault(Code::DuplicateValue, this.key("lines"), message);
        }
        if cited.0.len() > 1 {
            let message = "a sample is one range of lines".to_owned();
            ctx.fault(Code::BadLines, this.key("lines"), message);
        }
        let replayed = SampleDisposition::Replayed;
        let disposition = ctx.word_or(
            &entry.disposition,
            this,
            "disposition",
            DISPOSITIONS,
            replayed,
        );
        match &entry.discrepancy {
            Some(name) => {
                let known = provider.discrepancies.iter().map(|it| it.name.as_str());
                ctx.refer(name, this.key("discrepancy"), "discrepancy", known);
            }
            None if disposition != SampleDisposition::Replayed => {
                let message = format!(
                    "a sample that is {} names its discrepancy",
                    disposition.word()
                );
                ctx.fault(Code::SampleDiscrepancy, this.key("disposition"), message);
            }
            None => {}
        }
        Sample {
            kind: kind.unwrap_or(SampleKind::Request),
            lines: cited.0.first().copied().unwrap_or((1, 1)),
            words,
            disposition,
            discrepancy: entry.discrepancy.clone().unwrap_or_default(),
        }
    };
    entries.iter().enumerate().map(one).collect()
}
