//! Values where a spec lists values, and that it does not list.

use verbatim_codegen::model::{Callback, Operation, Provider, RecordForm, Type};

use crate::json::{Holds, Node};

/// Those that an input holds.
pub fn unlisted_in_input(provider: &Provider, operation: &Operation, input: &str) -> Vec<String> {
    let mut looking = Looking::new(provider);
    if let Ok(node) = Node::read(input.as_bytes()) {
        for field in operation.inputs() {
            if let Ok(Some(node)) = node.member(&field.name) {
                looking.value(&field.ty, node);
            }
        }
    }
    looking.found
}

/// Those that a good reply holds.
pub fn unlisted_in_reply(provider: &Provider, operation: &Operation, body: &[u8]) -> Vec<String> {
    let mut looking = Looking::new(provider);
    if let Ok(node) = Node::read(body) {
        looking.value(&operation.reply.ty, &node);
    }
    looking.found
}

/// Those that a callback of that shape holds, by the typed value that was written out again.
pub fn unlisted_in_callback(
    provider: &Provider,
    callback: &Callback,
    shape: &str,
    body: &str,
) -> Vec<String> {
    let mut looking = Looking::new(provider);
    let shape = callback.shapes.iter().find(|it| it.name == shape);
    if let (Some(shape), Ok(node)) = (shape, Node::read(body.as_bytes())) {
        looking.value(&Type::Record(shape.record.clone()), &node);
    }
    looking.found
}

struct Looking<'a> {
    provider: &'a Provider,
    found: Vec<String>,
}

impl<'a> Looking<'a> {
    fn new(provider: &'a Provider) -> Looking<'a> {
        Looking {
            provider,
            found: Vec::new(),
        }
    }

    fn value(&mut self, ty: &Type, node: &Node<'_>) {
        match (ty, &node.holds) {
            (Type::Enum(_) | Type::Code, _) => {
                if let Some(text) = node.text() {
                    self.text(ty, &text);
                }
            }
            (Type::List(item), Holds::Items(items)) => {
                items.iter().for_each(|it| self.value(item, it));
            }
            (Type::Joined(between, item), _) => {
                let text = node.text().unwrap_or_default();
                let ends = |it: char| it == *between || (*between == '\n' && it == '\r');
                let pieces = text.split(ends).map(str::trim);
                pieces
                    .filter(|it| !it.is_empty())
                    .for_each(|it| self.text(item, it));
            }
            (Type::Record(name) | Type::TextOr(name), Holds::Members(_) | Holds::Items(_)) => {
                self.record(name, node);
            }
            _ => {}
        }
    }

    fn text(&mut self, ty: &Type, text: &str) {
        let provider = self.provider;
        let known = match ty {
            Type::Enum(name) => provider
                .enumeration(name)
                .is_none_or(|it| it.values.iter().any(|it| it.wire == text)),
            Type::Code => provider.codes.iter().any(|it| it.code == text),
            _ => true,
        };
        if !known && !self.found.iter().any(|it| it == text) {
            self.found.push(text.to_owned());
        }
    }

    fn record(&mut self, name: &str, node: &Node<'_>) {
        let provider = self.provider;
        let Some(record) = provider.record(name) else {
            return;
        };
        for (at, member) in record.members.iter().enumerate() {
            let found = match (&record.form, &node.holds) {
                (RecordForm::Positional, Holds::Items(items)) => items.get(at),
                (RecordForm::Object, Holds::Members(_)) => {
                    let mut names = std::iter::once(&member.wire).chain(&member.also);
                    names.find_map(|it| node.member(it).ok().flatten())
                }
                _ => None,
            };
            if let Some(found) = found {
                self.value(&member.ty, found);
            }
        }
    }
}
