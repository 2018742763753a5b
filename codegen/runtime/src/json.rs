//! JSON as it was received: a tree of borrowed texts in which every number keeps its spelling.
//!
//! There is a tokenizer here, and not a crate's value type, because such a type changes with
//! the features that some other crate of the build turns on: the order of members, the
//! spelling of numbers. Nothing here can change a byte that way.

mod members;
mod scan;

use std::{borrow::Cow, fmt, rc::Rc};

pub use members::{Items, Members};
use scan::Scan;

/// What a member is expected to have.
const TWO: &str = "one value and not two";
/// The path of a whole text.
const ROOT: &str = "$";

/// One node of a JSON text, and its path.
#[derive(Clone)]
pub struct Json<'a> {
    raw: &'a str,
    /// Where what holds it is; nothing is `$`. The path of a value is spelled only when it is asked for.
    above: Option<Rc<str>>,
    step: Step<'a>,
    /// The members of a whole text that is an object: they are asked for again and again.
    held: Option<Rc<[Held<'a>]>>,
}

/// Name and text of a member.
type Held<'a> = (Cow<'a, str>, &'a str);

/// From what holds a value to the value.
#[derive(Clone)]
enum Step<'a> {
    /// It is the whole text.
    None,
    Name(Cow<'a, str>),
    Index(usize),
}

/// JSON that is not what was expected: where, and what was. It never holds the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    path: String,
    expected: &'static str,
}

impl<'a> Json<'a> {
    /// Reads a whole text. A byte order mark and white space around it are no matter.
    ///
    /// # Errors
    ///
    /// When it is not UTF-8, not JSON, or nested deeper than 128 levels.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, Unreadable> {
        let root = |expected| Unreadable::new("$".to_owned(), expected);
        let text = std::str::from_utf8(bytes).map_err(|_| root("UTF-8"))?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut scan = Scan::new(text);
        let mut held = Vec::new();
        let mut hold = |name, raw| held.push((scan::unescape(name), raw));
        let raw = scan.whole(&mut hold).map_err(|it| it.below(ROOT))?;
        if !scan.is_done() {
            return Err(root("the end of the text"));
        }
        Ok(Self {
            raw,
            above: None,
            step: Step::None,
            held: raw.starts_with('{').then(|| held.into()),
        })
    }

    /// The text of this node, as received.
    pub fn raw(&self) -> &'a str {
        self.raw
    }

    /// Where it is: `$.a[0].b`, and `$['a b']` for names that are no plain words.
    pub fn path(&self) -> String {
        let above = self.above.as_deref().unwrap_or(ROOT);
        match &self.step {
            Step::None => above.to_owned(),
            Step::Name(name) => format!("{above}{}", member_step(name)),
            Step::Index(index) => format!("{above}[{index}]"),
        }
    }

    /// The path where it is not [`ROOT`], to stand above other ones.
    fn trail(&self) -> Option<Rc<str>> {
        match self.step {
            Step::None => None,
            Step::Name(_) | Step::Index(_) => Some(self.path().into()),
        }
    }

    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        self.raw == "null"
    }

    /// The text of a string; the spelling of a number or boolean.
    ///
    /// # Errors
    ///
    /// When it is an object, an array or `null`.
    pub fn text(&self) -> Result<Cow<'a, str>, Unreadable> {
        match self.raw.as_bytes().first() {
            Some(b'"') => Ok(scan::unescape(self.raw)),
            Some(b'{' | b'[') => Err(self.unreadable("a text")),
            _ if self.is_null() => Err(self.unreadable("a text")),
            _ => Ok(Cow::Borrowed(self.raw)),
        }
    }

    /// Its members.
    ///
    /// # Errors
    ///
    /// When it is no object.
    pub fn members(&self) -> Result<Members<'a>, Unreadable> {
        Members::of(self)
    }

    /// Its places.
    ///
    /// # Errors
    ///
    /// When it is no array.
    pub fn items(&self) -> Result<Items<'a>, Unreadable> {
        Items::of(self)
    }

    /// The node at an RFC 6901 pointer; `None` when there is none, or two that differ.
    pub fn at(&self, pointer: &str) -> Option<Json<'a>> {
        self.look(pointer).ok().flatten()
    }

    /// That this is not what was expected.
    pub fn unreadable(&self, expected: &'static str) -> Unreadable {
        Unreadable::new(self.path(), expected)
    }

    /// The member of this name; two that differ are none.
    fn member(&self, name: &str) -> Result<Option<Json<'a>>, Unreadable> {
        let mut found: Option<Held<'a>> = None;
        let mut two = false;
        let mut tell = |is: &Cow<'a, str>, raw| {
            if is == name {
                two |= found.as_ref().is_some_and(|it| it.1 != raw);
                found.get_or_insert_with(|| (is.clone(), raw));
            }
        };
        match &self.held {
            Some(held) => held.iter().for_each(|it| tell(&it.0, it.1)),
            None => {
                let scanned =
                    Scan::new(self.raw).object(&mut |it, raw| tell(&scan::unescape(it), raw));
                scanned.map_err(|it| it.below(&self.path()))?;
            }
        }
        let Some((name, raw)) = found else {
            return Ok(None);
        };
        let json = self.below(raw, Step::Name(name));
        match two {
            true => Err(json.unreadable(TWO)),
            false => Ok(Some(json)),
        }
    }

    /// What stands one step below, as this text.
    fn below(&self, raw: &'a str, step: Step<'a>) -> Json<'a> {
        Json {
            raw,
            above: self.trail(),
            step,
            held: None,
        }
    }

    fn item(&self, index: usize) -> Option<Json<'a>> {
        let (mut at, mut found) = (0, None);
        let mut tell = |raw| {
            if at == index {
                found = Some(raw);
            }
            at += 1;
        };
        Scan::new(self.raw).array(&mut tell).ok()?;
        found.map(|raw| self.below(raw, Step::Index(index)))
    }

    /// The node at an RFC 6901 pointer.
    ///
    /// # Errors
    ///
    /// When a member on the way is there twice with different values: which one the provider
    /// means cannot be known.
    pub(crate) fn look(&self, pointer: &str) -> Result<Option<Json<'a>>, Unreadable> {
        let mut here = self.clone();
        if pointer.is_empty() {
            return Ok(Some(here));
        }
        let Some(pointer) = pointer.strip_prefix('/') else {
            return Ok(None);
        };
        for segment in pointer.split('/') {
            let segment = unescape_segment(segment);
            let below = match here.raw.as_bytes().first() {
                Some(b'{') => here.member(&segment)?,
                Some(b'[') => array_index(&segment).and_then(|it| here.item(it)),
                _ => None,
            };
            match below {
                Some(it) => here = it,
                None => return Ok(None),
            }
        }
        Ok(Some(here))
    }
}

impl fmt::Debug for Json<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Json").field(&self.path()).finish()
    }
}

impl Unreadable {
    /// Where in the text: `$.a[0].b`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What was expected there.
    pub fn expected(&self) -> &'static str {
        self.expected
    }

    fn new(path: String, expected: &'static str) -> Self {
        Self { path, expected }
    }

    /// The same fault, seen from one level up.
    fn below(mut self, parent: &str) -> Self {
        self.path.insert_str(0, parent);
        self
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {} at `{}`", self.expected, self.path)
    }
}

impl std::error::Error for Unreadable {}

/// One segment of an RFC 6901 pointer, as the name it stands for.
pub(crate) fn unescape_segment(segment: &str) -> Cow<'_, str> {
    if segment.contains('~') {
        Cow::Owned(segment.replace("~1", "/").replace("~0", "~"))
    } else {
        Cow::Borrowed(segment)
    }
}

/// An index as RFC 6901 writes it: digits, without needless zeros.
fn array_index(segment: &str) -> Option<usize> {
    let plain = segment.bytes().all(|it| it.is_ascii_digit());
    let needless = segment.len() > 1 && segment.starts_with('0');
    (plain && !needless).then(|| segment.parse().ok()).flatten()
}

/// The step from an object to its member, as a path says it.
fn member_step(name: &str) -> String {
    const MAX_NAME_CHARS: usize = 64;
    let starts = name.starts_with(|it: char| it.is_ascii_alphabetic() || it == '_');
    let plain = name
        .chars()
        .all(|it| it.is_ascii_alphanumeric() || it == '_');
    // A name comes from the other side and can be as long as the reply.
    let short: String = name.chars().take(MAX_NAME_CHARS).collect();
    if starts && plain {
        format!(".{short}")
    } else {
        let quoted = short.replace('\\', "\\\\").replace('\'', "\\'");
        format!("['{quoted}']")
    }
}

#[cfg(test)]
mod tests {
    use super::Json;

    fn parse(text: &str) -> Json<'_> {
        Json::parse(text.as_bytes()).expect("JSON")
    }

    #[test]
    fn a_pointer_goes_through_objects_and_arrays() {
        let json = parse(r#"[{"a b":{"c/d":[1,2.50]}}]"#);
        let node = json.at("/0/a b/c~1d/1").expect("a node");
        assert_eq!(node.raw(), "2.50");
        assert_eq!(node.path(), "$[0]['a b']['c/d'][1]");
        for pointer in ["/1", "/00", "/0/x", "/-", "0", "/0/a b/c~1d/1/x"] {
            assert!(json.at(pointer).is_none(), "{pointer}");
        }
        assert_eq!(json.at("").map(|it| it.path()).as_deref(), Some("$"));
    }

    #[test]
    fn two_members_that_differ_are_no_answer() {
        assert!(parse(r#"{"a":1,"a":2}"#).at("/a").is_none());
        assert!(parse(r#"{"a":1,"a":2}"#).look("/a").is_err());
        assert!(parse(r#"{"a":1,"\u0061":1}"#).at("/a").is_some());
    }

    #[test]
    fn a_byte_order_mark_and_white_space_are_no_matter() {
        assert_eq!(parse("\u{feff} \r\n{}\t ").raw(), "{}");
    }

    #[test]
    fn a_fault_says_where_and_not_what() {
        let text = br#"{"a":[1,{"b":canary}]}"#;
        let fault = Json::parse(text).expect_err("no JSON");
        assert_eq!(fault.to_string(), "expected a value at `$.a[1].b`");
    }

    #[test]
    fn what_is_no_json_is_refused() {
        let texts = [
            "",
            " ",
            "{",
            "[1,]",
            "{\"a\":1,}",
            "01",
            "1.",
            "+1",
            "1e",
            "-",
            ".5",
            "nul",
            "nullx",
            "\"a",
            "\"\n\"",
            "\"\\x\"",
            "\"\\u12\"",
            "{} {}",
            "{a:1}",
            "'a'",
            "[1 2]",
            "\u{feff}",
        ];
        for text in texts {
            assert!(Json::parse(text.as_bytes()).is_err(), "{text}");
        }
        assert!(Json::parse(b"\"\xff\"").is_err());
    }

    #[test]
    fn depth_is_bounded() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(Json::parse(nested(128).as_bytes()).is_ok());
        assert!(Json::parse(nested(129).as_bytes()).is_err());
        assert!(Json::parse("[".repeat(1 << 20).as_bytes()).is_err());
    }

    #[test]
    fn escapes_are_read_and_lone_surrogates_replaced() {
        let json = parse(r#""\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00\ud800x""#);
        let text = json.text().expect("a text");
        assert_eq!(text, "\"\\/\u{8}\u{c}\n\r\té😀\u{fffd}x");
    }

    #[test]
    fn debug_shows_no_value() {
        assert_eq!(format!("{:?}", parse("\"canary\"")), "Json(\"$\")");
    }
}
