//! What a document was when it was read: a digest of it and of each of its lines.

use sha2::{Digest as _, Sha256};
use std::fmt;

/// The document behind a spec, as `document.lock` holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lock {
    /// The document's file name.
    pub document: String,
    /// SHA-256 of the document with `\n` at the end of each line, in lower-case hexadecimal.
    pub sha256: String,
    /// Per line, its digest; `None` where it is blank.
    pub lines: Vec<Option<String>>,
}

/// Name of the file beside `provider.yaml`.
pub const DOCUMENT_LOCK: &str = "document.lock";

/// The first twelve digits tell apart the lines of any document that a person reads.
const LINE_DIGITS: usize = 12;

impl Lock {
    /// What a document is now.
    pub fn of(document: &str, text: &str) -> Lock {
        let text = normal(text);
        let line = |it: &str| {
            (!blank(it)).then(|| {
                let mut digest = sha256(it.as_bytes());
                digest.truncate(LINE_DIGITS);
                digest
            })
        };
        Lock {
            document: document.to_owned(),
            sha256: sha256(text.as_bytes()),
            lines: lines(&text).into_iter().map(line).collect(),
        }
    }

    /// Reads a lock as it is written.
    ///
    /// # Errors
    ///
    /// The line that is none of a lock, and why.
    pub fn parse(text: &str) -> Result<Lock, String> {
        let mut rows = text
            .lines()
            .zip(1_usize..)
            .filter(|it| !it.0.starts_with('#'));
        let mut head = |key: &str| match rows.next() {
            Some((row, line)) => match row.strip_prefix(key).and_then(|it| it.strip_prefix(' ')) {
                Some(value) => Ok(value.to_owned()),
                None => Err(format!("line {line} does not begin with `{key} `")),
            },
            None => Err(format!("there is no line that begins with `{key} `")),
        };
        let (document, sha256) = (head("document")?, head("sha256")?);
        let mut lines = Vec::new();
        for (row, line) in rows {
            let number = (lines.len() + 1).to_string();
            let digest = row
                .strip_prefix(&number)
                .and_then(|it| it.strip_prefix(' '));
            match digest {
                Some("-") => lines.push(None),
                Some(digest) if is_digest(digest) => lines.push(Some(digest.to_owned())),
                Some(_) | None => {
                    return Err(format!("line {line} is not the digest of line {number}"));
                }
            }
        }
        Ok(Lock {
            document,
            sha256,
            lines,
        })
    }

    /// How many lines are not blank.
    pub fn said(&self) -> usize {
        self.lines.iter().flatten().count()
    }

    /// Whether a line is there and not blank.
    pub fn says(&self, line: u32) -> bool {
        let index = usize::try_from(line).unwrap_or(0).checked_sub(1);
        index.is_some_and(|it| matches!(self.lines.get(it), Some(Some(_))))
    }
}

impl fmt::Display for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "# Written by `cargo codegen lock`; docs/trace.md says what it is for."
        )?;
        writeln!(f, "document {}", self.document)?;
        writeln!(f, "sha256 {}", self.sha256)?;
        for (digest, number) in self.lines.iter().zip(1..) {
            writeln!(f, "{number} {}", digest.as_deref().unwrap_or("-"))?;
        }
        Ok(())
    }
}

/// A document's text with `\n` at the end of each line.
pub fn normal(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// The lines of a text that is [`normal`].
pub fn lines(text: &str) -> Vec<&str> {
    let mut res: Vec<&str> = text.split('\n').collect();
    // What stands behind the last line end is no line.
    if res.last().is_some_and(|it| it.is_empty()) {
        res.pop();
    }
    res
}

/// Whether a line has nothing but white space.
pub fn blank(line: &str) -> bool {
    line.chars().all(char::is_whitespace)
}

/// The beginning of a line, for people. What looks like a key is left out of it.
pub fn excerpt(line: &str) -> String {
    let mut res = String::new();
    for word in line.split_inclusive(|it: char| !it.is_alphanumeric()) {
        let digits = word.chars().filter(char::is_ascii_digit).count();
        match 16 <= word.chars().count() && 2 <= digits {
            true => res.push('…'),
            false => res.push_str(word),
        }
    }
    let mut short: String = res.chars().take(72).collect();
    if short.len() < res.len() {
        short.push('…');
    }
    short
}

/// In lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|it| format!("{it:02x}")).collect()
}

fn is_digest(text: &str) -> bool {
    let hexadecimal = |it: u8| it.is_ascii_digit() || (b'a'..=b'f').contains(&it);
    text.len() == LINE_DIGITS && text.bytes().all(hexadecimal)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "one\n \u{a0}\n\ntwo";

    #[test]
    fn a_lock_is_read_as_it_was_written() {
        let lock = Lock::of("a.txt", TEXT);
        assert_eq!(Lock::parse(&lock.to_string()), Ok(lock));
    }

    #[test]
    fn line_ends_change_nothing_and_a_letter_does() {
        let lock = Lock::of("a.txt", TEXT);
        assert_eq!(Lock::of("a.txt", &TEXT.replace('\n', "\r\n")), lock);
        assert_eq!(Lock::of("a.txt", &TEXT.replace('\n', "\r")), lock);
        let other = Lock::of("a.txt", "One\n \u{a0}\n\ntwo");
        assert_ne!(other.lines[0], lock.lines[0]);
        assert_eq!(other.lines[3], lock.lines[3]);
        assert_ne!(other.sha256, lock.sha256);
    }

    #[test]
    fn blank_is_white_space_of_any_kind_and_nothing_else() {
        let lock = Lock::of("a.txt", TEXT);
        let said: Vec<bool> = (0..=5).map(|it| lock.says(it)).collect();
        assert_eq!(said, [false, true, false, false, true, false]);
        assert_eq!(lock.said(), 2);
        assert!(!blank("\u{200b}"));
    }

    #[test]
    fn an_excerpt_shows_no_key() {
        let line = "Apikey = abcDEF0123456789abcDEF0123456789, sent with every call of ours and of yours too";
        let shown = "Apikey = … sent with every call of ours and of yours too";
        assert_eq!(excerpt(line), shown);
    }

    #[test]
    fn the_digest_is_that_of_the_file() {
        let lock = Lock::of("a.txt", "abc");
        let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(lock.sha256, known);
    }

    #[test]
    fn a_lock_with_a_line_missing_is_refused() {
        let text = Lock::of("a.txt", TEXT).to_string();
        let without = text.replace("2 -\n", "");
        let told = Lock::parse(&without);
        assert_eq!(told, Err("line 5 is not the digest of line 2".to_owned()));
    }
}
