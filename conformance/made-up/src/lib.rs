//! Clients of providers that do not exist, made by the build script: what a crate outside of this
//! workspace would have.
//!
//! Each client is one file that is included; this crate depends on the runtime alone. A folder below
//! `specs` is all that a further one needs; its fixtures stand in `fixtures`.

#![deny(warnings, missing_docs)]

use verbatim_runtime::rt::dispatch::{Answer, Callback, Clients, Failed, Setup};
use verbatim_runtime::{BoxFuture, Open, Patience, Settled};

/// All clients of this crate, by name, for the runner of fixtures.
#[derive(Debug, Clone, Copy)]
pub struct MadeUp;

/// What `generated/clients` has, for the clients of this crate.
macro_rules! by_name {
    ($($name:ident)*) => {
        impl Clients for MadeUp {
            fn providers(&self) -> &'static [&'static str] {
                &[$(stringify!($name)),*]
            }

            fn call<'a>(
                &'a self,
                provider: &'a str,
                setup: Setup,
                operation: &'a str,
                input: &'a str,
            ) -> BoxFuture<'a, Result<Answer, Failed>> {
                match provider {
                    $(stringify!($name) => Box::pin($name::dispatch::call(setup, operation, input)),)*
                    _ => Box::pin(std::future::ready(Err(unknown(provider)))),
                }
            }

            fn resolve<'a>(
                &'a self,
                provider: &'a str,
                setup: Setup,
                open: &'a Open,
                patience: Patience,
            ) -> BoxFuture<'a, Result<Settled, Failed>> {
                match provider {
                    $(stringify!($name) => Box::pin($name::dispatch::resolve(setup, open, patience)),)*
                    _ => Box::pin(std::future::ready(Err(unknown(provider)))),
                }
            }

            fn callbacks(&self, provider: &str) -> &'static [Callback] {
                match provider {
                    $(stringify!($name) => $name::dispatch::CALLBACKS,)*
                    _ => &[],
                }
            }
        }
    };
}

fn unknown(provider: &str) -> Failed {
    Failed::UnknownName(provider.to_owned())
}

include!(concat!(env!("OUT_DIR"), "/all.rs"));
