//! Rows that cannot be read, and rows that cannot be written.

use std::time::Duration;

use tokio::time::{sleep, timeout};
use verbatim_kemru::runtime::scripted::{Canned, Scripted};

use super::{Trial, airtime, electricity, ipn, kemru, vtpass};
use crate::{
    moment::now,
    order::{Review, State},
};

/// How many of these cannot be read.
async fn unread(trial: &Trial, review: bool) -> (usize, usize) {
    let listed = trial.clerk.store.list(None, review, None, 10).await;
    let listed = listed.expect("the store is readable");
    let unread = listed.iter().filter(|it| it.is_err()).count();
    (listed.len(), unread)
}

#[tokio::test]
async fn a_row_that_cannot_be_read_is_left_to_a_person_and_stops_no_other_one() {
    for damage in [
        "UPDATE orders SET request = json_set(request, '$.airtime.new', 'x') WHERE id = 'bad'",
        "UPDATE orders SET request = 'no JSON' WHERE id = 'bad'",
        "UPDATE orders SET open = '{}' WHERE id = 'bad'",
    ] {
        let provider = Scripted::new().on("airtime", Canned::lost());
        let mut trial = Trial::new(provider, &electricity()).await;
        trial.provider = trial.provider.on("pay_prepaid", vtpass("000", "delivered"));
        let store = &trial.clerk.store;
        for id in ["bad", "last"] {
            let placed = store.place(id, &airtime(), now() - 60_000).await;
            placed.expect("the store is writable");
        }
        trial.runs(damage).await;
        // Each hand alone finds one that can be read behind it.
        let due = store.due(now(), 1).await.expect("the store is readable");
        assert_eq!(due.len(), 1, "{damage}");
        trial.is_looked_after(1).await;
        assert_eq!(trial.order("last").await.state, State::Open);
        assert_eq!(trial.order("order").await.state, State::Paid);
        trial.hears(&ipn("0000", "21")).await;
        trial.is_looked_after(1).await;
        assert_eq!(unread(&trial, false).await, (3, 1));
        assert_eq!(unread(&trial, true).await, (1, 1));
        trial.provider.finish();
    }
}

#[tokio::test]
async fn a_row_that_was_mended_is_looked_after_by_the_next_process() {
    let provider = Scripted::new().on("airtime", kemru("0000"));
    let trial = Trial::new(provider, &airtime()).await;
    trial.runs("UPDATE orders SET open = open || 'x'").await;
    trial.is_looked_after(2).await;
    trial
        .runs("UPDATE orders SET open = rtrim(open, 'x')")
        .await;
    trial.is_looked_after(2).await;
    let order = trial.order("order").await;
    let stands = (order.state, order.review, order.due);
    assert_eq!(stands, (State::Stored, Some(Review::Unreadable), None));
    let taken = trial.clerk.store.take_over(now()).await;
    assert_eq!(taken.expect("the store is writable"), 0);
    trial.is_looked_after(1).await;
    assert_eq!(trial.order("order").await.review, None);
    trial.ends(State::Paid, &["airtime"]).await;
}

/// Nothing can be written that ends in this state.
fn full(state: &str) -> &'static str {
    match state {
        "sending" => {
            "CREATE TRIGGER full BEFORE UPDATE ON orders WHEN new.state = 'sending' \
             BEGIN SELECT RAISE(ABORT, 'full'); END"
        }
        _ => {
            "CREATE TRIGGER full BEFORE UPDATE ON orders WHEN new.state = 'paid' \
             BEGIN SELECT RAISE(ABORT, 'full'); END"
        }
    }
}

#[tokio::test]
async fn what_is_known_is_written_down_as_soon_as_that_is_possible_again() {
    for state in ["sending", "paid"] {
        let provider = Scripted::new().on("pay_prepaid", vtpass("000", "delivered"));
        let trial = Trial::new(provider, &electricity()).await;
        trial.runs(full(state)).await;
        let order = trial.order("order").await;
        let clerk = trial.clerk.clone();
        let looking = tokio::spawn(async move { clerk.look_after(&order).await.is_ok() });
        sleep(Duration::from_millis(50)).await;
        trial.runs("DROP TRIGGER full").await;
        let looked = timeout(Duration::from_secs(10), looking).await;
        let looked = looked.expect("it ends").expect("it does not panic");
        assert_eq!(looked, state == "paid");
        trial.is_looked_after(1).await;
        trial.ends(State::Paid, &["pay_prepaid"]).await;
    }
}

#[tokio::test]
async fn a_process_that_is_to_stop_leaves_what_it_cannot_write_to_the_next_one() {
    let provider = Scripted::new().on("pay_prepaid", vtpass("000", "delivered"));
    let provider = provider.on("requery", vtpass("000", "delivered"));
    let mut trial = Trial::new(provider, &electricity()).await;
    trial.clerk.pauses.first = Duration::from_secs(3600);
    trial.clerk.pauses.longest = Duration::from_secs(3600);
    trial.runs(full("paid")).await;
    let working = tokio::spawn(trial.clerk.clone().work());
    sleep(Duration::from_millis(50)).await;
    trial.stop.send(true).expect("the clerk listens");
    let worked = timeout(Duration::from_secs(10), working).await;
    worked.expect("it ends").expect("it does not panic");
    assert_eq!(trial.order("order").await.state, State::Sending);
    trial.runs("DROP TRIGGER full").await;
    let taken = trial.clerk.store.take_over(now()).await;
    assert_eq!(taken.expect("the store is writable"), 1);
    trial.is_looked_after(1).await;
    trial.ends(State::Paid, &["pay_prepaid", "requery"]).await;
}
