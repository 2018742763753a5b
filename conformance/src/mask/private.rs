//! What of a provider's messages is private, by its spec, and what stands for it.

use verbatim_codegen::model::{
    Field, FieldSource, Location, Member, Operation, Provider, Record, RecordForm, Type,
};

use super::Side;
use crate::json::{Json, Node};

/// Knows which members of the messages of one operation or callback are private.
#[derive(Debug, Clone, Copy)]
pub(super) struct Private<'a> {
    pub(super) provider: &'a Provider,
    /// The operation or callback.
    pub(super) subject: &'a str,
    /// Of a callback: the operation that is asked whether it is true.
    pub(super) asked: Option<&'a str>,
}

impl<'a> Private<'a> {
    /// The fields of the operation, or of the one that is asked after a callback.
    pub(super) fn fields(&self) -> &'a [Field] {
        self.operation().map_or(&[], |it| it.fields.as_slice())
    }

    fn operation(&self) -> Option<&'a Operation> {
        let operation = self.provider.operation(self.subject);
        operation.or_else(|| self.provider.operation(self.asked?))
    }

    /// What stands for a field, when it is private.
    pub(super) fn placeholder_of(&self, field: &Field) -> Option<String> {
        match &field.source {
            FieldSource::Credential(index) => {
                let credential = &self.provider.credentials[*index];
                credential
                    .secret
                    .then(|| format!("<secret:{}>", credential.name))
            }
            FieldSource::Basic { password, .. } => {
                let name = &self.provider.credentials[*password].name;
                Some(format!("<secret:{name}>"))
            }
            FieldSource::Token(index) => {
                Some(format!("<secret:{}>", self.provider.tokens[*index].name))
            }
            FieldSource::Caller
            | FieldSource::Constant(_)
            | FieldSource::Made(_)
            | FieldSource::Signature
            | FieldSource::Parent => {
                placeholder(&field.wire, field.secret, field.personal, &field.ty)
            }
        }
    }

    /// The private scalars of a body, in its order.
    pub(super) fn hidden<'j>(&self, side: Side, json: &'j Json) -> Vec<(&'j Node, String)> {
        let mut res = Vec::new();
        match side {
            Side::Request => {
                for field in self
                    .fields()
                    .iter()
                    .filter(|it| it.location == Location::Body)
                {
                    let placeholder = self.placeholder_of(field);
                    if let (Some(placeholder), Some(node)) = (placeholder, json.at(&field.pointer))
                    {
                        res.extend(json.scalars(node).map(|it| (it, placeholder.clone())));
                    }
                }
            }
            Side::Reply => {
                for ty in self.heard() {
                    self.hidden_in(&ty, json, json.root(), &mut res);
                }
            }
        }
        res.sort_by_key(|it| it.0.compact.start);
        res.dedup_by_key(|it| it.0.compact.start);
        res
    }

    /// The names of private members, wherever they stand: for texts that cannot be read.
    pub(super) fn names(&self, side: Side) -> Vec<(String, String)> {
        let mut res = Vec::new();
        match side {
            Side::Request => {
                for field in self
                    .fields()
                    .iter()
                    .filter(|it| it.location == Location::Body)
                {
                    if let Some(placeholder) = self.placeholder_of(field) {
                        res.push((field.wire.clone(), placeholder));
                    }
                }
            }
            Side::Reply => {
                let mut seen = Vec::new();
                for ty in self.heard() {
                    self.names_in(&ty, &mut seen, &mut res);
                }
            }
        }
        res
    }

    /// The types that the provider's messages are read as. Before a callback is read its shape is
    /// not known: what is private in one shape is private in all.
    fn heard(&self) -> Vec<Type> {
        let reply = self.operation().map(|it| it.reply.ty.clone());
        let callback = self.provider.callback(self.subject);
        let shapes = callback.into_iter().flat_map(|it| &it.shapes);
        let shapes = shapes.map(|it| Type::Record(it.record.clone()));
        reply.into_iter().chain(shapes).collect()
    }

    fn hidden_in<'j>(
        &self,
        ty: &Type,
        json: &'j Json,
        node: &'j Node,
        res: &mut Vec<(&'j Node, String)>,
    ) {
        if let Some(hide) = self.hidden_sentence(ty) {
            res.push((node, hide));
            return;
        }
        if let Type::List(item) = ty {
            for child in json.children(node) {
                self.hidden_in(item, json, child, res);
            }
        }
        let Some(record) = self.record(ty) else {
            return;
        };
        for (index, member) in record.members.iter().enumerate() {
            let values: Vec<_> = match record.form {
                RecordForm::Object => std::iter::once(&member.wire)
                    .chain(&member.also)
                    .filter_map(|it| json.member(node, it))
                    .collect(),
                RecordForm::Positional => json.children(node).nth(index).into_iter().collect(),
                RecordForm::Sentence => Vec::new(),
            };
            let hide = placeholder_of_member(member);
            for value in values {
                match &hide {
                    Some(hide) => res.extend(json.scalars(value).map(|it| (it, hide.clone()))),
                    None => self.hidden_in(&member.ty, json, value, res),
                }
            }
        }
    }

    fn names_in(&self, ty: &Type, seen: &mut Vec<String>, res: &mut Vec<(String, String)>) {
        if let Type::List(item) = ty {
            self.names_in(item, seen, res);
        }
        let Some(record) = self.record(ty) else {
            return;
        };
        if seen.contains(&record.name) {
            return;
        }
        seen.push(record.name.clone());
        for member in &record.members {
            let hide = placeholder_of_member(member);
            match hide.or_else(|| self.hidden_sentence(member.ty.innermost())) {
                Some(hide) => {
                    let spellings = std::iter::once(&member.wire).chain(&member.also);
                    res.extend(spellings.map(|it| (it.clone(), hide.clone())));
                }
                None => self.names_in(&member.ty, seen, res),
            }
        }
    }

    /// What stands for a text in which something is private: whatever it is, the whole is hidden.
    fn hidden_sentence(&self, ty: &Type) -> Option<String> {
        let lines = matches!(ty, Type::Joined(..));
        let record = self.record(if lines { ty.innermost() } else { ty })?;
        match record.form {
            RecordForm::Sentence => record.members.iter().find_map(placeholder_of_member),
            RecordForm::Object | RecordForm::Positional => None,
        }
    }

    fn record(&self, ty: &Type) -> Option<&'a Record> {
        self.provider.record(ty.record()?)
    }
}

fn placeholder_of_member(member: &Member) -> Option<String> {
    placeholder(&member.wire, member.secret, member.personal, &member.ty)
}

/// What stands for a private value; phones are personal whatever else is said of them.
fn placeholder(wire: &str, secret: bool, personal: bool, ty: &Type) -> Option<String> {
    if secret {
        Some(format!("<secret:{wire}>"))
    } else if personal || ty.innermost().is_phone() {
        Some(format!("<personal:{wire}>"))
    } else {
        None
    }
}
