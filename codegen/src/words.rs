//! The closed choices of the spec language: each word, what it stands for, what it means.
//!
//! `check` asks here; the schema and the reference of the language print what stands here.
//! One long catalogue, so that a word has one meaning for all three.

mod grammar;

use crate::model::{
    BodyForm, CallbackValues, Charset, Confidence, Effect, Location, Outcome, Reason, RecordForm,
    Required, Resolution, SampleDisposition, SampleKind, Scheme, SetAsideReason,
};

pub(crate) use grammar::{Form, MADE, RULES, SIGNED, TYPES, begins};

/// One word of a closed choice.
#[derive(Debug)]
pub(crate) struct Word<T> {
    /// As a spec says it; capital letters stand for a name or a value.
    pub(crate) word: &'static str,
    /// What it stands for.
    pub(crate) value: T,
    /// What it means, as one sentence.
    pub(crate) about: &'static str,
}

const fn word<T: Copy>(word: &'static str, value: T, about: &'static str) -> Word<T> {
    Word { word, value, about }
}

pub(crate) const YES_OR_NO: &[Word<bool>] = &[
    word("yes", true, "It is so."),
    word("no", false, "It is not so."),
];

pub(crate) const CONFIDENCES: &[Word<Confidence>] = &[
    word(
        Confidence::High.word(),
        Confidence::High,
        "The provider's own other page says it.",
    ),
    word(
        Confidence::Medium.word(),
        Confidence::Medium,
        "One public client, or a sibling deployment, has it so.",
    ),
    word(
        Confidence::Low.word(),
        Confidence::Low,
        "An inference that nobody confirmed.",
    ),
];

pub(crate) const UNSAID: &[Word<bool>] = &[
    word("demanded", true, "The caller must give the value."),
    word("optional", false, "The caller may leave the value out."),
];

/// What an algorithm makes of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Digest {
    /// A digest with a key.
    Keyed,
    /// A digest without one.
    Plain,
    /// Nothing: the text stays what it is.
    None,
}

pub(crate) const ALGORITHMS: &[Word<Digest>] = &[
    word(
        "hmac-md5",
        Digest::Keyed,
        "HMAC with MD5; the credential `key` is its key.",
    ),
    word(
        "hmac-sha1",
        Digest::Keyed,
        "HMAC with SHA-1; the credential `key` is its key.",
    ),
    word(
        "hmac-sha256",
        Digest::Keyed,
        "HMAC with SHA-256; the credential `key` is its key.",
    ),
    word(
        "hmac-sha384",
        Digest::Keyed,
        "HMAC with SHA-384; the credential `key` is its key.",
    ),
    word(
        "hmac-sha512",
        Digest::Keyed,
        "HMAC with SHA-512; the credential `key` is its key.",
    ),
    word(
        "md5",
        Digest::Plain,
        "MD5 of the text; a secret is one of the signed values.",
    ),
    word(
        "sha1",
        Digest::Plain,
        "SHA-1 of the text; a secret is one of the signed values.",
    ),
    word(
        "sha256",
        Digest::Plain,
        "SHA-256 of the text; a secret is one of the signed values.",
    ),
    word(
        "sha384",
        Digest::Plain,
        "SHA-384 of the text; a secret is one of the signed values.",
    ),
    word(
        "sha512",
        Digest::Plain,
        "SHA-512 of the text; a secret is one of the signed values.",
    ),
    word(
        Scheme::NO_DIGEST,
        Digest::None,
        "No digest: the text itself, encoded, which some documents call a password. A secret is one of the signed values, so what is sent is kept like one; in requests alone.",
    ),
];

pub(crate) const ENCODINGS: &[Word<()>] = &[
    word("hex-lower", (), "Hexadecimal digits, `a` to `f`."),
    word("hex-upper", (), "Hexadecimal digits, `A` to `F`."),
    word("base64", (), "Base64 with `+`, `/` and padding."),
    word("base64url", (), "Base64 with `-`, `_` and padding."),
    word(
        "base64url-unpadded",
        (),
        "Base64 with `-` and `_`, without padding.",
    ),
];

pub(crate) const SORTED: &[Word<()>] = &[word(
    "names",
    (),
    "Fields in the byte order of their wire names; what is no field stays where it stands.",
)];

pub(crate) const EMPTY: &[Word<bool>] = &[
    word(
        "kept",
        true,
        "A value that is left out of the request is signed as an empty text.",
    ),
    word(
        "skipped",
        false,
        "A value that is left out of the request is left out here, too.",
    ),
];

pub(crate) const FORMS: &[Word<RecordForm>] = &[
    word(
        "object",
        RecordForm::Object,
        "A JSON object; members are found by their wire names.",
    ),
    word(
        "positional",
        RecordForm::Positional,
        "A JSON array whose places mean something; members are found by their order.",
    ),
    word(
        "sentence",
        RecordForm::Sentence,
        "A text whose places mean something; `pattern` says what stands between members.",
    ),
];

/// What `repeats` repeats is said beside it, and is line 0 here.
pub(crate) const SET_ASIDE: &[Word<SetAsideReason>] = &[
    word(
        SetAsideReason::Heading.word(),
        SetAsideReason::Heading,
        "The line names what follows.",
    ),
    word(
        SetAsideReason::Prose.word(),
        SetAsideReason::Prose,
        "Nothing that is sent or received depends on the line.",
    ),
    word(
        SetAsideReason::Repeats(0).word(),
        SetAsideReason::Repeats(0),
        "The line says what another line says, which `of` names.",
    ),
];

pub(crate) const OUTCOMES: &[Word<Outcome>] = &[
    word(
        Outcome::Succeeded.word(),
        Outcome::Succeeded,
        "It was done.",
    ),
    word(
        Outcome::Pending.word(),
        Outcome::Pending,
        "It was accepted and is not decided yet.",
    ),
    word(
        Outcome::Rejected.word(),
        Outcome::Rejected,
        "It was refused and nothing was applied.",
    ),
    word(
        Outcome::Unknown.word(),
        Outcome::Unknown,
        "Nobody can tell whether it was done.",
    ),
];

pub(crate) const REASONS: &[Word<Reason>] = &[
    word(
        Reason::InsufficientFunds.word(),
        Reason::InsufficientFunds,
        "The merchant's balance does not suffice.",
    ),
    word(
        Reason::Duplicate.word(),
        Reason::Duplicate,
        "It repeats an earlier transmission, which may have been applied.",
    ),
    word(
        Reason::InvalidCredentials.word(),
        Reason::InvalidCredentials,
        "The merchant's credentials or signature are not taken.",
    ),
    word(
        Reason::InvalidRequest.word(),
        Reason::InvalidRequest,
        "A value of the request is missing or not taken.",
    ),
    word(
        Reason::NotFound.word(),
        Reason::NotFound,
        "What the request names is not there.",
    ),
    word(
        Reason::Limit.word(),
        Reason::Limit,
        "An amount or a count is below or above what is allowed.",
    ),
    word(
        Reason::Unavailable.word(),
        Reason::Unavailable,
        "The service, or one behind it, does not work at the moment.",
    ),
    word(
        Reason::RateLimited.word(),
        Reason::RateLimited,
        "There were too many calls.",
    ),
    word(
        Reason::Blocked.word(),
        Reason::Blocked,
        "The account, the address or the product may not be used.",
    ),
];

pub(crate) const WITHOUT_CODE: &[Word<Outcome>] = &[
    word(
        Outcome::Succeeded.word(),
        Outcome::Succeeded,
        "A 2xx reply is the answer; for what reads.",
    ),
    word(
        Outcome::Unknown.word(),
        Outcome::Unknown,
        "Without a code nobody can tell.",
    ),
];

pub(crate) const EFFECTS: &[Word<Effect>] = &[
    word(
        Effect::Reads.word(),
        Effect::Reads,
        "Nothing changes; only this is ever sent again by itself.",
    ),
    word(
        Effect::Spends.word(),
        Effect::Spends,
        "Money, units or stock leave the merchant.",
    ),
    word(
        Effect::Collects.word(),
        Effect::Collects,
        "A customer is asked to pay.",
    ),
    word(
        Effect::Creates.word(),
        Effect::Creates,
        "Something is made that was not there.",
    ),
    word(
        Effect::Changes.word(),
        Effect::Changes,
        "The merchant's account or its settings change.",
    ),
];

pub(crate) const METHODS: &[Word<()>] = &[
    word(
        "GET",
        (),
        "May carry a JSON body, where the document says so.",
    ),
    word("POST", (), "The usual one."),
    word("PUT", (), "As the document prints it."),
    word("PATCH", (), "As the document prints it."),
    word("DELETE", (), "As the document prints it."),
];

pub(crate) const CALLBACK_METHODS: &[Word<()>] = &[
    word("POST", (), "The values are where `values` says."),
    word("GET", (), "The values are in the query."),
];

pub(crate) const VALUES: &[Word<CallbackValues>] = &[
    word(
        CallbackValues::Body.word(),
        CallbackValues::Body,
        "In a JSON body.",
    ),
    word(
        CallbackValues::Query.word(),
        CallbackValues::Query,
        "In the query of the address.",
    ),
    word(
        CallbackValues::Form.word(),
        CallbackValues::Form,
        "In a form body.",
    ),
];

pub(crate) const PAGING: &[Word<By>] = &[
    word(
        "page",
        By::Page,
        "By its number, which begins with `first`.",
    ),
    word(
        "cursor",
        By::Cursor,
        "By what the page before says at `next`.",
    ),
];

/// What leads to the next page of a list.
#[derive(Debug, Clone, Copy)]
pub(crate) enum By {
    Page,
    Cursor,
}

pub(crate) const LOCATIONS: &[Word<Location>] = &[
    word(
        Location::Body.word(),
        Location::Body,
        "A member of the body, at `under` and `wire`.",
    ),
    word(Location::Header.word(), Location::Header, "An HTTP header."),
    word(
        Location::Query.word(),
        Location::Query,
        "The query of the URL, percent-encoded; a list is one key per item, or one text with `joined`.",
    ),
    word(
        Location::Path.word(),
        Location::Path,
        "The place `{wire}` of the path, percent-encoded; never empty.",
    ),
];

pub(crate) const BODY_FORMS: &[Word<BodyForm>] = &[
    word(BodyForm::Json.word(), BodyForm::Json, "A JSON object."),
    word(
        BodyForm::Form.word(),
        BodyForm::Form,
        "`application/x-www-form-urlencoded`, which the client says by itself.",
    ),
    word(
        BodyForm::Multipart.word(),
        BodyForm::Multipart,
        "`multipart/form-data`, one part per field; the client says so by itself, with the boundary.",
    ),
];

pub(crate) const CHARSETS: &[Word<Charset>] = &[
    word(
        Charset::Alphanumeric.word(),
        Charset::Alphanumeric,
        "ASCII letters of both cases and digits.",
    ),
    word(Charset::Digits.word(), Charset::Digits, "`0` to `9`."),
    word(
        Charset::Hex.word(),
        Charset::Hex,
        "`0` to `9` and `a` to `f`.",
    ),
];

pub(crate) const REQUIRED: &[Word<Required>] = &[
    Word {
        word: "yes",
        value: Required::Yes,
        about: "The document says that it must be there.",
    },
    Word {
        word: "no",
        value: Required::No,
        about: "The document says that it may be left out.",
    },
    Word {
        word: "unsaid",
        value: Required::Unsaid,
        about: "The document is silent; the provider's `unsaid` says what the client does.",
    },
    Word {
        word: "FIELD is VALUE",
        value: Required::No,
        about: "It must be there when the field of that wire name has that value.",
    },
];

pub(crate) const RESOLUTIONS: &[Word<Resolution>] = &[
    Word {
        word: "create again",
        value: Resolution::CreateAgain,
        about: "Nobody was charged: it may be sent again.",
    },
    Word {
        word: "by hand",
        value: Resolution::ByHand,
        about: "A person has to ask the provider.",
    },
    Word {
        word: "query OPERATION",
        value: Resolution::ByHand,
        about: "That operation is asked, with the provider's reference.",
    },
    Word {
        word: "query OPERATION by FIELD",
        value: Resolution::ByHand,
        about: "That operation is asked, with our own reference: the field that both call so.",
    },
    Word {
        word: "callback NAME",
        value: Resolution::ByHand,
        about: "That callback brings the verdict.",
    },
];

pub(crate) const SAMPLE_KINDS: &[Word<SampleKind>] = &[
    word(
        SampleKind::Request.word(),
        SampleKind::Request,
        "What is sent.",
    ),
    word(
        SampleKind::Reply.word(),
        SampleKind::Reply,
        "What comes back.",
    ),
    word(
        SampleKind::Callback.word(),
        SampleKind::Callback,
        "What the provider sends by itself, or what it is answered.",
    ),
];

pub(crate) const DISPOSITIONS: &[Word<SampleDisposition>] = &[
    word(
        SampleDisposition::Replayed.word(),
        SampleDisposition::Replayed,
        "As printed; credentials and signature are test ones.",
    ),
    word(
        SampleDisposition::Repaired.word(),
        SampleDisposition::Repaired,
        "After the repair that its discrepancy states.",
    ),
    word(
        SampleDisposition::Unsendable.word(),
        SampleDisposition::Unsendable,
        "Never: the client refuses it or cannot express it.",
    ),
];
