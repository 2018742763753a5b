//! Members that are a text in one reply and an object in another.

use crate::{
    json::{Json, Unreadable},
    wire::Wire,
    writer::Writer,
};

/// A text, or a record; it is written as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextOr<T, S = String> {
    /// A text; a number or boolean by its spelling.
    Text(S),
    /// An object, or an array whose places have meanings.
    Record(T),
}

impl<T, S> TextOr<T, S> {
    /// The text, when it is one.
    pub fn text(&self) -> Option<&S> {
        match self {
            Self::Text(text) => Some(text),
            Self::Record(_) => None,
        }
    }

    /// The record, when it is one.
    pub fn record(&self) -> Option<&T> {
        match self {
            Self::Text(_) => None,
            Self::Record(record) => Some(record),
        }
    }
}

impl<T: Wire, S: Wire> Wire for TextOr<T, S> {
    fn read(json: &Json<'_>) -> Result<Self, Unreadable> {
        match json.raw().as_bytes().first() {
            Some(b'{' | b'[') => T::read(json).map(Self::Record),
            _ => S::read(json).map(Self::Text),
        }
    }

    fn write(&self, out: &mut Writer) {
        match self {
            Self::Text(text) => text.write(out),
            Self::Record(record) => record.write(out),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::TextOr;
    use crate::{Masked, TextMap, json::Json, wire::Wire, writer::Writer};

    #[track_caller]
    fn check(json: &str, text: Option<&str>) {
        let json = Json::parse(json.as_bytes()).expect("JSON");
        let read = TextOr::<TextMap>::read(&json).expect("a text or a map");
        assert_eq!(read.text().map(String::as_str), text);
        assert_eq!(read.record().is_some(), text.is_none());
        let mut out = Writer::new();
        read.write(&mut out);
        assert_eq!(out.into_text(), json.raw());
    }

    #[test]
    fn a_text_or_an_object_is_written_as_it_came() {
        check("\"a text\"", Some("a text"));
        check("\"\"", Some(""));
        check(r#"{"a":"b"}"#, None);
    }

    #[test]
    fn a_masked_text_does_not_print() {
        let json = Json::parse(b"\"canary\"").expect("JSON");
        let read = TextOr::<TextMap, Masked>::read(&json).expect("a text");
        assert_eq!(format!("{read:?}"), "Text(***)");
    }
}
