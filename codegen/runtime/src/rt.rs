//! The face that generated code sees. Not for people: it may change in any release.

pub use crate::Reason;
pub use crate::auth::{Auth, Lives, Token, Way};
#[cfg(feature = "blocking")]
pub use crate::blocking::Waiter;
pub use crate::callback::{
    CallbackRule, Inbound, Values, Verdict, answer, duplicate_key, hear, said, said_by,
};
pub use crate::client::Core;
pub use crate::coded::Coded;
pub use crate::dialogue::dialogue;
pub use crate::dispatch;
pub use crate::fate::Fate;
pub use crate::json::{Items, Json, Members, Unreadable};
pub use crate::made::{Made, Nonce};
#[cfg(feature = "time")]
pub use crate::moment::Moment;
pub use crate::operation::{Method, Operation};
pub use crate::pages::Paging;
pub use crate::provider::{CodeRow, CredentialRow, Environment, Provider, Server};
pub use crate::reference::{Charset, ReferenceRule};
pub use crate::scheme::{Algorithm, Encoding, Part, Scheme};
pub use crate::seal::{Seal, hear_verified};
pub use crate::sentence::Pieces;
pub use crate::setup::Setup;
pub use crate::slot::{Rule, Slot};
pub use crate::value::{Request, ToValue, Value, value};
pub use crate::wire::Wire;
pub use crate::writer::{ArrayWriter, ObjectWriter, Writer};
pub use crate::{
    blocking, callback, client, coded, confirm, extract, positional, record, reference, request,
    sentence,
};
pub use serde;

/// Waits for an example of the documentation.
///
/// # Panics
///
/// When it ends in an error.
pub fn example(it: impl Future<Output = Result<(), crate::Error>>) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build();
    let ended = runtime.expect("a runtime of this thread").block_on(it);
    ended.expect("the example holds");
}

/// The name in the spec of a member: a word of Rust has an underscore behind it, and no name of a spec
/// ends in one.
pub fn name(member: &'static str) -> &'static str {
    member.strip_suffix('_').unwrap_or(member)
}

/// Stops the compiler when code was generated for another release of the runtime: what it says
/// to this one may mean something else there.
///
/// # Panics
///
/// When `version` is not this release; only ever called by the compiler.
pub const fn generated_for(version: &str) {
    let (theirs, ours) = (version.as_bytes(), env!("CARGO_PKG_VERSION").as_bytes());
    let mut index = 0;
    let mut same = theirs.len() == ours.len();
    while same && index < ours.len() {
        same = theirs[index] == ours[index];
        index += 1;
    }
    assert!(
        same,
        "generated for another release of verbatim-runtime: run `cargo codegen` of this one"
    );
}
