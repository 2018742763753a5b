//! From a text to its values and their places.

use super::{BadJson, Json, Node, NodeKind, unescape};

const MAX_DEPTH: usize = 128;

pub(super) fn parse(source: &str) -> Result<Json, BadJson> {
    let mut reader = Reader {
        source,
        at: 0,
        line: (1, 0),
        compact: String::with_capacity(source.len()),
        nodes: Vec::new(),
    };
    reader.value(String::new(), None, 0)?;
    reader.space();
    match reader.peek() {
        None => Ok(Json::new(reader.compact, reader.nodes)),
        Some(it) => Err(reader.bad(format!("nothing may follow the value, found `{it}`"))),
    }
}

struct Reader<'a> {
    source: &'a str,
    at: usize,
    /// The line's number and where it begins; only white space can end one.
    line: (usize, usize),
    compact: String,
    nodes: Vec<Node>,
}

/// A member's name, with its escapes undone and as spelled.
type Name = (String, String);

impl Reader<'_> {
    fn value(
        &mut self,
        pointer: String,
        name: Option<Name>,
        depth: usize,
    ) -> Result<usize, BadJson> {
        self.space();
        let Some(first) = self.peek() else {
            return Err(self.bad("a value is missing".to_owned()));
        };
        let (name, spelled_name) = name.unzip();
        let index = self.nodes.len();
        self.nodes.push(Node {
            pointer,
            kind: NodeKind::Word,
            name,
            spelled_name,
            compact: self.compact.len()..self.compact.len(),
            source: self.at..self.at,
            place: self.place(self.at),
            children: Vec::new(),
        });
        if depth == MAX_DEPTH && matches!(first, '{' | '[') {
            return Err(self.bad(format!("nests deeper than {MAX_DEPTH}")));
        }
        let kind = match first {
            '{' => self.object(index, depth)?,
            '[' => self.array(index, depth)?,
            '"' => self.string()?,
            '-' | '0'..='9' => self.number()?,
            _ => self.word(first)?,
        };
        let end = (self.compact.len(), self.at);
        let node = &mut self.nodes[index];
        node.kind = kind;
        node.compact.end = end.0;
        node.source.end = end.1;
        Ok(index)
    }

    fn object(&mut self, index: usize, depth: usize) -> Result<NodeKind, BadJson> {
        self.take();
        self.space();
        let mut more = self.peek() != Some('}');
        while more {
            self.space();
            if self.peek() != Some('"') {
                return Err(self.expected("a key"));
            }
            let (start, written) = (self.at, self.compact.len());
            self.string()?;
            let spelled = self.compact[written..].to_owned();
            let name = unescape(&spelled);
            let twice = self.nodes[index]
                .children
                .iter()
                .any(|it| self.nodes[*it].name.as_deref() == Some(name.as_str()));
            if twice {
                return Err(self.bad_at(start, format!("the key `{name}` stands twice")));
            }
            self.space();
            if self.peek() != Some(':') {
                return Err(self.expected("`:`"));
            }
            self.take();
            let token = name.replace('~', "~0").replace('/', "~1");
            let pointer = format!("{}/{token}", self.nodes[index].pointer);
            let child = self.value(pointer, Some((name, spelled)), depth + 1)?;
            self.nodes[index].children.push(child);
            more = self.goes_on('}')?;
        }
        self.take();
        Ok(NodeKind::Object)
    }

    fn array(&mut self, index: usize, depth: usize) -> Result<NodeKind, BadJson> {
        self.take();
        self.space();
        let mut more = self.peek() != Some(']');
        while more {
            let count = self.nodes[index].children.len();
            let pointer = format!("{}/{count}", self.nodes[index].pointer);
            let child = self.value(pointer, None, depth + 1)?;
            self.nodes[index].children.push(child);
            more = self.goes_on(']')?;
        }
        self.take();
        Ok(NodeKind::Array)
    }

    /// Takes a comma, or stops before the closing bracket.
    fn goes_on(&mut self, close: char) -> Result<bool, BadJson> {
        self.space();
        match self.peek() {
            Some(',') => {
                self.take();
                self.space();
                Ok(true)
            }
            Some(it) if it == close => Ok(false),
            _ => Err(self.expected(&format!("`,` or `{close}`"))),
        }
    }

    fn string(&mut self) -> Result<NodeKind, BadJson> {
        self.take();
        loop {
            self.plain();
            let at = self.at;
            match self.take() {
                None => return Err(self.bad("the string does not end".to_owned())),
                Some('"') => return Ok(NodeKind::Text),
                Some('\\') => self.escape()?,
                Some(it) if it < ' ' => {
                    let what = "a control character must be escaped".to_owned();
                    return Err(self.bad_at(at, what));
                }
                Some(_) => {}
            }
        }
    }

    /// Takes what means itself in a string, in one go.
    fn plain(&mut self) {
        let rest = &self.source[self.at..];
        let other = |it: u8| it < b' ' || it == b'"' || it == b'\\';
        let end = rest.bytes().position(other).unwrap_or(rest.len());
        self.compact.push_str(&rest[..end]);
        self.at += end;
    }

    fn escape(&mut self) -> Result<(), BadJson> {
        let at = self.at;
        match self.take() {
            Some('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't') => Ok(()),
            Some('u') => {
                for _ in 0..4 {
                    if !self.take().is_some_and(|it| it.is_ascii_hexdigit()) {
                        return Err(self.bad_at(at, "`\\u` wants four digits".to_owned()));
                    }
                }
                Ok(())
            }
            Some(it) => Err(self.bad_at(at, format!("`\\{it}` is no escape"))),
            None => Err(self.bad("the string does not end".to_owned())),
        }
    }

    fn number(&mut self) -> Result<NodeKind, BadJson> {
        if self.peek() == Some('-') {
            self.take();
        }
        if self.peek() == Some('0') {
            self.take();
        } else {
            self.digits()?;
        }
        if self.peek() == Some('.') {
            self.take();
            self.digits()?;
        }
        if matches!(self.peek(), Some('e' | 'E')) {
            self.take();
            if matches!(self.peek(), Some('+' | '-')) {
                self.take();
            }
            self.digits()?;
        }
        Ok(NodeKind::Number)
    }

    fn digits(&mut self) -> Result<(), BadJson> {
        if !self.peek().is_some_and(|it| it.is_ascii_digit()) {
            return Err(self.bad("a digit is missing".to_owned()));
        }
        while self.peek().is_some_and(|it| it.is_ascii_digit()) {
            self.take();
        }
        Ok(())
    }

    fn word(&mut self, first: char) -> Result<NodeKind, BadJson> {
        for word in ["true", "false", "null"] {
            if self.source[self.at..].starts_with(word) {
                for _ in 0..word.len() {
                    self.take();
                }
                return Ok(NodeKind::Word);
            }
        }
        Err(self.bad(format!("expected a value, found `{first}`")))
    }

    fn space(&mut self) {
        while let Some(it @ (' ' | '\t' | '\n' | '\r')) = self.peek() {
            self.at += 1;
            if it == '\n' {
                self.line = (self.line.0 + 1, self.at);
            }
        }
    }

    fn peek(&self) -> Option<char> {
        self.source[self.at..].chars().next()
    }

    /// The next character, which stays in the compact text.
    fn take(&mut self) -> Option<char> {
        let res = self.peek()?;
        self.at += res.len_utf8();
        self.compact.push(res);
        Some(res)
    }

    fn expected(&self, what: &str) -> BadJson {
        match self.peek() {
            Some(it) => self.bad(format!("expected {what}, found `{it}`")),
            None => self.bad(format!("expected {what}, found the end")),
        }
    }

    fn bad(&self, what: String) -> BadJson {
        self.bad_at(self.at, what)
    }

    fn bad_at(&self, at: usize, what: String) -> BadJson {
        BadJson {
            place: self.place(at),
            what,
        }
    }

    fn place(&self, at: usize) -> (usize, usize) {
        let (line, start) = self.line;
        (line, self.source[start..at].chars().count() + 1)
    }
}
