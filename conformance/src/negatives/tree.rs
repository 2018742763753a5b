//! JSON that can be spoiled in one place, everything else left as it is spelled.

use std::fmt;

use crate::json::{Json, Node, NodeKind, quote};

/// A JSON value; scalars as spelled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tree {
    /// Members by name, in order; a name may come twice.
    Object(Vec<(String, Tree)>),
    /// Items.
    Array(Vec<Tree>),
    /// A text, a number or a word.
    Leaf(String),
}

/// One step down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// To the member of that name.
    Name(String),
    /// To the item at that index.
    Place(usize),
}

impl Tree {
    /// Reads JSON; `None` where the text is none.
    pub fn read(text: &str) -> Option<Tree> {
        let json = Json::read(text).ok()?;
        Some(Tree::of(&json, json.root()))
    }

    fn of(json: &Json, node: &Node) -> Tree {
        let children = json.children(node);
        match node.kind {
            NodeKind::Object => {
                let named = |it: &Node| (it.name.clone().unwrap_or_default(), Tree::of(json, it));
                Tree::Object(children.map(named).collect())
            }
            NodeKind::Array => Tree::Array(children.map(|it| Tree::of(json, it)).collect()),
            NodeKind::Text | NodeKind::Number | NodeKind::Word => {
                Tree::Leaf(json.spelled(node).to_owned())
            }
        }
    }

    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        *self == Tree::Leaf("null".to_owned())
    }

    /// A text with its escapes undone; anything else as spelled.
    pub fn plain(&self) -> String {
        let spelled = self.to_string();
        let json = Json::read(&spelled).expect("a tree is JSON");
        json.plain(json.root())
    }

    /// What is there.
    pub fn at(&self, path: &[Step]) -> Option<&Tree> {
        let Some((step, rest)) = path.split_first() else {
            return Some(self);
        };
        let below = match (self, step) {
            (Tree::Object(members), Step::Name(name)) => {
                members.iter().find(|it| it.0 == *name).map(|it| &it.1)
            }
            (Tree::Array(items), Step::Place(index)) => items.get(*index),
            (Tree::Object(_) | Tree::Array(_) | Tree::Leaf(_), _) => None,
        };
        below?.at(rest)
    }

    fn at_mut(&mut self, path: &[Step]) -> Option<&mut Tree> {
        let Some((step, rest)) = path.split_first() else {
            return Some(self);
        };
        let below = match (self, step) {
            (Tree::Object(members), Step::Name(name)) => members
                .iter_mut()
                .find(|it| it.0 == *name)
                .map(|it| &mut it.1),
            (Tree::Array(items), Step::Place(index)) => items.get_mut(*index),
            (Tree::Object(_) | Tree::Array(_) | Tree::Leaf(_), _) => None,
        };
        below?.at_mut(rest)
    }

    /// The same with another value there.
    pub fn with(&self, path: &[Step], value: Tree) -> Tree {
        let mut res = self.clone();
        *res.at_mut(path).expect("the path was found in it") = value;
        res
    }

    /// The same with one more member, or one more place.
    pub fn with_more(&self, path: &[Step], name: &str, value: Tree) -> Tree {
        let mut res = self.clone();
        match res.at_mut(path) {
            Some(Tree::Object(members)) => members.push((name.to_owned(), value)),
            Some(Tree::Array(items)) => items.push(value),
            Some(Tree::Leaf(_)) | None => panic!("nothing can be put in a scalar"),
        }
        res
    }

    /// The same without what is there, if something is.
    pub fn without(&self, path: &[Step]) -> Tree {
        let mut res = self.clone();
        let (last, above) = path.split_last().expect("the root stays");
        match (res.at_mut(above), last) {
            (Some(Tree::Object(members)), Step::Name(name)) => members.retain(|it| it.0 != *name),
            (Some(Tree::Array(items)), Step::Place(index)) if *index < items.len() => {
                items.remove(*index);
            }
            (Some(Tree::Object(_) | Tree::Array(_) | Tree::Leaf(_)) | None, _) => {}
        }
        res
    }
}

impl fmt::Display for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Tree::Object(members) => {
                let members: Vec<_> = members
                    .iter()
                    .map(|it| format!("{}:{}", quote(&it.0), it.1))
                    .collect();
                write!(f, "{{{}}}", members.join(","))
            }
            Tree::Array(items) => {
                let items: Vec<_> = items.iter().map(ToString::to_string).collect();
                write!(f, "[{}]", items.join(","))
            }
            Tree::Leaf(spelled) => f.write_str(spelled),
        }
    }
}

/// As an error says where something is: `$.a[0]['b c']`.
pub fn json_path(path: &[Step]) -> String {
    let mut res = "$".to_owned();
    for step in path {
        match step {
            Step::Place(index) => res.push_str(&format!("[{index}]")),
            Step::Name(name) => {
                let word = |it: char| it.is_ascii_alphanumeric() || it == '_';
                let starts = name.starts_with(|it: char| word(it) && !it.is_ascii_digit());
                if starts && name.chars().all(word) {
                    res.push_str(&format!(".{name}"));
                } else {
                    res.push_str(&format!("['{name}']"));
                }
            }
        }
    }
    res
}

/// As a spec says where something is: `/a/0/b c`.
pub fn pointer(path: &[Step]) -> String {
    let segment = |step: &Step| match step {
        Step::Place(index) => format!("/{index}"),
        Step::Name(name) => format!("/{}", name.replace('~', "~0").replace('/', "~1")),
    };
    path.iter().map(segment).collect()
}
