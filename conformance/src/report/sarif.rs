//! From results to SARIF 2.1.0: each failure at its place in the fixture, with its place in the spec.

use serde_json::{Value, json};

use super::places::SpecPlaces;
use super::results::{Case, End, Results, provider_of};
use crate::code::Code;
use crate::failure::Failure;
use crate::fault::Fault;
use crate::place::Place;
use crate::run::Ran;
use crate::sent::percent_encoded;

/// The results as SARIF.
pub fn sarif(results: &Results, ran: &Ran, places: &SpecPlaces) -> String {
    let mut rows = Vec::new();
    for (name, fault) in &results.faults {
        rows.push(of_fault(name, fault));
    }
    for case in &results.cases {
        match &case.end {
            End::Passed => {}
            End::Failed(failures) => {
                rows.extend(failures.iter().map(|it| of_failure(case, it, places)));
            }
            End::Known(known, failures) => {
                for it in failures {
                    let mut row = of_failure(case, it, places);
                    let why = format!("until {}: {}", known.gone_by, known.reason);
                    row["suppressions"] = json!([{ "kind": "inSource", "justification": why }]);
                    rows.push(row);
                }
            }
            End::CouldNotRun(_) => {}
            End::Broken(faults) => rows.extend(faults.iter().map(|it| of_fault(&case.name, it))),
        }
    }
    let notifications: Vec<_> = (results.cases.iter())
        .filter_map(|it| match &it.end {
            End::CouldNotRun(why) => Some(json!({
                "level": "error",
                "message": { "text": format!("{}: {why}", it.name) },
            })),
            End::Passed | End::Failed(_) | End::Known(..) | End::Broken(_) => None,
        })
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "conformance",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": Code::ALL.iter().map(|it| rule(*it)).collect::<Vec<_>>(),
            }},
            "invocations": [{
                "executionSuccessful": ran.total().could_not_run == 0,
                "toolExecutionNotifications": notifications,
            }],
            "columnKind": "unicodeCodePoints",
            "results": rows,
        }],
    });
    format!("{log:#}\n")
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.name(),
        "shortDescription": { "text": code.name().replace('-', " ") },
        "fullDescription": { "text": code.explain() },
        "help": { "text": code.advice() },
    })
}

fn of_failure(case: &Case, failure: &Failure, places: &SpecPlaces) -> Value {
    let mut text = format!("{}: {}", case.name, failure.message);
    if let Some(code) = &failure.table_code {
        text.push_str(&format!(", with the code `{code}`"));
    }
    if let Some(value) = &failure.row_value {
        text.push_str(&format!(", with the value {value}"));
    }
    for (side, what) in [("expected", &failure.expected), ("actual", &failure.actual)] {
        if let Some(what) = what {
            text.push_str(&format!("\n{side}: {what}"));
        }
    }
    text.push_str(&format!("\nsaid in {}", failure.document));
    let mut res = result(failure.code, text, &failure.place, &case.name);
    let code = failure.table_code.as_deref();
    let field = failure.field.as_deref();
    if let Some(place) = places.of(provider_of(&case.name), &case.subject, field, code) {
        let mut spec = location(place);
        spec["id"] = json!(1);
        spec["message"] = json!({ "text": "where the spec says it" });
        res["relatedLocations"] = json!([spec]);
    }
    res
}

fn of_fault(name: &str, fault: &Fault) -> Value {
    let text = format!("{name}: {}", fault.message);
    result(fault.code, text, &fault.place, name)
}

fn result(code: Code, text: String, place: &Place, name: &str) -> Value {
    json!({
        "ruleId": code.name(),
        "ruleIndex": Code::ALL.iter().position(|it| *it == code),
        "level": "error",
        "message": { "text": text },
        "locations": [location(place)],
        "partialFingerprints": { "fixtureAndCode/v1": format!("{name}:{}", code.name()) },
    })
}

fn location(place: &Place) -> Value {
    // From the root of the workspace, where the command is run; an absolute path stays one.
    let path: Vec<_> = place.file.split('/').map(percent_encoded).collect();
    let uri = path.join("/");
    let uri = if uri.starts_with('/') {
        format!("file://{uri}")
    } else {
        uri
    };
    json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri },
            "region": { "startLine": place.line.max(1), "startColumn": place.column.max(1) },
        }
    })
}
