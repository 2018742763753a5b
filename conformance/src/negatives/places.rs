//! Every place of a reply that the model knows, and a reply that has them all.

use verbatim_codegen::model::{Callback, CodePlace, Money, Provider, RecordForm, ReplyRule, Type};

use super::tree::{Step, Tree, pointer};
use crate::json::quote;

/// A place of a reply.
#[derive(Debug, Clone)]
pub struct Place<'a> {
    /// Where it is.
    pub read: Vec<Step>,
    /// Where it is in the reply written out again: the first spelling is written.
    pub written: Vec<Step>,
    /// Its type.
    pub ty: &'a Type,
    /// Whether it must not be printed.
    pub masked: bool,
    /// What it belongs to.
    pub of: Holder,
    /// Whether it is in a further item of a list, or is one.
    pub repeats: bool,
}

/// What a place belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// It is the reply.
    Nothing,
    /// An object.
    Record,
    /// An array whose places have meanings.
    Array {
        /// Whether it is the last of them.
        last: bool,
    },
    /// A list.
    List,
}

/// Walks replies of one operation.
pub struct Walk<'a> {
    /// Whose reply it is.
    pub provider: &'a Provider,
    /// Pointers that decide what a reply means.
    pub verdict: Vec<&'a str>,
    /// Whether what is a text or a record becomes a record.
    pub prefers_records: bool,
}

impl<'a> Walk<'a> {
    /// Walks replies of an operation.
    pub fn of_reply(
        provider: &'a Provider,
        reply: &'a ReplyRule,
        prefers_records: bool,
    ) -> Walk<'a> {
        let codes = reply.codes.iter().filter_map(|it| match it {
            CodePlace::Pointer(pointer) => Some(pointer.as_str()),
            CodePlace::Http => None,
        });
        Walk {
            provider,
            verdict: codes
                .chain(reply.details.iter().map(String::as_str))
                .chain(reply.needs.iter().map(String::as_str))
                .collect(),
            prefers_records,
        }
    }

    /// Walks deliveries of a callback.
    pub fn of_callback(
        provider: &'a Provider,
        callback: &'a Callback,
        prefers_records: bool,
    ) -> Walk<'a> {
        let verdict = callback.codes.iter().chain(&callback.details);
        Walk {
            provider,
            verdict: verdict.map(String::as_str).collect(),
            prefers_records,
        }
    }

    /// Whether another value there could change what the reply means.
    pub fn decides(&self, path: &[Step]) -> bool {
        let here = pointer(path);
        let below = |it: &&&str| it.strip_prefix(&here).is_some_and(starts_below);
        self.verdict.iter().any(|it| below(&it))
    }

    /// The reply with every member that a record may have; what decides is left as it is.
    pub fn whole(&self, tree: &Tree, ty: &Type, path: &mut Vec<Step>) -> Tree {
        match (ty, tree) {
            (Type::TextOr(_), Tree::Leaf(_)) if self.prefers_records && !self.decides(path) => {
                self.sample(ty, path)
            }
            (Type::Record(name) | Type::TextOr(name), Tree::Object(members)) => {
                let mut members: Vec<_> = (members.iter())
                    .filter(|it| !it.1.is_null())
                    .cloned()
                    .collect();
                for member in &self.record(name).members {
                    let spelled =
                        |it: &(String, Tree)| it.0 == member.wire || member.also.contains(&it.0);
                    let found = members.iter_mut().find(|it| spelled(it));
                    let name = found.as_ref().map_or(&member.wire, |it| &it.0);
                    path.push(Step::Name(name.clone()));
                    match found {
                        Some(it) => it.1 = self.whole(&it.1, &member.ty, path),
                        None if self.decides(path) => {}
                        None => members.push((member.wire.clone(), self.sample(&member.ty, path))),
                    }
                    path.pop();
                }
                Tree::Object(members)
            }
            (Type::Record(name) | Type::TextOr(name), Tree::Array(items)) => {
                let mut items = items.clone();
                for (index, member) in self.record(name).members.iter().enumerate() {
                    path.push(Step::Place(index));
                    match items.get_mut(index) {
                        Some(it) if !it.is_null() => *it = self.whole(it, &member.ty, path),
                        Some(it) => *it = self.sample(&member.ty, path),
                        None => items.push(self.sample(&member.ty, path)),
                    }
                    path.pop();
                }
                Tree::Array(items)
            }
            (Type::List(item), Tree::Array(items)) => {
                let there: Vec<&Tree> = items.iter().filter(|it| !it.is_null()).collect();
                if there.is_empty() {
                    return self.sample(ty, path);
                }
                let mut res = Vec::new();
                for (index, it) in there.into_iter().enumerate() {
                    path.push(Step::Place(index));
                    res.push(self.whole(it, item, path));
                    path.pop();
                }
                Tree::Array(res)
            }
            (_, tree) => tree.clone(),
        }
    }

    /// A value of this type, with every member.
    fn sample(&self, ty: &Type, path: &mut Vec<Step>) -> Tree {
        let leaf = |it: &str| Tree::Leaf(it.to_owned());
        match ty {
            Type::Money(Money { minor: true, .. }) | Type::Integer => leaf("1"),
            Type::Money(_) => leaf("\"1.50\""),
            Type::Decimal => leaf("1.5"),
            Type::Boolean => leaf("true"),
            Type::Map | Type::Object => Tree::Object(Vec::new()),
            Type::List(item) => {
                path.push(Step::Place(0));
                let item = self.sample(item, path);
                path.pop();
                Tree::Array(vec![item])
            }
            Type::Joined(_, item) => leaf(&quote(&self.sample(item, path).plain())),
            Type::TextOr(_) if !self.prefers_records => leaf("\"sample\""),
            Type::Record(name) | Type::TextOr(name) => match self.record(name).form {
                RecordForm::Object => self.whole(&Tree::Object(Vec::new()), ty, path),
                RecordForm::Positional => self.whole(&Tree::Array(Vec::new()), ty, path),
                RecordForm::Sentence => leaf("\"sample\""),
            },
            Type::Enum(name) => {
                let values = &self.provider.enumeration(name).expect("it is there").values;
                leaf(&quote(&values[0].wire))
            }
            Type::Text
            | Type::Identifier
            | Type::Phone
            | Type::PhoneNumber
            | Type::Reference(_)
            | Type::Timestamp { .. }
            | Type::Url
            | Type::Code => leaf("\"sample\""),
        }
    }

    /// Every place of a reply of this type, itself first; of the items of a list the first alone, since
    /// every other is like it.
    pub fn all(&self, tree: &Tree, ty: &'a Type) -> Vec<Place<'a>> {
        let root = Place {
            read: Vec::new(),
            written: Vec::new(),
            ty,
            masked: false,
            of: Holder::Nothing,
            repeats: false,
        };
        let mut res = Vec::new();
        self.places(tree, root, &mut res);
        res.retain(|it| !it.repeats);
        res
    }

    /// The places of a reply, without their values: a second one of that shape shows nothing new.
    pub fn shape(&self, tree: &Tree, ty: &'a Type) -> String {
        let kind = |it: &Place<'_>| match tree.at(&it.read) {
            Some(Tree::Object(_)) => "{",
            Some(Tree::Array(_)) => "[",
            Some(Tree::Leaf(_)) | None => "",
        };
        let places = self.all(tree, ty);
        let named = places.iter();
        let named = named.map(|it| format!("{}{}", pointer(&it.read), kind(it)));
        named.collect::<Vec<_>>().join(" ")
    }

    fn places(&self, tree: &Tree, here: Place<'a>, res: &mut Vec<Place<'a>>) {
        res.push(here.clone());
        let below = |read: Step, written: Step, ty: &'a Type, masked: bool, of: Holder| Place {
            read: [here.read.as_slice(), &[read]].concat(),
            written: [here.written.as_slice(), &[written]].concat(),
            ty,
            masked,
            of,
            repeats: here.repeats,
        };
        match (here.ty, tree) {
            (Type::Record(name) | Type::TextOr(name), Tree::Object(members)) => {
                for member in &self.record(name).members {
                    let mut spellings = [&member.wire].into_iter().chain(&member.also);
                    let found = spellings.find_map(|it| members.iter().find(|of| of.0 == *it));
                    let Some((name, tree)) = found else {
                        continue;
                    };
                    let masked = member.secret || member.personal;
                    let written = Step::Name(member.wire.clone());
                    let read = Step::Name(name.clone());
                    let place = below(read, written, &member.ty, masked, Holder::Record);
                    self.places(tree, place, res);
                }
            }
            (Type::Record(name) | Type::TextOr(name), Tree::Array(items)) => {
                let members = &self.record(name).members;
                for (index, (member, tree)) in members.iter().zip(items).enumerate() {
                    let masked = member.secret || member.personal;
                    let of = Holder::Array {
                        last: index + 1 == items.len(),
                    };
                    let step = Step::Place(index);
                    let place = below(step.clone(), step, &member.ty, masked, of);
                    self.places(tree, place, res);
                }
            }
            (Type::List(item), Tree::Array(items)) => {
                for (index, tree) in items.iter().enumerate() {
                    let step = Step::Place(index);
                    let mut place = below(step.clone(), step, item, here.masked, Holder::List);
                    place.repeats |= index > 0;
                    self.places(tree, place, res);
                }
            }
            (_, _) => {}
        }
    }

    fn record(&self, name: &str) -> &'a verbatim_codegen::model::Record {
        self.provider.record(name).expect("the model is whole")
    }
}

/// Whether the rest of a pointer is nothing, or goes on below.
fn starts_below(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with('/')
}
