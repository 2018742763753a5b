//! From two opinions of one fixture to where they differ.

use verbatim_oracle::{
    Answer, Answered, Confirming, End, Failure, Heard, Request, Settled, Settling,
};

use super::{Delivered, Exchanged, Opinion};
use crate::mask::{Mask, Side};

/// One part of an exchange of which the two say different things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disagreement {
    /// Which row or code of the fixture was played.
    pub play: usize,
    /// `request 1 body`, `outcome`.
    pub part: String,
    /// What the one says.
    pub client: String,
    /// What the other says.
    pub oracle: String,
}

impl Disagreement {
    /// Whose private members may stand in it.
    pub(crate) fn side(&self) -> Side {
        match self.part.starts_with("request") || self.part.starts_with("query") {
            true => Side::Request,
            false => Side::Reply,
        }
    }

    /// What the oracle says, and what the client, as it may be printed; nothing where it holds parts of
    /// texts that the mask knows as a whole.
    pub(crate) fn told(&self, mask: &Mask<'_>) -> Option<(String, String)> {
        let hidden = ["pieces", "inputs", "session", "event"].contains(&self.part.as_str());
        let told = |text: &str| mask.body(self.side(), text);
        (!hidden).then(|| (told(&self.oracle), told(&self.client)))
    }
}

/// Where two opinions differ; empty when they agree.
pub fn differences(client: &Opinion, oracle: &Opinion) -> Vec<Disagreement> {
    let (client, oracle) = (parts(client), parts(oracle));
    let plays = client.len().max(oracle.len());
    let mut res = Vec::new();
    for play in 0..plays {
        let none = Vec::new();
        let a = client.get(play).unwrap_or(&none);
        let b = oracle.get(play).unwrap_or(&none);
        let mut names: Vec<&String> = Vec::new();
        for (name, _) in a.iter().chain(b) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let of = |parts: &[(String, String)], name: &str| -> String {
            let found = parts.iter().find(|it| it.0 == name);
            found.map_or_else(|| "none".to_owned(), |it| it.1.clone())
        };
        for part in names {
            let (client, oracle) = (of(a, part), of(b, part));
            if client != oracle {
                let part = part.clone();
                res.push(Disagreement {
                    play,
                    part,
                    client,
                    oracle,
                });
            }
        }
    }
    res
}

type Parts = Vec<(String, String)>;

fn parts(it: &Opinion) -> Vec<Parts> {
    match it {
        Opinion::Calls(calls) => calls.iter().map(called).collect(),
        Opinion::Deliveries(deliveries) => deliveries.iter().map(delivered).collect(),
    }
}

fn called(it: &Exchanged) -> Parts {
    let mut res = Parts::new();
    let Exchanged {
        called: it,
        settling,
    } = it;
    for (index, request) in it.sent.iter().enumerate() {
        sent(&format!("request {}", index + 1), request, &mut res);
    }
    match &it.end {
        End::Answered(it) => answer(it, &mut res),
        End::Failed(it) => failed(it, &mut res),
        // Each says in words of its own why.
        End::Inexpressible(_) => add("end", Some("no such request"), &mut res),
        End::UnknownName => add("end", Some("no such operation"), &mut res),
    }
    if let Some(settling) = settling {
        settled(settling, &mut res);
    }
    res
}

fn settled(it: &Settling, res: &mut Parts) {
    for (index, request) in it.sent.iter().enumerate() {
        sent(&format!("query {}", index + 1), request, res);
    }
    match &it.end {
        Ok(it) => told(it, res),
        Err(it) => add("settled", Some(it.kind), res),
    }
}

fn told(it: &Settled, res: &mut Parts) {
    add("settled", Some(it.word), res);
    add("settled code", it.code.as_deref(), res);
    add("settled detail", it.detail.as_deref(), res);
    add("settled message", it.message.as_deref(), res);
    add("settled reference", it.reference.as_deref(), res);
    add("settled, left to do", it.left.as_deref(), res);
}

fn confirmed(it: &Confirming, res: &mut Parts) {
    for (index, request) in it.sent.iter().enumerate() {
        sent(&format!("query {}", index + 1), request, res);
    }
    match &it.end {
        Ok(it) => {
            add("confirmation", Some(it.word), res);
            add("differs", Some(&it.differs.join(", ")), res);
            told(&it.settled, res);
        }
        Err(it) => add("confirmation", Some(it.kind), res),
    }
}

fn delivered(it: &Delivered) -> Parts {
    let mut res = Parts::new();
    add("method", it.method.as_deref(), &mut res);
    match &it.end {
        Ok(it) => heard(it, &mut res),
        Err(it) => failed(it, &mut res),
    }
    if let Some(Answered {
        status,
        content_type,
        body,
    }) = &it.answer
    {
        add(
            "answer",
            Some(&format!("{status} {content_type}\n{body}")),
            &mut res,
        );
    }
    if let Some(confirming) = &it.confirming {
        confirmed(confirming, &mut res);
    }
    res
}

fn sent(name: &str, it: &Request, res: &mut Parts) {
    add(&format!("{name} method"), Some(&it.method), res);
    add(&format!("{name} url"), Some(&it.url), res);
    let lines = it.headers.iter();
    let lines = lines.map(|it| format!("{}: {}", it.0.to_ascii_lowercase(), it.1));
    let mut lines: Vec<String> = lines.collect();
    lines.sort();
    add(&format!("{name} headers"), Some(&lines.join("\n")), res);
    let body = String::from_utf8_lossy(&it.body);
    add(&format!("{name} body"), Some(&body), res);
}

fn answer(it: &Answer, res: &mut Parts) {
    add("end", Some("an answer"), res);
    add("outcome", Some(it.outcome.word()), res);
    add("status", Some(&it.status.to_string()), res);
    add("code", it.code.as_deref(), res);
    add("detail", it.detail.as_deref(), res);
    add("message", it.message.as_deref(), res);
    add("reference", it.reference.as_deref(), res);
    add("our reference", it.our_reference.as_deref(), res);
    add("left to do", Some(&it.left.0), res);
    add("body", Some(&it.body), res);
    add("pieces", it.apart.as_deref(), res);
}

fn failed(it: &Failure, res: &mut Parts) {
    add("end", Some("an error"), res);
    add("kind", Some(it.kind), res);
    add("certainty", Some(it.certainty), res);
    add("outcome", it.outcome.map(|it| it.word()), res);
    let status = it.status.map(|it| it.to_string());
    add("status", status.as_deref(), res);
    add("code", it.code.as_deref(), res);
    add("detail", it.detail.as_deref(), res);
    add("message", it.message.as_deref(), res);
    add("reference", it.reference.as_deref(), res);
    add("our reference", it.our_reference.as_deref(), res);
    add("left to do", Some(&it.left.0), res);
    add("path", it.path.as_deref(), res);
    add("meaning", it.meaning.as_deref(), res);
    add("reason", it.reason, res);
    add("at setup", it.at_setup.then_some("yes"), res);
}

fn heard(it: &Heard, res: &mut Parts) {
    add("end", Some("it is read"), res);
    add("shape", Some(&it.shape), res);
    add("outcome", it.outcome.map(|it| it.word()), res);
    add("code", it.code.as_deref(), res);
    add("detail", it.detail.as_deref(), res);
    add("reference", it.reference.as_deref(), res);
    add("body", Some(&it.body), res);
    add("pieces", it.apart.as_deref(), res);
    let inputs = it.inputs.as_ref().map(|it| it.join("\n"));
    add("inputs", inputs.as_deref(), res);
    add("session", it.session.as_deref(), res);
    add("event", it.event.as_deref(), res);
}

fn add(name: &str, text: Option<&str>, res: &mut Parts) {
    if let Some(text) = text {
        res.push((name.to_owned(), text.to_owned()));
    }
}
