//! Who calls whom, and how: documents, environments, credentials, ways of signing.

use serde::Deserialize;

use super::cite::Cite;
use super::operation::FieldEntry;
use crate::entries::Entries;

/// A document that the provider published. It is not part of the project; facts cite its lines.
#[derive(Debug, Deserialize)]
pub(crate) struct DocumentEntry {
    /// Its file name.
    ///
    /// Needed. Example: `name: acme.txt`.
    pub(crate) name: Option<String>,
    /// What it is called in prose.
    ///
    /// Needed. Example: `title: Acme Pay merchant API`.
    pub(crate) title: Option<String>,
}

/// One set of addresses: the sandbox, or where money moves.
#[derive(Debug, Deserialize)]
pub(crate) struct EnvironmentEntry {
    /// When to use it, in one sentence.
    ///
    /// Needed. Example: `about: The addresses that the document prints for trying out.`.
    pub(crate) about: Option<String>,
    /// One entry for each host that operations are called at. Every environment has the same names
    /// in the same order.
    ///
    /// Needed. Example: `servers: { gateway: { url: "https://api.acme.example", cite: 10 } }`.
    #[serde(default)]
    pub(crate) servers: Entries<ServerEntry>,
    /// Values that the document gives a meaning in this environment alone: test meters, numbers of
    /// scenarios. They become constants.
    ///
    /// Default: it gives none. Example: `magic: [{ name: prepaid_meter, is: "1111111111111", field:
    /// billersCode, about: A prepaid meter that is always found., cite: 51 }]`.
    #[serde(default)]
    pub(crate) magic: Vec<MagicEntry>,
}

/// A value with a meaning in one environment.
#[derive(Debug, Deserialize)]
pub(crate) struct MagicEntry {
    /// What it is called.
    ///
    /// Needed. Example: `name: prepaid_meter`.
    pub(crate) name: Option<String>,
    /// The value, as on the wire.
    ///
    /// Needed. Example: `is: "1111111111111"`.
    pub(crate) is: Option<String>,
    /// The wire name of the field that takes it.
    ///
    /// Needed. Example: `field: meter`.
    pub(crate) field: Option<String>,
    /// What it makes happen, in one sentence.
    ///
    /// Needed. Example: `about: A prepaid meter that is always found.`.
    pub(crate) about: Option<String>,
    /// Where it stands.
    ///
    /// Needed. Example: `cite: 51`.
    pub(crate) cite: Option<Cite>,
}

/// Where one family of paths lives in one environment.
#[derive(Debug, Deserialize)]
pub(crate) struct ServerEntry {
    /// Scheme, host, port and base path.
    ///
    /// Default: the document prints none and the caller of the client must say it. Example: `url:
    /// "https://api.acme.example"`.
    pub(crate) url: Option<String>,
    /// How the document prints it, where that is not how it stands on the wire.
    ///
    /// Default: as `url` says. Example: `printed: "https: //api.acme.example/v2/"`.
    pub(crate) printed: Option<String>,
    /// Whether `http:` is allowed here. Say it only where the document gives nothing else.
    ///
    /// Default: `no`. Example: `cleartext: "yes"`.
    pub(crate) cleartext: Option<String>,
    /// Where the address stands, or why it is missing.
    ///
    /// Needed. Example: `cite: 490, 667`.
    pub(crate) cite: Option<Cite>,
}

/// Something the provider gave to the merchant and that goes with calls.
#[derive(Debug, Deserialize)]
pub(crate) struct CredentialEntry {
    /// What it is, in one phrase.
    ///
    /// Needed. Example: `about: Key of the merchant in a header.`.
    pub(crate) about: Option<String>,
    /// Whether it must never be printed. The key of a signature always is secret.
    ///
    /// Default: `no`. Example: `secret: "yes"`.
    pub(crate) secret: Option<String>,
    /// Whether a client can be made without it.
    ///
    /// Default: `no`. Example: `optional: "yes"`.
    pub(crate) optional: Option<String>,
    /// How it begins in one environment, where the document tells those of several apart by that.
    /// A client is then refused one of another environment.
    ///
    /// Default: nothing tells them apart. Example: `prefixes: [{ environment: sandbox, is: try-,
    /// cite: 14 }]`.
    #[serde(default)]
    pub(crate) prefixes: Vec<PrefixEntry>,
    /// Where the document speaks of it.
    ///
    /// Needed. Example: `cite: 12`.
    pub(crate) cite: Option<Cite>,
}

/// How a credential begins in one environment.
#[derive(Debug, Deserialize)]
pub(crate) struct PrefixEntry {
    /// The environment.
    ///
    /// Needed. Example: `environment: sandbox`.
    pub(crate) environment: Option<String>,
    /// What stands at its beginning. Where several fit, the longest one counts.
    ///
    /// Needed. Example: `is: try-`.
    pub(crate) is: Option<String>,
    /// Where the document says so.
    ///
    /// Needed. Example: `cite: 14`.
    pub(crate) cite: Option<Cite>,
}

/// A value that the document leaves open.
#[derive(Debug, Deserialize)]
pub(crate) struct SettingEntry {
    /// What to set, and whom to ask for it.
    ///
    /// Needed. Example: `about: Path of the refund; ask the provider for it.`.
    pub(crate) about: Option<String>,
    /// Where the gap is.
    ///
    /// Needed. Example: `cite: 90`.
    pub(crate) cite: Option<Cite>,
}

/// A text that the merchant makes up so that a call can be named later. It becomes a type that makes
/// new ones and takes those that were stored.
#[derive(Debug, Deserialize)]
pub(crate) struct ReferenceEntry {
    /// What it names, in one sentence.
    ///
    /// Needed. Example: `about: Names one purchase.`.
    pub(crate) about: Option<String>,
    /// The date that it begins with: `YYYY`, `MM`, `DD`, then `HH`, `mm` and `ss` where they are
    /// there.
    ///
    /// Default: it begins with no date; needed beside `zone`. Example: `dated: YYYYMMDDHHmm`.
    pub(crate) dated: Option<String>,
    /// The offset from UTC in which that date is.
    ///
    /// Default: none; needed beside `dated`. Example: `zone: "+01:00"`.
    pub(crate) zone: Option<String>,
    /// From which characters, and how many of them, the rest is made.
    ///
    /// Needed. Example: `random: alphanumeric 12`.
    pub(crate) random: Option<String>,
    /// How many characters it has, one that the caller gives too.
    ///
    /// Default: 1 to 256. Example: `length: "12..40"`.
    pub(crate) length: Option<String>,
    /// What may stand in it, in one that the caller gives too.
    ///
    /// Default: anything. Example: `charset: alphanumeric`.
    pub(crate) charset: Option<String>,
    /// Where the document asks for it.
    ///
    /// Needed. Example: `cite: 135`.
    pub(crate) cite: Option<Cite>,
}

/// The choice for fields of which the document does not say whether they are required.
#[derive(Debug, Deserialize)]
pub(crate) struct UnsaidEntry {
    /// What the client does with them.
    ///
    /// Needed. Example: `fields: demanded`.
    pub(crate) fields: Option<String>,
    /// Why: nearly always `assumed`.
    ///
    /// Needed. Example: `cite: { assumed: no field is marked as optional, confidence: low }`.
    pub(crate) cite: Option<Cite>,
}

/// A way of signing: how the signed string is made into a signature. An operation's `signature`
/// adds what is signed. A password that is put together anew for each request is one, too: its
/// `algorithm` is `none`.
#[derive(Debug, Deserialize)]
pub(crate) struct SchemeEntry {
    /// What makes the signature from the string.
    ///
    /// Needed. Example: `algorithm: hmac-sha256`.
    pub(crate) algorithm: Option<String>,
    /// Where the algorithm stands.
    ///
    /// Needed. Example: `cite: 20`.
    pub(crate) cite: Option<Cite>,
    /// The credential that is the key; it is marked as secret.
    ///
    /// Default: needed for an HMAC, and for nothing else. Example: `key: signing_key`.
    pub(crate) key: Option<String>,
    /// Where the document says which key it is.
    ///
    /// Default: needed for an HMAC, and for nothing else. Example: `key_cite: 21`.
    pub(crate) key_cite: Option<Cite>,
    /// How the bytes of the signature become text.
    ///
    /// Needed. Example: `encoding: hex-lower`.
    pub(crate) encoding: Option<String>,
    /// Where the encoding stands or can be seen.
    ///
    /// Needed. Example: `encoding_cite: 22`.
    pub(crate) encoding_cite: Option<Cite>,
    /// What stands between two signed values; the empty text where there is nothing.
    ///
    /// Needed. Example: `joiner: "|"`.
    pub(crate) joiner: Option<String>,
    /// Where the separator stands or can be seen.
    ///
    /// Needed. Example: `joiner_cite: 23`.
    pub(crate) joiner_cite: Option<Cite>,
    /// A text before the joined values.
    ///
    /// Default: none. Example: `prefix: "v1:"`.
    pub(crate) prefix: Option<String>,
    /// A text behind the joined values.
    ///
    /// Default: none. Example: `suffix: "&end"`.
    pub(crate) suffix: Option<String>,
    /// What stands between a wire name and its value, where both are signed.
    ///
    /// Default: values alone are signed. Example: `named: "="`.
    pub(crate) named: Option<String>,
    /// The order of the signed fields, where it is not that of `order`.
    ///
    /// Default: as `order` says. Example: `sorted: names`.
    pub(crate) sorted: Option<String>,
    /// What becomes of a value that is left out of the request.
    ///
    /// Default: `skipped`, and no such value can be signed until it is said. Example: `empty: kept`.
    pub(crate) empty: Option<String>,
}

/// One of several ways in which a merchant can be known to the provider. It stands under its name;
/// the caller picks it when a client is made.
#[derive(Debug, Deserialize)]
pub(crate) struct WayEntry {
    /// What it is, in one sentence.
    ///
    /// Needed. Example: `about: The key as a bearer.`.
    pub(crate) about: Option<String>,
    /// Where it is said.
    ///
    /// Needed. Example: `cite: 12-14`.
    pub(crate) cite: Option<Cite>,
    /// What is sent with every operation: headers or the query.
    ///
    /// Needed. Example: `fields: [{ wire: Authorization, in: header, prefix: "Bearer ", credential:
    /// api_key, cite: 12 }]`.
    #[serde(default)]
    pub(crate) fields: Vec<FieldEntry>,
}

/// A token that the client fetches by an operation, keeps while it lives, and sends. It stands
/// under its name. One that is not taken, by HTTP 401 or by a code that means `invalid_credentials`,
/// is forgotten; what only reads is then asked once more.
#[derive(Debug, Deserialize)]
pub(crate) struct TokenEntry {
    /// What it is, in one sentence.
    ///
    /// Needed. Example: `about: The access token.`.
    pub(crate) about: Option<String>,
    /// The operation that gives it. It reads, asks nothing of the caller, and needs no token.
    ///
    /// Needed. Example: `operation: access_token`.
    pub(crate) operation: Option<String>,
    /// Pointer to the token in the reply.
    ///
    /// Needed. Example: `at: /access_token`.
    pub(crate) at: Option<String>,
    /// Pointer to the number of seconds that it lives.
    ///
    /// Default: needed without `lives_for`. Example: `lives: /expires_in`.
    pub(crate) lives: Option<String>,
    /// How many seconds it lives, where the reply does not say.
    ///
    /// Default: needed without `lives`. Example: `lives_for: "3600"`.
    pub(crate) lives_for: Option<String>,
    /// How many seconds before its end it is fetched again.
    ///
    /// Default: `30`. Example: `early: "60"`.
    pub(crate) early: Option<String>,
    /// Where this is said.
    ///
    /// Needed. Example: `cite: 30-34`.
    pub(crate) cite: Option<Cite>,
}
