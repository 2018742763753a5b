//! What a client makes for each attempt is made for each attempt.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use verbatim_made_up::mint;
use verbatim_runtime::{
    BoxFuture, Clock, HttpReply, HttpRequest, Nonces, Transport, TransportError,
};

/// A press that is busy at first; its time goes on by a second with each attempt.
#[derive(Clone, Default)]
struct Press {
    /// The URL of every attempt.
    asked: Arc<Mutex<Vec<String>>>,
}

impl Press {
    fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("no test panics inside").clone()
    }
}

impl Transport for Press {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpReply, TransportError>> {
        let mut asked = self.asked.lock().expect("no test panics inside");
        asked.push(request.url);
        let status = if asked.len() == 1 { 503 } else { 200 };
        Box::pin(std::future::ready(Ok(HttpReply {
            status,
            headers: Vec::new(),
            body: br#"{"worth":"5"}"#.to_vec(),
        })))
    }
}

impl Clock for Press {
    fn now(&self) -> SystemTime {
        let seconds = u64::try_from(self.asked().len()).expect("a few attempts");
        UNIX_EPOCH + Duration::from_millis(1_767_323_045_678) + Duration::from_secs(seconds)
    }
}

/// Bytes that go up by one.
struct Counting(Mutex<u8>);

impl Nonces for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        let mut next = self.0.lock().expect("no test panics inside");
        bytes.fill_with(|| {
            *next += 1;
            *next
        });
    }
}

/// A provider that knows the nonce of the first attempt, or finds its time too old, would refuse the
/// second. Signatures come from `conformance/made-up/fixtures/signatures.py`, over
/// `crown|TIME|NONCE|coin=crown&at=TIME&once=NONCE`.
#[tokio::test]
async fn a_read_that_is_tried_again_has_another_time_nonce_and_signature() {
    let press = Press::default();
    let credentials = mint::Credentials {
        house: "0042".to_owned(),
        hash_key: "test-hash-key".into(),
    };
    let client = mint::Client::builder(credentials, mint::Environment::Live)
        .transport(press.clone())
        .time_from(press.clone())
        .nonces_from(Counting(Mutex::new(0)))
        .build()
        .expect("everything is set");
    let request = mint::operations::Assay {
        coin: "crown".to_owned(),
    };
    let reply = client.assay(&request).await.expect("the second is taken");
    assert_eq!(reply.value().get("worth"), Some("5"));
    let url = |at: &str, sign: &str, once: &str| {
        format!("https://mint.example/assay?coin=crown&at={at}&sign={sign}&once={once}")
    };
    let first = "009645ce36a838648be3995f89da72101c981162";
    let second = "3c4777ce47196a0f133ed4b12fc0a7c14741c923";
    let expected = [
        url("1767323045678", first, "01020304"),
        url("1767323046678", second, "05060708"),
    ];
    assert_eq!(press.asked(), expected);
}
