//! Where a fact comes from, as JSON.

use serde_json::{Value, json};

use crate::model::{Citation, Lines, Source};

pub(super) fn citation(it: &Citation) -> Value {
    let told = match &it.source {
        Source::Document(_) => None,
        Source::Linked(url) => Some(url),
        Source::Assumed(why) => Some(why),
    };
    json!({
        "source": source(it),
        "lines": lines(&it.lines()),
        "confidence": it.confidence.word(),
        "says": told,
    })
}

pub(super) fn source(it: &Citation) -> &'static str {
    match it.source {
        Source::Document(_) => "document",
        Source::Linked(_) => "linked",
        Source::Assumed(_) => "assumed",
    }
}

pub(super) fn lines(it: &Lines) -> Value {
    it.0.iter()
        .map(|(first, last)| json!([first, last]))
        .collect()
}
