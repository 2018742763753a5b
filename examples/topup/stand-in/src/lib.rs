//! Plays Kemru and VTpass over HTTPS for the example service, badly on purpose: replies are late
//! or, of VTpass, lost or cannot be read, payments are carried out after the caller is gone, and notices come
//! before the reply, long after it, and of what was refused, too. It counts what was paid.
//!
//! It knows as much of the two as the service needs: it checks keys and signatures, refuses a
//! reference that was used at VTpass, and pays at Kemru whatever comes, twice if it comes twice.

mod chance;
mod kemru;
mod ledger;
mod notices;
mod server;
mod stand_in;
mod vtpass;

pub use chance::Chance;
pub use ledger::{Fate, Ledger, Payment, Shop};
pub use stand_in::{Keys, StandIn};
