//! A provider's document, line by line.

use std::fs;
use std::io;
use std::path::Path;

use verbatim_codegen::lock::{Lock, excerpt, lines, normal};

/// The text of a document, and what it is.
#[derive(Debug, Clone)]
pub struct Document {
    /// What it is now.
    pub lock: Lock,
    lines: Vec<String>,
}

/// More than any document that a person reads; a larger file is another one.
const MAX_BYTES: u64 = 16 * 1024 * 1024;

impl Document {
    /// Reads the document of that name in a folder.
    ///
    /// # Errors
    ///
    /// It is not there, too large, or no UTF-8.
    pub fn read(folder: &Path, name: &str) -> io::Result<Document> {
        let path = folder.join(name);
        if MAX_BYTES < fs::metadata(&path)?.len() {
            return Err(io::Error::other("it is larger than 16 MiB"));
        }
        Ok(Document::new(name, &fs::read_to_string(&path)?))
    }

    /// A document by its text.
    pub fn new(name: &str, text: &str) -> Document {
        let text = normal(text);
        Document {
            lock: Lock::of(name, &text),
            lines: lines(&text).into_iter().map(str::to_owned).collect(),
        }
    }

    /// How many lines there are.
    pub(crate) fn last(&self) -> u32 {
        u32::try_from(self.lines.len()).unwrap_or(u32::MAX)
    }

    /// A line, from 1; empty where there is none.
    pub(crate) fn line(&self, number: u32) -> &str {
        let index = usize::try_from(number).unwrap_or(0).checked_sub(1);
        index
            .and_then(|it| self.lines.get(it))
            .map_or("", String::as_str)
    }

    /// The text of a range, line by line.
    pub(crate) fn range(&self, (first, last): (u32, u32)) -> String {
        (first..=last.min(self.last()))
            .map(|it| self.line(it))
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// The first line that is not the locked one.
    pub(crate) fn differs(&self, lock: &Lock) -> Option<u32> {
        let (now, then) = (&self.lock.lines, &lock.lines);
        let same = now.iter().zip(then).take_while(|it| it.0 == it.1).count();
        (same < now.len().max(then.len())).then(|| u32::try_from(same + 1).unwrap_or(u32::MAX))
    }

    /// The beginning of a line, for people.
    pub(crate) fn excerpt(&self, number: u32) -> String {
        excerpt(self.line(number))
    }
}
