//! From what a provider sent back to the same without the merchant's secrets.

use std::borrow::Cow;

use crate::writer::Writer;

/// What stands in the place of a secret.
const MASK: &str = "***";
/// Shorter ones stand in too many innocent places.
const MIN_SECRET_BYTES: usize = 4;

/// Takes secrets out of texts, plain or as JSON and `Debug` may spell them.
#[derive(Clone)]
pub(crate) struct Redactor {
    /// The longest first: a secret that is part of another one must not hide it.
    spellings: Vec<Spelling>,
    /// The bytes that a spelling begins with. Hardly any text holds a secret, and most of its
    /// bytes begin none.
    begins: [bool; 256],
}

#[derive(Clone, PartialEq, Eq)]
struct Spelling {
    text: String,
    /// How long the secret itself is.
    of: usize,
}

impl Redactor {
    pub(crate) fn new(secrets: impl Iterator<Item = impl AsRef<str>>) -> Self {
        let res = Self {
            spellings: Vec::new(),
            begins: [false; 256],
        };
        res.with(secrets)
    }

    /// The same with more secrets.
    pub(crate) fn with(mut self, secrets: impl Iterator<Item = impl AsRef<str>>) -> Self {
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
            let slashed = escaped.replace('/', "\\/");
            let shown = secret.escape_debug().to_string();
            for text in [slashed, escaped, shown, secret.to_owned()] {
                self.begins[usize::from(text.as_bytes()[0])] = true;
                let of = secret.len();
                self.spellings.push(Spelling { text, of });
            }
        }
        let spellings = &mut self.spellings;
        spellings.sort_by(|a, b| (b.text.len(), &b.text).cmp(&(a.text.len(), &a.text)));
        spellings.dedup();
        self
    }

    /// The same bytes with a mask for every secret.
    pub(crate) fn bytes<'t>(&self, bytes: &'t [u8]) -> Cow<'t, [u8]> {
        self.long(bytes, MIN_SECRET_BYTES)
    }

    /// The same for secrets of at least so many bytes.
    pub(crate) fn long<'t>(&self, bytes: &'t [u8], least: usize) -> Cow<'t, [u8]> {
        let mut res = Vec::new();
        // What stands before `kept` is in `res` already.
        let (mut kept, mut at) = (0, 0);
        let begins = |it: &u8| self.begins[usize::from(*it)];
        while let Some(next) = bytes[at..].iter().position(begins) {
            at += next;
            match self.starts(&bytes[at..], least) {
                Some(length) => {
                    res.extend_from_slice(&bytes[kept..at]);
                    res.extend_from_slice(MASK.as_bytes());
                    at += length;
                    kept = at;
                }
                None => at += 1,
            }
        }
        match kept {
            0 => Cow::Borrowed(bytes),
            _ => {
                res.extend_from_slice(&bytes[kept..]);
                Cow::Owned(res)
            }
        }
    }

    /// The same for what is JSON and stays it: a number that is a secret becomes a text, and one that
    /// only holds its digits is another number.
    pub(crate) fn json(&self, body: &[u8], least: usize) -> Vec<u8> {
        let mut res = Vec::with_capacity(body.len());
        let mut kept = 0;
        let (mut at, mut quoted) = (0, false);
        while let Some(byte) = body.get(at) {
            match byte {
                b'\\' if quoted => at += 2,
                b'"' => (at, quoted) = (at + 1, !quoted),
                b'-' | b'0'..=b'9' if !quoted => {
                    let in_number =
                        |it: &&u8| matches!(it, b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9');
                    let end = at + body[at..].iter().take_while(in_number).count();
                    let number = &body[at..end];
                    res.extend_from_slice(&self.long(&body[kept..at], least));
                    match self.starts(number, least) == Some(number.len()) {
                        true => res.extend_from_slice(format!("\"{MASK}\"").as_bytes()),
                        false => res.extend_from_slice(number),
                    }
                    (at, kept) = (end, end);
                }
                _ => at += 1,
            }
        }
        res.extend_from_slice(&self.long(&body[kept..], least));
        res
    }

    /// The same for a text.
    pub(crate) fn text(&self, text: &str) -> String {
        self.long_text(text, MIN_SECRET_BYTES)
    }

    /// The same for secrets of at least so many bytes.
    pub(crate) fn long_text(&self, text: &str, least: usize) -> String {
        String::from_utf8_lossy(&self.long(text.as_bytes(), least)).into_owned()
    }

    /// How long the secret is that these bytes begin with.
    fn starts(&self, bytes: &[u8], least: usize) -> Option<usize> {
        let mut long = self.spellings.iter().filter(|it| least <= it.of);
        let found = long.find(|it| bytes.starts_with(it.text.as_bytes()));
        found.map(|it| it.text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::Redactor;

    #[track_caller]
    fn check(text: &str, secrets: &[&str], redacted: &str) {
        assert_eq!(Redactor::new(secrets.iter()).text(text), redacted);
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
    fn shorter_ones_stay_where_only_long_ones_are_asked_for() {
        let redactor = Redactor::new(["abcd", "abcdefgh"].iter());
        assert_eq!(redactor.long(b"abcd abcdefgh", 8), b"abcd ***".as_slice());
    }

    #[test]
    fn a_number_that_is_a_secret_leaves_json_behind() {
        let redactor = Redactor::new(["12345678", "key-1234"].iter());
        for (body, clean) in [
            (r#"{"a":12345678}"#, r#"{"a":"***"}"#),
            (r#"[12345678,"12345678",1]"#, r#"["***","***",1]"#),
            (
                r#"{"a":123456789,"b":-12345678}"#,
                r#"{"a":123456789,"b":-12345678}"#,
            ),
            (
                r#"{"k\"12345678":"key-1234","n":12345678.0}"#,
                r#"{"k\"***":"***","n":12345678.0}"#,
            ),
        ] {
            let res = redactor.json(body.as_bytes(), 8);
            assert_eq!(String::from_utf8_lossy(&res), clean);
        }
    }

    #[test]
    fn spellings_of_json_are_found() {
        check(r#""ab\/c\"d" "ab/c\"d""#, &["ab/c\"d"], r#""***" "***""#);
    }
}
