//! Outbound calls.

use serde::Deserialize;

use super::cite::Cite;
use super::fate::FateEntry;
use super::verdict::SampleEntry;

/// An outbound call. It stands under its name in a file of `operations/`, and becomes a method of
/// the client and a request type.
#[derive(Debug, Deserialize)]
pub(crate) struct OperationEntry {
    /// What it does, in one sentence.
    ///
    /// Needed. Example: `about: Pays out to a wallet or a bank account.`.
    pub(crate) about: Option<String>,
    /// The group that it is in.
    ///
    /// Needed. Example: `group: payments`.
    pub(crate) group: Option<String>,
    /// The lines of the document that describe it. What its fields, reply and samples cite lies
    /// inside them.
    ///
    /// Default: needed, unless a `cite` beside it says where the whole is said. Example: `lines:
    /// 456-537`.
    pub(crate) lines: Option<String>,
    /// Where the whole is said, when the document does not print it; it needs no `lines` then.
    ///
    /// Default: at `lines`. Example: `cite: { linked: https://docs.acme.example/payouts, confidence: high }`.
    pub(crate) cite: Option<Cite>,
    /// What it does to the world. Only what reads is ever sent again by the client itself.
    ///
    /// Needed. Example: `effect: spends`.
    pub(crate) effect: Option<String>,
    /// Where that can be seen.
    ///
    /// Needed. Example: `effect_cite: 457`.
    pub(crate) effect_cite: Option<Cite>,
    /// The HTTP method.
    ///
    /// Needed. Example: `method: POST`.
    pub(crate) method: Option<String>,
    /// Where the method stands.
    ///
    /// Needed. Example: `method_cite: 490`.
    pub(crate) method_cite: Option<Cite>,
    /// The server that it is called at.
    ///
    /// Needed. Example: `server: gateway`.
    pub(crate) server: Option<String>,
    /// Where it is on the server, as printed, beginning with `/`.
    ///
    /// Default: `path_setting` says where. Example: `path: /v2/payout`.
    pub(crate) path: Option<String>,
    /// The setting that says the path, where the document prints none.
    ///
    /// Default: `path` says where. Example: `path_setting: refund_path`.
    pub(crate) path_setting: Option<String>,
    /// Where the path stands, or where it is missing.
    ///
    /// Needed. Example: `path_cite: 490`.
    pub(crate) path_cite: Option<Cite>,
    /// How the document prints the path, where that is not how it stands on the wire.
    ///
    /// Default: as `path` says. Example: `path_printed: /payments/:paymentId`.
    pub(crate) path_printed: Option<String>,
    /// Further paths that the document prints for it. They are recorded and not called.
    ///
    /// Default: there is one path. Example: `other_paths: [/v1/payout]`.
    #[serde(default)]
    pub(crate) other_paths: Vec<String>,
    /// Where those stand.
    ///
    /// Default: they are no facts of their own. Example: `other_paths_cite: 90`.
    pub(crate) other_paths_cite: Option<Cite>,
    /// How the body is written.
    ///
    /// Default: `json`. Example: `body: form`.
    pub(crate) body: Option<String>,
    /// Where that stands.
    ///
    /// Default: it is no fact of its own. Example: `body_cite: 44`.
    pub(crate) body_cite: Option<Cite>,
    /// The values of the request, in the order on the wire. Fields under one parent stand together.
    ///
    /// Default: nothing is sent but the shared headers. Example: `fields: [{ wire: amount, type:
    /// money KES, cite: 475 }]`.
    #[serde(default)]
    pub(crate) fields: Vec<FieldEntry>,
    /// What is signed, and in which way.
    ///
    /// Default: nothing is signed. Example: `signature: { scheme: keyed, order: [amount, phone],
    /// printed: amount+phone, cite: 482 }`.
    pub(crate) signature: Option<SignatureEntry>,
    /// How the reply is read.
    ///
    /// Needed. Example: `reply: { type: record accepted, code: [/status_code], cite: 510-515 }`.
    pub(crate) reply: Option<ReplyEntry>,
    /// What settles a reply that says pending.
    ///
    /// Default: none says so; needed for all but reads where a code says so. Example: `pending: query
    /// transaction_status`.
    pub(crate) pending: Option<String>,
    /// What settles an outcome that nobody can tell, such as a lost connection.
    ///
    /// Default: nothing is left open by what reads; needed for all else. Example: `unknown: callback
    /// notice`.
    pub(crate) unknown: Option<String>,
    /// How its list is read page by page; for what reads.
    ///
    /// Default: the list is read in one call. Example: `paging: { by: page, field: page, first: "1",
    /// items: /data, cite: 90 }`.
    pub(crate) paging: Option<PagingEntry>,
    /// Where its reply tells what became of the call that it asks about; for what settles an outcome.
    ///
    /// Default: none; needed where a `pending` or `unknown` asks by it. Example: `fate: { codes: ["000"], cite: 90 }`.
    pub(crate) fate: Option<FateEntry>,
    /// The bodies that the document prints for it.
    ///
    /// Default: it prints none. Example: `samples: [{ kind: request, lines: 494-508 }]`.
    #[serde(default)]
    pub(crate) samples: Vec<SampleEntry>,
}

/// How a list is read page by page: by a number or a cursor that the request holds. A page without
/// items is the end.
#[derive(Debug, Deserialize)]
pub(crate) struct PagingEntry {
    /// What leads to the next page.
    ///
    /// Needed. Example: `by: cursor`.
    pub(crate) by: Option<String>,
    /// The field of the request that takes it, by its wire name.
    ///
    /// Needed. Example: `field: after`.
    pub(crate) field: Option<String>,
    /// The number of the first page.
    ///
    /// Default: none; needed where it is `by: page`. Example: `first: "1"`.
    pub(crate) first: Option<String>,
    /// Pointer to the cursor of the next page; where it leads to nothing, there is none.
    ///
    /// Default: none; needed where it is `by: cursor`. Example: `next: /paging/next`.
    pub(crate) next: Option<String>,
    /// Pointer to the array of one page.
    ///
    /// Needed. Example: `items: /data`.
    pub(crate) items: Option<String>,
    /// Pointer to what is `false` on the last page; for `by: page` alone.
    ///
    /// Default: a page without items is the end. Example: `more: /has_more`.
    pub(crate) more: Option<String>,
    /// Where this is said.
    ///
    /// Needed. Example: `cite: 90`.
    pub(crate) cite: Option<Cite>,
}

/// One value of a request. It comes from the caller, unless it has a `constant`, a `credential`,
/// a `basic` pair, a `token`, something `made` or the `signature`.
#[derive(Debug, Deserialize)]
pub(crate) struct FieldEntry {
    /// Its name on the wire: of a header, or of the member of the object at `under`.
    ///
    /// Needed. Example: `wire: destinationPhone`.
    pub(crate) wire: Option<String>,
    /// How the document prints it, where that is not how it stands on the wire.
    ///
    /// Default: as it stands on the wire. Example: `printed: "Access Token"`.
    pub(crate) printed: Option<String>,
    /// What it is called in Rust.
    ///
    /// Default: made from `wire`. Example: `name: till_pin`.
    pub(crate) name: Option<String>,
    /// What it is, in one phrase.
    ///
    /// Default: nothing more is said. Example: `about: Who is paid.`.
    pub(crate) about: Option<String>,
    /// Where it travels.
    ///
    /// Default: `body`. Example: `in: header`.
    #[serde(rename = "in")]
    pub(crate) location: Option<String>,
    /// Pointer of the object that it stands in; parents are made where their first member stands.
    ///
    /// Default: the body itself. Example: `under: /destination`.
    pub(crate) under: Option<String>,
    /// Where the name stands: the row that describes it and the sample that shows it.
    ///
    /// Needed. Example: `cite: 473, 503`.
    pub(crate) cite: Option<Cite>,
    /// Lines that describe it under another name.
    ///
    /// Default: it is described under its own. Example: `described: "45"`.
    pub(crate) described: Option<String>,
    /// What the value is.
    ///
    /// Beside a `constant` it may be `integer` or `boolean`, beside a `credential` `integer`: in a
    /// JSON body the value then stands without quotes. Elsewhere both are text.
    ///
    /// Default: `text`; needed where the caller gives the value. Example: `type: money KES`.
    #[serde(rename = "type")]
    pub(crate) ty: Option<String>,
    /// Where the type can be seen, when that is elsewhere.
    ///
    /// Default: as `cite`. Example: `type_cite: 498`.
    pub(crate) type_cite: Option<Cite>,
    /// What stands between the items of a list in the query that is one text.
    ///
    /// Default: the key is repeated for every item. Example: `joined: ","`.
    pub(crate) joined: Option<String>,
    /// What the provider takes when the field is left out. It is documented and not sent.
    ///
    /// Default: nobody says; needed beside `default_cite`. Example: `default: TND`.
    pub(crate) default: Option<String>,
    /// Where that stands.
    ///
    /// Default: as `cite`. Example: `default_cite: 98`.
    pub(crate) default_cite: Option<Cite>,
    /// What the document says about leaving it out.
    ///
    /// Default: `unsaid`. Example: `required: channel is BANK`.
    pub(crate) required: Option<String>,
    /// Where the document says so, when that is elsewhere.
    ///
    /// Default: as `cite`. Example: `required_cite: 476`.
    pub(crate) required_cite: Option<Cite>,
    /// Where the values of its enum stand for this field, when that is elsewhere.
    ///
    /// Default: as the enum says. Example: `values_cite: 478`.
    pub(crate) values_cite: Option<Cite>,
    /// The text that is always sent; with `type: integer` or `type: boolean` the number or the word.
    ///
    /// Default: the value comes from elsewhere. Example: `constant: application/json`.
    pub(crate) constant: Option<String>,
    /// The credential that is sent; with `type: integer` as a number, and a client that is made with
    /// anything else is refused.
    ///
    /// Default: the value comes from elsewhere. Example: `credential: merchant_id`.
    pub(crate) credential: Option<String>,
    /// Whether this field takes the signature of the request.
    ///
    /// Default: `no`. Example: `signature: "yes"`.
    pub(crate) signature: Option<String>,
    /// Two credentials, user and password, as HTTP's basic authentication sends them; in a header.
    ///
    /// Default: the value comes from elsewhere. Example: `basic: [user_name, password]`.
    pub(crate) basic: Option<Vec<String>>,
    /// The token that is sent, one of the provider's `tokens`.
    ///
    /// Default: the value comes from elsewhere. Example: `token: access`.
    pub(crate) token: Option<String>,
    /// What the client makes by itself, once per attempt, by the words of [What is
    /// made](#what-is-made).
    ///
    /// Default: the value comes from elsewhere. Example: `made: nonce hex 32`.
    pub(crate) made: Option<String>,
    /// A text before a credential, a token or a signature in a header.
    ///
    /// Default: the value stands alone. Example: `prefix: "Bearer "`.
    pub(crate) prefix: Option<String>,
    /// The methods of the operations that send it; in `headers` and `ways` alone.
    ///
    /// Default: operations of every method send it. Example: `methods: [GET]`.
    #[serde(default)]
    pub(crate) methods: Vec<String>,
    /// Whether the value must never be printed, such as a PIN.
    ///
    /// Default: `no`, and `yes` for a secret credential and for a token. Example: `secret: "yes"`.
    pub(crate) secret: Option<String>,
    /// Whether the value is about a person and must never be printed.
    ///
    /// Default: `no`, and `yes` for a phone. Example: `personal: "yes"`.
    pub(crate) personal: Option<String>,
    /// Whether a fixture that is recorded from real traffic may keep whatever the caller says here.
    ///
    /// Default: `no`: only what the spec lists or says itself is kept. Example: `harmless: "yes"`.
    pub(crate) harmless: Option<String>,
    /// What the value must satisfy before it is sent.
    ///
    /// Default: any value of the type. Example: `rules: [{ rule: digits 10, cite: 41 }]`.
    #[serde(default)]
    pub(crate) rules: Vec<RuleEntry>,
}

/// Something that the document asks of a value.
#[derive(Debug, Deserialize)]
pub(crate) struct RuleEntry {
    /// The rule.
    ///
    /// Needed. Example: `rule: length 1..160`.
    pub(crate) rule: Option<String>,
    /// Where the document asks it.
    ///
    /// Needed. Example: `cite: 41`.
    pub(crate) cite: Option<Cite>,
    /// Why it is recorded and not enforced: what in the document contradicts it.
    ///
    /// Default: it is enforced. Example: `contradicted: the sample has thirteen characters`.
    pub(crate) contradicted: Option<String>,
}

/// What an operation signs. The text that is signed of a field is the text that is sent.
#[derive(Debug, Deserialize)]
pub(crate) struct SignatureEntry {
    /// The way of signing, one of the provider's `signatures`.
    ///
    /// Needed. Example: `scheme: keyed`.
    pub(crate) scheme: Option<String>,
    /// What is signed, in this order: wire names of fields, and the words of [What is
    /// signed](#what-is-signed).
    ///
    /// Needed. Example: `order: [amount, phone, credential merchant_id]`.
    #[serde(default)]
    pub(crate) order: Vec<String>,
    /// The order literally as the document prints it, so that it can be found there. The fields it
    /// names as they are sent have to be signed, in that order.
    ///
    /// Needed. Example: `printed: amount+phone+MerchantID`.
    pub(crate) printed: Option<String>,
    /// Where the order stands.
    ///
    /// Needed. Example: `cite: 482`.
    pub(crate) cite: Option<Cite>,
}

/// How a reply is read: where its code is found, and what a 2xx reply holds.
#[derive(Debug, Deserialize)]
pub(crate) struct ReplyEntry {
    /// What a reply of 2xx holds: a record, a list of records, or a map.
    ///
    /// Needed. Example: `type: record accepted`.
    #[serde(rename = "type")]
    pub(crate) ty: Option<String>,
    /// Where the document shows a reply.
    ///
    /// Needed. Example: `cite: 510-515`.
    pub(crate) cite: Option<Cite>,
    /// Pointers to the response code, tried in order. Those of error bodies are listed too. The word
    /// `http` among them is the HTTP status, which is the code where a row of `codes` knows it. What is
    /// no text is passed over where one behind it is; otherwise a 2xx reply is `unknown`. A reply is so
    /// where codes that are listed before `http` come to different outcomes.
    ///
    /// Default: no code is looked for. Example: `code: [/status_code, /0/status_code]`.
    #[serde(default)]
    pub(crate) code: Vec<String>,
    /// Pointers to what stands beside the code and says with it what it means, tried in order. What is
    /// no text is passed over where one behind it is; otherwise the outcome is `unknown`.
    ///
    /// Default: the code says it alone. Example: `detail: [/transaction/status]`.
    #[serde(default)]
    pub(crate) detail: Vec<String>,
    /// Pointers to the provider's message, tried in order.
    ///
    /// Default: no message is looked for. Example: `message: [/transactiontxt, /message]`.
    #[serde(default)]
    pub(crate) message: Vec<String>,
    /// Pointers to the provider's reference, tried in order. Who names two, or one by something that is
    /// no text, names none.
    ///
    /// Default: no reference is looked for. Example: `reference: [/merchant_reference]`.
    #[serde(default)]
    pub(crate) reference: Vec<String>,
    /// Pointers to what a reply that says `succeeded` must hold; where one leads to nothing, to null
    /// or to an empty text, nobody can tell, and the outcome is `unknown`.
    ///
    /// Default: a success need not hold anything; needed beside `needs_cite`. Example: `needs: [/content/customer_name]`.
    #[serde(default)]
    pub(crate) needs: Vec<String>,
    /// Where that can be seen.
    ///
    /// Default: none; needed beside `needs`. Example: `needs_cite: 79`.
    pub(crate) needs_cite: Option<Cite>,
    /// What a readable 2xx reply without a code means.
    ///
    /// Default: `unknown`. Example: `without_code: succeeded`.
    pub(crate) without_code: Option<String>,
}
