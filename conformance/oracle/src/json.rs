//! A reader of JSON of its own: a tree of borrowed texts, numbers by their spelling.

use std::borrow::Cow;

/// Deeper texts are refused.
const MAX_DEPTH: usize = 128;
/// So much of a name is shown in the path of a fault.
const MAX_SHOWN: usize = 64;

/// One value.
#[derive(Debug, Clone)]
pub(crate) struct Node<'a> {
    /// As it stands in the text.
    pub(crate) raw: &'a str,
    /// What is in it.
    pub(crate) holds: Holds<'a>,
}

/// What a value holds.
#[derive(Debug, Clone)]
pub(crate) enum Holds<'a> {
    Members(Vec<(Cow<'a, str>, Node<'a>)>),
    Items(Vec<Node<'a>>),
    Text(Cow<'a, str>),
    /// A number, `true` or `false`.
    Word,
    Null,
}

/// What cannot be read stands here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault(pub(crate) String);

impl Fault {
    pub(crate) fn here() -> Fault {
        Fault(String::new())
    }

    pub(crate) fn under(mut self, step: &str) -> Fault {
        self.0.insert_str(0, step);
        self
    }
}

impl<'a> Node<'a> {
    /// Reads a whole text; a byte order mark before it is passed over.
    pub(crate) fn read(bytes: &'a [u8]) -> Result<Node<'a>, Fault> {
        let text = std::str::from_utf8(bytes).map_err(|_| Fault("$".to_owned()))?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = Reader {
            text,
            at: 0,
            depth: 0,
        };
        let res = reader.value().map_err(|it| it.under("$"))?;
        reader.blank();
        match reader.at == text.len() {
            true => Ok(res),
            false => Err(Fault("$".to_owned())),
        }
    }

    /// A text, or a number or boolean by its spelling.
    pub(crate) fn text(&self) -> Option<Cow<'a, str>> {
        match &self.holds {
            Holds::Text(text) => Some(text.clone()),
            Holds::Word => Some(Cow::Borrowed(self.raw)),
            Holds::Members(_) | Holds::Items(_) | Holds::Null => None,
        }
    }

    pub(crate) fn is_null(&self) -> bool {
        matches!(self.holds, Holds::Null)
    }

    /// The member of that name; two that differ are a fault.
    pub(crate) fn member(&self, name: &str) -> Result<Option<&Node<'a>>, Fault> {
        let Holds::Members(members) = &self.holds else {
            return Ok(None);
        };
        let mut named = members.iter().filter(|it| it.0 == name).map(|it| &it.1);
        let first = named.next();
        match first {
            Some(first) if named.any(|it| it.raw != first.raw) => Err(Fault(step(name))),
            _ => Ok(first),
        }
    }

    /// What a pointer leads to; the path of a fault begins with `$`.
    pub(crate) fn look(&self, pointer: &str) -> Result<Option<&Node<'a>>, Fault> {
        Ok(self.walk(pointer)?.map(|it| it.0))
    }

    /// The scalar that a pointer leads to, and nothing for a null; what holds others is a fault.
    pub(crate) fn scalar(&self, pointer: &str) -> Result<Option<Cow<'a, str>>, Fault> {
        let Some((node, path)) = self.walk(pointer)? else {
            return Ok(None);
        };
        match &node.holds {
            Holds::Null => Ok(None),
            Holds::Text(_) | Holds::Word => Ok(node.text()),
            Holds::Members(_) | Holds::Items(_) => Err(Fault(path)),
        }
    }

    /// What a pointer leads to, and the path to it.
    fn walk(&self, pointer: &str) -> Result<Option<(&Node<'a>, String)>, Fault> {
        let mut here = self;
        let mut path = "$".to_owned();
        for segment in segments(pointer) {
            let next = match &here.holds {
                Holds::Members(_) => {
                    let next = here.member(&segment).map_err(|it| it.under(&path))?;
                    path.push_str(&step(&segment));
                    next
                }
                Holds::Items(items) => {
                    path.push_str(&format!("[{segment}]"));
                    place(&segment).and_then(|it| items.get(it))
                }
                Holds::Text(_) | Holds::Word | Holds::Null => None,
            };
            match next {
                Some(it) => here = it,
                None => return Ok(None),
            }
        }
        Ok(Some((here, path)))
    }

    /// The same where two members that differ are nothing.
    pub(crate) fn at(&self, pointer: &str) -> Option<&Node<'a>> {
        self.look(pointer).ok().flatten()
    }
}

/// The names in a pointer.
pub(crate) fn segments(pointer: &str) -> impl Iterator<Item = String> {
    let names = pointer.strip_prefix('/').map(|it| it.split('/'));
    let plain = |it: &str| it.replace("~1", "/").replace("~0", "~");
    names.into_iter().flatten().map(plain)
}

fn place(segment: &str) -> Option<usize> {
    let plain = segment == "0" || !segment.starts_with('0');
    let digits = segment.bytes().all(|it| it.is_ascii_digit());
    (plain && digits).then(|| segment.parse().ok()).flatten()
}

/// The step of a path that leads to a member.
pub(crate) fn step(name: &str) -> String {
    let word = |it: char| it.is_ascii_alphanumeric() || it == '_';
    let first = name.chars().next();
    let plain = name.chars().all(word) && first.is_some_and(|it| !it.is_ascii_digit());
    let shown: String = name.chars().take(MAX_SHOWN).collect();
    match plain {
        true => format!(".{shown}"),
        false => format!("['{}']", shown.replace('\\', "\\\\").replace('\'', "\\'")),
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl<'a> Reader<'a> {
    fn value(&mut self) -> Result<Node<'a>, Fault> {
        self.blank();
        let start = self.at;
        let holds = match self.next() {
            Some(b'{') => self.deeper(Self::members)?,
            Some(b'[') => self.deeper(Self::items)?,
            Some(b'"') => Holds::Text(self.string()?),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            Some(b't') => self.word("true", Holds::Word)?,
            Some(b'f') => self.word("false", Holds::Word)?,
            Some(b'n') => self.word("null", Holds::Null)?,
            Some(_) | None => return Err(Fault::here()),
        };
        let raw = &self.text[start..self.at];
        Ok(Node { raw, holds })
    }

    fn deeper(
        &mut self,
        read: fn(&mut Self) -> Result<Holds<'a>, Fault>,
    ) -> Result<Holds<'a>, Fault> {
        if self.depth == MAX_DEPTH {
            return Err(Fault::here());
        }
        self.depth += 1;
        self.at += 1;
        let res = read(self)?;
        self.depth -= 1;
        Ok(res)
    }

    fn members(&mut self) -> Result<Holds<'a>, Fault> {
        let mut res = Vec::new();
        if self.eat(b'}') {
            return Ok(Holds::Members(res));
        }
        loop {
            self.blank();
            let name = self.string()?;
            let under = |it: Fault| it.under(&step(&name));
            if !self.eat(b':') {
                return Err(under(Fault::here()));
            }
            let value = self.value().map_err(under)?;
            res.push((name, value));
            match self.eat(b',') {
                true => {}
                false if self.eat(b'}') => return Ok(Holds::Members(res)),
                false => return Err(Fault::here()),
            }
        }
    }

    fn items(&mut self) -> Result<Holds<'a>, Fault> {
        let mut res = Vec::new();
        if self.eat(b']') {
            return Ok(Holds::Items(res));
        }
        loop {
            let place = res.len();
            let item = self.value();
            res.push(item.map_err(|it| it.under(&format!("[{place}]")))?);
            match self.eat(b',') {
                true => {}
                false if self.eat(b']') => return Ok(Holds::Items(res)),
                false => return Err(Fault::here()),
            }
        }
    }

    fn string(&mut self) -> Result<Cow<'a, str>, Fault> {
        if self.next() != Some(b'"') {
            return Err(Fault::here());
        }
        self.at += 1;
        let start = self.at;
        let mut own: Option<String> = None;
        let mut kept = start;
        loop {
            match self.next() {
                Some(b'"') => break,
                Some(b'\\') => {
                    let text = &self.text[kept..self.at];
                    let own = own.get_or_insert_default();
                    own.push_str(text);
                    self.at += 1;
                    own.push(self.escape()?);
                    kept = self.at;
                }
                Some(0..=0x1f) | None => return Err(Fault::here()),
                Some(_) => self.at += 1,
            }
        }
        let rest = &self.text[kept..self.at];
        self.at += 1;
        Ok(match own {
            Some(own) => Cow::Owned(own + rest),
            None => Cow::Borrowed(rest),
        })
    }

    /// What stands for one character behind a backslash; half a pair stands for none.
    fn escape(&mut self) -> Result<char, Fault> {
        let letter = self.next().ok_or_else(Fault::here)?;
        self.at += 1;
        Ok(match letter {
            b'"' | b'\\' | b'/' => char::from(letter),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.unit()?;
                let after = self.at;
                let low = match self.text[after..].starts_with("\\u") {
                    true if (0xd800..0xdc00).contains(&first) => {
                        self.at += 2;
                        self.unit().ok().filter(|it| (0xdc00..0xe000).contains(it))
                    }
                    _ => None,
                };
                let code = match low {
                    Some(low) => 0x10000 + ((first - 0xd800) << 10 | (low - 0xdc00)),
                    None => {
                        self.at = after;
                        first
                    }
                };
                char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            _ => return Err(Fault::here()),
        })
    }

    fn unit(&mut self) -> Result<u32, Fault> {
        let digits = self.text.as_bytes().get(self.at..self.at + 4);
        let digits = digits.filter(|it| it.iter().all(u8::is_ascii_hexdigit));
        let digits = digits.and_then(|it| std::str::from_utf8(it).ok());
        let unit = digits.and_then(|it| u32::from_str_radix(it, 16).ok());
        self.at += 4;
        unit.ok_or_else(Fault::here)
    }

    fn number(&mut self) -> Result<Holds<'a>, Fault> {
        let _sign = self.take(b'-');
        let zero = self.next() == Some(b'0');
        let whole = self.digits();
        let leading = zero && 1 < whole;
        let decimals = !self.take(b'.') || 0 < self.digits();
        let mut power = true;
        if whole != 0 && !leading && decimals && (self.take(b'e') || self.take(b'E')) {
            let _sign = self.take(b'-') || self.take(b'+');
            power = 0 < self.digits();
        }
        match whole != 0 && !leading && decimals && power {
            true => Ok(Holds::Word),
            false => Err(Fault::here()),
        }
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while self.next().is_some_and(|it| it.is_ascii_digit()) {
            self.at += 1;
        }
        self.at - start
    }

    fn word(&mut self, word: &str, holds: Holds<'a>) -> Result<Holds<'a>, Fault> {
        if !self.text[self.at..].starts_with(word) {
            return Err(Fault::here());
        }
        self.at += word.len();
        Ok(holds)
    }

    /// Passes over white space and then over this byte, when it stands there.
    fn eat(&mut self, byte: u8) -> bool {
        self.blank();
        self.take(byte)
    }

    fn take(&mut self, byte: u8) -> bool {
        let there = self.next() == Some(byte);
        self.at += usize::from(there);
        there
    }

    fn blank(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.next() {
            self.at += 1;
        }
    }

    fn next(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }
}

/// A text in quotes, with what must be escaped and nothing else.
pub(crate) fn quote(text: &str, out: &mut String) {
    out.push('"');
    for it in text.chars() {
        let short = match it {
            '"' | '\\' => it,
            '\u{8}' => 'b',
            '\u{c}' => 'f',
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            '\0'..='\u{1f}' => {
                out.push_str(&format!("\\u{:04x}", it as u32));
                continue;
            }
            _ => {
                out.push(it);
                continue;
            }
        };
        out.push('\\');
        out.push(short);
    }
    out.push('"');
}
