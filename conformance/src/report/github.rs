//! From results to the commands by which GitHub Actions shows failures beside their lines.

use super::results::{End, Results};
use crate::place::Place;

/// One line per failure and fault.
pub fn github(results: &Results) -> String {
    let mut res = String::new();
    for (_, fault) in &results.faults {
        res.push_str(&line(
            "error",
            Some(&fault.place),
            fault.code.name(),
            &fault.message,
        ));
    }
    for case in &results.cases {
        match &case.end {
            End::Passed => {}
            End::Failed(failures) => {
                for it in failures {
                    let message = format!("{}: {}, said in {}", case.name, it.message, it.document);
                    res.push_str(&line("error", Some(&it.place), it.code.name(), &message));
                }
            }
            End::Known(known, failures) => {
                let place = failures.first().map(|it| &it.place);
                let message = format!(
                    "{}: known failure until {}: {}",
                    case.name, known.gone_by, known.reason
                );
                res.push_str(&line("notice", place, "known-failure", &message));
            }
            End::CouldNotRun(why) => {
                let message = format!("{}: {why}", case.name);
                res.push_str(&line("error", None, "could-not-run", &message));
            }
            End::Broken(faults) => {
                for it in faults {
                    let message = format!("{}: {}", case.name, it.message);
                    res.push_str(&line("error", Some(&it.place), it.code.name(), &message));
                }
            }
        }
    }
    res
}

fn line(level: &str, place: Option<&Place>, title: &str, message: &str) -> String {
    let place = place.map_or(String::new(), |it| {
        let file = property(&it.file);
        format!("file={file},line={},col={},", it.line, it.column)
    });
    format!(
        "::{level} {place}title={}::{}\n",
        property(title),
        data(message)
    )
}

/// What stands behind the second `::`.
fn data(text: &str) -> String {
    let text = text.replace('%', "%25");
    text.replace('\r', "%0D").replace('\n', "%0A")
}

/// What stands behind a `=`.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
