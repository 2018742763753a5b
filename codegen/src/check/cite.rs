//! Where facts come from, and what points somewhere: citations, lines, URLs, pointers.

use super::at::At;
use super::ctx::Ctx;
use crate::diagnostic::Code;
use crate::model::{Citation, Confidence, Lines, Source, Words};
use crate::spec::Cite;
use crate::words::CONFIDENCES;

impl Ctx {
    /// Where a fact comes from.
    pub(crate) fn cite(&self, cite: &Option<Cite>, at: At<'_>, key: &str) -> Citation {
        let here = at.key(key);
        let source = match cite {
            None => {
                let message = format!("this fact has no `{key}`");
                self.fault(Code::Uncited, at.name(key), message);
                return unknown_source();
            }
            Some(Cite::Lines(text)) => {
                let (lines, words) = self.cited(text, here);
                return Citation {
                    source: Source::Document(lines),
                    confidence: Confidence::High,
                    words,
                };
            }
            Some(Cite::Outside(outside)) => outside,
        };
        let confidence = self.need_word(&source.confidence, here, "confidence", CONFIDENCES);
        let source = match (&source.linked, &source.assumed) {
            (Some(url), None) => {
                self.url(url, here.key("linked"));
                Source::Linked(self.wire(url, here.key("linked")))
            }
            (None, Some(why)) => Source::Assumed(self.prose_text(why, here.key("assumed"))),
            (Some(_), Some(_)) => {
                let message = "this fact is both `linked` and `assumed`".to_owned();
                self.fault(Code::BadSource, here, message);
                return unknown_source();
            }
            (None, None) => {
                let message = "this fact is neither `linked` nor `assumed`".to_owned();
                self.fault(Code::BadSource, here.name("linked"), message);
                return unknown_source();
            }
        };
        Citation {
            source,
            confidence: confidence.unwrap_or(Confidence::Low),
            words: Words::default(),
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
        let (lines, words) = self.cited(text, at);
        if let Some(word) = words.all().next() {
            let message = format!("`{word}` is a word where only lines may stand");
            self.fault(Code::BadLines, at, message);
        }
        lines
    }

    /// `37 "debit", 40-44 "from" "until"`: lines in rising order, each part with the words that it
    /// rests on; `"Host" 38, 59`: a word for all parts that have none of their own.
    pub(crate) fn cited(&self, text: &str, at: At<'_>) -> (Lines, Words) {
        let mut res: Vec<(u32, u32)> = Vec::new();
        let mut words = Words::default();
        let (front, text) = text.split_at(front(text));
        if let Some((_, front)) = front.split_once('"') {
            words.each = self.quoted(front, at);
        }
        for part in parts(text) {
            let (part, rest) = part.split_once('"').unwrap_or((part, ""));
            let quoted = self.quoted(rest, at);
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
            words.parts.push(quoted);
        }
        if words.parts.iter().all(Vec::is_empty) {
            words.parts.clear();
        }
        (Lines(res), words)
    }

    /// `debit" "pays out"`: what follows the first quotation mark of a part.
    fn quoted(&self, text: &str, at: At<'_>) -> Vec<String> {
        if text.is_empty() {
            return Vec::new();
        }
        let pieces: Vec<&str> = text.split('"').collect();
        let (inside, between): (Vec<_>, Vec<_>) =
            (pieces.iter().enumerate()).partition(|(index, _)| index % 2 == 0);
        let closed = pieces.len().is_multiple_of(2);
        if !closed || between.iter().any(|it| !it.1.trim().is_empty()) {
            let message = format!("`\"{text}` is not words, each between two `\"`");
            self.fault(Code::BadLines, at, message);
            return Vec::new();
        }
        let mut res: Vec<String> = Vec::new();
        for (_, word) in inside {
            let count = word.split_whitespace().count();
            if count == 0 || MOST_WORDS < count || MOST_LETTERS < word.chars().count() {
                let message = format!(
                    "`{word}` is not a word or a few: at most {MOST_WORDS} and {MOST_LETTERS} \
                     characters, which tell the line from the ones around it"
                );
                self.fault(Code::BadLines, at, message);
            }
            res.push((*word).to_owned());
        }
        res
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
            let message = format!("`{url}` is no absolute http or https URL");
            self.fault(Code::BadUrl, at, message);
        }
    }

    /// An RFC 6901 pointer that leads somewhere.
    pub(crate) fn pointer(&self, pointer: &str, at: At<'_>) -> String {
        let good = pointer.starts_with('/')
            && !pointer.ends_with('/')
            && !pointer.contains("//")
            && pointer
                .split('~')
                .skip(1)
                .all(|it| it.starts_with(['0', '1']));
        if !good {
            let message = format!("`{pointer}` is no pointer like `/a/b`");
            self.fault(Code::BadPointer, at, message);
        }
        self.wire(pointer, at)
    }
}

/// A citation rests on words, and quotes no sentence.
const MOST_WORDS: usize = 4;
const MOST_LETTERS: usize = 48;

/// Where the first line stands: behind the words that begin the text.
fn front(text: &str) -> usize {
    let mut quoted = false;
    let stops = |it: char| {
        quoted ^= it == '"';
        !quoted && it != '"' && !it.is_whitespace()
    };
    text.find(stops).unwrap_or(text.len())
}

/// Splits at commas that stand between no quotation marks.
fn parts(text: &str) -> Vec<&str> {
    let mut quoted = false;
    let split = |it: char| {
        quoted ^= it == '"';
        it == ',' && !quoted
    };
    text.split(split).collect()
}

/// In place of a source that is not there or not readable.
pub(super) fn unknown_source() -> Citation {
    Citation {
        source: Source::Document(Lines::default()),
        confidence: Confidence::Low,
        words: Words::default(),
    }
}
