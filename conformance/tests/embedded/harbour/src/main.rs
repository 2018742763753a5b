//! Sells ferry tickets through a client that its own build script made.

use ferry::operations::Buy;
use ferry::{Client, Credentials, Environment};
use verbatim_runtime::scripted::{Canned, Scripted};

/// The client of `specs/ferry`, which offers more than this program calls.
#[allow(dead_code, unused_imports)]
mod ferry {
    include!(concat!(env!("OUT_DIR"), "/ferry.rs"));
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let provider = Scripted::new().on("buy", Canned::json(200, r#"{"state":"SOLD","number":"7"}"#));
    let credentials = Credentials {
        key: "test-key".into(),
    };
    let client = Client::builder(credentials, Environment::Live)
        .transport(provider.clone())
        .build()?;
    let ticket = Buy {
        name: "Jane Doe".into(),
        fare: 12_u32.into(),
    };
    let reply = client.buy(&ticket).await?;
    println!(
        "ticket {}, reference {:?}",
        reply.outcome(),
        reply.reference()
    );
    provider.finish();
    Ok(())
}
