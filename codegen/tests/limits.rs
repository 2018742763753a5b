//! Whatever stands in a spec's files ends in a clear report, and soon.

#[path = "limits/chance.rs"]
mod chance;
#[path = "limits/spec.rs"]
mod spec;
#[path = "limits/stopwatch.rs"]
mod stopwatch;
#[path = "limits/times.rs"]
mod times;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use spec::{ACME, LONGEST, Spec, refused, refused_text, report};
use stopwatch::Stopwatch;
use verbatim_codegen::{Code, load};

const MIB: usize = 1024 * 1024;
const DEEP: usize = 100_000;

#[test]
fn a_file_over_the_limit_is_refused_unread() {
    refused(&[("provider.yaml", &vec![b'#'; MIB + 1])], Code::TooLarge);
    let text = format!("{ACME}{}", "#\n".repeat(MIB));
    let files: &[(&str, &[u8])] = &[
        ("provider.yaml", ACME.as_bytes()),
        ("operations/bills.yaml", text.as_bytes()),
    ];
    refused(files, Code::TooLarge);
}

#[test]
fn a_file_that_claims_to_be_endless_is_refused_unread() {
    let spec = Spec::new(&[]);
    let file = fs::File::create(spec.folder().join("provider.yaml")).expect("a file");
    // Of 64 GiB nothing is on the disk; whoever read it would need them in memory.
    file.set_len(64 << 30).expect("a file with a hole");
    spec.refused(Code::TooLarge);
}

#[test]
fn a_file_just_under_the_limit_is_read() {
    let comment = "#\n".repeat((MIB - ACME.len()) / 2);
    let spec = Spec::new(&[("provider.yaml", format!("{ACME}{comment}").as_bytes())]);
    let watch = Stopwatch::start();
    load(&spec.folder()).expect("a comment is no fault");
    let took = watch.read();
    assert!(took < LONGEST, "{took:?}");
}

#[test]
fn aliases_of_aliases_are_refused_unfollowed() {
    let mut bomb = String::from("l0: &l0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..30 {
        let up = level - 1;
        let ten = vec![format!("*l{up}"); 10].join(", ");
        writeln!(bomb, "l{level}: &l{level} [{ten}]").expect("a text takes all");
    }
    refused_text(&bomb, Code::TooLarge);
}

#[test]
fn aliases_of_a_long_row_are_refused_unfollowed() {
    let cells = "x, ".repeat(100_000);
    let rows = "*row, ".repeat(100_000);
    let table = format!(
        "tables: {{ bank: {{ columns: &row [{cells}], rows: [{{ cells: *row }}, {rows}] }} }}\n"
    );
    refused_text(&table, Code::TooLarge);
    refused_text("records: &all { all: *all }\n", Code::TooLarge);
}

#[test]
fn deep_brackets_are_refused_before_they_are_read() {
    let (open, close) = ("[".repeat(DEEP), "]".repeat(DEEP));
    refused_text(&open, Code::TooDeep);
    refused_text(&format!("provider: {open}{close}\n"), Code::TooDeep);
    refused_text(&format!("provider: {open}\n"), Code::TooDeep);
    refused_text(&"[\n".repeat(DEEP), Code::TooDeep);
    // None of these quotes opens a text, whatever it looks like.
    refused_text(&format!("provider: [ a ', {open}"), Code::TooDeep);
    refused_text(&format!("provider: [ !t 'x, ', {open}"), Code::TooDeep);
    refused_text(&format!("provider: [ \"\n , \", {open}"), Code::TooDeep);
}

#[test]
fn deep_maps_are_refused_before_they_are_read() {
    let (open, close) = ("{a: ".repeat(DEEP), "}".repeat(DEEP));
    refused_text(&open, Code::TooDeep);
    refused_text(&format!("provider: {open}{close}\n"), Code::TooDeep);
    refused_text(&"{a: [".repeat(DEEP), Code::TooDeep);
    refused_text(&"{? ".repeat(DEEP), Code::TooDeep);
    let staircase: String = (0..1400)
        .map(|it| format!("{}a:\n", " ".repeat(it)))
        .collect();
    refused_text(&staircase, Code::TooDeep);
}

#[test]
fn deep_blocks_are_refused_before_they_are_read() {
    refused_text(&"- ".repeat(DEEP), Code::TooDeep);
    refused_text(&"? ".repeat(DEEP), Code::TooDeep);
    refused_text(&"- ? ".repeat(DEEP), Code::TooDeep);
    refused_text(&format!("records:\n  {}", "- ".repeat(DEEP)), Code::TooDeep);
}

#[test]
fn long_rows_and_long_words_are_told_shortly() {
    let word = "x".repeat(MIB / 2);
    for (from, to) in [
        ("method: POST", format!("method: {word}")),
        ("method: POST", format!("{word}: POST")),
        ("record: payment", format!("record: {word}")),
        ("type: money KES", format!("type: {word}")),
        ("cite: 29", format!("cite: {word}")),
        ("provider: acme", format!("provider: \"{word}\"")),
        (
            "provider: acme",
            format!("provider: [{}]", "x, ".repeat(MIB / 20)),
        ),
    ] {
        let report = report(&[("provider.yaml", ACME.replace(from, &to).as_bytes())]);
        let text = report.to_string();
        assert!(text.len() < 10_000, "{from}: {} bytes", text.len());
    }
}

#[test]
fn what_is_no_text_is_told() {
    refused(
        &[("provider.yaml", b"provider: \xFF\xFE")],
        Code::UnreadableFile,
    );
    let utf16: Vec<u8> = "\u{FEFF}provider: acme\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    refused(&[("provider.yaml", &utf16)], Code::UnreadableFile);
    for text in [
        "\0",
        "provider: \0",
        "provider: acme\u{1}\n",
        "\u{7}: 1\n",
        "about: \u{1B}[2J\n",
    ] {
        let report = refused_text(text, Code::NotYaml);
        assert!(
            !report
                .to_string()
                .contains(|it: char| it.is_control() && it != '\n'),
            "{report}"
        );
    }
}

#[test]
fn a_folder_in_place_of_a_file_is_told() {
    let spec = Spec::new(&[]);
    fs::create_dir(spec.folder().join("provider.yaml")).expect("a folder");
    spec.refused(Code::UnreadableFile);

    let spec = Spec::new(&[("provider.yaml", ACME.as_bytes())]);
    fs::create_dir_all(spec.folder().join("operations/bills.yaml")).expect("a folder");
    spec.refused(Code::UnreadableFile);
}

#[test]
fn a_file_in_place_of_a_folder_is_told() {
    let files: &[(&str, &[u8])] = &[("provider.yaml", ACME.as_bytes()), ("operations", b"")];
    refused(files, Code::UnreadableFile);
}

#[test]
fn a_missing_file_is_told() {
    refused(&[], Code::UnreadableFile);
    let report = load(Path::new("no/such/folder")).expect_err("there is no such folder");
    assert_eq!(report.faults()[0].code, Code::UnreadableFile);
    assert_eq!(report.faults()[0].file, "no/such/folder/provider.yaml");
}

#[test]
fn a_file_with_a_name_that_nobody_reads_is_told() {
    for name in ["callback.yaml", "callbacks.yml", "operations/bills.yml"] {
        let files: &[(&str, &[u8])] = &[("provider.yaml", ACME.as_bytes()), (name, b"a: 1\n")];
        let report = refused(files, Code::UnreadableFile);
        assert!(report.faults()[0].file.ends_with(name), "{report}");
    }
}

#[test]
fn a_file_that_says_nothing_is_told() {
    for nothing in [
        "",
        "\n\n",
        "# nothing\n",
        "\u{FEFF}",
        "\u{FEFF}# nothing",
        "---\n",
        "~\n",
    ] {
        for name in ["provider.yaml", "operations/bills.yaml", "callbacks.yaml"] {
            let files = [
                ("provider.yaml", ACME.as_bytes()),
                (name, nothing.as_bytes()),
            ];
            let report = refused(&files, Code::Empty);
            assert_eq!(report.faults().len(), 1, "{name}: {report}");
            assert!(report.faults()[0].file.ends_with(name), "{report}");
        }
    }
}

#[test]
fn line_ends_of_windows_and_a_byte_order_mark_change_nothing() {
    let spec = Spec::new(&[("provider.yaml", ACME.as_bytes())]);
    let model = load(&spec.folder()).expect("the spec has no fault");
    for text in [ACME.replace('\n', "\r\n"), format!("\u{FEFF}{ACME}")] {
        let spec = Spec::new(&[("provider.yaml", text.as_bytes())]);
        assert_eq!(load(&spec.folder()).expect("the same spec"), model);

        let faulty = |text: &str| {
            let text = text.replace("method: POST", "method: post");
            let report = report(&[("provider.yaml", text.as_bytes())]);
            let place = report.faults()[0].place;
            let row = report.to_string().lines().nth(3).map(str::to_owned);
            (place, row)
        };
        assert_eq!(faulty(&text), faulty(ACME));
    }
}
