//! From one request to one reply, by as many attempts as its effect allows.

use std::time::Duration;

use tokio::time::{Instant, sleep, timeout};

use crate::{
    limits::Limits,
    nonces::chance,
    outcome::Effect,
    transport::{HttpReply, HttpRequest, Transport, TransportError, TransportFault},
};

/// The pause before the second attempt; it doubles with every further one.
const FIRST_PAUSE: Duration = Duration::from_millis(200);
/// No pause that we choose ourselves is longer.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// How much longer than allowed a transport may take to say so.
const GRACE: Duration = Duration::from_millis(250);

/// A call without a complete reply.
pub(crate) struct Lost {
    /// What ended the last attempt.
    pub(crate) error: TransportError,
    /// Whether a byte of any attempt may have left us.
    pub(crate) sent: bool,
}

/// Sends `request`, and what `again` makes of it only when `effect` reads, the failure may pass, and
/// the limits leave time for it.
pub(crate) async fn send(
    transport: &dyn Transport,
    effect: Effect,
    limits: &Limits,
    mut request: HttpRequest,
    mut again: impl FnMut() -> Option<HttpRequest>,
) -> Result<HttpReply, Lost> {
    let retries = match effect {
        Effect::Reads => limits.read_retries,
        Effect::Spends | Effect::Collects | Effect::Creates | Effect::Changes => 0,
    };
    let started = Instant::now();
    let mut left = limits.total;
    let mut attempt = 0;
    let mut sent = false;
    loop {
        let patience = left.min(limits.attempt);
        request.timeout = patience;
        let spare = (attempt < retries).then(|| request.clone());
        let going = transport.send(request);
        // The transport keeps the limit itself, and knows better how far the call came; this
        // one is for a transport that does not.
        let in_time = timeout(patience.saturating_add(GRACE), going).await;
        let res = in_time
            .unwrap_or_else(|it| Err(TransportError::new(TransportFault::Timeout).with_source(it)));
        let sent_now = res
            .as_ref()
            .err()
            .is_none_or(|it| it.kind != TransportFault::NotSent);
        sent |= sent_now;
        if attempt == retries || !may_pass(&res) {
            return res.map_err(|error| Lost { error, sent });
        }
        let pause =
            asked_pause(&res).unwrap_or_else(|| back_off(FIRST_PAUSE, LONGEST_PAUSE, attempt));
        left = limits.total.saturating_sub(started.elapsed());
        if left <= pause {
            return res.map_err(|error| Lost { error, sent });
        }
        sleep(pause).await;
        left = limits.total.saturating_sub(started.elapsed());
        attempt += 1;
        // What the client makes for each attempt is made anew; the rest is what it was.
        match again().or(spare) {
            Some(next) => request = next,
            None => return res.map_err(|error| Lost { error, sent }),
        }
    }
}

/// Whether the same request could end differently a little later.
fn may_pass(res: &Result<HttpReply, TransportError>) -> bool {
    match res {
        Ok(reply) => matches!(reply.status, 429 | 502 | 503 | 504),
        Err(error) => match error.kind {
            TransportFault::NotSent | TransportFault::Timeout | TransportFault::Broken => true,
            TransportFault::TooLarge => false,
        },
    }
}

/// What the provider asks for, in whole seconds. Dates are not read.
pub(crate) fn asked_pause(res: &Result<HttpReply, TransportError>) -> Option<Duration> {
    let asked = res.as_ref().ok()?.header("retry-after")?;
    asked.trim().parse().ok().map(Duration::from_secs)
}

/// Half to all of an exponential pause, by chance, so that clients that failed together do
/// not come back together.
pub(crate) fn back_off(first: Duration, longest: Duration, attempt: u32) -> Duration {
    let doubled = first.saturating_mul(2_u32.saturating_pow(attempt));
    let whole = doubled.min(longest);
    whole / 2 + whole.mul_f64(chance()) / 2
}

#[cfg(test)]
mod tests {
    use std::{
        sync::atomic::{AtomicUsize, Ordering},
        time::Duration,
    };

    use super::{FIRST_PAUSE, LONGEST_PAUSE, Lost, asked_pause, back_off, may_pass, send};
    use crate::{
        limits::Limits,
        outcome::Effect,
        transport::{BoxFuture, HttpReply, HttpRequest, Transport, TransportError, TransportFault},
    };

    /// Fails so, one attempt after the other, and then does not come back.
    struct Failing(&'static [TransportFault], AtomicUsize);

    impl Transport for Failing {
        fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpReply, TransportError>> {
            let attempt = self.1.fetch_add(1, Ordering::SeqCst);
            match self.0.get(attempt) {
                Some(fault) => Box::pin(async { Err(TransportError::new(*fault)) }),
                None => Box::pin(std::future::pending()),
            }
        }
    }

    async fn lost(faults: &'static [TransportFault], effect: Effect, limits: Limits) -> Lost {
        let request = HttpRequest {
            operation: "",
            method: "GET",
            url: String::new(),
            headers: Vec::new(),
            body: Vec::new(),
            timeout: Duration::ZERO,
            reply_bytes: 0,
            header_bytes: 0,
        };
        let transport = Failing(faults, AtomicUsize::new(0));
        let sent = send(&transport, effect, &limits, request, || None).await;
        sent.expect_err("it always fails")
    }

    #[tokio::test]
    async fn an_attempt_that_was_sent_is_not_forgotten() {
        let limits = Limits::default().read_retries(1);
        let faults = &[TransportFault::Broken, TransportFault::NotSent];
        let lost = lost(faults, Effect::Reads, limits).await;
        assert_eq!(lost.error.kind, TransportFault::NotSent);
        assert!(lost.sent);
    }

    #[tokio::test]
    async fn no_attempt_was_sent_when_none_connected() {
        let limits = Limits::default().read_retries(1);
        let faults = &[TransportFault::NotSent, TransportFault::NotSent];
        assert!(!lost(faults, Effect::Reads, limits).await.sent);
    }

    #[tokio::test]
    async fn a_transport_that_does_not_come_back_is_given_up() {
        let limits = Limits::default().attempt(Duration::from_millis(10));
        let lost = lost(&[], Effect::Spends, limits).await;
        assert_eq!(lost.error.kind, TransportFault::Timeout);
        assert!(lost.sent);
    }

    fn reply(status: u16, retry_after: &str) -> Result<HttpReply, TransportError> {
        Ok(HttpReply {
            status,
            headers: vec![("Retry-After".to_owned(), retry_after.to_owned())],
            body: Vec::new(),
        })
    }

    #[test]
    fn pauses_grow_and_stay_bounded() {
        for attempt in 0..40 {
            let whole = Duration::from_millis(200 << attempt.min(5)).min(LONGEST_PAUSE);
            let pause = back_off(FIRST_PAUSE, LONGEST_PAUSE, attempt);
            assert!(whole / 2 <= pause && pause <= whole, "{attempt}: {pause:?}");
        }
    }

    #[test]
    fn the_provider_asks_in_seconds() {
        assert_eq!(asked_pause(&reply(503, "7")), Some(Duration::from_secs(7)));
        assert_eq!(
            asked_pause(&reply(503, "Wed, 21 Oct 2015 07:28:00 GMT")),
            None
        );
        assert_eq!(asked_pause(&reply(503, "-1")), None);
    }

    #[test]
    fn only_what_may_pass_is_tried_again() {
        for status in [429, 502, 503, 504] {
            assert!(may_pass(&reply(status, "")), "{status}");
        }
        for status in [200, 302, 400, 401, 404, 500, 501] {
            assert!(!may_pass(&reply(status, "")), "{status}");
        }
        assert!(!may_pass(&Err(TransportError::new(
            TransportFault::TooLarge
        ))));
    }
}
