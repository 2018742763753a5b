//! What a change of a client costs the person who waits for it: checking Kemru's generated crate
//! again, and building it for release, beside a crate with one call written by hand and an empty one.
//! Asserts nothing; the three are taken in turns, so that ratios of one run can be compared.

mod workspace;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use workspace::{Crate, Workspace};

const CHECKS: usize = 9;
const RELEASES: usize = 3;

fn main() -> ExitCode {
    // `cargo test --benches` only wants to see it run.
    if !std::env::args().any(|it| it == "--bench") {
        return ExitCode::SUCCESS;
    }
    let workspace = match Workspace::write() {
        Ok(workspace) => workspace,
        Err(why) => {
            eprintln!("the workspace to build could not be written: {why}");
            return ExitCode::from(3);
        }
    };
    let steps: [(&str, &[&str], usize); 2] = [
        ("cargo check", &["check"], CHECKS),
        ("cargo build --release", &["build", "--release"], RELEASES),
    ];
    for (shown, arguments, rounds) in steps {
        // What stands below is compiled once, and not measured.
        for it in &workspace.crates {
            if let Err(why) = workspace.cargo(arguments, it) {
                eprintln!("{shown} of {} failed:\n{why}", it.package);
                return ExitCode::FAILURE;
            }
        }
        let mut took: Vec<Vec<Duration>> = vec![Vec::new(); workspace.crates.len()];
        for _ in 0..rounds {
            for (it, took) in workspace.crates.iter().zip(&mut took) {
                it.touch()
                    .expect("a file of the target folder can be touched");
                let began = Instant::now();
                workspace.cargo(arguments, it).expect("it was built before");
                took.push(began.elapsed());
            }
        }
        println!("{shown} after a change, median of {rounds}");
        let medians: Vec<Duration> = took.into_iter().map(median).collect();
        for (it, median) in workspace.crates.iter().zip(&medians) {
            println!("{}", line(it, *median, medians[1]));
        }
    }
    ExitCode::SUCCESS
}

fn median(mut took: Vec<Duration>) -> Duration {
    took.sort_unstable();
    took[took.len() / 2]
}

fn line(it: &Crate, median: Duration, by_hand: Duration) -> String {
    let (seconds, hand) = (median.as_secs_f64(), by_hand.as_secs_f64());
    format!(
        "  {:<18} {:>6.2} s, {:>5.2} of by hand; {} lines, {} of them code, {} operations",
        it.package,
        seconds,
        seconds / hand,
        it.lines,
        it.code_lines,
        it.operations
    )
}
