//! A reply that says that all is well.

use std::fmt::Write as _;

use crate::client::Canned;
use crate::model::{CodeEntry, CodePlace, Operation, Outcome, Provider, RecordForm, Type};

/// A reply, and what it says; `None` where the spec knows no good one.
pub(super) struct Good {
    pub(super) canned: Canned,
    pub(super) outcome: Option<Outcome>,
}

/// A reply with these texts beside the code.
pub(super) fn good(
    provider: &Provider,
    it: &Operation,
    codes: &[&CodeEntry],
    beside: &[(&str, &str)],
) -> Good {
    let rule = &it.reply;
    let said = said(it, codes);
    let mut status = 200;
    let mut body = Node::of(provider, &rule.ty);
    if let Some((place, row)) = &said {
        match place {
            CodePlace::Http => status = row.code.parse().unwrap_or(status),
            CodePlace::Pointer(pointer) => body.put(pointer, &row.code),
        }
        if let (Some(detail), Some(pointer)) = (&row.detail, rule.details.first()) {
            body.put(pointer, detail);
        }
    }
    for (pointer, text) in beside {
        body.put(pointer, text);
    }
    if let Some(pointer) = rule.references.first() {
        body.put_if_free(pointer, "1234567890");
    }
    for pointer in &rule.needs {
        body.put_if_free(pointer, "Example");
    }
    let outcome = match &said {
        Some((_, row)) => Some(row.outcome),
        None => Some(rule.without_code).filter(|it| is_good(*it)),
    };
    Good {
        canned: Canned {
            operation: it.name.clone(),
            status,
            body: body.json(),
        },
        outcome,
    }
}

/// A JSON object with these texts.
pub(super) fn object(said: &[(&str, &str)]) -> String {
    let mut res = Node::Object(Vec::new());
    for (pointer, text) in said {
        res.put(pointer, text);
    }
    res.json()
}

fn is_good(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Succeeded | Outcome::Pending)
}

/// A code that says so, and where it stands.
fn said<'a>(it: &'a Operation, codes: &[&'a CodeEntry]) -> Option<(&'a CodePlace, &'a CodeEntry)> {
    let placed = |row: &&'a CodeEntry| {
        let success = |code: &str| {
            let code = code.parse::<u16>();
            code.is_ok_and(|it| (200..300).contains(&it))
        };
        let detailed = row.detail.is_none() || !it.reply.details.is_empty();
        let mut places = it.reply.codes.iter();
        let place = places.find(|it| **it != CodePlace::Http || success(&row.code));
        place.filter(|_| detailed).map(|it| (it, *row))
    };
    let rows = |outcome| {
        let rows = codes.iter();
        rows.filter(move |it| it.outcome == outcome)
    };
    let mut all = rows(Outcome::Succeeded).chain(rows(Outcome::Pending));
    all.find_map(placed)
}

/// A JSON value that grows by pointers.
enum Node {
    Text(String),
    Object(Vec<(String, Node)>),
    Array(Vec<Node>),
    Null,
}

impl Node {
    /// The outermost value of that type, with nothing in it.
    fn of(provider: &Provider, ty: &Type) -> Node {
        let form = |name: &str| provider.record(name).map(|it| it.form);
        if let Type::Record(name) = ty
            && form(name) == Some(RecordForm::Positional)
        {
            return Node::Array(Vec::new());
        }
        if matches!(ty, Type::Record(_) | Type::Map | Type::Object) {
            return Node::Object(Vec::new());
        }
        match matches!(ty, Type::List(_)) {
            true => Node::Array(Vec::new()),
            false => Node::Text("Example".to_owned()),
        }
    }

    fn put(&mut self, pointer: &str, text: &str) {
        *self.at(pointer) = Node::Text(text.to_owned());
    }

    fn put_if_free(&mut self, pointer: &str, text: &str) {
        let node = self.at(pointer);
        if let Node::Null = node {
            *node = Node::Text(text.to_owned());
        }
    }

    fn at(&mut self, pointer: &str) -> &mut Node {
        let mut node = self;
        for segment in pointer.split('/').skip(1) {
            let name = segment.replace("~1", "/").replace("~0", "~");
            let index = name.parse::<usize>().ok();
            if let Node::Null | Node::Text(_) = node {
                *node = match index {
                    Some(_) => Node::Array(Vec::new()),
                    None => Node::Object(Vec::new()),
                };
            }
            node = match node {
                Node::Array(items) => {
                    let index = index.unwrap_or_default();
                    while items.len() <= index {
                        items.push(Node::Null);
                    }
                    &mut items[index]
                }
                Node::Object(members) => {
                    let index = members.iter().position(|it| it.0 == name);
                    let index = index.unwrap_or_else(|| {
                        members.push((name, Node::Null));
                        members.len() - 1
                    });
                    &mut members[index].1
                }
                Node::Null | Node::Text(_) => unreachable!("it was made a container"),
            };
        }
        node
    }

    fn json(&self) -> String {
        match self {
            Node::Null => "{}".to_owned(),
            Node::Text(text) => quoted(text),
            Node::Array(items) => {
                let items: Vec<String> = items.iter().map(Node::json).collect();
                format!("[{}]", items.join(", "))
            }
            Node::Object(members) => {
                let member =
                    |(name, value): &(String, Node)| format!("{}: {}", quoted(name), value.json());
                let members: Vec<String> = members.iter().map(member).collect();
                format!("{{{}}}", members.join(", "))
            }
        }
    }
}

/// A JSON string.
fn quoted(text: &str) -> String {
    let mut res = String::from("\"");
    for it in text.chars() {
        match it {
            '"' | '\\' => res.extend(['\\', it]),
            it if it.is_control() => {
                let _ = write!(res, "\\u{:04x}", u32::from(it));
            }
            it => res.push(it),
        }
    }
    res + "\""
}
