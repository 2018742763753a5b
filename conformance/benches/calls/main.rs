//! A generated client beside the same call written by hand on reqwest and serde.
//!
//! One payout of Kemru: a signed JSON body out, four members back. Prints calls per second over
//! loopback, with client and server pinned to one core and blocks of both taking turns. Asserts
//! nothing.

mod by_hand;
#[path = "../payout/mod.rs"]
mod payout;
mod server;

use std::future::Future;
use std::time::{Duration, Instant};

use payout::{by_hand::request, generated};
use server::Server;
// Where `by_hand` looks for it.
use verbatim_runtime::reqwest;

/// Calls of one block; the two take turns block by block, so that both see the same machine.
const BLOCK: u32 = 200;
const BLOCKS: usize = 60;

fn main() {
    let cores = core_affinity::get_core_ids().unwrap_or_default();
    let pinned = cores
        .first()
        .is_some_and(|it| core_affinity::set_for_current(*it));
    println!("pinned to one core: {pinned}");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    over_loopback(&runtime);
}

/// Calls one after another, each over the connection that the one before left open.
fn over_loopback(runtime: &tokio::runtime::Runtime) {
    let server = Server::start();
    let by_hand = by_hand::Client::new(server.address());
    let generated = generated::builder()
        .gateway(server.address())
        .build()
        .expect("a client");
    let payout = generated::request();
    let mut rows = [("by hand", Vec::new()), ("generated", Vec::new())];
    for round in 0..BLOCKS {
        let one = block(runtime, || async {
            let accepted = by_hand.mobile_payout(&request()).await;
            assert_eq!(accepted.expect("a good reply").status_code, "200");
        });
        let other = block(runtime, || async {
            let reply = generated.mobile_payout(&payout).await;
            assert_eq!(reply.expect("a good reply").code(), Some("200"));
        });
        // The first ones open connections and fill caches.
        if 4 <= round {
            rows[0].1.push(one);
            rows[1].1.push(other);
        }
    }
    println!(
        "calls over loopback, medians of {} blocks of {BLOCK}",
        BLOCKS - 4
    );
    let first = median(&mut rows[0].1);
    for (name, times) in &mut rows {
        let each = median(times) / BLOCK;
        let ratio = first.as_secs_f64() / median(times).as_secs_f64();
        let second = 1.0 / each.as_secs_f64();
        println!("  {name:12} {second:8.0} per second {each:>10.1?} each    {ratio:.2} x by hand");
    }
}

fn block<F: Future>(runtime: &tokio::runtime::Runtime, call: impl Fn() -> F) -> Duration {
    let start = Instant::now();
    runtime.block_on(async {
        for _ in 0..BLOCK {
            call().await;
        }
    });
    start.elapsed()
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
