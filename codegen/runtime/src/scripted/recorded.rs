//! One request that a client sent to a script.

use std::{borrow::Cow, fmt};

use crate::transport::{HeaderText, HttpRequest};

/// A request as it would have left.
///
/// `Debug` and `Display` show the operation, the method and the names of the headers: URL, headers
/// and body may hold keys and what is personal.
#[derive(Clone)]
pub struct Recorded {
    operation: &'static str,
    method: &'static str,
    url: String,
    headers: Vec<(String, HeaderText)>,
    body: Vec<u8>,
}

impl Recorded {
    /// The operation that was called, as in the client's method.
    pub fn operation(&self) -> &str {
        self.operation
    }

    /// As in a request line.
    pub fn method(&self) -> &str {
        self.method
    }

    /// The absolute URL, which may hold personal values and keys.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The path of the URL, without host and query.
    pub fn path(&self) -> &str {
        let start = self.url.match_indices('/').nth(2);
        let path = start.map_or("/", |it| &self.url[it.0..]);
        path.split('?').next().unwrap_or(path)
    }

    /// The value of the first header with this name, without regard to case. It may be a key.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter();
        let header = found.find(|it| it.0.eq_ignore_ascii_case(name))?;
        Some(header.1.expose())
    }

    /// The names of the headers, in order. Those that every HTTP client adds are not among them.
    pub fn header_names(&self) -> impl Iterator<Item = &str> {
        self.headers.iter().map(|it| it.0.as_str())
    }

    /// The body, empty when there is none.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The body as a text; what is no UTF-8 is replaced.
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }

    pub(super) fn new(request: &HttpRequest) -> Self {
        Self {
            operation: request.operation,
            method: request.method,
            url: request.url.clone(),
            headers: request.headers.clone(),
            body: request.body.clone(),
        }
    }
}

impl fmt::Display for Recorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` ({})", self.operation, self.method)
    }
}

impl fmt::Debug for Recorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorded")
            .field("operation", &self.operation)
            .field("method", &self.method)
            .field("headers", &self.header_names().collect::<Vec<_>>())
            .field("body_bytes", &self.body.len())
            .finish()
    }
}
