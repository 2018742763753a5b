//! Which keys hold more than any text: words, small grammars, names, lines, places.

use crate::words::{
    ALGORITHMS, BODY_FORMS, CALLBACK_METHODS, CHARSETS, CONFIDENCES, DISPOSITIONS, EFFECTS, EMPTY,
    ENCODINGS, FORMS, Form, LOCATIONS, MADE, METHODS, OUTCOMES, PAGING, REASONS, REQUIRED,
    RESOLUTIONS, RULES, SAMPLE_KINDS, SET_ASIDE, SIGNED, SORTED, TYPES, UNSAID,
    VALUES as VALUES_AT, WITHOUT_CODE, Word, YES_OR_NO,
};

/// What a scalar may say.
pub(super) enum Value {
    Any,
    Words(Vec<Meaning>),
    /// One of the words, a space and a number.
    Counted(Vec<Meaning>),
    /// A small grammar, by its heading in the reference.
    Forms(&'static [Form], &'static str),
    /// The same, and any other text is the wire name of a field.
    FormsOrField(&'static [Form], &'static str),
    Kind(Kind),
}

/// A word and what it means.
pub(super) struct Meaning {
    pub(super) word: &'static str,
    pub(super) about: &'static str,
}

/// Texts of one form.
pub(super) struct Kind {
    /// In the reference: `lines`.
    pub(super) called: &'static str,
    /// In the schema; `check` looks closer.
    pub(super) pattern: &'static str,
}

/// Grammars with a chapter of their own in the reference: heading, introduction, forms.
pub(super) const GRAMMARS: &[(&str, &str, &[Form])] = &[
    (
        "Types",
        "What a value is. Not every type can stand everywhere: `cargo codegen lint` says where one cannot.",
        TYPES,
    ),
    (
        "Rules",
        "What the value of a field must satisfy. A rule is enforced before anything is sent, unless the document contradicts it.",
        RULES,
    ),
    (
        "What is signed",
        "The entries of a signature's `order`. A word below begins one; any other entry is the wire name of a field.",
        SIGNED,
    ),
    (
        "What is made",
        "What the client makes by itself, from its clock and its source of random bytes, for each attempt.",
        MADE,
    ),
];

pub(super) const NAME: Kind = Kind {
    called: "name",
    pattern: "^(?=.{1,64}$)[a-z][a-z0-9]*(_[a-z0-9]+)*$",
};

/// A line, ranges of lines, or both, separated by commas.
pub(super) const LINES: Kind = Kind {
    called: "lines",
    pattern: "^ *[0-9]+ *(- *[0-9]+ *)?(, *[0-9]+ *(- *[0-9]+ *)?)*$",
};

/// The same, and behind each the words that it rests on.
pub(super) const CITED: Kind = Kind {
    called: "lines, with words",
    pattern: "^ *(\"[^\"]+\" *)*[0-9]+ *(- *[0-9]+ *)?(\"[^\"]+\" *)*(, *[0-9]+ *(- *[0-9]+ *)?(\"[^\"]+\" *)*)*$",
};

const POINTER: Kind = Kind {
    called: "JSON pointer",
    pattern: "^(/[^/]+)+$",
};

/// Where a reply has its code: a pointer, or the HTTP status.
const CODE_PLACE: Kind = Kind {
    called: "JSON pointer, or `http`",
    pattern: "^((/[^/]+)+|http)$",
};

const COUNT: Kind = Kind {
    called: "number",
    pattern: "^[1-9][0-9]{0,4}$",
};

const URL: Kind = Kind {
    called: "URL",
    pattern: "^https?://[^ ]+$",
};

const PATH: Kind = Kind {
    called: "path",
    pattern: "^/",
};

const SECONDS: Kind = Kind {
    called: "seconds",
    pattern: "^[0-9]+$",
};

const VERSION: Kind = Kind {
    called: "version",
    pattern: "^[0-9]+\\.[0-9]+\\.[0-9]+$",
};

/// A key of a noun, and what stands there.
type Row = (&'static str, &'static str, fn() -> Value);

/// Keys that are not here hold any text.
pub(super) const VALUES: &[Row] = &[
    ("provider", "provider", || Value::Kind(NAME)),
    ("provider", "version", || Value::Kind(VERSION)),
    ("citation", "linked", || Value::Kind(URL)),
    ("citation", "confidence", || words(CONFIDENCES)),
    ("server", "url", || Value::Kind(URL)),
    ("server", "cleartext", || words(YES_OR_NO)),
    ("credential", "secret", || words(YES_OR_NO)),
    ("credential", "optional", || words(YES_OR_NO)),
    ("magic", "name", || Value::Kind(NAME)),
    ("reference", "random", || Value::Counted(meanings(CHARSETS))),
    ("reference", "charset", || words(CHARSETS)),
    ("unsaid", "fields", || words(UNSAID)),
    ("scheme", "algorithm", || words(ALGORITHMS)),
    ("scheme", "encoding", || words(ENCODINGS)),
    ("scheme", "sorted", || words(SORTED)),
    ("scheme", "empty", || words(EMPTY)),
    ("token", "at", || Value::Kind(POINTER)),
    ("token", "lives", || Value::Kind(POINTER)),
    ("token", "lives_for", || Value::Kind(SECONDS)),
    ("token", "early", || Value::Kind(SECONDS)),
    ("callback_signature", "order", || {
        Value::FormsOrField(SIGNED, "What is signed")
    }),
    ("callback_signature", "tolerance", || Value::Kind(SECONDS)),
    ("enum", "open", || words(YES_OR_NO)),
    ("value", "name", || Value::Kind(NAME)),
    ("record", "form", || words(FORMS)),
    ("member", "name", || Value::Kind(NAME)),
    ("member", "type", || Value::Forms(TYPES, "Types")),
    ("member", "secret", || words(YES_OR_NO)),
    ("member", "personal", || words(YES_OR_NO)),
    ("member", "harmless", || words(YES_OR_NO)),
    ("code", "name", || Value::Kind(NAME)),
    ("code", "outcome", || words(OUTCOMES)),
    ("code", "means", || words(REASONS)),
    ("discrepancy", "lines", || Value::Kind(CITED)),
    ("set_aside", "lines", || Value::Kind(LINES)),
    ("set_aside", "reason", || words(SET_ASIDE)),
    ("operation", "lines", || Value::Kind(LINES)),
    ("operation", "effect", || words(EFFECTS)),
    ("operation", "method", || words(METHODS)),
    ("operation", "path", || Value::Kind(PATH)),
    ("operation", "other_paths", || Value::Kind(PATH)),
    ("operation", "body", || words(BODY_FORMS)),
    ("operation", "pending", || words(RESOLUTIONS)),
    ("operation", "unknown", || words(RESOLUTIONS)),
    ("field", "name", || Value::Kind(NAME)),
    ("field", "in", || words(LOCATIONS)),
    ("field", "under", || Value::Kind(POINTER)),
    ("field", "described", || Value::Kind(CITED)),
    ("field", "type", || Value::Forms(TYPES, "Types")),
    ("field", "required", || words(REQUIRED)),
    ("field", "made", || Value::Forms(MADE, "What is made")),
    ("field", "methods", || words(METHODS)),
    ("field", "signature", || words(YES_OR_NO)),
    ("field", "secret", || words(YES_OR_NO)),
    ("field", "personal", || words(YES_OR_NO)),
    ("field", "harmless", || words(YES_OR_NO)),
    ("rule", "rule", || Value::Forms(RULES, "Rules")),
    ("signature", "order", || {
        Value::FormsOrField(SIGNED, "What is signed")
    }),
    ("reply", "type", || Value::Forms(TYPES, "Types")),
    ("reply", "code", || Value::Kind(CODE_PLACE)),
    ("reply", "detail", || Value::Kind(POINTER)),
    ("reply", "message", || Value::Kind(POINTER)),
    ("reply", "reference", || Value::Kind(POINTER)),
    ("reply", "needs", || Value::Kind(POINTER)),
    ("reply", "without_code", || words(WITHOUT_CODE)),
    ("paging", "by", || words(PAGING)),
    ("paging", "next", || Value::Kind(POINTER)),
    ("paging", "items", || Value::Kind(POINTER)),
    ("paging", "more", || Value::Kind(POINTER)),
    ("fate", "at", || Value::Kind(POINTER)),
    ("fate", "names", || Value::Kind(POINTER)),
    ("fate_word", "outcome", || words(OUTCOMES)),
    ("sample", "kind", || words(SAMPLE_KINDS)),
    ("sample", "lines", || Value::Kind(CITED)),
    ("sample", "disposition", || words(DISPOSITIONS)),
    ("callback", "lines", || Value::Kind(LINES)),
    ("callback", "method", || words(CALLBACK_METHODS)),
    ("callback", "values", || words(VALUES_AT)),
    ("callback", "code", || Value::Kind(POINTER)),
    ("callback", "detail", || Value::Kind(POINTER)),
    ("callback", "reference", || Value::Kind(POINTER)),
    ("callback", "event", || Value::Kind(POINTER)),
    ("agreement", "here", || Value::Kind(POINTER)),
    ("agreement", "there", || Value::Kind(POINTER)),
    ("answer", "longest", || Value::Kind(COUNT)),
    ("shape", "name", || Value::Kind(NAME)),
];

/// What a scalar under this key, or in its list, may say.
pub(super) fn value(noun: &str, key: &str) -> Value {
    let row = VALUES.iter().find(|it| (it.0, it.1) == (noun, key));
    row.map_or(Value::Any, |it| (it.2)())
}

fn words<T>(words: &[Word<T>]) -> Value {
    Value::Words(meanings(words))
}

fn meanings<T>(words: &[Word<T>]) -> Vec<Meaning> {
    let meaning = |it: &Word<T>| Meaning {
        word: it.word,
        about: it.about,
    };
    words.iter().map(meaning).collect()
}

#[cfg(test)]
mod tests {
    use super::VALUES;
    use crate::language::{Noun, Shape, nouns};

    #[test]
    fn every_row_is_of_a_key_that_holds_text() {
        let nouns = nouns();
        for (index, (noun, key, _)) in VALUES.iter().enumerate() {
            let of = |it: &&Noun| it.name == *noun;
            let noun = nouns.iter().find(of).expect("the noun is there");
            let found = noun.keys.iter().find(|it| it.name == *key);
            let shape = &found.expect("the noun has the key").shape;
            let item = match shape {
                Shape::List(item) => item,
                Shape::Text | Shape::Cite | Shape::Noun(_) | Shape::Named(_) => shape,
            };
            assert!(matches!(item, Shape::Text), "{}.{key}", noun.name);
            let twice = VALUES[..index]
                .iter()
                .any(|it| (it.0, it.1) == (&*noun.name, key));
            assert!(!twice, "{}.{key}", noun.name);
        }
    }
}
