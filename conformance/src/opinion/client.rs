//! A fixture as a compiled client has it.

use verbatim_codegen::model;
use verbatim_oracle::{
    Answered, Called, Confirmed, Confirming, End, Failure, Heard, Left, Request, Settled, Settling,
};
use verbatim_runtime::dispatch::{self, Failed};
use verbatim_runtime::{CallbackAnswer, Error, Outcome, Resolution};

use super::{Delivered, Exchanged, Opinion, nothing};
use crate::mask::Mask;
use crate::play::{self, Exchange, Played};
use crate::wire::Arrived;

/// What a client made of a fixture; `mask` knows the headers that a transport adds.
pub fn of_client(played: &Played, mask: &Mask<'_>) -> Opinion {
    match played {
        Played::Call(exchanges) => {
            let counts = |header: &str| mask.counts(header);
            let exchanges = exchanges.iter();
            Opinion::Calls(exchanges.map(|it| exchanged(it, &counts)).collect())
        }
        Played::Delivery(hearings) => Opinion::Deliveries(
            hearings
                .iter()
                .map(|it| Delivered {
                    method: it.method.map(str::to_owned),
                    end: match &it.end {
                        play::End::Done(it) => Ok(heard(it)),
                        play::End::Failed(Failed::Call(error)) => Err(failure(error)),
                        play::End::Failed(_) | play::End::Panicked(_) | play::End::Hung => {
                            Err(Failure::new("none", "unknown"))
                        }
                    },
                    answer: match &it.answer {
                        Some(play::End::Done(it)) => Some(answered(it)),
                        _ => None,
                    },
                    confirming: (it.confirming.as_ref()).and_then(|it| confirming(it, mask)),
                })
                .collect(),
        ),
    }
}

/// What a client made of one call; of the headers those that count.
pub(crate) fn exchanged(it: &Exchange, counts: &dyn Fn(&str) -> bool) -> Exchanged {
    let end = match &it.end {
        play::End::Done(it) => End::Answered(answer(it)),
        play::End::Failed(Failed::Call(error)) => End::Failed(failure(error)),
        play::End::Failed(Failed::Input(why)) => End::Inexpressible(why.clone()),
        play::End::Failed(Failed::UnknownName(_)) | play::End::Panicked(_) | play::End::Hung => {
            return nothing();
        }
    };
    let made = it.settled.as_ref().map_or(usize::MAX, |it| it.after);
    let mut sent = sent(&it.asked, &it.arrived, counts);
    let asked = sent.split_off(made.min(sent.len()));
    let settled = it.settled.as_ref().and_then(|it| match &it.end {
        play::End::Done(it) => Some(Ok(settled(it))),
        play::End::Failed(Failed::Call(error)) => Some(Err(failure(error))),
        play::End::Failed(_) | play::End::Panicked(_) | play::End::Hung => None,
    });
    Exchanged {
        called: Called { sent, end },
        settling: settled.map(|end| Settling { sent: asked, end }),
    }
}

fn sent(asked: &[String], arrived: &[Arrived], counts: &dyn Fn(&str) -> bool) -> Vec<Request> {
    let requests = arrived.iter().zip(asked);
    let sent = requests.map(|(arrived, asked)| Request {
        method: arrived.method.clone(),
        url: asked.clone(),
        headers: (arrived.headers.iter())
            .filter(|it| counts(&it.0))
            .cloned()
            .collect(),
        body: arrived.body.clone(),
    });
    sent.collect()
}

fn confirming(it: &play::Confirming, mask: &Mask<'_>) -> Option<Confirming> {
    let end = match &it.end {
        play::End::Done(it) => {
            let (said, differs) = play::told(it);
            Ok(Confirmed {
                word: it.as_str(),
                settled: settled(&said),
                differs,
            })
        }
        play::End::Failed(Failed::Call(error)) => Err(failure(error)),
        play::End::Failed(_) | play::End::Panicked(_) | play::End::Hung => return None,
    };
    Some(Confirming {
        sent: sent(&it.asked, &it.arrived, &|header| mask.counts(header)),
        end,
    })
}

fn settled(it: &verbatim_runtime::Settled) -> Settled {
    let owned = |it: Option<&str>| it.map(str::to_owned);
    let found = it.found();
    Settled {
        word: it.as_str(),
        code: owned(found.and_then(|it| it.code())),
        detail: owned(found.and_then(|it| it.detail())),
        message: owned(found.and_then(|it| it.message())),
        reference: owned(found.and_then(|it| it.reference())),
        left: it.open().map(|it| it.resolution.to_words()),
    }
}

fn answer(it: &dispatch::Answer) -> verbatim_oracle::Answer {
    verbatim_oracle::Answer {
        outcome: outcome(it.outcome),
        status: it.status,
        code: it.code.clone(),
        detail: it.detail.clone(),
        message: it.message.clone(),
        reference: it.reference.clone(),
        our_reference: it.our_reference.clone(),
        left: left(it.resolution),
        body: it.body.clone(),
        apart: it.apart.clone(),
    }
}

fn failure(it: &Error) -> Failure {
    let owned = |it: Option<&str>| it.map(str::to_owned);
    Failure {
        kind: it.kind().as_str(),
        certainty: it.certainty().as_str(),
        outcome: it.outcome().map(outcome),
        status: it.status(),
        code: owned(it.code()),
        detail: owned(it.detail_code()),
        message: owned(it.message()),
        reference: owned(it.reference()),
        our_reference: owned(it.our_reference()),
        left: left(it.resolution()),
        path: owned(it.path()),
        meaning: owned(it.meaning()),
        reason: it.reason().map(|it| it.as_str()),
        at_setup: it.operation() == "setup",
    }
}

fn heard(it: &dispatch::Heard) -> Heard {
    Heard {
        shape: it.shape.clone(),
        outcome: it.outcome.map(outcome),
        code: it.code.clone(),
        detail: it.detail.clone(),
        reference: it.reference.clone(),
        body: it.body.clone(),
        apart: it.apart.clone(),
        inputs: it.inputs.clone(),
        session: it.session.clone(),
        event: it.event.clone(),
    }
}

fn answered(it: &CallbackAnswer) -> Answered {
    Answered {
        status: it.status,
        content_type: it.content_type.clone(),
        body: it.body.clone(),
    }
}

fn outcome(it: Outcome) -> model::Outcome {
    let mut words = model::Outcome::ALL.iter();
    let found = words.find(|word| word.word() == it.as_str());
    found.copied().unwrap_or(model::Outcome::Unknown)
}

/// As a fixture's `resolution:` says it.
fn left(it: Resolution) -> Left {
    Left(match it {
        Resolution::QueryWithTheirReference(name)
        | Resolution::QueryWithOurReference(name)
        | Resolution::OnlyByCallback(name) => format!("{it} {name}"),
        Resolution::Nothing | Resolution::CreateAgain | Resolution::OnlyByHand | _ => {
            it.to_string()
        }
    })
}
