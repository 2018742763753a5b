//! Which facts of a spec were executed, and so which lines of its document.

use verbatim_codegen::facts::{About, Fact, Kind};
use verbatim_codegen::model::Provider;

use super::{Coverage, code_name, field_name, member_name, sample_name, value_name};

impl Coverage {
    /// Whether a passing fixture executed a fact; `None` for what no request or reply shows by
    /// itself, such as a row of a table, and what is told by the lines of fixtures alone.
    pub fn executed(&self, provider: &Provider, fact: &Fact) -> Option<bool> {
        let whole = || !self.operations.touched.is_empty() || !self.callbacks.touched.is_empty();
        match &fact.about {
            About::Operation(name) | About::Callback(name) if fact.kind == Kind::Sample => {
                let ranges = fact.citation.lines().0;
                let mut samples = ranges.iter().map(|it| sample_name(name, *it));
                Some(samples.any(|it| self.samples.touched.contains(&it)))
            }
            About::Operation(name) => Some(self.operations.touched.contains(name)),
            About::Callback(name) => Some(self.callbacks.touched.contains(name)),
            About::Field(operation, name) => {
                let model = provider.operation(operation)?;
                let field = model.fields.iter().find(|it| it.name == *name)?;
                let name = field_name(operation, field.location, &field.wire, &field.pointer);
                Some(self.fields.touched.contains(&name))
            }
            About::Header(wire) => {
                let end = format!(" header {wire}");
                Some(self.fields.touched.iter().any(|it| it.ends_with(&end)))
            }
            About::Code(index) => {
                let code = provider.codes.get(*index)?;
                let detail = code.detail.as_deref();
                let mut names = code
                    .scope
                    .iter()
                    .map(|it| code_name(it, &code.code, detail));
                Some(names.any(|it| self.codes.touched.contains(&it)))
            }
            About::Value(set, name) => {
                let model = provider.enums.iter().find(|it| it.name == *set)?;
                let value = model.values.iter().find(|it| it.name == *name)?;
                let name = value_name(set, &value.wire);
                Some(self.enum_values.touched.contains(&name))
            }
            // What a reply holds is read, and told by the lines of fixtures; a callback's is counted.
            About::Member(record, name) => {
                let members = provider.record(record)?.members.iter();
                let member = members.clone().find(|it| it.name == *name)?;
                let shapes = provider.callbacks.iter().flat_map(|callback| {
                    let shapes = callback.shapes.iter().filter(|it| it.record == *record);
                    shapes.map(|it| member_name(&callback.name, &it.name, member))
                });
                let names: Vec<_> = shapes.collect();
                let touched = names.iter().any(|it| self.fields.touched.contains(it));
                (!names.is_empty()).then_some(touched)
            }
            About::Server(..)
            | About::Credential(_)
            | About::Scheme(_)
            | About::Way(_)
            | About::Token(_)
            | About::Setting(_) => Some(whole()),
            About::Provider
            | About::Enum(_)
            | About::Table(_)
            | About::Row(..)
            | About::Reference(_)
            | About::Magic(..) => None,
        }
    }

    /// Takes the lines of what was executed, once all fixtures have been played.
    pub(crate) fn take_lines(&mut self, provider: &Provider, facts: &[Fact]) {
        for fact in facts {
            if self.executed(provider, fact) == Some(true) {
                for (first, last) in fact.citation.lines().0 {
                    for line in first..=last {
                        self.lines.touch(&line_name(line));
                    }
                }
            }
        }
    }
}

pub(super) fn line_name(line: u32) -> String {
    // As many digits as the longest document needs, so that they stand in order.
    format!("L{line:04}")
}
