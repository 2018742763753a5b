//! From what a call left open to what came of it, by the provider's query.

use verbatim_codegen::model::{Effect, Fate, Operation, Outcome, Provider};

use crate::call::{Called, End, queries};
use crate::json::{Fault, Node};
use crate::{Failure, Reply, Request, Setup, certainty, kind};

/// What was asked after a call, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settling {
    /// The queries that were sent, in order.
    pub sent: Vec<Request>,
    /// What is known of the call then.
    pub end: Result<Settled, Failure>,
}

/// What came of a call that was left open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// `succeeded`, `rejected` or `still_open`.
    pub word: &'static str,
    /// The code of the reply that settled it.
    pub code: Option<String>,
    /// What stands beside that code.
    pub detail: Option<String>,
    /// The provider's message.
    pub message: Option<String>,
    /// The provider's reference.
    pub reference: Option<String>,
    /// Of what is still open: what is left to do.
    pub left: Option<String>,
}

/// What a question is about.
pub(crate) struct Question<'a> {
    pub(crate) query: &'a Operation,
    pub(crate) fate: &'a Fate,
    pub(crate) reference: &'a str,
}

/// Asks what came of a call, until at least so many requests were sent; `None` where it left nothing
/// open.
pub(crate) fn settle(
    provider: &Provider,
    setup: &Setup,
    operation: &str,
    called: &Called,
    most: usize,
    replies: &[Reply],
) -> Option<Settling> {
    let operation = provider.operation(operation)?;
    let (left, theirs, ours) = match &called.end {
        End::Answered(it) if it.outcome == Outcome::Pending => {
            (&it.left, &it.reference, &it.our_reference)
        }
        End::Failed(it) if it.certainty == certainty::UNKNOWN => {
            (&it.left, &it.reference, &it.our_reference)
        }
        End::Answered(_) | End::Failed(_) | End::Inexpressible(_) | End::UnknownName => {
            return None;
        }
    };
    if operation.effect == Effect::Reads {
        return None;
    }
    let still = Settled {
        word: "still_open",
        code: None,
        detail: None,
        message: None,
        reference: None,
        left: Some(left.0.clone()),
    };
    let nothing = |end| Settling {
        sent: Vec::new(),
        end,
    };
    let reference = match left.0.split_once(' ') {
        Some(("query_with_their_reference", name)) => theirs.as_deref().map(|it| (name, it)),
        Some(("query_with_our_reference", name)) => ours.as_deref().map(|it| (name, it)),
        Some(_) | None => None,
    };
    let Some((name, reference)) = reference else {
        return Some(nothing(Ok(still)));
    };
    let Some(query) = provider.operation(name) else {
        let fault = Failure::new(kind::CONFIGURATION, certainty::UNKNOWN);
        return Some(nothing(Err(fault)));
    };
    let Some(fate) = &query.fate else {
        return Some(nothing(Ok(still)));
    };
    let question = Question {
        query,
        fate,
        reference,
    };
    let (sent, end) = queries(provider, setup, &question, most, replies);
    Some(Settling {
        sent,
        end: end.map(|found| found.map_or(still, |it| it.0)),
    })
}

/// What a readable reply says of the call: done, not done, or nothing.
pub(crate) fn fate(
    fate: &Fate,
    (code, outcome): (Option<&str>, Outcome),
    node: &Node<'_>,
    reference: &str,
) -> Option<Outcome> {
    for pointer in &fate.names {
        match node.scalar(pointer).ok()? {
            None => {}
            Some(named) if named.is_empty() || named == reference => {}
            // It speaks of another call.
            Some(_) => return None,
        }
    }
    let by_code = code.filter(|code| fate.codes.iter().any(|it| it == code));
    let by_code = by_code.map(|_| outcome);
    let by_word = match word(node, &fate.places) {
        Ok(Some(word)) => {
            let mut rows = fate.words.iter();
            rows.find(|it| it.wire == word).map(|it| it.outcome)
        }
        Ok(None) => None,
        Err(_) => Some(Outcome::Unknown),
    };
    let said = match (by_code, by_word) {
        (Some(a), Some(b)) => (a == b).then_some(a),
        (Some(it), None) => Some(it),
        // What stands in a reply that is no answer says nothing.
        (None, Some(it)) => (outcome == Outcome::Succeeded).then_some(it),
        (None, None) => None,
    };
    said.filter(|it| [Outcome::Succeeded, Outcome::Rejected].contains(it))
}

/// The word at the first of these places that is not left blank.
fn word(node: &Node<'_>, places: &[String]) -> Result<Option<String>, Fault> {
    for place in places {
        if let Some(word) = node.scalar(place)? {
            return Ok(Some(word.into_owned()));
        }
    }
    Ok(None)
}
