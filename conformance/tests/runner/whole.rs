//! A run as a whole: verdicts before transcripts, coverage, order.

use crate::bench::{Bench, PAY, TOLD, refused, table};
use crate::stand_in::Errs;
use crate::{holds, with};
use verbatim_codegen::lock::{DOCUMENT_LOCK, Lock};
use verbatim_conformance::code::Code;
use verbatim_conformance::run::Snapshots;

#[test]
fn clients_that_do_not_err_pass() {
    for fixture in [PAY, &refused(), &table()] {
        let res = Bench::with(fixture).run(Errs::Never, Snapshots::Ignore);
        assert_eq!(res.told, Vec::<String>::new());
        assert!(res.ran.holds());
    }
}

#[test]
fn the_transcript_is_compared_with_the_recorded_one_after_the_verdict() {
    let bench = Bench::with(PAY);
    let missing = "failure[missing-snapshot]: no transcript is recorded";
    holds(&bench.run(Errs::Never, Snapshots::Compare).told, &[missing]);
    let recorded = "---
source: conformance/tests/fixtures.rs
---
> POST http://acme.invalid:3030/v1/pay
> content-type: application/json
> apikey: <secret:api_key>
>
> {\"phone\":\"<personal:phone>\",\"amount\":\"100.00\",\"channel\":\"MPESA\"}
< 200
< content-type: application/json
<
< { \"code\": \"0\", \"text\": \"Done.\", \"id\": \"R1\", \"payer\": \"<personal:payer>\" }
= succeeded
= code: 0
= message: Done.
= reference: R1
= {\"code\":\"0\",\"text\":\"Done.\",\"id\":\"R1\",\"payer\":\"<personal:payer>\"}
";
    bench.put("pay-case.snap", recorded);
    assert!(bench.run(Errs::Never, Snapshots::Compare).ran.holds());
    bench.put("pay-case.snap", &with(recorded, "= code: 0", "= code: 1"));
    let differs = "failure[snapshot-differs]: the transcript is not the recorded one
        expected  line 11: = code: 1
        actual    line 11: = code: 0";
    holds(&bench.run(Errs::Never, Snapshots::Compare).told, &[differs]);
    let errs = Errs::Sending(|it| it.method = "PUT");
    let first = "failure[wrong-method]: the method is another one";
    holds(&bench.run(errs, Snapshots::Compare).told, &[first]);
}

#[test]
fn a_transcript_is_recorded_when_that_is_asked_for_and_the_verdict_holds() {
    let bench = Bench::with(PAY);
    let file = bench.folder().join("acme/pay-case.snap");
    let errs = Errs::Sending(|it| it.method = "PUT");
    assert!(!bench.run(errs, Snapshots::Accept).ran.holds());
    assert!(!file.exists(), "what fails has no transcript");

    let missing = bench.run(Errs::Never, Snapshots::Compare).told;
    let told = "failure[missing-snapshot]: no transcript is recorded\n= message: Done.";
    holds(&missing, &[told]);
    let ran = bench.run(Errs::Never, Snapshots::Accept).ran;
    assert_eq!((ran.accepted, ran.holds()), (1, true));
    let recorded = std::fs::read_to_string(&file).unwrap();
    assert!(
        recorded.ends_with("\"payer\":\"<personal:payer>\"}\n"),
        "{recorded}"
    );
    let again = bench.run(Errs::Never, Snapshots::Accept).ran;
    assert_eq!((again.accepted, again.holds()), (0, true));
    assert!(bench.run(Errs::Never, Snapshots::Compare).ran.holds());
}

#[test]
fn coverage_counts_what_passing_fixtures_touched() {
    let bench = Bench::with(PAY);
    bench.put("pay-every_code.yaml", &table());
    bench.put("told-case.yaml", TOLD);
    let counts = |errs| {
        let ran = bench.run(errs, Snapshots::Ignore).ran;
        ran.total().coverage.parts().map(|it| it.1.count())
    };
    let all = [(1, 2), (1, 1), (8, 11), (5, 12), (1, 2), (3, 3), (30, 35)];
    assert_eq!(counts(Errs::Never), all);
    let errs = Errs::Sending(|it| it.method = "PUT");
    let callback_alone = [(0, 2), (1, 1), (3, 11), (1, 12), (0, 2), (1, 3), (9, 35)];
    assert_eq!(counts(errs), callback_alone);
}

#[test]
fn cases_are_told_in_the_order_of_names_however_many_threads_play_them() {
    let bench = Bench::new();
    let names: Vec<_> = (10..40).map(|it| format!("pay-case{it}")).collect();
    for name in names.iter().rev() {
        bench.put(&format!("{name}.yaml"), PAY);
    }
    let res = bench.run(Errs::Never, Snapshots::Ignore);
    let names: Vec<_> = names.iter().map(|it| format!("acme/{it}")).collect();
    assert_eq!(res.order, names);
    assert!(res.ran.holds());
    assert!(bench.folder().join("acme/pay-case10.yaml").is_file());
}

#[test]
fn lines_behind_the_end_of_the_document_are_told_where_it_is_locked() {
    let fixture = with(PAY, "lines: \"20-34\"", "lines: \"20-34, 640\"");
    let bench = Bench::with(&fixture);
    let specs = tempfile::tempdir().unwrap();
    let unlocked = bench.suite().held_to(specs.path());
    assert!(
        unlocked.broken.is_empty(),
        "only a lock knows the last line"
    );
    let folder = specs.path().join("acme");
    std::fs::create_dir_all(&folder).unwrap();
    let broken = |lines: usize| {
        let lock = Lock::of("acme.txt", &"a line\n".repeat(lines)).to_string();
        std::fs::write(folder.join(DOCUMENT_LOCK), lock).unwrap();
        let suite = bench.suite().held_to(specs.path());
        assert_eq!(suite.fixtures.len() + suite.broken.len(), 1);
        suite.broken
    };
    assert!(broken(640).is_empty(), "the last line is there");
    let told = broken(639);
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].faults.len(), 1);
    let fault = &told[0].faults[0];
    assert_eq!(fault.code, Code::NoSuchLine);
    assert_eq!((fault.place.line, fault.place.column), (3, 1));
    let what = "L20-L34, L640 lies behind the end of acme.txt, which has 639 lines";
    assert_eq!(fault.message, what);
}
