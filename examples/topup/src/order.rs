//! What a customer ordered, and what became of it.

use std::fmt;

use serde::{Deserialize, Serialize};
use verbatim_kemru::operations::Airtime;
use verbatim_vtpass::{
    operations::PayPrepaid,
    runtime::{Masked, Open},
};

/// An order as it is stored.
pub(crate) struct Order {
    /// Ours, for logs: the caller's id may say anything.
    pub(crate) number: i64,
    pub(crate) id: String,
    pub(crate) purchase: Purchase,
    pub(crate) state: State,
    /// What is left to find out, should it have been sent.
    pub(crate) open: Open,
    /// The provider's reference, once a reply or a notice named it.
    pub(crate) reference: Option<String>,
    /// The provider's code, where it refused.
    pub(crate) code: Option<String>,
    /// What the customer types into the meter.
    pub(crate) token: Option<Masked>,
    pub(crate) review: Option<Review>,
    /// When somebody has to look after it, as it stood when it was read.
    pub(crate) due: Option<i64>,
    /// How many times in a row nothing was found out.
    pub(crate) tries: u32,
    /// When it was ordered, in milliseconds since 1970.
    pub(crate) made: i64,
}

/// The request as it is sent, with the reference that names it at the provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Purchase {
    Airtime(Airtime),
    Electricity(PayPrepaid),
}

impl Purchase {
    /// Whether both buy the same. The reference is made anew by every call, and is no difference.
    pub(crate) fn buys_the_same(&self, other: &Purchase) -> bool {
        match (self, other) {
            (Self::Electricity(it), Self::Electricity(other)) => {
                let request_id = it.request_id.clone();
                *it == PayPrepaid {
                    request_id,
                    ..other.clone()
                }
            }
            _ => self == other,
        }
    }

    /// What is left to find out when nothing is known but that it may have been sent.
    pub(crate) fn open(&self) -> Open {
        match self {
            Self::Airtime(it) => Open::of(it),
            Self::Electricity(it) => Open::of(it),
        }
    }

    /// Whose phone is topped up.
    pub(crate) fn line(&self) -> Option<String> {
        match self {
            Self::Airtime(it) => Some(line(&it.phone)),
            Self::Electricity(_) => None,
        }
    }

    pub(crate) const fn product(&self) -> &'static str {
        match self {
            Self::Airtime(_) => "airtime",
            Self::Electricity(_) => "electricity",
        }
    }
}

/// A phone, however it is spelled: its last nine digits. Kemru's document says that numbers begin
/// with `07`, and prints them with `+2547`.
pub(crate) fn line(phone: &Masked) -> String {
    let digits = phone.expose().chars().filter(char::is_ascii_digit);
    let mut digits: Vec<char> = digits.collect();
    digits.drain(..digits.len().saturating_sub(9));
    digits.into_iter().collect()
}

/// Where an order stands. `sending` is written before the first byte leaves, so that an order that
/// is found in it after a crash is known to be one that may have been paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum State {
    /// Nothing was sent.
    Stored,
    /// It is being sent, and nothing came back yet.
    Sending,
    /// It was sent, and whether it was paid is not known.
    Open,
    /// It was paid.
    Paid,
    /// It was not paid, and will not be.
    Failed,
}

impl State {
    const ALL: [Self; 5] = [
        Self::Stored,
        Self::Sending,
        Self::Open,
        Self::Paid,
        Self::Failed,
    ];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Stored => "stored",
            Self::Sending => "sending",
            Self::Open => "open",
            Self::Paid => "paid",
            Self::Failed => "failed",
        }
    }

    pub(crate) fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == word)
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why a person has to look at an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Review {
    /// It is paid or failed, and the provider said later that it is not. It stays what it is.
    Contradicted,
    /// It is paid, and the provider did not tell its token for as long as it was asked.
    NoToken,
    /// Its row cannot be read.
    Unreadable,
}

impl Review {
    const ALL: [Self; 3] = [Self::Contradicted, Self::NoToken, Self::Unreadable];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Contradicted => "contradicted",
            Self::NoToken => "no_token",
            Self::Unreadable => "unreadable",
        }
    }

    pub(crate) fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == word)
    }
}
