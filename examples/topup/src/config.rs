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
        let roots = env.roots("TOPUP_ROOT_CERTIFICATES");
        let kemru = env.client(verbatim_kemru::Builder::from_env("KEMRU").and_then(|it| {
            let trusting = roots.iter().cloned();
            trusting
                .fold(it, verbatim_kemru::Builder::root_certificate)
                .build()
        }));
        let vtpass = env.client(verbatim_vtpass::Builder::from_env("VTPASS").and_then(|it| {
            let trusting = roots.iter().cloned();
            trusting
                .fold(it, verbatim_vtpass::Builder::root_certificate)
                .build()
        }));
        match (kemru, vtpass) {
            (Some(kemru), Some(vtpass)) if env.faults.is_empty() => Ok(Self {
                listen,
                database,
                api_key,
                callback_key,
                pauses,
                providers: Providers { kemru, vtpass },
            }),
            _ => Err(Faults(env.faults)),
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

    /// A key, which has no default.
    fn key(&mut self, name: &str) -> Secret {
        let key = self.optional(name).unwrap_or_else(|| {
            self.faults.push(format!("{name} is not set"));
            String::new()
        });
        key.into()
    }

    /// A client, whose variables are its own; the error names them.
    fn client<T>(&mut self, client: Result<T, Error>) -> Option<T> {
        client
            .map_err(|it| self.faults.push(format!("{}: {it}", it.provider())))
            .ok()
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
        f.write_str("the environment is not complete:")?;
        self.0.iter().try_for_each(|it| write!(f, "\n- {it}"))
    }
}

impl std::error::Error for Faults {}
