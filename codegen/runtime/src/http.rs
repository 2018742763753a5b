//! The real transport: one pool of connections, bounded.

use std::{error::Error as StdError, fmt};

use reqwest::{
    Client, ClientBuilder, Method, Response,
    header::{HeaderMap, HeaderName, HeaderValue},
    redirect::Policy,
    retry,
};

use crate::{
    direct::{self, Direct, Within},
    error::{Error, Parts},
    kind::Kind,
    limits::Limits,
    outcome::Certainty,
    transport::{
        BoxFuture, HeaderText, HttpReply, HttpRequest, Transport, TransportError, TransportFault,
    },
};

/// What clients call themselves unless the caller brings a builder of its own.
const USER_AGENT: &str = concat!("verbatim/", env!("CARGO_PKG_VERSION"));

/// Sends requests over HTTP/1.1, TLS by rustls: no redirects, no retries.
///
/// rustls needs a process-wide cryptography provider. When none is installed, the first
/// `HttpTransport` installs the one of `ring`; a service that wants another one installs it
/// before it makes its first client.
#[derive(Clone)]
pub struct HttpTransport(Way);

#[derive(Clone)]
enum Way {
    Direct(Direct),
    Reqwest(Client, Origin),
}

/// Who says how the client behaves.
#[derive(Clone, Copy)]
enum Origin {
    /// It sends every request once, to one address.
    Bounded,
    /// It may have sent a request before the sending that failed.
    Finished,
}

impl HttpTransport {
    /// Builds a transport from a builder of the caller's: proxies, certificates, DNS.
    ///
    /// The builder is bounded: HTTP/1.1 only, no redirects, no referer, none of reqwest's own
    /// retries, no decompression, no logging of bytes, and the connect limit of `limits`.
    /// Headers and cookies that the builder sends by default stay, and are the caller's to
    /// answer for.
    ///
    /// # Errors
    ///
    /// `Configuration` when reqwest refuses the builder, for instance because the machine has
    /// no root certificates. Nothing was sent.
    pub fn new(builder: ClientBuilder, limits: Limits) -> Result<Self, Error> {
        install_cryptography();
        let bounded = builder
            .http1_only()
            .redirect(Policy::none())
            .referer(false)
            .retry(retry::never())
            .no_gzip()
            .no_brotli()
            .no_zstd()
            .no_deflate()
            .connection_verbose(false)
            .connect_timeout(limits.connect);
        match bounded.build() {
            Ok(client) => Ok(Self(Way::Reqwest(client, Origin::Bounded))),
            Err(source) => Err(not_built(source.without_url().into())),
        }
    }

    /// Calls providers straight, whatever the environment says of proxies, and with the connect limit of
    /// `limits`.
    ///
    /// It behaves as reqwest's own builder does in [`HttpTransport::new`], and takes less time. It is
    /// what a client has that is told nothing else, where neither the environment nor the system
    /// names a proxy.
    ///
    /// # Errors
    ///
    /// `Configuration` when the machine has no root certificates. Nothing was sent.
    pub fn direct(limits: Limits) -> Result<Self, Error> {
        install_cryptography();
        match Direct::new(limits, USER_AGENT) {
            Ok(direct) => Ok(Self(Way::Direct(direct))),
            Err(source) => Err(not_built(source)),
        }
    }

    /// The transport of a client that is told nothing else.
    pub(crate) fn untold(limits: Limits) -> Result<Self, Error> {
        match direct::is_way_free() {
            true => Self::direct(limits),
            // reqwest reads what they say.
            false => Self::new(Self::builder(), limits),
        }
    }

    /// Takes a finished client as it is.
    ///
    /// What is lost: the client may follow redirects and so send a payment to another address,
    /// may retry by itself and so send it twice, may log its bytes, and connects as long as
    /// it likes. Therefore a connection that fails does not count as "not sent" any more: it
    /// may be the second one. The limits on attempts, calls and replies still hold.
    pub fn from_client_without_bounds(client: Client) -> Self {
        Self(Way::Reqwest(client, Origin::Finished))
    }

    /// With nothing of the caller's in it.
    pub(crate) fn builder() -> ClientBuilder {
        Client::builder().user_agent(USER_AGENT)
    }

    async fn exchange(&self, request: HttpRequest) -> Result<HttpReply, TransportError> {
        let not_sent = || TransportError::new(TransportFault::NotSent);
        let method = Method::from_bytes(request.method.as_bytes())
            .map_err(|it| not_sent().with_source(it))?;
        // Those of the transport itself come, too.
        let mut headers = HeaderMap::with_capacity(request.headers.len() + 4);
        for (name, text) in &request.headers {
            let name =
                HeaderName::from_bytes(name.as_bytes()).map_err(|it| not_sent().with_source(it))?;
            let mut value =
                HeaderValue::from_str(text.expose()).map_err(|it| not_sent().with_source(it))?;
            value.set_sensitive(matches!(text, HeaderText::Secret(_)));
            headers.append(name, value);
        }
        let limits = Within {
            time: request.timeout,
            head: request.header_bytes,
            body: request.reply_bytes,
        };
        let (url, body) = (request.url, request.body);
        match &self.0 {
            Way::Direct(direct) => direct.exchange(method, &url, headers, body, limits).await,
            Way::Reqwest(client, origin) => {
                let call = client.request(method, &url).headers(headers);
                let call = call.timeout(limits.time);
                let call = match body.is_empty() {
                    true => call,
                    false => call.body(body),
                };
                let response = call.send().await.map_err(|it| fault(it, *origin))?;
                read(response, limits).await
            }
        }
    }
}

fn install_cryptography() {
    // An error means that there is one already, which is just as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

fn not_built(source: Box<dyn StdError + Send + Sync>) -> Error {
    Error::from(Parts {
        detail: Some("the HTTP client cannot be built".to_owned()),
        source: Some(source),
        ..Parts::new("", "setup", Kind::Configuration, Certainty::NotSent)
    })
}

impl fmt::Debug for HttpTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A caller's builder may hold headers that nobody should see.
        f.write_str("HttpTransport")
    }
}

impl Transport for HttpTransport {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpReply, TransportError>> {
        Box::pin(self.exchange(request))
    }
}

async fn read(mut response: Response, limits: Within) -> Result<HttpReply, TransportError> {
    let status = response.status().as_u16();
    let too_large = || TransportError::new(TransportFault::TooLarge).with_status(status);
    // Whatever fails from here on was sent.
    let broken = |it| fault(it, Origin::Finished).with_status(status);
    let headers = head_of(response.headers(), limits.head).ok_or_else(too_large)?;
    // A length that is announced need not be waited for.
    if response
        .content_length()
        .is_some_and(|it| (limits.body as u64) < it)
    {
        return Err(too_large());
    }
    let mut body = Vec::new();
    loop {
        let chunk = response.chunk().await;
        let Some(chunk) = chunk.map_err(broken)? else {
            break;
        };
        if limits.body - body.len() < chunk.len() {
            return Err(too_large());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(HttpReply {
        status,
        headers,
        body,
    })
}

/// Names and values of a reply; `None` when they are more than so many bytes.
pub(crate) fn head_of(headers: &HeaderMap, most: usize) -> Option<Vec<(String, String)>> {
    // What separates them on the wire, as HTTP/1.1 has it.
    let line = |(name, value): (&HeaderName, &HeaderValue)| name.as_str().len() + value.len() + 4;
    let owned = |(name, value): (&HeaderName, &HeaderValue)| {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        (name.as_str().to_owned(), value)
    };
    let fits = headers.iter().map(line).sum::<usize>() <= most;
    fits.then(|| headers.iter().map(owned).collect())
}

/// Whether the head of a reply is longer than what is kept of one while it is read.
pub(crate) fn is_long_head(error: Option<&(dyn StdError + 'static)>) -> bool {
    let mut cause = error;
    while let Some(it) = cause {
        // hyper has a question for it in servers alone; a test over a socket holds its words.
        if it.to_string().contains("message head is too large") {
            return true;
        }
        cause = it.source();
    }
    false
}

fn fault(source: reqwest::Error, origin: Origin) -> TransportError {
    // Only these two are certain; a timeout after the connection stood is not.
    let before = source.is_connect() || source.is_builder();
    let kind = match origin {
        Origin::Bounded if before => TransportFault::NotSent,
        // Longer than any limit of ours: it was not even taken in.
        Origin::Bounded | Origin::Finished if is_long_head(source.source()) => {
            TransportFault::TooLarge
        }
        Origin::Bounded | Origin::Finished if source.is_timeout() => TransportFault::Timeout,
        Origin::Bounded | Origin::Finished => TransportFault::Broken,
    };
    TransportError::new(kind).with_source(source.without_url())
}
