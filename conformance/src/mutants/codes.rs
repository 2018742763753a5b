//! What the provider says by its codes, and where it can say it.

use verbatim_codegen::model::{CodePlace, Outcome, Reason};

use super::{Class, Fact, Making, said};

impl Making<'_> {
    pub(super) fn codes(&mut self) {
        let provider = self.provider;
        let operations = provider
            .operations
            .iter()
            .filter(|it| !it.reply.codes.is_empty());
        let callbacks = provider.callbacks.iter().filter(|it| !it.codes.is_empty());
        let coded: Vec<String> = operations
            .map(|it| it.name.clone())
            .chain(callbacks.map(|it| it.name.clone()))
            .collect();
        for (at, row) in provider.codes.iter().enumerate() {
            let beside = row.detail.as_deref().unwrap_or_default();
            let name = format!("codes/{at}/{}/{beside}", row.code);
            let mut fact = Fact::new(name, &row.citation, &[]);
            // Where it stands neither in a reply nor as a status, no row of it is looked at.
            fact.needle = Some(row.code.clone());
            let change = format!("`{0}` becomes `{0}x`", row.code);
            self.add(Class::CodeValue, &fact, change, move |it| {
                it.codes[at].code.push('x')
            });
            if let Some(plain) = row.code.strip_prefix('0').filter(|it| !it.is_empty()) {
                let plain = plain.to_owned();
                let change = format!("`{}` becomes `{plain}`", row.code);
                self.add(Class::CodeValue, &fact, change, move |it| {
                    it.codes[at].code.clone_from(&plain);
                });
            }
            let change = format!("`{}` is not listed", row.code);
            self.add(Class::CodeDrop, &fact, change, move |it| {
                it.codes.remove(at);
            });
            let mut meant = fact.clone();
            meant.cite = said(&row.meaning_citation);
            let change = format!("`{}x` is its meaning", row.meaning);
            self.add(Class::CodeMeaning, &meant, change, move |it| {
                it.codes[at].meaning.push('x');
            });
            if let Some(reason) = row.reason {
                meant.cite = said(&row.reason_citation);
                let other = match reason {
                    Reason::Duplicate => Reason::InsufficientFunds,
                    _ => Reason::Duplicate,
                };
                for other in [None, Some(other)] {
                    let word = other.map_or("nothing", Reason::word);
                    let change = format!("{} becomes {word}", reason.word());
                    self.add(Class::CodeReason, &meant, change, move |it| {
                        it.codes[at].reason = other;
                    });
                }
            }
            let mut judged = fact.clone();
            judged.cite = said(&row.outcome_citation);
            for outcome in Outcome::ALL.iter().filter(|it| **it != row.outcome) {
                let change = format!("{} becomes {}", row.outcome.word(), outcome.word());
                self.add(Class::CodeOutcome, &judged, change, move |it| {
                    it.codes[at].outcome = *outcome;
                });
            }
            if let Some(detail) = &row.detail {
                let mut fact = fact.clone();
                fact.cite = said(&row.detail_citation);
                let change = format!("`{detail}x` stands beside it");
                self.add(Class::CodeDetail, &fact, change, move |it| {
                    if let Some(detail) = &mut it.codes[at].detail {
                        detail.push('x');
                    }
                });
            }
            for subject in &coded {
                let fact = Fact {
                    subjects: match provider.operation(subject) {
                        Some(operation) => self.of(operation),
                        None => vec![subject.clone()],
                    },
                    ..fact.clone()
                };
                let subject = subject.clone();
                let within = row.scope.contains(&subject);
                let change = match within {
                    true => format!("it cannot occur in {subject}"),
                    false => format!("it can occur in {subject}"),
                };
                // A code that another row knows there would be listed twice; one that leaves
                // everything open says as much where it is not listed; and where nothing stands
                // beside a code, no row with a detail is ever looked at.
                let known = provider.codes_of(&subject).any(|it| it.code == row.code);
                let same = row.outcome == Outcome::Unknown;
                let beside = row.detail.is_none() || self.has_details(&subject);
                if !within && (known || same || !beside || !self.can_say(&subject, &row.code)) {
                    continue;
                }
                self.add(Class::CodeScope, &fact, change, move |it| {
                    let scope = &mut it.codes[at].scope;
                    match scope.iter().position(|it| *it == subject) {
                        Some(index) => drop(scope.remove(index)),
                        None => scope.push(subject.clone()),
                    }
                });
            }
        }
    }

    /// Whether a code can be told at all: not where a number of three digits is looked for alone.
    fn can_say(&self, subject: &str, code: &str) -> bool {
        let operation = self.provider.operation(subject);
        let http = operation.is_some_and(|it| it.reply.codes == [CodePlace::Http]);
        !http || code.parse::<u16>().is_ok_and(|it| (100..600).contains(&it))
    }

    fn has_details(&self, subject: &str) -> bool {
        let provider = self.provider;
        let operation = provider.operation(subject).map(|it| &it.reply.details);
        let callback = provider.callback(subject).map(|it| &it.details);
        operation.or(callback).is_some_and(|it| !it.is_empty())
    }
}
