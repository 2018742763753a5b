//! The amount is missing.

use verbatim_clients::kemru::operations::MobilePayout;
use verbatim_clients::kemru::types::Channel;

fn main() {
    let _ = MobilePayout {
        initiator_name: "John Doe".into(),
        initiator_country: "Germany".to_owned(),
        destination_phone: "+254739117883".into(),
        channel: Channel::Mpesa,
    };
}
