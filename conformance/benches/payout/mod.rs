//! One payout of Kemru, by hand and generated: a signed JSON body out, four members back.

pub(crate) mod by_hand;
pub(crate) mod generated;

/// What Kemru's document prints for an accepted payout.
pub(crate) const REPLY: &str = r#"{"status":"Pending","status_code":"200","merchant_reference":"KT677833","transactiontxt":"Request accepted for processing!"}"#;
