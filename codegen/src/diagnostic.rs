//! What can be wrong with a spec, and how it is said.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use std::fmt;

use crate::locate::{Step, locate};
use crate::source::Source;

pub use code::Code;

mod code;

/// A fault as `check` finds it: its place is still a way through the spec.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) code: Code,
    pub(crate) file: usize,
    pub(crate) steps: Vec<Step>,
    pub(crate) message: String,
}

/// One fault, at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which kind.
    pub code: Code,
    /// The file as shown to people.
    pub file: String,
    /// Line and column, both from 1; absent when the file as a whole is meant.
    pub place: Option<(usize, usize)>,
    /// What is so, in the words of the spec: names and values, no advice.
    pub message: String,
}

impl Diagnostic {
    pub(crate) fn in_file(
        code: Code,
        file: &str,
        place: Option<(usize, usize)>,
        message: String,
    ) -> Self {
        Diagnostic {
            code,
            file: file.to_owned(),
            place,
            message,
        }
    }
}

/// Every fault of one spec, in file order; prints as the terminal shows it.
#[derive(Debug)]
pub struct Report {
    source: Source,
    faults: Vec<Diagnostic>,
}

impl Report {
    pub(crate) fn new(source: Source, mut faults: Vec<Diagnostic>) -> Report {
        let order = |it: &Diagnostic| {
            let file = source.files.iter().position(|file| file.shown == it.file);
            (file, it.place)
        };
        faults.sort_by_key(order);
        // One fault seen from two sides is told once.
        faults.dedup();
        Report { source, faults }
    }

    /// Looks up the place of each fault.
    pub(crate) fn located(source: Source, faults: Vec<Fault>) -> Report {
        let place = |fault: Fault| {
            let file = source.files.get(fault.file);
            Diagnostic {
                code: fault.code,
                file: file.map(|it| it.shown.clone()).unwrap_or_default(),
                place: file.and_then(|it| locate(&it.text, &fault.steps)),
                message: fault.message,
            }
        };
        let faults = faults.into_iter().map(place).collect();
        Report::new(source, faults)
    }

    /// The faults, in file order.
    pub fn faults(&self) -> &[Diagnostic] {
        &self.faults
    }

    /// The report as text; with colours where a terminal shows it.
    pub fn render(&self, colours: bool) -> String {
        let renderer = match colours {
            true => Renderer::styled(),
            false => Renderer::plain(),
        };
        let mut res = String::new();
        for fault in &self.faults {
            res.push_str(&renderer.render(&[self.group(fault)]));
            res.push_str("\n\n");
        }
        let count = self.faults.len();
        let plural = if count == 1 { "fault" } else { "faults" };
        res.push_str(&format!(
            "{}: {count} {plural}; nothing was written\n",
            self.source.name
        ));
        res
    }

    fn group<'a>(&'a self, fault: &'a Diagnostic) -> Group<'a> {
        let title = Level::ERROR
            .primary_title(&fault.message)
            .id(fault.code.name());
        let file = self.source.files.iter().find(|it| it.shown == fault.file);
        match (file, fault.place) {
            (Some(file), Some((line, column))) => {
                let span = span(&file.text, line, column);
                let mark = AnnotationKind::Primary
                    .span(span)
                    .label(fault.code.advice());
                title.element(
                    Snippet::source(file.text.as_str())
                        .path(&fault.file)
                        .annotation(mark),
                )
            }
            _ => title
                .element(Origin::path(&fault.file))
                .element(Level::HELP.message(fault.code.advice())),
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for Report {}

/// The bytes from a place to the end of the word or quoted text that stands there.
fn span(text: &str, line: usize, column: usize) -> std::ops::Range<usize> {
    let start: usize = text
        .split_inclusive('\n')
        .take(line - 1)
        .map(str::len)
        .sum();
    let row = text[start..].lines().next().unwrap_or_default();
    let from = row
        .char_indices()
        .nth(column - 1)
        .map_or(row.len(), |it| it.0);
    let rest = &row[from..];
    let length = match rest.chars().next() {
        Some(quote @ ('"' | '\'')) => rest[1..].find(quote).map_or(rest.len(), |it| it + 2),
        Some('{' | '[') => 1,
        _ => rest.find([',', '}', ']', ':', '#']).unwrap_or(rest.len()),
    };
    let length = rest[..length].trim_end().len();
    start + from..start + from + length
}
