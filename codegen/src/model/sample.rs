//! The document's own samples, and what becomes of them.

use super::fact::Words;

/// A sample the document prints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// Which half.
    pub kind: SampleKind,
    /// First and last line.
    pub lines: (u32, u32),
    /// Of a text that is no JSON: what stands on its first and last line.
    pub words: Words,
    /// What becomes of it.
    pub disposition: SampleDisposition,
    /// The discrepancy that stands behind a repair or a refusal; empty when replayed as printed.
    pub discrepancy: String,
}

/// Which half of an exchange a sample is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SampleKind {
    /// What we send.
    Request,
    /// What comes back.
    Reply,
    /// What the provider sends us, or what we answer.
    Callback,
}

impl SampleKind {
    /// The word of the spec language.
    pub const fn word(self) -> &'static str {
        match self {
            SampleKind::Request => "request",
            SampleKind::Reply => "reply",
            SampleKind::Callback => "callback",
        }
    }
}

/// What becomes of a sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SampleDisposition {
    /// Replayed as printed; credentials and signature are test ones.
    Replayed,
    /// Replayed after the repair its discrepancy states.
    Repaired,
    /// Cannot be sent; the client refuses it or cannot express it.
    Unsendable,
}

impl SampleDisposition {
    /// The word of the spec language.
    pub const fn word(self) -> &'static str {
        match self {
            SampleDisposition::Replayed => "replayed",
            SampleDisposition::Repaired => "repaired",
            SampleDisposition::Unsendable => "unsendable",
        }
    }
}
