//! Where a fact comes from, as a spec says it.

use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, Visitor, value::MapAccessDeserializer};
use std::fmt;

/// Where a fact comes from: lines as a scalar, or a map that names another source.
#[derive(Debug, Clone)]
pub(crate) enum Cite {
    Lines(String),
    Outside(CitationEntry),
}

/// Where a fact comes from. It stands wherever a key is called `cite`, or ends so. Most facts cite
/// lines of the document, as in `cite: 475, 504`; this map is for the others, and says exactly one
/// of `linked` and `assumed`. Where the fact has no literal that could stand there, such as an
/// effect, the citation says the words that it rests on: `cite: 475 "debit", 504-506 "from" "to"`
/// of each line or range, `cite: '"Host" 38, 59'` of all that have none of their own.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct CitationEntry {
    /// The provider's other page that says it.
    ///
    /// Default: it is `assumed`. Example: `linked: https://docs.acme.example/live`.
    pub(crate) linked: Option<String>,
    /// Why it is taken to be so, in one sentence, where no page says it.
    ///
    /// Default: it is `linked`. Example: `assumed: the sample shows no other value`.
    pub(crate) assumed: Option<String>,
    /// How far to trust it.
    ///
    /// Needed. Example: `confidence: low`.
    pub(crate) confidence: Option<String>,
}

impl<'de> Deserialize<'de> for Cite {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CiteVisitor)
    }
}

struct CiteVisitor;

impl<'de> Visitor<'de> for CiteVisitor {
    type Value = Cite;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("lines (`37, 40-44`) or a map with `linked` or `assumed`")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Cite, E> {
        Ok(Cite::Lines(text.to_owned()))
    }

    fn visit_u64<E: Error>(self, line: u64) -> Result<Cite, E> {
        Ok(Cite::Lines(line.to_string()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Cite, A::Error> {
        CitationEntry::deserialize(MapAccessDeserializer::new(map)).map(Cite::Outside)
    }
}
