//! The call as a careful person writes it on reqwest: one client, the limits of ours.

use std::time::Duration;

// The crate root says where it comes from: the benchmark of builds has a crate of its own.
use crate::payout::by_hand::{Accepted, Merchant, MobilePayout};
use crate::reqwest::{self, redirect::Policy, retry};

pub(crate) struct Client {
    http: reqwest::Client,
    address: String,
    api_key: String,
    merchant: Merchant,
}

/// What ours are by default.
const REPLY_BYTES: usize = 1024 * 1024;

impl Client {
    pub(crate) fn new(address: String) -> Self {
        // There is one already where a generated client was built before.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .http1_only()
            .redirect(Policy::none())
            .retry(retry::never())
            .connect_timeout(Duration::from_secs(10))
            .timeout(Duration::from_secs(30))
            .build()
            .expect("a client");
        Self {
            http,
            address,
            api_key: "test-api-key".to_owned(),
            merchant: Merchant::new(),
        }
    }

    pub(crate) async fn mobile_payout(&self, it: &MobilePayout) -> Result<Accepted, String> {
        let url = format!("{}/billing/v3/mobile-payout/create", self.address);
        let call = self
            .http
            .post(url)
            .header("Content-Type", "application/json")
            .header("apiKey", &self.api_key)
            .body(self.merchant.body(it));
        let mut response = call.send().await.map_err(|it| it.to_string())?;
        if !response.status().is_success() {
            return Err(response.status().to_string());
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|it| it.to_string())? {
            if REPLY_BYTES < bytes.len() + chunk.len() {
                return Err("too long".to_owned());
            }
            bytes.extend_from_slice(&chunk);
        }
        Merchant::read(&bytes)
    }
}
