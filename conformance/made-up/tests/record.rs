//! Traffic of invented providers becomes fixtures, too: with tokens, parts, times, random texts and
//! signatures in every place.

#[path = "../../tests/record/bench.rs"]
#[expect(
    dead_code,
    reason = "bytes and TLS are tried by the tests of the generated clients"
)]
mod bench;

use bench::Home;

const HOME: Home = Home {
    clients: &verbatim_made_up::MadeUp,
    specs: concat!(env!("CARGO_MANIFEST_DIR"), "/specs"),
    fixtures: concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures"),
};

#[test]
fn what_invented_providers_exchange_is_recorded_and_holds() {
    let suite = bench::suite(HOME);
    let (mut all, mut kept) = (0, 0);
    for provider in &suite.providers {
        if suite.setup(&provider.name).is_some() && !provider.operations.is_empty() {
            let told = bench::everything(HOME, &suite, provider);
            (all, kept) = (all + told.all, kept + told.kept);
        }
    }
    assert!(all * 90 <= kept * 100, "{kept} of {all} are recorded");
}
