//! From what a callback says to whether the provider says it, too.

use std::borrow::Cow;
use std::cmp::Ordering;

use verbatim_codegen::model::{Callback, Outcome, Provider};

use crate::call::queries;
use crate::callback::hear;
use crate::json::{Fault, Node};
use crate::merchant::{Merchant, knows};
use crate::number::{compare, is_amount};
use crate::settle::{Question, Settled};
use crate::{Delivery, Failure, Reply, Request, Setup, certainty, kind};

/// What was asked after a callback, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirming {
    /// What was sent, in order.
    pub sent: Vec<Request>,
    /// What is known of the callback then.
    pub end: Result<Confirmed, Failure>,
}

/// Whether the provider says what a callback says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmed {
    /// `confirmed`, `contradicted` or `not_yet`.
    pub word: &'static str,
    /// What the provider says of the call.
    pub settled: Settled,
    /// Where the callback has values that the provider says otherwise, in the order of the spec.
    pub differs: Vec<String>,
}

/// Asks once whether the provider says what a callback says.
pub(crate) fn confirm(
    provider: &Provider,
    setup: &Setup,
    callback: &Callback,
    it: &Delivery,
    replies: &[Reply],
) -> Confirming {
    let nothing = |end| Confirming {
        sent: Vec::new(),
        end,
    };
    if !knows(provider, setup) || Merchant::new(provider, setup).is_none() {
        let refused = Failure::new(kind::CONFIGURATION, certainty::NOT_SENT);
        return nothing(Err(Failure {
            at_setup: true,
            ..refused
        }));
    }
    let heard = match hear(provider, callback, it) {
        Ok(heard) => heard,
        Err(failure) => return nothing(Err(failure)),
    };
    let Some(name) = &callback.confirm else {
        let fault = Failure::new(kind::CONFIGURATION, certainty::NOT_SENT);
        return nothing(Err(fault));
    };
    let not_yet = Confirmed {
        word: "not_yet",
        settled: Settled {
            word: "still_open",
            code: None,
            detail: None,
            message: None,
            reference: None,
            left: Some(format!("query_with_their_reference {name}")),
        },
        differs: Vec::new(),
    };
    let Some(reference) = &heard.reference else {
        return nothing(Ok(not_yet));
    };
    let query = provider.operation(name);
    let Some((query, fate)) = query.and_then(|it| Some((it, it.fate.as_ref()?))) else {
        let fault = Failure::new(kind::CONFIGURATION, certainty::UNKNOWN);
        return nothing(Err(fault));
    };
    let question = Question {
        query,
        fate,
        reference,
    };
    let (sent, end) = queries(provider, setup, &question, 1, replies);
    let end = end.map(|told| match told {
        Some((settled, body)) => {
            let differs = otherwise(callback, heard.body.as_bytes(), &body);
            let claims = match heard.outcome {
                Some(Outcome::Succeeded) => Some("succeeded"),
                Some(Outcome::Rejected) => Some("rejected"),
                // Who says that nothing is decided has said nothing that could be wrong by now.
                Some(Outcome::Pending | Outcome::Unknown) | None => None,
            };
            let agree = differs.is_empty() && claims.is_none_or(|it| it == settled.word);
            Confirmed {
                word: if agree { "confirmed" } else { "contradicted" },
                settled,
                differs,
            }
        }
        None => not_yet,
    });
    Confirming { sent, end }
}

/// Where callback and reply both have a value, and not the same.
fn otherwise(callback: &Callback, here: &[u8], there: &[u8]) -> Vec<String> {
    let (Ok(here), Ok(there)) = (Node::read(here), Node::read(there)) else {
        return Vec::new();
    };
    let said = |it: &Result<Option<Cow<'_, str>>, Fault>| match it {
        Ok(text) => text.as_ref().is_some_and(|it| !it.is_empty()),
        Err(_) => true,
    };
    let differ = |it: &&(String, String)| {
        let (a, b) = (here.scalar(&it.0), there.scalar(&it.1));
        said(&a) && said(&b) && {
            match (a, b) {
                (Ok(Some(a)), Ok(Some(b))) if is_amount(&a) && is_amount(&b) => {
                    compare(&a, &b) != Some(Ordering::Equal)
                }
                (Ok(a), Ok(b)) => a != b,
                // Nobody knows what one of the two says.
                (_, _) => true,
            }
        }
    };
    let differ = callback.agrees.iter().filter(differ);
    differ.map(|it| it.0.clone()).collect()
}
