//! Thousands of faults are told in time, and the time grows no faster than they do.

use verbatim_codegen::{Code, Source, check};

use crate::spec::{ACME, refused_text, report};
use crate::stopwatch::Stopwatch;

const MANY: usize = 5_000;

#[test]
fn many_unknown_keys_are_told_in_time() {
    many(1, "    method: POST\n", |it| format!("    key_{it}: x\n"));
    many(1, "    method: POST\n", |it| format!("    methd_{it}: x\n"));
}

#[test]
fn many_equal_keys_are_told_in_time() {
    many(1, "    method: POST\n", |_| "    lines: 20-29\n".to_owned());
}

#[test]
fn many_faulty_fields_are_told_in_time() {
    let at = "operations:\n  pay:\n    fields:\n";
    many(1, at, |it| {
        format!("      - {{ wire: f{it}, type: tekst, under: /a/b, cite: 1 }}\n")
    });
    many(3, at, |it| {
        format!(
            "      - {{ wire: f, type: text, under: /a{}/b, cite: 0 }}\n",
            it % 50
        )
    });
}

#[test]
fn many_faulty_definitions_are_told_in_time() {
    many(3, "records:\n", |it| format!("  r{it}: {{}}\n"));
    many(3, "enums:\n", |it| format!("  e{it}: {{}}\n"));
    many(11, "operations:\n", |it| format!("  o{it}: {{}}\n"));
    many(4, "credentials:\n", |it| format!("  C{it}: {{}}\n"));
}

#[test]
fn many_faulty_rows_are_told_in_time() {
    let code = |it: usize| format!("  - {{ code: \"{it}\", name: same, scope: nowhere }}\n");
    many(5, "codes:\n", code);
    let value = |_| "      - { is: same }\n".to_owned();
    many(2, "enums:\n  kind:\n    values:\n", value);
    let row = |it: usize| format!("      - {{ cells: [\"{it}\"] }}\n");
    many(
        2,
        "tables:\n  bank:\n    columns: [code, label]\n    rows:\n",
        row,
    );
}

#[test]
fn many_names_that_are_not_found_are_told_in_time() {
    let at = "operations:\n  pay:\n    fields:\n";
    many(1, at, |it| {
        format!("      - {{ wire: f{it}, credential: c{it}, cite: 1 }}\n")
    });
    many(1, "records:\n", |it| {
        format!("  r{it}: {{ about: A, members: [{{ wire: m, type: record x{it}, cite: 1 }}] }}\n")
    });
}

#[test]
fn records_that_hold_each_other_in_a_long_chain_are_told_in_time() {
    const LINKS: usize = 2_000;
    let link = |it: usize| {
        let next = (it + 1) % LINKS;
        format!(
            "  r{it}: {{ about: A, members: [{{ wire: a, type: record r{next}, cite: 1 }}] }}\n"
        )
    };
    let records: String = (0..LINKS).map(link).collect();
    let text = ACME.replace("records:\n", &format!("records:\n{records}"));
    let report = refused_text(&text, Code::RecordCircle);
    assert_eq!(report.faults().len(), 1);
}

/// Sixteen times as many names take less than sixteen times as long; where each was compared with each,
/// they took forty times and more.
#[test]
fn the_time_to_look_names_up_grows_no_faster_than_they_do() {
    const TIMES: u32 = 16;
    let took = |count: usize| {
        let record = |it: usize| {
            format!(
                "  r{it}: {{ about: A, members: [{{ wire: m, type: record x{it}, cite: 1 }}] }}\n"
            )
        };
        let records: String = (0..count).map(record).collect();
        let text = ACME.replace("records:\n", &format!("records:\n{records}"));
        let watch = Stopwatch::start();
        let report = check(&Source::single("acme", "acme.yaml", &text));
        let took = watch.read();
        let report = report.expect_err("no name is found");
        assert_eq!(report.faults().len(), count);
        took
    };
    // The longest of some short runs: a machine that is slow now was likely slow then.
    let few = (0..3).map(|_| took(500)).max().expect("three runs");
    let many = took(500 * TIMES as usize);
    assert!(many < few * TIMES * 3 / 2, "{few:?}, then {many:?}");
}

#[test]
fn many_faults_in_one_row_are_told_in_time() {
    let fields = "{ wire: f, type: tekst, cite: 1 }, ".repeat(MANY / 2);
    let text = format!("{ACME}operations: {{ pay: {{ fields: [{fields}] }} }}\n");
    let report = report(&[("provider.yaml", text.as_bytes())]);
    assert!(MANY - 10 < report.faults().len());
}

/// Five thousand faults: entries with so many each, after the line that they stand under.
#[track_caller]
fn many(each: usize, under: &str, entry: impl Fn(usize) -> String) {
    let entries: String = (0..MANY / each).map(entry).collect();
    let text = match ACME.contains(under) {
        true => ACME.replacen(under, &format!("{under}{entries}"), 1),
        false => format!("{ACME}{under}{entries}"),
    };
    let report = report(&[("provider.yaml", text.as_bytes())]);
    let count = report.faults().len();
    assert!((MANY - 100..MANY + 100).contains(&count), "{count} faults");
    assert!(report.faults().iter().all(|it| it.place.is_some()));
}
