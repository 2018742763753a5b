//! From results to TAP 14: a line per fixture, and what failed below it.

use super::results::{Case, End, Results};
use crate::failure::Failure;
use crate::fault::Fault;
use crate::json::quote;

/// The results as TAP.
pub fn tap(results: &Results) -> String {
    let count = results.cases.len() + results.faults.len();
    let mut res = format!("TAP version 14\n1..{count}\n");
    let mut number = 0;
    for (name, fault) in &results.faults {
        number += 1;
        res.push_str(&format!("not ok {number} - {}\n", description(name)));
        res.push_str(&block(&[of_fault(fault)]));
    }
    for case in &results.cases {
        number += 1;
        res.push_str(&row(number, case));
    }
    res
}

fn row(number: usize, case: &Case) -> String {
    let name = description(&case.name);
    match &case.end {
        End::Passed => format!("ok {number} - {name}\n"),
        End::Known(known, failures) => {
            let reason = description(&format!("{} (until {})", known.reason, known.gone_by));
            let head = format!("not ok {number} - {name} # TODO {reason}\n");
            let rows: Vec<_> = failures.iter().map(of_failure).collect();
            head + &block(&rows)
        }
        End::Failed(failures) => {
            let rows: Vec<_> = failures.iter().map(of_failure).collect();
            format!("not ok {number} - {name}\n{}", block(&rows))
        }
        End::CouldNotRun(why) => {
            let rows = [vec![
                ("code", "could-not-run".to_owned()),
                ("message", why.clone()),
            ]];
            format!("not ok {number} - {name}\n{}", block(&rows))
        }
        End::Broken(faults) => {
            let rows: Vec<_> = faults.iter().map(of_fault).collect();
            format!("not ok {number} - {name}\n{}", block(&rows))
        }
    }
}

type Entries = Vec<(&'static str, String)>;

fn of_failure(it: &Failure) -> Entries {
    let mut res = vec![
        ("code", it.code.name().to_owned()),
        ("message", it.message.clone()),
        ("at", it.place.to_string()),
        ("document", it.document.clone()),
    ];
    res.extend(it.expected.clone().map(|it| ("expected", it)));
    res.extend(it.actual.clone().map(|it| ("actual", it)));
    res
}

fn of_fault(it: &Fault) -> Entries {
    vec![
        ("code", it.code.name().to_owned()),
        ("message", it.message.clone()),
        ("at", it.place.to_string()),
    ]
}

/// A YAML block of what went wrong: JSON's strings are YAML's, whatever stands in them.
fn block(rows: &[Entries]) -> String {
    let mut res = "  ---\n  failures:\n".to_owned();
    for row in rows {
        for (index, (key, value)) in row.iter().enumerate() {
            let dash = if index == 0 { "-" } else { " " };
            res.push_str(&format!("    {dash} {key}: {}\n", quote(value)));
        }
    }
    if rows.is_empty() {
        res = "  ---\n  failures: []\n".to_owned();
    }
    res + "  ...\n"
}

/// One line, in which `#` begins no directive.
fn description(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.replace('\\', "\\\\").replace('#', "\\#")
}
