//! The body of a request, from pointers to text.

use crate::{json::quote, value::Value};

/// Objects in objects, in the order in which their members came.
#[derive(Default)]
pub(crate) struct Tree<'v>(Vec<(String, Branch<'v>)>);

enum Branch<'v> {
    Value(&'v Value),
    Below(Tree<'v>),
}

impl<'v> Tree<'v> {
    /// Nothing where something stands there already.
    pub(crate) fn put(&mut self, path: &[String], value: &'v Value) -> Option<()> {
        let (first, rest) = path.split_first()?;
        let there = self.0.iter().position(|it| it.0 == *first);
        if rest.is_empty() {
            if there.is_some() {
                return None;
            }
            self.0.push((first.clone(), Branch::Value(value)));
            return Some(());
        }
        let open = there.unwrap_or_else(|| {
            self.0.push((first.clone(), Branch::Below(Tree::default())));
            self.0.len() - 1
        });
        match &mut self.0[open].1 {
            Branch::Below(below) => below.put(rest, value),
            Branch::Value(_) => None,
        }
    }

    pub(crate) fn write(&self, out: &mut String) {
        out.push('{');
        for (at, (name, branch)) in self.0.iter().enumerate() {
            out.push_str(if at == 0 { "" } else { "," });
            quote(name, out);
            out.push(':');
            match branch {
                Branch::Value(value) => value.write(out),
                Branch::Below(below) => below.write(out),
            }
        }
        out.push('}');
    }
}
