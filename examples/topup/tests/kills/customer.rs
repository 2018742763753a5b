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
        let (product, number) = match dice.bool() {
            true => ("airtime", service.next_number()),
            false => ("electricity", service.next_number()),
        };
        // Some order airtime once more, not knowing what became of the first order.
        let times = if product == "airtime" && dice.bool() {
            2
        } else {
            1
        };
        for time in 0..times {
            tokio::time::sleep(Duration::from_millis(time * dice.u64(..200))).await;
            let id = format!("{product}-{number}-{time}");
            order(&service, &mut dice, product, &id).await;
            res.push(id);
        }
    }
    res
}

async fn order(service: &Service, dice: &mut Rng, product: &str, id: &str) {
    let buyer = buyer(id);
    let body = match product {
        "airtime" => format!(
            r#"{{"phone":"{buyer}","amount":"20","telco":"SAFARICOM","initiator_phone":"+254700000000"}}"#
        ),
        _ => format!(r#"{{"meter_number":"{buyer}","amount":"500","phone":"08000000000"}}"#),
    };
    // Some ask once more although they were answered.
    for _ in 0..if dice.u8(..5) == 0 { 2 } else { 1 } {
        while !service.order(product, id, &body).await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

/// The phone or the meter of an order. A meter is that of one order, so that a second payment shows
/// whatever reference it has; many a phone is topped up twice, as phones are.
pub(crate) fn buyer(id: &str) -> String {
    let mut parts = id.split('-');
    let product = parts.next().expect("an id has a product");
    let number = parts.next().expect("an id has a number");
    match product {
        "airtime" => format!("+2547{number:0>8}"),
        _ => format!("45{number:0>9}"),
    }
}
