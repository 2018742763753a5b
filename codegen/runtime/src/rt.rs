//! The face that generated code sees. Not for people: it may change in any release.

pub use crate::callback::{CallbackRule, Inbound, Verdict, hear, inputs, said, said_by};
pub use crate::client::Core;
pub use crate::coded::Coded;
pub use crate::dispatch;
pub use crate::json::{Items, Json, Members, Unreadable};
pub use crate::operation::{
    Algorithm, CodeRow, CredentialRow, Encoding, Environment, Method, Operation, Part, Provider,
    Scheme, Server,
};
pub use crate::setup::Setup;
pub use crate::slot::{Rule, Slot};
pub use crate::value::{Request, ToValue, Value, value};
pub use crate::wire::Wire;
pub use crate::writer::{ArrayWriter, ObjectWriter, Writer};
pub use crate::{coded, positional, record, request};
pub use serde;
