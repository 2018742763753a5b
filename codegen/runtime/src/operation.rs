//! What a generated crate says about its provider and its operations: tables, no code.

use crate::{
    auth::Auth,
    outcome::{Certainty, Effect, Outcome, Resolution},
    pages::Paging,
    slot::Slot,
};

/// One provider: where it lives, what it gave the merchant, what its codes mean.
#[derive(Debug)]
pub struct Provider {
    /// The name of the package, without `verbatim-`.
    pub name: &'static str,
    /// Names of the servers, in the order in which environments list them.
    pub servers: &'static [&'static str],
    /// What the provider gave the merchant.
    pub credentials: &'static [CredentialRow],
    /// Names of the values that the document leaves open.
    pub settings: &'static [&'static str],
    /// Sandbox, live, …
    pub environments: &'static [Environment],
    /// The headers of every call, by name.
    pub headers: &'static [Slot],
    /// Every documented code.
    pub codes: &'static [CodeRow],
    /// How a merchant is known.
    pub auth: Auth,
}

/// One thing that the provider gave the merchant.
#[derive(Debug)]
pub struct CredentialRow {
    /// `api_key`.
    pub name: &'static str,
    /// Whether it is taken out of errors and raw replies.
    pub secret: bool,
    /// Whether a client can be made without it.
    pub optional: bool,
}

/// One set of addresses.
#[derive(Debug)]
pub struct Environment {
    /// `sandbox`.
    pub name: &'static str,
    /// One per name in [`Provider::servers`], in the same order.
    pub servers: &'static [Server],
}

/// Where one family of paths lives in one environment.
#[derive(Debug)]
pub struct Server {
    /// Scheme, host, port and base path; the caller gives it when absent.
    pub url: Option<&'static str>,
    /// Whether `http:` is allowed here.
    pub cleartext: bool,
}

/// What one code means in some operations.
#[derive(Debug)]
pub struct CodeRow {
    pub(crate) code: &'static str,
    /// What stands beside the code; `None` for every other text, and for none.
    pub(crate) detail: Option<&'static str>,
    pub(crate) outcome: Outcome,
    scope: &'static [&'static str],
}

impl CodeRow {
    /// The code as on the wire, leading zeros kept; its meaning as the document says it; what it
    /// means for the money; the operations and callbacks in which it can occur, everywhere when
    /// empty.
    pub const fn new(
        code: &'static str,
        _meaning: &'static str,
        outcome: Outcome,
        scope: &'static [&'static str],
    ) -> Self {
        Self {
            code,
            detail: None,
            outcome,
            scope,
        }
    }

    /// Only where this text stands beside the code.
    pub const fn with(mut self, detail: &'static str) -> Self {
        self.detail = Some(detail);
        self
    }
}

impl Provider {
    /// What `code`, with `detail` beside it, means in the operation or callback called `name`.
    pub(crate) fn meaning(
        &self,
        code: &str,
        detail: Option<&str>,
        name: &str,
    ) -> Option<&'static CodeRow> {
        let here = |row: &&CodeRow| {
            row.code == code && (row.scope.is_empty() || row.scope.contains(&name))
        };
        let mut rows = self
            .codes
            .iter()
            .filter(here)
            .filter(|it| it.detail.is_some());
        let exact = rows.find(|it| it.detail == detail);
        exact.or_else(|| {
            self.codes
                .iter()
                .filter(here)
                .find(|it| it.detail.is_none())
        })
    }

    /// Whether a row knows `code` in the operation called `name`, whatever stands beside it.
    pub(crate) fn knows(&self, code: &str, name: &str) -> bool {
        let here = |row: &&CodeRow| row.scope.is_empty() || row.scope.contains(&name);
        self.codes.iter().filter(here).any(|it| it.code == code)
    }
}

/// Among the places of a code: the HTTP status.
pub(crate) const HTTP: &str = "http";

/// One outbound call, built by a chain of `const` functions.
#[derive(Debug, Clone, Copy)]
pub struct Operation {
    pub(crate) provider: &'static Provider,
    pub(crate) name: &'static str,
    pub(crate) effect: Effect,
    pub(crate) method: Method,
    pub(crate) server: usize,
    pub(crate) path: Path,
    pub(crate) headers: &'static [Slot],
    pub(crate) path_slots: &'static [Slot],
    pub(crate) query: &'static [Slot],
    pub(crate) body: &'static [Slot],
    pub(crate) form: BodyForm,
    pub(crate) signature: Option<Signature>,
    pub(crate) codes: &'static [&'static str],
    pub(crate) details: &'static [&'static str],
    pub(crate) messages: &'static [&'static str],
    pub(crate) references: &'static [&'static str],
    pub(crate) without_code: Outcome,
    pub(crate) pending: Resolution,
    pub(crate) unknown: Resolution,
    /// Our reference, by index among the caller's values.
    pub(crate) ours: Option<usize>,
    pub(crate) paging: Option<Paging>,
}

impl Operation {
    /// The call of that name. Only one that [`Effect::Reads`] is ever sent twice.
    pub const fn new(provider: &'static Provider, name: &'static str, effect: Effect) -> Self {
        Self {
            provider,
            name,
            effect,
            method: Method::Post,
            server: 0,
            path: Path::Fixed("/"),
            headers: &[],
            path_slots: &[],
            query: &[],
            body: &[],
            form: BodyForm::Json,
            signature: None,
            codes: &[],
            details: &[],
            messages: &[],
            references: &[],
            without_code: Outcome::Unknown,
            pending: Resolution::Nothing,
            unknown: Resolution::Nothing,
            ours: None,
            paging: None,
        }
    }

    /// Method, index into [`Provider::servers`], and the path below the server's address.
    pub const fn at(mut self, method: Method, server: usize, path: &'static str) -> Self {
        (self.method, self.server, self.path) = (method, server, Path::Fixed(path));
        self
    }

    /// The same with the caller's path, by index into [`Provider::settings`].
    pub const fn at_setting(mut self, method: Method, server: usize, setting: usize) -> Self {
        (self.method, self.server, self.path) = (method, server, Path::Setting(setting));
        self
    }

    /// Its own headers, by name, after those of the provider.
    pub const fn headers(mut self, headers: &'static [Slot]) -> Self {
        self.headers = headers;
        self
    }

    /// The places `{name}` of its path, by name.
    pub const fn path(mut self, path: &'static [Slot]) -> Self {
        self.path_slots = path;
        self
    }

    /// What its query says, by name, in the order in which it is written.
    pub const fn query(mut self, query: &'static [Slot]) -> Self {
        self.query = query;
        self
    }

    /// Its body is written as `application/x-www-form-urlencoded`.
    pub const fn form(mut self) -> Self {
        self.form = BodyForm::Form;
        self
    }

    /// Its body is written as `multipart/form-data`.
    pub const fn multipart(mut self) -> Self {
        self.form = BodyForm::Multipart;
        self
    }

    /// The members of the body, by pointer, in the order in which they are written. No body
    /// is sent when there are none.
    pub const fn body(mut self, body: &'static [Slot]) -> Self {
        self.body = body;
        self
    }

    /// How it is signed; [`Operation::over`] says what.
    pub const fn signed(mut self, scheme: &'static Scheme) -> Self {
        self.signature = Some(Signature { scheme, parts: &[] });
        self
    }

    /// What is signed, in order.
    pub const fn over(mut self, parts: &'static [Part]) -> Self {
        if let Some(Signature { scheme, .. }) = self.signature {
            self.signature = Some(Signature { scheme, parts });
        }
        self
    }

    /// Where the code of a reply is, tried in order: pointers, and `http` for the HTTP status,
    /// which is the code where a row knows it.
    pub const fn codes(mut self, places: &'static [&'static str]) -> Self {
        self.codes = places;
        self
    }

    /// Pointers to what stands beside the code, tried in order.
    pub const fn details(mut self, pointers: &'static [&'static str]) -> Self {
        self.details = pointers;
        self
    }

    /// Pointers to the provider's message, tried in order.
    pub const fn messages(mut self, pointers: &'static [&'static str]) -> Self {
        self.messages = pointers;
        self
    }

    /// Pointers to the provider's reference, tried in order.
    pub const fn references(mut self, pointers: &'static [&'static str]) -> Self {
        self.references = pointers;
        self
    }

    /// What a readable reply with a 2xx status and no code means; unknown when not said.
    pub const fn without_code(mut self, outcome: Outcome) -> Self {
        self.without_code = outcome;
        self
    }

    /// What is left to do when the outcome is pending.
    pub const fn pending(mut self, resolution: Resolution) -> Self {
        self.pending = resolution;
        self
    }

    /// What is left to do when the outcome is unknown.
    pub const fn unknown(mut self, resolution: Resolution) -> Self {
        self.unknown = resolution;
        self
    }

    /// Which of the caller's values is our reference.
    pub const fn ours(mut self, value: usize) -> Self {
        self.ours = Some(value);
        self
    }

    /// How its list is read page by page.
    pub const fn paged(mut self, paging: Paging) -> Self {
        self.paging = Some(paging);
        self
    }

    /// What is known when a request left us and nothing says what came of it.
    pub(crate) fn left_open(&self) -> (Certainty, Resolution) {
        match self.effect {
            Effect::Reads => (Certainty::NotApplied, Resolution::Nothing),
            Effect::Spends | Effect::Collects | Effect::Creates | Effect::Changes => {
                (Certainty::Unknown, self.unknown)
            }
        }
    }
}

/// An HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// `GET`, with or without a body.
    Get,
    /// `POST`.
    Post,
    /// `PUT`.
    Put,
    /// `PATCH`.
    Patch,
    /// `DELETE`.
    Delete,
}

impl Method {
    /// As in a request line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// Where an operation is, below its server's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Path {
    /// As printed, beginning with `/`.
    Fixed(&'static str),
    /// The caller's, by index into [`Provider::settings`].
    Setting(usize),
}

impl Part {
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

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BodyForm {
    /// As a JSON object.
    Json,
    /// As pairs.
    Form,
    /// As parts.
    Multipart,
}

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
    pub const fn key(mut self, key: usize) -> Self {
        self.key = Some(key);
        self
    }

    /// What stands before and behind the joined parts.
    pub const fn around(mut self, prefix: &'static str, suffix: &'static str) -> Self {
        (self.prefix, self.suffix) = (prefix, suffix);
        self
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

/// A digest; a keyed one has the credential's UTF-8 text for its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// HMAC with MD5.
    HmacMd5,
    /// HMAC with SHA-1.
    HmacSha1,
    /// HMAC with SHA-256.
    HmacSha256,
    /// HMAC with SHA-384.
    HmacSha384,
    /// HMAC with SHA-512.
    HmacSha512,
    /// MD5.
    Md5,
    /// SHA-1.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

/// How the bytes of a digest become text.
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
