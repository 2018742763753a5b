//! Whether the lines that a fact cites show it.

use verbatim_codegen::facts::{Block, Fact, Literal, Proof, standing_alone};
use verbatim_codegen::model::{Lines, Provider};

use super::document::Document;
use crate::code::Code;
use crate::json::Json;

/// What is wrong with a citation.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) code: Code,
    pub(super) line: Option<u32>,
    pub(super) what: String,
}

/// Looks for a fact on these lines; they need not be those that it cites now.
pub(super) fn look(
    fact: &Fact,
    lines: &Lines,
    document: &Document,
    provider: &Provider,
) -> Vec<Told> {
    let mut look = Look {
        lines,
        document,
        told: Vec::new(),
    };
    if look.there() {
        look.inside(&fact.block);
        look.shown(&fact.proof);
        look.printed(&fact.proof, provider);
    }
    look.told
}

struct Look<'a> {
    lines: &'a Lines,
    document: &'a Document,
    told: Vec<Told>,
}

impl Look<'_> {
    fn tell(&mut self, code: Code, line: Option<u32>, what: String) {
        self.told.push(Told { code, line, what });
    }

    /// Whether every line that is cited is one, and each part begins and ends with a word.
    fn there(&mut self) -> bool {
        for (first, last) in &self.lines.0 {
            for line in [*first, *last] {
                if !self.document.lock.says(line) {
                    let what = format!("L{line} is blank or not there");
                    self.tell(Code::NoSuchLine, Some(line), what);
                    break;
                }
            }
        }
        self.told.is_empty()
    }

    fn inside(&mut self, block: &Block) {
        let Block::Inside(block) = block else { return };
        let within = |it: &&(u32, u32)| !block.0.iter().any(|of| of.0 <= it.0 && it.1 <= of.1);
        for part in self.lines.0.iter().filter(within) {
            let what = format!("{} lies outside {}", one(*part), block.prose());
            self.tell(Code::OutsideBlock, Some(part.0), what);
        }
    }

    fn shown(&mut self, proof: &Proof) {
        match proof {
            Proof::Each(literals) => {
                for part in &self.lines.0 {
                    let text = self.document.range(*part);
                    if !literals.iter().any(|it| it.stands_in(&text)) {
                        let what = format!("{} does not stand on {}", any(literals), one(*part));
                        self.tell(Code::NotOnLine, Some(part.0), what);
                    }
                }
                self.all(literals);
            }
            Proof::All(literals) => self.all(literals),
            Proof::Near {
                names,
                values,
                described,
            } => {
                for part in &self.lines.0 {
                    let told = described
                        .0
                        .iter()
                        .any(|it| it.0 <= part.0 && part.1 <= it.1);
                    if !told && !near(self.document, *part, names, values) {
                        let what = format!(
                            "{} shows no {}, nor does it stand right below a line with that name alone",
                            one(*part),
                            any(names)
                        );
                        self.tell(Code::NotOnLine, Some(part.0), what);
                    }
                }
            }
            Proof::Sample { replayed } => {
                for part in &self.lines.0 {
                    if let Err(what) = sample(self.document, *part, *replayed) {
                        let what = format!("{} {what}", one(*part));
                        self.tell(Code::NotOnLine, Some(part.0), what);
                    }
                }
            }
            Proof::Prose => {}
        }
    }

    /// Each literal that must be shown is shown by some part.
    fn all(&mut self, literals: &[Literal]) {
        for it in literals.iter().filter(|it| it.must) {
            let mut parts = self.lines.0.iter();
            if !self.lines.0.is_empty()
                && self.told.is_empty()
                && !parts.any(|part| it.stands_in(&self.document.range(*part)))
            {
                let (shown, lines) = (it.shown(), self.lines.prose());
                let what = format!("`{shown}` does not stand on {lines}");
                self.tell(Code::NotOnLine, self.lines.0.first().map(|it| it.0), what);
            }
        }
    }

    /// What is printed otherwise is the literal but for white space, or a discrepancy says why not.
    fn printed(&mut self, proof: &Proof, provider: &Provider) {
        let explained = |line: u32| {
            let mut all = provider.discrepancies.iter();
            all.any(|it| it.lines.holds(line))
        };
        let cited = self.lines.0.iter().flat_map(|(first, last)| *first..=*last);
        let open = cited.clone().find(|it| !explained(*it));
        let wrong: Vec<String> = proof
            .literals()
            .into_iter()
            .filter(|it| !it.is_printed() && open.is_some())
            .map(|it| format!("`{}` is not what is printed, `{}`", it.text, it.shown()))
            .collect();
        for what in wrong {
            self.tell(Code::WrongPrint, open, what);
        }
    }
}

/// Whether a part shows one of the names or values, or stands right below a line that is a name.
fn near(document: &Document, part: (u32, u32), names: &[Literal], values: &[Literal]) -> bool {
    let text = document.range(part);
    let above = document.line(part.0.saturating_sub(1));
    names.iter().chain(values).any(|it| it.stands_in(&text))
        || names.iter().any(|it| standing_alone(above, it.shown()))
}

/// Whether the lines are one JSON text, or what a repair can make one of.
fn sample(document: &Document, part: (u32, u32), replayed: bool) -> Result<(), &'static str> {
    let text = document.range(part);
    let text = text.trim();
    let count = |signs: [char; 2]| text.chars().filter(|it| signs.contains(it)).count();
    let closing = match text.chars().next() {
        Some('{') => Some('}'),
        Some('[') => Some(']'),
        _ => None,
    };
    let json = count(['{', '[']) + count(['}', ']']) > 0;
    match closing {
        Some(_) if replayed => Json::read(text)
            .map(|_| ())
            .map_err(|_| "cannot be read as JSON"),
        None if replayed && json => Err("does not begin as JSON does"),
        Some(closing) if !text.ends_with(closing) => Err("does not end as it begins"),
        None if count(['{', '[']) != count(['}', ']']) => Err("cuts an object in two"),
        None if ["{", "["].contains(&document.line(part.0.saturating_sub(1)).trim()) => {
            Err("begins below its own bracket")
        }
        Some(_) | None => Ok(()),
    }
}

fn any(literals: &[Literal]) -> String {
    let told: Vec<_> = literals
        .iter()
        .map(|it| format!("`{}`", it.shown()))
        .collect();
    match told.len() {
        0..=4 => told.join(" or "),
        count => format!("{} or {} others", told[0], count - 1),
    }
}

pub(super) fn one(part: (u32, u32)) -> String {
    Lines(vec![part]).prose()
}
