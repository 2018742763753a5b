//! How a provider signs and what an operation signs: tables, no code.

/// How a provider signs.
#[derive(Debug, Clone, Copy)]
pub struct Scheme {
    pub(crate) algorithm: Algorithm,
    pub(crate) encoding: Encoding,
    pub(crate) joiner: &'static str,
    pub(crate) prefix: &'static str,
    pub(crate) suffix: &'static str,
    pub(crate) kept: bool,
    pub(crate) key: Option<usize>,
}

impl Scheme {
    /// The digest, how its bytes become text, and what stands between two parts.
    pub const fn new(algorithm: Algorithm, encoding: Encoding, joiner: &'static str) -> Self {
        Self {
            algorithm,
            encoding,
            joiner,
            prefix: "",
            suffix: "",
            kept: false,
            key: None,
        }
    }

    /// The key of an HMAC: an index into [`Provider::credentials`].
    ///
    /// [`Provider::credentials`]: crate::rt::Provider::credentials
    pub const fn key(mut self, key: usize) -> Self {
        self.key = Some(key);
        self
    }

    /// What stands before and behind the joined parts.
    pub const fn around(mut self, prefix: &'static str, suffix: &'static str) -> Self {
        (self.prefix, self.suffix) = (prefix, suffix);
        self
    }

    /// Whether what is sent tells what it was made of.
    pub(crate) fn discloses(&self) -> bool {
        self.algorithm == Algorithm::None
    }

    /// A value that is left out of the request is signed as an empty text.
    pub const fn kept(mut self) -> Self {
        self.kept = true;
        self
    }
}

/// How a request is signed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Signature {
    pub(crate) scheme: &'static Scheme,
    pub(crate) parts: &'static [Part],
}

/// A digest, or none; a keyed one has the credential's UTF-8 text for its key. There are only those whose
/// feature is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// No digest: the text itself, which tells the secret in it.
    None,
    /// HMAC with MD5.
    #[cfg(feature = "md5")]
    HmacMd5,
    /// HMAC with SHA-1.
    #[cfg(feature = "sha1")]
    HmacSha1,
    /// HMAC with SHA-256.
    #[cfg(feature = "sha2")]
    HmacSha256,
    /// HMAC with SHA-384.
    #[cfg(feature = "sha2")]
    HmacSha384,
    /// HMAC with SHA-512.
    #[cfg(feature = "sha2")]
    HmacSha512,
    /// MD5.
    #[cfg(feature = "md5")]
    Md5,
    /// SHA-1.
    #[cfg(feature = "sha1")]
    Sha1,
    /// SHA-256.
    #[cfg(feature = "sha2")]
    Sha256,
    /// SHA-384.
    #[cfg(feature = "sha2")]
    Sha384,
    /// SHA-512.
    #[cfg(feature = "sha2")]
    Sha512,
}

/// How the bytes of a digest, or of a text, become text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// Two lower-case hexadecimal digits per byte.
    HexLower,
    /// Two upper-case hexadecimal digits per byte.
    HexUpper,
    /// The standard alphabet, padded.
    Base64,
    /// The alphabet for URLs, padded.
    Base64url,
    /// The alphabet for URLs, not padded.
    Base64urlUnpadded,
}

/// One part of what is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The text of the body slot at this pointer, as it is sent.
    Slot(&'static str),
    /// The text of the header of this name, as it is sent, or as it came.
    Header(&'static str),
    /// A credential, by index into [`Provider::credentials`].
    ///
    /// [`Provider::credentials`]: crate::rt::Provider::credentials
    Credential(usize),
    /// Always the same.
    Constant(&'static str),
    /// A text before another part, which is its name.
    Named(&'static str, &'static Part),
    /// The method.
    Method,
    /// The path as it is sent.
    Path,
    /// Path and query as they are sent.
    Target,
    /// The query as it is sent.
    Query,
    /// The bytes of the body as they are sent, or as they came.
    Body,
    /// A digest of these bytes.
    BodyDigest(Algorithm, Encoding),
}

impl Part {
    /// The credential that it is.
    pub(crate) fn credential(&self) -> Option<usize> {
        match self {
            Self::Credential(index) => Some(*index),
            Self::Named(_, part) => part.credential(),
            Self::Slot(_)
            | Self::Header(_)
            | Self::Constant(_)
            | Self::Method
            | Self::Path
            | Self::Target
            | Self::Query
            | Self::Body
            | Self::BodyDigest(..) => None,
        }
    }

    /// What stands before it where it has a name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Named(name, _) => name,
            Self::Slot(_)
            | Self::Header(_)
            | Self::Credential(_)
            | Self::Constant(_)
            | Self::Method
            | Self::Path
            | Self::Target
            | Self::Query
            | Self::Body
            | Self::BodyDigest(..) => "",
        }
    }
}
