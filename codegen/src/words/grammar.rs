//! The small grammars of the language: what may stand after a first word.
//!
//! The parsers in `check` take no first word that has no line here.

/// One way of writing a value.
#[derive(Debug)]
pub(crate) struct Form {
    /// Capital letters stand for a name or a value, square brackets for what may be left out.
    pub(crate) spelled: &'static str,
    /// What it means, in one or two sentences.
    pub(crate) about: &'static str,
    /// As a spec says it.
    pub(crate) examples: &'static [&'static str],
}

impl Form {
    /// The word that it begins with.
    pub(crate) fn word(&self) -> &'static str {
        self.spelled.split(' ').next().unwrap_or(self.spelled)
    }
}

/// Whether a line begins with this word.
pub(crate) fn begins(forms: &[Form], word: &str) -> bool {
    forms.iter().any(|it| it.word() == word)
}

const fn form(
    spelled: &'static str,
    about: &'static str,
    examples: &'static [&'static str],
) -> Form {
    Form {
        spelled,
        about,
        examples,
    }
}

/// Types of values; `parse_type` reads them.
pub(crate) const TYPES: &[Form] = &[
    form("text", "Any text.", &["text"]),
    form(
        "identifier",
        "Digits or letters that name something, kept as text: leading zeros stay.",
        &["identifier"],
    ),
    form(
        "phone",
        "A phone number, sent as the caller spells it; always personal.",
        &["phone"],
    ),
    form(
        "phone number",
        "A phone number as a JSON number: digits alone, the first of them no zero; any other text is refused before it is sent. Always personal.",
        &["phone number"],
    ),
    form(
        "money CUR [minor] [number] [fixed N | trimmed]",
        "An amount of that currency (three capital letters, or `by FIELD`, which says it) in its major unit, a decimal text on the wire; or in its minor unit, as a JSON number, with so many decimals, without zeros at the end.",
        &[
            "money KES",
            "money NGN number",
            "money by token minor number",
            "money NGN fixed 2",
        ],
    ),
    form(
        "decimal",
        "A number of no money, kept by its spelling; in replies and callbacks alone.",
        &["decimal"],
    ),
    form(
        "reference NAME",
        "What that entry of `references` makes; in requests alone.",
        &["reference request_id"],
    ),
    form(
        "integer",
        "A whole JSON number. Beside `constant` and `credential` it says in a JSON body that the number is sent, and not its text.",
        &["integer"],
    ),
    form(
        "boolean",
        "`true` or `false`. Beside `constant` it says in a JSON body that the word is sent, and not its text.",
        &["boolean"],
    ),
    form(
        "timestamp FORMAT",
        "A time as text; the format is noted as the document prints it, and nothing is made by it: `YYYYMMDDHHMMSS` may stand here, and not at `made`.",
        &["timestamp YYYY-MM-DD HH:mm:ss"],
    ),
    form("url", "A URL, kept as text.", &["url"]),
    form(
        "enum NAME",
        "One of the values of that entry of `enums`.",
        &["enum channel"],
    ),
    form(
        "code",
        "A response code, in replies and callbacks alone; `codes` says what it means.",
        &["code"],
    ),
    form(
        "record NAME",
        "The object or array that this entry of `records` describes.",
        &["record accepted"],
    ),
    form(
        "text or record NAME",
        "A text in one reply, and in another what this entry of `records` describes.",
        &["text or record description"],
    ),
    form("list of TYPE", "An array.", &["list of record accepted"]),
    form(
        "list in text SEP of TYPE",
        "A list in one text, with this mark between two items; white space around items is dropped.",
        &["list in text , of identifier"],
    ),
    form(
        "lines of TYPE",
        "A list in the lines of one text; white space around items and empty lines are dropped.",
        &["lines of identifier"],
    ),
    form(
        "map",
        "A JSON object with names that nobody knows in advance.",
        &["map"],
    ),
    form(
        "object",
        "The parent of other fields, where the document gives it a row of its own; it carries no value.",
        &["object"],
    ),
];

/// Rules of a field's value, looked at before anything is sent.
pub(crate) const RULES: &[Form] = &[
    form("digits N", "Exactly so many ASCII digits.", &["digits 10"]),
    form(
        "length A..B",
        "From so many to so many characters; where nothing is said of the least, `..` stands first.",
        &["length 1..160", "length ..12"],
    ),
    form("starts TEXT", "Begins so.", &["starts 07"]),
    form(
        "range A..B",
        "An amount or integer of at least A and at most B; either may be left out.",
        &["range 100..35000", "range 1.."],
    ),
];

/// What is signed beside fields, one entry of `order` each.
pub(crate) const SIGNED: &[Form] = &[
    form(
        "credential NAME",
        "A credential that is not a field of this request. With `as WIRE` it has a name where the scheme is `named`.",
        &["credential merchant_id", "credential secret_key as key"],
    ),
    form(
        "constant TEXT",
        "A text that stands in every signed string.",
        &["constant v1"],
    ),
    form(
        "@method",
        "The HTTP method, in capital letters.",
        &["@method"],
    ),
    form(
        "@path",
        "The path as it is sent, base path included, without the query.",
        &["@path"],
    ),
    form(
        "@target",
        "Path and query as they are sent, without a signature among them.",
        &["@target"],
    ),
    form(
        "@query",
        "The query as it is sent, without `?` and without a signature in it.",
        &["@query"],
    ),
    form(
        "@body",
        "The bytes of the body as they are sent.",
        &["@body"],
    ),
    form(
        "@body-digest ALGORITHM ENCODING",
        "A digest of these bytes.",
        &["@body-digest sha256 hex-lower"],
    ),
    form(
        "@header NAME",
        "A header of a callback, as it came; in callbacks alone.",
        &["@header X-Timestamp"],
    ),
];

/// Values that the client makes itself, once per attempt.
pub(crate) const MADE: &[Form] = &[
    form(
        "timestamp FORMAT",
        "The time now: `unix` (seconds), `unix-ms`, `rfc3339`, or a pattern of YYYY, MM, DD, HH, mm and ss, each at most once, in UTC; an offset like `+01:00` may follow a pattern or `rfc3339`.",
        &["timestamp unix", "timestamp YYYYMMDDHHmmss +01:00"],
    ),
    form(
        "nonce KIND",
        "Random, never the same twice: `hex N` and `digits N` have so many characters, `uuid` is one of version 4.",
        &["nonce hex 32", "nonce digits 10", "nonce uuid"],
    ),
    form(
        "digest ALGORITHM ENCODING",
        "A digest of the bytes of the body as they are sent; in a header.",
        &["digest sha256 base64"],
    ),
];
