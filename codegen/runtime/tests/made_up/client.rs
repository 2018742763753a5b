//! A provider that does not exist, laid out as a generated crate would.

use serde::{Deserialize, Serialize};
use verbatim_runtime::{Amount, Effect, Masked, Outcome, Reason, Resolution, Secret, rt};

/// Credentials of the tests; each is a canary that must never be shown.
pub(crate) const API_KEY: &str = "test-api-key-canary";
/// Signs.
pub(crate) const SECURITY_KEY: &str = "test-security-key";

/// The provider.
pub(crate) static PROVIDER: rt::Provider = rt::Provider {
    name: "made_up",
    servers: &["gateway"],
    credentials: &[
        rt::CredentialRow::new("api_key").secret(),
        rt::CredentialRow::new("merchant_id"),
        rt::CredentialRow::new("security_key").secret(),
        rt::CredentialRow::new("access_token").secret().optional(),
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
    headers: HEADERS,
    codes: &[
        code("0000", Outcome::Succeeded, &[]),
        code("200", Outcome::Pending, &["pay"]),
        code("1104", Outcome::Rejected, &[]).means(Reason::InvalidCredentials),
        code("1107", Outcome::Rejected, &[]),
        code("1500", Outcome::Unknown, &[]),
    ],
    auth: rt::Auth::new(),
};

const fn code(code: &'static str, outcome: Outcome, scope: &'static [&'static str]) -> rt::CodeRow {
    rt::CodeRow::new(code, "", outcome, scope)
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

static KEYED: rt::Scheme =
    rt::Scheme::new(rt::Algorithm::HmacSha256, rt::Encoding::HexLower, "").key(2);

/// A call with the pointers that all of them share.
pub(crate) const fn operation(name: &'static str, effect: Effect) -> rt::Operation {
    rt::Operation::new(&PROVIDER, name, effect)
        .codes(&["/status_code", "/error/code"])
        .messages(&["/message"])
        .references(&["/reference"])
}

static PAY: rt::Operation = operation("pay", Effect::Spends)
    .at(rt::Method::Post, 0, "/v3/pay")
    .body(&[
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
    ])
    .signed(&KEYED)
    .over(&[
        rt::Part::Slot("/destination/amount"),
        rt::Part::Slot("/destination/phone"),
        rt::Part::Slot("/source/name"),
        rt::Part::Slot("/destination/channel"),
        rt::Part::Slot("/note"),
        rt::Part::Slot("/MerchantID"),
    ])
    .pending(Resolution::QueryWithTheirReference("ask"))
    .unknown(Resolution::OnlyByCallback("ipn"));

static ASK: rt::Operation = operation("ask", Effect::Reads)
    .at(rt::Method::Get, 0, "/v3/ask")
    .body(&[rt::Slot::caller("/reference", 0)])
    .without_code(Outcome::Succeeded);

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

rt::request!(Pay => Accepted, PAY, [name, phone, amount, channel, note, otp]);

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

rt::request!(Ask => Accepted, ASK, [reference]);

rt::record! {
    /// What `pay` and `ask` answer.
    pub(crate) struct Accepted {
        /// The code.
        pub(crate) status_code: String = "status_code",
        /// What was paid.
        pub(crate) amount: Amount = "Amount" | "amount",
    }
}

/// A setup with every credential that is not optional.
pub(crate) fn setup(environment: &'static str) -> rt::Setup {
    rt::Setup::new(&PROVIDER, environment)
        .credential(0, API_KEY)
        .credential(1, "merchant-7")
        .credential(2, Secret::from(SECURITY_KEY))
}
