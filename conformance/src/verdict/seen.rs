//! What else a caller sees: the pieces of texts, the step of a dialogue, the event, the reason.
//!
//! Pieces, inputs and keys of events are parts of texts that the mask knows as a whole: no failure
//! prints them.

use verbatim_runtime::Error;
use verbatim_runtime::dispatch::Heard;

use super::Judge;
use crate::code::Code;
use crate::difference::differences;
use crate::fixture::{SeenExpect, WhyExpect};
use crate::json::Json;

impl Judge<'_> {
    pub(super) fn pieces(&mut self, expected: &SeenExpect, apart: Option<&str>, body: &str) {
        let Some(wanted) = &expected.pieces else {
            return;
        };
        let seen = apart.unwrap_or(body);
        if wanted.compact() == seen {
            return;
        }
        let found = Json::read(seen).map(|it| differences(wanted, &it));
        let at: Vec<String> = found
            .unwrap_or_default()
            .into_iter()
            .map(|it| it.pointer)
            .collect();
        let message = format!(
            "what is taken apart is other pieces at `{}`",
            at.join("`, `")
        );
        self.tell(
            Code::WrongPieces,
            &["expect", "pieces"],
            message,
            self.cite.reply(),
        );
    }

    pub(super) fn step(&mut self, expected: &SeenExpect, heard: &Heard) {
        self.pieces(expected, heard.apart.as_deref(), &heard.body);
        if let Some(wanted) = &expected.inputs
            && heard.inputs.as_ref() != Some(wanted)
        {
            let (wanted, read) = (wanted.len(), heard.inputs.as_ref().map_or(0, Vec::len));
            let message = format!("{wanted} inputs are expected, {read} are read, or others");
            self.tell(
                Code::WrongStep,
                &["expect", "inputs"],
                message,
                self.cite.reply(),
            );
        }
        if let Some(wanted) = &expected.session
            && heard.session.as_ref() != Some(wanted)
        {
            let message = "another session is read".to_owned();
            self.tell(
                Code::WrongStep,
                &["expect", "session"],
                message,
                self.cite.reply(),
            );
        }
        if let Some(wanted) = &expected.event
            && heard.event.as_deref() != Some(wanted.compact())
        {
            let message = "another key names the event".to_owned();
            self.tell(
                Code::WrongEvent,
                &["expect", "event"],
                message,
                self.cite.reply(),
            );
        }
    }

    pub(super) fn why(&mut self, expected: &WhyExpect, error: &Error) {
        let reason = error.reason().map(|it| it.to_string());
        let stage = match error.operation() {
            "setup" => "setup",
            _ => "call",
        };
        for (code, part, wanted, actual) in [
            (
                Code::WrongMeaning,
                "meaning",
                &expected.meaning,
                error.meaning(),
            ),
            (
                Code::WrongMeaning,
                "reason",
                &expected.reason,
                reason.as_deref(),
            ),
            (Code::WrongStage, "at", &expected.at, Some(stage)),
        ] {
            if wanted.is_some() {
                let document = self.cite.code(error.code());
                self.part(code, part, wanted.as_deref(), actual, document);
            }
        }
    }
}
