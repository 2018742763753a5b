//! How long something took, whatever else the machine does.

use std::fs;
use std::time::{Duration, Instant};

/// How long this thread was on a processor, so that other work of the machine does not count; the
/// time that passed, where the system does not tell.
pub(crate) struct Stopwatch(Option<Duration>, Instant);

impl Stopwatch {
    pub(crate) fn start() -> Stopwatch {
        Stopwatch(Stopwatch::on_processor(), Instant::now())
    }

    pub(crate) fn read(&self) -> Duration {
        match (self.0, Stopwatch::on_processor()) {
            (Some(before), Some(now)) => now - before,
            _ => self.1.elapsed(),
        }
    }

    /// Linux says it in nanoseconds, or zero where it does not count them.
    pub(crate) fn on_processor() -> Option<Duration> {
        let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        let nanos = text.split(' ').next()?.parse().ok()?;
        Some(Duration::from_nanos(nanos)).filter(|it| !it.is_zero())
    }
}
