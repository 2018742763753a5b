//! The audit lane: a sample of mutants is generated again and compiled, and must be noticed by the same
//! fixtures as in the oracle.
//!
//! The fast lane takes the oracle's word for what a changed spec makes a client do. Here the client of
//! the changed spec is made and asked.

mod compare;
mod sample;
mod scratch;

pub(crate) use compare::unchanged;
pub use compare::{Audit, Audited, Compiled, Evidence, Split, audit};
pub use sample::{Classes, Picked, classes, pick};
pub use scratch::{Member, Scratch};
