//! A provider that does not exist, laid out as a generated crate would.

use serde::{Deserialize, Serialize};
use verbatim_runtime::{Amount, Effect, Masked, Others, Outcome, Resolution, Secret, rt};

/// Credentials of the tests; each is a canary that must never be shown.
pub(crate) const API_KEY: &str = "test-api-key-canary";
/// Signs.
pub(crate) const SECURITY_KEY: &str = "test-security-key";

/// The provider.
pub(crate) static PROVIDER: rt::Provider = rt::Provider {
    name: "made_up",
    servers: &["gateway"],
    credentials: &[
        rt::CredentialRow {
            name: "api_key",
            secret: true,
            optional: false,
        },
        rt::CredentialRow {
            name: "merchant_id",
            secret: false,
            optional: false,
        },
        rt::CredentialRow {
            name: "security_key",
            secret: true,
            optional: false,
        },
        rt::CredentialRow {
            name: "access_token",
            secret: true,
            optional: true,
        },
    ],
    settings: &["sms_path"],
    environments: &[
        rt::Environment {
            name: "sandbox",
            servers: &[rt::Server {
                url: None,
                cleartext: true,
            }],
        },
        rt::Environment {
            name: "live",
            servers: &[rt::Server {
                url: Some("https://live.example.invalid"),
                cleartext: false,
            }],
        },
    ],
    codes: &[
        code("0000", Outcome::Succeeded, &[]),
        code("200", Outcome::Pending, &["pay"]),
        code("1107", Outcome::Rejected, &[]),
        code("1500", Outcome::Unknown, &[]),
    ],
};

const fn code(code: &'static str, outcome: Outcome, scope: &'static [&'static str]) -> rt::CodeRow {
    rt::CodeRow {
        code,
        meaning: "",
        outcome,
        scope,
    }
}

rt::coded! {
    /// Mobile wallets.
    pub(crate) enum Channel {
        /// M-Pesa.
        Mpesa = "MPESA",
        /// Airtel Money.
        Airtel = "AIRTEL",
    }
}

const HEADERS: &[rt::Slot] = &[
    rt::Slot::constant("Content-Type", "application/json"),
    rt::Slot::credential("apiKey", 0),
];

/// Where replies say what came of a call.
pub(crate) const REPLY: rt::ReplyRule = rt::ReplyRule {
    codes: &["/status_code", "/error/code"],
    messages: &["/message"],
    references: &["/reference"],
    without_code: Outcome::Unknown,
};

static PAY: rt::Operation = rt::Operation {
    provider: &PROVIDER,
    name: "pay",
    method: rt::Method::Post,
    server: 0,
    path: rt::Path::Fixed("/v3/pay"),
    effect: Effect::Spends,
    headers: HEADERS,
    body: &[
        rt::Slot::credential("/MerchantID", 1),
        rt::Slot::caller("/source/name", 0),
        rt::Slot::caller("/destination/phone", 1),
        rt::Slot::caller("/destination/amount", 2),
        rt::Slot::caller("/destination/channel", 3).rules(&[rt::Rule::OneOf(&["MPESA", "AIRTEL"])]),
        rt::Slot::caller("/note", 4).optional(),
        rt::Slot::caller("/otp", 5)
            .when(4, "AIRTEL")
            .rules(&[rt::Rule::Digits(6)]),
        rt::Slot::signature("/signature"),
    ],
    signature: Some(rt::Signature {
        algorithm: rt::Algorithm::HmacSha256,
        encoding: rt::Encoding::HexLower,
        joiner: "",
        key: 2,
        parts: &[
            rt::Part::Slot(3),
            rt::Part::Slot(2),
            rt::Part::Slot(1),
            rt::Part::Slot(4),
            rt::Part::Slot(5),
            rt::Part::Slot(0),
        ],
    }),
    reply: REPLY,
    pending: Resolution::QueryWithTheirReference { operation: "ask" },
    unknown: Resolution::OnlyByCallback { callback: "ipn" },
};

static ASK: rt::Operation = rt::Operation {
    provider: &PROVIDER,
    name: "ask",
    method: rt::Method::Get,
    server: 0,
    path: rt::Path::Fixed("/v3/ask"),
    effect: Effect::Reads,
    headers: HEADERS,
    body: &[rt::Slot::caller("/reference", 0)],
    signature: None,
    reply: rt::ReplyRule {
        without_code: Outcome::Succeeded,
        ..REPLY
    },
    pending: Resolution::Nothing,
    unknown: Resolution::Nothing,
};

/// Spends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pay {
    /// Personal.
    pub(crate) name: Masked,
    /// Personal.
    pub(crate) phone: Masked,
    /// In shillings.
    pub(crate) amount: Amount,
    /// Which wallet.
    pub(crate) channel: Channel,
    /// For the statement.
    pub(crate) note: Option<String>,
    /// Demanded by Airtel.
    pub(crate) otp: Option<Masked>,
}

/// A payment that is sent in most tests.
pub(crate) fn pay() -> Pay {
    Pay {
        name: "Ada".into(),
        phone: "+254700000001".into(),
        amount: Amount::from(1500_u32),
        channel: Channel::Mpesa,
        note: None,
        otp: None,
    }
}

impl rt::Request for Pay {
    type Reply = Accepted;
    const OPERATION: &'static rt::Operation = &PAY;

    fn values(&self) -> Vec<Option<rt::Value>> {
        vec![
            rt::value(&self.name),
            rt::value(&self.phone),
            rt::value(&self.amount),
            rt::value(&self.channel),
            rt::value(&self.note),
            rt::value(&self.otp),
        ]
    }
}

/// Reads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Ask {
    /// The provider's.
    pub(crate) reference: String,
}

/// A question that is asked in most tests.
pub(crate) fn ask() -> Ask {
    Ask {
        reference: "R1".to_owned(),
    }
}

impl rt::Request for Ask {
    type Reply = Accepted;
    const OPERATION: &'static rt::Operation = &ASK;

    fn values(&self) -> Vec<Option<rt::Value>> {
        vec![rt::value(&self.reference)]
    }
}

/// What `pay` and `ask` answer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub(crate) struct Accepted {
    /// The code.
    pub(crate) status_code: Option<String>,
    /// What was paid.
    pub(crate) amount: Option<Amount>,
    /// The rest.
    pub(crate) others: Others,
}

impl rt::Wire for Accepted {
    fn read(json: &rt::Json<'_>) -> Result<Self, rt::Unreadable> {
        let mut members = json.members()?;
        Ok(Self {
            status_code: members.take(&["status_code"])?,
            amount: members.take(&["Amount", "amount"])?,
            others: members.others(),
        })
    }

    fn write(&self, out: &mut rt::Writer) {
        out.object(|it| {
            it.member("status_code", &self.status_code);
            it.member("Amount", &self.amount);
            it.others(&self.others);
        });
    }
}

/// A setup with every credential that is not optional.
pub(crate) fn setup(environment: &'static str) -> rt::Setup {
    rt::Setup::new(&PROVIDER, environment)
        .credential(0, API_KEY)
        .credential(1, "merchant-7")
        .credential(2, Secret::from(SECURITY_KEY))
}
