//! What one fixture has touched when it was played, by the names that coverage has.

use std::collections::BTreeSet;

use verbatim_codegen::model::{
    BodyForm, FieldSource, Location, Operation, Provider, RecordForm, Type,
};

use super::lines::line_name;
use super::{code_name, field_name, member_name, sample_name, value_name};
use crate::fixture::{Case, Fixture};
use crate::json::{Json, Node};
use crate::play::{End, Exchange, Hearing, Played};
use crate::sent::Sent;
use crate::wire::Arrived;

/// What a fixture touched, by kind and name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Touched(pub(super) BTreeSet<(Kind, String)>);

/// A part of a coverage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Operation,
    Callback,
    Field,
    Code,
    EnumValue,
    Sample,
    Line,
}

impl Touched {
    /// What a fixture touched when it was played.
    pub(crate) fn of(provider: &Provider, fixture: &Fixture, played: &Played) -> Touched {
        let mut res = Touched::default();
        res.take(provider, fixture, played);
        res
    }

    fn add(&mut self, kind: Kind, name: String) {
        self.0.insert((kind, name));
    }

    fn take(&mut self, provider: &Provider, fixture: &Fixture, played: &Played) {
        let subject = fixture.subject();
        for (first, last) in fixture.lines.0.iter().chain(&fixture.samples) {
            for line in *first..=*last {
                self.add(Kind::Line, line_name(line));
            }
        }
        for lines in &fixture.samples {
            self.add(Kind::Sample, sample_name(subject, *lines));
        }
        match (&fixture.case, played) {
            (Case::Call(_), Played::Call(exchanges)) => {
                let Some(operation) = provider.operation(subject) else {
                    return;
                };
                for exchange in exchanges {
                    self.take_exchange(provider, operation, exchange);
                }
            }
            (Case::Delivery(_), Played::Delivery(hearings)) => {
                for hearing in hearings {
                    self.take_hearing(provider, subject, hearing);
                }
            }
            (Case::Call(_), Played::Delivery(_)) | (Case::Delivery(_), Played::Call(_)) => {}
        }
    }

    fn take_exchange(&mut self, provider: &Provider, operation: &Operation, exchange: &Exchange) {
        for arrived in &exchange.arrived {
            self.add(Kind::Operation, operation.name.clone());
            self.take_request(provider, operation, arrived);
        }
        let (code, detail) = match &exchange.end {
            End::Done(answer) => (answer.code.as_deref(), answer.detail.as_deref()),
            End::Failed(verbatim_runtime::dispatch::Failed::Call(error)) => {
                (error.code(), error.detail_code())
            }
            End::Failed(_) | End::Panicked(_) | End::Hung => (None, None),
        };
        if let Some(code) = code {
            self.take_code(provider, &operation.name, code, detail);
        }
        if let Some(reply) = &exchange.reply
            && let Ok(json) = Json::read(&reply.body)
        {
            self.take_values(provider, &operation.reply.ty, &json, json.root());
        }
    }

    /// The row that the code and its detail pick.
    fn take_code(&mut self, provider: &Provider, scope: &str, code: &str, detail: Option<&str>) {
        let mut rows = provider.codes_of(scope).filter(|it| it.code == code);
        let exact = rows.any(|it| it.detail.is_some() && it.detail.as_deref() == detail);
        self.add(Kind::Code, code_name(scope, code, detail.filter(|_| exact)));
    }

    fn take_request(&mut self, provider: &Provider, operation: &Operation, arrived: &Arrived) {
        let sent = Sent::new(&arrived.target, &arrived.headers, &arrived.body);
        for field in &operation.fields {
            let name = field_name(&operation.name, field.location, &field.wire, &field.pointer);
            let texts = sent.texts(operation, field);
            let json = field.location == Location::Body && operation.body == BodyForm::Json;
            let body = sent.json().filter(|_| json);
            match body.and_then(|it| Some((it, it.at(&field.pointer)?))) {
                Some((body, node)) => {
                    self.add(Kind::Field, name);
                    if field.source != FieldSource::Parent {
                        self.take_values(provider, &field.ty, body, node);
                    }
                }
                None if texts.is_empty() => {}
                None => {
                    self.add(Kind::Field, name);
                    self.take_texts(&field.ty, field.joined.as_deref(), &texts);
                }
            }
        }
    }

    /// The values of enumerations among the texts of a field that is no JSON.
    fn take_texts(&mut self, ty: &Type, joined: Option<&str>, texts: &[String]) {
        let Type::Enum(set) = ty.item() else {
            return;
        };
        for text in texts {
            let items = match joined {
                Some(joined) => text.split(joined).collect(),
                None => vec![text.as_str()],
            };
            for item in items {
                self.add(Kind::EnumValue, value_name(set, item));
            }
        }
    }

    fn take_hearing(&mut self, provider: &Provider, callback: &str, hearing: &Hearing) {
        let End::Done(heard) = &hearing.end else {
            return;
        };
        // What came in a query or form is told by what was read of it.
        let json = Json::read(&hearing.body).or_else(|_| Json::read(&heard.body));
        let (Some(model), Ok(json)) = (provider.callback(callback), json) else {
            return;
        };
        self.add(Kind::Callback, callback.to_owned());
        if let Some(code) = &heard.code {
            self.take_code(provider, callback, code, heard.detail.as_deref());
        }
        let shape = model.shapes.iter().find(|it| it.name == heard.shape);
        let record = shape.and_then(|it| provider.record(&it.record));
        for member in record.into_iter().flat_map(|it| &it.members) {
            let mut spellings = std::iter::once(&member.wire).chain(&member.also);
            if spellings.any(|it| json.member(json.root(), it).is_some()) {
                self.add(Kind::Field, member_name(callback, &heard.shape, member));
            }
        }
        if let Some(shape) = shape {
            let ty = Type::Record(shape.record.clone());
            self.take_values(provider, &ty, &json, json.root());
        }
    }

    /// The values of enumerations inside a value of this type.
    fn take_values(&mut self, provider: &Provider, ty: &Type, json: &Json, node: &Node) {
        match ty {
            Type::Enum(name) => self.add(Kind::EnumValue, value_name(name, &json.plain(node))),
            Type::List(item) => {
                for child in json.children(node) {
                    self.take_values(provider, item, json, child);
                }
            }
            Type::Record(name) | Type::TextOr(name) => {
                let Some(record) = provider.record(name) else {
                    return;
                };
                for (index, member) in record.members.iter().enumerate() {
                    let mut spellings = std::iter::once(&member.wire).chain(&member.also);
                    let child = match record.form {
                        RecordForm::Object => spellings.find_map(|it| json.member(node, it)),
                        RecordForm::Positional => json.children(node).nth(index),
                        // Its members stand in one text, and no value of an enum is looked for there.
                        RecordForm::Sentence => None,
                    };
                    if let Some(child) = child {
                        self.take_values(provider, &member.ty, json, child);
                    }
                }
            }
            Type::Text
            | Type::Identifier
            | Type::Phone
            | Type::PhoneNumber
            | Type::Money(_)
            | Type::Decimal
            | Type::Reference(_)
            | Type::Integer
            | Type::Boolean
            | Type::Timestamp { .. }
            | Type::Url
            | Type::Code
            | Type::Joined(..)
            | Type::Map
            | Type::Object => {}
        }
    }
}
