//! Holds a spec to the document that it was read from: every fact's literal stands on the lines
//! that it cites, and every line of the document is accounted for. docs/trace.md has the rules.

mod aside;
mod cover;
mod document;
mod fact;
mod mutate;
mod seal;
mod word;

use verbatim_codegen::Source as Spec;
use verbatim_codegen::facts::{Finder, Place, Way, facts};
use verbatim_codegen::lock::Lock;
use verbatim_codegen::model::{Provider, Source};

pub use cover::{Account, Cover};
pub use document::Document;
pub use mutate::{Mutant, Mutants, mutate};
pub use seal::{Seal, TRACE_LOCK};

use crate::code::Code;

/// One thing that does not hold between a spec and its document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// Where the spec says it; absent for a line that the spec does not speak of.
    pub place: Option<Place>,
    /// The line of the document.
    pub line: Option<u32>,
    /// What kind of fault it is.
    pub code: Code,
    /// What is so.
    pub message: String,
}

/// What came of one spec and its document.
#[derive(Debug, Clone)]
pub struct Traced {
    /// The provider.
    pub provider: String,
    /// The document's name.
    pub document: String,
    /// How many of the facts that the document is said to say stand there, and how many there are.
    pub facts: (usize, usize),
    /// Facts from another page, and assumed ones.
    pub outside: (usize, usize),
    /// What became of each line.
    pub cover: Cover,
    /// What does not hold, by place.
    pub faults: Vec<Fault>,
}

/// Compares a spec with its document.
pub fn trace(spec: &Spec, provider: &Provider, lock: &Lock, document: &Document) -> Traced {
    let mut finder = Finder::new(spec);
    let mut faults = Vec::new();
    if document.lock != *lock {
        faults.push(Fault {
            place: None,
            line: document.differs(lock),
            code: Code::WrongDocument,
            message: format!(
                "{} is not the document that was read; `cargo codegen drift` says what changed",
                lock.document
            ),
        });
    }
    let facts = facts(provider);
    let held = word::held_ways(&facts);
    let (mut found, mut of, mut linked, mut assumed) = (0, 0, 0, 0);
    for it in &facts {
        match it.citation.source {
            Source::Document(_) => of += 1,
            Source::Linked(_) => linked += 1,
            Source::Assumed(_) => assumed += 1,
        }
        let cited = (&it.citation.lines(), &it.citation.words);
        let mut told = fact::look(it, cited, document, provider);
        told.extend(word::wordless(it, &held));
        if told.is_empty() && matches!(it.citation.source, Source::Document(_)) {
            found += 1;
        }
        let place = match told.is_empty() {
            true => None,
            false => finder.place(&it.way),
        };
        faults.extend(told.into_iter().map(|told| Fault {
            place: place.clone(),
            line: told.line,
            code: told.code,
            message: format!("{}: {}", it.name, told.what),
        }));
    }
    for it in &provider.discrepancies {
        let told = fact::look_for_words(&it.lines, &it.words, document);
        faults.extend(told.into_iter().map(|told| Fault {
            place: finder.place(&Way::discrepancy(&it.name)),
            line: told.line,
            code: told.code,
            message: format!("discrepancy {}: {}", it.name, told.what),
        }));
    }
    let cover = Cover::of(provider, &facts, lock);
    faults.extend(cover.faults(&mut finder, document));
    faults.extend(aside::faults(
        provider,
        &facts,
        document,
        &cover,
        &mut finder,
    ));
    faults.sort();
    faults.dedup();
    Traced {
        provider: provider.name.clone(),
        document: lock.document.clone(),
        facts: (found, of),
        outside: (linked, assumed),
        cover,
        faults,
    }
}
