//! From what was on the wire to what may be printed: secret and personal values by placeholder.
//!
//! Values are compared raw; this is what transcripts, reports and failures are written through.

mod lenient;
mod private;
mod undigested;

use verbatim_codegen::model::{Location, Provider};

use crate::fixture::{Body, CallExpect, Case, DeliveryExpect, Fixture, Reply, Request, Row, Setup};
use crate::json::{Json, Node, quote};
use crate::play::{End, Played};
use crate::sent::percent_encoded;
use crate::wire::{Arrived, TRANSPORT_HEADERS};
use private::Private;
use undigested::Coded;

/// Shorter values stand in too many innocent places to be looked for in free text.
const MIN_LOOKED_FOR_CHARS: usize = 4;

/// What must not be printed of one fixture, and what is printed instead.
#[derive(Debug)]
pub struct Mask<'a> {
    fixture: &'a Fixture,
    private: Private<'a>,
    /// Value and placeholder, the longest value first.
    values: Vec<(String, String)>,
    /// The values among them that are credentials.
    secrets: Vec<String>,
    /// Those that a signature holds in no digest.
    coded: Coded,
    /// The values among them that the caller of the operation gave.
    given: Vec<String>,
}

/// Whose body a text is, and so which of its members are private.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// What we send to an operation.
    Request,
    /// What the provider says: a reply, or a callback.
    Reply,
}

impl<'a> Mask<'a> {
    /// What must not be printed of a fixture and of what happened when it was played.
    pub fn of(
        provider: &'a Provider,
        setup: &Setup,
        fixture: &'a Fixture,
        played: &Played,
    ) -> Mask<'a> {
        let mut res = Mask {
            fixture,
            private: Private {
                provider,
                subject: fixture.subject(),
                asked: asked(provider, fixture),
            },
            values: Vec::new(),
            secrets: Vec::new(),
            coded: Coded::default(),
            given: Vec::new(),
        };
        for credential in provider.credentials.iter().filter(|it| it.secret) {
            let own = fixture.apart.credentials.iter();
            let own = own.filter(|it| it.0 == credential.name).map(|it| &*it.1);
            for value in own.chain(setup.credential(&credential.name)) {
                res.secrets.push(value.to_owned());
                res.look_for(value, format!("<secret:{}>", credential.name));
                if undigested::has(provider, &credential.name) {
                    res.coded
                        .learn(value, &format!("<secret:{}>", credential.name));
                }
            }
        }
        res.learn_authored();
        res.learn_played(played);
        res.learn_undigested(fixture, played);
        res.values
            .sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
        res.values.dedup_by(|a, b| a.0 == b.0);
        res
    }

    /// The secret credentials' values.
    pub(crate) fn secrets(&self) -> &[String] {
        &self.secrets
    }

    /// The private values that the caller gave.
    pub(crate) fn given(&self) -> &[String] {
        &self.given
    }

    /// A free text.
    pub fn text(&self, text: &str) -> String {
        let mut res = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let found = self
                .values
                .iter()
                .find(|it| rest.starts_with(it.0.as_str()));
            let taken = match found {
                Some((value, placeholder)) => {
                    res.push_str(placeholder);
                    value.len()
                }
                None => {
                    res.push(first);
                    first.len_utf8()
                }
            };
            rest = &rest[taken..];
        }
        // What neither the fixture nor the client says, as where the oracle makes it otherwise.
        self.coded.hide(res)
    }

    /// A whole body in the layout it has.
    pub(crate) fn body(&self, side: Side, text: &str) -> String {
        let Ok(json) = Json::read(text) else {
            return self.text(&lenient::hide(text, &self.private.names(side)));
        };
        let mut res = String::new();
        let mut at = 0;
        for (node, placeholder) in self.private.hidden(side, &json) {
            res.push_str(&self.text(&text[at..node.source.start]));
            res.push_str(&spelled_like(&json, node, &placeholder));
            at = node.source.end;
        }
        res.push_str(&self.text(&text[at..]));
        res
    }

    /// One value of a body, without white space.
    pub(crate) fn value(&self, side: Side, json: &Json, value: &Node) -> String {
        let mut res = String::new();
        let mut at = value.compact.start;
        for (node, placeholder) in self.private.hidden(side, json) {
            if value.compact.start <= node.compact.start && node.compact.end <= value.compact.end {
                res.push_str(&self.text(&json.compact()[at..node.compact.start]));
                res.push_str(&spelled_like(json, node, &placeholder));
                at = node.compact.end;
            }
        }
        res.push_str(&self.text(&json.compact()[at..value.compact.end]));
        res
    }

    /// Whether a header is a client's own: all are but those that a transport may add by itself,
    /// and of these the ones that the spec or the fixture names.
    pub(crate) fn counts(&self, header: &str) -> bool {
        let is = |it: &str| it.eq_ignore_ascii_case(header);
        let (first, delivered) = match &self.fixture.case {
            // Rows differ in the values of headers alone.
            Case::Call(call) => (call.requests().next(), None),
            Case::Delivery(it) => (it.queries().next().map(|it| &it.0), Some(&it.headers)),
        };
        let mut authored = first
            .map(|it| &it.headers)
            .into_iter()
            .chain(delivered)
            .flatten();
        let mut fields = self.private.fields().iter();
        !TRANSPORT_HEADERS.iter().any(|it| is(it))
            || authored.any(|it| is(&it.0))
            || fields.any(|it| it.location == Location::Header && is(&it.wire))
    }

    /// The value of a header.
    pub(crate) fn header(&self, name: &str, value: &str) -> String {
        let field = self
            .private
            .fields()
            .iter()
            .find(|it| it.location == Location::Header && it.wire.eq_ignore_ascii_case(name));
        match field.and_then(|it| self.private.placeholder_of(it)) {
            Some(placeholder) => placeholder,
            None => self.text(value),
        }
    }

    fn learn_authored(&mut self) {
        match &self.fixture.case {
            Case::Call(call) => {
                for row in &call.rows {
                    self.learn_row(row);
                }
            }
            Case::Delivery(delivery) => {
                self.learn_text(Side::Reply, &delivery.body);
                if let DeliveryExpect::Heard(heard) = &delivery.expect {
                    self.learn(Side::Reply, &heard.body);
                }
                for (request, reply) in delivery.queries() {
                    self.learn_request(request);
                    self.learn_reply(reply);
                }
            }
        }
    }

    fn learn_row(&mut self, row: &Row) {
        self.learn_input(&row.input);
        for request in row.requests() {
            self.learn_request(request);
        }
        for reply in row.replies() {
            self.learn_reply(reply);
        }
        if let CallExpect::Answer(answer) = &row.expect {
            self.learn(Side::Reply, &answer.body);
        }
    }

    fn learn_request(&mut self, request: &Request) {
        if let Body::Json(json) = &request.body {
            self.learn(Side::Request, json);
        }
        for (name, value) in &request.headers {
            let hidden = self.header(name, "");
            if !hidden.is_empty() {
                self.look_for(value, hidden);
            }
        }
    }

    fn learn_reply(&mut self, reply: &Reply) {
        self.learn_text(Side::Reply, &reply.body);
        self.learn_tokens(&reply.body);
    }

    /// The tokens in a reply, which may be that of another operation than the fixture's.
    fn learn_tokens(&mut self, body: &str) {
        let Ok(json) = Json::read(body) else {
            return;
        };
        for token in &self.private.provider.tokens {
            if let Some(node) = json.at(&token.at) {
                let hide = format!("<secret:{}>", token.name);
                self.look_for(&json.plain(node), hide);
            }
        }
    }

    fn learn_played(&mut self, played: &Played) {
        match played {
            Played::Call(exchanges) => {
                for exchange in exchanges {
                    self.learn_arrived(&exchange.arrived);
                    if let End::Done(answer) = &exchange.end {
                        self.learn_text(Side::Reply, &answer.body);
                    }
                }
            }
            Played::Delivery(hearings) => {
                for hearing in hearings {
                    if let End::Done(heard) = &hearing.end {
                        self.learn_text(Side::Reply, &heard.body);
                    }
                    if let Some(it) = &hearing.confirming {
                        self.learn_arrived(&it.arrived);
                    }
                }
            }
        }
    }

    fn learn_arrived(&mut self, all: &[Arrived]) {
        for arrived in all {
            let text = String::from_utf8_lossy(&arrived.body);
            self.learn_text(Side::Request, &text);
        }
    }

    /// Signatures that are no digests: they are as secret as what they are made of.
    fn learn_undigested(&mut self, fixture: &Fixture, played: &Played) {
        for (value, placeholder) in undigested::of(self.private.provider, fixture, played) {
            // PHP escapes slashes, and base64 has them.
            let slashed = value.replace('/', "\\/");
            self.look_for(&value, placeholder.clone());
            self.values.push((slashed, placeholder));
            self.secrets.push(value);
        }
    }

    fn learn_input(&mut self, input: &str) {
        let Ok(json) = Json::read(input) else {
            return;
        };
        for field in self.private.fields() {
            let (Some(hide), Some(node)) = (
                self.private.placeholder_of(field),
                json.member(json.root(), &field.name),
            ) else {
                continue;
            };
            for scalar in json.scalars(node) {
                let value = json.plain(scalar);
                if MIN_LOOKED_FOR_CHARS <= value.chars().count() {
                    self.given.push(value.clone());
                }
                self.look_for(&value, hide.clone());
            }
        }
    }

    fn learn_text(&mut self, side: Side, text: &str) {
        if let Ok(json) = Json::read(text) {
            self.learn(side, &json);
        }
    }

    fn learn(&mut self, side: Side, json: &Json) {
        let values: Vec<_> = self
            .private
            .hidden(side, json)
            .into_iter()
            .map(|it| (json.plain(it.0), it.1))
            .collect();
        for (value, placeholder) in values {
            self.look_for(&value, placeholder);
        }
    }

    fn look_for(&mut self, value: &str, placeholder: String) {
        let word = matches!(value, "true" | "false" | "null");
        if value.chars().count() < MIN_LOOKED_FOR_CHARS || word {
            return;
        }
        let quoted = quote(value);
        let spelled = quoted[1..quoted.len() - 1].to_owned();
        self.values.push((spelled, placeholder.clone()));
        // As it stands in a URL, and in a form, which differs by its spaces.
        let encoded = percent_encoded(value).into_owned();
        self.values
            .push((encoded.replace("%20", "+"), placeholder.clone()));
        self.values.push((encoded, placeholder.clone()));
        self.values.push((value.to_owned(), placeholder));
    }
}

/// The operation that the fixture asks whether a callback is true.
fn asked<'a>(provider: &'a Provider, fixture: &Fixture) -> Option<&'a str> {
    match &fixture.case {
        Case::Delivery(it) if it.confirm.is_some() => {
            provider.callback(&it.callback)?.confirm.as_deref()
        }
        Case::Call(_) | Case::Delivery(_) => None,
    }
}

/// A placeholder in quotes where the value had quotes; an absent value stays visible.
fn spelled_like(json: &Json, node: &Node, placeholder: &str) -> String {
    match json.spelled(node) {
        empty @ ("\"\"" | "null") => empty.to_owned(),
        text if text.starts_with('"') => format!("\"{placeholder}\""),
        _ => placeholder.to_owned(),
    }
}
