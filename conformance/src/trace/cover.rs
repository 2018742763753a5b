//! What became of each line of a document: cited by a fact, listed by a discrepancy, set aside, or
//! nobody's.

use std::collections::BTreeMap;

use verbatim_codegen::facts::{Fact, Finder, Way};
use verbatim_codegen::lock::Lock;
use verbatim_codegen::model::{Lines, Provider, SetAsideReason};

use super::{Document, Fault};
use crate::code::Code;

/// Why a line is accounted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Account {
    /// A fact cites it.
    Fact,
    /// A discrepancy lists it.
    Discrepancy,
    /// It is set aside, by the entry of this index.
    Aside(SetAsideReason, usize),
}

impl Account {
    /// As counts call it.
    pub fn word(self) -> &'static str {
        match self {
            Account::Fact => "fact",
            Account::Discrepancy => "discrepancy",
            Account::Aside(reason, _) => reason.word(),
        }
    }

    /// Every word, in the order of counts.
    pub const WORDS: [&'static str; 5] = ["fact", "discrepancy", "heading", "prose", "repeats"];
}

/// Every line that is not blank.
#[derive(Debug, Clone, Default)]
pub struct Cover {
    /// Per line, all that accounts for it; nothing where it is nobody's.
    lines: BTreeMap<u32, Vec<Account>>,
    /// Lines that are set aside and are blank or not there.
    nowhere: Vec<(u32, usize)>,
    /// Lines that a discrepancy lists and that are not there.
    beyond: Vec<(u32, String)>,
}

impl Cover {
    /// The lines of a locked document, as a spec accounts for them.
    pub fn of(provider: &Provider, facts: &[Fact], lock: &Lock) -> Cover {
        let mut res = Cover::default();
        for number in 1..=u32::try_from(lock.lines.len()).unwrap_or(u32::MAX) {
            if lock.says(number) {
                res.lines.insert(number, Vec::new());
            }
        }
        for it in facts {
            res.add(&it.citation.lines(), Account::Fact);
        }
        for it in &provider.discrepancies {
            res.add(&it.lines, Account::Discrepancy);
            for line in it.lines.0.iter().map(|it| it.1) {
                if lock.lines.len() < usize::try_from(line).unwrap_or(usize::MAX) {
                    res.beyond.push((line, it.name.clone()));
                }
            }
        }
        for (index, it) in provider.set_aside.iter().enumerate() {
            res.add(&it.lines, Account::Aside(it.reason, index));
            for line in it.lines.0.iter().flat_map(|it| [it.0, it.1]) {
                if !lock.says(line) {
                    res.nowhere.push((line, index));
                }
            }
        }
        res
    }

    fn add(&mut self, lines: &Lines, account: Account) {
        for (first, last) in &lines.0 {
            // A range that ends before it begins never passes `check`.
            for (_, accounts) in self.lines.range_mut(*first..=*last) {
                accounts.push(account);
            }
        }
    }

    /// All that accounts for a line.
    pub fn accounts(&self, line: u32) -> &[Account] {
        self.lines.get(&line).map_or(&[], Vec::as_slice)
    }

    /// How many lines are accounted for, and how many are not blank.
    pub fn count(&self) -> (usize, usize) {
        let accounted = self.lines.values().filter(|it| !it.is_empty()).count();
        (accounted, self.lines.len())
    }

    /// How many lines there are by the first reason for each.
    pub fn by_reason(&self) -> [(&'static str, usize); 5] {
        Account::WORDS.map(|word| {
            let first = self.lines.values().filter_map(|it| it.first());
            (word, first.filter(|it| it.word() == word).count())
        })
    }

    pub(super) fn faults(&self, finder: &mut Finder<'_>, document: &Document) -> Vec<Fault> {
        let mut res = Vec::new();
        for (line, accounts) in &self.lines {
            let aside = accounts.iter().find_map(|it| match it {
                Account::Aside(_, index) => Some(*index),
                Account::Fact | Account::Discrepancy => None,
            });
            match (accounts.as_slice(), aside) {
                ([], _) => res.push(Fault {
                    place: None,
                    line: Some(*line),
                    code: Code::UnaccountedLine,
                    message: format!("nothing accounts for L{line}: {}", document.excerpt(*line)),
                }),
                ([first, ..], Some(index)) if 1 < accounts.len() => res.push(Fault {
                    place: finder.place(&Way::set_aside(index)),
                    line: Some(*line),
                    code: Code::AccountedTwice,
                    message: format!("L{line} is set aside, and a {} has it", first.word()),
                }),
                (_, _) => {}
            }
        }
        for (line, index) in &self.nowhere {
            res.push(Fault {
                place: finder.place(&Way::set_aside(*index)),
                line: Some(*line),
                code: Code::NoSuchLine,
                message: format!("L{line} is set aside, and is blank or not there"),
            });
        }
        for (line, name) in &self.beyond {
            res.push(Fault {
                place: finder.place(&Way::discrepancy(name)),
                line: Some(*line),
                code: Code::NoSuchLine,
                message: format!("{name}: L{line} is not there"),
            });
        }
        res
    }
}
