//! What no file may be, seen in one pass in linear time before anything else reads it.
//!
//! The parser behind serde takes quadratic time for deep brackets, follows aliases, and keeps the
//! last of equal keys without a word; so it is given only what passes here.

use saphyr_parser::{Event, Parser};
use std::collections::{HashMap, HashSet};

use crate::diagnostic::Code;
use crate::locate::Mark;

/// Maps and lists inside each other.
const MAX_DEPTH: usize = 128;
/// Values that aliases repeat.
const MAX_REPEATED: usize = 100_000;

/// One thing wrong with the form of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Flaw {
    pub(super) code: Code,
    /// Absent when the file as a whole is meant.
    pub(super) mark: Option<Mark>,
    pub(super) message: String,
}

/// Equal keys, which can be told beside other faults, and the flaw that forbids to read on.
pub(super) fn gate(text: &str) -> (Vec<Flaw>, Option<Flaw>) {
    if let Some(flaw) = other_line_end(text) {
        return (Vec::new(), Some(flaw));
    }
    let mut gate = Gate::default();
    for event in Parser::new_from_str(text) {
        let passed = match event {
            Ok((event, span)) => gate.pass(event, Mark::of(span)),
            Err(error) => {
                let at = error.marker();
                let mark = Mark::point(at.line(), at.col() + 1);
                Err(stopped(text, mark, error.info()))
            }
        };
        if let Err(flaw) = passed {
            return (gate.equal_keys, Some(flaw));
        }
    }
    let empty = (!gate.says_something).then(|| Flaw {
        code: Code::Empty,
        mark: None,
        message: "the file says nothing".to_owned(),
    });
    (gate.equal_keys, empty)
}

/// YAML 1.1 ends a line at these, YAML 1.2 does not: two readers would read two texts.
fn other_line_end(text: &str) -> Option<Flaw> {
    let (row, line) = (text.lines().enumerate()).find(|it| it.1.contains(OTHER_LINE_ENDS))?;
    let (column, found) = (line.chars().enumerate()).find(|it| OTHER_LINE_ENDS.contains(&it.1))?;
    let message = format!("the file holds U+{:04X}", u32::from(found));
    let mark = Mark::point(row + 1, column + 1);
    Some(flaw(Code::BadText, mark, message))
}

const OTHER_LINE_ENDS: [char; 3] = ['\u{85}', '\u{2028}', '\u{2029}'];

/// Where and why the parser stopped, in the words of those who write YAML.
fn stopped(text: &str, mark: Mark, why: &str) -> Flaw {
    let said = |part: &str| why.contains(part);
    if said("recursion limit") {
        return too_deep(mark);
    }
    if said("tab")
        && let Some(tab) = first_tab(text, mark)
    {
        let message = "a tab stands here; YAML is indented with spaces".to_owned();
        return flaw(Code::NotYaml, tab, message);
    }
    let message = match why {
        _ if said("mapping values are not allowed") => {
            "a `:` cannot stand here; quote the text, or mind the indentation"
        }
        _ if said("quoted scalar") && (said("indentation") || said("end of stream")) => {
            "the quote that opens here is not closed"
        }
        _ if said("invalid indentation") => {
            "this line stands too far left; a bracket above may still be open"
        }
        _ if said("expected ',' or ']'") => "`,` or `]` belongs here",
        _ if said("expected ',' or '}'") => "`,` or `}` belongs here",
        _ if said("simple key") || said("expected key") => {
            "a key with a `:` belongs here, or on the line above"
        }
        _ if said("expected '-' indicator") => "an entry with a `-` belongs here",
        _ if said("unknown anchor") => "no anchor of this name stands above",
        _ => why,
    };
    flaw(Code::NotYaml, mark, message.to_owned())
}

/// The first tab from a place on.
fn first_tab(text: &str, from: Mark) -> Option<Mark> {
    let rows = text.lines().enumerate().skip(from.line.saturating_sub(1));
    rows.filter_map(|(row, it)| {
        let column = it.chars().position(|it| it == '\t')?;
        Some(Mark::point(row + 1, column + 1))
    })
    .next()
}

#[derive(Default)]
struct Gate {
    equal_keys: Vec<Flaw>,
    says_something: bool,
    documents: usize,
    open: Vec<Open>,
    /// All values so far, with those that aliases repeat.
    values: usize,
    repeated: usize,
    anchors: HashMap<usize, Anchor>,
}

/// A map or list whose end has not come yet.
struct Open {
    /// Of a map: its keys so far.
    keys: Option<HashSet<String>>,
    awaits_key: bool,
    anchor: usize,
    /// All values before it.
    before: usize,
}

/// A value that aliases may repeat.
struct Anchor {
    size: usize,
    text: Option<String>,
}

impl Gate {
    fn pass(&mut self, event: Event<'_>, mark: Mark) -> Result<(), Flaw> {
        match event {
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents > 1 {
                    let message = "a second document begins here; a file is one".to_owned();
                    return Err(flaw(Code::NotYaml, mark, message));
                }
            }
            Event::Scalar(text, _, anchor, _) => {
                // `~` is YAML's word for nothing.
                self.says_something |= !self.open.is_empty() || !matches!(&*text, "" | "~");
                if anchor != 0 {
                    let text = Some(text.clone().into_owned());
                    self.anchors.insert(anchor, Anchor { size: 1, text });
                }
                self.values += 1;
                self.stand(Some(&text), mark);
            }
            Event::Alias(id) => self.repeat(id, mark)?,
            Event::MappingStart(anchor, _) => self.enter(Some(HashSet::new()), anchor, mark)?,
            Event::SequenceStart(anchor, _) => self.enter(None, anchor, mark)?,
            Event::MappingEnd | Event::SequenceEnd => {
                if let Some(open) = self.open.pop()
                    && open.anchor != 0
                {
                    let size = self.values - open.before;
                    self.anchors
                        .insert(open.anchor, Anchor { size, text: None });
                }
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
        }
        Ok(())
    }

    fn enter(
        &mut self,
        keys: Option<HashSet<String>>,
        anchor: usize,
        mark: Mark,
    ) -> Result<(), Flaw> {
        self.says_something = true;
        if self.open.len() == MAX_DEPTH {
            return Err(too_deep(mark));
        }
        self.stand(None, mark);
        self.open.push(Open {
            awaits_key: keys.is_some(),
            keys,
            anchor,
            before: self.values,
        });
        self.values += 1;
        Ok(())
    }

    fn repeat(&mut self, id: usize, mark: Mark) -> Result<(), Flaw> {
        // An alias inside the value that it repeats has no end.
        let size = self.anchors.get(&id).map_or(usize::MAX, |it| it.size);
        self.repeated = self.repeated.saturating_add(size);
        if self.repeated > MAX_REPEATED {
            let message = format!("aliases repeat more than {MAX_REPEATED} values");
            return Err(flaw(Code::TooLarge, mark, message));
        }
        self.values += size;
        let text = self.anchors.get(&id).and_then(|it| it.text.clone());
        self.stand(text.as_deref(), mark);
        Ok(())
    }

    /// A value stands in the innermost map or list; as a key it must be the first of its name.
    fn stand(&mut self, text: Option<&str>, mark: Mark) {
        let Some(open) = self.open.last_mut() else {
            return;
        };
        let Some(keys) = &mut open.keys else { return };
        if open.awaits_key
            && let Some(key) = text
            && !keys.insert(key.to_owned())
        {
            let message = format!("`{key}` is there twice");
            self.equal_keys
                .push(flaw(Code::DuplicateKey, mark, message));
        }
        open.awaits_key = !open.awaits_key;
    }
}

fn too_deep(mark: Mark) -> Flaw {
    let message = format!("maps and lists are nested more than {MAX_DEPTH} deep");
    flaw(Code::TooDeep, Mark::point(mark.line, mark.column), message)
}

fn flaw(code: Code, mark: Mark, message: String) -> Flaw {
    Flaw {
        code,
        mark: Some(mark),
        message,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, code: Code, place: (usize, usize)) {
        let (equal_keys, flaw) = gate(text);
        let first = equal_keys.into_iter().chain(flaw).next();
        let found = first.map(|it| (it.code, it.mark.map(|it| (it.line, it.column))));
        assert_eq!(found, Some((code, Some(place))));
    }

    #[test]
    fn brackets_in_quotes_and_comments_do_not_nest() {
        let text = format!("a: \"{0}\"\nb: '{0}' # {0}\n", "[".repeat(500));
        assert_eq!(gate(&text), (Vec::new(), None));
    }

    #[test]
    fn a_quote_inside_a_plain_text_hides_no_bracket() {
        let text = format!("a: [ b ', {}", "[".repeat(500));
        check(&text, Code::TooDeep, (1, 265));
    }

    #[test]
    fn what_only_some_readers_take_for_a_line_end_is_refused() {
        check("a: 1\nb: 2\u{2028}c: 3\n", Code::BadText, (2, 5));
    }

    #[test]
    fn an_alias_in_its_own_value_has_no_end() {
        check("a: &a [ *a ]\n", Code::TooLarge, (1, 9));
    }

    #[test]
    fn a_few_aliases_are_welcome() {
        assert_eq!(gate("a: &a [1, 2]\nb: *a\n"), (Vec::new(), None));
    }

    #[test]
    fn the_second_of_two_equal_keys_is_meant_however_it_is_written() {
        check("a: 1\n\"a\": 2\n", Code::DuplicateKey, (2, 1));
        check("a: &k b\nb: 1\n*k : 2\n", Code::DuplicateKey, (3, 1));
    }

    #[test]
    fn equal_keys_of_two_maps_are_no_fault() {
        assert_eq!(gate("a: { x: 1 }\nb: { x: 1 }\n"), (Vec::new(), None));
    }
}
