//! Sells airtime through a client that was generated elsewhere.

use verbatim_kemru::operations::Airtime;
use verbatim_kemru::runtime::scripted::{Canned, Scripted};
use verbatim_kemru::types::AirtimeTelco;
use verbatim_kemru::{Client, Credentials, Environment};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let credentials = Credentials {
        api_key: "test-api-key".into(),
        merchant_id: "test-merchant".into(),
        security_key: "test-security-key".into(),
        access_token: None,
    };
    // The provider is a script here; without this line it is the sandbox.
    let provider = Scripted::new().on(
        "airtime",
        Canned::json(
            200,
            r#"{"status_code":"0000","merchant_reference":"KYAAPI1"}"#,
        ),
    );
    let client = Client::builder(credentials, Environment::Sandbox)
        .transport(provider.clone())
        .build()?;
    let airtime = Airtime {
        phone: "+254700000000".into(),
        amount: 20_u32.into(),
        product_code: None,
        telco: AirtimeTelco::Safaricom,
        initiator_phone: "+254700000000".into(),
    };
    let reply = client.airtime(&airtime).await?;
    println!(
        "airtime {}, reference {:?}",
        reply.outcome(),
        reply.reference()
    );
    provider.finish();
    Ok(())
}
