//! What a query says of the call that it asks about, apart from what came of the query itself.

use crate::{
    json::Json,
    operation::Operation,
    outcome::Outcome,
    value::Value,
    verdict::{first_filled, first_text},
};

/// Where the reply of a query tells of the call that it asks about, built by a chain of `const`
/// functions. What is not listed settles nothing.
#[derive(Debug, Clone, Copy)]
pub struct Fate {
    /// Which of the query's values takes the reference.
    value: usize,
    number: bool,
    /// Codes of the reply that speak of the call, and not of the query.
    codes: &'static [&'static str],
    /// Pointers to a word that speaks of the call, tried in order.
    places: &'static [&'static str],
    words: &'static [(&'static str, Outcome)],
    /// Pointers to the reference of the call that is spoken of, tried in order.
    names: &'static [&'static str],
}

/// What a reply to a query says by its code.
pub(crate) struct Told<'a> {
    pub(crate) code: Option<&'a str>,
    /// What code and detail mean here, or that there is no code.
    pub(crate) outcome: Outcome,
}

impl Fate {
    /// The reference goes into that value of the query.
    pub const fn of(value: usize) -> Self {
        Self {
            value,
            number: false,
            codes: &[],
            places: &[],
            words: &[],
            names: &[],
        }
    }

    /// The value is a number on the wire.
    pub const fn number(mut self) -> Self {
        self.number = true;
        self
    }

    /// These codes of the reply speak of the call; what each means stands in the table of codes.
    pub const fn codes(mut self, codes: &'static [&'static str]) -> Self {
        self.codes = codes;
        self
    }

    /// These words at the first of these pointers speak of the call.
    pub const fn words(
        mut self,
        places: &'static [&'static str],
        words: &'static [(&'static str, Outcome)],
    ) -> Self {
        (self.places, self.words) = (places, words);
        self
    }

    /// The reply says at the first of these pointers which call it speaks of.
    pub const fn names(mut self, pointers: &'static [&'static str]) -> Self {
        self.names = pointers;
        self
    }

    /// The values of the query about the call with this reference.
    pub(crate) fn asking(&self, operation: &Operation, reference: &str) -> Vec<Option<Value>> {
        let text = reference.to_owned();
        let value = match self.number {
            true => Value::Number(text),
            false => Value::Text(text),
        };
        let mut res = vec![None; operation.values().max(self.value + 1)];
        res[self.value] = Some(value);
        res
    }

    /// What a readable reply under a good status says of the call with this reference: succeeded or
    /// rejected, and nothing else.
    pub(crate) fn read(
        &self,
        told: &Told<'_>,
        json: &Json<'_>,
        reference: &str,
    ) -> Option<Outcome> {
        let named = first_filled(json, self.names);
        if named.is_some_and(|it| it != reference) {
            return None;
        }
        let by_code = match told.code {
            Some(code) if self.codes.contains(&code) => Some(told.outcome),
            _ => None,
        };
        let by_word = match first_text(json, self.places) {
            Ok(word) => {
                let row = |word: String| self.words.iter().find(|it| it.0 == word);
                word.and_then(row).map(|it| it.1)
            }
            // Two words that differ.
            Err(_) => Some(Outcome::Unknown),
        };
        let res = match (by_code, by_word) {
            (Some(code), Some(word)) if code != word => None,
            // A query that was not answered says nothing by what stands beside it.
            (None, Some(_)) if told.outcome != Outcome::Succeeded => None,
            (code, word) => code.or(word),
        };
        res.filter(|it| matches!(it, Outcome::Succeeded | Outcome::Rejected))
    }
}
