//! Real traffic becomes fixtures that hold, and nothing of it but what is harmless stands in them.

#[path = "record/bench.rs"]
mod bench;
#[path = "record/canaries.rs"]
mod canaries;

use std::collections::BTreeSet;
use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::thread;

use verbatim_clients::kpoint;
use verbatim_conformance::record::{Recorded, Session};
use verbatim_runtime::{Secret, reqwest};

use bench::Bench;
use bench::{Home, Planted};
use canaries::Canaries;

/// The clients of this workspace.
const HOME: Home = Home {
    clients: &verbatim_clients::dispatch::Generated,
    specs: concat!(env!("CARGO_MANIFEST_DIR"), "/../specs"),
    fixtures: concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures"),
};

/// Every call of the fixtures that is answered, through the proxy, by clients with other keys.
#[test]
fn what_the_clients_exchange_through_the_proxy_is_recorded_and_holds() {
    let suite = bench::suite(HOME);
    let (mut all, mut kept) = (0, 0);
    for provider in &suite.providers {
        let told = bench::everything(HOME, &suite, provider);
        let names = provider.operations.iter().map(|it| it.name.clone());
        assert_eq!(
            told.operations,
            names.collect(),
            "every operation of {}",
            provider.name
        );
        (all, kept) = (all + told.all, kept + told.all - told.left.len());
    }
    // The rest are replies that are read otherwise once they are tidied, as with a key that stands twice.
    assert!(all * 98 <= kept * 100, "{kept} of {all} are recorded");
}

/// A canary in every member, header, pair and key, and in what no spec knows.
#[test]
fn no_canary_that_was_on_the_wire_stands_in_a_file() {
    let suite = bench::suite(HOME);
    let mut canaries = Canaries::default();
    let (mut exchanges, mut fixtures) = (0, 0);
    for provider in &suite.providers {
        let setup = suite.setup(&provider.name).expect("each has a setup");
        let bench = Bench::new(HOME, provider, setup);
        let strangers = all(&bench, canaries.strangers(&suite, provider));
        for it in &strangers {
            let told = format!("{it:?}");
            let refused = told.contains("UnlikeSpec") && told.contains("the spec does not have");
            assert!(refused, "{}: {told}", provider.name);
        }
        let (told, mut written) = (all(&bench, canaries.planted(&suite, provider)), 0);
        for it in strangers.iter().chain(&told) {
            let text = format!("{it:?}");
            assert_eq!(canaries::found(&text), None, "what is told: {text}");
            written += usize::from(matches!(it, Recorded::Written { .. }));
        }
        for (path, text) in bench.files() {
            let found = canaries::found(&text);
            assert_eq!(found, None, "in {}:\n{text}", path.display());
        }
        println!(
            "{}: {} exchanges, {written} written",
            provider.name,
            told.len()
        );
        (exchanges, fixtures) = (exchanges + told.len(), fixtures + written);
        bench.replays(written);
    }
    println!(
        "{} canaries in {exchanges} exchanges, {fixtures} written",
        canaries.count
    );
    assert!(1000 <= canaries.count, "{} canaries", canaries.count);
    // Those are not written that have one in the place of a code, a constant or a listed value.
    assert!(
        exchanges <= fixtures * 2,
        "{fixtures} of {exchanges} are written"
    );
}

/// Records them; where nothing on the wire tells two operations apart, one of them at a time.
fn all(bench: &Bench, mut planted: Vec<Planted>) -> Vec<Recorded> {
    let mut told = Vec::new();
    while !planted.is_empty() {
        let mut names: Vec<_> = planted.iter().map(|it| it.operation.clone()).collect();
        names.dedup();
        let own: BTreeSet<_> = bench.unlike(names).into_iter().collect();
        let (now, later) = planted
            .into_iter()
            .partition(|it| own.contains(&it.operation));
        planted = later;
        told.extend(bench.record_bytes(now));
    }
    told
}

/// Replies to a payout of Kemru, whose spec says that the word `status` is harmless.
#[test]
fn what_the_spec_calls_harmless_is_kept_and_nothing_else_that_says_the_same() {
    let kept = "Queued as 4711, by hand";
    let reply = |status: &str, text: &str| {
        format!(
            r#"{{"status":"{status}","status_code":"200","merchant_reference":"KT9","transactiontxt":"{text}"}}"#
        )
    };
    for (body, stays, told) in [
        (reply(kept, "Taken for Ada"), Some(kept), None),
        (reply("Pending", kept), Some("Pending"), None),
        (reply(kept, kept), None, Some("reply /transactiontxt")),
        (
            reply(kept, &kept[..18]),
            None,
            Some("reply /transactiontxt"),
        ),
    ] {
        let suite = bench::suite(HOME);
        let provider = suite.provider("kemru").expect("there is a spec");
        let setup = suite.setup("kemru").expect("there is a setup");
        let bench = Bench::new(HOME, provider, setup);
        let asked = bench::asked(&suite, provider, setup);
        let mut payouts = asked
            .into_iter()
            .filter(|it| it.operation == "mobile_payout");
        let mut payout = payouts.next().expect("there is a fixture");
        payout.replies = vec![
            format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n{body}")
                .into_bytes(),
        ];
        let res = bench.record(vec![payout]);
        match (res.as_slice(), stays, told) {
            ([Recorded::Written { .. }], Some(stays), None) => {
                let status = format!(r#""status":"{stays}""#);
                for (path, text) in bench.files() {
                    let whole = text.contains(&status) && !text.contains("Ada");
                    assert!(whole, "{}:\n{text}", path.display());
                    assert_eq!(text.contains(kept), stays == kept, "{text}");
                }
            }
            ([Recorded::Unwritten { code, why, .. }], None, Some(place)) => {
                assert_eq!(code.name(), "would-leak");
                assert!(why.ends_with(place), "{why}");
                assert_eq!(bench.files(), []);
            }
            (res, ..) => panic!("{res:?}"),
        }
    }
}

/// What is no exchange of the spec is told, and not written.
#[test]
fn what_the_spec_does_not_say_is_told_by_its_place_and_not_written() {
    let suite = bench::suite(HOME);
    let provider = suite.provider("kpoint").expect("there is a spec");
    let setup = suite.setup("kpoint").expect("there is a setup");
    let request = |method: &str, path: &str, body: &str| {
        let length = body.len();
        format!(
            "{method} /api/public/v1{path} HTTP/1.1\r\nauthorization: Bearer k3y-of-ada\r\n\
             content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
        )
    };
    let good = r#"{"network":"MTN","phone_number":"08099887766","amount":2500}"#;
    let reply = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n\
                 {\"status\":\"success\"}";
    let compressed = reply.replace("\r\n\r\n", "\r\ncontent-encoding: gzip\r\n\r\n");
    let with = |head: &str| {
        request("POST", "/airtime", good)
            .replace("\r\ncontent-type", &format!("\r\n{head}\r\ncontent-type"))
    };
    let and = |member: &str| {
        request(
            "POST",
            "/airtime",
            &good.replace("}", &format!(",{member}}}")),
        )
    };
    for (request, reply, told) in [
        (request("POST", "/airtime", good), reply, "written"),
        (
            request("POST", "/airtime", &good.replace(",\"", ",\n  \"")),
            reply,
            "written, without white space",
        ),
        (
            and(r#""pin":"4711""#),
            reply,
            "unlike-spec: it sends what the spec does not have: body at /pin",
        ),
        (
            and(r#""customers":{"Ada Obi":{"pin":4711},"Ada":1}"#),
            reply,
            "unlike-spec: it sends what the spec does not have: body at /customers",
        ),
        // Names that are values: of a number, of what is said elsewhere, of a text.
        (
            and(r#""k08099887766":true,"Ada":"Ada","Ada Obi":true,"":1"#),
            reply,
            "unlike-spec: it sends what the spec does not have: body at /*",
        ),
        (
            request("POST", "/airtime?page=2&08099887766=1&sort=up", good),
            reply,
            "unlike-spec: it sends what the spec does not have: query page, query *, query sort",
        ),
        (
            with("x-branch: 4711\r\nCookie: session=Ada\r\nx-request-id: Ada"),
            reply,
            "unlike-spec: it sends what the spec does not have: header x-branch, header Cookie, \
             header x-request-id",
        ),
        (
            with("User-Agent: Ada/1\r\nAccept-Language: en\r\ntraceparent: 00-ada\r\nvia: ada"),
            reply,
            "written",
        ),
        (
            with("authorization: Bearer k3y-of-eve"),
            reply,
            "unlike-spec: it is not what the spec says: header Authorization",
        ),
        (
            request("POST", "/airtime?", good),
            reply,
            "unlike-spec: it is not what the spec says: query",
        ),
        (
            request("POST", "/airtime", &good.replace("amount", "\\u0061mount")),
            reply,
            "unlike-spec: it is not what the spec says: body at /amount",
        ),
        (
            request("POST", "/airtimes", good),
            reply,
            "no-operation: a POST of no operation's path",
        ),
        (
            request("PUT", "/airtime", good),
            reply,
            "no-operation: a PUT of no operation's path",
        ),
        (
            request("POST", "/airtime", &good.replace("2500", "\"2500\"")),
            reply,
            "unlike-spec: it is not what the spec says: body at /amount",
        ),
        (
            request(
                "POST",
                "/airtime",
                r#"{"phone_number":"08099887766","network":"MTN","amount":2500}"#,
            ),
            reply,
            "unlike-spec: it is not what the spec says: body at /phone_number",
        ),
        (
            request("POST", "/airtime", r#"{"network":"MTN","amount":2500}"#),
            reply,
            "unlike-spec: its values are no request of the spec",
        ),
        (
            request("POST", "/airtime", &good.replace("MTN", "Ada's")),
            reply,
            "written",
        ),
        (
            request("POST", "/airtime", "Ada"),
            reply,
            "unlike-spec: its values are no request of the spec",
        ),
        (
            request("POST", "/airtime", good).replace("authorization", "x-other"),
            reply,
            "unlike-spec: it sends what the spec does not have: header x-other",
        ),
        (
            request("POST", "/airtime", good).replace("authorization: Bearer k3y-of-ada\r\n", ""),
            reply,
            "unlike-spec: it is not what the spec says: header Authorization",
        ),
        (
            request("POST", "/airtime", good),
            &compressed,
            "unlike-spec: the reply is compressed, though the request asks for none that is",
        ),
    ] {
        let bench = Bench::new(HOME, provider, setup);
        let planted = Planted {
            operation: "buy_airtime".to_owned(),
            request: request.into_bytes(),
            reply: reply.as_bytes().to_vec(),
        };
        let res = match bench.record_bytes(vec![planted]).as_slice() {
            [Recorded::Written { spaced: false, .. }] => "written".to_owned(),
            [Recorded::Written { spaced: true, .. }] => "written, without white space".to_owned(),
            [Recorded::Unwritten { code, why, .. }] => format!("{}: {why}", code.name()),
            other => format!("{other:?}"),
        };
        assert_eq!(res, told);
        let files = bench.files();
        assert_eq!(files.is_empty(), !told.starts_with("written"), "{told}");
        for (path, text) in files {
            let leaks = ["Ada", "k3y", "0809"].iter().any(|it| text.contains(it));
            assert!(!leaks, "{}:\n{text}", path.display());
        }
    }
}

/// A client that refuses clear text meets the proxy over TLS, and trusts its certificate.
#[test]
fn the_proxy_is_met_over_tls_where_it_has_a_certificate() {
    let suite = bench::suite(HOME);
    let provider = suite.provider("kpoint").expect("there is a spec");
    let setup = suite.setup("kpoint").expect("there is a setup");
    let bench = Bench::new(HOME, provider, setup);
    let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]);
    let made = made.expect("a certificate");
    let folder = tempfile::tempdir().expect("there is a folder for tests");
    let files = (folder.path().join("it.pem"), folder.path().join("key.pem"));
    fs::write(&files.0, made.cert.pem()).expect("it can be written");
    fs::write(&files.1, made.signing_key.serialize_pem()).expect("it can be written");
    let upstream = bench::stand_in::always(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n\
         {\"status\":\"success\"}",
    );
    let session = Session {
        identity: Some(files),
        ..bench.session(upstream, Vec::new(), 1)
    };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("there is a port");
    let address = listener.local_addr().expect("it is bound");
    let recording = thread::spawn(move || {
        let mut recorded = Vec::new();
        let res = session.run(listener, &mut |it| recorded.push(it));
        (res, recorded)
    });
    let root = reqwest::Certificate::from_pem(made.cert.pem().as_bytes());
    let api_key = Secret::from("k3y-of-ada");
    let client = kpoint::Client::builder(
        kpoint::Credentials::Bearer { api_key },
        kpoint::Environment::Live,
    )
    .api(format!("https://{address}/api/public/v1"))
    .root_certificate(root.expect("it was just made"))
    .build()
    .expect("everything is set");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("there is a runtime");
    let call = client.list_networks(&kpoint::operations::ListNetworks {});
    let reply = runtime.block_on(call).expect("the reply is passed on");
    assert_eq!(reply.outcome(), verbatim_runtime::Outcome::Succeeded);
    let (res, recorded) = recording.join().expect("the session does not panic");
    assert_eq!(res, Ok(()));
    let written = matches!(recorded.as_slice(), [Recorded::Written { .. }]);
    assert!(written, "{recorded:?}");
}
