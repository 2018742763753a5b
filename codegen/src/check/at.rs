//! Where one stands in a spec while it is checked.

use crate::locate::Step;
use crate::spec::Standing;

/// A place in the spec; costs nothing until there is a fault.
#[derive(Clone, Copy)]
pub(crate) struct At<'a> {
    file: usize,
    up: Option<&'a At<'a>>,
    step: Part<'a>,
}

#[derive(Clone, Copy)]
enum Part<'a> {
    Root,
    Key(&'a str),
    Name(&'a str),
    Index(usize),
}

impl<'a> At<'a> {
    /// The top of a file.
    pub(crate) fn file(file: usize) -> At<'static> {
        At {
            file,
            up: None,
            step: Part::Root,
        }
    }

    /// A named entry, in whichever file it stands.
    pub(crate) fn entry<R>(it: &Standing<impl Sized>, look: impl FnOnce(At<'_>) -> R) -> R {
        let top = At::file(it.file);
        match it.under {
            Some(key) => look(top.key(key).key(&it.name)),
            None => look(top.key(&it.name)),
        }
    }

    /// The value under a key.
    pub(crate) fn key(&'a self, key: &'a str) -> At<'a> {
        self.down(Part::Key(key))
    }

    /// The key itself.
    pub(crate) fn name(&'a self, key: &'a str) -> At<'a> {
        self.down(Part::Name(key))
    }

    /// A place in a list.
    pub(crate) fn index(&'a self, index: usize) -> At<'a> {
        self.down(Part::Index(index))
    }

    fn down(&'a self, step: Part<'a>) -> At<'a> {
        At {
            file: self.file,
            up: Some(self),
            step,
        }
    }

    /// The file, as its index in `Source`.
    pub(super) fn file_index(&self) -> usize {
        self.file
    }

    pub(super) fn steps(&self) -> Vec<Step> {
        let mut res = self.up.map(At::steps).unwrap_or_default();
        match self.step {
            Part::Root => {}
            Part::Key(key) => res.push(Step::Key(key.to_owned())),
            Part::Name(key) => res.push(Step::Name(key.to_owned())),
            Part::Index(index) => res.push(Step::Index(index)),
        }
        res
    }
}
