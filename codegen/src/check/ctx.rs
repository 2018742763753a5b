//! The notebook of a check: what is wrong so far, and where one stands.

use std::cell::RefCell;
use std::collections::HashMap;

use crate::diagnostic::{Code, Fault};
use crate::locate::Step;
use crate::model::{Citation, Confidence, Lines, Source};
use crate::spec::Cite;

/// A place in the spec; costs nothing until there is a fault.
#[derive(Clone, Copy)]
pub(crate) struct At<'a> {
    file: usize,
    up: Option<&'a At<'a>>,
    step: Part<'a>,
}

#[derive(Clone, Copy)]
enum Part<'a> {
    Root,
    Key(&'a str),
    Name(&'a str),
    Index(usize),
}

impl<'a> At<'a> {
    /// The top of a file.
    pub(crate) fn file(file: usize) -> At<'static> {
        At {
            file,
            up: None,
            step: Part::Root,
        }
    }

    /// The value under a key.
    pub(crate) fn key(&'a self, key: &'a str) -> At<'a> {
        self.down(Part::Key(key))
    }

    /// The key itself.
    pub(crate) fn name(&'a self, key: &'a str) -> At<'a> {
        self.down(Part::Name(key))
    }

    /// A place in a list.
    pub(crate) fn index(&'a self, index: usize) -> At<'a> {
        self.down(Part::Index(index))
    }

    fn down(&'a self, step: Part<'a>) -> At<'a> {
        At {
            file: self.file,
            up: Some(self),
            step,
        }
    }

    fn steps(&self) -> Vec<Step> {
        let mut res = self.up.map(At::steps).unwrap_or_default();
        match self.step {
            Part::Root => {}
            Part::Key(key) => res.push(Step::Key(key.to_owned())),
            Part::Name(key) => res.push(Step::Name(key.to_owned())),
            Part::Index(index) => res.push(Step::Index(index)),
        }
        res
    }
}

/// Collects faults; hands out harmless values in place of faulty ones, so that the check goes on.
#[derive(Default)]
pub(crate) struct Ctx {
    faults: RefCell<Vec<Fault>>,
}

impl Ctx {
    pub(crate) fn into_faults(self) -> Vec<Fault> {
        self.faults.into_inner()
    }

    pub(crate) fn fault(&self, code: Code, at: At<'_>, message: String) {
        self.faults.borrow_mut().push(Fault {
            code,
            file: at.file,
            steps: at.steps(),
            message,
        });
    }

    /// The value of a key that must be there.
    pub(crate) fn need<'v>(&self, value: &'v Option<String>, at: At<'_>, key: &str) -> &'v str {
        match value {
            Some(text) => text,
            None => {
                self.fault(Code::MissingKey, at, format!("`{key}` is missing here"));
                ""
            }
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
        match value {
            None => false,
            Some(text) => self
                .choose(text, at.key(key), &[("yes", true), ("no", false)])
                .unwrap_or(false),
        }
    }

    /// One of a few words.
    pub(crate) fn choose<T: Clone>(
        &self,
        word: &str,
        at: At<'_>,
        known: &[(&str, T)],
    ) -> Option<T> {
        let found = known.iter().find(|(it, _)| *it == word);
        if found.is_none() {
            let words = listed(known.iter().map(|(it, _)| *it));
            self.fault(
                Code::UnknownWord,
                at,
                format!("`{word}` is none of {words}"),
            );
        }
        found.map(|(_, it)| it.clone())
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
            let message = match listed(known) {
                none if none.is_empty() => format!("no {kind} is named `{name}`; there is none"),
                names => format!("no {kind} is named `{name}`; there are {names}"),
            };
            self.fault(Code::UnknownReference, at, message);
        }
        found
    }

    /// A name of the spec: `[a-z][a-z0-9]*` words joined by single underscores, at most 64 characters.
    pub(crate) fn legal_name(&self, name: &str, at: At<'_>) -> String {
        let legal = name.len() <= 64
            && name.starts_with(|it: char| it.is_ascii_lowercase())
            && !name.ends_with('_')
            && !name.contains("__")
            && name
                .chars()
                .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_');
        if !legal {
            let shown: String = name
                .chars()
                .take(64)
                .flat_map(char::escape_default)
                .collect();
            self.fault(Code::BadName, at, format!("`{shown}` is no legal name"));
        }
        name.to_owned()
    }

    /// Equal keys of one map.
    pub(crate) fn distinct<'k>(&self, keys: impl Iterator<Item = &'k str>, at: At<'_>) {
        let mut seen = HashMap::new();
        for key in keys {
            if seen.insert(key, ()).is_some() {
                self.fault(
                    Code::DuplicateKey,
                    at.name(key),
                    format!("`{key}` is there twice"),
                );
            }
        }
    }

    /// Where a fact comes from.
    pub(crate) fn cite(&self, cite: &Option<Cite>, at: At<'_>, key: &str) -> Citation {
        let here = at.key(key);
        let source = match cite {
            None => {
                self.fault(Code::Uncited, at, format!("this fact has no `{key}`"));
                return unknown_source();
            }
            Some(Cite::Lines(text)) => {
                return Citation {
                    source: Source::Document(self.lines(text, here)),
                    confidence: Confidence::High,
                };
            }
            Some(Cite::Outside(outside)) => outside,
        };
        let known =
            [Confidence::High, Confidence::Medium, Confidence::Low].map(|it| (it.word(), it));
        let confidence = match &source.confidence {
            Some(word) => self.choose(word, here.key("confidence"), &known),
            None => {
                self.need(&source.confidence, here, "confidence");
                None
            }
        };
        let source = match (&source.linked, &source.assumed) {
            (Some(url), None) => {
                self.url(url, here.key("linked"));
                Source::Linked(self.wire(url, here.key("linked")))
            }
            (None, Some(why)) => Source::Assumed(self.prose_text(why, here.key("assumed"))),
            (Some(_), Some(_)) | (None, None) => {
                let message = "a fact from outside the document is either `linked` or `assumed`";
                self.fault(Code::BadSource, here, message.to_owned());
                return unknown_source();
            }
        };
        Citation {
            source,
            confidence: confidence.unwrap_or(Confidence::Low),
        }
    }

    /// A citation that falls back to another one.
    pub(crate) fn cite_or(
        &self,
        cite: &Option<Cite>,
        at: At<'_>,
        key: &str,
        or: &Citation,
    ) -> Citation {
        match cite {
            None => or.clone(),
            Some(_) => self.cite(cite, at, key),
        }
    }

    /// `37, 40-44`, in rising order.
    pub(crate) fn lines(&self, text: &str, at: At<'_>) -> Lines {
        let mut res: Vec<(u32, u32)> = Vec::new();
        for part in text.split(',') {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            let range = match (first.trim().parse(), last.trim().parse()) {
                (Ok(first), Ok(last)) if 1 <= first && first <= last => (first, last),
                _ => {
                    let message = format!("`{}` is no line and no range of lines", part.trim());
                    self.fault(Code::BadLines, at, message);
                    continue;
                }
            };
            if let Some(before) = res.last()
                && range.0 <= before.1
            {
                let message = format!("line {} does not come after line {}", range.0, before.1);
                self.fault(Code::BadLines, at, message);
            }
            res.push(range);
        }
        Lines(res)
    }

    /// An absolute http or https URL without white space.
    pub(crate) fn url(&self, url: &str, at: At<'_>) {
        let host = url
            .strip_prefix("https://")
            .or_else(|| url.strip_prefix("http://"))
            .map(|it| it.split(['/', '?', '#']).next().unwrap_or_default());
        let good = host.is_some_and(|it| {
            !it.is_empty()
                && it
                    .chars()
                    .all(|it| it.is_ascii_alphanumeric() || ".-:[]".contains(it))
        });
        if !good
            || !url
                .chars()
                .all(|it| it.is_ascii_graphic() && !"<>\"`\\".contains(it))
        {
            let message = format!(
                "`{}` is no absolute http or https URL",
                url.escape_default()
            );
            self.fault(Code::BadUrl, at, message);
        }
    }

    /// An RFC 6901 pointer that leads somewhere.
    pub(crate) fn pointer(&self, pointer: &str, at: At<'_>) -> String {
        let good = pointer.starts_with('/')
            && !pointer.ends_with('/')
            && !pointer.contains("//")
            && !pointer.replace("~0", "").replace("~1", "").contains('~');
        if !good {
            let message = format!("`{}` is no pointer like `/a/b`", pointer.escape_default());
            self.fault(Code::BadPointer, at, message);
        }
        self.wire(pointer, at)
    }
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

fn unknown_source() -> Citation {
    Citation {
        source: Source::Document(Lines::default()),
        confidence: Confidence::Low,
    }
}

/// Characters that reorder or hide what stands beside them.
fn hides(it: char) -> bool {
    matches!(it, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{2028}' | '\u{2029}' | '\u{061C}')
}
