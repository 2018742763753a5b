//! JSON text, written in the order of the calls and without white space.

use crate::{others::Others, wire::Wire};

/// Bytes that the body of most calls needs.
const ROOM: usize = 512;

/// Writes one JSON value.
///
/// Only `"`, `\` and control characters are escaped: every other character goes out as UTF-8.
#[derive(Default)]
pub struct Writer {
    text: String,
    apart: bool,
}

impl Writer {
    /// Nothing is written yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same, with room for most bodies.
    pub(crate) fn with_room() -> Self {
        Self {
            text: String::with_capacity(ROOM),
            apart: false,
        }
    }

    /// Writes what is in a text that holds several values, instead of the text: what a caller sees.
    pub(crate) fn apart() -> Self {
        Self {
            text: String::new(),
            apart: true,
        }
    }

    /// Whether texts that hold several values are taken apart.
    pub fn takes_apart(&self) -> bool {
        self.apart
    }

    /// What was written.
    pub fn into_text(self) -> String {
        self.text
    }

    /// Writes a string.
    pub fn text(&mut self, text: &str) {
        self.text.push('"');
        let escaped = |it: &u8| matches!(it, b'"' | b'\\' | 0..0x20);
        let mut rest = text;
        while let Some(at) = rest.bytes().position(|it| escaped(&it)) {
            self.text.push_str(&rest[..at]);
            match rest.as_bytes()[at] {
                b'"' => self.text.push_str("\\\""),
                b'\\' => self.text.push_str("\\\\"),
                0x8 => self.text.push_str("\\b"),
                0xc => self.text.push_str("\\f"),
                b'\n' => self.text.push_str("\\n"),
                b'\r' => self.text.push_str("\\r"),
                b'\t' => self.text.push_str("\\t"),
                it => self.text.push_str(&format!("\\u{it:04x}")),
            }
            rest = &rest[at + 1..];
        }
        self.text.push_str(rest);
        self.text.push('"');
    }

    /// Writes what is JSON already.
    pub fn raw(&mut self, json: &str) {
        self.text.push_str(json);
    }

    /// Writes an object.
    pub fn object(&mut self, members: impl FnOnce(&mut ObjectWriter<'_>)) {
        self.text.push('{');
        members(&mut ObjectWriter {
            out: self,
            first: true,
        });
        self.text.push('}');
    }

    /// Writes an array.
    pub fn array(&mut self, items: impl FnOnce(&mut ArrayWriter<'_>)) {
        self.text.push('[');
        items(&mut ArrayWriter {
            out: self,
            first: true,
        });
        self.text.push(']');
    }
}

/// Writes the members of an object.
pub struct ObjectWriter<'w> {
    out: &'w mut Writer,
    first: bool,
}

impl ObjectWriter<'_> {
    /// Writes a member; `None` is left out.
    pub fn member<T: Wire>(&mut self, name: &str, value: &Option<T>) {
        if let Some(value) = value {
            self.value(name, value);
        }
    }

    /// Writes a member.
    pub fn value<T: Wire>(&mut self, name: &str, value: &T) {
        value.write(self.name(name));
    }

    /// Writes a member that is a string.
    pub fn text(&mut self, name: &str, text: &str) {
        self.name(name).text(text);
    }

    /// Writes the members that the client was not generated for, as they were received.
    pub fn others(&mut self, others: &Others) {
        for (name, raw) in others.iter() {
            self.name(name).raw(raw);
        }
    }

    /// Writes the name; the value is the caller's to write.
    pub(crate) fn name(&mut self, name: &str) -> &mut Writer {
        comma(self.out, &mut self.first);
        self.out.text(name);
        self.out.raw(":");
        self.out
    }
}

/// Writes the places of an array.
pub struct ArrayWriter<'w> {
    out: &'w mut Writer,
    first: bool,
}

impl ArrayWriter<'_> {
    /// Writes a place; `None` is `null`, so that the places behind it keep theirs.
    pub fn item<T: Wire>(&mut self, value: &Option<T>) {
        match value {
            Some(value) => self.value(value),
            None => {
                comma(self.out, &mut self.first);
                self.out.raw("null");
            }
        }
    }

    /// Writes a place.
    pub fn value<T: Wire>(&mut self, value: &T) {
        comma(self.out, &mut self.first);
        value.write(self.out);
    }

    /// Goes to the next place; the value is the caller's to write.
    pub(crate) fn next(&mut self) -> &mut Writer {
        comma(self.out, &mut self.first);
        self.out
    }

    /// Writes the places that the client was not generated for, as they were received.
    pub fn others(&mut self, others: &Others) {
        for (_, raw) in others.iter() {
            comma(self.out, &mut self.first);
            self.out.raw(raw);
        }
    }
}

fn comma(out: &mut Writer, first: &mut bool) {
    if !std::mem::replace(first, false) {
        out.raw(",");
    }
}

#[cfg(test)]
mod tests {
    use super::Writer;
    use crate::others::Others;

    #[test]
    fn only_what_must_be_is_escaped() {
        let mut out = Writer::new();
        out.text("a\"\\/\u{1}\n\té\u{2028}\u{7f}😀");
        assert_eq!(
            out.into_text(),
            "\"a\\\"\\\\/\\u0001\\n\\té\u{2028}\u{7f}😀\""
        );
    }

    #[test]
    fn absent_members_are_left_out_and_absent_places_are_null() {
        let others = Others::new(vec![("b c".to_owned(), "[1, 2]".to_owned())]);
        let mut out = Writer::new();
        out.object(|it| {
            it.member::<String>("none", &None);
            it.member("a", &Some(1_i64));
            it.others(&others);
        });
        assert_eq!(out.into_text(), r#"{"a":1,"b c":[1, 2]}"#);

        let mut out = Writer::new();
        out.array(|it| {
            it.item::<String>(&None);
            it.item(&Some(true));
            it.others(&others);
        });
        assert_eq!(out.into_text(), "[null,true,[1, 2]]");
    }
}
