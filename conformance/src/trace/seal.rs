//! `trace.lock`: that a trace held, of which document and which facts.

use std::fmt::{self, Write as _};

use verbatim_codegen::facts::{Fact, Proof, facts};
use verbatim_codegen::lock::{Lock, sha256};
use verbatim_codegen::model::{Citation, Provider, SetAsideReason, Source, Words};

use super::cover::Cover;

/// Name of the file beside `document.lock`.
pub const TRACE_LOCK: &str = "trace.lock";

/// What a trace that held was of. It is worked out without the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    document: String,
    locked: String,
    facts: (usize, String),
    citations: (usize, String),
    /// Lines that are not blank, in all and by what accounts for them.
    lines: usize,
    by_reason: [(&'static str, usize); 5],
}

impl Seal {
    /// Of a spec and the lock of its document.
    pub fn of(provider: &Provider, lock: &Lock) -> Seal {
        let all = facts(provider);
        let cover = Cover::of(provider, &all, lock);
        let said: String = all.iter().map(said).collect();
        let (count, cited) = cited(provider, &all);
        Seal {
            document: lock.document.clone(),
            locked: sha256(lock.to_string().as_bytes()),
            facts: (all.len(), sha256(said.as_bytes())),
            citations: (count, sha256(cited.as_bytes())),
            lines: cover.count().1,
            by_reason: cover.by_reason(),
        }
    }
}

impl fmt::Display for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "# Written by `cargo conformance trace` when all holds; see docs/trace.md."
        )?;
        writeln!(f, "document {}", self.document)?;
        writeln!(f, "document.lock {}", self.locked)?;
        writeln!(f, "facts {} {}", self.facts.0, self.facts.1)?;
        writeln!(f, "citations {} {}", self.citations.0, self.citations.1)?;
        writeln!(f, "lines {}", self.lines)?;
        for (reason, count) in &self.by_reason {
            writeln!(f, "  {reason} {count}")?;
        }
        Ok(())
    }
}

/// A fact and what shows it, as one line.
fn said(fact: &Fact) -> String {
    let mut res = fact.name.clone();
    for it in fact.proof.literals() {
        let _ = write!(res, "\t{:?} as {:?}", it.text, it.shown());
    }
    if let Proof::Words(words) = &fact.proof {
        let _ = write!(res, "\t{}", words.join(" "));
    }
    res.push('\n');
    res
}

/// The words that a citation rests on.
fn resting(words: &Words) -> String {
    let parts = words.parts.iter().enumerate();
    let own = parts.flat_map(|(part, words)| words.iter().map(move |it| (part + 1, it)));
    let each = words.each.iter().map(|it| (0, it));
    let all = each.chain(own);
    all.map(|(part, word)| format!("\t{part} {word:?}"))
        .collect()
}

/// Everything that cites, and how much of it there is.
fn cited(provider: &Provider, facts: &[Fact]) -> (usize, String) {
    let from = |it: &Citation| match &it.source {
        Source::Document(lines) => format!("{}{}", lines.prose(), resting(&it.words)),
        Source::Linked(url) => format!("linked {url}"),
        Source::Assumed(why) => format!("assumed {why}"),
    };
    let mut rows: Vec<String> = (facts.iter())
        .map(|it| format!("{}\t{}\n", it.name, from(&it.citation)))
        .collect();
    for it in &provider.operations {
        rows.push(format!("lines of {}\t{}\n", it.name, it.lines.prose()));
    }
    for it in &provider.callbacks {
        rows.push(format!("lines of {}\t{}\n", it.name, it.lines.prose()));
    }
    for it in &provider.discrepancies {
        let (lines, words) = (it.lines.prose(), resting(&it.words));
        rows.push(format!("discrepancy {}\t{lines}{words}\n", it.name));
    }
    for it in &provider.set_aside {
        let of = match it.reason {
            SetAsideReason::Repeats(of) => format!(" L{of}"),
            SetAsideReason::Heading | SetAsideReason::Prose => String::new(),
        };
        rows.push(format!("{}{of}\t{}\n", it.reason.word(), it.lines.prose()));
    }
    (rows.len(), rows.concat())
}
