//! `use` lines: sorted, and one per path.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use syn::{Item, UseTree};

use super::flat::flat;
use super::{STEP, WIDTH, packed, width};

/// A name, ordered as rustfmt orders names.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Name(String);

/// The imports of a page: names of the same path come in one list, and all are in order.
pub(crate) fn uses(text: &str) -> String {
    let file = syn::parse_file(text).unwrap_or_else(|error| panic!("no uses: {error}\n{text}"));
    // A path, and what is taken from it.
    let mut lists: BTreeMap<(String, Vec<Name>), Vec<Name>> = BTreeMap::new();
    for item in file.items {
        let Item::Use(item) = item else {
            panic!("no `use`: {}", flat(item));
        };
        let visible = flat(&item.vis);
        gather(item.tree, &mut Vec::new(), &mut |path, name| {
            let names = lists.entry((visible.clone(), path)).or_default();
            if !names.contains(&name) {
                names.push(name);
            }
        });
    }
    let mut rows: Vec<(Vec<Name>, String)> = Vec::new();
    let lists = lists
        .into_iter()
        .flat_map(|(head, names)| match head.1.is_empty() {
            // Whole crates have no path in common.
            true => names
                .into_iter()
                .map(|it| (head.clone(), vec![it]))
                .collect(),
            false => vec![(head, names)],
        });
    for ((visible, path), mut names) in lists {
        names.sort();
        let text = line(&visible, &path, &names);
        // A list comes after every name, and a name's path ends in it.
        let mut key = path;
        match names.as_slice() {
            [one] => key.push(one.clone()),
            _ => key.push(Name("\u{10FFFF}".to_owned())),
        }
        rows.push((key, text));
    }
    rows.sort();
    let rows: Vec<String> = rows.into_iter().map(|it| it.1).collect();
    rows.join("\n")
}

fn gather(tree: UseTree, path: &mut Vec<Name>, found: &mut impl FnMut(Vec<Name>, Name)) {
    match tree {
        UseTree::Path(it) => {
            path.push(Name(it.ident.to_string()));
            gather(*it.tree, path, found);
            path.pop();
        }
        UseTree::Group(it) => {
            for it in it.items {
                gather(it, path, found);
            }
        }
        UseTree::Name(it) if it.ident == "self" => {
            let own = path.clone();
            found(own, Name("self".to_owned()));
        }
        UseTree::Name(it) => found(path.clone(), Name(it.ident.to_string())),
        other => found(path.clone(), Name(flat(other))),
    }
}

fn line(visible: &str, path: &[Name], names: &[Name]) -> String {
    let mut head = match visible {
        "" => "use ".to_owned(),
        word => format!("{word} use "),
    };
    for it in path {
        head.push_str(&it.0);
        head.push_str("::");
    }
    let names: Vec<&str> = names.iter().map(|it| it.0.as_str()).collect();
    if let [one] = names.as_slice() {
        return format!("{head}{one};");
    }
    let line = format!("{head}{{{}}};", names.join(", "));
    // rustfmt reserves room for the brackets twice.
    if width(&line) <= WIDTH - 2 {
        return line;
    }
    format!("{head}{{\n    {}\n}};", packed(&names, STEP, WIDTH - 1, 0))
}

impl Ord for Name {
    fn cmp(&self, other: &Self) -> Ordering {
        let rank = |it: &str| match it {
            "self" => 0,
            "super" => 1,
            "crate" => 2,
            _ => 3,
        };
        let (one, two) = (&self.0, &other.0);
        rank(one)
            .cmp(&rank(two))
            .then_with(|| by_version(one, two))
            .then_with(|| one.cmp(two))
    }
}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Digits by their value, an underscore before every other sign.
fn by_version(one: &str, two: &str) -> Ordering {
    let (mut one, mut two) = (pieces(one).into_iter(), pieces(two).into_iter());
    loop {
        return match (one.next(), two.next()) {
            (None, None) => Ordering::Equal,
            (None, Some(_)) => Ordering::Less,
            (Some(_), None) => Ordering::Greater,
            (Some(a), Some(b)) => match a.cmp(&b) {
                Ordering::Equal => continue,
                other => other,
            },
        };
    }
}

/// `B2b10` → `B`, 2, `b`, 10.
fn pieces(text: &str) -> Vec<Piece> {
    let mut res = Vec::new();
    let mut digits = String::new();
    for it in text.chars().chain(['\0']) {
        if it.is_ascii_digit() {
            digits.push(it);
            continue;
        }
        if !digits.is_empty() {
            // A number longer than any name compares by its length.
            let number = digits.trim_start_matches('0').to_owned();
            res.push(Piece::Number(number.len(), number));
            digits.clear();
        }
        match it {
            '\0' => {}
            '_' => res.push(Piece::Underscore),
            other => res.push(Piece::Sign(other)),
        }
    }
    res
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Piece {
    Underscore,
    Number(usize, String),
    Sign(char),
}
