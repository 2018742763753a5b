//! What the passing fixtures have touched, of all that the specs say.

use std::collections::BTreeSet;

use verbatim_codegen::model::{
    BodyForm, FieldSource, Location, Member, Operation, Provider, RecordForm, Sample,
    SampleDisposition, Type,
};

use crate::fixture::{Case, Fixture};
use crate::json::{Json, Node};
use crate::play::{End, Exchange, Hearing, Played};
use crate::sent::Sent;
use crate::wire::Arrived;

/// What there is of one provider, and what of it was touched.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Operations whose request arrived.
    pub operations: Part,
    /// Callbacks that were heard.
    pub callbacks: Part,
    /// Fields of requests that arrived, headers among them, and members of callbacks that were heard.
    pub fields: Part,
    /// Codes, in each operation and callback in which they can occur.
    pub codes: Part,
    /// Values of enumerations that were on the wire, in either direction.
    pub enum_values: Part,
    /// The document's samples.
    pub samples: Part,
    /// The samples among them that cannot be sent, and are shown to be refused instead.
    pub unsendable: BTreeSet<String>,
}

/// One kind of thing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    all: BTreeSet<String>,
    touched: BTreeSet<String>,
}

impl Part {
    /// How many were touched, and how many there are.
    pub fn count(&self) -> (usize, usize) {
        (self.touched.len(), self.all.len())
    }

    /// What was not touched.
    pub fn missing(&self) -> impl Iterator<Item = &str> {
        self.all.difference(&self.touched).map(String::as_str)
    }

    fn touch(&mut self, name: String) {
        if self.all.contains(&name) {
            self.touched.insert(name);
        }
    }

    fn add(&mut self, other: &Part) {
        self.all.extend(other.all.iter().cloned());
        self.touched.extend(other.touched.iter().cloned());
    }
}

impl Coverage {
    /// Everything a spec says, nothing of it touched yet.
    pub fn of(provider: &Provider) -> Coverage {
        let mut res = Coverage::default();
        for operation in &provider.operations {
            let name = operation.name.as_str();
            res.operations.all.insert(name.to_owned());
            for field in &operation.fields {
                let field = field_name(name, field.location, &field.wire, &field.pointer);
                res.fields.all.insert(field);
            }
            res.add_samples(name, &operation.samples);
        }
        for callback in &provider.callbacks {
            let name = callback.name.as_str();
            res.callbacks.all.insert(name.to_owned());
            for shape in &callback.shapes {
                let record = provider.record(&shape.record);
                for member in record.into_iter().flat_map(|it| &it.members) {
                    res.fields
                        .all
                        .insert(member_name(name, &shape.name, member));
                }
            }
            res.add_samples(name, &callback.samples);
        }
        for code in &provider.codes {
            for scope in &code.scope {
                let detail = code.detail.as_deref();
                res.codes.all.insert(code_name(scope, &code.code, detail));
            }
        }
        for set in &provider.enums {
            for value in &set.values {
                res.enum_values
                    .all
                    .insert(value_name(&set.name, &value.wire));
            }
        }
        res
    }

    fn add_samples(&mut self, owner: &str, samples: &[Sample]) {
        for sample in samples {
            let name = sample_name(owner, sample.lines);
            if sample.disposition == SampleDisposition::Unsendable {
                self.unsendable.insert(name.clone());
            }
            self.samples.all.insert(name);
        }
    }

    /// Every part with its name, as reports call it.
    pub fn parts(&self) -> [(&'static str, &Part); 6] {
        [
            ("operations", &self.operations),
            ("callbacks", &self.callbacks),
            ("fields", &self.fields),
            ("codes", &self.codes),
            ("enum_values", &self.enum_values),
            ("samples", &self.samples),
        ]
    }

    /// Takes in the coverage of another provider, whose names are kept apart.
    pub fn add(&mut self, provider: &str, other: &Coverage) {
        let named = |part: &Part| {
            let name = |it: &String| format!("{provider} {it}");
            Part {
                all: part.all.iter().map(name).collect(),
                touched: part.touched.iter().map(name).collect(),
            }
        };
        self.operations.add(&named(&other.operations));
        self.callbacks.add(&named(&other.callbacks));
        self.fields.add(&named(&other.fields));
        self.codes.add(&named(&other.codes));
        self.enum_values.add(&named(&other.enum_values));
        self.samples.add(&named(&other.samples));
    }

    /// Takes in a fixture that passed.
    pub fn take(&mut self, provider: &Provider, fixture: &Fixture, played: &Played) {
        let subject = fixture.subject();
        for lines in &fixture.samples {
            self.samples.touch(sample_name(subject, *lines));
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
            self.operations.touch(operation.name.clone());
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
        self.codes
            .touch(code_name(scope, code, detail.filter(|_| exact)));
    }

    fn take_request(&mut self, provider: &Provider, operation: &Operation, arrived: &Arrived) {
        let sent = Sent {
            target: &arrived.target,
            headers: &arrived.headers,
            body: &arrived.body,
        };
        let body = Json::read_bytes(&arrived.body).ok();
        for field in &operation.fields {
            let name = field_name(&operation.name, field.location, &field.wire, &field.pointer);
            let texts = sent.texts(operation, field);
            let node = body
                .as_ref()
                .and_then(|it| Some((it, it.at(&field.pointer)?)));
            let json = field.location == Location::Body && operation.body == BodyForm::Json;
            match node.filter(|_| json) {
                Some((body, node)) => {
                    self.fields.touch(name);
                    if field.source != FieldSource::Parent {
                        self.take_values(provider, &field.ty, body, node);
                    }
                }
                None if texts.is_empty() => {}
                None => {
                    self.fields.touch(name);
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
                self.enum_values.touch(value_name(set, item));
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
        self.callbacks.touch(callback.to_owned());
        if let Some(code) = &heard.code {
            self.take_code(provider, callback, code, heard.detail.as_deref());
        }
        let shape = model.shapes.iter().find(|it| it.name == heard.shape);
        let record = shape.and_then(|it| provider.record(&it.record));
        for member in record.into_iter().flat_map(|it| &it.members) {
            let mut spellings = std::iter::once(&member.wire).chain(&member.also);
            if spellings.any(|it| json.member(json.root(), it).is_some()) {
                self.fields
                    .touch(member_name(callback, &heard.shape, member));
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
            Type::Enum(name) => self.enum_values.touch(value_name(name, &json.plain(node))),
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

fn field_name(operation: &str, location: Location, wire: &str, pointer: &str) -> String {
    match location {
        Location::Header => format!("{operation} header {wire}"),
        Location::Query => format!("{operation} query {wire}"),
        Location::Path => format!("{operation} path {wire}"),
        Location::Body => format!("{operation} {pointer}"),
    }
}

fn member_name(callback: &str, shape: &str, member: &Member) -> String {
    format!("{callback}.{shape} {}", member.wire)
}

fn code_name(scope: &str, code: &str, detail: Option<&str>) -> String {
    match detail {
        Some(detail) => format!("{scope} {code} with {detail}"),
        None => format!("{scope} {code}"),
    }
}

fn value_name(set: &str, value: &str) -> String {
    format!("{set} {value}")
}

fn sample_name(owner: &str, lines: (u32, u32)) -> String {
    format!("{owner} L{}-L{}", lines.0, lines.1)
}
