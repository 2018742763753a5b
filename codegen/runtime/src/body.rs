//! From pointers and values, in order, to the text of a JSON object.

use std::borrow::Cow;

use crate::{
    json::unescape_segment,
    value::Value,
    writer::{ObjectWriter, Writer},
};

/// Writes an object. A parent is made where its first member stands.
///
/// `Err` is the pointer of a value that stands where another one does: a fault of the
/// generated table.
pub(crate) fn write<'v>(
    values: impl Iterator<Item = (&'static str, &'v Value)>,
) -> Result<String, &'static str> {
    let mut root = Vec::new();
    for (pointer, value) in values {
        insert(&mut root, pointer, value).ok_or(pointer)?;
    }
    let mut out = Writer::with_room();
    out.object(|it| write_members(&root, it));
    Ok(out.into_text())
}

/// Writes one value.
pub(crate) fn write_value(value: &Value, out: &mut Writer) {
    match value {
        Value::Text(text) | Value::Hidden(text) => out.text(text),
        Value::Number(spelling) | Value::HiddenNumber(spelling) => out.raw(spelling),
        Value::Boolean(true) => out.raw("true"),
        Value::Boolean(false) => out.raw("false"),
        Value::Map(entries) => out.object(|it| {
            for (name, text) in entries {
                it.text(name, text);
            }
        }),
        Value::List(items) => out.array(|it| {
            for item in items {
                write_value(item, it.next());
            }
        }),
    }
}

type Members<'v> = Vec<(Cow<'static, str>, Node<'v>)>;

enum Node<'v> {
    Leaf(&'v Value),
    Object(Members<'v>),
}

fn insert<'v>(root: &mut Members<'v>, pointer: &'static str, value: &'v Value) -> Option<()> {
    let mut members = root;
    let (parents, last) = pointer.rsplit_once('/')?;
    for parent in parents.split('/').skip(1) {
        let name = unescape_segment(parent);
        let index = match members.iter().position(|it| it.0 == name) {
            Some(index) => index,
            None => {
                members.push((name, Node::Object(Vec::new())));
                members.len() - 1
            }
        };
        match &mut members[index].1 {
            Node::Object(below) => members = below,
            Node::Leaf(_) => return None,
        }
    }
    let name = unescape_segment(last);
    if members.iter().any(|it| it.0 == name) {
        return None;
    }
    members.push((name, Node::Leaf(value)));
    Some(())
}

fn write_members(members: &Members<'_>, out: &mut ObjectWriter<'_>) {
    for (name, node) in members {
        let out = out.name(name);
        match node {
            Node::Leaf(value) => write_value(value, out),
            Node::Object(below) => out.object(|it| write_members(below, it)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::write;
    use crate::value::Value;

    #[track_caller]
    fn check(values: &[(&'static str, Value)], written: Result<&str, &'static str>) {
        let res = write(values.iter().map(|(pointer, value)| (*pointer, value)));
        assert_eq!(res.as_deref().map_err(|it| *it), written);
    }

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    #[test]
    fn members_stand_in_the_order_of_the_slots() {
        let values = [
            ("/MerchantID", text("kemrut")),
            ("/source/name", Value::Hidden("J\"D".to_owned())),
            ("/source/a~1b", Value::Number("1.50".to_owned())),
            ("/x/y/z", Value::Boolean(true)),
            ("/map", Value::Map(vec![("b".to_owned(), "1".to_owned())])),
            (
                "/list",
                Value::List(vec![text("a"), Value::Number("1".to_owned())]),
            ),
            ("/none", Value::List(Vec::new())),
        ];
        let written = r#"{"MerchantID":"kemrut","source":{"name":"J\"D","a/b":1.50},"x":{"y":{"z":true}},"map":{"b":"1"},"list":["a",1],"none":[]}"#;
        check(&values, Ok(written));
    }

    #[test]
    fn nothing_is_an_empty_object() {
        check(&[], Ok("{}"));
    }

    #[test]
    fn two_values_cannot_stand_in_one_place() {
        check(&[("/a", text("1")), ("/a", text("2"))], Err("/a"));
        check(&[("/a", text("1")), ("/a/b", text("2"))], Err("/a/b"));
        check(&[("/a/b", text("1")), ("/a", text("2"))], Err("/a"));
        check(&[("a", text("1"))], Err("a"));
    }
}
