//! One fixture, from play to verdict, transcript and what it touched.

use verbatim_runtime::dispatch::Clients;

use crate::coverage::Touched;
use crate::failure::{Failure, Sides};
use crate::fixture::{Case, Fixture};
use crate::mask::Mask;
use crate::mutants::tells_order;
use crate::opinion::{differences, objection, of_client, of_oracle, unlisted};
use crate::play::{Played, Worker};
use crate::suite::Suite;
use crate::transcript::transcript;
use crate::verdict::{disagreed, judge, surprised, vague};

/// A fixture that was played.
#[derive(Debug)]
pub struct Outcome {
    /// What does not hold; empty when the verdict is the authored one.
    pub failures: Vec<Failure>,
    /// What happened, with private values masked.
    pub transcript: String,
    /// How many exchanges over sockets it took.
    pub exchanges: usize,
    /// How many deliveries it took, which need no socket.
    pub deliveries: usize,
    /// What of the spec was on the wire, or was heard.
    pub touched: Touched,
}

/// Plays a fixture of the suite and judges it; the recorded transcript is not looked at.
///
/// # Errors
///
/// The machine has no port or no thread left; nothing is known of the client.
pub fn run_case(
    worker: &Worker,
    clients: &dyn Clients,
    suite: &Suite,
    fixture: &Fixture,
) -> Result<Outcome, String> {
    let (Some(provider), Some(setup)) = (
        suite.provider(&fixture.provider),
        suite.setup(&fixture.provider),
    ) else {
        return Err(format!("there is no setup for `{}`", fixture.provider));
    };
    let played = worker.play(clients, setup, fixture)?;
    let mask = Mask::of(provider, setup, fixture, &played);
    let (exchanges, deliveries) = match &played {
        Played::Call(exchanges) => (exchanges.len(), 0),
        Played::Delivery(hearings) => {
            let confirming = hearings.iter().filter_map(|it| it.confirming.as_ref());
            let asked = confirming.filter(|it| !it.asked.is_empty()).count();
            (asked, hearings.len())
        }
    };
    let mut failures = judge(provider, fixture, &played, &mask);
    let oracle = of_oracle(provider, setup, fixture);
    let found = differences(&of_client(&played, &mask), &oracle);
    if failures.is_empty() {
        failures = disagreed(provider, fixture, &found, &mask);
        let listed = unlisted(provider, fixture, &oracle);
        failures.extend(surprised(provider, fixture, &listed, &mask));
        failures.extend(vague(
            provider,
            fixture,
            tells_order(provider, setup, fixture),
        ));
    } else {
        let sides = match objection(provider, fixture, &oracle) {
            None => Sides::Fixture,
            Some(_) if found.is_empty() => Sides::Client,
            Some(_) => Sides::Neither,
        };
        let made = (sides == Sides::Fixture).then(|| made(fixture));
        for it in &mut failures {
            it.oracle = Some(sides);
            it.made.clone_from(&made);
        }
    }
    Ok(Outcome {
        failures,
        transcript: transcript(fixture, &played, &mask),
        exchanges,
        deliveries,
        touched: Touched::of(provider, fixture, &played),
    })
}

/// The generated item that a fixture plays.
fn made(fixture: &Fixture) -> String {
    let file = match &fixture.case {
        Case::Call(_) => "operations.rs",
        Case::Delivery(_) => "callbacks.rs",
    };
    let (name, provider) = (fixture.subject(), &fixture.provider);
    format!(
        "`{name}` of {provider}/src/{file}, from its page codegen/pages/provider/src/{file}.j2 on"
    )
}
