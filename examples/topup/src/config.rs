//! What the environment says, read once.

use std::{env, fmt, fs, net::SocketAddr, path::PathBuf, str::FromStr, time::Duration};

use verbatim_vtpass::runtime::{Error, Secret, reqwest};

use crate::{clerk::Pauses, providers::Providers};

pub(crate) struct Config {
    pub(crate) listen: SocketAddr,
    pub(crate) database: PathBuf,
    /// What callers of the service show.
    pub(crate) api_key: Secret,
    /// What stands in the addresses that the providers were given to report to.
    pub(crate) callback_key: Secret,
    pub(crate) pauses: Pauses,
    pub(crate) providers: Providers,
}

/// Every variable that is missing or wrong. No value is told.
#[derive(Debug)]
pub(crate) struct Faults(Vec<String>);

impl Config {
    /// # Errors
    ///
    /// All that is wrong, at once.
    pub(crate) fn from_env() -> Result<Self, Faults> {
        let mut env = Variables::default();
        let milliseconds = |env: &mut Variables, name, default| {
            Duration::from_millis(env.parsed(name, default, 0))
        };
        let listen = env.parsed("TOPUP_LISTEN", "127.0.0.1:8080", ([127, 0, 0, 1], 0).into());
        let database = env.parsed("TOPUP_DATABASE", "topup.sqlite", PathBuf::new());
        let (api_key, callback_key) = (env.key("TOPUP_API_KEY"), env.key("TOPUP_CALLBACK_KEY"));
        let pauses = Pauses {
            first: milliseconds(&mut env, "TOPUP_FIRST_PAUSE_MS", "15000"),
            longest: milliseconds(&mut env, "TOPUP_LONGEST_PAUSE_MS", "900000"),
            at_once: env.parsed("TOPUP_AT_ONCE", "16", 1),
        };
        let kemru = kemru(&mut env);
        let vtpass = vtpass(&mut env);
        let roots = env.roots("TOPUP_ROOT_CERTIFICATES");
        if !env.faults.is_empty() {
            return Err(Faults(env.faults));
        }
        let http = || {
            roots
                .iter()
                .cloned()
                .fold(reqwest::Client::builder(), |http, it| {
                    http.add_root_certificate(it)
                })
        };
        let kemru = kemru.http(http()).build();
        let vtpass = vtpass.http(http()).build();
        match (kemru, vtpass) {
            (Ok(kemru), Ok(vtpass)) => Ok(Self {
                listen,
                database,
                api_key,
                callback_key,
                pauses,
                providers: Providers { kemru, vtpass },
            }),
            (kemru, vtpass) => {
                let told = |it: Error| format!("{}: {it}", it.provider());
                Err(Faults(
                    [kemru.err(), vtpass.err()]
                        .into_iter()
                        .flatten()
                        .map(told)
                        .collect(),
                ))
            }
        }
    }
}

fn kemru(env: &mut Variables) -> verbatim_kemru::Builder {
    let credentials = verbatim_kemru::Credentials {
        api_key: env.key("KEMRU_API_KEY"),
        merchant_id: env.needed("KEMRU_MERCHANT_ID"),
        security_key: env.key("KEMRU_SECURITY_KEY"),
        access_token: None,
    };
    // One address for all: of the three servers, airtime needs the gateway alone.
    match env.optional("KEMRU_URL") {
        Some(url) => {
            let environment = verbatim_kemru::Environment::Live {
                gateway: url.clone(),
                members: url.clone(),
                developer: url,
            };
            verbatim_kemru::Client::builder(credentials, environment)
        }
        None => verbatim_kemru::Client::builder(credentials, verbatim_kemru::Environment::Sandbox),
    }
}

fn vtpass(env: &mut Variables) -> verbatim_vtpass::Builder {
    let credentials = verbatim_vtpass::Credentials::ApiKeys {
        api_key: env.key("VTPASS_API_KEY"),
        public_key: env.key("VTPASS_PUBLIC_KEY"),
        secret_key: env.key("VTPASS_SECRET_KEY"),
    };
    match env.optional("VTPASS_URL") {
        Some(url) => {
            verbatim_vtpass::Client::builder(credentials, verbatim_vtpass::Environment::Live)
                .api(url)
        }
        None => {
            verbatim_vtpass::Client::builder(credentials, verbatim_vtpass::Environment::Sandbox)
        }
    }
}

/// Reads variables, and remembers what is wrong with them.
#[derive(Default)]
struct Variables {
    faults: Vec<String>,
}

impl Variables {
    fn optional(&self, name: &str) -> Option<String> {
        env::var(name).ok().filter(|it| !it.is_empty())
    }

    fn needed(&mut self, name: &str) -> String {
        self.optional(name).unwrap_or_else(|| {
            self.faults.push(format!("{name} is not set"));
            String::new()
        })
    }

    fn key(&mut self, name: &str) -> Secret {
        self.needed(name).into()
    }

    fn parsed<T: FromStr>(&mut self, name: &str, default: &str, otherwise: T) -> T {
        let value = self.optional(name);
        let value = value.as_deref().unwrap_or(default).parse();
        value.unwrap_or_else(|_| {
            self.faults
                .push(format!("{name} cannot be read; for example: {default}"));
            otherwise
        })
    }

    /// Further authorities to trust, in a PEM file; none where none is named.
    fn roots(&mut self, name: &str) -> Vec<reqwest::Certificate> {
        let Some(file) = self.optional(name) else {
            return Vec::new();
        };
        let read = fs::read(file).map_err(|it| it.to_string());
        let roots = read
            .and_then(|it| reqwest::Certificate::from_pem_bundle(&it).map_err(|it| it.to_string()));
        roots.unwrap_or_else(|why| {
            self.faults
                .push(format!("{name} names no file of certificates: {why}"));
            Vec::new()
        })
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the environment is not complete: {}", self.0.join("; "))
    }
}

impl std::error::Error for Faults {}
