//! An opinion against the authored halves of its fixture: the first thing that does not hold.

use verbatim_codegen::model::{Effect, Outcome, Provider};
use verbatim_oracle::{Answer, Called, End, Failure, Heard, Left, Request, Settled};

use super::{Delivered, Exchanged, Opinion};
use crate::fixture::{
    self, AnswerExpect, Body, CallExpect, Case, Delivery, DeliveryExpect, ErrorExpect, Fixture,
    HeardExpect, LeftExpect, Row, SeenExpect, SettledExpect,
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
/// spec that the fixture was written for, whatever the one is that the opinion goes by.
pub fn objection(provider: &Provider, fixture: &Fixture, opinion: &Opinion) -> Option<Observer> {
    match (&fixture.case, opinion) {
        (Case::Call(call), Opinion::Calls(calls)) => {
            let reads = provider.operation(&call.operation);
            let reads = reads.is_some_and(|it| it.effect == Effect::Reads);
            let plays = call.rows.iter().flat_map(|row| {
                let codes = codes_of_row(row).into_iter();
                codes.map(move |code| (row, code))
            });
            let mut found = plays.zip(calls);
            found.find_map(|((row, code), it)| {
                let ended = || ended(row, code.as_deref(), reads, &it.called);
                let reason = || reason(call.reason(code.as_deref())?, &it.called.end);
                let all = sent(row, it).or_else(ended).or_else(reason);
                all.or_else(|| settled(row, it))
            })
        }
        (Case::Delivery(delivery), Opinion::Deliveries(deliveries)) => {
            let codes = codes_of_delivery(delivery).into_iter();
            let mut plays = codes.zip(deliveries);
            plays.find_map(|(code, it)| {
                let said = delivered(delivery, code.as_deref(), it);
                said.or_else(|| confirmed(delivery, it))
            })
        }
        (Case::Call(_), Opinion::Deliveries(_)) | (Case::Delivery(_), Opinion::Calls(_)) => {
            Some(Observer::Refusal)
        }
    }
}

fn sent(row: &Row, it: &Exchanged) -> Option<Observer> {
    let queries = it.settling.iter().flat_map(|it| &it.sent);
    arrived(row.requests(), it.called.sent.iter().chain(queries))
}

fn arrived<'a>(
    meant: impl Iterator<Item = &'a fixture::Request>,
    sent: impl Iterator<Item = &'a Request>,
) -> Option<Observer> {
    let (meant, sent): (Vec<_>, Vec<_>) = (meant.collect(), sent.collect());
    if meant.is_empty() != sent.is_empty() {
        return Some(Observer::Refusal);
    }
    if meant.len() != sent.len() {
        return Some(Observer::Bytes);
    }
    let mut pairs = meant.iter().zip(sent);
    (!pairs.all(|(meant, sent)| same(meant, sent))).then_some(Observer::Bytes)
}

/// Why a code of a table is refused, where the fixture says so.
fn reason(meant: &str, end: &End) -> Option<Observer> {
    let said = match end {
        End::Failed(it) => it.reason,
        End::Answered(_) | End::Inexpressible(_) | End::UnknownName => None,
    };
    (said != Some(meant)).then_some(Observer::Outcome)
}

/// What settles the call, where the fixture says so.
fn settled(row: &Row, it: &Exchanged) -> Option<Observer> {
    let meant = &row.resolve.as_ref()?.expect;
    let Some(end) = it.settling.as_ref().map(|it| it.end.as_ref()) else {
        return Some(Observer::Outcome);
    };
    match end {
        Ok(it) => told(meant, it),
        Err(it) => refused(meant, it),
    }
}

/// Where asking again would not help; what is left to do is what it was before.
fn refused(meant: &SettledExpect, it: &Failure) -> Option<Observer> {
    let said = meant.settled == "refused"
        && meant.code == it.code
        && meant.detail == it.detail
        && meant.message == it.message
        && meant.reference == it.reference;
    (!said).then_some(Observer::Outcome)
}

fn told(meant: &SettledExpect, it: &Settled) -> Option<Observer> {
    let said = meant.settled == it.word
        && meant.code == it.code
        && meant.detail == it.detail
        && meant.message == it.message
        && meant.reference == it.reference;
    if !said {
        return Some(Observer::Outcome);
    }
    (meant.resolution != it.left).then_some(Observer::Certainty)
}

/// Whether the provider says what the delivery says, where the fixture asks for that.
fn confirmed(delivery: &Delivery, it: &Delivered) -> Option<Observer> {
    let meant = &delivery.confirm.as_ref()?.expect;
    let Some(it) = &it.confirming else {
        return Some(Observer::Outcome);
    };
    let sent = arrived(delivery.queries().map(|it| &it.0), it.sent.iter());
    sent.or_else(|| match &it.end {
        Err(it) => refused(&meant.settled, it),
        Ok(it) if meant.confirmation != it.word || meant.differs != it.differs => {
            Some(Observer::Outcome)
        }
        Ok(it) => told(&meant.settled, &it.settled),
    })
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
    let seen = pieces(&meant.seen, it.apart.as_ref(), &it.body);
    (meant.body.compact() != it.body || !seen).then_some(Observer::Member)
}

fn pieces(meant: &SeenExpect, apart: Option<&String>, body: &String) -> bool {
    let seen = apart.unwrap_or(body);
    meant.pieces.as_ref().is_none_or(|it| it.compact() == *seen)
}

/// What is absent in the fixture is not compared.
fn is<T: PartialEq>(meant: Option<&T>, actual: Option<&T>) -> bool {
    meant.is_none() || meant == actual
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
    let why = &meant.why;
    let said = said
        && is(why.meaning.as_ref(), it.meaning.as_ref())
        && is(why.reason.as_deref().as_ref(), it.reason.as_ref());
    if !said {
        return Some(Observer::Outcome);
    }
    let stage = if it.at_setup { "setup" } else { "call" };
    if why.at.as_ref().is_some_and(|it| it != stage) {
        return Some(Observer::Refusal);
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
    if it.method.as_ref() != Some(&delivery.method) {
        return Some(Observer::Bytes);
    }
    match (&delivery.expect, &it.end) {
        (DeliveryExpect::Heard(meant), Ok(heard)) => {
            self::heard(meant, heard).or_else(|| match (&meant.answer, &it.answer) {
                (None, Some(_)) if meant.seen.unsaid => Some(Observer::Answer),
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
        (DeliveryExpect::Heard(_) | DeliveryExpect::Codes(_), Err(it)) => Some(match it.kind {
            "unverified" | "untimely" => Observer::Refusal,
            _ => Observer::Member,
        }),
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
    let seen = &meant.seen;
    let event = seen.event.as_ref().map(|it| it.compact().to_owned());
    let same = meant.shape == it.shape
        && meant.body.compact() == it.body
        && pieces(seen, it.apart.as_ref(), &it.body)
        && is(seen.inputs.as_ref(), it.inputs.as_ref())
        && is(seen.session.as_ref(), it.session.as_ref())
        && is(event.as_ref(), it.event.as_ref());
    (!same).then_some(Observer::Member)
}
