//! A fixture, a setup or a folder that is wrong is told with its place, all of it in one run.

use crate::bench::{Bench, PAY, TOLD, refused, replaying_none, table};
use crate::rows::each;
use crate::stand_in::Errs;
use crate::{holds, is_at_fault, with};
use verbatim_conformance::run::Snapshots;

#[test]
fn a_fixture_without_a_request_is_at_fault() {
    let (head, rest) = PAY.split_once("request:\n").unwrap();
    let (_, tail) = rest.split_once("reply:\n").unwrap();
    let told = "error[missing-request]: `request` is missing
        --> /acme/pay-case.yaml:1:1";
    is_at_fault(&format!("{head}reply:\n{tail}"), &[told]);
}

#[test]
fn a_key_that_nobody_reads_is_at_fault_at_its_place() {
    let res = Bench::with(&with(PAY, "  status: 200", "  satus: 200"))
        .run(Errs::Never, Snapshots::Ignore);
    let told = res.told[0].as_str();
    assert!(
        told.starts_with("error[unknown-key]: reply: unknown field `satus`"),
        "{told}"
    );
    assert!(told.contains("--> /acme/pay-case.yaml:18:3"), "{told}");
}

#[test]
fn a_key_that_stands_twice_is_at_fault_at_the_second() {
    let told = "error[duplicate-key]: expect: `code` stands twice in one map
        --> /acme/pay-case.yaml:25:3";
    is_at_fault(&with(PAY, "  message: Done.", "  code: \"1\""), &[told]);
}

#[test]
fn a_reply_that_is_never_sent_is_at_fault() {
    let (head, rest) = PAY.split_once("request:\n").unwrap();
    let (_, tail) = rest.split_once("reply:\n").unwrap();
    let (reply, _) = tail.split_once("expect:\n").unwrap();
    let head = replaying_none(head);
    let fixture = format!(
        "{head}request: none\nreply:\n{reply}expect: {{ kind: invalid_request, certainty: not_sent }}\n"
    );
    let told = "error[unused-reply]: there is a reply, and no request leaves
        --> /acme/pay-case.yaml:8:1";
    is_at_fault(&fixture, &[told]);
}

#[test]
fn all_faults_of_a_fixture_are_told_in_one_run() {
    let fixture = with(PAY, "origin: document", "origin: memory");
    let fixture = with(&fixture, "samples: [\"26-29\"", "samples: [\"26-28\"");
    let fixture = with(&fixture, "{{test-api_key}}", "{{test-key}}");
    let fixture = with(&fixture, "outcome: succeeded", "outcome: fine");
    let fixture = with(
        &fixture,
        "      \"amount\": \"100.00\",\n",
        "      \"amount\": 01,\n",
    );
    let origin = "error[bad-word]: `memory` is none of `document`, `derived`, `recorded`
        --> /acme/pay-case.yaml:2:1";
    let sample = "error[unknown-sample]: `26-28` is none of the spec's samples 26-29, 30-34
        --> /acme/pay-case.yaml:4:11";
    let placeholder = "error[unknown-placeholder]: `{{test-key}}` stands for nothing here
        --> /acme/pay-case.yaml:10:46";
    let body = "error[bad-json]: expected `,` or `}`, found `1`
        --> /acme/pay-case.yaml:14:18";
    let outcome = "error[bad-word]: `fine` is none of `succeeded`, `pending`, `rejected`, `unknown`
        --> /acme/pay-case.yaml:23:3";
    is_at_fault(&fixture, &[origin, sample, placeholder, body, outcome]);
}

#[test]
fn a_number_that_yaml_would_respell_is_at_fault() {
    let told = "error[bad-number]: input.amount: a number without quotes, and no integer
        --> /acme/pay-case.yaml:6:39";
    is_at_fault(
        &with(
            PAY,
            "amount: \"100.00\", channel",
            "amount: 100.00, channel",
        ),
        &[told],
    );
}

#[test]
fn a_text_without_quotes_is_named_at_its_place() {
    let told = "error[bad-number]: `amount` takes a text, and stands without quotes
        --> /acme/pay-case.yaml:6:39";
    is_at_fault(
        &with(PAY, "amount: \"100.00\", channel", "amount: 100, channel"),
        &[told],
    );
}

#[test]
fn names_that_the_spec_does_not_have_are_at_fault() {
    let told = "error[unknown-operation]: there is no operation `pays`; there is pay, look";
    let bench = Bench::new();
    bench.put(
        "pays-case.yaml",
        &with(PAY, "operation: pay", "operation: pays"),
    );
    holds(&bench.run(Errs::Never, Snapshots::Ignore).told, &[told]);
    let told = "error[unknown-code]: `7` is no code of `pay` in the spec
        --> /acme/pay-case.yaml:22:3";
    is_at_fault(&with(&table(), "\"9\":", "\"7\":"), &[told]);
}

#[test]
fn a_table_that_never_says_its_code_is_at_fault() {
    let told = "error[unknown-placeholder]: `{{code}}` is nowhere in the reply";
    is_at_fault(&with(&table(), "{{code}}", "0"), &[told]);
}

#[test]
fn what_would_not_be_compared_is_at_fault() {
    let fixture = with(PAY, "expect:\n", "expect:\n  path: /a\n");
    let told = "error[unused-key]: `expect.path` means nothing beside an answer
        --> /acme/pay-case.yaml:23:3";
    is_at_fault(&fixture, &[told]);
    let told = "error[missing-key]: `expect.certainty` is missing";
    is_at_fault(&with(&refused(), "certainty: not_applied, ", ""), &[told]);
    let (head, _) = PAY.rsplit_once("  body: |\n").unwrap();
    is_at_fault(head, &["error[missing-key]: `expect.body` is missing"]);
}

#[test]
fn a_misnamed_fixture_is_at_fault() {
    let bench = Bench::new();
    bench.put("paid-Case.yaml", PAY);
    let characters = "error[bad-name]: `paid-Case` is not written in a-z, 0-9, `_` and `-` alone";
    let operation = "error[bad-name]: `paid-Case` is not `pay-` and a behaviour";
    holds(
        &bench.run(Errs::Never, Snapshots::Ignore).told,
        &[characters, operation],
    );
}

#[test]
fn a_snapshot_without_a_fixture_and_a_file_that_is_neither_are_at_fault() {
    let bench = Bench::with(PAY);
    bench.put("pay-gone.snap", "");
    bench.put("pay-case.yml", "");
    let res = bench.run(Errs::Never, Snapshots::Ignore);
    let stray = "error[stray-file]: `pay-case.yml` is neither fixture nor snapshot
        --> /acme/pay-case.yml:1:1";
    let snapshot = "error[unreferenced-snapshot]: there is no pay-gone.yaml beside it
        --> /acme/pay-gone.snap:1:1";
    holds(&res.told, &[stray, snapshot]);
    assert!(!res.ran.holds());
}

#[test]
fn a_folder_without_a_spec_or_with_a_faulty_setup_leaves_its_fixtures_unrun() {
    let bench = Bench::with(PAY);
    bench.put(
        "setup.yaml",
        "environment: sandbox\ncredentials: { api_kay: a }\n",
    );
    let res = bench.run(Errs::Never, Snapshots::Ignore);
    let unknown = "error[unknown-credential]: there is no credential `api_kay`; there is `api_key`
        --> /acme/setup.yaml:2:16";
    let missing = "error[unknown-credential]: the credential `api_key` is missing";
    holds(&res.told, &[unknown, missing]);
    assert_eq!(res.ran.total().could_not_run, 1);
}

#[test]
fn a_sample_that_is_to_be_replayed_is_not_accounted_for_without_a_request() {
    let (head, _) = PAY.split_once("request:\n").unwrap();
    let fixture = format!("{head}request: none\nexpect: {{ inexpressible: not an amount }}\n");
    let request = "error[wrong-sample]: `26-29` is to be replayed, and no request leaves
        --> /acme/pay-case.yaml:4:11";
    let reply = "error[wrong-sample]: `30-34` is to be replayed, and no request leaves
        --> /acme/pay-case.yaml:4:20";
    is_at_fault(&fixture, &[request, reply]);
}

#[test]
fn no_mangled_fixture_makes_the_runner_panic() {
    let texts = [PAY.to_owned(), refused(), table(), each(), TOLD.to_owned()];
    let mut random = fastrand::Rng::with_seed(7);
    let bench = Bench::new();
    for round in 0..400 {
        let mut bytes = texts[round % texts.len()].clone().into_bytes();
        for _ in 0..random.usize(1..4) {
            let at = random.usize(0..bytes.len());
            match random.u8(0..4) {
                0 => drop(bytes.remove(at)),
                1 => bytes.insert(at, *random.choice(b"{}[]\"':#\n -0\xff").unwrap()),
                2 => bytes.truncate(at.max(1)),
                _ => bytes[at] = random.u8(..),
            }
        }
        bench.put_bytes("pay-case.yaml", &bytes);
        bench.put_bytes("told-case.yaml", &bytes);
        let res = bench.run(Errs::Never, Snapshots::Ignore);
        assert_eq!(res.ran.total().cases, 2);
    }
}

#[test]
fn lines_that_cannot_be_read_are_at_fault() {
    let told = "error[bad-lines]: `20 to 34` is no list of lines and ranges
        --> /acme/pay-case.yaml:3:1";
    is_at_fault(&with(PAY, "\"20-34\"", "\"20 to 34\""), &[told]);
    is_at_fault(
        &with(PAY, "\"20-34\"", "\"34-20\""),
        &["error[bad-lines]: `34-20` is no list of lines and ranges"],
    );
}

#[test]
fn a_file_that_is_too_large_or_no_text_is_at_fault() {
    let long = format!("{PAY}# {}\n", "x".repeat(256 * 1024));
    is_at_fault(
        &long,
        &["error[unreadable-file]: the file is larger than 262144 bytes"],
    );
    let bench = Bench::new();
    bench.put_bytes("pay-case.yaml", b"about: \xff");
    let told = "error[unreadable-file]: the file is no UTF-8 from byte 7 on";
    holds(&bench.run(Errs::Never, Snapshots::Ignore).told, &[told]);
}

#[test]
fn what_replays_nothing_printed_is_not_the_documents() {
    let fixture = with(&replaying_none(PAY), "origin: derived", "origin: document");
    let told =
        "error[wrong-origin]: nothing that the document prints is replayed: there is no sample
        --> /acme/pay-case.yaml:2:1";
    is_at_fault(&fixture, &[told]);
}

#[test]
fn what_is_not_the_documents_replays_no_sample() {
    let told = "error[wrong-origin]: a sample is replayed, and the values are not the document's
        --> /acme/pay-case.yaml:4:1";
    is_at_fault(&with(PAY, "origin: document", "origin: derived"), &[told]);
}

#[test]
fn real_traffic_has_a_day_and_stands_for_no_line() {
    let recorded = with(
        &replaying_none(PAY),
        "origin: derived\nlines: \"20-34\"\nsamples: []\n",
        "origin: recorded\ndate: \"2026-01-02\"\n",
    );
    let res = Bench::with(&recorded).run(Errs::Never, Snapshots::Ignore);
    assert_eq!(res.told, Vec::<String>::new());
    let origin = "origin: recorded\n";
    is_at_fault(
        &with(&recorded, "date: \"2026-01-02\"\n", ""),
        &["error[missing-key]: `date` is missing"],
    );
    is_at_fault(
        &with(&recorded, "2026-01-02", "2026-02-30"),
        &["error[bad-word]: `2026-02-30` is no day as in `2026-01-02`"],
    );
    is_at_fault(
        &with(&recorded, origin, &format!("{origin}lines: \"20-34\"\n")),
        &["error[unused-key]: `lines` means nothing of real traffic"],
    );
    let derived = replaying_none(PAY);
    is_at_fault(
        &with(&derived, "lines:", "date: \"2026-01-02\"\nlines:"),
        &["error[unused-key]: `date` means nothing of what was not recorded"],
    );
}
