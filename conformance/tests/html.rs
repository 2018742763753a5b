//! The HTML report: escaped, self-contained, and used in a browser where there is one.

#[path = "reports/hostile.rs"]
mod hostile;

use std::path::Path;
use std::process::Command;

use verbatim_codegen::Source;
use verbatim_codegen::model::Provider;
use verbatim_conformance::coverage::Coverage;
use verbatim_conformance::report::{Case, End, Mutants, Results, Seen, html};
use verbatim_conformance::run::{Ran, Tally};

use hostile::{HOSTILE, results};

fn acme() -> Provider {
    let source = Source::single("acme", "acme.yaml", include_str!("runner/acme.yaml"));
    verbatim_codegen::check(&source).unwrap_or_else(|it| panic!("{it}"))
}

/// The document, hostile in every line, with a key, a phone and a private value in some.
fn document() -> String {
    let mut lines = vec![
        format!("<b onclick=alert(1)>{{{{ 7*7 }}}}</b> </script> &lt; {HOSTILE}")
            .replace(['\r', '\n', '\0'], " ");
        50
    ];
    lines[25] = "{\"phone\": \"0722000001\", \"payer\": \"Ada Lovelace\"}".to_owned();
    lines[26] = "paid by Ada Lovelace with sk4f9Z0aa81bX72c19dE33 from 254722000009".to_owned();
    lines.join("\n")
}

fn page(mutants: &Mutants) -> String {
    let folder = tempfile::tempdir().unwrap();
    let provider = acme();
    let name = &provider.documents[0].name;
    std::fs::write(folder.path().join(name), document()).unwrap();
    let mut results = results();
    for case in &mut results.cases {
        case.name = case.name.replace("kemru/mobile_payout", "acme/pay");
        case.lines = verbatim_codegen::model::Lines(vec![(20, 22)]);
    }
    let mut ran = Ran::default();
    let tally = Tally {
        cases: results.cases.len(),
        passed: 1,
        failed: 1,
        known_failures: 1,
        could_not_run: 2,
        coverage: Coverage::of(&provider),
    };
    ran.providers.insert("acme".to_owned(), tally);
    let providers = [provider];
    html(&Seen {
        results: &results,
        ran: &ran,
        providers: &providers,
        documents: Some(folder.path()),
        mutants,
    })
}

fn mutants() -> Mutants {
    let row = |said_in: &str, fate: &str| {
        serde_json::json!({
            "provider": "acme",
            "class": HOSTILE,
            "fact": HOSTILE,
            "change": HOSTILE,
            "said_in": said_in,
            "fate": fate,
        })
    };
    let results = [
        row("document L21, L30-L31", "survived"),
        row("document L21", "killed"),
        row("document L22", "equivalent"),
        row("assumed", "survived"),
    ];
    Mutants::parse(&serde_json::json!({ "mutants": 4, "results": results }).to_string()).unwrap()
}

#[test]
fn no_text_becomes_markup_and_nothing_else_is_asked_for() {
    let page = page(&mutants());
    for markup in [
        "<script>alert",
        "<img src=x",
        "<b onclick",
        "http://",
        "https://",
        "url(",
        "@import",
    ] {
        assert!(!page.contains(markup), "{markup}");
    }
    assert_eq!(page.matches("<script").count(), 1);
    assert_eq!(page.matches("<style").count(), 1);
    assert!(!page.contains(" style="), "an inline style");
    assert!(page.contains("default-src &#x27;none&#x27;") || page.contains("default-src 'none'"));
}

#[test]
fn what_a_document_prints_of_keys_and_people_is_not_shown() {
    let page = page(&Mutants::default());
    for private in [
        "0722000001",
        "Ada Lovelace",
        "sk4f9Z0aa81bX72c19dE33",
        "254722000009",
    ] {
        assert!(!page.contains(private), "{private}");
    }
    assert!(page.contains("paid by ••• with ••• from •••"));
}

#[test]
fn mutants_are_read_or_refused_with_a_reason() {
    assert!(Mutants::parse("{").is_err());
    let why = Mutants::parse(r#"{"results":[{"provider":"a","class":"","fact":"","change":"","said_in":"","fate":"fled"}]}"#).unwrap_err();
    assert_eq!(why, "a mutant has the fate `fled`");
    assert!(Mutants::parse(r#"{"mutants":5000,"killed":5000,"results":[]}"#).is_ok());
}

/// What the browser is told to expect of a page.
fn expected(page: &str) -> serde_json::Value {
    let ids = |mark: &str| -> Vec<String> {
        let rows = page.split("<tr id=\"").skip(1);
        let rows = rows.filter(|it| it.split('>').next().is_some_and(|it| it.contains(mark)));
        rows.map(|it| it.split('"').next().unwrap().to_owned())
            .collect()
    };
    serde_json::json!({
        "provider": "acme",
        "line": 21,
        "fixture": "pay-passes",
        "uncovered": ids("data-state=\"uncovered\""),
        "survivors": ids("data-survivor"),
        "hostile": ["<b onclick=alert(1)>", "{{ 7*7 }}", "<img src=x onerror=alert(1)>"],
    })
}

#[test]
fn a_person_can_search_filter_jump_and_read_it_in_the_dark() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("browser");
    let chromium = std::env::var("CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".to_owned());
    let modules = here.join("node_modules/puppeteer-core");
    let wanted = std::env::var_os("VERBATIM_BROWSER").is_some();
    for (what, path) in [
        ("Chromium", Path::new(&chromium)),
        ("puppeteer-core", &modules),
    ] {
        if !path.exists() {
            let why = format!(
                "the report was not opened in a browser: there is no {what} at {}; \
                 `.ci/run browser` installs what it takes",
                path.display()
            );
            assert!(!wanted, "{why}");
            eprintln!("{why}");
            return;
        }
    }
    let page = page(&mutants());
    let expected = expected(&page);
    assert_ne!(expected["uncovered"], serde_json::json!([]));
    let survivors = ["acme-L21", "acme-L30", "acme-L31"];
    assert_eq!(expected["survivors"], serde_json::json!(survivors));
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    std::fs::write(file("page.html"), &page).unwrap();
    std::fs::write(file("expected.json"), expected.to_string()).unwrap();
    let mut command = Command::new("node");
    command.arg(here.join("report.mjs"));
    command.args([file("page.html"), file("expected.json")]);
    command.args(std::env::var_os("VERBATIM_SCREENSHOT"));
    let output = command.output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    print!("{out}");
    assert!(output.status.success(), "{out}{err}");
    assert_eq!(
        out.lines().filter(|it| it.starts_with("ok ")).count(),
        11,
        "{out}"
    );
}

#[test]
fn without_the_document_lines_are_numbers_with_facts() {
    let provider = acme();
    let mut ran = Ran::default();
    ran.providers.insert("acme".to_owned(), Tally::default());
    let results = Results {
        cases: vec![Case {
            name: "acme/pay-case".to_owned(),
            about: "it pays".to_owned(),
            file: "pay-case.yaml".to_owned(),
            subject: "pay".to_owned(),
            origin: "document",
            lines: verbatim_codegen::model::Lines(vec![(20, 34)]),
            took: std::time::Duration::ZERO,
            end: End::Passed,
        }],
        faults: Vec::new(),
    };
    let page = html(&Seen {
        results: &results,
        ran: &ran,
        providers: &[provider],
        documents: None,
        mutants: &Mutants::default(),
    });
    assert!(page.contains("The document is not at hand"));
    assert!(page.contains("id=\"acme-L20\""));
    assert!(!page.contains("scope=\"col\">Document"));
    assert!(!page.contains("scope=\"col\">Mutants"));
}

/// What `conformance mutate --format json` prints of the smallest spec, with the fate of one mutant
/// changed, beside the line that it is about; then the page that a run makes of it.
#[test]
fn the_page_shows_what_mutate_prints_and_says_of_a_line_what_survives() {
    let folder = tempfile::tempdir().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_conformance"));
        command.args(arguments).current_dir(&root);
        // What failed last is kept below the target folder.
        command.env("CARGO_TARGET_DIR", folder.path().join("target"));
        command.output().unwrap()
    };
    let printed = run(&["mutate", "konnect", "--format", "json"]);
    let mut printed: serde_json::Value = serde_json::from_slice(&printed.stdout).unwrap();
    let rows = printed["results"].as_array_mut().unwrap();
    let of_one_line = |row: &serde_json::Value| -> Option<u32> {
        let said_in = row["said_in"].as_str()?;
        let line = said_in.strip_prefix("document L")?.parse().ok()?;
        (row["fate"] == "killed").then_some(line)
    };
    let found = rows.iter_mut().find_map(|it| Some((of_one_line(it)?, it)));
    let (line, row) = found.expect("a mutant is about one line");
    row["fate"] = "survived".into();
    let change = row["change"].as_str().unwrap().to_owned();
    let (mutants, page) = (
        folder.path().join("mutants.json"),
        folder.path().join("page.html"),
    );
    std::fs::write(&mutants, printed.to_string()).unwrap();

    let report = format!("html={}", page.display());
    let mutants = mutants.display().to_string();
    let out = run(&["konnect/", "--report", &report, "--mutants", &mutants]);
    let err = String::from_utf8_lossy(&out.stderr);
    assert!(page.is_file(), "{err}");
    let page = std::fs::read_to_string(page).unwrap();
    let row = format!("<tr id=\"konnect-L{line}\"");
    let (_, row) = page
        .split_once(&row)
        .unwrap_or_else(|| panic!("no line {line}"));
    let (row, _) = row.split_once("</tr>").unwrap();
    assert!(row.contains(" data-survivor"), "{row}");
    assert!(row.contains("<strong>1 alive</strong>"), "{row}");
    let word = change
        .split(['`', ' '])
        .find(|it| 3 < it.len())
        .unwrap_or_default();
    assert!(row.contains(word), "`{change}` in {row}");
    assert_eq!(page.matches(" data-survivor").count(), 1, "one line alone");
    assert!(
        50 < page.matches(" killed").count(),
        "the others are told too"
    );
}
