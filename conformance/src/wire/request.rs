//! From the bytes of a connection to the request they are, nothing tidied.

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

/// The request that the bytes are, once they are all of it; `None` while more of it may come.
pub(crate) fn whole(bytes: &[u8]) -> Option<Arrived> {
    match parse(bytes) {
        (_, Some(Stop::Short)) => None,
        (request, Some(Stop::Wrong(why))) => Some(Arrived {
            broken: Some(why),
            ..request
        }),
        (request, None) => Some(request),
    }
}

/// The request that the bytes are when no more will come, and why; `None` when there are none.
pub(super) fn read(bytes: &[u8], why: &str) -> Option<Arrived> {
    if bytes.is_empty() {
        return None;
    }
    let (mut request, stop) = parse(bytes);
    request.broken = match stop {
        None => request.broken,
        Some(Stop::Wrong(why)) => Some(why),
        Some(Stop::Short) if request.method.is_empty() => {
            request.body = bytes.to_vec();
            Some(format!("the head {why}"))
        }
        Some(Stop::Short) => Some(format!("the body {why}")),
    };
    Some(request)
}

/// Why bytes are no whole request.
enum Stop {
    /// They end within it.
    Short,
    /// They are none, whatever comes after them.
    Wrong(String),
}

/// The request as far as it goes, and what stopped it.
fn parse(bytes: &[u8]) -> (Arrived, Option<Stop>) {
    let mut source = Source { bytes, at: 0 };
    let head = match source.until(b"\r\n\r\n", MAX_HEAD_BYTES) {
        Ok(head) => head,
        Err(stop) => {
            let mut res = Arrived::default();
            let stop = match stop {
                Stop::Short => Stop::Short,
                Stop::Wrong(why) => {
                    res.body = bytes.to_vec();
                    Stop::Wrong(format!("the head {why}"))
                }
            };
            return (res, Some(stop));
        }
    };
    let mut res = parse_head(head);
    if res.broken.is_some() {
        return (res, None);
    }
    match read_body(&mut source, &res.headers) {
        Ok(body) => res.body = body,
        Err(Stop::Short) => return (res, Some(Stop::Short)),
        Err(Stop::Wrong(why)) => return (res, Some(Stop::Wrong(format!("the body {why}")))),
    }
    let after = source.bytes.len() - source.at;
    if 0 < after {
        res.broken = Some(format!("{after} bytes came after the request"));
    }
    (res, None)
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

fn read_body(source: &mut Source<'_>, headers: &[(String, String)]) -> Result<Vec<u8>, Stop> {
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
        ([], [length]) => match length.parse() {
            Ok(length) => source.exactly(length).map(<[u8]>::to_vec),
            Err(_) => Err(Stop::Wrong(format!("has the length `{length}`"))),
        },
        ([coding], []) if coding.eq_ignore_ascii_case("chunked") => read_chunks(source),
        (_, _) => Err(Stop::Wrong("is framed in more than one way".to_owned())),
    }
}

fn read_chunks(source: &mut Source<'_>) -> Result<Vec<u8>, Stop> {
    let mut res = Vec::new();
    loop {
        let line = String::from_utf8_lossy(source.until(b"\r\n", 256)?);
        let size = line.split(';').next().unwrap_or_default().trim();
        let size = usize::from_str_radix(size, 16)
            .map_err(|_| Stop::Wrong(format!("has a chunk of the size `{size}`")))?;
        if MAX_BODY_BYTES < size.saturating_add(res.len()) {
            return Err(Stop::Wrong("is too large".to_owned()));
        }
        res.extend(source.exactly(size)?);
        let end = source.until(b"\r\n", MAX_HEAD_BYTES)?;
        if !end.is_empty() {
            let why = "has a chunk that is longer than its size, or a trailer";
            return Err(Stop::Wrong(why.to_owned()));
        }
        if size == 0 {
            return Ok(res);
        }
    }
}

struct Source<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Source<'a> {
    /// The bytes before the mark, which is taken too.
    fn until(&mut self, mark: &[u8], limit: usize) -> Result<&'a [u8], Stop> {
        let rest = &self.bytes[self.at..];
        match rest.windows(mark.len()).position(|it| it == mark) {
            Some(found) => {
                self.at += found + mark.len();
                Ok(&rest[..found])
            }
            None if limit < rest.len() => Err(Stop::Wrong("is too large".to_owned())),
            None => Err(Stop::Short),
        }
    }

    fn exactly(&mut self, count: usize) -> Result<&'a [u8], Stop> {
        if MAX_BODY_BYTES < count {
            return Err(Stop::Wrong("is too large".to_owned()));
        }
        let res = (self.bytes.get(self.at..)).and_then(|it| it.get(..count));
        self.at += res.map_or(0, <[u8]>::len);
        res.ok_or(Stop::Short)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &str, body: &str, broken: Option<&str>) -> Arrived {
        let res = read(bytes.as_bytes(), "ends too early").unwrap();
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
    fn a_request_is_whole_with_its_last_byte_and_not_before() {
        let bytes = b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n";
        for end in 0..bytes.len() {
            assert_eq!(whole(&bytes[..end]), None, "{end}");
        }
        assert_eq!(whole(bytes).unwrap().body, b"ab");
        let bytes = b"POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\nab";
        assert_eq!(whole(&bytes[..bytes.len() - 1]), None);
        assert_eq!(whole(bytes).unwrap().body, b"ab");
    }

    #[test]
    fn what_is_no_complete_request_is_told() {
        check("GET /", "GET /", Some("the head ends too early"));
        let bytes = "GET / HTTP/1.1\r\ncontent-length: 3\r\n\r\nab";
        check(bytes, "", Some("the body ends too early"));
        let bytes = "GET / HTTP/1.1\r\ncontent-length: 1\r\n\r\nabc";
        check(bytes, "a", Some("2 bytes came after the request"));
        assert_eq!(read(b"", "ends too early"), None);
    }
}
