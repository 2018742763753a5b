//! The body and the reply of a payout as a careful person writes and reads them: derived structs.

use std::fmt::Write as _;

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

pub(crate) struct Merchant {
    id: String,
    security_key: String,
}

pub(crate) struct MobilePayout {
    pub(crate) initiator_name: String,
    pub(crate) initiator_country: String,
    pub(crate) destination_phone: String,
    pub(crate) amount: String,
    pub(crate) channel: &'static str,
}

#[derive(Serialize)]
struct Body<'a> {
    #[serde(rename = "MerchantID")]
    merchant_id: &'a str,
    source: Source<'a>,
    destination: Destination<'a>,
    signature: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Source<'a> {
    initiator_name: &'a str,
    initiator_country: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Destination<'a> {
    destination_phone: &'a str,
    amount: &'a str,
    channel: &'a str,
}

#[derive(Deserialize)]
pub(crate) struct Accepted {
    #[expect(dead_code, reason = "a service reads it")]
    pub(crate) status: String,
    pub(crate) status_code: String,
    #[expect(dead_code, reason = "a service reads it")]
    pub(crate) merchant_reference: String,
    #[expect(dead_code, reason = "a service reads it")]
    pub(crate) transactiontxt: String,
}

pub(crate) fn request() -> MobilePayout {
    MobilePayout {
        initiator_name: "John Doe".to_owned(),
        initiator_country: "Germany".to_owned(),
        destination_phone: "+254739117883".to_owned(),
        amount: "1500".to_owned(),
        channel: "MPESA",
    }
}

impl Merchant {
    pub(crate) fn new() -> Self {
        Self {
            id: "kemrut".to_owned(),
            security_key: "test-security-key".to_owned(),
        }
    }

    /// What is sent.
    pub(crate) fn body(&self, it: &MobilePayout) -> Vec<u8> {
        let signed = format!(
            "{}{}{}{}{}{}",
            it.amount,
            it.destination_phone,
            it.initiator_name,
            it.initiator_country,
            it.channel,
            self.id
        );
        let mac = Hmac::<Sha256>::new_from_slice(self.security_key.as_bytes());
        let mut mac = mac.expect("HMAC takes keys of any length");
        mac.update(signed.as_bytes());
        let digest = mac.finalize().into_bytes();
        let body = Body {
            merchant_id: &self.id,
            source: Source {
                initiator_name: &it.initiator_name,
                initiator_country: &it.initiator_country,
            },
            destination: Destination {
                destination_phone: &it.destination_phone,
                amount: &it.amount,
                channel: it.channel,
            },
            signature: hex(&digest),
        };
        serde_json::to_vec(&body).expect("it is JSON")
    }

    /// What came back.
    pub(crate) fn read(bytes: &[u8]) -> Result<Accepted, String> {
        let res: Accepted = serde_json::from_slice(bytes).map_err(|it| it.to_string())?;
        match res.status_code.as_str() {
            "200" | "0000" => Ok(res),
            _ => Err(res.status_code),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    let mut res = String::with_capacity(2 * bytes.len());
    for it in bytes {
        write!(res, "{it:02x}").expect("a text takes it");
    }
    res
}
