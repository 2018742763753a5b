//! The reports that are files: each is what its standard says, whatever the texts in it.

#[path = "reports/asked.rs"]
mod asked;
#[path = "reports/hostile.rs"]
mod hostile;

use std::path::Path;
use std::process::Command;

use serde_json::Value;
use verbatim_conformance::house::Specs;
use verbatim_conformance::report::{SpecPlaces, github, junit, sarif, tap};
use verbatim_conformance::run::Ran;

use hostile::{HOSTILE, results};

#[track_caller]
pub(crate) fn schema(path: &str) -> jsonschema::Validator {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let mut schema: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    // The pattern of a language in SARIF's schema is no regular expression: its last `]` opens
    // nowhere. We say no language.
    for of in ["run", "toolComponent"] {
        let language = schema.pointer_mut(&format!("/definitions/{of}/properties/language"));
        if let Some(language) = language {
            language.as_object_mut().unwrap().remove("pattern");
        }
    }
    jsonschema::validator_for(&schema).unwrap()
}

#[track_caller]
pub(crate) fn fits(schema: &jsonschema::Validator, value: &Value) {
    let faults: Vec<_> = schema
        .iter_errors(value)
        .map(|it| format!("{}: {it}", it.instance_path()))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Holds the text to the XSD with libxml2, where it is installed; the gate `reports` installs it.
#[track_caller]
pub(crate) fn fits_xsd(xml: &str) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("junit.xml");
    std::fs::write(&file, xml).unwrap();
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let checked = Command::new("xmllint")
        .args(["--noout", "--nonet", "--schema"])
        .arg(here.join("tests/reports/junit-10.xsd"))
        .arg(&file)
        .output();
    match checked {
        Ok(it) => assert!(
            it.status.success(),
            "{}",
            String::from_utf8_lossy(&it.stderr)
        ),
        Err(why) => eprintln!("not held to the XSD, since xmllint cannot be run: {why}"),
    }
}

#[test]
fn junit_keeps_every_text_and_counts_every_case() {
    let xml = junit(&results(), &Ran::default());
    fits_xsd(&xml);
    let parsed = roxmltree::Document::parse(&xml).unwrap();
    let root = parsed.root_element();
    assert_eq!(root.attribute("tests"), Some("6"));
    assert_eq!(root.attribute("failures"), Some("1"));
    assert_eq!(root.attribute("errors"), Some("3"));
    let suite = root.first_element_child().unwrap();
    assert_eq!(suite.attribute("skipped"), Some("1"));
    let failure = parsed
        .descendants()
        .find(|it| it.has_tag_name("failure"))
        .unwrap();
    // A character that XML cannot hold is replaced; all others come back as they were.
    let kept = HOSTILE.replace(['\0', '\u{1b}'], "\u{fffd}");
    let message = failure.attribute("message").unwrap();
    assert_eq!(message, format!("wrong-body: {kept}"));
    assert!(failure.text().unwrap().contains(&kept));
}

#[test]
fn sarif_fits_its_schema_and_points_at_fixture_and_spec() {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
    let providers = Specs::read(&specs).unwrap().providers;
    let places = SpecPlaces::read(&specs, &providers);
    let log: Value = serde_json::from_str(&sarif(&results(), &Ran::default(), &places)).unwrap();
    fits(&schema("tests/reports/sarif-2.1.0.json"), &log);
    let rows = log["runs"][0]["results"].as_array().unwrap();
    assert_eq!(rows.len(), 4);
    let failure = rows.iter().find(|it| it["ruleId"] == "wrong-body").unwrap();
    let text = failure["message"]["text"].as_str().unwrap();
    assert!(text.contains(HOSTILE), "{text}");
    let place = &failure["locations"][0]["physicalLocation"];
    assert_eq!(place["region"]["startLine"], 7);
    let uri = place["artifactLocation"]["uri"].as_str().unwrap();
    assert!(
        uri.starts_with("conformance/fixtures/kemru/%3Cscript%3E"),
        "{uri}"
    );
    let spec = &failure["relatedLocations"][0]["physicalLocation"];
    let file = spec["artifactLocation"]["uri"].as_str().unwrap();
    assert!(
        file.ends_with("specs/kemru/operations/payments.yaml"),
        "{file}"
    );
    let line = spec["region"]["startLine"].as_u64().unwrap() as usize;
    let text = std::fs::read_to_string(specs.join("kemru/operations/payments.yaml")).unwrap();
    // The first citation of the field's entry, which begins with its wire name.
    let entry: Vec<_> = text.lines().skip(line - 5).take(5).collect();
    assert!(
        entry.iter().any(|it| it.trim() == "- wire: amount"),
        "{entry:?}"
    );
    let known = rows
        .iter()
        .find(|it| !it["suppressions"].is_null())
        .unwrap();
    let why = known["suppressions"][0]["justification"].as_str().unwrap();
    assert!(why.starts_with("until 9.0.0: "), "{why}");
}

#[test]
fn tap_has_a_line_per_case_and_every_text_in_its_blocks() {
    let text = tap(&results());
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("TAP version 14"));
    assert_eq!(lines.next(), Some("1..6"));
    let mut points = 0;
    let mut block = None;
    let mut blocks = Vec::new();
    for line in lines {
        match (line.strip_prefix("  "), &mut block) {
            (Some("---"), None) => block = Some(String::new()),
            (Some("..."), Some(_)) => blocks.extend(block.take()),
            (Some(inside), Some(block)) => block.push_str(&format!("{inside}\n")),
            (None, None) => {
                points += 1;
                let number = format!("ok {points} - ");
                assert!(
                    line.trim_start_matches("not ").starts_with(&number),
                    "{line}"
                );
            }
            (_, _) => panic!("{line}"),
        }
    }
    assert_eq!((points, blocks.len()), (6, 5));
    let told: Vec<serde_yaml::Value> = blocks
        .iter()
        .map(|it| serde_yaml::from_str(it).unwrap())
        .collect();
    let messages: Vec<_> = told
        .iter()
        .map(|it| it["failures"][0]["message"].as_str().unwrap())
        .collect();
    assert!(messages.iter().all(|it| *it == HOSTILE), "{messages:?}");
    assert_eq!(text.matches(" # TODO ").count(), 1);
}

#[test]
fn annotations_are_one_line_each_whatever_stands_in_them() {
    let text = github(&results());
    assert_eq!(text.lines().count(), 5);
    for line in text.lines() {
        assert!(
            line.starts_with("::error ") || line.starts_with("::notice "),
            "{line}"
        );
    }
    let failure = text.lines().find(|it| it.contains("wrong-body::")).unwrap();
    assert!(
        failure.starts_with("::error file=conformance/fixtures/kemru/<script>%25%2C%3A.yaml,line=7,col=3,title=wrong-body::"),
        "{failure}"
    );
}
