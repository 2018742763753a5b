//! What a generated crate says about its operations: tables, no code.

use crate::{
    fate::Fate,
    outcome::{Certainty, Effect, Outcome, Resolution},
    pages::Paging,
    provider::Provider,
    scheme::{Part, Scheme, Signature},
    slot::{Slot, Source},
};

/// One outbound call, built by a chain of `const` functions.
#[derive(Debug, Clone, Copy)]
pub struct Operation {
    pub(crate) provider: &'static Provider,
    pub(crate) name: &'static str,
    pub(crate) effect: Effect,
    pub(crate) method: Method,
    pub(crate) server: usize,
    pub(crate) path: Path,
    pub(crate) headers: &'static [Slot],
    pub(crate) path_slots: &'static [Slot],
    pub(crate) query: &'static [Slot],
    pub(crate) body: &'static [Slot],
    pub(crate) form: BodyForm,
    pub(crate) signature: Option<Signature>,
    pub(crate) codes: &'static [&'static str],
    pub(crate) details: &'static [&'static str],
    pub(crate) messages: &'static [&'static str],
    pub(crate) references: &'static [&'static str],
    pub(crate) without_code: Outcome,
    pub(crate) needs: &'static [&'static str],
    pub(crate) pending: Resolution,
    pub(crate) unknown: Resolution,
    /// Our reference, by index among the caller's values.
    pub(crate) ours: Option<usize>,
    pub(crate) paging: Option<Paging>,
    pub(crate) fate: Option<Fate>,
}

impl Operation {
    /// The call of that name. Only one that [`Effect::Reads`] is ever sent twice.
    pub const fn new(provider: &'static Provider, name: &'static str, effect: Effect) -> Self {
        Self {
            provider,
            name,
            effect,
            method: Method::Post,
            server: 0,
            path: Path::Fixed("/"),
            headers: &[],
            path_slots: &[],
            query: &[],
            body: &[],
            form: BodyForm::Json,
            signature: None,
            codes: &[],
            details: &[],
            messages: &[],
            references: &[],
            without_code: Outcome::Unknown,
            needs: &[],
            pending: Resolution::Nothing,
            unknown: Resolution::Nothing,
            ours: None,
            paging: None,
            fate: None,
        }
    }

    /// Method, index into [`Provider::servers`], and the path below the server's address.
    pub const fn at(mut self, method: Method, server: usize, path: &'static str) -> Self {
        (self.method, self.server, self.path) = (method, server, Path::Fixed(path));
        self
    }

    /// The same with the caller's path, by index into [`Provider::settings`].
    pub const fn at_setting(mut self, method: Method, server: usize, setting: usize) -> Self {
        (self.method, self.server, self.path) = (method, server, Path::Setting(setting));
        self
    }

    /// Its own headers, by name, after those of the provider.
    pub const fn headers(mut self, headers: &'static [Slot]) -> Self {
        self.headers = headers;
        self
    }

    /// The places `{name}` of its path, by name.
    pub const fn path(mut self, path: &'static [Slot]) -> Self {
        self.path_slots = path;
        self
    }

    /// What its query says, by name, in the order in which it is written.
    pub const fn query(mut self, query: &'static [Slot]) -> Self {
        self.query = query;
        self
    }

    /// Its body is written as `application/x-www-form-urlencoded`.
    pub const fn form(mut self) -> Self {
        self.form = BodyForm::Form;
        self
    }

    /// Its body is written as `multipart/form-data`.
    pub const fn multipart(mut self) -> Self {
        self.form = BodyForm::Multipart;
        self
    }

    /// The members of the body, by pointer, in the order in which they are written. No body
    /// is sent when there are none.
    pub const fn body(mut self, body: &'static [Slot]) -> Self {
        self.body = body;
        self
    }

    /// How it is signed; [`Operation::over`] says what.
    pub const fn signed(mut self, scheme: &'static Scheme) -> Self {
        self.signature = Some(Signature { scheme, parts: &[] });
        self
    }

    /// What is signed, in order.
    pub const fn over(mut self, parts: &'static [Part]) -> Self {
        if let Some(Signature { scheme, .. }) = self.signature {
            self.signature = Some(Signature { scheme, parts });
        }
        self
    }

    /// Where the code of a reply is, tried in order: pointers, and `http` for the HTTP status,
    /// which is the code where a row knows it.
    pub const fn codes(mut self, places: &'static [&'static str]) -> Self {
        self.codes = places;
        self
    }

    /// Pointers to what stands beside the code, tried in order.
    pub const fn details(mut self, pointers: &'static [&'static str]) -> Self {
        self.details = pointers;
        self
    }

    /// Pointers to the provider's message, tried in order.
    pub const fn messages(mut self, pointers: &'static [&'static str]) -> Self {
        self.messages = pointers;
        self
    }

    /// Pointers to the provider's reference, tried in order.
    pub const fn references(mut self, pointers: &'static [&'static str]) -> Self {
        self.references = pointers;
        self
    }

    /// What a readable reply with a 2xx status and no code means; unknown when not said.
    pub const fn without_code(mut self, outcome: Outcome) -> Self {
        self.without_code = outcome;
        self
    }

    /// What a reply must hold that says succeeded; else nobody can tell.
    pub const fn needs(mut self, pointers: &'static [&'static str]) -> Self {
        self.needs = pointers;
        self
    }

    /// What is left to do when the outcome is pending.
    pub const fn pending(mut self, resolution: Resolution) -> Self {
        self.pending = resolution;
        self
    }

    /// What is left to do when the outcome is unknown.
    pub const fn unknown(mut self, resolution: Resolution) -> Self {
        self.unknown = resolution;
        self
    }

    /// Which of the caller's values is our reference.
    pub const fn ours(mut self, value: usize) -> Self {
        self.ours = Some(value);
        self
    }

    /// How its list is read page by page.
    pub const fn paged(mut self, paging: Paging) -> Self {
        self.paging = Some(paging);
        self
    }

    /// Where its reply tells of the call that it asks about.
    pub const fn fate(mut self, fate: Fate) -> Self {
        self.fate = Some(fate);
        self
    }

    /// How many values the caller gives at least: those that are sent somewhere.
    pub(crate) fn values(&self) -> usize {
        let slots = [self.headers, self.path_slots, self.query, self.body]
            .into_iter()
            .flatten();
        let given = slots.filter_map(|it| {
            let Source::Caller(index) = it.source else {
                return None;
            };
            Some(index + 1)
        });
        given.max().unwrap_or(0)
    }

    /// What is known when a request left us and nothing says what came of it.
    pub(crate) fn left_open(&self) -> (Certainty, Resolution) {
        match self.effect {
            Effect::Reads => (Certainty::NotApplied, Resolution::Nothing),
            Effect::Spends | Effect::Collects | Effect::Creates | Effect::Changes => {
                (Certainty::Unknown, self.unknown)
            }
        }
    }
}

/// An HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// `GET`, with or without a body.
    Get,
    /// `POST`.
    Post,
    /// `PUT`.
    Put,
    /// `PATCH`.
    Patch,
    /// `DELETE`.
    Delete,
}

impl Method {
    /// As in a request line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// Where an operation is, below its server's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Path {
    /// As printed, beginning with `/`.
    Fixed(&'static str),
    /// The caller's, by index into [`Provider::settings`].
    Setting(usize),
}

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BodyForm {
    /// As a JSON object.
    Json,
    /// As pairs.
    Form,
    /// As parts.
    Multipart,
}

/// Among the places of a code: the HTTP status.
pub(crate) const HTTP: &str = "http";
