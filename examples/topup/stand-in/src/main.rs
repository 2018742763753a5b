//! Plays both providers on one address, until it is stopped.

use std::{error::Error, fs};

use topup_stand_in::{Keys, StandIn};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let [address, certificate, callbacks] = arguments()?;
    let keys = Keys::default();
    let stand_in =
        StandIn::start(address.parse()?, keys, fastrand::u64(..), Some(callbacks)).await?;
    fs::write(&certificate, &stand_in.certificate)?;
    println!(
        "{} plays Kemru and VTpass; {certificate} is its certificate",
        stand_in.url
    );
    tokio::signal::ctrl_c().await?;
    for it in stand_in.ledger.payments() {
        println!("{:?} {}: {:?}", it.shop, it.reference, it.fate);
    }
    Ok(())
}

fn arguments() -> Result<[String; 3], &'static str> {
    let given: Vec<String> = std::env::args().skip(1).collect();
    given
        .try_into()
        .map_err(|_| "usage: topup-stand-in ADDRESS CERTIFICATE CALLBACKS")
}
