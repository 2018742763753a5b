//! The expected reading of a callback, and what is answered to it, against the client's.

use verbatim_codegen::model::Outcome;
use verbatim_runtime::dispatch::{Failed, Heard};

use super::answer::played;
use super::{Found, Judge};
use crate::code::Code;
use crate::fixture::{AnswerText, Delivery, DeliveryExpect, HeardExpect};
use crate::play::{End, Hearing};

impl Judge<'_> {
    /// What is the same however often it is delivered.
    pub(super) fn delivery(&mut self, delivery: &Delivery, hearings: &[Hearing]) {
        let Some(callback) = self.provider.callback(&delivery.callback) else {
            return;
        };
        // What the spec says, and what the compiled client takes.
        let taken = hearings.iter().filter_map(|it| it.method);
        let mut methods = std::iter::once(callback.method.as_str()).chain(taken);
        if let Some(method) = methods.find(|it| *it != delivery.method) {
            self.fail(Found {
                code: Code::WrongMethod,
                place: self.fixture.place(&["deliver", "method"]),
                field: "method",
                message: "the method is another one".to_owned(),
                sides: Some(self.both(&delivery.method, method)),
                document: self.cite.method(),
            });
        }
    }

    pub(super) fn hearing(&mut self, delivery: &Delivery, hearing: &Hearing) {
        match (&hearing.end, &delivery.expect) {
            (End::Done(heard), DeliveryExpect::Heard(expected)) => self.heard(expected, heard),
            (End::Done(heard), DeliveryExpect::Codes(codes)) => {
                self.heard_code(codes, heard, hearing.code.as_deref());
            }
            (End::Done(heard), DeliveryExpect::Error(expected)) => {
                let actual = format!("it is read as `{}`", heard.shape);
                self.other_end(&super::wanted(expected), &actual);
            }
            (End::Failed(Failed::Call(error)), DeliveryExpect::Error(expected)) => {
                self.error(expected, error, None);
            }
            (End::Failed(Failed::Call(error)), _) => {
                let actual = self.told(error);
                self.other_end("it is read", &actual);
                self.leaks(error);
            }
            (End::Failed(Failed::Input(why)), _) => self.refused_input("", why),
            (End::Failed(Failed::UnknownName(name)), _) => self.unknown_name(name),
            (End::Panicked(said), _) => self.panicked(said),
            (End::Hung, _) => {
                let message = "the client did not come back".to_owned();
                self.tell(Code::Hung, &["expect"], message, self.cite.whole());
            }
        }
        if let Some(confirming) = &hearing.confirming {
            self.confirmed(delivery, confirming);
        }
        if let (Some(answer), DeliveryExpect::Heard(expected)) = (&hearing.answer, &delivery.expect)
        {
            match (answer, &expected.answer) {
                (End::Failed(Failed::UnknownName(_)), None) if expected.seen.unsaid => {}
                (End::Done(_), None) if expected.seen.unsaid => {
                    let message = "a text is said that is too long to be said".to_owned();
                    let path = ["expect", "unsaid"];
                    self.tell(Code::WrongAnswer, &path, message, self.cite.answer());
                }
                (End::Done(answer), Some(expected)) => self.answered(expected, answer),
                (End::Failed(failed), _) => {
                    let message = format!(
                        "there is no answer: {}",
                        self.mask.text(&failed.to_string())
                    );
                    self.tell(Code::WrongAnswer, &["answer"], message, self.cite.answer());
                }
                (End::Panicked(said), _) => self.panicked(said),
                (End::Done(_) | End::Hung, _) => {}
            }
        }
    }

    fn heard(&mut self, expected: &HeardExpect, heard: &Heard) {
        let shape = Some(heard.shape.as_str());
        let document = self.cite.reply();
        self.part(
            Code::WrongShape,
            "shape",
            Some(&expected.shape),
            shape,
            document,
        );
        let code = heard.code.as_deref();
        let outcome = heard.outcome.map(|it| it.to_string());
        let word = expected.outcome.map(Outcome::word);
        let document = self.cite.code(code);
        self.part(
            Code::WrongOutcome,
            "outcome",
            word,
            outcome.as_deref(),
            document,
        );
        let document = self.cite.code(expected.code.as_deref());
        self.part(
            Code::WrongCode,
            "code",
            expected.code.as_deref(),
            code,
            document,
        );
        let (wanted, detail) = (expected.detail.as_deref(), heard.detail.as_deref());
        let document = self.cite.code(expected.code.as_deref());
        self.part(Code::WrongDetail, "detail", wanted, detail, document);
        let (wanted, reference) = (expected.reference.as_deref(), heard.reference.as_deref());
        self.part(
            Code::WrongReference,
            "reference",
            wanted,
            reference,
            self.cite.reply(),
        );
        self.typed(&expected.body, &heard.body);
        self.step(&expected.seen, heard);
    }

    fn heard_code(&mut self, codes: &[(String, Outcome)], heard: &Heard, code: Option<&str>) {
        let Some((code, outcome)) = played(codes, code) else {
            return;
        };
        let actual = heard.outcome.map(|it| it.to_string());
        self.table_part(Code::WrongOutcome, code, outcome.word(), actual.as_deref());
        self.table_part(Code::WrongCode, code, code, heard.code.as_deref());
    }

    fn answered(&mut self, expected: &AnswerText, answer: &verbatim_runtime::CallbackAnswer) {
        let status = (expected.status.to_string(), answer.status.to_string());
        for (part, expected, actual) in [
            ("answer.status", status.0.as_str(), status.1.as_str()),
            (
                "answer.content_type",
                &expected.content_type,
                &answer.content_type,
            ),
            ("answer.body", &expected.body, &answer.body),
        ] {
            let document = self.cite.answer();
            self.part(
                Code::WrongAnswer,
                part,
                Some(expected),
                Some(actual),
                document,
            );
        }
    }
}
