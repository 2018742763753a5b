//! The stand-in as a whole.

use std::{io, net::SocketAddr, sync::Arc};

use axum::Router;
use tokio::{net::TcpListener, task::JoinHandle};

use crate::{chance::Chance, kemru, ledger::Ledger, notices::Notices, server, vtpass};

/// What the merchant was given; whoever shows something else is refused.
#[derive(Debug, Clone)]
pub struct Keys {
    /// Shown to either provider.
    pub api_key: String,
    /// Shown to VTpass when something is posted.
    pub secret_key: String,
    /// Whose payments they are at Kemru.
    pub merchant_id: String,
    /// Signs what is sent to Kemru.
    pub security_key: String,
}

impl Default for Keys {
    fn default() -> Self {
        Self {
            api_key: "test-api-key".to_owned(),
            secret_key: "test-secret-key".to_owned(),
            merchant_id: "test-merchant".to_owned(),
            security_key: "test-security-key".to_owned(),
        }
    }
}

/// A server that plays both providers until it is dropped.
#[derive(Debug)]
pub struct StandIn {
    /// Its address.
    pub url: String,
    /// The certificate by which it is known, as PEM.
    pub certificate: String,
    /// What was paid.
    pub ledger: Arc<Ledger>,
    serving: JoinHandle<io::Result<()>>,
}

/// What the parts of it share.
#[derive(Debug, Clone)]
pub(crate) struct Desk {
    pub(crate) keys: Arc<Keys>,
    pub(crate) chance: Arc<Chance>,
    pub(crate) ledger: Arc<Ledger>,
    pub(crate) notices: Notices,
}

impl StandIn {
    /// Begins to serve. Notices go to `callbacks`, followed by `/airtime` or `/electricity`.
    ///
    /// # Errors
    ///
    /// When the address is taken.
    pub async fn start(
        address: SocketAddr,
        keys: Keys,
        seed: u64,
        callbacks: Option<String>,
    ) -> io::Result<Self> {
        // An error means that there is one already, which is just as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let listener = TcpListener::bind(address).await?;
        let url = format!("https://{}", listener.local_addr()?);
        let (tls, certificate) = server::identity();
        let ledger = Arc::new(Ledger::default());
        let desk = Desk {
            keys: Arc::new(keys),
            chance: Arc::new(Chance::new(seed)),
            ledger: ledger.clone(),
            notices: Notices::new(callbacks),
        };
        let routes = Router::new()
            .merge(kemru::routes())
            .merge(vtpass::routes())
            .with_state(desk);
        let serving = tokio::spawn(server::serve(listener, tls, routes));
        Ok(Self {
            url,
            certificate,
            ledger,
            serving,
        })
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        self.serving.abort();
    }
}
