//! What goes wrong, and how long everything takes.

use std::{sync::Mutex, time::Duration};

use fastrand::Rng;

/// Dice that fall alike for one seed, as far as requests come in one order.
#[derive(Debug)]
pub struct Chance(Mutex<Rng>);

impl Chance {
    /// Dice for that seed.
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(Rng::with_seed(seed)))
    }

    /// True once in so many times.
    pub fn one_in(&self, count: u32) -> bool {
        self.below(count) == 0
    }

    /// A number below that one.
    pub fn below(&self, count: u32) -> u32 {
        self.0.lock().expect("dice do not panic").u32(..count)
    }

    /// Waits up to so many milliseconds.
    pub async fn wait(&self, most: u32) {
        let pause = Duration::from_millis(self.below(most.max(1)).into());
        tokio::time::sleep(pause).await;
    }
}
