//! What stands in a reply, and the verdict on it.

use std::sync::Arc;

use super::{MIN_ECHO_BYTES, first_code, first_filled, first_named, first_text, holds};
use crate::{
    error::{Error, Parts},
    fill::Hidden,
    json::{Json, Unreadable},
    kind::Kind,
    merchant::Merchant,
    operation::{HTTP, Operation},
    outcome::{Certainty, Outcome, Resolution},
    pages::Page,
    provider::CodeRow,
    redact::Redactor,
    reply::Facts,
    transport::HttpReply,
};

/// A reply whose code does not forbid that it is a good one.
pub(super) struct Reading<'a> {
    merchant: &'a Merchant,
    operation: &'static Operation,
    reply: &'a HttpReply,
    hidden: &'a Hidden,
    redactor: Arc<Redactor>,
    pub(super) code: Option<String>,
    pub(super) detail: Option<String>,
    pub(super) message: Option<String>,
    pub(super) reference: Option<String>,
    /// What the code means; `None` without one.
    pub(super) outcome: Option<Outcome>,
    /// The row that says so.
    row: Option<&'static CodeRow>,
    /// Whether something is missing that a success holds.
    lacks: bool,
}

impl<'a> Reading<'a> {
    /// What stands in the reply, and whether it says two things in one place.
    pub(super) fn begin(
        merchant: &'a Merchant,
        operation: &'static Operation,
        reply: &'a HttpReply,
        hidden: &'a Hidden,
        json: Option<&Json<'_>>,
    ) -> (Self, Option<Unreadable>) {
        let code = first_code(operation, reply.status, json);
        let detail = json.map_or(Ok(None), |it| first_text(it, operation.details));
        let redactor = merchant.redactor(&hidden.made);
        let clean = |it: String| redactor.text(&it);
        let message = json.and_then(|it| first_filled(it, operation.messages));
        let reference = json.and_then(|it| first_named(it, operation.references));
        let mut res = Self {
            merchant,
            operation,
            reply,
            hidden,
            code: code.as_ref().ok().cloned().flatten(),
            detail: detail.as_ref().ok().cloned().flatten(),
            message: message.map(clean),
            // It is asked with, so that it is held to no more than the typed reply is.
            reference: reference.map(|it| redactor.long_text(&it, MIN_ECHO_BYTES)),
            outcome: None,
            row: None,
            lacks: operation.needs.iter().any(|it| !holds(json, it)),
            redactor,
        };
        let fault = code.err().or(detail.err());
        if let (Some(code), None) = (&res.code, &fault) {
            let (provider, name) = (operation.provider, operation.name);
            let detail = res.detail.as_deref();
            let said = provider.said(code, detail, name);
            // The status decides before what is listed behind it.
            let before = operation.codes.split(|it| *it == HTTP).next();
            let agreed = said.map(|(_, outcome)| match json.zip(before) {
                Some(codes) => provider.agreed(outcome, codes, detail, name),
                None => outcome,
            });
            res.row = said.map(|it| it.0);
            res.outcome = agreed.map(|it| res.held(it));
        }
        (res, fault)
    }

    /// The same where a success holds what it must.
    fn held(&self, outcome: Outcome) -> Outcome {
        match self.lacks && outcome == Outcome::Succeeded {
            true => Outcome::Unknown,
            false => outcome,
        }
    }

    pub(super) fn without_code(&self) -> Outcome {
        self.held(self.operation.without_code)
    }

    pub(super) fn is_good(&self) -> bool {
        (200..300).contains(&self.reply.status)
    }

    pub(super) fn of(
        merchant: &'a Merchant,
        operation: &'static Operation,
        reply: &'a HttpReply,
        hidden: &'a Hidden,
        json: Option<&Json<'_>>,
    ) -> Result<Self, Error> {
        let (res, fault) = Self::begin(merchant, operation, reply, hidden, json);
        if let Some(fault) = fault {
            return Err(res.unclear(Some(&fault)));
        }
        let good = res.is_good();
        if res.code.is_none() {
            return if good { Ok(res) } else { Err(res.status()) };
        }
        match res.outcome {
            Some(Outcome::Rejected) => Err(res.rejected()),
            Some(Outcome::Succeeded | Outcome::Pending) if good => Ok(res),
            Some(Outcome::Succeeded | Outcome::Pending | Outcome::Unknown) | None => {
                Err(res.unclear(None))
            }
        }
    }

    /// The verdict on a reply that was read in full.
    pub(super) fn settle(self) -> Result<Facts, Error> {
        let outcome = self.outcome.unwrap_or_else(|| self.without_code());
        let resolution = match outcome {
            Outcome::Succeeded => Resolution::Nothing,
            Outcome::Pending => self.when_pending(),
            Outcome::Rejected => return Err(self.rejected()),
            Outcome::Unknown => return Err(self.unclear(None)),
        };
        Ok(Facts {
            outcome,
            status: self.reply.status,
            code: self.clean_code(),
            detail: self.detail.as_deref().map(|it| self.clean(it)),
            operation: self.operation,
            ours: None,
            page: (self.operation.paging).map(|it| Page::of(&it, &self.reply.body)),
            resolution,
            raw: self.raw(),
            hidden: self.hidden.given.clone(),
            redactor: Arc::clone(&self.redactor),
            message: self.message,
            reference: self.reference,
        })
    }

    fn rejected(&self) -> Error {
        Error::from(Parts {
            outcome: Some(Outcome::Rejected),
            ..self.parts(Kind::Rejected, Certainty::NotApplied)
        })
    }

    /// What is known when the reply does not say what came of the call. Where it names the
    /// provider's reference, that can be asked with.
    fn left_open(&self) -> (Certainty, Resolution) {
        match (self.operation.left_open(), self.operation.pending) {
            (
                (Certainty::Unknown, Resolution::OnlyByCallback(_) | Resolution::OnlyByHand),
                query @ Resolution::QueryWithTheirReference(_),
            ) if self.reference.is_some() => (Certainty::Unknown, query),
            (open, _) => open,
        }
    }

    fn unclear(&self, fault: Option<&Unreadable>) -> Error {
        let (certainty, resolution) = self.left_open();
        Error::from(Parts {
            outcome: Some(Outcome::Unknown),
            resolution,
            path: fault.map(|it| self.clean(it.path())),
            detail: fault.map(|it| self.clean(&it.to_string())),
            ..self.parts(Kind::Unclear, certainty)
        })
    }

    fn status(&self) -> Error {
        let (certainty, resolution) = self.left_open();
        Error::from(Parts {
            resolution,
            ..self.parts(Kind::Status, certainty)
        })
    }

    pub(super) fn unreadable(&self, fault: &Unreadable) -> Error {
        let (certainty, resolution) = match (self.left_open(), self.outcome) {
            ((Certainty::Unknown, _), Some(Outcome::Succeeded)) => {
                (Certainty::Applied, Resolution::Nothing)
            }
            ((Certainty::Unknown, _), Some(Outcome::Pending)) => {
                (Certainty::Unknown, self.when_pending())
            }
            (open, _) => open,
        };
        Error::from(Parts {
            outcome: self.outcome,
            resolution,
            path: Some(self.clean(fault.path())),
            detail: Some(self.why(fault)),
            ..self.parts(Kind::Unreadable, certainty)
        })
    }

    /// What is wrong with the body. A packed one was never asked for, and is not unpacked.
    fn why(&self, fault: &Unreadable) -> String {
        let packed = self.reply.header("content-encoding");
        match packed.filter(|it| !it.eq_ignore_ascii_case("identity")) {
            Some(_) => "the reply is compressed, which was not asked for".to_owned(),
            None => self.clean(&fault.to_string()),
        }
    }

    /// What is left to do when the provider has not decided yet. Nobody can ask with a reference
    /// that the reply did not name.
    fn when_pending(&self) -> Resolution {
        let asks = matches!(
            self.operation.pending,
            Resolution::QueryWithTheirReference(_)
        );
        match asks && self.reference.is_none() {
            true => self.operation.unknown,
            false => self.operation.pending,
        }
    }

    pub(super) fn parts(&self, kind: Kind, certainty: Certainty) -> Parts {
        let hidden = || Redactor::new(self.hidden.given.iter());
        let shown = self.message.as_deref().map(|it| hidden().text(it));
        Parts {
            status: Some(self.reply.status),
            code: self.clean_code(),
            detail_code: self.detail.as_deref().map(|it| self.clean(it)),
            message: self.message.clone(),
            shown,
            reference: self.reference.clone(),
            row: self.row,
            raw: Some(self.raw()),
            ..Parts::new(
                self.merchant.provider.name,
                self.operation.name,
                kind,
                certainty,
            )
        }
    }

    pub(super) fn raw(&self) -> Vec<u8> {
        self.redactor.bytes(&self.reply.body).into_owned()
    }

    pub(super) fn clean_code(&self) -> Option<String> {
        self.code.as_deref().map(|it| self.clean(it))
    }

    pub(super) fn clean(&self, text: &str) -> String {
        self.redactor.text(text)
    }
}
