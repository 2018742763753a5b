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

/// The words of the document that the parts of a citation rest on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// One of these stands on each part that has none of its own.
    pub each: Vec<String>,
    /// All of these stand on their part, in the order of the parts.
    pub parts: Vec<Vec<String>>,
}

impl Words {
    /// The words of a part alone; of no part there are none.
    pub fn own(&self, part: usize) -> &[String] {
        self.parts.get(part).map_or(&[], Vec::as_slice)
    }

    /// The words of which one stands on the first line of a part, and one on the last; none where
    /// something else holds the part to its lines.
    pub fn of(&self, part: usize) -> &[String] {
        match self.own(part) {
            [] => &self.each,
            own => own,
        }
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &String> {
        self.each.iter().chain(self.parts.iter().flatten())
    }
}

/// Where a fact comes from, and how far to trust it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// Who says so.
    pub source: Source,
    /// High for the document itself.
    pub confidence: Confidence,
    /// What the document's lines say of it, where nothing else of it can be compared.
    pub words: Words,
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
