//! Tells the merchant what became of a payment, until it is heard.

use std::time::Duration;

/// How many times a notice is sent to a merchant that does not hear it.
const TIMES: u32 = 300;

/// Where notices go.
#[derive(Debug, Clone)]
pub(crate) struct Notices {
    http: reqwest::Client,
    to: Option<String>,
}

impl Notices {
    pub(crate) fn new(to: Option<String>) -> Self {
        let http = reqwest::Client::builder()
            .timeout(Duration::from_secs(5))
            .build();
        Self {
            http: http.expect("a client with a time limit can be built"),
            to,
        }
    }

    /// Posts a body to the address of what is sold.
    pub(crate) async fn tell(&self, sold: &str, body: String) {
        let Some(to) = &self.to else {
            return;
        };
        for _ in 0..TIMES {
            let call = self.http.post(format!("{to}/{sold}")).body(body.clone());
            let answer = call.header("content-type", "application/json").send().await;
            if answer.is_ok_and(|it| it.status().is_success()) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }
}
