//! Specs with one fact changed, and whether the fixtures notice.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a variant that is new to the model is another one here, as most are"
)]

pub mod audit;
mod callbacks;
mod class;
mod codes;
mod fates;
mod fields;
mod lane;
mod leak;
mod operations;
mod orders;
mod parts;
mod quotes;
mod reasons;
mod shapes;
mod signing;
mod sources;
mod world;

use verbatim_codegen::model::{Citation, Provider, Source};

pub use class::Class;
pub use lane::{Fate, Killer, Result, Run, run};
pub use orders::tells_order;
pub use reasons::{Reasons, read as read_reasons};

/// A list of pointers: what a report calls it, what is in it, and where it stands.
type Pointers<'a, T> = (
    &'static str,
    &'a Vec<String>,
    fn(&mut T) -> &mut Vec<String>,
);

/// A change to a checked spec.
type Patch = Box<dyn Fn(&mut Provider) + Send + Sync>;

/// A spec with one fact changed.
pub struct Mutant {
    /// What kind of fact it is: `wire-case`.
    pub class: &'static str,
    /// Which fact: `operations/mobile_payout/amount`.
    pub fact: String,
    /// What is changed: "`amount` becomes `AMOUNT`".
    pub change: String,
    /// Where the fact stands: `document L475`.
    pub cite: String,
    /// The operations and callbacks whose fixtures can notice; all of the provider's when empty.
    pub subjects: Vec<String>,
    /// A text without which no fixture can notice; any fixture can when absent.
    pub needle: Option<String>,
    patch: Patch,
}

impl Mutant {
    /// What a reason for its being equivalent calls it.
    pub fn name(&self) -> String {
        format!("{} {}: {}", self.class, self.fact, self.change)
    }

    /// The spec with the fact changed.
    pub fn apply(&self, provider: &Provider) -> Provider {
        let mut res = provider.clone();
        (self.patch)(&mut res);
        res
    }
}

impl std::fmt::Debug for Mutant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.name())
    }
}

/// Every mutant of a spec, in the order of the spec.
pub fn mutants(provider: &Provider) -> Vec<Mutant> {
    let mut making = Making {
        provider,
        made: Vec::new(),
    };
    making.world();
    making.operations();
    making.codes();
    making.shapes();
    making.callbacks();
    making.made
}

/// Mutants being made.
struct Making<'a> {
    provider: &'a Provider,
    made: Vec<Mutant>,
}

/// One fact, on the way to its mutants.
#[derive(Clone)]
struct Fact {
    name: String,
    cite: String,
    subjects: Vec<String>,
    needle: Option<String>,
}

impl Fact {
    fn new(name: String, cite: &Citation, subjects: &[String]) -> Fact {
        Fact {
            name,
            cite: said(cite),
            subjects: subjects.to_vec(),
            needle: None,
        }
    }
}

/// Where a fact stands, as a report says it.
fn said(cite: &Citation) -> String {
    match &cite.source {
        Source::Document(lines) => format!("document {}", lines.prose()),
        Source::Linked(url) => format!("linked {url}"),
        Source::Assumed(_) => "assumed".to_owned(),
    }
}

impl Making<'_> {
    /// A mutant that changes the spec so; one that changes nothing is none.
    fn add(
        &mut self,
        class: Class,
        fact: &Fact,
        change: String,
        patch: impl Fn(&mut Provider) + Send + Sync + 'static,
    ) {
        self.made.push(Mutant {
            class: class.word(),
            fact: fact.name.clone(),
            change,
            cite: fact.cite.clone(),
            subjects: fact.subjects.clone(),
            needle: fact.needle.clone(),
            patch: Box::new(patch),
        });
    }
}

/// The text in the other case, where it has letters.
fn other_case(text: &str) -> Option<String> {
    let mut done = false;
    let turned = text.chars().map(|it| {
        if done || !it.is_ascii_alphabetic() {
            return it;
        }
        done = true;
        match it.is_ascii_lowercase() {
            true => it.to_ascii_uppercase(),
            false => it.to_ascii_lowercase(),
        }
    });
    let res: String = turned.collect();
    (res != text).then_some(res)
}
