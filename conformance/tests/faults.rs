//! What goes wrong on the way to a provider, played over real sockets against every client.
//!
//! The table says what each fault must end in; it was decided before anything ran. Each row is
//! played with one operation per effect of every provider, and what came of it is compared:
//! the kind of error, what is known of the money, and how many requests were on the wire.

#[path = "faults/gzip.rs"]
mod gzip;
#[path = "faults/play.rs"]
mod play;
#[path = "faults/server.rs"]
mod server;
#[path = "support/subjects.rs"]
mod subjects;
#[path = "faults/table.rs"]
mod table;

use std::sync::atomic::{AtomicUsize, Ordering};

use play::Way;
use subjects::{Subject, one_per_effect, suite};
use table::{Row, TABLE};

/// Few enough that a limit of time is one of the fault's and not of this machine.
const AT_ONCE: usize = 12;

#[test]
fn every_fault_ends_as_the_table_says_for_every_effect_of_every_provider() {
    let suite = suite();
    let subjects = one_per_effect(&suite);
    let mut all: Vec<(&Row, &Subject<'_>, Way)> = Vec::new();
    for row in TABLE {
        for subject in &subjects {
            all.extend(Way::ALL.map(|it| (row, subject, it)));
        }
    }
    let next = AtomicUsize::new(0);
    let faults: Vec<String> = std::thread::scope(|scope| {
        let play = || play::all(&all, &next);
        let running: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(play)).collect();
        let ended = running.into_iter().map(|it| it.join().expect("no panic"));
        ended.flatten().collect()
    });
    let played = next.load(Ordering::SeqCst).min(all.len());
    println!(
        "{played} combinations: {} faults, {} operations of {} providers, two ways to them",
        TABLE.len(),
        subjects.len(),
        suite.providers.len()
    );
    for it in &subjects {
        println!("{it}");
    }
    assert_eq!(played, all.len());
    assert!(
        faults.is_empty(),
        "{} do not hold\n{}",
        faults.len(),
        faults.join("\n")
    );
}
