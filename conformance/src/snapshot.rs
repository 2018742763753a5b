//! The recorded transcript beside a fixture: read, compared, and recorded where a person asks for that.

use std::fs;
use std::io;

use crate::code::Code;
use crate::failure::Failure;
use crate::fixture::Fixture;

/// How a transcript differs from the recorded one; `None` when it does not.
pub fn compare(fixture: &Fixture, transcript: &str) -> Option<Failure> {
    let failure = |code, message: String, expected, actual| {
        let document = format!("document {}", fixture.lines.prose());
        Failure {
            expected,
            actual,
            ..Failure::new(code, fixture.place(&[]), message, document)
        }
    };
    let recorded = match fs::read_to_string(&fixture.snapshot) {
        Ok(recorded) => recorded,
        Err(why) => {
            let message = if why.kind() == io::ErrorKind::NotFound {
                "no transcript is recorded".to_owned()
            } else {
                format!("the recorded transcript cannot be read: {why}")
            };
            let seen = Some(transcript.to_owned());
            return Some(failure(Code::MissingSnapshot, message, None, seen));
        }
    };
    let (recorded, transcript) = (normal(contents(&recorded)), normal(transcript));
    if recorded == transcript {
        return None;
    }
    let (expected, actual) = first_difference(&recorded, &transcript);
    let message = "the transcript is not the recorded one".to_owned();
    Some(failure(
        Code::SnapshotDiffers,
        message,
        Some(expected),
        Some(actual),
    ))
}

/// Records a transcript as insta does, which reads it in tests; a heading that is there stays. There
/// is never half of one: it is written beside its place and moved there.
///
/// # Errors
///
/// The folder takes no file.
pub fn record(fixture: &Fixture, transcript: &str) -> io::Result<()> {
    let beside = fixture.snapshot.with_extension("snap.new");
    let recorded = fs::read_to_string(&fixture.snapshot).unwrap_or_default();
    fs::write(&beside, again(&recorded, transcript))?;
    fs::rename(&beside, &fixture.snapshot)
}

/// A transcript below the heading that insta expects.
pub(crate) fn file(transcript: &str) -> String {
    let transcript = transcript.trim_end();
    format!("---\nsource: conformance/tests/fixtures.rs\n---\n{transcript}\n")
}

/// The same below the heading of what was recorded before, where there is one.
fn again(recorded: &str, transcript: &str) -> String {
    let heading = &recorded[..recorded.len() - contents(recorded).len()];
    match heading.is_empty() {
        true => file(transcript),
        false => format!("{heading}{}\n", transcript.trim_end()),
    }
}

/// What insta recorded, without its heading.
fn contents(file: &str) -> &str {
    let Some(rest) = file
        .strip_prefix("---\n")
        .or_else(|| file.strip_prefix("---\r\n"))
    else {
        return file;
    };
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        at += line.len();
        if line.trim_end() == "---" {
            return &rest[at..];
        }
    }
    file
}

/// As insta compares: line ends alike, nothing at the end.
fn normal(text: &str) -> String {
    text.trim_end().replace("\r\n", "\n")
}

/// The first line that differs, on both sides.
fn first_difference(recorded: &str, transcript: &str) -> (String, String) {
    let mut ours = transcript.lines();
    let mut theirs = recorded.lines();
    let mut number = 1;
    loop {
        match (theirs.next(), ours.next()) {
            (Some(a), Some(b)) if a == b => number += 1,
            (a, b) => {
                let told = |it: Option<&str>| match it {
                    Some(line) => format!("line {number}: {line}"),
                    None => format!("line {number}: the end"),
                };
                return (told(a), told(b));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heading_of_insta_is_no_part_of_a_transcript() {
        assert_eq!(
            contents("---\nsource: a.rs\n---\n> POST\n---\n"),
            "> POST\n---\n"
        );
        assert_eq!(contents("> POST\n"), "> POST\n");
    }

    #[test]
    fn a_heading_that_is_there_stays() {
        let heading = "---\nsource: a.rs\n---\n";
        let old = format!("{heading}> POST\n");
        assert_eq!(again(&old, "> GET\n\n"), format!("{heading}> GET\n"));
        for none in ["", "> POST\n"] {
            assert_eq!(again(none, "> GET"), file("> GET"));
        }
    }

    #[test]
    fn the_first_line_that_differs_is_told() {
        let told = first_difference("a\nb\nc", "a\nx\nc");
        assert_eq!(told, ("line 2: b".to_owned(), "line 2: x".to_owned()));
        let told = first_difference("a", "a\nx");
        assert_eq!(told, ("line 2: the end".to_owned(), "line 2: x".to_owned()));
    }
}
