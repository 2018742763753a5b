//! The expected error against the client's, and what an error may never print.

use verbatim_codegen::model::Outcome;
use verbatim_runtime::{Error, Kind};

use super::Judge;
use crate::code::Code;
use crate::fixture::{ErrorExpect, Reply};

impl Judge<'_> {
    pub(super) fn error(&mut self, expected: &ErrorExpect, error: &Error, reply: Option<&Reply>) {
        let document = self.cite.code(error.code());
        if let Some(outcome) = expected.outcome {
            // An error without an outcome leaves it unknown, which is what a person writes.
            let actual = error.outcome().map(|it| it.to_string());
            let actual = actual.as_deref().unwrap_or(Outcome::Unknown.word());
            let word = Some(outcome.word());
            self.part(
                Code::WrongOutcome,
                "outcome",
                word,
                Some(actual),
                document.clone(),
            );
        }
        let kind = error.kind().to_string();
        let wanted = Some(expected.kind.as_str());
        self.part(
            Code::WrongKind,
            "kind",
            wanted,
            Some(&kind),
            document.clone(),
        );
        let certainty = error.certainty().to_string();
        let wanted = Some(expected.certainty.as_str());
        self.part(
            Code::WrongCertainty,
            "certainty",
            wanted,
            Some(&certainty),
            document,
        );
        self.error_status(error, reply);
        let wanted = expected.code.as_deref();
        self.part(
            Code::WrongCode,
            "code",
            wanted,
            error.code(),
            self.cite.code(wanted),
        );
        let (detail, document) = (expected.detail.as_deref(), self.cite.code(wanted));
        self.part(
            Code::WrongDetail,
            "detail",
            detail,
            error.detail_code(),
            document,
        );
        self.left(&expected.left, error.our_reference(), error.resolution());
        let wanted = expected.message.as_deref();
        self.part(
            Code::WrongMessage,
            "message",
            wanted,
            error.message(),
            self.cite.reply(),
        );
        let wanted = expected.reference.as_deref();
        self.part(
            Code::WrongReference,
            "reference",
            wanted,
            error.reference(),
            self.cite.reply(),
        );
        let document = match (error.path(), reply) {
            (Some(pointer), None) if pointer.starts_with('/') => self.cite.body(pointer),
            (_, _) => self.cite.reply(),
        };
        let wanted = expected.path.as_deref();
        self.part(Code::WrongPath, "path", wanted, error.path(), document);
        self.why(&expected.why, error);
        self.leaks(error);
    }

    /// A reply that was read has its status; one that broke off may have it.
    fn error_status(&mut self, error: &Error, reply: Option<&Reply>) {
        let replied = reply.map(|it| it.status);
        let read = matches!(
            error.kind(),
            Kind::Status | Kind::Rejected | Kind::Unclear | Kind::Unreadable
        );
        if error.status().is_some() || (read && reply.is_some()) {
            self.status(error.status(), replied);
        }
    }

    /// Looks for secrets and for the caller's private values in everything an error prints.
    pub(super) fn leaks(&mut self, error: &Error) {
        let printed = [
            ("Display", error.to_string()),
            ("Debug", format!("{error:?}")),
        ];
        let raw = error.raw().map(String::from_utf8_lossy);
        let kept = [
            ("message", error.message().unwrap_or_default().to_owned()),
            ("raw reply", raw.unwrap_or_default().into_owned()),
        ];
        let mut found = Vec::new();
        for (what, text) in printed.iter().chain(&kept) {
            if let Some(secret) = holds(text, self.mask.secrets()) {
                found.push((*what, secret));
            }
        }
        for (what, text) in &printed {
            if let Some(given) = holds(text, self.mask.given()) {
                found.push((*what, given));
            }
        }
        for (what, value) in found {
            let message = format!("the error's {what} holds {}", self.mask.text(&value));
            self.tell(Code::LeakedValue, &["expect"], message, self.cite.whole());
        }
    }
}

/// The first of the values that stands in the text; short ones stand in too many innocent places.
fn holds(text: &str, values: &[String]) -> Option<String> {
    let told = |it: &&String| 4 <= it.chars().count() && text.contains(it.as_str());
    values.iter().find(told).cloned()
}
