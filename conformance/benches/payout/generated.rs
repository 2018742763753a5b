//! The generated client of the same call.

use verbatim_kemru::operations::MobilePayout;
use verbatim_kemru::types::Channel;
use verbatim_kemru::{Builder, Client, Credentials, Environment};

pub(crate) fn builder() -> Builder {
    let credentials = Credentials {
        api_key: "test-api-key".into(),
        merchant_id: "kemrut".to_owned(),
        security_key: "test-security-key".into(),
        access_token: None,
    };
    Client::builder(credentials, Environment::Sandbox)
}

pub(crate) fn request() -> MobilePayout {
    MobilePayout {
        initiator_name: "John Doe".into(),
        initiator_country: "Germany".into(),
        destination_phone: "+254739117883".into(),
        amount: 1500_u32.into(),
        channel: Channel::Mpesa,
    }
}
