//! Which values may stand in a file as they were on the wire.

use std::collections::HashSet;

use verbatim_codegen::model::{CodePlace, Operation, Provider, Type};

/// What a spec says of the values of one operation.
pub(crate) struct Harmless<'a> {
    provider: &'a Provider,
    operation: &'a Operation,
    /// Texts that the document prints as what a provider says.
    printed: HashSet<&'a str>,
}

impl<'a> Harmless<'a> {
    pub(crate) fn of(provider: &'a Provider, operation: &'a Operation) -> Harmless<'a> {
        let codes = provider.codes_of(&operation.name);
        let mut printed: HashSet<&str> = codes
            .flat_map(|it| [Some(it.meaning.as_str()), it.detail.as_deref()])
            .flatten()
            .collect();
        let fates = provider.operations.iter().filter_map(|it| it.fate.as_ref());
        let words = fates.flat_map(|it| &it.words);
        printed.extend(words.map(|it| it.wire.as_str()));
        let values = provider.enums.iter().flat_map(|it| &it.values);
        printed.extend(values.map(|it| it.wire.as_str()));
        Harmless {
            provider,
            operation,
            printed,
        }
    }

    /// A value of that type, at that place of the reply where it is one.
    pub(crate) fn is(&self, ty: &Type, text: &str, pointer: Option<&str>) -> bool {
        let mut magic = self.provider.environments.iter().flat_map(|it| &it.magic);
        if pointer.is_some_and(|it| self.is_code(it, text)) || magic.any(|it| it.value == text) {
            return true;
        }
        match ty {
            Type::Boolean => ["true", "false"].contains(&text),
            Type::Enum(name) => {
                let set = self.provider.enumeration(name);
                set.is_some_and(|it| it.values.iter().any(|it| it.wire == text))
            }
            Type::Code => self.provider.codes.iter().any(|it| it.code == text),
            Type::Text => self.printed.contains(text),
            // A number, a name or a time that a table holds is the caller's all the same.
            Type::Identifier
            | Type::Phone
            | Type::PhoneNumber
            | Type::Money(_)
            | Type::Decimal
            | Type::Reference(_)
            | Type::Integer
            | Type::Timestamp { .. }
            | Type::Url
            | Type::Record(_)
            | Type::TextOr(_)
            | Type::List(_)
            | Type::Joined(..)
            | Type::Map
            | Type::Object => false,
        }
    }

    /// A code, or what stands beside one, where the spec says that one stands there.
    fn is_code(&self, pointer: &str, text: &str) -> bool {
        let rule = &self.operation.reply;
        let places = rule.codes.iter();
        let mut codes = places.filter(|it| matches!(it, CodePlace::Pointer(it) if it == pointer));
        let mut known = self.provider.codes_of(&self.operation.name);
        if codes.next().is_some() {
            return known.any(|it| it.code == text);
        }
        let detail = rule.details.iter().any(|it| it == pointer);
        detail && known.any(|it| it.detail.as_deref() == Some(text))
    }

    /// Whether something that the spec asks for stands at the place, or below it.
    pub(crate) fn leads_on(&self, pointer: &str) -> bool {
        let below = |it: &str| {
            let rest = it.strip_prefix(pointer);
            rest.is_some_and(|it| it.is_empty() || it.starts_with('/'))
        };
        let rule = &self.operation.reply;
        let codes = rule.codes.iter().filter_map(|it| match it {
            CodePlace::Pointer(it) => Some(it),
            CodePlace::Http => None,
        });
        let fate = self.operation.fate.iter();
        let fate = fate.flat_map(|it| it.places.iter().chain(&it.names));
        let tokens = self.provider.tokens.iter().map(|it| &it.at);
        let all = [&rule.details, &rule.messages, &rule.references, &rule.needs];
        let said = all.into_iter().flatten();
        codes
            .chain(fate)
            .chain(tokens)
            .chain(said)
            .any(|it| below(it))
    }
}
