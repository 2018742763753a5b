//! From a part of a fixture to the place where the provider says it: `document L473, L503`.

use verbatim_codegen::model::{
    Citation, Field, FieldSource, Lines, Location, Member, Operation, Provider, Record, RecordForm,
    Source, Type,
};

use crate::fixture::Fixture;

/// Looks up who says what a fixture says.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cite<'a> {
    pub(crate) provider: &'a Provider,
    pub(crate) fixture: &'a Fixture,
}

impl<'a> Cite<'a> {
    /// The fixture's own lines: where nothing nearer is known.
    pub(crate) fn whole(&self) -> String {
        match (self.operation(), self.fixture.lines.0.is_empty()) {
            (Some(operation), true) => self.of(Some(&operation.citation)),
            (_, _) => format!("document {}", self.fixture.lines.prose()),
        }
    }

    pub(crate) fn method(&self) -> String {
        let callback = self.provider.callback(self.fixture.subject());
        let callback = callback.map(|it| &it.method_citation);
        self.of(self.operation().map(|it| &it.method_citation).or(callback))
    }

    pub(crate) fn path(&self) -> String {
        self.of(self.operation().map(|it| &it.path_citation))
    }

    pub(crate) fn header(&self, name: &str) -> String {
        let mut fields = self.operation().into_iter().flat_map(|it| &it.fields);
        self.of_field(
            fields.find(|it| it.location == Location::Header && it.wire.eq_ignore_ascii_case(name)),
        )
    }

    /// A member of the request's body, by the nearest field.
    pub(crate) fn body(&self, pointer: &str) -> String {
        self.of_field(self.field(pointer))
    }

    /// The field of the request's body at a pointer, or the nearest one above it.
    pub(crate) fn field(&self, pointer: &str) -> Option<&'a Field> {
        let above = |it: &&Field| {
            it.location == Location::Body
                && pointer
                    .strip_prefix(it.pointer.as_str())
                    .is_some_and(|it| it.is_empty() || it.starts_with('/'))
        };
        let fields = self.operation()?.fields.iter().filter(above);
        fields.max_by_key(|it| it.pointer.len())
    }

    /// How a signed operation is signed, when the pointer is where the signature goes.
    pub(crate) fn signature(&self, pointer: &str) -> Option<String> {
        self.signed_into(self.field(pointer)?)
    }

    /// The same where the signature goes into this header.
    pub(crate) fn signature_header(&self, name: &str) -> Option<String> {
        let mut fields = self.operation()?.fields.iter();
        let here =
            |it: &&Field| it.location == Location::Header && it.wire.eq_ignore_ascii_case(name);
        self.signed_into(fields.find(here)?)
    }

    fn signed_into(&self, field: &Field) -> Option<String> {
        let signature = self.operation()?.signature.as_ref()?;
        let said = format!(
            "signed in the order {} (document {})",
            signature.printed,
            signature.citation.lines().prose()
        );
        matches!(field.source, FieldSource::Signature).then_some(said)
    }

    pub(crate) fn reply(&self) -> String {
        let callback = self.provider.callback(self.fixture.subject());
        match (self.operation(), callback) {
            (Some(operation), _) => self.of(Some(&operation.reply.citation)),
            (None, Some(callback)) => self.of(Some(&callback.citation)),
            (None, None) => self.whole(),
        }
    }

    pub(crate) fn answer(&self) -> String {
        let callback = self.provider.callback(self.fixture.subject());
        self.of(callback.map(|it| &it.answer_citation))
    }

    pub(crate) fn code(&self, code: Option<&str>) -> String {
        let entry = code.and_then(|code| {
            let mut codes = self.provider.codes_of(self.fixture.subject());
            codes.find(|it| it.code == code)
        });
        match entry {
            Some(entry) => self.of_all(&[&entry.citation, &entry.outcome_citation]),
            None => self.reply(),
        }
    }

    /// A member of the typed reply or callback, by the nearest member of its record.
    pub(crate) fn member(&self, pointer: &str) -> String {
        let provider = self.provider;
        let callback = provider.callback(self.fixture.subject());
        let shapes = callback.into_iter().flat_map(|it| &it.shapes);
        let shapes = shapes.map(|it| Type::Record(it.record.clone()));
        let types = self.operation().map(|it| it.reply.ty.clone());
        let mut found = types
            .into_iter()
            .chain(shapes)
            .filter_map(|it| self.member_of(&it, pointer));
        match found.next() {
            Some(member) => self.of_all(&[&member.citation, &member.type_citation]),
            None => self.reply(),
        }
    }

    fn member_of(&self, ty: &Type, pointer: &str) -> Option<&'a Member> {
        let pointer = pointer.strip_prefix('/')?;
        let (token, _) = pointer.split_once('/').unwrap_or((pointer, ""));
        let rest = &pointer[token.len()..];
        if let Type::List(item) = ty {
            return self.member_of(item, rest);
        }
        let member = member_called(self.provider.record(ty.record()?)?, token)?;
        self.member_of(&member.ty, rest).or(Some(member))
    }

    fn operation(&self) -> Option<&'a Operation> {
        self.provider.operation(self.fixture.subject())
    }

    fn of_field(&self, field: Option<&Field>) -> String {
        match field {
            Some(field) => {
                let values = field.values_citation.iter();
                let all: Vec<_> = [&field.citation, &field.type_citation]
                    .into_iter()
                    .chain(values)
                    .collect();
                self.of_all(&all)
            }
            None => match self.operation() {
                Some(operation) => self.of(Some(&operation.citation)),
                None => self.whole(),
            },
        }
    }

    fn of(&self, citation: Option<&Citation>) -> String {
        match citation {
            Some(citation) => self.of_all(&[citation]),
            None => self.whole(),
        }
    }

    /// All lines of the document, or what the first of them is taken from instead.
    fn of_all(&self, citations: &[&Citation]) -> String {
        let mut ranges: Vec<_> = citations.iter().flat_map(|it| it.lines().0).collect();
        ranges.sort_unstable();
        let mut lines: Vec<(u32, u32)> = Vec::new();
        for (first, last) in ranges {
            match lines.last_mut() {
                Some(before) if first <= before.1 => before.1 = before.1.max(last),
                Some(_) | None => lines.push((first, last)),
            }
        }
        match (lines.is_empty(), citations.first()) {
            (false, _) => format!("document {}", Lines(lines).prose()),
            (true, Some(citation)) => match &citation.source {
                Source::Document(_) => self.whole(),
                Source::Linked(url) => format!("linked, not the document: {url}"),
                Source::Assumed(why) => format!("assumed: {why}"),
            },
            (true, None) => self.whole(),
        }
    }
}

fn member_called<'a>(record: &'a Record, token: &str) -> Option<&'a Member> {
    let name = token.replace("~1", "/").replace("~0", "~");
    match record.form {
        RecordForm::Object => record
            .members
            .iter()
            .find(|it| it.wire == name || it.also.contains(&name)),
        RecordForm::Positional => record.members.get(name.parse::<usize>().ok()?),
        RecordForm::Sentence => None,
    }
}
