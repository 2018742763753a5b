//! An opinion against the authored halves of its fixture: the first thing that does not hold.

use verbatim_codegen::model::{Effect, Outcome, Provider};
use verbatim_oracle::{Answer, Called, End, Failure, Heard, Left, Request};

use super::{Delivered, Opinion};
use crate::fixture::{
    self, AnswerExpect, Body, CallExpect, Case, Delivery, DeliveryExpect, ErrorExpect, Fixture,
    HeardExpect, LeftExpect, Row,
};
use crate::play::{codes_of_delivery, codes_of_row};

/// What shows that an opinion is another one than the author's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Observer {
    /// The request: method, URL, headers, body.
    Bytes,
    /// Whether a request leaves at all.
    Refusal,
    /// What the provider said: outcome, code, message, references.
    Outcome,
    /// What an error leaves known, and how it is resolved.
    Certainty,
    /// The typed value.
    Member,
    /// What a callback is answered.
    Answer,
}

impl Observer {
    /// Its name in reports.
    pub const fn word(self) -> &'static str {
        match self {
            Observer::Bytes => "bytes",
            Observer::Refusal => "refusal",
            Observer::Outcome => "outcome",
            Observer::Certainty => "certainty",
            Observer::Member => "typed_member",
            Observer::Answer => "answer",
        }
    }
}

/// The first thing that is not as the fixture says; `None` when everything holds. `provider` is the
/// spec that the fixture was written for, `by` the one that the opinion goes by.
pub fn objection(
    provider: &Provider,
    by: &Provider,
    fixture: &Fixture,
    opinion: &Opinion,
) -> Option<Observer> {
    match (&fixture.case, opinion) {
        (Case::Call(call), Opinion::Calls(calls)) => {
            let reads = provider.operation(&call.operation);
            let reads = reads.is_some_and(|it| it.effect == Effect::Reads);
            let plays = call.rows.iter().flat_map(|row| {
                let codes = codes_of_row(row).into_iter();
                codes.map(move |code| (row, code))
            });
            let mut found = plays.zip(calls);
            found.find_map(|((row, code), called)| {
                sent(row, called).or_else(|| ended(row, code.as_deref(), reads, called))
            })
        }
        (Case::Delivery(delivery), Opinion::Deliveries(deliveries)) => {
            let callback = by.callback(&delivery.callback);
            if callback.is_none_or(|it| it.method != delivery.method) {
                return Some(Observer::Bytes);
            }
            let codes = codes_of_delivery(delivery).into_iter();
            let mut plays = codes.zip(deliveries);
            plays.find_map(|(code, it)| delivered(delivery, code.as_deref(), it))
        }
        (Case::Call(_), Opinion::Deliveries(_)) | (Case::Delivery(_), Opinion::Calls(_)) => {
            Some(Observer::Refusal)
        }
    }
}

fn sent(row: &Row, called: &Called) -> Option<Observer> {
    let meant: Vec<&fixture::Request> = row.requests().collect();
    if meant.is_empty() != called.sent.is_empty() {
        return Some(Observer::Refusal);
    }
    if meant.len() != called.sent.len() {
        return Some(Observer::Bytes);
    }
    let mut pairs = meant.iter().zip(&called.sent);
    (!pairs.all(|(meant, sent)| same(meant, sent))).then_some(Observer::Bytes)
}

fn same(meant: &fixture::Request, sent: &Request) -> bool {
    let body = match &meant.body {
        Body::Empty => "",
        Body::Json(json) => json.compact(),
        Body::Text(text) => text,
    };
    meant.method == sent.method
        && meant.url == sent.url
        && body.as_bytes() == sent.body
        && headers(&meant.headers) == headers(&sent.headers)
}

fn headers(all: &[(String, String)]) -> Vec<(String, &str)> {
    let lower = |it: &'_ (String, String)| it.0.to_ascii_lowercase();
    let mut res: Vec<_> = all.iter().map(|it| (lower(it), it.1.as_str())).collect();
    res.sort();
    res
}

fn ended(row: &Row, code: Option<&str>, reads: bool, called: &Called) -> Option<Observer> {
    // The reply of the last request.
    let at = called.sent.len().clamp(1, row.replies().count().max(1)) - 1;
    let status = row.replies().nth(at).map(|it| it.status);
    match (&row.expect, &called.end) {
        (CallExpect::Answer(meant), End::Answered(it)) => answer(meant, it, status),
        (CallExpect::Error(meant), End::Failed(it)) => failed(meant, it, status),
        (CallExpect::Inexpressible(meant), End::Inexpressible(why)) => {
            let named = meant.contains("missing field") || meant.contains("unknown field");
            (named && !why.contains(meant.as_str())).then_some(Observer::Refusal)
        }
        (CallExpect::Codes(codes), end) => {
            let outcome = codes.iter().find(|it| Some(it.0.as_str()) == code)?.1;
            of_code(code, outcome, reads, end, status)
        }
        (CallExpect::Inexpressible(_), _) | (_, End::Inexpressible(_) | End::UnknownName) => {
            Some(Observer::Refusal)
        }
        (CallExpect::Answer(_), End::Failed(it)) if it.kind == "unreadable" => {
            Some(Observer::Member)
        }
        (CallExpect::Answer(_) | CallExpect::Error(_), _) => Some(Observer::Outcome),
    }
}

fn answer(meant: &AnswerExpect, it: &Answer, status: Option<u16>) -> Option<Observer> {
    let said = meant.outcome == it.outcome
        && Some(it.status) == status
        && meant.code == it.code
        && meant.detail == it.detail
        && meant.message == it.message
        && meant.reference == it.reference;
    if !said {
        return Some(Observer::Outcome);
    }
    if !left(&meant.left, it.our_reference.as_deref(), &it.left) {
        return Some(Observer::Certainty);
    }
    (meant.body.compact() != it.body).then_some(Observer::Member)
}

fn failed(meant: &ErrorExpect, it: &Failure, status: Option<u16>) -> Option<Observer> {
    let read = ["status", "rejected", "unclear", "unreadable"].contains(&it.kind);
    let told = it.status.is_some() || (read && status.is_some());
    let outcome = meant.outcome.is_none_or(|meant| {
        // Nothing said is unknown.
        meant == it.outcome.unwrap_or(Outcome::Unknown)
    });
    let said = outcome
        && meant.kind == it.kind
        && (!told || it.status == status)
        && meant.code == it.code
        && meant.detail == it.detail
        && meant.message == it.message
        && meant.reference == it.reference
        && meant.path == it.path;
    if !said {
        return Some(Observer::Outcome);
    }
    let open =
        meant.certainty == it.certainty && left(&meant.left, it.our_reference.as_deref(), &it.left);
    (!open).then_some(Observer::Certainty)
}

fn left(meant: &LeftExpect, ours: Option<&str>, it: &Left) -> bool {
    let reference = meant.our_reference.as_deref();
    let resolution = meant.resolution.as_deref();
    reference.is_none_or(|it| Some(it) == ours) && resolution.is_none_or(|meant| meant == it.0)
}

fn of_code(
    code: Option<&str>,
    outcome: Outcome,
    reads: bool,
    end: &End,
    status: Option<u16>,
) -> Option<Observer> {
    let (kind, certainty) = match (outcome, reads) {
        (Outcome::Succeeded | Outcome::Pending, _) => ("", ""),
        (Outcome::Rejected, _) => ("rejected", "not_applied"),
        (Outcome::Unknown, true) => ("unclear", "not_applied"),
        (Outcome::Unknown, false) => ("unclear", "unknown"),
    };
    match end {
        End::Answered(it) => {
            let same = it.outcome == outcome && it.code.as_deref() == code;
            (!same || Some(it.status) != status).then_some(Observer::Outcome)
        }
        End::Failed(it) => {
            let same = it.outcome == Some(outcome) && it.code.as_deref() == code;
            if !same || it.kind != kind || it.status != status {
                return Some(Observer::Outcome);
            }
            (it.certainty != certainty).then_some(Observer::Certainty)
        }
        End::Inexpressible(_) | End::UnknownName => Some(Observer::Refusal),
    }
}

fn delivered(delivery: &Delivery, code: Option<&str>, it: &Delivered) -> Option<Observer> {
    match (&delivery.expect, &it.end) {
        (DeliveryExpect::Heard(meant), Ok(heard)) => {
            self::heard(meant, heard).or_else(|| match (&meant.answer, &it.answer) {
                (None, _) => None,
                (Some(meant), Some(it)) => {
                    let same = meant.status == it.status
                        && meant.content_type == it.content_type
                        && meant.body == it.body;
                    (!same).then_some(Observer::Answer)
                }
                (Some(_), None) => Some(Observer::Answer),
            })
        }
        (DeliveryExpect::Error(meant), Err(it)) => failed(meant, it, None),
        (DeliveryExpect::Codes(codes), Ok(heard)) => {
            let outcome = codes.iter().find(|it| Some(it.0.as_str()) == code)?.1;
            let same = heard.outcome == Some(outcome) && heard.code.as_deref() == code;
            (!same).then_some(Observer::Outcome)
        }
        (DeliveryExpect::Heard(_) | DeliveryExpect::Codes(_), Err(_)) => Some(Observer::Member),
        (DeliveryExpect::Error(_), Ok(_)) => Some(Observer::Refusal),
    }
}

fn heard(meant: &HeardExpect, it: &Heard) -> Option<Observer> {
    let said = meant.outcome == it.outcome
        && meant.code == it.code
        && meant.detail == it.detail
        && meant.reference == it.reference;
    if !said {
        return Some(Observer::Outcome);
    }
    let same = meant.shape == it.shape && meant.body.compact() == it.body;
    (!same).then_some(Observer::Member)
}
