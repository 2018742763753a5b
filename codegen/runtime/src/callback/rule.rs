//! How a callback is read, verified, confirmed and answered.

use crate::{dialogue::Turns, operation::Method, provider::Provider, seal::Seal};

/// How a callback is read, built by a chain of `const` functions; pointers are tried in order.
#[derive(Debug)]
pub struct CallbackRule {
    pub(super) provider: &'static Provider,
    pub(super) name: &'static str,
    pub(super) method: Method,
    pub(super) values: Values,
    pub(super) codes: &'static [&'static str],
    pub(super) details: &'static [&'static str],
    pub(super) references: &'static [&'static str],
    pub(super) event: &'static [&'static str],
    pub(super) confirmed: Option<Confirmed>,
    pub(super) seal: Option<Seal>,
    pub(super) answer: Said,
}

/// Which operation confirms a callback, and what both say: pointers here and there.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Confirmed {
    pub(crate) by: &'static str,
    pub(crate) agrees: &'static [(&'static str, &'static str)],
}

/// What is said to a callback.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Said {
    /// Always the same: status, content type, body.
    Fixed(u16, &'static str, &'static str),
    /// A text that goes on or ends a dialogue.
    Turns(Turns),
}

/// Where the values of a callback are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Values {
    /// In a JSON body.
    Body,
    /// In the query of the address.
    Query,
    /// In a form body.
    Form,
}

impl CallbackRule {
    /// The callback of that name: a `POST` with its values in a JSON body, answered by 200 alone.
    pub const fn new(provider: &'static Provider, name: &'static str) -> Self {
        Self {
            provider,
            name,
            method: Method::Post,
            values: Values::Body,
            codes: &[],
            details: &[],
            references: &[],
            event: &[],
            confirmed: None,
            seal: None,
            answer: Said::Fixed(200, "text/plain", ""),
        }
    }

    /// By which method it comes.
    pub const fn method(mut self, method: Method) -> Self {
        self.method = method;
        self
    }

    /// What is answered to it: status, content type and body.
    pub const fn answer(
        mut self,
        status: u16,
        content_type: &'static str,
        body: &'static str,
    ) -> Self {
        self.answer = Said::Fixed(status, content_type, body);
        self
    }

    /// It is a step of a dialogue: the content type of answers, what their text begins with while
    /// the dialogue goes on and when it ends, the pointer to what was entered, and what stands
    /// there between two inputs.
    pub const fn dialogue(
        mut self,
        content_type: &'static str,
        goes_on: &'static str,
        ends: &'static str,
        input: &'static str,
        separator: &'static str,
    ) -> Self {
        self.answer = Said::Turns(Turns {
            content_type,
            goes_on,
            ends,
            input,
            separator,
            session: None,
            longest: None,
        });
        self
    }

    /// The pointer to what names the session of a dialogue.
    pub const fn session(mut self, pointer: &'static str) -> Self {
        if let Said::Turns(turns) = self.answer {
            let session = Some(pointer);
            self.answer = Said::Turns(Turns { session, ..turns });
        }
        self
    }

    /// How many characters a text of a dialogue may have.
    pub const fn longest(mut self, characters: usize) -> Self {
        if let Said::Turns(turns) = self.answer {
            let longest = Some(characters);
            self.answer = Said::Turns(Turns { longest, ..turns });
        }
        self
    }

    /// How it is signed.
    pub const fn sealed(mut self, seal: Seal) -> Self {
        self.seal = Some(seal);
        self
    }

    /// Whose it is.
    pub(crate) const fn provider(&self) -> &'static Provider {
        self.provider
    }

    /// The name in the spec.
    pub(crate) const fn name(&self) -> &'static str {
        self.name
    }

    pub(crate) const fn by(&self) -> Method {
        self.method
    }

    #[cfg(feature = "axum")]
    pub(crate) fn is_in_query(&self) -> bool {
        self.values == Values::Query
    }

    pub(crate) fn confirmation(&self) -> Option<&Confirmed> {
        self.confirmed.as_ref()
    }

    pub(crate) fn said(&self) -> &Said {
        &self.answer
    }

    pub(crate) fn seal(&self) -> Option<&Seal> {
        self.seal.as_ref()
    }

    /// Where its values are.
    pub const fn values(mut self, values: Values) -> Self {
        self.values = values;
        self
    }

    /// Where the code is.
    pub const fn codes(mut self, pointers: &'static [&'static str]) -> Self {
        self.codes = pointers;
        self
    }

    /// Where it is that stands beside the code.
    pub const fn details(mut self, pointers: &'static [&'static str]) -> Self {
        self.details = pointers;
        self
    }

    /// What names the event that it tells of.
    pub const fn event(mut self, pointers: &'static [&'static str]) -> Self {
        self.event = pointers;
        self
    }

    /// Which operation confirms it, and what both say: pointers here and there.
    pub const fn confirmed(
        mut self,
        by: &'static str,
        agrees: &'static [(&'static str, &'static str)],
    ) -> Self {
        self.confirmed = Some(Confirmed { by, agrees });
        self
    }

    /// Where the reference is.
    pub const fn references(mut self, pointers: &'static [&'static str]) -> Self {
        self.references = pointers;
        self
    }
}
