//! What a call leaves open, as a value that can be stored.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    operation::Operation,
    outcome::Resolution,
    value::{Request, Value},
};

/// What a call left open: who was called, and how it can be found out what came of it.
///
/// It is a plain value, to be stored beside the request and settled later, by another process if
/// need be: `client.resolve(&open, &patience)`. It holds references and nothing else of the call.
/// `Debug` does not show them, since a reference of your own may be anything.
///
/// ```
/// # let stored = r#"{"provider":"vtpass","operation":"pay_prepaid",
/// #     "resolution":{"query_with_our_reference":"requery"},
/// #     "their_reference":null,"our_reference":"202601020304abcd"}"#;
/// use verbatim_runtime::{Open, Resolution};
///
/// let open: Open = serde_json::from_str(stored).unwrap();
/// assert!(matches!(open.resolution, Resolution::QueryWithOurReference(_)));
/// assert!(open.can_be_asked());
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Open {
    /// The provider's name.
    pub provider: String,
    /// The operation that was called.
    pub operation: String,
    /// What is left to do.
    pub resolution: Resolution<String>,
    /// The provider's reference, where a reply named it.
    pub their_reference: Option<String>,
    /// Our own reference, where the request has one.
    pub our_reference: Option<String>,
}

impl Open {
    /// What is open of a request of which nothing is known: it was stored, and nobody knows whether
    /// it was sent.
    ///
    /// Where the provider can be asked with the reference that the request holds, this can be
    /// resolved. A request that only reads leaves nothing open; its resolution is
    /// [`Nothing`](Resolution::Nothing).
    pub fn of<R: Request>(request: &R) -> Self {
        let operation = R::OPERATION;
        let (_, resolution) = operation.left_open();
        Self {
            provider: operation.provider.name.to_owned(),
            operation: operation.name.to_owned(),
            resolution: resolution.into(),
            their_reference: None,
            our_reference: ours(operation, &request.values()),
        }
    }

    /// Whether the provider can be asked: there is a query, and the reference that it takes.
    pub fn can_be_asked(&self) -> bool {
        self.asks().is_some()
    }

    /// The query, and the reference that it takes.
    pub(crate) fn asks(&self) -> Option<(&str, &str)> {
        match &self.resolution {
            Resolution::QueryWithTheirReference(query) => {
                Some((query, self.their_reference.as_deref()?))
            }
            Resolution::QueryWithOurReference(query) => {
                Some((query, self.our_reference.as_deref()?))
            }
            Resolution::Nothing
            | Resolution::OnlyByCallback(_)
            | Resolution::CreateAgain
            | Resolution::OnlyByHand => None,
        }
    }
}

/// Our own reference among the values of a request.
pub(crate) fn ours(operation: &Operation, values: &[Option<Value>]) -> Option<String> {
    match operation.ours.and_then(|index| values.get(index)) {
        Some(Some(Value::Text(text) | Value::Number(text))) => Some(text.clone()),
        _ => None,
    }
}

impl fmt::Debug for Open {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let masked = |it: &Option<String>| it.as_ref().map(|_| format_args!("***").to_string());
        f.debug_struct("Open")
            .field("provider", &self.provider)
            .field("operation", &self.operation)
            .field("resolution", &self.resolution)
            .field("their_reference", &masked(&self.their_reference))
            .field("our_reference", &masked(&self.our_reference))
            .finish()
    }
}
