//! What a callback and a reply both say, in every spelling on either side: client and oracle, which
//! read numbers each in a way of its own, call the same alike.

use std::path::Path;

use serde_json::Value;
use verbatim_clients::dispatch::Generated;
use verbatim_conformance::fixture::{Case, Fixture};
use verbatim_conformance::house::Specs;
use verbatim_conformance::mask::Mask;
use verbatim_conformance::opinion::{Opinion, differences, of_client, of_oracle};
use verbatim_conformance::play::Worker;
use verbatim_conformance::suite::Suite;

/// As JSON spells them; some are one number, and some are none.
const SPELLED: &[&str] = &[
    "100",
    "100.0",
    "1e2",
    "-100",
    "0",
    "-0",
    "79228162514264337593543950336",
    "\"100\"",
    "\"100.00\"",
    "\"0100\"",
    "\"+100\"",
    "\" 100\"",
    "\"1e2\"",
    "\"100.\"",
    "\"100.00000000000000000000000000000\"",
    "\"79228162514264337593543950336\"",
    "\"1\\u00300\"",
    "\"one hundred\"",
    "\"\"",
    "null",
    "true",
    "[100]",
    "{\"is\":100}",
];

/// The body with another value at a pointer.
fn with(body: &str, at: &str, spelled: &str) -> String {
    let mut json: Value = serde_json::from_str(body).expect("it is JSON");
    let place = json.pointer_mut(at).expect("the fixture has the value");
    *place = Value::String("here".to_owned());
    let whole = json.to_string();
    assert_eq!(whole.matches("\"here\"").count(), 1, "{whole}");
    whole.replace("\"here\"", spelled)
}

/// What is compared, of a fixture whose delivery is confirmed and says it, as its reply does.
fn compared<'a>(suite: &'a Suite, fixture: &Fixture) -> Vec<&'a (String, String)> {
    let Case::Delivery(delivery) = &fixture.case else {
        return Vec::new();
    };
    let provider = suite.provider(&fixture.provider);
    let callback = provider.and_then(|it| it.callback(&delivery.callback));
    let replied = delivery.queries().map(|it| &it.1.body).next();
    let says = |text: Option<&String>, at: &str| {
        let json = text.and_then(|it| serde_json::from_str::<Value>(it).ok());
        json.is_some_and(|it| it.pointer(at).is_some())
    };
    let confirmed = |it: &&_| {
        let (here, there): &(String, String) = it;
        let expected = delivery.confirm.as_ref().map(|it| &it.expect.confirmation);
        expected.is_some_and(|it| it == "confirmed")
            && says(Some(&delivery.body), here)
            && says(replied, there)
    };
    let agrees = callback.into_iter().flat_map(|it| &it.agrees);
    agrees.filter(confirmed).collect()
}

#[test]
fn client_and_oracle_call_the_same_spellings_alike() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let specs = Specs::read(&here.join("../specs")).expect("there are specs");
    let suite = Suite::read(&here.join("fixtures"), specs.providers).expect("there are fixtures");
    let worker = Worker::new().expect("there is a runtime");
    let (mut told, mut words) = (Vec::new(), Vec::new());
    for fixture in &suite.fixtures {
        for (here, there) in compared(&suite, fixture) {
            let pairs = SPELLED
                .iter()
                .flat_map(|a| SPELLED.iter().map(move |b| (a, b)));
            for (one, other) in pairs {
                let provider = suite.provider(&fixture.provider).expect("it has a spec");
                let setup = suite.setup(&fixture.provider).expect("it has a setup");
                let mut changed = fixture.clone();
                if let Case::Delivery(delivery) = &mut changed.case {
                    delivery.body = with(&delivery.body, here, one);
                    let confirm = delivery.confirm.as_mut().expect("it is confirmed");
                    let reply = &mut confirm.exchanges[0].1;
                    reply.body = with(&reply.body, there, other);
                }
                let played = worker
                    .play(&Generated, setup, &changed)
                    .expect("it is played");
                let mask = Mask::of(provider, setup, &changed, &played);
                let client = of_client(&played, &mask);
                let oracle = of_oracle(provider, setup, &changed);
                if let Opinion::Deliveries(all) = &oracle {
                    let ended = all.iter().filter_map(|it| it.confirming.as_ref());
                    words.extend(ended.filter_map(|it| it.end.as_ref().ok().map(|it| it.word)));
                }
                let found = differences(&client, &oracle);
                if !found.is_empty() {
                    told.push(format!("{}: {one} and {other}: {found:?}", fixture.name));
                }
            }
        }
    }
    assert!(told.is_empty(), "{}", told.join("\n"));
    for word in ["confirmed", "contradicted"] {
        let count = words.iter().filter(|it| **it == word).count();
        assert!(100 < count, "{count} of {} are {word}", words.len());
    }
}
