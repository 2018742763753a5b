//! What the passing fixtures have touched, of all that the specs say.

mod lines;
mod touched;

use std::collections::BTreeSet;

use verbatim_codegen::facts::facts;
use verbatim_codegen::model::{Location, Member, Provider, Sample, SampleDisposition};

use touched::Kind;
pub use touched::Touched;

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
    /// Lines of the document that a fact cites: executed by the fact, or cited by a fixture.
    pub lines: Part,
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

    fn touch(&mut self, name: &String) {
        if self.all.contains(name) && !self.touched.contains(name) {
            self.touched.insert(name.clone());
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
        for fact in facts(provider) {
            for (first, last) in fact.citation.lines().0 {
                res.lines.all.extend((first..=last).map(lines::line_name));
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
    pub fn parts(&self) -> [(&'static str, &Part); 7] {
        [
            ("operations", &self.operations),
            ("callbacks", &self.callbacks),
            ("fields", &self.fields),
            ("codes", &self.codes),
            ("enum_values", &self.enum_values),
            ("samples", &self.samples),
            ("lines", &self.lines),
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
        self.lines.add(&named(&other.lines));
    }

    /// Takes in what a fixture that passed has touched.
    pub fn take(&mut self, touched: &Touched) {
        for (kind, name) in &touched.0 {
            let part = match kind {
                Kind::Operation => &mut self.operations,
                Kind::Callback => &mut self.callbacks,
                Kind::Field => &mut self.fields,
                Kind::Code => &mut self.codes,
                Kind::EnumValue => &mut self.enum_values,
                Kind::Sample => &mut self.samples,
                Kind::Line => &mut self.lines,
            };
            part.touch(name);
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
