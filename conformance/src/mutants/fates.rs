//! What a query tells of the call that it asks about, and what a success must hold.

use verbatim_codegen::model::{Fate, Operation, Outcome, Resolution};

use super::{Class, Fact, Making, said};

impl Making<'_> {
    pub(super) fn fate(&mut self, at: usize, operation: &Operation) {
        let rule = &operation.reply;
        // Whoever leaves it to this query sees what it tells.
        let asked = |it: &&Operation| {
            [&it.pending, &it.unknown].into_iter().any(|it| match it {
                Resolution::QueryTheirs { operation: name }
                | Resolution::QueryOurs {
                    operation: name, ..
                } => *name == operation.name,
                _ => false,
            })
        };
        let askers = self.provider.operations.iter().filter(asked);
        let confirmed = self.provider.callbacks.iter();
        let confirmed = confirmed.filter(|it| it.confirm.as_ref() == Some(&operation.name));
        let subjects: Vec<String> = (askers.map(|it| &it.name))
            .chain(confirmed.map(|it| &it.name))
            .chain([&operation.name])
            .cloned()
            .collect();
        let name = format!("operations/{}/reply/needs", operation.name);
        let cite = rule.needs_citation.as_ref().unwrap_or(&rule.citation);
        let fact = Fact::new(name, cite, &subjects);
        for (index, pointer) in rule.needs.iter().enumerate() {
            let change = format!("`{pointer}` may be missing");
            self.add(Class::ReplyNeeds, &fact, change, move |it| {
                it.operations[at].reply.needs.remove(index);
            });
        }
        let Some(fate) = &operation.fate else {
            return;
        };
        let name = format!("operations/{}/fate", operation.name);
        let fact = Fact::new(name, &fate.citation, &subjects);
        let provider = self.provider;
        let mut change =
            |fact: &Fact, change: String, patch: Box<dyn Fn(&mut Fate) + Send + Sync>| {
                self.add(Class::Fate, fact, change, move |it| {
                    if let Some(it) = &mut it.operations[at].fate {
                        patch(it);
                    }
                });
            };
        for (index, code) in fate.codes.iter().enumerate() {
            let mut rows = provider.codes_of(&operation.name);
            // A code that decides nothing settles nothing, whatever it speaks of.
            if !rows.any(|it| it.code == *code && decides(it.outcome)) {
                continue;
            }
            let told = format!("`{code}` speaks of the query");
            change(
                &fact,
                told,
                Box::new(move |it| drop(it.codes.remove(index))),
            );
        }
        for (index, pointer) in fate.places.iter().enumerate() {
            let told = format!("no word at `{pointer}` speaks of the call");
            change(
                &fact,
                told,
                Box::new(move |it| drop(it.places.remove(index))),
            );
        }
        for (index, pointer) in fate.names.iter().enumerate() {
            let told = format!("`{pointer}` names no call");
            change(
                &fact,
                told,
                Box::new(move |it| drop(it.names.remove(index))),
            );
        }
        for (index, word) in fate.words.iter().enumerate() {
            let mut fact = fact.clone();
            fact.cite = said(&word.citation);
            let told = format!("`{0}` becomes `{0}x`", word.wire);
            change(
                &fact,
                told,
                Box::new(move |it| it.words[index].wire.push('x')),
            );
            for outcome in Outcome::ALL.iter().filter(|it| **it != word.outcome) {
                // One that settles nothing settles nothing by another word, either.
                if !decides(word.outcome) && !decides(*outcome) {
                    continue;
                }
                let told = format!("`{}` says {}", word.wire, outcome.word());
                change(
                    &fact,
                    told,
                    Box::new(move |it| it.words[index].outcome = *outcome),
                );
            }
        }
    }
}

fn decides(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Succeeded | Outcome::Rejected)
}
