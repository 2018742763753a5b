//! How a merchant is known to the provider: ways, tokens, values that the client makes, signatures.

use super::fact::Citation;
use super::field::Field;

/// One of several ways of being known; the caller picks one when the client is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// `bearer`.
    pub name: String,
    /// One sentence.
    pub about: String,
    /// What is sent; each operation has those of its method among its fields.
    pub fields: Vec<Field>,
    /// Where this is said.
    pub citation: Citation,
}

/// A token that the client fetches, keeps and sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// `access`.
    pub name: String,
    /// One sentence.
    pub about: String,
    /// The operation that gives it.
    pub operation: String,
    /// Pointer to it in that operation's reply.
    pub at: String,
    /// How long it may be used.
    pub lives: Lifetime,
    /// So many seconds before its end it is fetched again.
    pub early: u32,
    /// Where this is said.
    pub citation: Citation,
}

/// How long a token may be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lifetime {
    /// As many seconds as the reply says at this pointer.
    At(String),
    /// So many seconds.
    Seconds(u32),
}

/// A value that the client makes itself, once per attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Made {
    /// The time now.
    Timestamp(Moment),
    /// Something random.
    Nonce(Nonce),
    /// A digest of the body's bytes as they are sent.
    Digest {
        /// `sha256`.
        algorithm: String,
        /// `base64`.
        encoding: String,
    },
}

/// How a time is spelled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moment {
    /// Seconds since 1970.
    Unix,
    /// Milliseconds since 1970.
    UnixMillis,
    /// `2026-01-02T03:04:05Z`, or with the offset.
    Rfc3339 {
        /// Minutes east of UTC.
        offset: i32,
    },
    /// A pattern of YYYY, MM, DD, HH, mm and ss.
    Pattern {
        /// `YYYYMMDDHHmmss`.
        text: String,
        /// Minutes east of UTC.
        offset: i32,
    },
}

/// How something random is spelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nonce {
    /// So many lower-case hexadecimal digits.
    Hex(u32),
    /// So many decimal digits.
    Digits(u32),
    /// A UUID of version 4.
    Uuid,
}

/// A provider's way of signing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scheme {
    /// `keyed`.
    pub name: String,
    /// `hmac-sha256`, `md5`, or `none`.
    pub algorithm: String,
    /// Where the algorithm stands, and whatever has no citation of its own.
    pub citation: Citation,
    /// The credential that is the key, by index; `None` without an HMAC.
    pub key: Option<usize>,
    /// Where the key is told.
    pub key_citation: Option<Citation>,
    /// `hex-lower`.
    pub encoding: String,
    /// Where the encoding stands.
    pub encoding_citation: Citation,
    /// Between two signed values.
    pub joiner: String,
    /// Where it is shown what stands between two signed values.
    pub joiner_citation: Citation,
    /// Before the joined values.
    pub prefix: String,
    /// Behind them.
    pub suffix: String,
    /// Between a wire name and its value; `None` where values alone are joined.
    pub named: Option<String>,
    /// Whether fields stand in the order of their wire names; [`Signature::parts`] do then.
    pub sorted: bool,
    /// Whether a value that is left out of the request is signed as an empty text.
    pub empty_kept: bool,
    /// Whether the spec says so, so that values that may be left out can be signed.
    pub empty_said: bool,
}

impl Scheme {
    /// The algorithm that leaves the text as it is.
    pub(crate) const NO_DIGEST: &str = "none";

    /// Whether what is sent tells what it was made of, a secret among it: an encoded text, and no
    /// digest of one.
    pub fn discloses(&self) -> bool {
        self.algorithm == Self::NO_DIGEST
    }
}

/// How a request is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The provider's way of signing.
    pub scheme: Scheme,
    /// What is signed, in order.
    pub parts: Vec<SignedPart>,
    /// The order as the document prints it.
    pub printed: String,
    /// Index of the field that takes the result.
    pub into: usize,
    /// Where the order stands.
    pub citation: Citation,
}

/// How a callback is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallbackSignature {
    /// The provider's way of signing.
    pub scheme: Scheme,
    /// What is signed, in order: never a field.
    pub parts: Vec<SignedPart>,
    /// The header that carries the signature.
    pub header: String,
    /// A text before it.
    pub prefix: String,
    /// When it was sent, where it says so.
    pub sent: Option<Sent>,
    /// Where this is said.
    pub citation: Citation,
}

/// When a callback was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// The header that says so.
    pub header: String,
    /// How it is spelled.
    pub format: Moment,
    /// How many seconds it may be off, before and after.
    pub tolerance: u32,
}

/// One signed value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignedPart {
    /// The text of a field exactly as sent, by index into
    /// [`Operation::fields`](super::Operation::fields).
    Field(usize),
    /// A credential by index, where it is not a field.
    Credential {
        /// The index.
        index: usize,
        /// Its name where the scheme has names; its value stands alone without one.
        named: Option<String>,
    },
    /// A literal.
    Constant(String),
    /// `POST`.
    Method,
    /// The path as sent, base path included.
    Path,
    /// Path and query as sent.
    Target,
    /// The query as sent, without `?`.
    Query,
    /// The bytes of the body as sent, or as they came.
    Body,
    /// A digest of these bytes.
    BodyDigest {
        /// `sha256`.
        algorithm: String,
        /// `hex-lower`.
        encoding: String,
    },
    /// A header of a callback, as it came.
    Header(String),
}

impl SignedPart {
    /// The credential that it is, by index.
    pub fn credential(&self) -> Option<usize> {
        if let SignedPart::Credential { index, .. } = self {
            Some(*index)
        } else {
            None
        }
    }
}
