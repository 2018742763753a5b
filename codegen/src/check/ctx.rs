//! The notebook of a check: what is wrong so far.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;

use crate::diagnostic::{Code, Fault, Spot, hides, nearest};
use crate::model::{Lines, Words};
use crate::words::{Word, YES_OR_NO};

use super::at::At;
use super::derive::derive;

/// Collects faults; hands out harmless values in place of faulty ones, so that the check goes on.
#[derive(Default)]
pub(crate) struct Ctx {
    faults: RefCell<Vec<Fault>>,
    /// Kinds of which some name was not found: a definition of these may only seem unused.
    not_found: RefCell<HashSet<String>>,
    /// How many names were compared with those that were not found.
    compared: Cell<usize>,
}

/// After so many names, what is not found gets no suggestion.
const MOST_COMPARED: usize = 20_000;
/// Generated lines are laid out right for names up to this length; `tests/layout.rs` holds it.
const LONGEST_NAME: usize = 44;
/// More names than these are counted, not listed.
const MOST_LISTED: usize = 24;

impl Ctx {
    pub(crate) fn into_faults(self) -> Vec<Fault> {
        self.faults.into_inner()
    }

    pub(crate) fn fault(&self, code: Code, at: At<'_>, message: String) {
        self.faults.borrow_mut().push(Fault {
            code,
            file: at.file_index(),
            spot: Spot::Steps(at.steps()),
            message,
        });
    }

    /// The value of a key that must be there.
    pub(crate) fn need<'v>(&self, value: &'v Option<String>, at: At<'_>, key: &str) -> &'v str {
        self.wanted(value, at, key).unwrap_or_default()
    }

    /// The same where nothing more is to be said about a missing value.
    pub(crate) fn wanted<'v>(
        &self,
        value: &'v Option<String>,
        at: At<'_>,
        key: &str,
    ) -> Option<&'v str> {
        if value.is_none() {
            self.missing(at, key);
        }
        value.as_deref()
    }

    pub(crate) fn missing(&self, at: At<'_>, key: &str) {
        let message = format!("`{key}` is missing here");
        self.fault(Code::MissingKey, at.name(key), message);
    }

    /// One of a few words, which must be there.
    pub(crate) fn need_word<T: Clone>(
        &self,
        value: &Option<String>,
        at: At<'_>,
        key: &str,
        known: &[Word<T>],
    ) -> Option<T> {
        let word = self.wanted(value, at, key)?;
        self.choose(word, at.key(key), known)
    }

    /// The same for a word that may be left out.
    pub(crate) fn word_or<T: Clone>(
        &self,
        value: &Option<String>,
        at: At<'_>,
        key: &str,
        known: &[Word<T>],
        or: T,
    ) -> T {
        let word = value.as_deref();
        word.and_then(|it| self.choose(it, at.key(key), known))
            .unwrap_or(or)
    }

    /// The index of a name that must be there among those that are defined.
    pub(crate) fn need_reference<'k>(
        &self,
        value: &Option<String>,
        at: At<'_>,
        key: &str,
        kind: &str,
        known: impl Iterator<Item = &'k str> + Clone,
    ) -> Option<usize> {
        let name = self.wanted(value, at, key)?;
        self.refer(name, at.key(key), kind, known)
    }

    /// A name that must be there.
    pub(crate) fn need_name(&self, value: &Option<String>, at: At<'_>, key: &str) -> String {
        match self.wanted(value, at, key) {
            Some(name) => self.legal_name(name, at.key(key)),
            None => String::new(),
        }
    }

    /// Lines that must be there.
    pub(crate) fn need_lines(&self, value: &Option<String>, at: At<'_>, key: &str) -> Lines {
        match self.wanted(value, at, key) {
            Some(text) => self.lines(text, at.key(key)),
            None => Lines::default(),
        }
    }

    /// Lines that must be there, each with the words that it rests on.
    pub(crate) fn need_cited(
        &self,
        value: &Option<String>,
        at: At<'_>,
        key: &str,
    ) -> (Lines, Words) {
        match self.wanted(value, at, key) {
            Some(text) => self.cited(text, at.key(key)),
            None => (Lines::default(), Words::default()),
        }
    }

    /// A text for people: white space folded, nothing that could hide or reorder text.
    pub(crate) fn prose(&self, value: &Option<String>, at: At<'_>, key: &str) -> String {
        let text = self.need(value, at, key);
        if value.is_some() && text.trim().is_empty() {
            let message = format!("`{key}` says nothing");
            self.fault(Code::MissingKey, at.key(key), message);
        }
        self.prose_text(text, at.key(key))
    }

    /// The same for a text that may be left out.
    pub(crate) fn prose_or(&self, value: &Option<String>, at: At<'_>, key: &str) -> String {
        match value {
            Some(text) => self.prose_text(text, at.key(key)),
            None => String::new(),
        }
    }

    pub(crate) fn prose_text(&self, text: &str, at: At<'_>) -> String {
        let res = text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.printable(&res, at, 2000);
        res
    }

    /// A literal of the wire: one line, nothing invisible.
    pub(crate) fn wire(&self, text: &str, at: At<'_>) -> String {
        self.printable(text, at, 256);
        text.to_owned()
    }

    /// The same for one that may be left out.
    pub(crate) fn wire_or(&self, value: &Option<String>, at: At<'_>, key: &str) -> Option<String> {
        value.as_deref().map(|it| self.wire(it, at.key(key)))
    }

    /// A text inside what is signed: a line feed may stand in it.
    pub(crate) fn signed_text(&self, text: &str, at: At<'_>) -> String {
        self.printable(&text.replace('\n', ""), at, 256);
        text.to_owned()
    }

    /// A whole number of seconds, up to a year; `None` when absent or faulty.
    pub(crate) fn seconds(&self, value: &Option<String>, at: At<'_>, key: &str) -> Option<u32> {
        let text = value.as_deref()?;
        let digits = text.bytes().all(|it| it.is_ascii_digit());
        let res = text.parse().ok().filter(|it| digits && *it <= 31_622_400);
        if res.is_none() {
            let message = format!("`{text}` is no whole number of seconds");
            self.fault(Code::BadSeconds, at.key(key), message);
        }
        res
    }

    fn printable(&self, text: &str, at: At<'_>, longest: usize) {
        if let Some(bad) = text.chars().find(|it| it.is_control() || hides(*it)) {
            let message = format!("the text holds U+{:04X}", u32::from(bad));
            self.fault(Code::BadText, at, message);
        }
        let length = text.chars().count();
        if length > longest {
            let message = format!("the text has {length} characters, more than {longest}");
            self.fault(Code::BadText, at, message);
        }
    }

    /// `yes` or `no`; no when absent.
    pub(crate) fn yes(&self, value: &Option<String>, at: At<'_>, key: &str) -> bool {
        self.word_or(value, at, key, YES_OR_NO, false)
    }

    /// One of a few words; where none is meant, the one that is nearest, so that a slip of the pen is
    /// one fault.
    pub(crate) fn choose<T: Clone>(&self, word: &str, at: At<'_>, known: &[Word<T>]) -> Option<T> {
        let one = |word: &str| known.iter().find(|it| it.word == word);
        let found = one(word);
        if found.is_none() {
            let words = listed(known.iter().map(|it| it.word));
            let message = match known.len() {
                1 => format!("`{word}` is not {words}"),
                _ => format!("`{word}` is none of {words}"),
            };
            self.fault(Code::UnknownWord, at, message);
        }
        let near = || nearest(word, known.iter().map(|it| it.word)).and_then(one);
        found.or_else(near).map(|it| it.value.clone())
    }

    /// The index of a name among those that are defined.
    pub(crate) fn refer<'k>(
        &self,
        name: &str,
        at: At<'_>,
        kind: &str,
        known: impl Iterator<Item = &'k str> + Clone,
    ) -> Option<usize> {
        let found = known.clone().position(|it| it == name);
        if found.is_none() {
            self.lost(name, at, kind, known.clone().count(), known);
        }
        found
    }

    /// The same of a name that was looked for where there can be thousands.
    pub(crate) fn defined<'k>(
        &self,
        name: &str,
        at: At<'_>,
        kind: &str,
        found: Option<usize>,
        known: impl ExactSizeIterator<Item = &'k str> + Clone,
    ) {
        if found.is_none() {
            self.lost(name, at, kind, known.len(), known);
        }
    }

    fn lost<'k>(
        &self,
        name: &str,
        at: At<'_>,
        kind: &str,
        count: usize,
        known: impl Iterator<Item = &'k str> + Clone,
    ) {
        let there = self.there(name, count, known);
        let message = format!("no {kind} is named `{name}`{there}");
        self.fault(Code::UnknownReference, at, message);
        self.not_found.borrow_mut().insert(kind.to_owned());
    }

    /// What there is instead of a name that is not found.
    fn there<'k>(
        &self,
        name: &str,
        count: usize,
        known: impl Iterator<Item = &'k str> + Clone,
    ) -> String {
        // Whoever has thousands of these reads no suggestion, and each takes its time.
        let compared = self.compared.replace(self.compared.get() + count);
        let near = match compared < MOST_COMPARED {
            true => nearest(name, known.clone()),
            false => None,
        };
        match (near, count) {
            (Some(near), _) => format!("; `{near}` is one"),
            (None, 0) => "; there is none".to_owned(),
            (None, 1) => format!("; there is {}", listed(known)),
            (None, _) if MOST_LISTED < count => format!("; there are {count}"),
            (None, _) => format!("; there are {}", listed(known)),
        }
    }

    /// How many faults there are so far.
    pub(crate) fn told(&self) -> usize {
        self.faults.borrow().len()
    }

    /// What is said of a kind is faulty as a whole: a definition of it may only seem unused.
    pub(crate) fn unread(&self, kind: &str) {
        self.not_found.borrow_mut().insert(kind.to_owned());
    }

    /// Whether some name of this kind was not found.
    pub(crate) fn missed(&self, kind: &str) -> bool {
        self.not_found.borrow().contains(kind)
    }

    /// A name of the spec: `[a-z][a-z0-9]*` words joined by single underscores, at most 44 characters.
    pub(crate) fn legal_name(&self, name: &str, at: At<'_>) -> String {
        let legal = name.len() <= LONGEST_NAME
            && name.starts_with(|it: char| it.is_ascii_lowercase())
            && !name.ends_with('_')
            && !name.contains("__")
            && name
                .chars()
                .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_');
        if !legal {
            self.fault(Code::BadName, at, format!("`{name}` is no legal name"));
        }
        name.to_owned()
    }

    /// A name that is said, or is derived from what stands on the wire.
    pub(crate) fn name_or(
        &self,
        said: &Option<String>,
        wire: &Option<String>,
        at: At<'_>,
        key: &str,
    ) -> String {
        match (said, wire) {
            (Some(name), _) => self.legal_name(name, at.key("name")),
            (None, Some(wire)) => self.derived_name(wire, at.key(key)),
            // That the literal is missing is told where it is asked for.
            (None, None) => String::new(),
        }
    }

    /// A name that is derived from what stands on the wire.
    pub(crate) fn derived_name(&self, wire: &str, at: At<'_>) -> String {
        let name = derive(wire);
        if name.is_empty() {
            let message = format!("`{wire}` gives no name");
            self.fault(Code::BadName, at, message);
            return name;
        }
        self.legal_name(&name, at)
    }
}

/// Whether two names differ, and a change of case could make them one.
pub(crate) fn one_item(one: &str, other: &str) -> bool {
    one != other && one.replace('_', "") == other.replace('_', "")
}

/// ``"`a`, `b` and `c`"``; empty for nothing.
pub(crate) fn listed<'k>(names: impl Iterator<Item = &'k str>) -> String {
    let names: Vec<String> = names.map(|it| format!("`{it}`")).collect();
    match names.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}
