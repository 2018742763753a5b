//! Traffic of invented providers becomes fixtures, too: with tokens, parts, times, random texts and
//! signatures in every place.

#[path = "../../tests/record/bench.rs"]
#[expect(
    dead_code,
    reason = "bytes and TLS are tried by the tests of the generated clients"
)]
mod bench;

#[path = "../../tests/record/canaries.rs"]
#[expect(dead_code, reason = "one canary is planted by hand")]
mod canaries;

use bench::{Bench, Home, Planted};
use verbatim_conformance::record::Recorded;

const HOME: Home = Home {
    clients: &verbatim_made_up::MadeUp,
    specs: concat!(env!("CARGO_MANIFEST_DIR"), "/specs"),
    fixtures: concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures"),
};

#[test]
fn what_invented_providers_exchange_is_recorded_and_holds() {
    let suite = bench::suite(HOME);
    let mut left = Vec::new();
    for provider in &suite.providers {
        if suite.setup(&provider.name).is_some() && !provider.operations.is_empty() {
            let told = bench::everything(HOME, &suite, provider);
            left.extend(
                told.left
                    .iter()
                    .map(|it| format!("{}: {it}", provider.name)),
            );
        }
    }
    left.sort();
    let mut counted: Vec<(String, usize)> = Vec::new();
    for it in left {
        match counted.last_mut().filter(|last| last.0 == it) {
            Some(last) => last.1 += 1,
            None => counted.push((it, 1)),
        }
    }
    let counted: Vec<(&str, usize)> = counted.iter().map(|it| (it.0.as_str(), it.1)).collect();
    assert_eq!(counted, UNRECORDED);
}

/// What is not recorded, how often, and why: a token that is not taken would have to be fetched
/// before, a code that no row knows becomes a placeholder, a signature tells too little apart, a name
/// is a value.
const UNRECORDED: &[(&str, usize)] = &[
    ("lighthouse: log UnlikeSpec", 2),
    ("lockbox: boxes NoPlaceholder", 3),
    ("lockbox: boxes UnlikeSpec", 4),
    ("lockbox: open_box NoPlaceholder", 5),
    ("mint: melt UnlikeSpec", 1),
    ("orchard: price WouldLeak", 1),
];

/// `printf '%s' '0884Cnry7x-passkey20260102060405' | base64`.
const PASSWORD: &str = "MDg4NENucnk3eC1wYXNza2V5MjAyNjAxMDIwNjA0MDU=";
/// `printf '%s' 'Cnry7x-passkey088420260102060405' | base64`.
const OTHER_ORDER: &str = "Q25yeTd4LXBhc3NrZXkwODg0MjAyNjAxMDIwNjA0MDU=";

/// A password is no digest: the passkey can be read out of it.
#[test]
fn no_passkey_that_was_in_a_password_stands_in_a_file() {
    let suite = bench::suite(HOME);
    let provider = suite.providers.iter().find(|it| it.name == "sesame");
    let provider = provider.expect("it is invented");
    let setup = suite.setup("sesame").expect("it has fixtures");
    let planted = |password: &str, said: &str| {
        let body = format!(
            r#"{{"Cave":"0884","Password":"{password}","Timestamp":"20260102060405","Phone":"254700000001"}}"#
        );
        let request = format!(
            "POST /open HTTP/1.1\r\nhost: sesame.example\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        let reply = format!(
            "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{said}",
            said.len()
        );
        Planted {
            operation: "open_cave".to_owned(),
            request: request.into_bytes(),
            reply: reply.into_bytes(),
        }
    };
    for (password, said, is_written) in [
        (PASSWORD, r#"{"open":"yes"}"#.to_owned(), true),
        (PASSWORD, format!(r#"{{"said":"{PASSWORD}"}}"#), true),
        // The passkey alone, and the half of a password.
        (PASSWORD, r#"{"said":"Cnry7x-passkey"}"#.to_owned(), true),
        (
            PASSWORD,
            r#"{"said":"ucnk3eC1wYXNza2V5M"}"#.to_owned(),
            true,
        ),
        (OTHER_ORDER, r#"{"open":"yes"}"#.to_owned(), false),
        ("Cnry7x-passkey", r#"{"open":"yes"}"#.to_owned(), false),
    ] {
        let bench = Bench::new(HOME, provider, setup);
        let told = bench.record_bytes(vec![planted(password, &said)]);
        let written = matches!(told[..], [Recorded::Written { .. }]);
        assert_eq!(written, is_written, "{said}: {told:?}");
        let told = format!("{told:?}");
        assert_eq!(canaries::found(&told), None, "{told}");
        if !is_written {
            assert!(told.contains("how Password is made"), "{told}");
            continue;
        }
        for (path, text) in bench.files() {
            let found = canaries::found(&text);
            assert_eq!(found, None, "in {}:\n{text}", path.display());
        }
        bench.replays(1);
    }
}
