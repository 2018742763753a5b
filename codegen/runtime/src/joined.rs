//! Lists that a provider sends as one text.

use std::fmt;

use crate::{
    json::{Json, Unreadable},
    wire::Wire,
    writer::Writer,
};

/// A list in one text with `BETWEEN` between two items, which keeps the text as it came.
///
/// White space around items is dropped, and so are empty ones. Where `BETWEEN` is a line feed,
/// every line end parts two items: `\n`, `\r\n` and `\r`. `Debug` shows the items and not the text,
/// so what is masked in the items is masked.
#[derive(Clone, PartialEq, Eq)]
pub struct Joined<T, const BETWEEN: char> {
    text: String,
    items: Vec<T>,
}

/// A list in the lines of one text.
pub type Lines<T> = Joined<T, '\n'>;

impl<T, const BETWEEN: char> Joined<T, BETWEEN> {
    /// The items, in order.
    pub fn items(&self) -> &[T] {
        &self.items
    }

    /// The items, taken out.
    pub fn into_items(self) -> Vec<T> {
        self.items
    }

    /// The text as it came. It holds whatever the items hold.
    pub fn as_sent(&self) -> &str {
        &self.text
    }
}

impl<T: Wire, const BETWEEN: char> Wire for Joined<T, BETWEEN> {
    fn read(json: &Json<'_>) -> Result<Self, Unreadable> {
        let text = json.text()?.into_owned();
        let parts = |it: char| it == BETWEEN || (BETWEEN == '\n' && it == '\r');
        let pieces = text.split(parts).map(str::trim).filter(|it| !it.is_empty());
        let items: Result<Vec<T>, Unreadable> = pieces.map(read_text).collect();
        // The path of a piece would lead into the text and nowhere.
        let items = items.map_err(|it| json.unreadable(it.expected()))?;
        Ok(Self { text, items })
    }

    fn write(&self, out: &mut Writer) {
        match out.takes_apart() {
            true => out.array(|it| {
                for item in &self.items {
                    item.write(it.next());
                }
            }),
            false => out.text(&self.text),
        }
    }
}

impl<'a, T, const BETWEEN: char> IntoIterator for &'a Joined<T, BETWEEN> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

impl<T: fmt::Debug, const BETWEEN: char> fmt::Debug for Joined<T, BETWEEN> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.items).finish()
    }
}

/// Reads a text that stands in no JSON of its own.
pub(crate) fn read_text<T: Wire>(text: &str) -> Result<T, Unreadable> {
    let mut out = Writer::new();
    out.text(text);
    T::read(&Json::parse(out.into_text().as_bytes())?)
}

#[cfg(test)]
mod tests {
    use super::{Joined, Lines};
    use crate::{Amount, Masked, json::Json, wire::Wire, writer::Writer};

    fn read<T: Wire>(json: &str) -> T {
        T::read(&Json::parse(json.as_bytes()).expect("JSON")).expect("a list")
    }

    #[test]
    fn every_line_end_parts_two_items() {
        let sent = r#""a\nb\r\nc\rd \n\n  \r\n""#;
        let lines: Lines<String> = read(sent);
        assert_eq!(lines.items(), ["a", "b", "c", "d"]);
        let mut out = Writer::new();
        lines.write(&mut out);
        assert_eq!(out.into_text(), sent);
    }

    #[test]
    fn what_a_caller_sees_can_be_written_instead() {
        let lines: Lines<String> = read(r#""a\nb""#);
        let mut out = Writer::apart();
        lines.write(&mut out);
        assert_eq!(out.into_text(), r#"["a","b"]"#);
    }

    #[test]
    fn another_mark_leaves_lines_whole() {
        let list: Joined<String, ';'> = read(r#""a\nb; c ;;""#);
        assert_eq!(list.items(), ["a\nb", "c"]);
        let none: Joined<String, ';'> = read("\"\"");
        assert!(none.items().is_empty());
    }

    #[test]
    fn debug_masks_what_its_items_mask() {
        let pins: Lines<Masked> = read(r#""canary-1\ncanary-2""#);
        assert_eq!(format!("{pins:?}"), "[***, ***]");
    }

    #[test]
    fn an_item_of_another_type_is_a_fault_at_the_text() {
        let json = Json::parse(br#"{"a":"1,x"}"#).expect("JSON");
        let json = json.at("/a").expect("a node");
        let fault = Joined::<Amount, ','>::read(&json).expect_err("no amounts");
        assert_eq!(fault.to_string(), "expected an amount at `$.a`");
    }
}
