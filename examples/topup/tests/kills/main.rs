//! The service is killed while it pays, again and again, and every order is paid once or not at all.

mod customer;
mod judge;
mod service;

use std::{
    collections::HashSet,
    env,
    sync::Arc,
    time::{Duration, Instant},
};

use fastrand::Rng;
use service::Service;

/// Kills of `cargo test`; CI asks for more.
const KILLS: u64 = 20;
/// How long a process lives, in milliseconds: most of them from when they listen.
const LIFE: std::ops::Range<u64> = 0..400;
/// How long it may take until everything is settled that can be.
const PATIENCE: Duration = Duration::from_secs(60);
/// How many customers order at the same time.
const CUSTOMERS: usize = 10;

#[tokio::test(flavor = "multi_thread")]
async fn no_order_is_paid_twice_or_lost_however_often_the_service_is_killed() {
    let kills = number("TOPUP_KILLS").unwrap_or(KILLS);
    let seed = number("TOPUP_SEED").unwrap_or_else(|| fastrand::u64(..));
    let again = format!("TOPUP_SEED={seed} TOPUP_KILLS={kills} cargo test -p topup --test kills");
    println!("the same dice: {again}");
    let mut dice = Rng::with_seed(seed);

    let service = Arc::new(Service::new(seed).await);
    let customers: Vec<_> = (0..CUSTOMERS)
        .map(|_| tokio::spawn(customer::order_until_stopped(service.clone(), dice.fork())))
        .collect();
    // Orders that were being sent when the service was killed.
    let mut cut_off = HashSet::new();
    let mut process = service.start();
    for _ in 0..kills {
        // Some are killed while they start.
        if dice.u8(..5) != 0 {
            service.listens().await;
        }
        tokio::time::sleep(Duration::from_millis(dice.u64(LIFE))).await;
        process.kill();
        cut_off.extend(
            service
                .stored()
                .await
                .into_iter()
                .filter(|it| it.is("sending")),
        );
        process = service.start();
    }
    service.close();
    let mut placed = Vec::new();
    for it in customers {
        placed.extend(it.await.expect("a customer does not panic"));
    }

    let began = Instant::now();
    let cut_off: HashSet<String> = cut_off.into_iter().map(|it| it.id).collect();
    loop {
        let orders = service.orders("").await;
        let waiting = orders.map(|it| judge::unsettled(&it, &cut_off, &service.stand_in.ledger));
        if waiting.as_ref().is_some_and(Vec::is_empty) {
            break;
        }
        let late = PATIENCE < began.elapsed();
        assert!(!late, "not settled: {waiting:?}; again: {again}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let contradicted = service.orders("review=true").await;
    assert_eq!(contradicted, Some(Vec::new()), "again: {again}");
    process.stop();
    let stored = service.stored().await;
    let judged = judge::judge(&placed, &stored, &cut_off, &service.stand_in.ledger);
    assert!(
        judged.faults.is_empty(),
        "{:#?}; again: {again}",
        judged.faults
    );
    // A test without orders in flight would show nothing.
    assert!(
        !cut_off.is_empty(),
        "no order was being sent when the service was killed: {again}"
    );
    println!("{kills} kills, {judged}");
}

fn number(name: &str) -> Option<u64> {
    let text = env::var(name).ok()?;
    Some(
        text.parse()
            .unwrap_or_else(|_| panic!("{name} is a number")),
    )
}
