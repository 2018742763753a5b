//! From a JSON text to the borders of its values.

use std::borrow::Cow;

use super::{Unreadable, member_step};

/// Deeper texts are refused, so that no reply can use up the stack.
const MAX_DEPTH: usize = 128;

/// A place in a text, and how deep in it.
pub(super) struct Scan<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl<'a> Scan<'a> {
    /// At the beginning of `text`.
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            depth: 0,
        }
    }

    /// Whether only white space is left.
    pub(super) fn is_done(&mut self) -> bool {
        self.peek().is_none()
    }

    /// Goes over one value and gives its text; tells the members of an object.
    pub(super) fn whole(
        &mut self,
        tell: &mut dyn FnMut(&'a str, &'a str),
    ) -> Result<&'a str, Unreadable> {
        if self.peek() != Some(b'{') {
            return self.value();
        }
        let start = self.at;
        self.nested(|it| it.object(tell))?;
        Ok(self.since(start))
    }

    /// Goes over one value and gives its text.
    pub(super) fn value(&mut self) -> Result<&'a str, Unreadable> {
        let first = self.peek();
        let start = self.at;
        match first {
            Some(b'{') => self.nested(|it| it.object(&mut |_, _| ()))?,
            Some(b'[') => self.nested(|it| it.array(&mut |_| ()))?,
            Some(b'"') => self.string()?,
            Some(b'-' | b'0'..=b'9') => self.number()?,
            Some(b't') => self.word("true")?,
            Some(b'f') => self.word("false")?,
            Some(b'n') => self.word("null")?,
            _ => return Err(fault("a value")),
        }
        Ok(self.since(start))
    }

    /// Goes over an object and tells each member's quoted name and value.
    pub(super) fn object(
        &mut self,
        tell: &mut dyn FnMut(&'a str, &'a str),
    ) -> Result<(), Unreadable> {
        self.byte(b'{', "an object")?;
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(());
        }
        loop {
            self.peek();
            let start = self.at;
            self.string()?;
            let name = self.since(start);
            let step = |it: Unreadable| it.below(&member_step(&unescape(name)));
            self.byte(b':', "a colon").map_err(step)?;
            let value = self.value().map_err(step)?;
            tell(name, value);
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => break,
                _ => return Err(fault("the end of the object")),
            }
        }
        self.at += 1;
        Ok(())
    }

    /// Goes over an array and tells each value.
    pub(super) fn array(&mut self, tell: &mut dyn FnMut(&'a str)) -> Result<(), Unreadable> {
        self.byte(b'[', "an array")?;
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(());
        }
        for index in 0_usize.. {
            let value = self.value();
            tell(value.map_err(|it| it.below(&format!("[{index}]")))?);
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b']') => break,
                _ => return Err(fault("the end of the array")),
            }
        }
        self.at += 1;
        Ok(())
    }

    fn nested(
        &mut self,
        go: impl FnOnce(&mut Self) -> Result<(), Unreadable>,
    ) -> Result<(), Unreadable> {
        if self.depth == MAX_DEPTH {
            return Err(fault("at most 128 levels"));
        }
        self.depth += 1;
        go(self)?;
        self.depth -= 1;
        Ok(())
    }

    /// Goes over a string in quotes, and checks its escapes.
    fn string(&mut self) -> Result<(), Unreadable> {
        const EXPECTED: &str = "a string";
        self.byte(b'"', EXPECTED)?;
        let plain = |it: &u8| !matches!(it, b'"' | b'\\' | 0..0x20);
        loop {
            let rest = &self.text.as_bytes()[self.at..];
            self.at += rest.iter().take_while(|it| plain(it)).count();
            match self.here() {
                Some(b'"') => break,
                Some(b'\\') => {
                    self.at += 1;
                    match self.here() {
                        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {}
                        Some(b'u') => {
                            let digits = self.text.as_bytes().get(self.at + 1..self.at + 5);
                            let right = |it: &[u8]| it.iter().all(u8::is_ascii_hexdigit);
                            if !digits.is_some_and(right) {
                                return Err(fault(EXPECTED));
                            }
                            self.at += 4;
                        }
                        _ => return Err(fault(EXPECTED)),
                    }
                    self.at += 1;
                }
                _ => return Err(fault(EXPECTED)),
            }
        }
        self.at += 1;
        Ok(())
    }

    fn number(&mut self) -> Result<(), Unreadable> {
        if self.here() == Some(b'-') {
            self.at += 1;
        }
        let zero = self.here() == Some(b'0');
        if self.digits()? != 1 && zero {
            return Err(fault("a number without leading zeros"));
        }
        if self.here() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.here() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.here() {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(())
    }

    /// Goes over digits and counts them.
    fn digits(&mut self) -> Result<usize, Unreadable> {
        let start = self.at;
        while self.here().is_some_and(|it| it.is_ascii_digit()) {
            self.at += 1;
        }
        match self.at - start {
            0 => Err(fault("a number")),
            count => Ok(count),
        }
    }

    fn word(&mut self, word: &str) -> Result<(), Unreadable> {
        let rest = &self.text.as_bytes()[self.at..];
        if !rest.starts_with(word.as_bytes()) {
            return Err(fault("a value"));
        }
        self.at += word.len();
        Ok(())
    }

    fn byte(&mut self, byte: u8, expected: &'static str) -> Result<(), Unreadable> {
        if self.peek() != Some(byte) {
            return Err(fault(expected));
        }
        self.at += 1;
        Ok(())
    }

    /// The next byte that is no white space; goes there.
    fn peek(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\t' | b'\r' | b'\n') = self.here() {
            self.at += 1;
        }
        self.here()
    }

    fn here(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Every caller stands behind an ASCII byte at both ends, so that no character is cut.
    fn since(&self, start: usize) -> &'a str {
        &self.text[start..self.at]
    }
}

/// The text of a string that was gone over: quotes off, escapes read.
pub(super) fn unescape(quoted: &str) -> Cow<'_, str> {
    let inner = quoted.strip_prefix('"').unwrap_or(quoted);
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    if !inner.contains('\\') {
        return Cow::Borrowed(inner);
    }
    let mut res = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some((plain, escape)) = rest.split_once('\\') {
        res.push_str(plain);
        let mut chars = escape.chars();
        let read = match chars.next() {
            Some('b') => '\u{8}',
            Some('f') => '\u{c}',
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some('u') => unicode(&mut chars),
            Some(itself) => itself,
            None => break,
        };
        res.push(read);
        rest = chars.as_str();
    }
    res.push_str(rest);
    Cow::Owned(res)
}

/// The character behind `\u`; half a surrogate pair becomes U+FFFD.
fn unicode(chars: &mut std::str::Chars<'_>) -> char {
    let Some(first) = unit(chars) else {
        return char::REPLACEMENT_CHARACTER;
    };
    if let Some(it) = char::from_u32(first) {
        return it;
    }
    let mut ahead = chars.clone();
    let second = (ahead.next() == Some('\\') && ahead.next() == Some('u'))
        .then(|| unit(&mut ahead))
        .flatten();
    match second {
        Some(second @ 0xdc00..=0xdfff) if first < 0xdc00 => {
            *chars = ahead;
            let code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
            char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
        }
        _ => char::REPLACEMENT_CHARACTER,
    }
}

/// Four hexadecimal digits.
fn unit(chars: &mut std::str::Chars<'_>) -> Option<u32> {
    let mut res = 0;
    for _ in 0..4 {
        res = res * 16 + chars.next()?.to_digit(16)?;
    }
    Some(res)
}

fn fault(expected: &'static str) -> Unreadable {
    Unreadable::new(String::new(), expected)
}
