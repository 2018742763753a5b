//! Where in a spec something is said.

use std::collections::HashMap;

use crate::locate::{Places, Step};
use crate::source::Source;

/// The way through a spec to a value.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Way {
    /// The section in `provider.yaml` that an entry stands in when it has no file of its own.
    under: Option<&'static str>,
    steps: Vec<Step>,
}

impl Way {
    /// A section of `provider.yaml`.
    pub(super) fn section(name: &str) -> Way {
        Way {
            under: None,
            steps: vec![Step::Key(name.to_owned())],
        }
    }

    /// An operation or a callback, in whichever file it stands.
    pub(super) fn standing(under: &'static str, name: &str) -> Way {
        Way {
            under: Some(under),
            steps: vec![Step::Key(name.to_owned())],
        }
    }

    pub(super) fn key(&self, key: &str) -> Way {
        self.down(Step::Key(key.to_owned()))
    }

    pub(super) fn index(&self, index: usize) -> Way {
        self.down(Step::Index(index))
    }

    fn down(&self, step: Step) -> Way {
        let mut res = self.clone();
        res.steps.push(step);
        res
    }

    /// The lines of a discrepancy.
    pub fn discrepancy(name: &str) -> Way {
        Way::section("discrepancies").key(name).key("lines")
    }

    /// The lines of an entry of `set_aside`, by its index.
    pub fn set_aside(index: usize) -> Way {
        Way::section("set_aside").index(index).key("lines")
    }

    /// The name of the document.
    pub fn document() -> Way {
        Way::section("documents").index(0).key("name")
    }
}

/// A place in a file of a spec.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// As people write it: `specs/kemru/provider.yaml`.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// From 1.
    pub column: usize,
}

/// Finds places; each file is walked through once, when it is first asked for.
#[derive(Debug)]
pub struct Finder<'a> {
    source: &'a Source,
    places: HashMap<usize, Places>,
}

impl<'a> Finder<'a> {
    /// Finds places in this spec.
    pub fn new(source: &'a Source) -> Finder<'a> {
        Finder {
            source,
            places: HashMap::new(),
        }
    }

    /// Where the way leads, or the nearest place above.
    pub fn place(&mut self, way: &Way) -> Option<Place> {
        let Some(under) = way.under else {
            return self.in_file(0, &way.steps);
        };
        let (entry, inside) = way.steps.split_first()?;
        for index in 0..self.source.files.len() {
            let above = match index {
                0 => vec![Step::Key(under.to_owned()), entry.clone()],
                _ => vec![entry.clone()],
            };
            if self.places(index)?.has(&above) {
                return self.in_file(index, &[&above, inside].concat());
            }
        }
        None
    }

    fn places(&mut self, index: usize) -> Option<&Places> {
        let text = &self.source.files.get(index)?.text;
        Some(self.places.entry(index).or_insert_with(|| Places::of(text)))
    }

    fn in_file(&mut self, index: usize, steps: &[Step]) -> Option<Place> {
        let mark = self.places(index)?.find(steps)?;
        Some(Place {
            file: self.source.files.get(index)?.shown.clone(),
            line: mark.line,
            column: mark.column,
        })
    }
}
