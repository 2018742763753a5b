//! Callbacks as extractors of axum, and answers as its responses.
//!
//! A generated crate with the feature `axum` makes each type of a callback an argument of a handler;
//! what such a handler returns is [`CallbackAnswer`].
//! A callback that is signed is verified with the credentials of the client, which the state of
//! the router holds or has as a part of itself (`FromRef`).

use std::{error::Error as StdError, fmt, time::Duration};

pub use axum_core::extract::{FromRef, FromRequest, Request};
use axum_core::{
    body::Body,
    response::{IntoResponse, Response},
};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use reqwest::{
    StatusCode,
    header::{ALLOW, CONTENT_TYPE, HeaderValue},
};

use crate::{
    callback::{self, CallbackAnswer, CallbackRule, Inbound},
    client::Core,
    error::Error,
    kind::Kind,
};

/// How long the body of a callback may take to arrive.
const PATIENCE: Duration = Duration::from_secs(30);

/// The name and the bytes of a header that came.
pub(crate) type Header = (String, Vec<u8>);

/// A callback that was not taken. As a response it says nothing but its status.
pub struct Refused(Why);

#[derive(Debug)]
enum Why {
    /// It came by another method than this one.
    Method(&'static str),
    /// Its body did not arrive in time.
    Slow,
    /// Its body did not arrive in full.
    Broken(axum_core::Error),
    /// It is too large, not the provider's, or cannot be read.
    Error(Error),
}

impl Refused {
    /// The status of the response: 405 for another method, 413 for a body over 1 MiB, 401 where
    /// the signature or the time does not hold, 408 and 400 for a body that did not arrive or
    /// cannot be read, 500 where a credential to verify with is missing.
    pub fn status(&self) -> u16 {
        match &self.0 {
            Why::Method(_) => 405,
            Why::Slow => 408,
            Why::Broken(_) => 400,
            Why::Error(error) => match error.kind() {
                Kind::TooLarge => 413,
                // Which of the two it was is no business of whoever forges.
                Kind::Unverified | Kind::Untimely => 401,
                Kind::Unreadable => 400,
                Kind::Configuration
                | Kind::InvalidRequest
                | Kind::Connect
                | Kind::Timeout
                | Kind::Transport
                | Kind::Status
                | Kind::Rejected
                | Kind::Unclear => 500,
            },
        }
    }

    /// What the callback could not be read for; `None` when it never got that far.
    pub fn error(&self) -> Option<&Error> {
        match &self.0 {
            Why::Error(error) => Some(error),
            Why::Method(_) | Why::Slow | Why::Broken(_) => None,
        }
    }

    /// The same, taken out.
    pub fn into_error(self) -> Option<Error> {
        match self.0 {
            Why::Error(error) => Some(error),
            Why::Method(_) | Why::Slow | Why::Broken(_) => None,
        }
    }

    /// What is answered: the status, and nothing of what came or of why it was refused.
    pub fn response(&self) -> Response {
        let status = StatusCode::from_u16(self.status());
        let mut res = status
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            .into_response();
        if let Why::Method(method) = self.0 {
            let headers = res.headers_mut();
            headers.insert(ALLOW, HeaderValue::from_static(method));
        }
        res
    }
}

impl fmt::Debug for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Refused").field(&self.0).finish()
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Why::Method(method) => write!(f, "the callback comes by {method}"),
            Why::Slow => f.write_str("the callback did not arrive in time"),
            Why::Broken(_) => f.write_str("the callback did not arrive in full"),
            Why::Error(error) => error.fmt(f),
        }
    }
}

impl StdError for Refused {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.0 {
            Why::Method(_) | Why::Slow => None,
            Why::Broken(error) => Some(error),
            Why::Error(error) => error.source(),
        }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        self.response()
    }
}

impl IntoResponse for CallbackAnswer {
    fn into_response(self) -> Response {
        let content_type = HeaderValue::try_from(self.content_type);
        let (Ok(status), Ok(content_type)) = (StatusCode::from_u16(self.status), content_type)
        else {
            // Only an answer that was made by hand can end up here.
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        };
        let mut res = Response::new(Body::from(self.body));
        *res.status_mut() = status;
        res.headers_mut().insert(CONTENT_TYPE, content_type);
        res
    }
}

/// Reads a callback; one that is signed is verified with the credentials of `core`.
///
/// # Errors
///
/// When it is not taken; nothing of a callback that is not the provider's was read then.
pub async fn extract<T: Inbound>(request: Request, core: Option<&Core>) -> Result<T, Refused> {
    let read = |headers: &[Header], body: &[u8]| match (T::RULE.seal(), core) {
        (None, _) => callback::hear(body),
        (Some(_), Some(core)) => core.hear(headers, body),
        // What is signed is never read without a client to verify it.
        (Some(_), None) => Err(callback::parts(T::RULE, Kind::Configuration).into()),
    };
    extract_by(request, read).await
}

/// The same, read from headers and body or query by another way.
pub(crate) async fn extract_by<T: Inbound>(
    request: Request,
    read: impl FnOnce(&[Header], &[u8]) -> Result<T, Error>,
) -> Result<T, Refused> {
    let res = match arrived(T::RULE, request).await {
        Ok((headers, body)) => read(&headers, &body).map_err(|it| Refused(Why::Error(it))),
        Err(refused) => Err(refused),
    };
    if let Err(refused) = &res {
        tracing::debug!(
            provider = T::RULE.provider().name,
            callback = T::RULE.name(),
            status = refused.status(),
            kind = refused.error().map(|it| it.kind().as_str()),
            "refused"
        );
    }
    res
}

/// The headers, and the query or the whole body, within limits of size and time.
async fn arrived(rule: &CallbackRule, request: Request) -> Result<(Vec<Header>, Vec<u8>), Refused> {
    if request.method().as_str() != rule.by().as_str() {
        return Err(Refused(Why::Method(rule.by().as_str())));
    }
    let (head, body) = request.into_parts();
    let headers = (head.headers.iter()).map(|it| (it.0.to_string(), it.1.as_bytes().to_vec()));
    let headers = headers.collect();
    if rule.is_in_query() {
        let query = head.uri.query().unwrap_or_default();
        return Ok((headers, query.as_bytes().to_vec()));
    }
    let body = Limited::new(body, callback::MAX_BODY_BYTES);
    match tokio::time::timeout(PATIENCE, body.collect()).await {
        Ok(Ok(body)) => Ok((headers, body.to_bytes().to_vec())),
        Ok(Err(error)) if error.is::<LengthLimitError>() => {
            let error = callback::parts(rule, Kind::TooLarge).into();
            Err(Refused(Why::Error(error)))
        }
        Ok(Err(error)) => Err(Refused(Why::Broken(axum_core::Error::new(error)))),
        Err(_) => Err(Refused(Why::Slow)),
    }
}

/// Makes the type of a callback an extractor; a signed one names the client that verifies it.
#[doc(hidden)]
#[macro_export]
macro_rules! extract {
    ($name:ident) => {
        impl<S: ::std::marker::Send + ::std::marker::Sync> $crate::axum::FromRequest<S> for $name {
            type Rejection = $crate::axum::Refused;

            async fn from_request(
                request: $crate::axum::Request,
                _: &S,
            ) -> ::std::result::Result<Self, Self::Rejection> {
                $crate::axum::extract(request, ::std::option::Option::None).await
            }
        }
    };
    ($name:ident, $client:ty) => {
        impl<S: ::std::marker::Send + ::std::marker::Sync> $crate::axum::FromRequest<S> for $name
        where
            $client: $crate::axum::FromRef<S>,
        {
            type Rejection = $crate::axum::Refused;

            async fn from_request(
                request: $crate::axum::Request,
                state: &S,
            ) -> ::std::result::Result<Self, Self::Rejection> {
                let client = <$client as $crate::axum::FromRef<S>>::from_ref(state);
                $crate::axum::extract(request, ::std::option::Option::Some(&client.0)).await
            }
        }
    };
}
