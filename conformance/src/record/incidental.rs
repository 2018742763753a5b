//! Headers that are nobody's word: HTTP clients, proxies and tracers add them by themselves.
//!
//! The list is closed. What a service may have meant is not on it, whatever it is used for
//! elsewhere: cookies, `content-type`, and `x-request-id`, by which some providers know a repeat.

use super::proxy::OF_CONNECTION;
use crate::wire::TRANSPORT_HEADERS;

/// Beside those of a transport, those of one connection, and all that begin with `accept`.
const NAMES: &[&str] = &[
    // Of proxies on the way.
    "cdn-loop",
    "forwarded",
    "via",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-port",
    "x-forwarded-proto",
    "x-real-ip",
    // Of caches, which answer no call.
    "cache-control",
    "pragma",
    // Of tracers.
    "b3",
    "baggage",
    "sentry-trace",
    "traceparent",
    "tracestate",
    "uber-trace-id",
    "x-amzn-trace-id",
    "x-b3-flags",
    "x-b3-parentspanid",
    "x-b3-sampled",
    "x-b3-spanid",
    "x-b3-traceid",
    "x-cloud-trace-context",
];

/// Whether a header is one of them, where no spec says anything of it.
pub(super) fn is_incidental(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let mut all = TRANSPORT_HEADERS.iter().chain(OF_CONNECTION).chain(NAMES);
    name == "accept" || name.starts_with("accept-") || all.any(|it| *it == name)
}

#[cfg(test)]
mod tests {
    use super::is_incidental;

    #[test]
    fn every_header_of_the_list_is_documented() {
        let page = include_str!("../../../docs/record.md");
        let of_transport = super::TRANSPORT_HEADERS.iter().chain(super::OF_CONNECTION);
        for name in super::NAMES.iter().chain(of_transport) {
            let family = name.strip_prefix("x-b3-").map(|_| "`x-b3-…`");
            let family = family.or(name.strip_prefix("x-forwarded-").map(|_| "`x-forwarded-…`"));
            let family = family.or(name.strip_prefix("accept").map(|_| "`accept…`"));
            let shown = family.map_or(format!("`{name}`"), str::to_owned);
            assert!(
                page.contains(&shown),
                "docs/record.md does not name {shown}"
            );
        }
    }

    #[test]
    fn what_a_service_may_have_meant_is_not_passed_over() {
        for name in ["Traceparent", "ACCEPT-LANGUAGE", "user-agent", "via"] {
            assert!(is_incidental(name), "{name}");
        }
        for name in [
            "cookie",
            "content-type",
            "x-request-id",
            "idempotency-key",
            "authorization",
            "acceptance",
        ] {
            assert!(!is_incidental(name), "{name}");
        }
    }
}
