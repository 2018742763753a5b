//! Every value is there.

use verbatim_clients::kemru::operations::MobilePayout;
use verbatim_clients::kemru::types::Channel;
use verbatim_runtime::Amount;

fn main() {
    let _ = MobilePayout {
        initiator_name: "John Doe".into(),
        initiator_country: "Germany".to_owned(),
        destination_phone: "+254739117883".into(),
        amount: Amount::from(1500_u32),
        channel: Channel::Mpesa,
    };
}
