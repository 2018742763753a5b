//! A session of recording: the proxy on its own thread, each exchange made a fixture as it comes.

use std::fmt::Display;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::thread;

use jiff::civil::Date;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::TlsAcceptor;
use verbatim_codegen::model::Provider;
use verbatim_runtime::dispatch::Clients;

use super::Unwritten;
use super::matching::Addresses;
use super::proxy::{Passed, Proxy, Upstreams};
use super::recorder::Recorder;
use super::shelf::{Put, Shelf};
use crate::code::Code;
use crate::fixture::Setup;

/// What is recorded, and how.
pub struct Session<'a> {
    /// The clients that must replay what is written.
    pub clients: &'a dyn Clients,
    /// Whose requests they are.
    pub provider: Provider,
    /// What stands for credentials.
    pub setup: Setup,
    /// The file that says so.
    pub setup_file: PathBuf,
    /// The paths that the service was given where the document prints none, by the setting.
    pub settings: Vec<(String, String)>,
    /// The operations that are meant where several have one address.
    pub meant: Vec<String>,
    /// Where requests go.
    pub to: Upstreams,
    /// The PEM files of a certificate and its key, where the proxy is met over TLS.
    pub identity: Option<(PathBuf, PathBuf)>,
    /// The folder of fixtures, with one folder per provider.
    pub out: PathBuf,
    /// The day.
    pub date: Date,
    /// Ends after so many exchanges.
    pub count: Option<usize>,
}

/// What became of an exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recorded {
    /// It is a fixture.
    Written {
        /// Of this operation.
        operation: String,
        /// In this file.
        file: PathBuf,
        /// So many members and items of its replies were left out that the spec does not have.
        dropped: usize,
        /// Whether the body of the request had white space between its tokens, which is not written.
        spaced: bool,
    },
    /// A fixture says the same.
    Same {
        /// Of this operation.
        operation: String,
        /// In this file.
        file: PathBuf,
        /// As of one that is written.
        spaced: bool,
    },
    /// It is none.
    Unwritten {
        /// What kind of reason there is.
        code: Code,
        /// Of this operation, where it is known.
        operation: Option<String>,
        /// Why; nothing of what was on the wire stands in it.
        why: String,
    },
    /// There was no exchange.
    Lost {
        /// Why.
        why: String,
    },
}

impl Session<'_> {
    /// Records what comes in at `listener`, and tells each exchange.
    ///
    /// # Errors
    ///
    /// The machine cannot do it, or a file cannot be written.
    pub fn run(self, listener: TcpListener, tell: &mut dyn FnMut(Recorded)) -> Result<(), String> {
        let identity = self
            .identity
            .map(|(certificate, key)| identity(&certificate, &key));
        let identity = identity.transpose()?;
        let shelf = Shelf::open(&self.out, &self.provider.name, &self.setup_file, self.date);
        let shelf = shelf.map_err(|it| format!("nothing can be written: {it}"))?;
        let mut settings = self.setup.settings.clone();
        settings.retain(|it| !self.settings.iter().any(|given| given.0 == it.0));
        settings.extend(self.settings);
        let addresses = Addresses {
            settings,
            meant: self.meant,
        };
        let (provider, setup) = (self.provider, self.setup);
        let proxy = Proxy::new(provider.clone(), addresses.clone(), self.to, identity)?;
        let mut recorder = Recorder::new(self.clients, provider, setup, addresses, self.date)?;
        let (sender, receiver) = channel();
        let count = self.count;
        let proxy = thread::spawn(move || proxy.run(listener, count, &sender));
        for passed in receiver {
            let traffic = match passed {
                Passed::Traffic(traffic) => traffic,
                Passed::Lost(why) => {
                    tell(Recorded::Lost { why });
                    continue;
                }
            };
            tell(match recorder.take(&traffic) {
                Ok(made) => match shelf.put(&made) {
                    Ok(Put::Written(file)) => Recorded::Written {
                        operation: made.operation,
                        file,
                        dropped: made.dropped,
                        spaced: made.spaced,
                    },
                    Ok(Put::Same(file)) => Recorded::Same {
                        operation: made.operation,
                        file,
                        spaced: made.spaced,
                    },
                    // The proxy ends with the process.
                    Err(why) => return Err(format!("a fixture cannot be written: {why}")),
                },
                Err(Unwritten {
                    code,
                    operation,
                    why,
                }) => Recorded::Unwritten {
                    code,
                    operation,
                    why,
                },
            });
        }
        match proxy.join() {
            Ok(Ok(())) => Ok(()),
            Ok(Err(why)) => Err(format!("the proxy cannot listen: {why}")),
            Err(_) => Err("the proxy panicked".to_owned()),
        }
    }
}

/// The proxy's side of TLS; ring does the work, as it does for calls.
fn identity(certificate: &Path, key: &Path) -> Result<TlsAcceptor, String> {
    let unread = |file: &Path, why: &dyn Display| format!("{} is no PEM: {why}", file.display());
    let certificates = CertificateDer::pem_file_iter(certificate)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|it| unread(certificate, &it))?;
    let private = PrivateKeyDer::from_pem_file(key).map_err(|it| unread(key, &it))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|it| {
            it.with_no_client_auth()
                .with_single_cert(certificates, private)
        })
        .map_err(|it| format!("{} cannot be used: {it}", certificate.display()))?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}
