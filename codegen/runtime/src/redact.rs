//! From what a provider sent back to the same without the merchant's secrets.

use crate::writer::Writer;

/// What stands in the place of a secret.
const MASK: &str = "***";
/// Shorter ones stand in too many innocent places.
const MIN_SECRET_BYTES: usize = 4;

/// Replaces every one of `secrets` in `bytes`, plain or as JSON may spell it.
pub(crate) fn redact(bytes: &[u8], secrets: impl Iterator<Item = impl AsRef<str>>) -> Vec<u8> {
    let mut spellings: Vec<String> = Vec::new();
    for secret in secrets {
        let secret = secret.as_ref();
        if secret.len() < MIN_SECRET_BYTES {
            continue;
        }
        let mut out = Writer::new();
        out.text(secret);
        let quoted = out.into_text();
        let escaped = quoted[1..quoted.len() - 1].to_owned();
        // PHP escapes slashes, and base64 is full of them.
        spellings.push(escaped.replace('/', "\\/"));
        spellings.push(escaped);
        spellings.push(secret.to_owned());
    }
    // A secret that is part of another one must not hide it.
    spellings.sort_by_key(|it| std::cmp::Reverse(it.len()));
    spellings.dedup();
    let mut res = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(first) = rest.first() {
        let found = spellings.iter().find(|it| rest.starts_with(it.as_bytes()));
        match found {
            Some(spelling) => {
                res.extend_from_slice(MASK.as_bytes());
                rest = &rest[spelling.len()..];
            }
            None => {
                res.push(*first);
                rest = &rest[1..];
            }
        }
    }
    res
}

/// The same for a text.
pub(crate) fn redact_text(text: &str, secrets: impl Iterator<Item = impl AsRef<str>>) -> String {
    let bytes = redact(text.as_bytes(), secrets);
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::redact_text;

    #[track_caller]
    fn check(text: &str, secrets: &[&str], redacted: &str) {
        assert_eq!(redact_text(text, secrets.iter().copied()), redacted);
    }

    #[test]
    fn every_occurrence_is_replaced() {
        check("key-1 and key-1", &["key-1"], "*** and ***");
        check("nothing", &["key-1"], "nothing");
    }

    #[test]
    fn the_longer_secret_goes_first() {
        check("abcd-efgh abcd", &["abcd", "abcd-efgh"], "*** ***");
    }

    #[test]
    fn short_ones_stay() {
        check("abc", &["abc", ""], "abc");
    }

    #[test]
    fn spellings_of_json_are_found() {
        check(r#""ab\/c\"d" "ab/c\"d""#, &["ab/c\"d"], r#""***" "***""#);
    }
}
