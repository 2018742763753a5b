//! Where a fact comes from.

/// Lines of the provider's document, first and last of each range, counted from 1, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lines(pub Vec<(u32, u32)>);

impl Lines {
    /// Whether a line is among them.
    pub fn holds(&self, line: u32) -> bool {
        self.0
            .iter()
            .any(|(first, last)| *first <= line && line <= *last)
    }

    /// `L37, L40-L44`, as prose has it.
    pub fn prose(&self) -> String {
        let mut res = String::new();
        for (first, last) in &self.0 {
            if !res.is_empty() {
                res.push_str(", ");
            }
            res.push_str(&format!("L{first}"));
            if first < last {
                res.push_str(&format!("-L{last}"));
            }
        }
        res
    }
}

/// Where a fact comes from, and how far to trust it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// Who says so.
    pub source: Source,
    /// High for the document itself.
    pub confidence: Confidence,
}

impl Citation {
    /// The document's lines; none for an outside fact.
    pub fn lines(&self) -> Lines {
        match &self.source {
            Source::Document(lines) => lines.clone(),
            Source::Linked(_) | Source::Assumed(_) => Lines::default(),
        }
    }
}

/// Who says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The provider's document, at these lines.
    Document(Lines),
    /// Another page, by URL.
    Linked(String),
    /// Nobody; this is why we take it so.
    Assumed(String),
}

/// How far to trust a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confidence {
    /// The document, or the provider's own other page.
    High,
    /// One public client, or a sibling deployment.
    Medium,
    /// An inference.
    Low,
}

impl Confidence {
    /// The word of the spec language.
    pub const fn word(self) -> &'static str {
        match self {
            Confidence::High => "high",
            Confidence::Medium => "medium",
            Confidence::Low => "low",
        }
    }
}
