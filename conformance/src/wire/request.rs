//! From the bytes of a connection to the request they are, nothing tidied.

use std::io::Read;

const MAX_HEAD_BYTES: usize = 64 * 1024;
const MAX_BODY_BYTES: usize = 8 * 1024 * 1024;

/// A request as it arrived.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Arrived {
    /// `POST`, in the case it came in.
    pub method: String,
    /// `/billing/v3/mobile-payout/create?x=y`, as on the wire.
    pub target: String,
    /// In order, names in the case they came in; white space around values taken off.
    pub headers: Vec<(String, String)>,
    /// The content, without the framing of chunks.
    pub body: Vec<u8>,
    /// Why the bytes are no complete request, when they are not.
    pub broken: Option<String>,
}

impl Arrived {
    pub(super) fn broken(bytes: Vec<u8>) -> Arrived {
        Arrived {
            broken: Some(format!("{} bytes came after the request", bytes.len())),
            body: bytes,
            ..Arrived::default()
        }
    }
}

/// Reads one request; `None` when the connection ends, or waits too long, before its first byte.
pub(super) fn read(stream: &mut impl Read) -> Option<Arrived> {
    let mut source = Source {
        stream,
        bytes: Vec::new(),
        at: 0,
    };
    let head = match source.until(b"\r\n\r\n", MAX_HEAD_BYTES) {
        Ok(head) => head,
        Err(_) if source.bytes.is_empty() => return None,
        Err(why) => {
            return Some(Arrived {
                broken: Some(format!("the head {why}")),
                body: source.bytes,
                ..Arrived::default()
            });
        }
    };
    let mut res = parse_head(&head);
    if res.broken.is_none() {
        match read_body(&mut source, &res.headers) {
            Ok(body) => res.body = body,
            Err(why) => res.broken = Some(format!("the body {why}")),
        }
    }
    let after = source.bytes.len() - source.at;
    if res.broken.is_none() && 0 < after {
        res.broken = Some(format!("{after} bytes came after the request"));
    }
    Some(res)
}

fn parse_head(head: &[u8]) -> Arrived {
    let text = String::from_utf8_lossy(head);
    let mut lines = text.split("\r\n");
    let mut res = Arrived::default();
    let line = lines.next().unwrap_or_default();
    let mut words = line.split(' ');
    match (words.next(), words.next(), words.next(), words.next()) {
        (Some(method), Some(target), Some("HTTP/1.1"), None) => {
            res.method = method.to_owned();
            res.target = target.to_owned();
        }
        (_, _, _, _) => res.broken = Some(format!("`{line}` is no request line of HTTP/1.1")),
    }
    for line in lines {
        match line.split_once(':') {
            Some((name, value)) if !name.is_empty() && !name.contains([' ', '\t']) => {
                let value = value.trim_matches([' ', '\t']);
                res.headers.push((name.to_owned(), value.to_owned()));
            }
            Some(_) | None => res.broken = Some(format!("`{line}` is no header")),
        }
    }
    res
}

fn read_body(
    source: &mut Source<'_, impl Read>,
    headers: &[(String, String)],
) -> Result<Vec<u8>, String> {
    let of = |wanted: &str| -> Vec<&str> {
        headers
            .iter()
            .filter(|it| it.0.eq_ignore_ascii_case(wanted))
            .map(|it| it.1.as_str())
            .collect()
    };
    match (
        of("transfer-encoding").as_slice(),
        of("content-length").as_slice(),
    ) {
        ([], []) => Ok(Vec::new()),
        ([], [length]) => {
            let length = length
                .parse()
                .map_err(|_| format!("has the length `{length}`"))?;
            source.exactly(length)
        }
        ([coding], []) if coding.eq_ignore_ascii_case("chunked") => read_chunks(source),
        (_, _) => Err("is framed in more than one way".to_owned()),
    }
}

fn read_chunks(source: &mut Source<'_, impl Read>) -> Result<Vec<u8>, String> {
    let mut res = Vec::new();
    loop {
        let line = source.until(b"\r\n", 256)?;
        let line = String::from_utf8_lossy(&line).into_owned();
        let size = line.split(';').next().unwrap_or_default().trim();
        let size = usize::from_str_radix(size, 16)
            .map_err(|_| format!("has a chunk of the size `{size}`"))?;
        if MAX_BODY_BYTES < size.saturating_add(res.len()) {
            return Err("is too large".to_owned());
        }
        res.extend(source.exactly(size)?);
        let end = source.until(b"\r\n", MAX_HEAD_BYTES)?;
        if !end.is_empty() {
            return Err("has a chunk that is longer than its size, or a trailer".to_owned());
        }
        if size == 0 {
            return Ok(res);
        }
    }
}

struct Source<'a, S> {
    stream: &'a mut S,
    bytes: Vec<u8>,
    at: usize,
}

impl<S: Read> Source<'_, S> {
    /// The bytes before the mark, which is taken too.
    fn until(&mut self, mark: &[u8], limit: usize) -> Result<Vec<u8>, String> {
        loop {
            let rest = &self.bytes[self.at..];
            if let Some(found) = rest.windows(mark.len()).position(|it| it == mark) {
                let res = rest[..found].to_vec();
                self.at += found + mark.len();
                return Ok(res);
            }
            if limit < rest.len() {
                return Err("is too large".to_owned());
            }
            self.more()?;
        }
    }

    fn exactly(&mut self, count: usize) -> Result<Vec<u8>, String> {
        if MAX_BODY_BYTES < count {
            return Err("is too large".to_owned());
        }
        while self.bytes.len() - self.at < count {
            self.more()?;
        }
        let res = self.bytes[self.at..self.at + count].to_vec();
        self.at += count;
        Ok(res)
    }

    fn more(&mut self) -> Result<(), String> {
        let mut buffer = [0; 16 * 1024];
        match self.stream.read(&mut buffer) {
            Ok(0) => Err("ends too early".to_owned()),
            Ok(count) => {
                self.bytes.extend_from_slice(&buffer[..count]);
                Ok(())
            }
            Err(why) => Err(format!("does not go on: {why}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &str, body: &str, broken: Option<&str>) -> Arrived {
        let res = read(&mut bytes.as_bytes()).unwrap();
        assert_eq!(String::from_utf8_lossy(&res.body), body);
        assert_eq!(res.broken.as_deref(), broken);
        res
    }

    #[test]
    fn a_request_is_kept_as_it_came() {
        let bytes = "POST /a%20b?x=1 HTTP/1.1\r\nX-Key:  v \r\ncontent-length: 3\r\n\r\n{ }";
        let res = check(bytes, "{ }", None);
        assert_eq!(
            (res.method.as_str(), res.target.as_str()),
            ("POST", "/a%20b?x=1")
        );
        assert_eq!(res.headers[0], ("X-Key".to_owned(), "v".to_owned()));
    }

    #[test]
    fn chunks_are_joined() {
        let bytes =
            "PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n";
        check(bytes, "abc", None);
    }

    #[test]
    fn what_is_no_complete_request_is_told() {
        check("GET /", "GET /", Some("the head ends too early"));
        let bytes = "GET / HTTP/1.1\r\ncontent-length: 3\r\n\r\nab";
        check(bytes, "", Some("the body ends too early"));
        let bytes = "GET / HTTP/1.1\r\ncontent-length: 1\r\n\r\nabc";
        check(bytes, "a", Some("2 bytes came after the request"));
        assert_eq!(read(&mut "".as_bytes()), None);
    }
}
