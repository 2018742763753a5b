//! What a query says of the call that it asks about, apart from what came of the query itself.

use crate::{
    json::Json,
    operation::Operation,
    outcome::Outcome,
    value::Value,
    verdict::{filled_at, text_at},
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
    /// Pointers to the reference of the call that is spoken of.
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

    /// These words at the first of these pointers where something stands speak of the call.
    pub const fn words(
        mut self,
        places: &'static [&'static str],
        words: &'static [(&'static str, Outcome)],
    ) -> Self {
        (self.places, self.words) = (places, words);
        self
    }

    /// The reply says at these pointers which call it speaks of.
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
        if self.names.iter().any(|it| is_other(json, it, reference)) {
            return None;
        }
        let by_code = match told.code {
            Some(code) if self.codes.contains(&code) => Some(told.outcome),
            _ => None,
        };
        let mut there = self.places.iter().map(|it| text_at(json, it));
        let by_word = match there.find_map(Result::transpose) {
            Some(Ok(word)) => {
                let row = self.words.iter().find(|it| it.0 == word);
                row.map(|it| it.1)
            }
            // Two words that differ, or none that can be read.
            Some(Err(_)) => Some(Outcome::Unknown),
            None => None,
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

/// Whether something stands there that is not this reference, and not that alone.
fn is_other(json: &Json<'_>, pointer: &str, reference: &str) -> bool {
    match filled_at(json, pointer) {
        Ok(named) => named.is_some_and(|it| it != reference),
        Err(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::{Fate, Told};
    use crate::{json::Json, outcome::Outcome};

    static FATE: Fate = Fate::of(0).codes(&["16"]).names(&["/ref", "/about/ref"]);

    #[track_caller]
    fn check(body: &str, settles: bool) {
        let json = Json::parse(body.as_bytes()).expect("JSON");
        for outcome in [Outcome::Succeeded, Outcome::Rejected] {
            let code = Some("16");
            let read = FATE.read(&Told { code, outcome }, &json, "R1");
            assert_eq!(read, settles.then_some(outcome), "{body}");
        }
    }

    #[test]
    fn a_reply_that_names_our_reference_or_none_settles() {
        for body in [
            "{}",
            r#"{"ref":null,"about":{"ref":""}}"#,
            r#"{"ref":"R1"}"#,
            r#"{"ref":"","about":{"ref":"R1"}}"#,
            r#"{"ref":"R1","ref":"R1","about":{"ref":"R1"}}"#,
            r#"{"about":"R2"}"#,
        ] {
            check(body, true);
        }
    }

    #[test]
    fn a_reference_that_is_not_ours_and_ours_alone_settles_nothing() {
        for body in [
            r#"{"ref":"R2"}"#,
            r#"{"ref":"R1 "}"#,
            r#"{"ref":false}"#,
            r#"{"ref":"R2","ref":"R3"}"#,
            r#"{"ref":"R1","ref":"R2"}"#,
            r#"{"ref":"R2","ref":"R1"}"#,
            r#"{"ref":null,"ref":"R2"}"#,
            r#"{"ref":{"x":"R2"}}"#,
            r#"{"ref":["R2"]}"#,
            r#"{"ref":["R1"]}"#,
            r#"{"ref":[]}"#,
            r#"{"ref":"R1","about":{"ref":"R2"}}"#,
            r#"{"ref":"","about":{"ref":{"x":"R1"}}}"#,
            r#"{"about":{"ref":"R1"},"about":{"ref":"R2"}}"#,
        ] {
            check(body, false);
        }
    }
}
