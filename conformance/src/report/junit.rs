//! From results to JUnit's XML, in the dialect that Jenkins reads: a suite per provider, a case per
//! fixture.

use std::fmt::Write as _;
use std::time::Duration;

use super::results::{Case, End, Results};
use crate::run::Ran;

/// The results as XML.
pub fn junit(results: &Results, ran: &Ran) -> String {
    let mut suites = String::new();
    let mut all = Counts::default();
    for (provider, cases, faults) in results.by_provider() {
        let mut counts = Counts::default();
        let mut took = Duration::ZERO;
        let mut rows = String::new();
        for (name, fault) in faults {
            counts.tests += 1;
            counts.errors += 1;
            let text = format!("{}: {}", fault.code.name(), fault.message);
            let inside = told("error", fault.code.name(), &text, &fault.to_string());
            rows.push_str(&test(provider, name, Duration::ZERO, &inside));
        }
        for case in cases {
            took += case.took;
            counts.count(case);
            rows.push_str(&test(provider, &case.name, case.took, &inside(case)));
        }
        // What may fail here is memory alone, and a `String` says so by other means.
        let _ = write!(
            suites,
            "  <testsuite name=\"{}\" {}{} time=\"{}\">\n{rows}  </testsuite>\n",
            attribute(provider),
            counts.attributes(),
            format_args!(" skipped=\"{}\"", counts.skipped),
            seconds(took),
        );
        all.add(&counts);
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"conformance\" {} \
         time=\"{}\">\n{suites}</testsuites>\n",
        all.attributes(),
        seconds(ran.elapsed),
    )
}

#[derive(Default)]
struct Counts {
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
}

impl Counts {
    fn count(&mut self, case: &Case) {
        self.tests += 1;
        match &case.end {
            End::Passed => {}
            End::Failed(_) => self.failures += 1,
            End::Known(..) => self.skipped += 1,
            End::CouldNotRun(_) | End::Broken(_) => self.errors += 1,
        }
    }

    fn add(&mut self, other: &Counts) {
        self.tests += other.tests;
        self.failures += other.failures;
        self.errors += other.errors;
        self.skipped += other.skipped;
    }

    fn attributes(&self) -> String {
        let Counts {
            tests,
            failures,
            errors,
            skipped: _,
        } = self;
        format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\"")
    }
}

fn test(provider: &str, name: &str, took: Duration, inside: &str) -> String {
    let stem = name.split_once('/').map_or(name, |it| it.1);
    let head = format!(
        "    <testcase classname=\"{}\" name=\"{}\" time=\"{}\"",
        attribute(provider),
        attribute(stem),
        seconds(took)
    );
    match inside.is_empty() {
        true => format!("{head}/>\n"),
        false => format!("{head}>{inside}</testcase>\n"),
    }
}

fn inside(case: &Case) -> String {
    match &case.end {
        End::Passed => String::new(),
        End::Failed(failures) => {
            let texts: Vec<_> = failures.iter().map(ToString::to_string).collect();
            let code = failures.first().map_or("", |it| it.code.name());
            let message = failures.first().map_or("", |it| it.message.as_str());
            let message = format!("{code}: {message}");
            told("failure", code, &message, &texts.join("\n"))
        }
        End::Known(known, failures) => {
            let codes: Vec<_> = failures.iter().map(|it| it.code.name()).collect();
            let (reason, gone_by) = (&known.reason, known.gone_by);
            let message = format!(
                "known failure until {gone_by}: {reason} ({})",
                codes.join(", ")
            );
            format!("<skipped message=\"{}\"/>", attribute(&message))
        }
        End::CouldNotRun(why) => told("error", "could-not-run", why, why),
        End::Broken(faults) => {
            let texts: Vec<_> = faults.iter().map(ToString::to_string).collect();
            let code = faults.first().map_or("broken-folder", |it| it.code.name());
            let message = faults
                .first()
                .map_or("its folder is at fault", |it| &it.message);
            told("error", code, message, &texts.join("\n"))
        }
    }
}

fn told(element: &str, code: &str, message: &str, text: &str) -> String {
    format!(
        "<{element} type=\"{}\" message=\"{}\">{}</{element}>",
        attribute(code),
        attribute(message),
        content(text)
    )
}

fn seconds(time: Duration) -> String {
    format!("{:.3}", time.as_secs_f64())
}

/// What no XML 1.0 may hold, however it is escaped, is replaced.
fn legal(it: char) -> char {
    match it {
        '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'.. => it,
        _ => '\u{fffd}',
    }
}

fn content(text: &str) -> String {
    let mut res = String::with_capacity(text.len());
    for it in text.chars().map(legal) {
        match it {
            '&' => res.push_str("&amp;"),
            '<' => res.push_str("&lt;"),
            '>' => res.push_str("&gt;"),
            // A reader makes a line feed of it otherwise.
            '\r' => res.push_str("&#13;"),
            _ => res.push(it),
        }
    }
    res
}

fn attribute(text: &str) -> String {
    let text = content(text).replace('"', "&quot;");
    // A reader makes spaces of them otherwise.
    text.replace('\n', "&#10;").replace('\t', "&#9;")
}
