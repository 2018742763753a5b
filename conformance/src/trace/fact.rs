//! Whether the lines that a fact cites show it.

use verbatim_codegen::facts::{Block, Fact, Literal, Proof, Row, beside, standing_alone};
use verbatim_codegen::model::{Lines, Provider, Words};

use super::document::Document;
use super::word::says;
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
    (lines, words): (&Lines, &Words),
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
        look.words(words);
        look.shown(&fact.proof);
        look.edges(fact, words);
        look.printed(&fact.proof, provider);
    }
    look.told
}

/// Looks for what the lines of a discrepancy say.
pub(super) fn look_for_words(lines: &Lines, words: &Words, document: &Document) -> Vec<Told> {
    let mut look = Look {
        lines,
        document,
        told: Vec::new(),
    };
    look.words(words);
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
            // A block without an end runs to that of the document.
            let block = block.prose().replace(&format!("-L{}", u32::MAX), " and on");
            let what = format!("{} lies outside {block}", one(*part));
            self.tell(Code::OutsideBlock, Some(part.0), what);
        }
    }

    /// Each word stands in its part, and a range begins and ends on a line that has one.
    fn words(&mut self, words: &Words) {
        for (index, part) in self.lines.0.iter().enumerate() {
            let wanted = words.of(index);
            let text = self.document.range(*part);
            for word in words.own(index).iter().filter(|it| !says(&text, it)) {
                let what = format!("`{word}` does not stand on {}", one(*part));
                self.told.push(Told {
                    code: Code::NotOnLine,
                    line: Some(part.0),
                    what,
                });
            }
            let bare = |line: &u32| {
                let text = self.document.line(*line);
                !wanted.is_empty() && !wanted.iter().any(|it| says(text, it))
            };
            if let Some(line) = [part.0, part.1].into_iter().find(bare) {
                let what = format!(
                    "no word of {} stands on L{line}, where it begins or ends",
                    one(*part)
                );
                self.told.push(Told {
                    code: Code::NotOnLine,
                    line: Some(line),
                    what,
                });
            }
        }
    }

    /// A range is no longer than what shows the fact: it begins and ends on a line without which
    /// less of it would stand there.
    fn edges(&mut self, fact: &Fact, words: &Words) {
        for (index, (first, last)) in self.lines.0.clone().into_iter().enumerate() {
            if first == last || !words.of(index).is_empty() {
                continue;
            }
            let worth = |range: (u32, u32)| worth(self.document, range, &fact.proof);
            let all = worth((first, last));
            let idle = match &fact.proof {
                Proof::Each(_) | Proof::All(_) => {
                    [((first + 1, last), first), ((first, last - 1), last)]
                        .into_iter()
                        .find(|it| worth(it.0) == all)
                        .map(|it| it.1)
                }
                Proof::Row(row) => {
                    let described = row.described.holds(first);
                    let begins = worth((first, first)) > 0;
                    (!described && !begins).then_some(first)
                }
                Proof::Words(_)
                | Proof::Digest
                | Proof::Heading(_)
                | Proof::Around(_)
                | Proof::Sample { .. }
                | Proof::Prose => None,
            };
            if let Some(line) = idle {
                let what = format!(
                    "{} begins or ends on L{line}, which shows nothing of it",
                    one((first, last))
                );
                self.tell(Code::NotOnLine, Some(line), what);
            }
        }
    }

    fn shown(&mut self, proof: &Proof) {
        match proof {
            Proof::Each(literals) => {
                let alone = || literals.iter().filter(|it| it.alone);
                self.each(
                    |text| alone().any(|it| it.stands_in(text)),
                    || format!("{} does not stand on", any(alone())),
                );
                self.all(literals);
            }
            Proof::All(literals) => self.all(literals),
            Proof::Row(row) => {
                for part in &self.lines.0 {
                    if !in_row(self.document, *part, row) {
                        let names = any(row.names.iter());
                        let what = format!("{} is not in the row of {names}", one(*part));
                        self.tell(Code::NotOnLine, Some(part.0), what);
                    }
                }
            }
            Proof::Words(words) => self.each(
                |text| {
                    words
                        .iter()
                        .any(|it| text.to_lowercase().contains(&it.to_lowercase()))
                },
                || format!("no word of `{}` stands on", words.join("`, `")),
            ),
            Proof::Digest => self.each(digest, || "no digest stands on".to_owned()),
            Proof::Heading(rows) => {
                for part in &self.lines.0 {
                    let theirs = rows.holds(part.0) && rows.holds(part.1);
                    let next = (part.1 + 1..=self.document.last())
                        .find(|it| self.document.lock.says(*it))
                        .is_some_and(|it| rows.0.iter().any(|row| row.0 == it));
                    if !theirs && (!next || (part.0..=part.1).any(|it| rows.holds(it))) {
                        let what = format!("no row begins right below {}", one(*part));
                        self.tell(Code::NotOnLine, Some(part.0), what);
                    }
                }
            }
            Proof::Around(samples) => {
                for part in &self.lines.0 {
                    let apart = |it: &&(u32, u32)| it.1 < part.0 || part.1 < it.0;
                    let whole = |it: &(u32, u32)| part.0 <= it.0 && it.1 <= part.1;
                    if let Some(cut) = samples.iter().find(|it| !apart(it) && !whole(it)) {
                        let what = format!("{} cuts the sample at {}", one(*part), one(*cut));
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

    /// Tells every part whose text does not show it.
    fn each(&mut self, shows: impl Fn(&str) -> bool, what: impl Fn() -> String) {
        for part in &self.lines.0 {
            if !shows(&self.document.range(*part)) {
                let what = format!("{} {}", what(), one(*part));
                self.tell(Code::NotOnLine, Some(part.0), what);
            }
        }
    }

    /// Each literal that must be shown is shown, as often as it is listed.
    fn all(&mut self, literals: &[Literal]) {
        if self.lines.0.is_empty() || !self.told.is_empty() {
            return;
        }
        let parts: Vec<String> = (self.lines.0.iter())
            .map(|part| self.document.range(*part))
            .collect();
        for it in literals.iter().filter(|it| it.must) {
            let shown = it.shown();
            let wanted = literals.iter().filter(|it| it.must && it.shown() == shown);
            let found = match parts.iter().any(|part| it.stands_in(part)) {
                true => (parts
                    .iter()
                    .map(|part| beside(part, shown).len())
                    .sum::<usize>())
                .max(1),
                false => 0,
            };
            // What is printed in one piece shows a code and its meaning at once.
            let wanted = match &it.printed {
                Some(_) => 1,
                None => wanted.count(),
            };
            if found < wanted {
                let lines = self.lines.prose();
                let what = match found {
                    0 => format!("`{shown}` does not stand on {lines}"),
                    _ => format!("`{shown}` does not stand {wanted} times on {lines}"),
                };
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

/// Whether a part belongs to the row of a name.
fn in_row(document: &Document, part: (u32, u32), row: &Row) -> bool {
    if row
        .described
        .0
        .iter()
        .any(|it| it.0 <= part.0 && part.1 <= it.1)
    {
        return true;
    }
    let text = document.range(part);
    let named = |line: &str| row.names.iter().any(|it| standing_alone(line, it.shown()));
    let other = |line: &str| row.others.iter().any(|it| standing_alone(line, it));
    if (part.0..=part.1).any(|it| other(document.line(it))) {
        return false;
    }
    if row.names.iter().any(|it| it.stands_in(&text)) && (row.bare || !named(&text)) {
        return true;
    }
    if row.values.iter().any(|it| it.stands_in(&text)) {
        return true;
    }
    let mut above = (1..part.0)
        .rev()
        .take(MOST_ABOVE)
        .map(|it| document.line(it));
    let nearest = above.find(|it| named(it) || other(it));
    // The name's own line is a heading of its row, not what the row says.
    nearest.is_some_and(named) && !named(&text)
}

/// How often literals of a proof stand in a range.
fn worth(document: &Document, range: (u32, u32), proof: &Proof) -> usize {
    let text = document.range(range);
    let often = |it: &&Literal| match it.stands_in(&text) {
        true => beside(&text, it.shown()).len().max(1),
        false => 0,
    };
    proof.literals().iter().map(often).sum()
}

/// So many lines below its name a row may go on.
const MOST_ABOVE: usize = 12;

/// Whether a text has a digest, or a word for the way of writing one.
fn digest(text: &str) -> bool {
    let long = |it: &str| {
        16 <= it.len()
            && it
                .bytes()
                .all(|it| it.is_ascii_alphanumeric() || b"+/=-_".contains(&it))
            && it.bytes().any(|it| it.is_ascii_digit())
    };
    let small = text.to_lowercase();
    small.contains("hex")
        || small.contains("base64")
        || text
            .split(|it: char| it.is_whitespace() || "\"'“”:,".contains(it))
            .any(long)
}

/// Whether the lines are one JSON text, or what a repair can make one of.
fn sample(document: &Document, part: (u32, u32), replayed: bool) -> Result<(), &'static str> {
    let text = document.range(part);
    let text = text.trim().trim_end_matches(',');
    let count = |signs: [char; 2]| text.chars().filter(|it| signs.contains(it)).count();
    let closing = match text.chars().next() {
        Some('{') => Some('}'),
        Some('[') => Some(']'),
        _ => None,
    };
    let json = count(['{', '[']) + count(['}', ']']) > 0;
    match closing {
        None if text.starts_with(['}', ']']) => Err("begins with the end of another"),
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

/// More literals than these are counted, not listed.
const MOST_LISTED: usize = 8;

/// The literals of which one must stand there, each once.
fn any<'a>(literals: impl Iterator<Item = &'a Literal>) -> String {
    let mut told: Vec<String> = Vec::new();
    for it in literals.map(|it| format!("`{}`", it.shown())) {
        if !told.contains(&it) {
            told.push(it);
        }
    }
    let more = told.len().saturating_sub(MOST_LISTED);
    told.truncate(MOST_LISTED);
    match more {
        0 => told.join(" or "),
        _ => format!("{} or {more} more", told.join(" or ")),
    }
}

pub(super) fn one(part: (u32, u32)) -> String {
    Lines(vec![part]).prose()
}
