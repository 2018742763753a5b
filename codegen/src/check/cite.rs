//! Where facts come from, and what points somewhere: citations, lines, URLs, pointers.

use super::at::At;
use super::ctx::Ctx;
use crate::diagnostic::Code;
use crate::model::{Citation, Confidence, Lines, Source};
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
                return Citation {
                    source: Source::Document(self.lines(text, here)),
                    confidence: Confidence::High,
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

/// In place of a source that is not there or not readable.
pub(super) fn unknown_source() -> Citation {
    Citation {
        source: Source::Document(Lines::default()),
        confidence: Confidence::Low,
    }
}
