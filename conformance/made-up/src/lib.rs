//! Clients of providers that do not exist, made by the build script: what a crate outside of this
//! workspace would have.
//!
//! Each client is one file that is included; this crate depends on the runtime alone.

#![deny(warnings, missing_docs)]

/// Uses every word of the spec language.
pub mod acme {
    include!(concat!(env!("OUT_DIR"), "/acme.rs"));
}

/// The worst names and texts that a spec may hold.
pub mod hostile {
    include!(concat!(env!("OUT_DIR"), "/hostile.rs"));
}

/// Only listens: callbacks, and nothing to call.
pub mod listener {
    include!(concat!(env!("OUT_DIR"), "/listener.rs"));
}

/// Only answers: one operation, no credential, no code, no callback.
pub mod quiet {
    include!(concat!(env!("OUT_DIR"), "/quiet.rs"));
}
