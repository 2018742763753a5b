//! What the merchant of the market makes, and what the market means by some values.

use std::sync::Mutex;
use std::time::{Duration, SystemTime};

use verbatim_made_up::market::types::{Currency, OrderId, Ticket, sandbox};
use verbatim_made_up::market::{Client, Credentials, Environment, operations};
use verbatim_runtime::{HttpReply, HttpRequest, Nonces, Transport, TransportError};

/// Bytes that go up by one.
struct Counting(Mutex<u8>);

impl Nonces for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        let mut next = self.0.lock().expect("nobody panicked");
        bytes.fill_with(|| {
            *next += 1;
            *next
        });
    }
}

/// Keeps the bodies that are sent.
#[derive(Clone, Default)]
struct Keeping(std::sync::Arc<Mutex<Vec<String>>>);

impl Transport for Keeping {
    fn send(
        &self,
        request: HttpRequest,
    ) -> verbatim_runtime::BoxFuture<'_, Result<HttpReply, TransportError>> {
        let body = String::from_utf8_lossy(&request.body).into_owned();
        self.0.lock().expect("nobody panicked").push(body);
        Box::pin(std::future::ready(Ok(HttpReply {
            status: 200,
            headers: Vec::new(),
            body: br#"{"status":"0"}"#.to_vec(),
        })))
    }
}

fn client(transport: &Keeping) -> Client {
    let credentials = Credentials {
        api_key: "test-key".into(),
        signing_key: "test-key".into(),
    };
    Client::builder(credentials, Environment::Sandbox)
        .transport(transport.clone())
        .nonces_from(Counting(Mutex::new(0)))
        .build()
        .expect("nothing is missing")
}

#[test]
fn a_reference_is_made_by_the_clock_and_the_randomness_that_are_given() {
    // `date -u -d @1767223800` is 2025-12-31 23:30:00; the market is an hour ahead.
    let clock = SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_223_800);
    let made = OrderId::make_with(&clock, &Counting(Mutex::new(0)));
    assert_eq!(made.as_str(), "20260101003012345678");
    let ticket = Ticket::make_with(&clock, &Counting(Mutex::new(0)));
    assert_eq!(ticket.as_str(), "123456789abc");
    assert_ne!(OrderId::make(), OrderId::make());
}

#[tokio::test]
async fn a_request_that_is_sent_again_names_the_same_order() {
    let transport = Keeping::default();
    let client = client(&transport);
    let order = operations::Order {
        order_id: OrderId::make(),
        token: Currency::Eur,
        amount: 100.into(),
        fee: None,
        tip: None,
        deposit: None,
        accepted: None,
        lines: None,
        meter: Some(sandbox::PREPAID_METER.to_owned()),
    };
    let reply = client.order(&order).await.expect("a good reply");
    assert_eq!(reply.our_reference(), Some(order.order_id.as_str()));
    let again = client.order(&order).await.expect("a good reply");
    assert_eq!(again.our_reference(), reply.our_reference());
    let sent = transport.0.lock().expect("nobody panicked");
    assert!(sent[0].contains(order.order_id.as_str()) && sent[0] == sent[1]);
    assert!(sent[0].contains(r#""meter":"1111111111111""#));
}

#[tokio::test]
async fn every_body_in_parts_has_a_boundary_of_its_own() {
    let transport = Keeping::default();
    let client = client(&transport);
    let claim = operations::File {
        amount: 5.into(),
        what: "It broke.".to_owned(),
        urgent: None,
    };
    for _ in 0..2 {
        let reply = client.file(&claim).await.expect("a good reply");
        assert_eq!(reply.code(), Some("0"));
    }
    let sent = transport.0.lock().expect("nobody panicked");
    let boundary = |body: &str| body.lines().next().map(str::to_owned);
    assert_eq!(
        boundary(&sent[0]).as_deref(),
        Some("--123456789ABCDEFGHIJKLMNO")
    );
    assert_eq!(
        boundary(&sent[1]).as_deref(),
        Some("--PQRSTUVWXYZabcdefghijklm")
    );
}
