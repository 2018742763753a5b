//! Specs against documents: what a trace notices, and whether every trace on record is of its spec.
//!
//! `trace/acme.yaml` is the spec of `trace/acme.txt`; each case changes one of them.

use std::fs;
use std::path::{Path, PathBuf};

use verbatim_codegen::lock::{DOCUMENT_LOCK, Lock};
use verbatim_codegen::{Source, check, load};
use verbatim_conformance::trace::{Document, Mutants, Seal, TRACE_LOCK, Traced, mutate, trace};

const SPEC: &str = include_str!("trace/acme.yaml");
const TEXT: &str = include_str!("trace/acme.txt");

/// Traces a spec against a document that is locked as it is.
#[track_caller]
fn traced(spec: &str, text: &str) -> Traced {
    let source = Source::single("acme", "acme.yaml", spec);
    let provider = check(&source).unwrap_or_else(|it| panic!("{it}"));
    let document = Document::new("acme.txt", text);
    trace(&source, &provider, &document.lock, &document)
}

/// The codes, document lines and places in the spec of all that does not hold.
#[track_caller]
fn told(spec: &str, text: &str) -> Vec<String> {
    let faults = traced(spec, text).faults;
    let place = |it: &verbatim_conformance::trace::Fault| match (&it.place, it.line) {
        (Some(at), Some(line)) => format!("L{line} at {}", at.line),
        (None, Some(line)) => format!("L{line}"),
        (_, None) => "the document".to_owned(),
    };
    let row = |it: &verbatim_conformance::trace::Fault| format!("{} {}", it.code.name(), place(it));
    faults.iter().map(row).collect()
}

#[track_caller]
fn changed(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "`{from}` is not there");
    text.replacen(from, to, 1)
}

#[test]
fn literals_of_which_one_must_stand_there_are_named_once_each_up_to_eight() {
    let messages = |from: &str, to: &str| {
        let faults = traced(&changed(SPEC, from, to), TEXT).faults;
        faults.into_iter().map(|it| it.message).collect::<Vec<_>>()
    };
    let starts = messages(
        "type_cite: \"11, 16\"",
        "type_cite: \"11, 16\", rules: [{ rule: starts 2547, cite: 11 }]",
    );
    let once = |it: &String| it.ends_with(": `2547` does not stand on L11");
    assert!(starts.iter().any(once), "{starts:#?}");
    // Any word of an answer may show it; one that is there twice is named once.
    let answered = |body: &str| {
        messages(
            "set_aside:\n",
            &format!(
                "callbacks:\n  told:\n    about: Tells it.\n    lines: 6-20\n    method: POST\n    \
                 method_cite: 7\n    shapes: [{{ name: one, record: paid }}]\n    answer: {{ status: \
                 \"200\", content_type: text/plain, body: {body}, cite: 11 }}\nset_aside:\n"
            ),
        )
    };
    for (body, wanted) in [
        (
            "B1 B2 B2 B3 B4 B5",
            ": `200` or `B1` or `B2` or `B3` or `B4` or `B5` does not stand on L11",
        ),
        (
            "B1 B2 B3 B4 B5 B6 B7 B8 B9",
            "`B5` or `B6` or `B7` or 2 more does not stand on L11",
        ),
    ] {
        let told = answered(body);
        assert!(told.iter().any(|it| it.contains(wanted)), "{told:#?}");
    }
}

#[test]
fn a_spec_that_says_what_the_document_says_holds() {
    let traced = traced(SPEC, TEXT);
    assert_eq!(traced.faults, []);
    assert_eq!(traced.facts.0, traced.facts.1);
    assert_eq!(traced.cover.count(), (26, 26));
    let reasons = traced.cover.by_reason();
    assert_eq!(
        reasons,
        [
            ("fact", 18),
            ("discrepancy", 0),
            ("heading", 5),
            ("prose", 2),
            ("repeats", 1)
        ]
    );
}

#[test]
fn what_is_wrong_in_a_spec_is_told_at_its_place() {
    for (from, to, wanted) in [
        // A fact that the document does not say.
        ("path: /v1/pay", "path: /v1/pays", "not-on-line L7 at 40"),
        ("code: \"101\"", "code: \"102\"", "not-on-line L25 at 28"),
        ("is: POWER", "is: POWERS", "not-on-line L13 at 19"),
        (
            "wire: ref",
            "wire: reference, name: ref",
            "not-on-line L20 at 25",
        ),
        // Citations of other lines.
        ("path_cite: 7", "path_cite: 8", "not-on-line L8 at 40"),
        ("cite: 25-26", "cite: 24-25", "not-on-line L24 at 28"),
        (
            "type_cite: \"11, 16\"",
            "type_cite: \"12, 16\"",
            "not-on-line L12 at 42",
        ),
        ("lines: 15-18", "lines: 16-18", "not-on-line L16 at 47"),
        ("cite: 19-20 \"Answer\" \"code\"", "cite: 19", "no fault"),
        ("cite: 25-26", "cite: 25-28", "no-such-line L28 at 28"),
        ("path_cite: 7", "path_cite: 5000", "outside"),
        (
            "cite: \"13, 17\"",
            "cite: \"13, 16\"",
            "not-on-line L16 at 18",
        ),
        // Lines that are nobody's, or somebody's who says nothing.
        ("effect_cite: 6", "effect_cite: 7", "unaccounted-line L6"),
        // Words that the lines rest on.
        (
            "effect_cite: 6 \"PAY\"",
            "effect_cite: 6",
            "no-word L6 at 35",
        ),
        ("\"PAY\"", "\"BUY\"", "not-on-line L6 at 35"),
        ("\"PAY\"", "\"PA\"", "not-on-line L6 at 35"),
        ("\"PAY\"", "\"PAY\" \"BILL\"", "no fault"),
        ("6 \"PAY\"", "6-7 \"PAY\" \"POST\"", "no fault"),
        ("6 \"PAY\"", "6-8 \"PAY\" \"POST\"", "not-on-line L8 at 35"),
        (
            "effect_cite: 6 \"PAY\"",
            "effect_cite: '\"PA…\" 6'",
            "no fault",
        ),
        // The least of a length that is not said is not looked for.
        (
            "type_cite: \"11, 16\"",
            "type_cite: \"11, 16\", rules: [{ rule: length ..5, cite: 16 }]",
            "no fault",
        ),
        (
            "type_cite: \"11, 16\"",
            "type_cite: \"11, 16\", rules: [{ rule: length 1..5, cite: 16 }]",
            "not-on-line L16 at 42",
        ),
        // A range is no longer than what shows the fact.
        ("cite: 23-24", "cite: 22-24", "not-on-line L22 at 27"),
        ("cite: 23-24", "cite: 23-25", "not-on-line L25 at 27"),
        (
            "\"1, 8-9, 14, 22\"",
            "\"1, 8-9, 14\"",
            "unaccounted-line L22",
        ),
        (
            "\"1, 8-9, 14, 22\"",
            "\"1, 6, 8-9, 14, 22\"",
            "accounted-twice L6 at 50",
        ),
        ("\"2, 21\"", "\"2, 5, 21\"", "no-such-line L5 at 51"),
        ("of: \"21\"", "of: \"2\"", "no-repeat L27 at 52"),
    ] {
        let spec = changed(SPEC, from, to);
        match wanted {
            // `check` finds this without the document.
            "outside" => {
                let report = check(&Source::single("acme", "acme.yaml", &spec));
                let report = report.expect_err("it lies outside").to_string();
                assert!(report.contains("outside-lines"), "{to}: {report}");
            }
            "no fault" => assert_eq!(told(&spec, TEXT), [""; 0], "{to}"),
            _ => assert!(
                told(&spec, TEXT).contains(&wanted.to_owned()),
                "{to}: {:?}",
                told(&spec, TEXT)
            ),
        }
    }
}

#[test]
fn a_line_that_states_something_cannot_be_set_aside() {
    for (line, held) in [
        ("Send amount soon.", false),
        ("amount", true),
        ("| kind | the kind |", true),
        ("Say WATER for water.", true),
        ("A reply with 101 is final.", true),
        ("See https://acme.test for more.", true),
        ("{ }", true),
        ("Your apiKey is secret.", true),
        ("The kind of bill matters.", false),
    ] {
        let text = format!("{TEXT}{line}\n");
        let spec = changed(SPEC, "\"2, 21\"", "\"2, 21, 28\"");
        let told = told(&spec, &text);
        let wanted: &[&str] = if held {
            &["holds-literal L28 at 51"]
        } else {
            &[]
        };
        assert_eq!(told, wanted, "{line}");
    }
}

#[test]
fn another_document_is_told_and_a_document_with_other_line_ends_is_the_same() {
    let source = Source::single("acme", "acme.yaml", SPEC);
    let provider = check(&source).expect("it holds");
    let lock = Document::new("acme.txt", TEXT).lock;
    let told = |text: &str| {
        let document = Document::new("acme.txt", text);
        let faults = trace(&source, &provider, &lock, &document).faults;
        faults
            .iter()
            .map(|it| (it.code.name(), it.line))
            .collect::<Vec<_>>()
    };
    assert_eq!(told(&TEXT.replace('\n', "\r\n")), []);
    let other = changed(TEXT, "Welcome", "Hello");
    assert_eq!(told(&other), [("wrong-document", Some(2))]);
}

#[test]
fn what_is_printed_otherwise_is_the_url_but_for_white_space() {
    let text = changed(TEXT, "Base: https://api", "Base: https: //api");
    let cite = "url: \"https://api.acme.test\", ";
    let spec = changed(
        SPEC,
        cite,
        &format!("{cite}printed: \"https: //api.acme.test\", "),
    );
    assert_eq!(told(&spec, &text), [""; 0]);
    let text = changed(TEXT, "Base: https://api", "Base: http:/api");
    let spec = changed(
        SPEC,
        cite,
        &format!("{cite}printed: \"http:/api.acme.test\", "),
    );
    let wanted = ["wrong-print L3 at 7"];
    assert_eq!(told(&spec, &text), wanted);
    let fault = traced(&spec, &text).faults.remove(0);
    let place = fault.place.expect("the spec says it somewhere");
    let row = spec.lines().nth(place.line - 1).expect("it is there");
    assert!(row[place.column - 1..].starts_with("3 } }"), "{row}");
    let spec = format!(
        "{spec}discrepancies:\n  slash: {{ lines: 3, says: One is lost., choice: Two., reason: Hosts need two. }}\n"
    );
    assert_eq!(told(&spec, &text), [""; 0]);
}

#[test]
fn a_citation_that_is_changed_is_noticed_unless_it_still_shows_the_fact() {
    let source = Source::single("acme", "acme.yaml", SPEC);
    let provider = check(&source).expect("it holds");
    let document = Document::new("acme.txt", TEXT);
    for seed in 0..8 {
        let Mutants {
            caught,
            same,
            escaped,
        } = mutate(&provider, &document, seed);
        assert_eq!(escaped, []);
        assert!(60 < caught, "{caught}");
        // `kind` in the sample shows its values too.
        assert!(same.len() < 8, "{same:#?}");
    }
}

#[test]
fn every_trace_on_record_is_of_its_spec() {
    let mut looked = 0;
    for folder in specs() {
        let provider = load(&folder).unwrap_or_else(|it| panic!("{it}"));
        let lock = fs::read_to_string(folder.join(DOCUMENT_LOCK)).expect("it is locked");
        let lock = Lock::parse(&lock).unwrap_or_else(|it| panic!("{}: {it}", folder.display()));
        let recorded = fs::read_to_string(folder.join(TRACE_LOCK)).unwrap_or_default();
        let name = &provider.name;
        assert_eq!(
            recorded,
            Seal::of(&provider, &lock).to_string(),
            "nobody compared the spec of {name} with its document since it was changed: run \
             `cargo conformance trace --documents DIR {name}`, where DIR holds {}",
            lock.document
        );
        looked += 1;
    }
    assert!(0 < looked);
}

/// The specs of this workspace; each must be locked to its document.
fn specs() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
    let entries = fs::read_dir(folder).expect("there are specs");
    let folders = entries.flatten().map(|it| it.path());
    folders.filter(|it| it.is_dir()).collect()
}
