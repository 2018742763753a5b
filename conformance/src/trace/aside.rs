//! Whether lines that are set aside state no fact.

use std::collections::BTreeSet;

use verbatim_codegen::facts::{Fact, Finder, Kind, Way, held, set_off, telling};
use verbatim_codegen::model::{Provider, SetAsideReason};

use super::cover::{Account, Cover};
use super::{Document, Fault};
use crate::code::Code;

pub(super) fn faults(
    provider: &Provider,
    facts: &[Fact],
    document: &Document,
    cover: &Cover,
    finder: &mut Finder<'_>,
) -> Vec<Fault> {
    let known = Known::of(facts);
    let mut res = Vec::new();
    for (index, it) in provider.set_aside.iter().enumerate() {
        for (first, last) in &it.lines.0 {
            for line in *first..=(*last).min(document.last()) {
                let told = match it.reason {
                    SetAsideReason::Heading | SetAsideReason::Prose => known
                        .held_by(document.line(line))
                        .map(|what| (Code::HoldsLiteral, format!("L{line} {what}"))),
                    SetAsideReason::Repeats(of) => {
                        let other = of.saturating_add(line - first);
                        not_a_repeat(document, cover, line, other)
                            .map(|what| (Code::NoRepeat, what))
                    }
                };
                res.extend(told.map(|(code, what)| Fault {
                    place: finder.place(&Way::set_aside(index)),
                    line: Some(line),
                    code,
                    message: format!("{what}: {}", document.excerpt(line)),
                }));
            }
        }
    }
    res
}

pub(super) fn not_a_repeat(
    document: &Document,
    cover: &Cover,
    line: u32,
    of: u32,
) -> Option<String> {
    let words = |line: u32| document.line(line).split_whitespace();
    if !words(line).eq(words(of)) {
        return Some(format!("L{line} does not say what L{of} says"));
    }
    let repeats = |it: &Account| matches!(it, Account::Aside(SetAsideReason::Repeats(_), _));
    let alone = words(of).next().is_some() && cover.accounts(of).iter().all(repeats);
    alone.then(|| format!("L{line} repeats L{of}, which nothing else accounts for"))
}

/// What stands around a literal that is set off from the text around it.
const MARKS: &str = "\"'`“”‘’|:=";

/// The literals of a spec that a line may hold.
struct Known {
    /// Of these nothing but a literal is spelled so.
    telling: BTreeSet<String>,
    /// These are words and small numbers of any text.
    plain: BTreeSet<String>,
}

impl Known {
    fn of(facts: &[Fact]) -> Known {
        let mut res = Known {
            telling: BTreeSet::new(),
            plain: BTreeSet::new(),
        };
        for fact in facts {
            let held = [
                Kind::Wire,
                Kind::Value,
                Kind::Row,
                Kind::Path,
                Kind::Constant,
            ];
            // The meaning of a code is a sentence.
            let count = match fact.kind == Kind::Code {
                true => 1,
                false if held.contains(&fact.kind) => usize::MAX,
                false => 0,
            };
            for it in fact.proof.literals().into_iter().take(count) {
                let shown = it.shown().to_owned();
                match telling(&shown) {
                    true => res.telling.insert(shown),
                    false => res.plain.insert(shown),
                };
            }
        }
        res
    }

    /// What literal a line holds.
    fn held_by(&self, line: &str) -> Option<String> {
        if is_json(line) {
            return Some("is JSON".to_owned());
        }
        if ["http:/", "https:/"].iter().any(|it| line.contains(it)) {
            return Some("has a URL".to_owned());
        }
        let telling = self.telling.iter().find(|it| held(line, it));
        let plain = || self.plain.iter().find(|it| set_off(line, it, MARKS));
        telling
            .or_else(plain)
            .map(|it| format!("holds the literal `{it}`"))
    }
}

fn is_json(line: &str) -> bool {
    let line = line.trim();
    let quote = |it: char| "\"“”".contains(it);
    let member = line.strip_prefix(quote).and_then(|it| it.split_once(quote));
    line.starts_with(['{', '}', '[', ']'])
        || member.is_some_and(|(name, rest)| !name.is_empty() && rest.trim_start().starts_with(':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(literals: &[&str]) -> Known {
        let all = literals.iter().map(|it| (*it).to_owned());
        let (telling, plain) = all.partition(|it| telling(it));
        Known { telling, plain }
    }

    #[test]
    fn a_line_that_states_something_is_told() {
        let known = known(&[
            "amount",
            "apiKey",
            "MPESA",
            "/v1/pay",
            "1101",
            "5",
            "Absa Bank",
        ]);
        for line in [
            "amount",
            "| amount | Number | The amount to pay. |",
            "\"amount\": 5",
            "amount: what to pay",
            "- amount",
            "Ask for the apiKey first.",
            "It can be MPESA or another one.",
            "Call /v1/pay then.",
            "Wait when 1101 is answered.",
            "| 5 |",
            "Absa Bank",
            "}",
            "],",
            "“callbackURL”:”x”",
            "Go to http:/host now.",
        ] {
            assert!(known.held_by(line).is_some(), "{line}");
        }
        for line in [
            "The amount you wish to pay.",
            "Amounts are paid.",
            "Within 5 days.",
            "Your account at Absa Bank is charged.",
            "“Quoted” words",
            "See our site.",
        ] {
            assert_eq!(known.held_by(line), None, "{line}");
        }
    }
}
