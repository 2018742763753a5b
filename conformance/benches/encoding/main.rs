//! What writing a request and reading a reply take without a socket, in time and allocations,
//! beside the same written by hand on serde. Asserts nothing.
//!
//! It is a benchmark of its own, because counting allocations slows every one of them down.

#[path = "../payout/mod.rs"]
mod payout;

use std::hint::black_box;
use std::time::{Duration, Instant};

use verbatim_runtime::{
    BoxFuture, HttpReply, HttpRequest, Transport, TransportError, TransportFault,
};

use payout::{REPLY, by_hand, generated};

const CALLS: u32 = 1_000;
const ROUNDS: usize = 31;

/// Answers at once, or refuses at once.
struct Memory {
    answers: bool,
}

impl Transport for Memory {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpReply, TransportError>> {
        black_box(request);
        Box::pin(async {
            match self.answers {
                true => Ok(HttpReply {
                    status: 200,
                    headers: Vec::new(),
                    body: REPLY.as_bytes().to_vec(),
                }),
                false => Err(TransportError::new(TransportFault::NotSent)),
            }
        })
    }
}

/// Writing is a call that the transport refuses; reading is what an answered one takes more.
fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let hand = by_hand::Merchant::new();
    let payout = by_hand::request();
    let client = |answers| {
        let builder = generated::builder().transport(Memory { answers });
        builder.build().expect("a client")
    };
    let (refused, answered) = (client(false), client(true));
    let request = generated::request();
    let mut write_by_hand = || drop(black_box(hand.body(&payout)));
    // The client is given bytes of its own, so this is, too.
    let mut read_by_hand = || {
        let reply = REPLY.as_bytes().to_vec();
        drop(black_box(by_hand::Merchant::read(&reply)))
    };
    let mut write = || drop(black_box(runtime.block_on(refused.mobile_payout(&request))));
    let mut whole = || {
        drop(black_box(
            runtime.block_on(answered.mobile_payout(&request)),
        ))
    };
    let calls: [(&str, &mut dyn FnMut()); 4] = [
        ("write by hand", &mut write_by_hand),
        ("read by hand", &mut read_by_hand),
        ("call refused", &mut write),
        ("call answered", &mut whole),
    ];
    println!("without a socket, medians of {ROUNDS} rounds of {CALLS}");
    let mut seen = Vec::new();
    for (name, call) in calls {
        let (time, allocations) = (each(call), allocation_counter::measure(&mut *call));
        let (count, bytes) = (allocations.count_total, allocations.bytes_total);
        println!(
            "  {name:14} {:>7} ns {count:>4} allocations {bytes:>6} bytes",
            time.as_nanos()
        );
        seen.push(time.as_secs_f64());
    }
    let (write, read) = (seen[2] / seen[0], (seen[3] - seen[2]) / seen[1]);
    println!("  generated client: write {write:.2} x by hand, read {read:.2} x by hand");
}

fn each(call: &mut dyn FnMut()) -> Duration {
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        (0..CALLS).for_each(|_| call());
        times.push(start.elapsed());
    }
    times.sort_unstable();
    times[ROUNDS / 2] / CALLS
}
