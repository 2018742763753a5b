//! Citations that are wrong on purpose: would a trace notice?

use std::collections::HashMap;

use verbatim_codegen::facts::{Fact, Literal, Manner, Proof, Way, facts};
use verbatim_codegen::model::{Lines, Provider, SetAside, SetAsideReason, Words};

use super::aside::not_a_repeat;
use super::cover::{Account, Cover};
use super::document::Document;
use super::fact::{look, look_for_words, one};
use super::word::says;
use crate::code::Code;

/// One citation, or one literal, that is changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mutant {
    /// The first fact that the citation is of.
    pub fact: String,
    /// `up`, `down`, `elsewhere` or `letter`.
    pub class: &'static str,
    /// What was changed.
    pub change: String,
}

/// What became of the changes.
#[derive(Debug, Clone, Default)]
pub struct Mutants {
    /// How many were noticed.
    pub caught: usize,
    /// The citation still lies in the block and still shows the same facts.
    pub same: Vec<Mutant>,
    /// Not noticed, and wrong.
    pub escaped: Vec<Mutant>,
}

impl Mutants {
    /// How many changes were made.
    pub fn made(&self) -> usize {
        self.caught + self.same.len() + self.escaped.len()
    }
}

/// Changes every citation, one change at a time; the seed picks among the lines elsewhere.
pub fn mutate(provider: &Provider, document: &Document, seed: u64) -> Mutants {
    let all = facts(provider);
    let cover = Cover::of(provider, &all, &document.lock);
    let mut sites: Vec<Site<'_>> = Vec::new();
    let mut by_way: HashMap<&Way, usize> = HashMap::new();
    for fact in all.iter().filter(|it| !it.citation.lines().0.is_empty()) {
        let next = sites.len();
        let index = *by_way.entry(&fact.way).or_insert(next);
        match sites.get_mut(index) {
            Some(site) => site.facts.push(fact),
            None => sites.push(Site {
                name: fact.name.clone(),
                lines: fact.citation.lines(),
                words: &fact.citation.words,
                facts: vec![fact],
                aside: false,
            }),
        }
    }
    let none = Words::default();
    sites.extend(provider.discrepancies.iter().map(|it| Site {
        name: format!("{}/discrepancy/{}", provider.name, it.name),
        lines: it.lines.clone(),
        words: &it.words,
        facts: Vec::new(),
        aside: false,
    }));
    sites.extend(provider.set_aside.iter().map(|it| Site {
        name: format!("{}/set_aside/{}", provider.name, it.reason.word()),
        lines: it.lines.clone(),
        words: &none,
        facts: Vec::new(),
        aside: true,
    }));
    let mut trial = Trial {
        provider,
        document,
        cover,
        chance: Chance(seed),
        res: Mutants::default(),
    };
    for site in &sites {
        trial.moved(site);
        trial.letters(site);
        trial.letters_of_words(site);
    }
    for it in &provider.set_aside {
        trial.repeated(it);
    }
    trial.res
}

/// One citation of the spec, and all facts that it is of; lines of a discrepancy, and lines that
/// are set aside.
struct Site<'a> {
    name: String,
    lines: Lines,
    words: &'a Words,
    facts: Vec<&'a Fact>,
    aside: bool,
}

impl Site<'_> {
    /// How often a line is accounted for by it.
    fn accounts(&self) -> usize {
        self.facts.len().max(1)
    }

    fn told(&self, lines: &Lines, words: &Words, trial: &Trial<'_>) -> bool {
        let (document, provider) = (trial.document, trial.provider);
        let told = |it: &&Fact| !look(it, (lines, words), document, provider).is_empty();
        let there = |it: &(u32, u32)| it.1 <= document.last();
        self.facts.iter().any(told)
            || !lines.0.iter().all(there)
            || !look_for_words(lines, words, document).is_empty()
    }
}

struct Trial<'a> {
    provider: &'a Provider,
    document: &'a Document,
    cover: Cover,
    chance: Chance,
    res: Mutants,
}

impl Trial<'_> {
    fn moved(&mut self, site: &Site<'_>) {
        for (index, (first, last)) in site.lines.0.iter().copied().enumerate() {
            self.shifted(site, index, "down", (first + 1, last + 1));
            // There is no line 0.
            if 1 < first {
                self.shifted(site, index, "up", (first - 1, last - 1));
            }
            if let Some(line) = self.elsewhere(site, index) {
                let to = (line, line.saturating_add(last - first));
                self.shifted(site, index, "elsewhere", to);
            }
        }
    }

    /// Another line on which a literal of the part stands.
    fn elsewhere(&mut self, site: &Site<'_>, index: usize) -> Option<u32> {
        let part = *site.lines.0.get(index)?;
        let text = self.document.range(part);
        let literals = || site.facts.iter().flat_map(|it| it.proof.literals());
        let shown: Vec<&Literal> = literals().filter(|it| it.stands_in(&text)).collect();
        let words = site.words.of(index);
        let held = |line: &u32| {
            let text = self.document.line(*line);
            !site.lines.holds(*line)
                && (shown.iter().any(|it| it.stands_in(text))
                    || words.iter().any(|it| says(text, it)))
        };
        let found: Vec<u32> = (1..=self.document.last()).filter(held).collect();
        self.chance.one_of(&found)
    }

    fn shifted(&mut self, site: &Site<'_>, index: usize, class: &'static str, to: (u32, u32)) {
        let from = site.lines.0[index];
        let part = |it: usize, lines: (u32, u32)| (lines, site.words.own(it).to_vec());
        let parts = site.lines.0.iter().enumerate();
        let mut parts: Vec<_> = parts.map(|(it, lines)| part(it, *lines)).collect();
        parts[index].0 = to;
        parts.sort();
        let (lines, words) = parts.into_iter().unzip();
        let each = site.words.each.clone();
        let (lines, words) = (Lines(lines), Words { each, parts: words });
        let mutant = Mutant {
            fact: site.name.clone(),
            class,
            change: format!("{} → {}", one(from), one(to)),
        };
        let overlaps = lines.0.windows(2).any(|it| it[1].0 <= it[0].1);
        if overlaps || site.told(&lines, &words, self) || self.uncovers(site, &lines) {
            self.res.caught += 1;
            return;
        }
        let compared = |it: &&&Fact| !it.proof.literals().is_empty();
        let literal: Vec<_> = site.facts.iter().filter(compared).collect();
        let text = self.document.range(to);
        let words = site.words.of(index);
        let rests = !literal.is_empty() || !words.is_empty();
        let fate = if rests
            && literal.iter().all(|it| shows(it, self.document, to))
            && (words.is_empty() || words.iter().any(|it| says(&text, it)))
        {
            &mut self.res.same
        } else {
            &mut self.res.escaped
        };
        fate.push(mutant);
    }

    /// Whether a line would become nobody's, or one that is set aside somebody's.
    fn uncovers(&self, site: &Site<'_>, lines: &Lines) -> bool {
        let count = |of: &Lines, line: u32| match of.holds(line) {
            true => site.accounts(),
            false => 0,
        };
        let each = |it: &Lines| -> Vec<u32> {
            let ranges = it.0.iter();
            ranges.flat_map(|(first, last)| *first..=*last).collect()
        };
        let left = each(&site.lines).into_iter().any(|line| {
            !lines.holds(line)
                && self.document.lock.says(line)
                && self.cover.accounts(line).len() <= count(&site.lines, line)
        });
        // A line that is set aside is nothing else.
        let clashes = |it: &Account| site.aside || matches!(it, Account::Aside(..));
        left || each(lines)
            .into_iter()
            .filter(|line| !site.aside || !site.lines.holds(*line))
            .any(|line| self.cover.accounts(line).iter().any(clashes))
    }

    /// The line that others repeat.
    fn repeated(&mut self, it: &SetAside) {
        let SetAsideReason::Repeats(of) = it.reason else {
            return;
        };
        let said =
            |line: u32| -> Vec<&str> { self.document.line(line).split_whitespace().collect() };
        let equal = |line: &u32| *line != of && said(*line) == said(of);
        let equal: Vec<u32> = (1..=self.document.last()).filter(equal).collect();
        let elsewhere = self.chance.one_of(&equal);
        let moved = [("up", of.checked_sub(1)), ("down", of.checked_add(1))];
        for (class, to) in moved.into_iter().chain([("elsewhere", elsewhere)]) {
            let Some(to) = to else { continue };
            let told = |(first, last): &(u32, u32)| {
                let mut lines = *first..=*last;
                lines.any(|it| {
                    not_a_repeat(self.document, &self.cover, it, to + it - first).is_some()
                })
            };
            match it.lines.0.iter().any(told) {
                true => self.res.caught += 1,
                // Another line that says the same, letter by letter.
                false => self.res.same.push(Mutant {
                    fact: format!("{}/set_aside/repeats", self.provider.name),
                    class,
                    change: format!("of L{of} → of L{to}"),
                }),
            }
        }
    }

    fn letters_of_words(&mut self, site: &Site<'_>) {
        for index in 0..site.words.all().count() {
            let mut changed = site.words.clone();
            let parts = changed.parts.iter_mut().flatten();
            let Some(word) = changed.each.iter_mut().chain(parts).nth(index) else {
                continue;
            };
            let before = word.clone();
            let Some(after) = self.chance.another(&before) else {
                continue;
            };
            word.clone_from(&after);
            match site.told(&site.lines, &changed, self) {
                true => self.res.caught += 1,
                false => self.res.escaped.push(Mutant {
                    fact: site.name.clone(),
                    class: "letter",
                    change: format!("`{before}` → `{after}`"),
                }),
            }
        }
    }

    fn letters(&mut self, site: &Site<'_>) {
        for fact in &site.facts {
            for literal in 0..fact.proof.literals().len() {
                let mut changed = (*fact).clone();
                let Some(literal) = literal_at(&mut changed.proof, literal) else {
                    continue;
                };
                let before = literal.shown().to_owned();
                let Some(after) = self.chance.another(&before) else {
                    continue;
                };
                // One of several spellings, or of several values, may well be another one.
                let needed = literal.must;
                match &mut literal.printed {
                    Some(printed) => *printed = after.clone(),
                    None => literal.text.clone_from(&after),
                }
                if !needed {
                    continue;
                }
                let told = look(
                    &changed,
                    (&site.lines, site.words),
                    self.document,
                    self.provider,
                );
                if told.iter().any(|it| it.code == Code::NotOnLine) {
                    self.res.caught += 1;
                    continue;
                }
                self.res.escaped.push(Mutant {
                    fact: fact.name.clone(),
                    class: "letter",
                    change: format!("`{before}` → `{after}`"),
                });
            }
        }
    }
}

fn literal_at(proof: &mut Proof, index: usize) -> Option<&mut Literal> {
    match proof {
        Proof::Each(literals) | Proof::All(literals) => literals.get_mut(index),
        // The name that a row is of is the literal of a fact of its own.
        Proof::Row(_)
        | Proof::Words(_)
        | Proof::Digest
        | Proof::Heading(_)
        | Proof::Around(_)
        | Proof::Sample { .. }
        | Proof::Prose => None,
    }
}

/// Whether a part shows something of a fact, judged apart from the trace: by runs of words.
fn shows(fact: &Fact, document: &Document, part: (u32, u32)) -> bool {
    let text = document.range(part);
    let runs = |it: &&Literal| runs(it.shown(), &text, it.manner == Manner::Loose);
    // One of all may be shown by another part, or it would have been told; whether a line is in a
    // row depends on the lines above it, and the trace alone judges that.
    matches!(fact.proof, Proof::All(_) | Proof::Row(_)) || fact.proof.literals().iter().any(runs)
}

/// Whether the words of a text stand in another, one after another.
fn runs(wanted: &str, text: &str, loose: bool) -> bool {
    let (wanted, there) = (words(wanted, loose), words(text, loose));
    match loose {
        true => there.concat().contains(&wanted.concat()),
        false => wanted.is_empty() || there.windows(wanted.len()).any(|it| it == wanted),
    }
}

fn words(text: &str, loose: bool) -> Vec<String> {
    let text = match loose {
        true => text.to_lowercase(),
        false => text.to_owned(),
    };
    text.split(|it: char| !it.is_alphanumeric() && it != '_')
        .filter(|it| !it.is_empty())
        .map(str::to_owned)
        .collect()
}

/// SplitMix64: the same changes for the same seed, on every machine.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, count: usize) -> usize {
        let count = u64::try_from(count).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % count).unwrap_or(0)
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        let index = self.below(all.len());
        all.get(index).copied()
    }

    /// The text with one letter or digit replaced; nothing when it has none.
    fn another(&mut self, text: &str) -> Option<String> {
        let places: Vec<usize> = text
            .char_indices()
            .filter(|it| it.1.is_ascii_alphanumeric())
            .map(|it| it.0)
            .collect();
        let at = self.one_of(&places)?;
        let (before, rest) = text.split_at(at);
        let mut rest = rest.chars();
        let old = rest.next()?;
        let letters = match old {
            '0'..='9' => "0123456789",
            'A'..='Z' => "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
            _ => "abcdefghijklmnopqrstuvwxyz",
        };
        let others: Vec<char> = letters.chars().filter(|it| *it != old).collect();
        let new = self.one_of(&others)?;
        Some(format!("{before}{new}{}", rest.as_str()))
    }
}
