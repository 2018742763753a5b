//! What writing a request and reading a reply take, in time and allocations.

use std::hint::black_box;
use std::time::{Duration, Instant};

use verbatim_runtime::{
    BoxFuture, HttpReply, HttpRequest, Transport, TransportError, TransportFault,
};

use crate::{by_hand, generated, median, server::BODY};

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
                    body: BODY.as_bytes().to_vec(),
                }),
                false => Err(TransportError::new(TransportFault::NotSent)),
            }
        })
    }
}

/// Writing is a call that the transport refuses; reading is what an answered one takes more.
pub(crate) fn run(runtime: &tokio::runtime::Runtime) {
    let hand = by_hand::Client::new(String::new());
    let payout = by_hand::request();
    let client = |answers| {
        let builder = generated::builder().transport(Memory { answers });
        builder.build().expect("a client")
    };
    let (refused, answered) = (client(false), client(true));
    let request = generated::request();
    let mut write_by_hand = || drop(black_box(hand.body(&payout)));
    let mut read_by_hand = || drop(black_box(by_hand::Client::read(&BODY.as_bytes().to_vec())));
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
    median(&mut times) / CALLS
}
