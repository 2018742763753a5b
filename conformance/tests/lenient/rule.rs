//! What a client must survive in a reply, per type, decided by a person.

use verbatim_codegen::model::{Provider, RecordForm, Type};

use Fate::{Gone, Kept, Refused};

/// What becomes of a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It is read, and written out again with the same text.
    Kept,
    /// It counts as absent.
    Gone,
    /// The reply is unreadable, and the error says where.
    Refused,
}

/// What a member is given instead of its value.
pub(crate) const GIVEN: [(&str, &str); 11] = [
    ("null", "null"),
    ("a whole number", "7"),
    ("a decimal number", "7.50"),
    ("a whole number as text", "\"7\""),
    ("a decimal number as text", "\"7.50\""),
    ("a word", "\"unlisted\""),
    ("an empty text", "\"\""),
    ("a boolean", "true"),
    ("a boolean as text", "\"true\""),
    ("an object", "{\"unlisted\":1}"),
    ("an array", "[]"),
];

/// What becomes of a member of some type, in the order of [`GIVEN`].
pub(crate) type Fates = [Fate; GIVEN.len()];

/// Texts of every kind, listed values, codes: a scalar is its spelling, also one that is not listed.
const TEXT: Fates = [
    Gone, Kept, Kept, Kept, Kept, Kept, Kept, Kept, Kept, Refused, Refused,
];
/// Money: a number, in quotes or not; providers send an empty text for none.
const AMOUNT: Fates = [
    Gone, Kept, Kept, Kept, Kept, Refused, Gone, Refused, Refused, Refused, Refused,
];
/// Money in its minor unit: the same, and whole.
const MINOR: Fates = [
    Gone, Kept, Refused, Kept, Refused, Refused, Gone, Refused, Refused, Refused, Refused,
];
/// A number that decides nothing: kept however it is spelled.
const QUANTITY: Fates = [
    Gone, Kept, Kept, Kept, Kept, Kept, Gone, Kept, Kept, Refused, Refused,
];
const INTEGER: Fates = [
    Gone, Kept, Refused, Kept, Refused, Refused, Refused, Refused, Refused, Refused, Refused,
];
const BOOLEAN: Fates = [
    Gone, Refused, Refused, Refused, Refused, Refused, Refused, Kept, Kept, Refused, Refused,
];
/// A record or a map: any object, since each member may be absent and unknown ones are kept.
const OBJECT: Fates = [
    Gone, Refused, Refused, Refused, Refused, Refused, Refused, Refused, Refused, Kept, Refused,
];
/// A list, or an array whose places have meanings.
const ARRAY: Fates = [
    Gone, Refused, Refused, Refused, Refused, Refused, Refused, Refused, Refused, Refused, Kept,
];

/// What becomes of a member of this type.
pub(crate) fn fates(provider: &Provider, ty: &Type, masked: bool) -> Fates {
    match ty {
        Type::Map | Type::Object => OBJECT,
        Type::List(_) => ARRAY,
        // A text or a record: what either of them survives.
        Type::TextOr(name) => {
            let record = of_record(provider, name);
            let both = |at: usize| match (TEXT[at], record[at]) {
                (Refused, other) | (other, Refused | Gone) => other,
                (Kept | Gone, _) => TEXT[at],
            };
            std::array::from_fn(both)
        }
        // A scalar is a text; what stands between the marks is read by its own type, and
        // nothing between them is no item.
        Type::Joined(_, item) => {
            let item = fates(provider, item, masked);
            let text = |at: usize| match (GIVEN[at].1, TEXT[at], item[at]) {
                ("\"\"", _, _) => Kept,
                (_, Kept, Refused) => Refused,
                (_, fate, _) => fate,
            };
            std::array::from_fn(text)
        }
        // What must not be printed is a text, whatever else it is.
        _ if masked => TEXT,
        Type::Text
        | Type::Identifier
        | Type::Phone
        | Type::PhoneNumber
        | Type::Reference(_)
        | Type::Timestamp { .. }
        | Type::Url
        | Type::Enum(_)
        | Type::Code => TEXT,
        Type::Money(money) if money.minor => MINOR,
        Type::Money(_) => AMOUNT,
        Type::Decimal => QUANTITY,
        Type::Integer => INTEGER,
        Type::Boolean => BOOLEAN,
        Type::Record(name) => of_record(provider, name),
    }
}

fn of_record(provider: &Provider, name: &str) -> Fates {
    match provider.record(name).expect("the model is whole").form {
        RecordForm::Object => OBJECT,
        RecordForm::Positional => ARRAY,
        RecordForm::Sentence => TEXT,
    }
}
