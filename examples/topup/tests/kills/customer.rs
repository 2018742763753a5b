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

/// The phone or the meter of an order. A meter is that of one order, so that a second payment shows
/// whatever reference it has; every other phone is topped up twice, as phones are.
pub(crate) fn buyer(id: &str) -> String {
    let (product, number) = id.split_once('-').expect("an id has a dash");
    let number: u64 = number.parse().expect("an id ends in a number");
    match (product, number % 4) {
        ("airtime", 1) => format!("+2547{:0>8}", number - 1),
        ("airtime", _) => format!("+2547{number:0>8}"),
        _ => format!("45{number:0>9}"),
    }
}
