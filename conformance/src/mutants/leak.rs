//! Whether a spec that marks other values as private would print what the recorded one hides.

use verbatim_codegen::model::Provider;

use crate::fixture::{Fixture, Setup};
use crate::mask::Mask;
use crate::play::Played;
use crate::transcript::transcript;

/// What was played once, by the compiled clients, and the transcript of it.
#[derive(Debug)]
pub(super) struct Shown {
    played: Played,
    recorded: String,
}

impl Shown {
    pub(super) fn new(
        provider: &Provider,
        setup: &Setup,
        fixture: &Fixture,
        played: Played,
    ) -> Shown {
        let mask = Mask::of(provider, setup, fixture, &played);
        let recorded = transcript(fixture, &played, &mask);
        Shown { played, recorded }
    }

    /// Whether the same exchange is printed otherwise when it is masked by another spec.
    pub(super) fn differs(&self, provider: &Provider, setup: &Setup, fixture: &Fixture) -> bool {
        let mask = Mask::of(provider, setup, fixture, &self.played);
        transcript(fixture, &self.played, &mask) != self.recorded
    }
}
