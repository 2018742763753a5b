//! Where a client takes the time from.

use std::time::SystemTime;

/// Tells the time that is signed, sent and compared with; a test brings its own.
///
/// A [`SystemTime`] is a clock that stands still.
///
/// Limits and pauses between attempts are not measured with it.
pub trait Clock: Send + Sync + 'static {
    /// The time now.
    fn now(&self) -> SystemTime;
}

/// The clock of this machine.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }
}

impl Clock for SystemTime {
    fn now(&self) -> SystemTime {
        *self
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::{Clock, SystemClock};

    #[test]
    fn a_moment_is_a_clock_that_stands_still() {
        let moment = SystemTime::UNIX_EPOCH + Duration::from_secs(1);
        let clock: &dyn Clock = &moment;
        assert_eq!(clock.now(), moment);
        assert!(SystemClock.now() > moment);
    }
}
