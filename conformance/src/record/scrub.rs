//! From what was on the wire to what may be written: the same, with placeholders.

use std::collections::HashSet;

use verbatim_codegen::model::{Member, Provider, Record, RecordForm, Rule, Type};

use super::harmless::Harmless;
use super::placeholders::{Placeholders, Wanted};
use crate::json::{Json, Node, NodeKind, quote};

/// What the spec says of a value.
#[derive(Clone, Copy)]
pub(crate) struct What<'a> {
    pub(crate) ty: &'a Type,
    pub(crate) rules: &'a [Rule],
    /// Secret or personal.
    pub(crate) private: bool,
    /// Whether it may be kept, whatever it is.
    pub(crate) harmless: bool,
}

/// No value of its kind is free.
#[derive(Debug)]
pub(crate) struct NoneFree {
    /// Where.
    pub(crate) slot: String,
}

/// Puts placeholders where values were.
pub(crate) struct Scrub<'a> {
    pub(crate) provider: &'a Provider,
    pub(crate) harmless: Harmless<'a>,
    pub(crate) placeholders: Placeholders<'a>,
    /// What was kept because the spec says that it may be, with its place as it is told.
    pub(crate) kept: HashSet<(String, String)>,
    /// How many members and items were left out that the spec does not have.
    pub(crate) dropped: usize,
}

impl<'a> Scrub<'a> {
    /// One text.
    pub(crate) fn text(
        &mut self,
        what: What<'_>,
        text: &str,
        slot: &str,
        pointer: Option<&str>,
    ) -> Result<String, NoneFree> {
        self.plain(what, text, false, slot, pointer)
    }

    fn plain(
        &mut self,
        what: What<'_>,
        text: &str,
        number: bool,
        slot: &str,
        pointer: Option<&str>,
    ) -> Result<String, NoneFree> {
        if let Type::Joined(between, item) = what.ty {
            return self.joined(What { ty: item, ..what }, text, *between, slot);
        }
        if let Type::Record(name) | Type::TextOr(name) = what.ty
            && let Some(record) = self.provider.record(name)
            && record.form == RecordForm::Sentence
        {
            return self.sentence(record, text, slot);
        }
        if what.harmless && !what.private {
            self.kept.insert((slot.to_owned(), text.to_owned()));
            return Ok(text.to_owned());
        }
        if !what.private && self.harmless.is(what.ty, text, pointer) {
            return Ok(text.to_owned());
        }
        let wanted = Wanted {
            ty: what.ty,
            rules: what.rules,
            number,
        };
        let found = self.placeholders.of(text, wanted);
        found.ok_or_else(|| NoneFree {
            slot: slot.to_owned(),
        })
    }

    /// The items of a list that is one text.
    fn joined(
        &mut self,
        what: What<'_>,
        text: &str,
        between: char,
        slot: &str,
    ) -> Result<String, NoneFree> {
        let ends = |it: char| it == between || (between == '\n' && it == '\r');
        let mut res = String::new();
        let mut rest = text;
        while !rest.is_empty() {
            let end = rest.find(ends).unwrap_or(rest.len());
            res.push_str(&self.plain(what, &rest[..end], false, slot, None)?);
            let after = rest[end..].chars().next().map_or(0, char::len_utf8);
            res.push_str(&rest[end..end + after]);
            rest = &rest[end + after..];
        }
        Ok(res)
    }

    /// A text whose places have meanings: what stands between them is the document's.
    fn sentence(&mut self, record: &Record, text: &str, slot: &str) -> Result<String, NoneFree> {
        let ty = Type::Text;
        let free = What {
            ty: &ty,
            rules: &[],
            private: true,
            harmless: false,
        };
        let Some(pieces) = pieces(&record.pattern, text) else {
            return self.plain(free, text, false, slot, None);
        };
        let mut res = String::new();
        let mut members = record.members.iter();
        for piece in pieces {
            match piece {
                Piece::Between(text) => res.push_str(text),
                Piece::Value(text) => {
                    let what = members.next().map_or(free, What::of);
                    res.push_str(&self.plain(what, text, false, slot, None)?);
                }
            }
        }
        Ok(res)
    }

    /// A value of a body, as JSON. `pointer` is where it stands in a reply.
    pub(crate) fn value(
        &mut self,
        what: What<'_>,
        json: &Json,
        node: &Node,
        slot: &dyn Fn(&Node) -> String,
        reply: bool,
    ) -> Result<String, NoneFree> {
        let record = if let Type::Record(name) | Type::TextOr(name) = what.ty {
            self.provider.record(name)
        } else {
            None
        };
        match (node.kind, what.ty, record.map(|it| (it, it.form))) {
            (NodeKind::Object, _, Some((record, RecordForm::Object))) => {
                let mut members = Vec::new();
                for child in json.children(node) {
                    let name = child.name.as_deref().unwrap_or_default();
                    let known = record.members.iter().find(|it| is_named(it, name));
                    let what = match known {
                        Some(member) => What::of(member),
                        None if reply && self.harmless.leads_on(&child.pointer) => free(),
                        None => {
                            self.dropped += 1;
                            continue;
                        }
                    };
                    let value = self.value(what, json, child, slot, reply)?;
                    members.push(format!("{}:{value}", quote(name)));
                }
                Ok(format!("{{{}}}", members.join(",")))
            }
            (NodeKind::Array, _, Some((record, RecordForm::Positional))) => {
                let mut items = Vec::new();
                for (at, child) in json.children(node).enumerate() {
                    match record.members.get(at) {
                        Some(it) => {
                            items.push(self.value(What::of(it), json, child, slot, reply)?);
                        }
                        None => self.dropped += 1,
                    }
                }
                Ok(format!("[{}]", items.join(",")))
            }
            (NodeKind::Array, Type::List(item), _) => {
                let mut items = Vec::new();
                for child in json.children(node) {
                    let what = What { ty: item, ..what };
                    items.push(self.value(what, json, child, slot, reply)?);
                }
                Ok(format!("[{}]", items.join(",")))
            }
            (NodeKind::Object, Type::Map, _) => {
                let mut members = Vec::new();
                for child in json.children(node) {
                    let name = child.name.as_deref().unwrap_or_default();
                    let what = What {
                        private: true,
                        ..free()
                    };
                    let name = self.text(what, name, &slot(child), None)?;
                    let value = self.value(what, json, child, slot, reply)?;
                    members.push(format!("{}:{value}", quote(&name)));
                }
                Ok(format!("{{{}}}", members.join(",")))
            }
            (NodeKind::Object | NodeKind::Array, _, _) => self.other(json, node, slot, reply),
            (NodeKind::Word, _, _) => {
                // True, false or nothing at all.
                Ok(json.spelled(node).to_owned())
            }
            (NodeKind::Text | NodeKind::Number, ty, _) => {
                let (text, number) = (json.plain(node), node.kind == NodeKind::Number);
                let what = What {
                    ty: ty.item(),
                    ..what
                };
                let pointer = reply.then_some(node.pointer.as_str());
                let text = self.plain(what, &text, number, &slot(node), pointer)?;
                Ok(if number { text } else { quote(&text) })
            }
        }
    }

    /// An object or an array where the spec has none: what pointers lead to is kept, and its kind.
    fn other(
        &mut self,
        json: &Json,
        node: &Node,
        slot: &dyn Fn(&Node) -> String,
        reply: bool,
    ) -> Result<String, NoneFree> {
        let object = node.kind == NodeKind::Object;
        let mut res = Vec::new();
        for child in json.children(node) {
            if reply && self.harmless.leads_on(&child.pointer) {
                let value = self.value(free(), json, child, slot, reply)?;
                match &child.name {
                    Some(name) => res.push(format!("{}:{value}", quote(name))),
                    None => res.push(value),
                }
            } else {
                self.dropped += 1;
                if !object {
                    res.push("null".to_owned());
                }
            }
        }
        while !object && res.last().is_some_and(|it| it == "null") {
            res.pop();
        }
        Ok(match object {
            true => format!("{{{}}}", res.join(",")),
            false => format!("[{}]", res.join(",")),
        })
    }
}

impl<'a> What<'a> {
    fn of(member: &'a Member) -> What<'a> {
        What {
            ty: &member.ty,
            rules: &[],
            private: member.secret || member.personal,
            harmless: member.harmless,
        }
    }
}

/// A text of which the spec says nothing.
fn free() -> What<'static> {
    What {
        ty: &Type::Text,
        rules: &[],
        private: false,
        harmless: false,
    }
}

fn is_named(member: &Member, name: &str) -> bool {
    member.wire == name || member.also.iter().any(|it| it == name)
}

enum Piece<'a> {
    Between(&'a str),
    Value(&'a str),
}

/// A text taken apart by a pattern with `{…}` for its places; `None` where it does not fit.
fn pieces<'a>(pattern: &str, text: &'a str) -> Option<Vec<Piece<'a>>> {
    let mut res = Vec::new();
    let (mut pattern, mut rest) = (pattern, text);
    loop {
        let (before, after) = pattern.split_once('{').unwrap_or((pattern, ""));
        let at = match res.len() {
            0 => rest.starts_with(before).then_some(0)?,
            _ if after.is_empty() && before.is_empty() => rest.len(),
            _ => rest.find(before)?,
        };
        if !res.is_empty() {
            res.push(Piece::Value(&rest[..at]));
        }
        res.push(Piece::Between(&rest[at..at + before.len()]));
        rest = &rest[at + before.len()..];
        match after.split_once('}') {
            Some((_, after)) => pattern = after,
            None => return rest.is_empty().then_some(res),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Piece, pieces};

    #[track_caller]
    fn check(pattern: &str, text: &str, values: Option<&[&str]>) {
        let found = pieces(pattern, text);
        let found = found.map(|it| {
            let value = |it: &Piece<'_>| match it {
                Piece::Value(text) => Some((*text).to_owned()),
                Piece::Between(_) => None,
            };
            it.iter().filter_map(value).collect::<Vec<_>>()
        });
        let values = values.map(|it| it.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>());
        assert_eq!(found, values, "{pattern} {text}");
    }

    #[test]
    fn a_sentence_is_taken_apart_by_what_stands_between_its_places() {
        check("Serial {a}, pin {b}", "Serial 1, pin 2", Some(&["1", "2"]));
        check("{a} of {b}.", "1 of 2.", Some(&["1", "2"]));
        check("({a})", "(1", None);
        check("Serial {a}", "Pin 1", None);
    }
}
