//! Whatever stands in a spec's files ends in a clear report, and soon.
//!
//! Long, because every way to harm a reader of files stands here with its own few lines.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use verbatim_codegen::{Code, Report, Source, check, load};

/// No attack takes longer, in a debug build too; `Stopwatch` says what is counted.
const LONGEST: Duration = Duration::from_secs(1);
/// Nor do thousands of honest faults.
const PATIENCE: Duration = Duration::from_secs(10);
const MIB: usize = 1024 * 1024;
const DEEP: usize = 100_000;
const MANY: usize = 5_000;

/// A spec without a fault.
const ACME: &str = r#"provider: acme
title: Acme
about: Takes the bills of a made-up town.
version: "0.1.0"
documents: [{ name: acme.txt, title: Acme API }]
environments:
  live: { about: The real one., servers: { main: { url: "https://acme.test", cite: 1 } } }
unsaid: { fields: demanded, cite: 3 }
records:
  payment: { about: What was paid., members: [{ wire: amount, type: money KES, cite: 22 }] }
callbacks:
  paid:
    about: Tells that a bill is paid.
    lines: 20-29
    method: POST
    method_cite: 20
    shapes: [{ name: all, record: payment }]
    answer: { status: "200", content_type: text/plain, body: OK, cite: 29 }
"#;

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

#[test]
fn no_change_by_chance_to_a_real_spec_makes_the_check_panic() {
    let kemru = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/kemru");
    let names = [
        "provider.yaml",
        "callbacks.yaml",
        "operations/account.yaml",
        "operations/payments.yaml",
        "operations/utility.yaml",
    ];
    let mut files = Vec::new();
    for name in names {
        let text = fs::read_to_string(kemru.join(name)).expect("a file of the spec");
        files.push((name, text));
    }
    let mut chance = Chance(0x5EED);
    for _ in 0..100 {
        let mut changed = files.clone();
        let file = chance.below(changed.len());
        changed[file].1 = chance.change(&changed[file].1);
        let changed = changed.iter().map(|it| (it.0, it.1.as_bytes()));
        let spec = Spec::new(&changed.collect::<Vec<_>>());
        tells(load(&spec.folder()));
    }
}

#[test]
fn no_change_by_chance_to_a_faulty_spec_makes_the_check_panic() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .expect("the faulty specs")
        .map(|it| it.expect("an entry of the folder").path())
        .filter(|it| it.extension().is_some_and(|it| it == "yaml"))
        .collect();
    paths.sort();
    let mut chance = Chance(0xACE);
    for path in paths {
        let text = fs::read_to_string(path).expect("a faulty spec");
        for _ in 0..5 {
            let mut changed = text.clone();
            for _ in 0..=chance.below(3) {
                changed = chance.change(&changed);
            }
            tells(check(&Source::single("acme", "acme.yaml", &changed)));
        }
    }
}

/// How long this thread was on a processor, so that other work of the machine does not count; the
/// time that passed, where the system does not tell.
struct Stopwatch(Option<Duration>, Instant);

impl Stopwatch {
    fn start() -> Stopwatch {
        Stopwatch(Stopwatch::on_processor(), Instant::now())
    }

    fn read(&self) -> Duration {
        match (self.0, Stopwatch::on_processor()) {
            (Some(before), Some(now)) => now - before,
            _ => self.1.elapsed(),
        }
    }

    /// Linux says it in nanoseconds, or zero where it does not count them.
    fn on_processor() -> Option<Duration> {
        let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        let nanos = text.split(' ').next()?.parse().ok()?;
        Some(Duration::from_nanos(nanos)).filter(|it| !it.is_zero())
    }
}

/// Whatever is wrong can be printed.
fn tells<T>(checked: Result<T, Report>) {
    if let Err(report) = checked {
        let text = report.to_string();
        assert!(text.starts_with("error["), "{text}");
    }
}

/// A generator that gives the same every time (splitmix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        it ^ (it >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).expect("less than a usize")
    }

    fn change(&mut self, text: &str) -> String {
        let mut rows: Vec<String> = text.lines().map(str::to_owned).collect();
        if rows.is_empty() {
            return "- ".to_owned();
        }
        let (row, other) = (self.below(rows.len()), self.below(rows.len()));
        match self.below(8) {
            0 => drop(rows.remove(row)),
            1 => rows.insert(other, rows[row].clone()),
            2 => rows.swap(row, other),
            3 => rows.truncate(row),
            4 => {
                let mut words: Vec<&str> = rows[row].split(' ').collect();
                let (one, two) = (self.below(words.len()), self.below(words.len()));
                words.swap(one, two);
                rows[row] = words.join(" ");
            }
            5 => {
                let end = self.below(rows[row].len() + 1);
                while !rows[row].is_char_boundary(end.min(rows[row].len())) {
                    rows[row].pop();
                }
                rows[row].truncate(end);
            }
            6 => rows[row] = rows[row].trim_start().to_owned(),
            _ => {
                const MARKS: &[&str] = &[
                    "{", "}", "[", "]", ":", ",", "-", "#", "&a ", "*a", "!", "|", ">", "'", "\"",
                    "%", "@", "`", "\t", "\r", "\u{85}", "\u{2028}", "\u{FEFF}", "é", "0", "~",
                    "? ", "--- ", "<<: ",
                ];
                let places: Vec<usize> = rows[row].char_indices().map(|it| it.0).collect();
                let at = match places.is_empty() {
                    true => 0,
                    false => places[self.below(places.len())],
                };
                rows[row].insert_str(at, MARKS[self.below(MARKS.len())]);
            }
        }
        rows.join("\n")
    }
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

/// A spec in a folder of its own.
struct Spec(tempfile::TempDir);

impl Spec {
    fn new(files: &[(&str, &[u8])]) -> Spec {
        let spec = Spec(tempfile::tempdir().expect("a folder for the spec"));
        fs::create_dir_all(spec.folder()).expect("a folder for the spec");
        for (name, text) in files {
            let path = spec.folder().join(name);
            fs::create_dir_all(path.parent().expect("a file in a folder")).expect("a folder");
            fs::write(path, text).expect("a file of the spec");
        }
        spec
    }

    fn folder(&self) -> std::path::PathBuf {
        self.0.path().join("acme")
    }

    /// The report, told and printed in time.
    #[track_caller]
    fn report(&self, longest: Duration) -> Report {
        let watch = Stopwatch::start();
        let report = load(&self.folder()).expect_err("the spec has a fault");
        let text = report.to_string();
        let took = watch.read();
        assert!(took < longest, "{took:?}");
        assert!(text.starts_with("error["), "{text}");
        report
    }

    #[track_caller]
    fn refused(&self, code: Code) -> Report {
        let report = self.report(LONGEST);
        let codes: Vec<Code> = report.faults().iter().map(|it| it.code).collect();
        assert_eq!(codes, [code]);
        report
    }
}

#[track_caller]
fn report(files: &[(&str, &[u8])]) -> Report {
    Spec::new(files).report(PATIENCE)
}

#[track_caller]
fn refused(files: &[(&str, &[u8])], code: Code) -> Report {
    Spec::new(files).refused(code)
}

#[track_caller]
fn refused_text(text: &str, code: Code) -> Report {
    refused(&[("provider.yaml", text.as_bytes())], code)
}
