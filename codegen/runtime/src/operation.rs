//! What a generated crate says about its provider and its operations: tables, no code.

use crate::{
    outcome::{Effect, Outcome, Resolution},
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
    /// Every documented code.
    pub codes: &'static [CodeRow],
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
    /// As on the wire, leading zeros kept.
    pub code: &'static str,
    /// As the document says it.
    pub meaning: &'static str,
    /// What it means for the money.
    pub outcome: Outcome,
    /// The operations and callbacks in which it can occur; everywhere when empty.
    pub scope: &'static [&'static str],
}

impl Provider {
    /// What `code` means in the operation or callback called `name`.
    pub(crate) fn meaning(&self, code: &str, name: &str) -> Option<&'static CodeRow> {
        let everywhere = |row: &CodeRow| row.scope.is_empty() || row.scope.contains(&name);
        self.codes
            .iter()
            .find(|row| row.code == code && everywhere(row))
    }
}

/// One outbound call.
#[derive(Debug)]
pub struct Operation {
    /// Whose it is.
    pub provider: &'static Provider,
    /// `mobile_payout`.
    pub name: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// Index into [`Provider::servers`].
    pub server: usize,
    /// Where it is, below the server's address.
    pub path: Path,
    /// What it does. Only [`Effect::Reads`] is ever sent twice.
    pub effect: Effect,
    /// The headers, by name.
    pub headers: &'static [Slot],
    /// The members of the JSON body, by pointer, in the order in which they are written.
    /// No body is sent when there are none.
    pub body: &'static [Slot],
    /// How it is signed.
    pub signature: Option<Signature>,
    /// Where the reply says what came of it.
    pub reply: ReplyRule,
    /// What is left to do when the outcome is pending.
    pub pending: Resolution,
    /// What is left to do when the outcome is unknown.
    pub unknown: Resolution,
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
pub enum Path {
    /// As printed, beginning with `/`.
    Fixed(&'static str),
    /// The caller's, by index into [`Provider::settings`].
    Setting(usize),
}

/// How a request is signed.
#[derive(Debug, Clone, Copy)]
pub struct Signature {
    /// The keyed digest.
    pub algorithm: Algorithm,
    /// How its bytes become text.
    pub encoding: Encoding,
    /// What stands between two parts.
    pub joiner: &'static str,
    /// The key: an index into [`Provider::credentials`].
    pub key: usize,
    /// What is signed, in order.
    pub parts: &'static [Part],
}

/// A keyed digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// HMAC with SHA-256; the key is the credential's UTF-8 text.
    HmacSha256,
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
}

/// One part of what is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The text of a body slot, as it is sent; nothing when the slot is left out.
    Slot(usize),
    /// A credential, by index into [`Provider::credentials`].
    Credential(usize),
    /// Always the same.
    Constant(&'static str),
}

/// Where a reply says what came of the call; pointers are tried in order.
#[derive(Debug, Clone, Copy)]
pub struct ReplyRule {
    /// Where the code is.
    pub codes: &'static [&'static str],
    /// Where the message is.
    pub messages: &'static [&'static str],
    /// Where the provider's reference is.
    pub references: &'static [&'static str],
    /// What a readable reply with a 2xx status and no code means.
    pub without_code: Outcome,
}
