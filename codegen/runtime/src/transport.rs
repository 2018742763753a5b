//! The seam below a client: one HTTP request out, one reply back.

use std::{error::Error as StdError, fmt, future::Future, pin::Pin, time::Duration};

use crate::secret::Secret;

/// A future on the heap.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends requests. [`HttpTransport`](crate::HttpTransport) is the real one; a test brings its
/// own.
///
/// An implementation sends the request once, follows no redirect, adds no header of its own
/// but `host`, `content-length`, `accept`, `accept-encoding`, `connection` and `user-agent`,
/// and gives up at [`HttpRequest::timeout`].
pub trait Transport: Send + Sync + 'static {
    /// Sends `request` and reads the whole reply.
    ///
    /// # Errors
    ///
    /// With [`TransportFault::NotSent`] only when no byte of the request left this machine;
    /// money may have moved with every other one.
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpReply, TransportError>>;
}

/// What is to be sent. `Debug` shows the server, header names and the length of the body.
#[derive(Clone)]
pub struct HttpRequest {
    /// The name of the operation that sends it; it is not sent.
    pub operation: &'static str,
    /// As in a request line.
    pub method: &'static str,
    /// Absolute.
    pub url: String,
    /// Every header that the provider's document asks for, in order, spelled as there.
    pub headers: Vec<(String, HeaderText)>,
    /// Empty when there is none.
    pub body: Vec<u8>,
    /// From the first byte out to the last byte in.
    pub timeout: Duration,
    /// The longest reply body to read.
    pub reply_bytes: usize,
    /// The longest head of a reply: names and values of all its headers.
    pub header_bytes: usize,
}

/// The value of a header.
#[derive(Debug, Clone)]
pub enum HeaderText {
    /// It may be shown.
    Plain(String),
    /// It may not.
    Secret(Secret),
}

impl HeaderText {
    /// The text itself; keep it out of logs.
    pub fn expose(&self) -> &str {
        match self {
            Self::Plain(text) => text,
            Self::Secret(secret) => secret.expose(),
        }
    }
}

impl HttpRequest {
    /// Scheme, host and port: path and query may hold what must not be shown.
    fn server(&self) -> &str {
        let path = self.url.match_indices('/').nth(2);
        path.map_or(&self.url, |it| &self.url[..it.0])
    }
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.headers.iter().map(|it| &it.0).collect();
        f.debug_struct("HttpRequest")
            .field("operation", &self.operation)
            .field("method", &self.method)
            .field("server", &self.server())
            .field("headers", &names)
            .field("body_bytes", &self.body.len())
            .field("timeout", &self.timeout)
            .field("reply_bytes", &self.reply_bytes)
            .finish()
    }
}

/// What came back. `Debug` shows header names and the length of the body.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpReply {
    /// The status code.
    pub status: u16,
    /// Names in lower case, and values.
    pub headers: Vec<(String, String)>,
    /// The whole body.
    pub body: Vec<u8>,
}

impl HttpReply {
    /// The value of the first header with this name, without regard to case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter();
        let header = found.find(|it| it.0.eq_ignore_ascii_case(name))?;
        Some(&header.1)
    }
}

impl fmt::Debug for HttpReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.headers.iter().map(|it| &it.0).collect();
        f.debug_struct("HttpReply")
            .field("status", &self.status)
            .field("headers", &names)
            .field("body_bytes", &self.body.len())
            .finish()
    }
}

/// How far a request came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TransportFault {
    /// No byte of it left this machine.
    NotSent,
    /// The reply was not complete in time.
    Timeout,
    /// The reply's head or body is longer than allowed.
    TooLarge,
    /// The connection ended before the reply was complete, or the reply is no HTTP.
    Broken,
}

/// A request without a complete reply.
#[derive(Debug)]
pub struct TransportError {
    /// How far it came.
    pub kind: TransportFault,
    /// The reply's status, when its head was read.
    pub status: Option<u16>,
    /// Why. It must hold neither headers nor bodies: it ends up in logs.
    pub source: Option<Box<dyn StdError + Send + Sync>>,
}

impl TransportError {
    /// An error without a status and a source.
    pub fn new(kind: TransportFault) -> Self {
        Self {
            kind,
            status: None,
            source: None,
        }
    }

    /// The same error with its cause.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// The same error with the reply's status.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportFault::NotSent => "the request was not sent",
            TransportFault::Timeout => "the reply was not complete in time",
            TransportFault::TooLarge => "the reply is longer than allowed",
            TransportFault::Broken => "the connection broke",
        })
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_ref().map(|it| &**it as _)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{HeaderText, HttpReply, HttpRequest};
    use crate::secret::Secret;

    #[test]
    fn debug_shows_no_value() {
        let request = HttpRequest {
            operation: "pay",
            method: "POST",
            url: "https://example.invalid/canary?a=canary".to_owned(),
            headers: vec![
                (
                    "apiKey".to_owned(),
                    HeaderText::Secret(Secret::from("canary")),
                ),
                ("X-Meter".to_owned(), HeaderText::Plain("canary".to_owned())),
            ],
            body: b"canary".to_vec(),
            timeout: Duration::ZERO,
            reply_bytes: 0,
            header_bytes: 0,
        };
        let reply = HttpReply {
            status: 200,
            headers: vec![("set-cookie".to_owned(), "canary".to_owned())],
            body: b"canary".to_vec(),
        };
        let shown = format!("{request:?} {reply:?}");
        assert!(!shown.contains("canary"), "{shown}");
    }
}
