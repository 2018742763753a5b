//! The real transport over reqwest, which a caller's own builder takes.

#[path = "http/cases.rs"]
mod cases;
#[path = "made_up/client.rs"]
mod made_up;

use verbatim_runtime::{Limits, reqwest, rt::Setup};

const USER_AGENT: &str = "a service";

fn way(setup: Setup, _: Limits) -> Setup {
    let builder = reqwest::Client::builder().no_proxy();
    setup.http(builder.user_agent(USER_AGENT))
}
