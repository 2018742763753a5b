//! A phone number is no amount, and an amount is no phone number.

use verbatim_clients::kemru::operations::MobilePayout;
use verbatim_clients::kemru::types::Channel;
use verbatim_runtime::{Amount, Masked};

fn main() {
    let (phone, amount) = (Masked::from("+254739117883"), Amount::from(1500_u32));
    let _ = MobilePayout {
        initiator_name: "John Doe".into(),
        initiator_country: "Germany".to_owned(),
        destination_phone: amount,
        amount: phone,
        channel: Channel::Mpesa,
    };
}
