//! What a JSON text says, byte for byte: its values with their places, and itself without white space.
//!
//! No number is read, no escape is undone, no member is moved: two texts are equal only when a
//! signature over them would be.

mod parse;

use std::ops::Range;

/// A valid JSON text without duplicate keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Json {
    compact: String,
    nodes: Vec<Node>,
}

/// One value of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// RFC 6901, from the root.
    pub pointer: String,
    /// What it is.
    pub kind: NodeKind,
    /// The member's name, escapes undone; absent on items and on the root.
    pub name: Option<String>,
    /// The member's name as spelled, quotes included.
    pub spelled_name: Option<String>,
    /// Where it stands in [`Json::compact`].
    pub compact: Range<usize>,
    /// Where it stands in the text that was read, in bytes.
    pub source: Range<usize>,
    /// Line and column in the text that was read, both from 1.
    pub place: (usize, usize),
    /// Indexes of its members or items, in order.
    pub children: Vec<usize>,
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NodeKind {
    /// `{…}`
    Object,
    /// `[…]`
    Array,
    /// `"…"`
    Text,
    /// `-1.50e3`
    Number,
    /// `true`, `false`, `null`
    Word,
}

/// Why a text is no JSON that can be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadJson {
    /// Line and column, both from 1.
    pub place: (usize, usize),
    /// What is wrong there.
    pub what: String,
}

impl Json {
    /// Reads a text.
    ///
    /// # Errors
    ///
    /// The first place where it is no JSON (RFC 8259), nests deeper than 128, or holds a key twice.
    pub fn read(source: &str) -> Result<Json, BadJson> {
        parse::parse(source)
    }

    /// The same for bytes, which must be UTF-8.
    ///
    /// # Errors
    ///
    /// As [`Json::read`].
    pub fn read_bytes(source: &[u8]) -> Result<Json, BadJson> {
        match std::str::from_utf8(source) {
            Ok(text) => Json::read(text),
            Err(fault) => Err(BadJson {
                place: (1, 1),
                what: format!("is no UTF-8 from byte {} on", fault.valid_up_to()),
            }),
        }
    }

    pub(crate) fn new(compact: String, nodes: Vec<Node>) -> Json {
        Json { compact, nodes }
    }

    /// The text without insignificant white space.
    pub fn compact(&self) -> &str {
        &self.compact
    }

    /// The value at the root.
    pub fn root(&self) -> &Node {
        &self.nodes[0]
    }

    /// Every value, parents before children, in the order of the text.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The value at a JSON pointer.
    pub fn at(&self, pointer: &str) -> Option<&Node> {
        self.nodes.iter().find(|it| it.pointer == pointer)
    }

    /// The members or items of a value, in order.
    pub fn children<'a>(&'a self, node: &'a Node) -> impl Iterator<Item = &'a Node> {
        node.children.iter().map(|it| &self.nodes[*it])
    }

    /// The member of that name.
    pub fn member<'a>(&'a self, node: &'a Node, name: &str) -> Option<&'a Node> {
        self.children(node)
            .find(|it| it.name.as_deref() == Some(name))
    }

    /// A value as spelled, without white space.
    pub fn spelled(&self, node: &Node) -> &str {
        &self.compact[node.compact.clone()]
    }

    /// A scalar's text: a string with its escapes undone, anything else as spelled.
    pub fn plain(&self, node: &Node) -> String {
        let spelled = self.spelled(node);
        match node.kind {
            NodeKind::Text => unescape(spelled),
            NodeKind::Object | NodeKind::Array | NodeKind::Number | NodeKind::Word => {
                spelled.to_owned()
            }
        }
    }

    /// The scalars in a value, itself included.
    pub fn scalars<'a>(&'a self, node: &'a Node) -> impl Iterator<Item = &'a Node> {
        let inside = node.compact.clone();
        self.nodes.iter().filter(move |it| {
            inside.start <= it.compact.start
                && it.compact.end <= inside.end
                && !matches!(it.kind, NodeKind::Object | NodeKind::Array)
        })
    }
}

/// A text as a JSON string, with no more escapes than there must be.
pub fn quote(text: &str) -> String {
    let mut res = String::with_capacity(text.len() + 2);
    res.push('"');
    for it in text.chars() {
        match it {
            '"' => res.push_str("\\\""),
            '\\' => res.push_str("\\\\"),
            '\n' => res.push_str("\\n"),
            '\r' => res.push_str("\\r"),
            '\t' => res.push_str("\\t"),
            it if it < ' ' => res.push_str(&format!("\\u{:04x}", u32::from(it))),
            it => res.push(it),
        }
    }
    res.push('"');
    res
}

/// A spelled string, quotes included, as the text it stands for; a lone surrogate becomes U+FFFD.
pub(crate) fn unescape(spelled: &str) -> String {
    let inner = spelled
        .strip_prefix('"')
        .and_then(|it| it.strip_suffix('"'))
        .unwrap_or(spelled);
    if !inner.contains('\\') {
        return inner.to_owned();
    }
    let mut units: Vec<u16> = Vec::new();
    let mut chars = inner.chars();
    while let Some(it) = chars.next() {
        let plain = match (it, if it == '\\' { chars.next() } else { None }) {
            (_, Some('u')) => {
                let digits: String = chars.by_ref().take(4).collect();
                units.push(u16::from_str_radix(&digits, 16).unwrap_or(0xfffd));
                continue;
            }
            (_, Some('n')) => '\n',
            (_, Some('r')) => '\r',
            (_, Some('t')) => '\t',
            (_, Some('b')) => '\u{8}',
            (_, Some('f')) => '\u{c}',
            (_, Some(other)) => other,
            (it, None) => it,
        };
        units.extend_from_slice(plain.encode_utf16(&mut [0; 2]));
    }
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(source: &str, compact: &str) {
        assert_eq!(Json::read(source).unwrap().compact(), compact);
    }

    #[track_caller]
    fn refuses(source: &str, place: (usize, usize), what: &str) {
        let fault = Json::read(source).unwrap_err();
        assert_eq!((fault.place, fault.what.as_str()), (place, what));
    }

    #[test]
    fn only_white_space_outside_strings_is_taken_out() {
        check(
            " { \"a b\" : [ 1 , 2.50 ,\t-0e+1 ] ,\r\n \"c\\u0041\": \" x \" }\n",
            r#"{"a b":[1,2.50,-0e+1],"c\u0041":" x "}"#,
        );
    }

    #[test]
    fn duplicate_keys_are_refused_whatever_their_escapes() {
        refuses(
            "{\"a\": 1,\n \"\\u0061\": 2}",
            (2, 2),
            "the key `a` stands twice",
        );
    }

    #[test]
    fn what_is_no_json_is_refused_with_its_place() {
        refuses("", (1, 1), "a value is missing");
        refuses("{\"a\": 01}", (1, 8), "expected `,` or `}`, found `1`");
        refuses("{\"a\": 1,}", (1, 9), "expected a key, found `}`");
        refuses(
            "{\"a\": 1} x",
            (1, 10),
            "nothing may follow the value, found `x`",
        );
        refuses("[1 2]", (1, 4), "expected `,` or `]`, found `2`");
        refuses("{'a': 1}", (1, 2), "expected a key, found `'`");
        refuses("\"a\nb\"", (1, 3), "a control character must be escaped");
        refuses("\"\\x\"", (1, 3), "`\\x` is no escape");
        refuses("nul", (1, 1), "expected a value, found `n`");
        refuses("1.", (1, 3), "a digit is missing");
        refuses("[", (1, 2), "a value is missing");
        refuses(&"[".repeat(200), (1, 129), "nests deeper than 128");
    }

    #[test]
    fn values_are_found_by_pointer_with_their_place() {
        let json = Json::read("{\"a/b\": {\n  \"~\": [null, \"x\\ty\"]}}").unwrap();
        let node = json.at("/a~1b/~0/1").unwrap();
        assert_eq!(json.plain(node), "x\ty");
        assert_eq!(json.spelled(node), "\"x\\ty\"");
        assert_eq!(node.place, (2, 15));
    }

    #[test]
    fn surrogate_pairs_are_one_character() {
        assert_eq!(unescape("\"\\ud83d\\ude00\\ud83d\""), "😀\u{fffd}");
        assert_eq!(unescape(&quote("a\"\\\u{1}\n😀")), "a\"\\\u{1}\n😀");
    }
}
