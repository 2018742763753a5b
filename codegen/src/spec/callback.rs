//! Inbound calls.

use serde::Deserialize;

use super::cite::Cite;
use super::verdict::SampleEntry;

/// An inbound call: what the provider sends by itself. It stands under its name in
/// `callbacks.yaml`.
#[derive(Debug, Deserialize)]
pub(crate) struct CallbackEntry {
    /// What it tells, in one sentence.
    ///
    /// Needed. Example: `about: Notice of a payout.`.
    pub(crate) about: Option<String>,
    /// The lines of the document that describe it.
    ///
    /// Default: needed, unless a `cite` beside it says where the whole is said. Example: `lines:
    /// 520-537, 1245-1255`.
    pub(crate) lines: Option<String>,
    /// Where the whole is said, when the document does not print it; it needs no `lines` then.
    ///
    /// Default: at `lines`. Example: `cite: { linked: https://docs.acme.example/webhooks, confidence: high }`.
    pub(crate) cite: Option<Cite>,
    /// The HTTP method by which it comes.
    ///
    /// Needed. Example: `method: POST`.
    pub(crate) method: Option<String>,
    /// Where the method stands.
    ///
    /// Needed. Example: `method_cite: 1248`.
    pub(crate) method_cite: Option<Cite>,
    /// What it can hold. The first that fits is taken.
    ///
    /// Needed. Example: `shapes: [{ name: paid, record: paid_notice }]`.
    #[serde(default)]
    pub(crate) shapes: Vec<ShapeEntry>,
    /// Where its values are. In a query or a form each is a text, found at `/NAME`; of equal names
    /// the first counts.
    ///
    /// Default: `body`. Example: `values: query`.
    pub(crate) values: Option<String>,
    /// Pointers to the response code, tried in order. What is no text is passed over where one behind
    /// it is; otherwise the outcome is `unknown`, as it is where two codes come to different outcomes.
    ///
    /// Default: no code is looked for. Example: `code: [/status_code]`.
    #[serde(default)]
    pub(crate) code: Vec<String>,
    /// Pointers to what stands beside the code and says with it what it means, tried in order. What is
    /// no text is passed over where one behind it is; otherwise the outcome is `unknown`.
    ///
    /// Default: the code says it alone. Example: `detail: [/transaction/status]`.
    #[serde(default)]
    pub(crate) detail: Vec<String>,
    /// Pointers to the provider's reference, tried in order. Who names two, or one by something that is
    /// no text, names none.
    ///
    /// Default: no reference is looked for; needed with `confirm`. Example: `reference:
    /// [/transactionRef]`.
    #[serde(default)]
    pub(crate) reference: Vec<String>,
    /// What the provider wants to be answered.
    ///
    /// Needed. Example: `answer: { status: "200", content_type: application/json, body: "{}", cite:
    /// 1292 }`.
    pub(crate) answer: Option<AnswerEntry>,
    /// The operation that confirms what a callback says: it reads, and says by its `fate` what
    /// became of the call with the callback's reference.
    ///
    /// Default: nothing confirms it; needed with `agrees`. Example: `confirm: transaction_status`.
    pub(crate) confirm: Option<String>,
    /// What the callback and the reply that confirms it both say, and must say alike where both do. Two
    /// values in one place, or what is no text, agree with nothing.
    ///
    /// Default: only what became of the call is compared. Example: `agrees: [{ here: /Amount, there:
    /// /details/Amount }]`.
    #[serde(default)]
    pub(crate) agrees: Vec<AgreementEntry>,
    /// Pointers to what names the event: deliveries that have all of it in common tell of one event.
    ///
    /// Default: nothing in it tells a repeated delivery from further news; needed with `event_cite`.
    /// Example: `event: [/transactionRef, /status_code]`.
    #[serde(default)]
    pub(crate) event: Vec<String>,
    /// Where it is said what names the event; most documents do not say it.
    ///
    /// Default: needed with `event`. Example: `event_cite: { assumed: nothing is said of repeated
    /// notices, confidence: low }`.
    pub(crate) event_cite: Option<Cite>,
    /// How it is signed.
    ///
    /// Default: it is not, and anybody can send it. Example: `signature: { scheme: keyed, order:
    /// ["@body"], header: X-Signature, cite: 540 }`.
    pub(crate) signature: Option<CallbackSignatureEntry>,
    /// The bodies that the document prints for it.
    ///
    /// Default: it prints none. Example: `samples: [{ kind: callback, lines: 520-537 }]`.
    #[serde(default)]
    pub(crate) samples: Vec<SampleEntry>,
}

/// A value that stands in a callback and in the reply that confirms it. Numbers are alike whatever
/// their spelling.
#[derive(Debug, Deserialize)]
pub(crate) struct AgreementEntry {
    /// The pointer to it in the callback.
    ///
    /// Needed. Example: `here: /Amount`.
    pub(crate) here: Option<String>,
    /// The pointer to it in the reply.
    ///
    /// Needed. Example: `there: /details/Amount`.
    pub(crate) there: Option<String>,
}

/// How a callback is signed, and how old it may be.
#[derive(Debug, Deserialize)]
pub(crate) struct CallbackSignatureEntry {
    /// The way of signing, one of the provider's `signatures`.
    ///
    /// Needed. Example: `scheme: keyed`.
    pub(crate) scheme: Option<String>,
    /// What is signed, in this order, by the words of [What is signed](#what-is-signed); the body is
    /// part of it.
    ///
    /// Needed. Example: `order: ["@header X-Timestamp", "constant .", "@body"]`.
    #[serde(default)]
    pub(crate) order: Vec<String>,
    /// The header that carries the signature.
    ///
    /// Needed. Example: `header: X-Signature`.
    pub(crate) header: Option<String>,
    /// A text before the signature in that header.
    ///
    /// Default: the signature stands alone. Example: `prefix: "sha256="`.
    pub(crate) prefix: Option<String>,
    /// The header that says when it was sent. It is one of what is signed.
    ///
    /// Default: needed with `tolerance`; without it an old callback can be sent again. Example:
    /// `timestamp: X-Timestamp`.
    pub(crate) timestamp: Option<String>,
    /// How that header spells the time, as in `made: timestamp FORMAT`.
    ///
    /// Default: needed with `timestamp`. Example: `timestamp_format: unix`.
    pub(crate) timestamp_format: Option<String>,
    /// How many seconds that time may be off, before and after.
    ///
    /// Default: needed with `timestamp`. Example: `tolerance: "300"`.
    pub(crate) tolerance: Option<String>,
    /// Where all this stands.
    ///
    /// Needed. Example: `cite: 540-544`.
    pub(crate) cite: Option<Cite>,
}

/// One of the forms in which a callback comes.
#[derive(Debug, Deserialize)]
pub(crate) struct ShapeEntry {
    /// What it is called in Rust.
    ///
    /// Needed. Example: `name: paid`.
    pub(crate) name: Option<String>,
    /// The record that describes it.
    ///
    /// Needed. Example: `record: paid_notice`.
    pub(crate) record: Option<String>,
    /// Members that are there in this shape alone.
    ///
    /// Default: none, for the last shape: it is taken when no other fits. Example: `when_present:
    /// [PaidAt]`.
    #[serde(default)]
    pub(crate) when_present: Vec<String>,
}

/// What a callback is answered: always the same (`status` and `body`), or as a dialogue that goes
/// on until it ends (`goes_on`, `ends`, `input` and `separator`), as in USSD.
#[derive(Debug, Deserialize)]
pub(crate) struct AnswerEntry {
    /// Where the document says so.
    ///
    /// Needed. Example: `cite: 1292-1296`.
    pub(crate) cite: Option<Cite>,
    /// The `Content-Type` of the answer.
    ///
    /// Needed. Example: `content_type: text/plain`.
    pub(crate) content_type: Option<String>,
    /// The HTTP status of an answer that is always the same.
    ///
    /// Default: needed unless it is a dialogue. Example: `status: "200"`.
    pub(crate) status: Option<String>,
    /// The body of an answer that is always the same.
    ///
    /// Default: needed unless it is a dialogue. Example: `body: "{}"`.
    pub(crate) body: Option<String>,
    /// What the text of a dialogue begins with while it goes on.
    ///
    /// Default: needed in a dialogue. Example: `goes_on: "CON "`.
    pub(crate) goes_on: Option<String>,
    /// What the last text of a dialogue begins with.
    ///
    /// Default: needed in a dialogue. Example: `ends: "END "`.
    pub(crate) ends: Option<String>,
    /// The member that holds what the customer typed.
    ///
    /// Default: needed in a dialogue. Example: `input: text`.
    pub(crate) input: Option<String>,
    /// What stands between two inputs of one session. One at the beginning separates nothing.
    ///
    /// Default: needed in a dialogue. Example: `separator: "*"`.
    pub(crate) separator: Option<String>,
    /// The member that names the session, the same in each of its steps.
    ///
    /// Default: nothing names it. Example: `session: sessionId`.
    pub(crate) session: Option<String>,
    /// How many characters a text of a dialogue may have, what it begins with left out.
    ///
    /// Default: a text may have any length; needed with `longest_cite`. Example: `longest: "182"`.
    pub(crate) longest: Option<String>,
    /// Where that limit stands.
    ///
    /// Default: needed with `longest`. Example: `longest_cite: 1195`.
    pub(crate) longest_cite: Option<Cite>,
}
