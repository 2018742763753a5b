//! Every way of spoiling a text: each member of JSON, each pair of a query or form, and the whole.

use super::places::{Holder, Place};
use super::tree::{Step, Tree, json_path};
use crate::json::quote;

/// Something that is wrong in one way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Negative {
    /// What is wrong: `$.data.amount is null`.
    pub what: String,
    /// The body.
    pub body: String,
    /// The HTTP status, where it is not that of the good one.
    pub status: Option<u16>,
}

impl Negative {
    fn new(what: String, body: String) -> Negative {
        Negative {
            what,
            body,
            status: None,
        }
    }
}

/// What a member is given instead of its value.
const GIVEN: [(&str, &str); 31] = [
    ("null", "null"),
    ("a whole number", "7"),
    ("zero", "0"),
    ("zero as text", "\"0\""),
    ("one", "1"),
    ("one as text", "\"1\""),
    ("a number with decimals", "7.50"),
    ("a whole number as text", "\"7\""),
    ("a number with decimals as text", "\"7.50\""),
    ("beyond the whole numbers of a float", "9007199254740993"),
    ("beyond them, as text", "\"9007199254740993\""),
    ("a number with an exponent", "1e3"),
    ("a number with an exponent as text", "\"1e3\""),
    ("a negative number", "-7"),
    ("a negative number as text", "\"-7\""),
    ("a number with leading zeros as text", "\"007\""),
    ("a day that is none", "\"2026-02-30 25:61:00\""),
    ("minus zero", "-0"),
    ("minus zero as text", "\"-0\""),
    ("a number with a plus as text", "\"+5\""),
    ("a text that is listed nowhere", "\"unlisted\""),
    (
        "a text that needs escapes",
        "\"\\u0001\\n\\\"\\\\\\ud83d\\ude00\"",
    ),
    ("a text between spaces", "\" 7 \""),
    ("an empty text", "\"\""),
    ("true", "true"),
    ("true as text", "\"true\""),
    ("false", "false"),
    ("false as text", "\"false\""),
    ("an object", "{\"unlisted\":1}"),
    ("an empty object", "{}"),
    ("an array", "[]"),
];
/// Longer than any text of a document.
const LONG_CHARS: usize = 5000;
/// A member that no client knows.
const UNKNOWN: &str = "{\"a\":[1.0,null,\"é\"]}";
const UNKNOWN_NAME: &str = "not known to any client";
/// The body ends after every so many bytes.
const CUT_BYTES: usize = 16;
/// Deeper than any reply.
const DEPTH: usize = 200;

/// Every way of spoiling one place of a reply, or of a delivery.
pub fn of_place(place: &Place<'_>, base: &Tree, res: &mut Vec<Negative>) {
    let Some(here) = base.at(&place.read) else {
        return;
    };
    let path = json_path(&place.read);
    let mut add = |how: String, body: &Tree| {
        res.push(Negative::new(format!("{path} {how}"), body.to_string()));
    };
    if let Some((last, above)) = place.read.split_last() {
        for (how, json) in GIVEN {
            let given = Tree::Leaf(json.to_owned());
            add(format!("is {how}"), &base.with(&place.read, given));
        }
        let long = Tree::Leaf(quote(&"x".repeat(LONG_CHARS)));
        let long = base.with(&place.read, long);
        add(format!("is a text of {LONG_CHARS} characters"), &long);
        if let Some(other) = another_end(here) {
            let other = base.with(&place.read, other);
            add("ends in another character".to_owned(), &other);
        }
        // What stands at a place of an array has others behind it.
        if place.of != (Holder::Array { last: false }) {
            add("is absent".to_owned(), &base.without(&place.read));
        }
        if let Step::Name(name) = last {
            for (how, json) in [("the same", here.to_string()), ("another", quote("other"))] {
                let twice = base.with_more(above, name, Tree::Leaf(json));
                add(format!("comes again with {how} value"), &twice);
            }
        }
    }
    match here {
        Tree::Object(_) | Tree::Array(_) => {
            let unknown = Tree::Leaf(UNKNOWN.to_owned());
            let more = base.with_more(&place.read, UNKNOWN_NAME, unknown);
            add("has something that no client knows".to_owned(), &more);
        }
        Tree::Leaf(_) => {}
    }
}

/// A text or a number of the same length that ends otherwise.
fn another_end(here: &Tree) -> Option<Tree> {
    let Tree::Leaf(spelled) = here else {
        return None;
    };
    let (inner, quote) = match spelled.strip_suffix('"') {
        Some(inner) => (inner, "\""),
        None => (spelled.as_str(), ""),
    };
    let last = inner.chars().next_back()?;
    let escaped = inner[..inner.len() - last.len_utf8()].ends_with('\\');
    let other = match last {
        '0'..='8' => char::from(last as u8 + 1),
        '9' => '8',
        'a'..='z' | 'A'..='Z' if !quote.is_empty() && !escaped => {
            if last == 'q' {
                'r'
            } else {
                'q'
            }
        }
        _ => return None,
    };
    let head = &inner[..inner.len() - last.len_utf8()];
    Some(Tree::Leaf(format!("{head}{other}{quote}")))
}

/// Each pair of a query or of a form.
pub fn of_pairs(base: &str) -> Vec<Negative> {
    let pairs: Vec<&str> = base.split('&').collect();
    let mut res = Vec::new();
    for (index, pair) in pairs.iter().enumerate() {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let long = "x".repeat(LONG_CHARS);
        let ways = [
            ("is empty", Some(format!("{name}="))),
            ("has no value", Some(name.to_owned())),
            (
                "is a text that is listed nowhere",
                Some(format!("{name}=unlisted")),
            ),
            ("is a number", Some(format!("{name}=7.50"))),
            (
                "is a text with escapes",
                Some(format!("{name}=%00%22%5C+%F0%9F%98%80")),
            ),
            ("is no UTF-8", Some(format!("{name}=%FF%C3"))),
            ("is a broken escape", Some(format!("{name}=%zz%4"))),
            ("is a long text", Some(format!("{name}={long}"))),
            (
                "comes again with another value",
                Some(format!("{pair}&{name}=other")),
            ),
            (
                "has a name in upper case",
                Some(format!("{}={value}", name.to_uppercase())),
            ),
            ("is absent", None),
        ];
        for (how, instead) in ways {
            let mut pairs: Vec<&str> = pairs.clone();
            match &instead {
                Some(instead) => pairs[index] = instead,
                None => drop(pairs.remove(index)),
            }
            res.push(Negative::new(format!("`{name}` {how}"), pairs.join("&")));
        }
    }
    let more = format!("{base}&not+known=to+any+client");
    res.push(Negative::new(
        "a pair is known to no client".to_owned(),
        more,
    ));
    res
}

/// The text as a whole.
pub fn of_text(base: &str) -> Vec<Negative> {
    let mut res = Vec::new();
    let mut add = |what: String, body: String| {
        // What stands in the way between a provider and us says so by its status, or does not.
        for status in [None, Some(500)] {
            let what = match status {
                None => what.clone(),
                Some(status) => format!("{what}, with the status {status}"),
            };
            let body = body.clone();
            res.push(Negative { what, body, status });
        }
    };
    add("the good body".to_owned(), base.to_owned());
    for (what, body) in [
        ("the body is empty", ""),
        ("the body is white space", " \r\n"),
        ("the body is no JSON", "no JSON"),
        (
            "the body is HTML",
            "<html><body>502 Bad Gateway</body></html>",
        ),
        ("the body is null", "null"),
        ("the body is an empty object", "{}"),
        ("the body is an empty array", "[]"),
        ("the body is a text", "\"a text\""),
        ("the body is a number", "7"),
    ] {
        add(what.to_owned(), body.to_owned());
    }
    add(
        "a byte order mark comes first".to_owned(),
        format!("\u{feff}{base}"),
    );
    add(
        "something comes after the end".to_owned(),
        format!("{base} x"),
    );
    let deep = format!("{}{}", "[".repeat(DEPTH), "]".repeat(DEPTH));
    add(format!("the body is {DEPTH} arrays in each other"), deep);
    for at in (CUT_BYTES..base.len()).step_by(CUT_BYTES) {
        if base.is_char_boundary(at) {
            add(
                format!("the body ends after {at} bytes"),
                base[..at].to_owned(),
            );
        }
    }
    res
}
