//! Inbound calls.

use super::operation::{samples_of, whole};
use super::proof::{Literal, Proof};
use super::way::Way;
use super::{About, Block, Collected, Kind, Of};
use crate::model::{Callback, CallbackAnswer, CallbackShape};

pub(super) fn callback(res: &mut Collected, it: &Callback) {
    let Callback {
        name,
        about: _,
        lines,
        citation,
        method,
        method_citation,
        shapes,
        values: _,
        codes: _,
        details: _,
        references: _,
        answer,
        answer_citation,
        confirm: _,
        // Both are members of records, and cited there.
        agrees: _,
        event,
        signature,
        samples,
    } = it;
    let block = Block::of(lines);
    let of = Of {
        name: name.clone(),
        about: About::Callback(name.clone()),
        block: &block,
        way: Way::standing("callbacks", name),
    };
    whole(res, &of, citation);
    let proof = Proof::Each(vec![Literal::must(method)]);
    res.tell(&of, Kind::Method, proof, ("method_cite", method_citation));
    for it in shapes {
        // A shape is told by members, which are facts of its record.
        let CallbackShape {
            name: _,
            record: _,
            when_present: _,
        } = it;
    }
    if let Some(it) = signature {
        let sealed = of.key("signature");
        let headers = std::iter::once(&it.header).chain(it.sent.as_ref().map(|it| &it.header));
        let proof = Proof::All(headers.map(|it| Literal::must(it)).collect());
        res.tell(&sealed, Kind::Seal, proof, ("cite", &it.citation));
    }
    if let Some(it) = event {
        res.tell(&of, Kind::Event, Proof::Prose, ("event_cite", &it.citation));
    }
    let below = of.key("answer");
    if let CallbackAnswer::Dialogue {
        longest: Some(it), ..
    } = answer
    {
        let proof = Proof::Each(vec![Literal::must(&it.characters.to_string())]);
        res.tell(&below, Kind::Longest, proof, ("longest_cite", &it.citation));
    }
    let proof = Proof::Each(answered(answer));
    res.tell(&below, Kind::Answer, proof, ("cite", answer_citation));
    samples_of(res, &of, samples);
}

/// The words of an answer.
fn answered(it: &CallbackAnswer) -> Vec<Literal> {
    let texts: Vec<String> = match it {
        CallbackAnswer::Fixed {
            status,
            content_type: _,
            body,
        } => {
            let words = body
                .split(|it: char| !it.is_alphanumeric() && it != '_')
                .filter(|it| !it.is_empty());
            std::iter::once(status.to_string())
                .chain(words.map(str::to_owned))
                .collect()
        }
        CallbackAnswer::Dialogue {
            content_type,
            goes_on,
            ends,
            input: _,
            separator,
            session: _,
            longest: _,
        } => {
            let trimmed = |it: &String| it.trim().to_owned();
            [content_type, goes_on, ends, separator]
                .map(trimmed)
                .into_iter()
                .filter(|it| !it.is_empty())
                .collect()
        }
    };
    texts.iter().map(|it| Literal::must(it)).collect()
}
