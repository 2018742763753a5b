//! The expected answer of a call against the client's: outcome, status, code, texts, typed reply.

use verbatim_codegen::model::{Effect, Outcome};
use verbatim_runtime::dispatch::Answer;
use verbatim_runtime::{Error, Resolution};

use super::{Found, Judge};
use crate::code::Code;
use crate::difference::differences;
use crate::fixture::{AnswerExpect, Case, LeftExpect};
use crate::json::Json;
use crate::mask::Side;
use crate::play::Exchange;

impl Judge<'_> {
    pub(super) fn answer(&mut self, expected: &AnswerExpect, answer: &Answer, exchange: &Exchange) {
        let code = answer.code.as_deref();
        let outcome = answer.outcome.to_string();
        let word = Some(expected.outcome.word());
        let document = self.cite.code(code);
        self.part(
            Code::WrongOutcome,
            "outcome",
            word,
            Some(&outcome),
            document,
        );
        self.status(
            Some(answer.status),
            exchange.reply.as_ref().map(|it| it.status),
        );
        let document = self.cite.code(expected.code.as_deref());
        self.part(
            Code::WrongCode,
            "code",
            expected.code.as_deref(),
            code,
            document,
        );
        let (wanted, detail) = (expected.detail.as_deref(), answer.detail.as_deref());
        let document = self.cite.code(expected.code.as_deref());
        self.part(Code::WrongDetail, "detail", wanted, detail, document);
        let ours = answer.our_reference.as_deref();
        self.left(&expected.left, ours, answer.resolution);
        let (wanted, message) = (expected.message.as_deref(), answer.message.as_deref());
        self.part(
            Code::WrongMessage,
            "message",
            wanted,
            message,
            self.cite.reply(),
        );
        let (wanted, reference) = (expected.reference.as_deref(), answer.reference.as_deref());
        self.part(
            Code::WrongReference,
            "reference",
            wanted,
            reference,
            self.cite.reply(),
        );
        self.typed(&expected.body, &answer.body);
        self.pieces(&expected.seen, answer.apart.as_deref(), &answer.body);
    }

    /// How the outcome can be found out, where the fixture says so.
    pub(super) fn left(&mut self, expected: &LeftExpect, ours: Option<&str>, left: Resolution) {
        if let Some(wanted) = expected.our_reference.as_deref() {
            let (part, document) = ("our_reference", self.cite.whole());
            self.part(Code::WrongReference, part, Some(wanted), ours, document);
        }
        if let Some(wanted) = expected.resolution.as_deref() {
            let name = match left {
                Resolution::QueryWithTheirReference(name)
                | Resolution::QueryWithOurReference(name)
                | Resolution::OnlyByCallback(name) => format!(" {name}"),
                Resolution::Nothing | Resolution::CreateAgain | Resolution::OnlyByHand | _ => {
                    String::new()
                }
            };
            let (part, actual) = ("resolution", format!("{left}{name}"));
            let document = self.cite.whole();
            self.part(
                Code::WrongResolution,
                part,
                Some(wanted),
                Some(&actual),
                document,
            );
        }
    }

    pub(super) fn status(&mut self, actual: Option<u16>, replied: Option<u16>) {
        if actual != replied {
            let told = |it: Option<u16>| it.map_or_else(|| "none".to_owned(), |it| it.to_string());
            self.fail(Found {
                code: Code::WrongStatus,
                place: self.fixture.place(&["reply", "status"]),
                field: "status",
                message: "the HTTP status is another one".to_owned(),
                sides: Some((told(replied), told(actual))),
                document: self.cite.reply(),
            });
        }
    }

    /// The typed value written out again, compared like a request's body.
    pub(super) fn typed(&mut self, expected: &Json, written: &str) {
        if expected.compact() == written {
            return;
        }
        let actual = match Json::read(written) {
            Ok(actual) => actual,
            Err(bad) => {
                let what = self.mask.text(&bad.what);
                let message = format!("the typed value is written out as no JSON: {what}");
                let path = ["expect", "body"];
                self.tell(Code::WrongReply, &path, message, self.cite.reply());
                return;
            }
        };
        let found = differences(expected, &actual);
        if found.is_empty() {
            let message = "the typed value is written out with white space".to_owned();
            self.tell(
                Code::WrongReply,
                &["expect", "body"],
                message,
                self.cite.reply(),
            );
        }
        for difference in found {
            let (message, sides) =
                self.told_difference(Side::Reply, &difference, expected, &actual);
            self.fail(Found {
                code: Code::WrongReply,
                place: self
                    .fixture
                    .place_inside(&["expect", "body"], difference.place),
                field: &difference.pointer,
                message,
                sides: Some(sides),
                document: self.cite.member(&difference.pointer),
            });
        }
    }

    /// A code of a table that came as an answer.
    pub(super) fn answered_code(
        &mut self,
        codes: &[(String, Outcome)],
        answer: &Answer,
        exchange: &Exchange,
    ) {
        let Some((code, outcome)) = played(codes, exchange.code.as_deref()) else {
            return;
        };
        let actual = answer.outcome.to_string();
        self.table(code, outcome, &actual);
        self.status(
            Some(answer.status),
            exchange.reply.as_ref().map(|it| it.status),
        );
        self.table_part(Code::WrongCode, code, code, answer.code.as_deref());
    }

    /// A code of a table that came as an error.
    pub(super) fn rejected_code(
        &mut self,
        codes: &[(String, Outcome)],
        error: &Error,
        exchange: &Exchange,
    ) {
        let Some((code, outcome)) = played(codes, exchange.code.as_deref()) else {
            return;
        };
        let reads = self
            .provider
            .operation(self.fixture.subject())
            .is_some_and(|it| it.effect == Effect::Reads);
        let (kind, certainty) = match (outcome, reads) {
            (Outcome::Succeeded | Outcome::Pending, _) => {
                let actual = self.told(error);
                self.table(code, outcome, &actual);
                return;
            }
            (Outcome::Rejected, _) => ("rejected", "not_applied"),
            (Outcome::Unknown, true) => ("unclear", "not_applied"),
            (Outcome::Unknown, false) => ("unclear", "unknown"),
        };
        let actual = error
            .outcome()
            .map_or_else(|| self.told(error), |it| it.to_string());
        self.table(code, outcome, &actual);
        let kind_is = error.kind().to_string();
        self.table_part(Code::WrongKind, code, kind, Some(&kind_is));
        let certainty_is = error.certainty().to_string();
        self.table_part(Code::WrongCertainty, code, certainty, Some(&certainty_is));
        self.table_part(Code::WrongCode, code, code, error.code());
        if let Case::Call(call) = &self.fixture.case
            && let Some(wanted) = call.reason(Some(code))
        {
            let reason = error.reason().map(|it| it.to_string());
            self.table_part(Code::WrongMeaning, code, wanted, reason.as_deref());
        }
        self.status(error.status(), exchange.reply.as_ref().map(|it| it.status));
        self.leaks(error);
    }

    /// What the table says of a code against what it came as.
    pub(super) fn table(&mut self, code: &str, outcome: Outcome, actual: &str) {
        self.table_part(Code::WrongOutcome, code, outcome.word(), Some(actual));
    }

    pub(super) fn table_part(
        &mut self,
        kind: Code,
        code: &str,
        expected: &str,
        actual: Option<&str>,
    ) {
        if Some(expected) == actual {
            return;
        }
        let part = kind.name().trim_start_matches("wrong-");
        let actual = actual.map_or_else(|| "none".to_owned(), |it| format!("`{it}`"));
        self.fail(Found {
            code: kind,
            place: self.fixture.place(&["codes", code]),
            field: part,
            message: format!("the {part} is another one"),
            sides: Some((format!("`{expected}`"), actual)),
            document: self.cite.code(Some(code)),
        });
    }

    /// An error in one line.
    pub(super) fn told(&self, error: &Error) -> String {
        let text = self.mask.text(&error.to_string());
        format!("an error, {}, {}: {text}", error.kind(), error.certainty())
    }
}

pub(super) fn played<'a>(
    codes: &'a [(String, Outcome)],
    code: Option<&str>,
) -> Option<(&'a str, Outcome)> {
    codes
        .iter()
        .find(|it| Some(it.0.as_str()) == code)
        .map(|it| (it.0.as_str(), it.1))
}
