//! What can be wrong with a spec, and how it is said.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use std::collections::{HashMap, HashSet};
use std::fmt;

use crate::locate::{Mark, Places, Step};
use crate::source::Source;

pub use code::Code;

mod code;

/// A fault as it is found: its place may still be a way through the spec.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) code: Code,
    pub(crate) file: usize,
    pub(crate) spot: Spot,
    pub(crate) message: String,
}

/// Where in a file.
#[derive(Debug)]
pub(crate) enum Spot {
    /// The file as a whole.
    File,
    /// Known already.
    Mark(Mark),
    /// The value or key the steps lead to, or the nearest above it.
    Steps(Vec<Step>),
    /// The key the steps lead to, written for this one.
    Misspelt(Vec<Step>, &'static str),
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
    /// How many characters from the place on are meant.
    length: usize,
}

impl Diagnostic {
    pub(crate) fn in_file(code: Code, file: &str, mark: Option<Mark>, message: &str) -> Self {
        Diagnostic {
            code,
            file: file.to_owned(),
            place: mark.map(|it| (it.line, it.column)),
            message: plain(message),
            length: mark.map_or(0, |it| it.length),
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
        // Files that could not be read are not in the source; they keep the order they come in.
        let mut files: HashMap<String, usize> = HashMap::new();
        let read = source.files.iter().map(|it| &it.shown);
        for file in read.chain(faults.iter().map(|it| &it.file)) {
            let next = files.len();
            files.entry(file.clone()).or_insert(next);
        }
        faults.sort_by_cached_key(|it| {
            let file = files.get(&it.file).copied();
            (file, it.place, it.code, it.message.clone())
        });
        // One fault seen from two sides is told once.
        faults.dedup_by(|it, before| {
            (&it.file, it.place, it.code, &it.message)
                == (&before.file, before.place, before.code, &before.message)
        });
        Report { source, faults }
    }

    /// Looks up the place of each fault; each file is walked through once.
    pub(crate) fn located(source: Source, mut faults: Vec<Fault>) -> Report {
        tell_misspelt_once(&mut faults);
        let mut places: HashMap<usize, Places> = HashMap::new();
        let mut locate = |fault: Fault| {
            let file = source.files.get(fault.file)?;
            let mark = match &fault.spot {
                Spot::File => None,
                Spot::Mark(mark) => Some(*mark),
                Spot::Steps(steps) | Spot::Misspelt(steps, _) => places
                    .entry(fault.file)
                    .or_insert_with(|| Places::of(&file.text))
                    .find(steps),
            };
            let (code, message) = (fault.code, &fault.message);
            Some(Diagnostic::in_file(code, &file.shown, mark, message))
        };
        let faults = faults.into_iter().filter_map(&mut locate).collect();
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
        let rows: HashMap<&str, Vec<&str>> = (self.source.files.iter())
            .map(|it| (it.shown.as_str(), it.text.lines().collect()))
            .collect();
        let mut res = String::new();
        for fault in &self.faults {
            let row = (fault.place)
                .and_then(|(line, _)| rows.get(&*fault.file)?.get(line.checked_sub(1)?));
            res.push_str(&renderer.render(&[group(fault, row.copied())]));
            res.push_str("\n\n");
        }
        let count = self.faults.len();
        let plural = if count == 1 { "fault" } else { "faults" };
        res.push_str(&format!(
            "{}: {count} {plural}; nothing was written\n",
            self.source.name.escape_debug()
        ));
        res
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for Report {}

/// The one of these words that was most likely meant.
pub(crate) fn nearest<'k>(word: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    // A word far longer than any name is no slip of the pen, and costs time to compare.
    if word.len() > 64 {
        return None;
    }
    let slips = |it: &str| word.len().max(it.len()).div_ceil(4);
    known
        .filter(|it| word.len().abs_diff(it.len()) <= slips(it))
        .map(|it| (strsim::osa_distance(word, it), it))
        .filter(|(distance, it)| *distance <= slips(it))
        .min_by_key(|it| it.0)
        .map(|it| it.1)
}

/// A key that is there, misspelt, is not told to be missing too.
fn tell_misspelt_once(faults: &mut Vec<Fault>) {
    let meant: HashSet<(usize, Vec<Step>)> = faults
        .iter()
        .filter_map(|it| match &it.spot {
            Spot::Misspelt(steps, meant) => {
                let mut steps = steps.clone();
                steps.pop();
                steps.push(Step::Name((*meant).to_owned()));
                Some((it.file, steps))
            }
            Spot::File | Spot::Mark(_) | Spot::Steps(_) => None,
        })
        .collect();
    if meant.is_empty() {
        return;
    }
    faults.retain_mut(|it| match &mut it.spot {
        Spot::Steps(steps) => {
            let key = (it.file, std::mem::take(steps));
            let told = meant.contains(&key);
            *steps = key.1;
            !told
        }
        Spot::File | Spot::Mark(_) | Spot::Misspelt(..) => true,
    });
}

/// One fault with the line it stands on.
fn group<'a>(fault: &'a Diagnostic, row: Option<&'a str>) -> Group<'a> {
    let title = Level::ERROR
        .primary_title(&fault.message)
        .id(fault.code.name());
    let advice = fault.code.advice();
    let row = row.filter(|it| it.len() <= LONGEST_ROW);
    let (Some(row), Some((line, column))) = (row, fault.place) else {
        let mut origin = Origin::path(&fault.file);
        if let Some((line, column)) = fault.place {
            origin = origin.line(line).char_column(column);
        }
        return title.element(origin).element(Level::HELP.message(advice));
    };
    let mark = AnnotationKind::Primary
        .span(span(row, column, fault.length))
        .label(advice);
    let snippet = Snippet::source(row).line_start(line).path(&fault.file);
    title.element(snippet.annotation(mark))
}

/// A longer row is not shown: it would bury what is said about it.
const LONGEST_ROW: usize = 400;

/// The bytes of so many characters of a row, without the white space after them.
fn span(row: &str, column: usize, length: usize) -> std::ops::Range<usize> {
    let byte = |character: usize| {
        row.char_indices()
            .nth(character)
            .map_or(row.len(), |it| it.0)
    };
    let first = column.saturating_sub(1);
    let (from, to) = (byte(first), byte(first.saturating_add(length)));
    from..from + row[from..to].trim_end().len()
}

/// A message as a terminal may show it, since it quotes texts that were not looked at yet: nothing that moves or hides, and no more than can be read.
fn plain(message: &str) -> String {
    let mut res = String::new();
    for (count, it) in message.chars().enumerate() {
        if count == LONGEST_MESSAGE {
            res.push('…');
            break;
        }
        match it.is_control() || hides(it) {
            true => res.extend(it.escape_unicode()),
            false => res.push(it),
        }
    }
    res
}

const LONGEST_MESSAGE: usize = 400;

/// Characters that reorder or hide what stands beside them, or are seen as nothing themselves.
pub(crate) fn hides(it: char) -> bool {
    matches!(it,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{180E}'
        | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E0FFF}')
}
