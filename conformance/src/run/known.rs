//! From what a fixture's client did otherwise, and what the fixture says of that, to a verdict.

use super::Verdict;
use crate::code::Code;
use crate::failure::Failure;
use crate::fixture::{Fixture, KnownFailure, Version};

impl Verdict {
    /// The verdict on a fixture that was played, before its transcript is looked at.
    pub fn of(fixture: &Fixture, failures: Vec<Failure>) -> Verdict {
        Verdict::at(Version::current(), fixture, failures)
    }

    /// Whether the run may pass with it.
    pub fn holds(&self) -> bool {
        match self {
            Verdict::Passed | Verdict::KnownFailure(_) => true,
            Verdict::Failed(_) | Verdict::CouldNotRun(_) => false,
        }
    }

    fn at(version: Version, fixture: &Fixture, mut failures: Vec<Failure>) -> Verdict {
        let Some(known) = &fixture.known_failure else {
            return match failures.is_empty() {
                true => Verdict::Passed,
                false => Verdict::Failed(failures),
            };
        };
        if failures.is_empty() {
            let message = format!("it holds, and is said to fail: {}", known.reason);
            return Verdict::Failed(vec![told(fixture, Code::KnownFailurePasses, message)]);
        }
        if version < known.gone_by {
            return Verdict::KnownFailure(failures);
        }
        let KnownFailure { reason, gone_by } = known;
        let message = format!(
            "it must be gone by {gone_by}, and this is {version}; the reason was: {reason}"
        );
        failures.insert(0, told(fixture, Code::KnownFailureOverdue, message));
        Verdict::Failed(failures)
    }
}

fn told(fixture: &Fixture, code: Code, message: String) -> Failure {
    let document = format!("document {}", fixture.lines.prose());
    Failure::new(code, fixture.place(&["known_failure"]), message, document)
}
