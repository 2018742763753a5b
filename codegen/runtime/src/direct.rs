//! The way to a provider that has no setting of the caller's in it: one pool of connections.
//!
//! It is what reqwest stands on, called as reqwest calls it, without the layers for what never
//! happens here: redirects, cookies, decompression and proxies each look at every call, and read its
//! address again.

use std::{
    error::Error as StdError,
    future::{Future, poll_fn},
    net::Ipv4Addr,
    pin::{Pin, pin},
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use http_body_util::{BodyExt as _, Full};
use hyper::{
    Request, Response, Uri,
    body::{Body as _, Bytes, Incoming},
};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{self, connect::HttpConnector},
    rt::{TokioExecutor, TokioTimer},
};
use reqwest::{
    Method, Url,
    header::{ACCEPT, HeaderMap, HeaderValue, USER_AGENT},
};
use rustls::{ClientConfig, crypto::CryptoProvider};
use rustls_platform_verifier::Verifier;
use tokio::time::{Sleep, sleep, timeout};
use tower_service::Service;

use crate::{
    http::head_of,
    limits::Limits,
    transport::{HttpReply, TransportError, TransportFault},
};

/// How long a connection waits for the next call, and how often it is looked after meanwhile: what
/// reqwest does by itself.
const IDLE: Duration = Duration::from_secs(90);
const KEEP_ALIVE: Duration = Duration::from_secs(15);
const KEEP_ALIVE_RETRIES: u32 = 3;

/// Where the environment names proxies.
const PROXIES: [&str; 6] = [
    "ALL_PROXY",
    "all_proxy",
    "HTTP_PROXY",
    "http_proxy",
    "HTTPS_PROXY",
    "https_proxy",
];

type Fault = Box<dyn StdError + Send + Sync>;
type Secured = HttpsConnector<HttpConnector>;

/// Calls servers without a proxy.
#[derive(Clone)]
pub(crate) struct Direct {
    pool: legacy::Client<Bounded, Full<Bytes>>,
    user_agent: HeaderValue,
}

/// Whether calls are not sent to a proxy. What other systems keep in their settings, reqwest reads.
pub(crate) fn is_way_free() -> bool {
    let told_elsewhere = cfg!(any(windows, target_vendor = "apple"));
    !told_elsewhere && no_proxy_is_named(|it| std::env::var_os(it).is_some())
}

fn no_proxy_is_named(is_set: impl Fn(&str) -> bool) -> bool {
    !PROXIES.iter().any(|it| is_set(it))
}

impl Direct {
    pub(crate) fn new(limits: Limits, user_agent: &'static str) -> Result<Self, Fault> {
        let provider = CryptoProvider::get_default().ok_or("no cryptography is installed")?;
        let verifier = Verifier::new(Arc::clone(provider))?;
        let tls = ClientConfig::builder()
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier))
            .with_no_client_auth();
        let mut http = HttpConnector::new();
        http.enforce_http(false);
        http.set_nodelay(true);
        http.set_connect_timeout(Some(limits.connect));
        http.set_keepalive(Some(KEEP_ALIVE));
        http.set_keepalive_interval(Some(KEEP_ALIVE));
        http.set_keepalive_retries(Some(KEEP_ALIVE_RETRIES));
        let secured = HttpsConnectorBuilder::new()
            .with_tls_config(tls)
            .https_or_http()
            .enable_http1()
            .wrap_connector(http);
        let bounded = Bounded {
            secured,
            limit: limits.connect,
        };
        let pool = legacy::Client::builder(TokioExecutor::new())
            .timer(TokioTimer::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(IDLE)
            .build(bounded);
        Ok(Self {
            pool,
            user_agent: HeaderValue::from_static(user_agent),
        })
    }

    pub(crate) async fn exchange(
        &self,
        method: Method,
        url: &str,
        mut headers: HeaderMap,
        body: Vec<u8>,
        limits: Within,
    ) -> Result<HttpReply, TransportError> {
        let not_sent = || TransportError::new(TransportFault::NotSent);
        let uri = uri(url).map_err(|it| not_sent().with_source(it))?;
        for (name, value) in [
            (ACCEPT, HeaderValue::from_static("*/*")),
            (USER_AGENT, self.user_agent.clone()),
        ] {
            headers.entry(name).or_insert(value);
        }
        let mut request = Request::new(Full::new(Bytes::from(body)));
        *request.method_mut() = method;
        *request.uri_mut() = uri;
        *request.headers_mut() = headers;
        let mut over = pin!(sleep(limits.time));
        let response = before(over.as_mut(), self.pool.request(request)).await?;
        let response = response.map_err(|it| {
            let kind = match it.is_connect() {
                true => TransportFault::NotSent,
                false => kind(&it),
            };
            TransportError::new(kind).with_source(it)
        })?;
        let status = response.status().as_u16();
        let read = read(over, response, limits);
        read.await.map_err(|it| it.with_status(status))
    }
}

/// What a call may take.
#[derive(Clone, Copy)]
pub(crate) struct Within {
    pub(crate) time: Duration,
    /// Bytes of the head of a reply, and of its body.
    pub(crate) head: usize,
    pub(crate) body: usize,
}

async fn read(
    mut over: Pin<&mut Sleep>,
    response: Response<Incoming>,
    limits: Within,
) -> Result<HttpReply, TransportError> {
    let too_large = || TransportError::new(TransportFault::TooLarge);
    let (parts, mut incoming) = response.into_parts();
    let headers = head_of(&parts.headers, limits.head).ok_or_else(too_large)?;
    // A length that is announced need not be waited for.
    let announced = incoming.size_hint().lower();
    let room = usize::try_from(announced)
        .ok()
        .filter(|it| *it <= limits.body);
    let mut body = Vec::with_capacity(room.ok_or_else(too_large)?);
    while let Some(frame) = before(over.as_mut(), incoming.frame()).await? {
        let frame = frame.map_err(|it| TransportError::new(kind(&it)).with_source(it))?;
        let Ok(chunk) = frame.into_data() else {
            continue;
        };
        if limits.body - body.len() < chunk.len() {
            return Err(too_large());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(HttpReply {
        status: parts.status.as_u16(),
        headers,
        body,
    })
}

/// What comes of it before the time is over.
async fn before<T>(
    mut over: Pin<&mut Sleep>,
    going: impl Future<Output = T>,
) -> Result<T, TransportError> {
    let mut going = pin!(going);
    poll_fn(|context| match going.as_mut().poll(context) {
        Poll::Ready(it) => Poll::Ready(Ok(it)),
        Poll::Pending => over
            .as_mut()
            .poll(context)
            .map(|()| Err(TransportError::new(TransportFault::Timeout))),
    })
    .await
}

fn kind(error: &(dyn StdError + 'static)) -> TransportFault {
    match crate::http::is_long_head(Some(error)) {
        true => TransportFault::TooLarge,
        false => TransportFault::Broken,
    }
}

/// An address as reqwest reads it.
fn uri(url: &str) -> Result<Uri, Fault> {
    Ok(match is_plain(url) {
        true => url.parse()?,
        false => Url::parse(url)?.as_str().parse()?,
    })
}

/// Whether reading a URL by the rules of browsers changes nothing of it: it holds nothing that they
/// spell otherwise, and no step up.
fn is_plain(url: &str) -> bool {
    let https = url.strip_prefix("https://");
    let Some(rest) = https.or_else(|| url.strip_prefix("http://")) else {
        return false;
    };
    let Some(slash) = rest.find('/') else {
        return false;
    };
    let (host, below) = rest.split_at(slash);
    let (name, port) = host.split_once(':').unwrap_or((host, "0"));
    let of_name = |it: u8| matches!(it, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-');
    // They know more spellings of a number than one.
    let is_number = name.starts_with(|it: char| it.is_ascii_digit());
    let of_below = |it: u8| it.is_ascii_alphanumeric() || b"/?&=%-_.~+".contains(&it);
    let leads_up = ["/.", "/%2e", "/%2E"].iter().any(|it| below.contains(it));
    !name.is_empty()
        && name.bytes().all(of_name)
        && (!is_number || name.parse::<Ipv4Addr>().is_ok())
        && port.parse::<u16>().is_ok()
        && below.bytes().all(of_below)
        && !leads_up
}

/// Connects within the limit, with all that belongs to it: name, socket and TLS.
#[derive(Clone)]
struct Bounded {
    secured: Secured,
    limit: Duration,
}

impl Service<Uri> for Bounded {
    type Response = <Secured as Service<Uri>>::Response;
    type Error = Fault;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Fault>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Fault>> {
        self.secured.poll_ready(context)
    }

    fn call(&mut self, to: Uri) -> Self::Future {
        let connecting = timeout(self.limit, self.secured.call(to));
        Box::pin(async move { connecting.await? })
    }
}

#[cfg(test)]
mod tests {
    use super::{is_plain, no_proxy_is_named, uri};
    use reqwest::Url;

    #[track_caller]
    fn check(url: &str, plain: bool) {
        assert_eq!(is_plain(url), plain, "{url}");
        let read = Url::parse(url).expect("a URL");
        let expected = read.as_str().split('#').next().expect("a first part");
        assert_eq!(uri(url).expect("a URI"), expected, "{url}");
    }

    #[test]
    fn an_address_is_what_reqwest_makes_of_it() {
        check("http://127.0.0.1:3030/billing/v3/pay", true);
        check("https://example.invalid/a/b.c?x=1&y=%20+~", true);
        check("https://example.invalid/a..b/c./%41", true);
        check("http://127.0.0.1:3030", false);
        check("http://127.0.0.1:3030?a=b", false);
        check("https://Example.invalid/a", false);
        check("https://example.invalid/a/../b/./c%2Fd?x=1", false);
        check("https://example.invalid/a/%2e%2E/b", false);
        check("https://example.invalid/\\other.invalid/a", false);
        check("https://example.invalid/\t/other.invalid/a", false);
        check("https://example.invalid/a b/\u{e9}?\u{fc}'\"<>#z", false);
        check("https://b\u{fc}cher.invalid/a", false);
        check("https://[::1]:8080/a", false);
        check("https:/a", false);
        check("HTTPS://example.invalid/", false);
        check("http:///example.invalid/a", false);
        check("http://0x7f.1/a", false);
    }

    #[test]
    fn any_proxy_of_the_environment_is_reqwest_s_to_read() {
        assert!(no_proxy_is_named(|it| it == "NO_PROXY" || it == "no_proxy"));
        for name in ["http_proxy", "HTTPS_PROXY", "ALL_PROXY"] {
            assert!(!no_proxy_is_named(|it| it == name), "{name}");
        }
    }

    #[test]
    fn what_is_no_address_is_none() {
        for url in [
            "",
            "/a",
            "https://a b/c",
            "https://",
            "http://example.invalid:x/a",
        ] {
            assert!(uri(url).is_err(), "{url}");
        }
    }
}
