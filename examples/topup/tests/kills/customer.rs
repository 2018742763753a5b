//! Who orders, and asks again when no answer comes.

use std::{sync::Arc, time::Duration};

use fastrand::Rng;

use crate::service::Service;

/// Orders one thing after another, until the shop is closed, and gives the ids of all orders that
/// were taken.
pub(crate) async fn order_until_stopped(service: Arc<Service>, mut dice: Rng) -> Vec<String> {
    let mut res = Vec::new();
    while !service.is_closed() {
        tokio::time::sleep(Duration::from_millis(dice.u64(..80))).await;
        let number = service.next_number();
        let airtime = dice.bool();
        let id = id(airtime, number);
        let (route, body) = match airtime {
            true => (
                "airtime",
                format!(
                    r#"{{"phone":"{}","amount":"20","telco":"SAFARICOM","initiator_phone":"+254700000000"}}"#,
                    buyer(&id)
                ),
            ),
            false => (
                "electricity",
                format!(
                    r#"{{"meter_number":"{}","amount":"500","phone":"08000000000"}}"#,
                    buyer(&id)
                ),
            ),
        };
        // Some ask once more although they were answered.
        for _ in 0..if dice.u8(..5) == 0 { 2 } else { 1 } {
            while !service.order(route, &id, &body).await {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
        res.push(id);
    }
    res
}

fn id(airtime: bool, number: u64) -> String {
    format!(
        "{}-{number}",
        if airtime { "airtime" } else { "electricity" }
    )
}

/// The phone or the meter of an order, which no other order has: so a second payment shows
/// whatever reference it has.
pub(crate) fn buyer(id: &str) -> String {
    match id.split_once('-') {
        Some(("airtime", number)) => format!("+2547{number:0>8}"),
        Some((_, number)) => format!("45{number:0>9}"),
        None => panic!("an id has a dash"),
    }
}
