//! The real transport over the connections below reqwest, which is the way where nothing is set.

#[path = "http/cases.rs"]
mod cases;
#[path = "made_up/client.rs"]
mod made_up;

use std::sync::Arc;

use verbatim_runtime::{HttpTransport, Limits, rt::Setup};

const USER_AGENT: &str = concat!("verbatim/", env!("CARGO_PKG_VERSION"));

fn way(setup: Setup, limits: Limits) -> Setup {
    let direct = HttpTransport::direct(limits).expect("a transport");
    setup.transport(Arc::new(direct))
}
