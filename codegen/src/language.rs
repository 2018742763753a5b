//! What the spec language is: its nouns and keys, taken from the code that reads a spec.
//!
//! `spec` is parsed as source text, so a key is described where it is read, and nowhere else.
//! Each description ends in a paragraph of the form `Needed.` or `Default: …`, then `Example: …`.

mod key;
mod reference;
mod schema;
mod value;

use key::Description;
use syn::{Attribute, Field, GenericArgument, Item, ItemStruct, PathArguments, Type};

pub(crate) use reference::reference;
pub(crate) use schema::{schema, schema_of};

/// Every source text that declares what a spec holds.
const SOURCES: &[&str] = &[
    include_str!("spec.rs"),
    include_str!("spec/party.rs"),
    include_str!("spec/operation.rs"),
    include_str!("spec/fate.rs"),
    include_str!("spec/callback.rs"),
    include_str!("spec/shape.rs"),
    include_str!("spec/verdict.rs"),
    include_str!("spec/cite.rs"),
];

/// A map of the language: what it is, and its keys in the order in which they are declared.
pub(crate) struct Noun {
    /// The type that reads it: `FieldEntry`.
    pub(crate) ty: String,
    /// What it is called here: `field`.
    pub(crate) name: String,
    pub(crate) about: String,
    pub(crate) keys: Vec<Key>,
}

/// One key of a map.
pub(crate) struct Key {
    pub(crate) name: String,
    pub(crate) said: Description,
    pub(crate) shape: Shape,
}

/// What may stand under a key.
pub(crate) enum Shape {
    /// Any scalar, read as text.
    Text,
    /// Where a fact comes from.
    Cite,
    /// A map of the language, by its name.
    Noun(String),
    List(Box<Shape>),
    /// A map whose keys the author of the spec chooses.
    Named(Box<Shape>),
}

/// Every noun that can be reached from `provider.yaml`, each before what only it holds.
pub(crate) fn nouns() -> Vec<Noun> {
    let mut declared: Vec<Noun> = Vec::new();
    for source in SOURCES {
        let file = syn::parse_file(source).expect("the generator was compiled from this text");
        declared.extend(file.items.iter().filter_map(noun));
    }
    let mut res: Vec<Noun> = Vec::new();
    let mut wanted = vec!["ProviderFile".to_owned()];
    while let Some(ty) = wanted.pop() {
        let Some(index) = declared.iter().position(|it| it.ty == ty) else {
            let there = res.iter().any(|it| it.ty == ty);
            assert!(there, "`SOURCES` has no struct `{ty}` that reads a spec");
            continue;
        };
        let noun = declared.remove(index);
        let parts = noun.keys.iter().rev();
        wanted.extend(parts.filter_map(|it| it.shape.part().map(str::to_owned)));
        res.push(noun);
    }
    for it in &mut res {
        it.keys.iter_mut().for_each(|it| it.shape.call());
    }
    res
}

impl Shape {
    /// The type of the maps in it.
    fn part(&self) -> Option<&str> {
        match self {
            Shape::Text => None,
            Shape::Cite => Some("CitationEntry"),
            Shape::Noun(ty) => Some(ty),
            Shape::List(item) | Shape::Named(item) => item.part(),
        }
    }

    /// From types to names.
    fn call(&mut self) {
        match self {
            Shape::Text | Shape::Cite => {}
            Shape::Noun(ty) => *ty = called(ty),
            Shape::List(item) | Shape::Named(item) => item.call(),
        }
    }
}

fn noun(item: &Item) -> Option<Noun> {
    let Item::Struct(it) = item else {
        return None;
    };
    read_from_yaml(it).then(|| Noun {
        ty: it.ident.to_string(),
        name: called(&it.ident.to_string()),
        about: key::paragraphs(&docs(&it.attrs)).join("\n\n"),
        keys: it.fields.iter().map(key).collect(),
    })
}

fn read_from_yaml(it: &ItemStruct) -> bool {
    let mut res = false;
    for attr in it.attrs.iter().filter(|it| it.path().is_ident("derive")) {
        let derived = attr.parse_nested_meta(|it| {
            res |= it.path.is_ident("Deserialize");
            Ok(())
        });
        derived.expect("a derive lists paths");
    }
    res
}

fn key(field: &Field) -> Key {
    let ident = field.ident.as_ref().expect("what is read has named fields");
    let mut name = ident.to_string();
    for attr in field.attrs.iter().filter(|it| it.path().is_ident("serde")) {
        let read = attr.parse_nested_meta(|it| {
            if it.path.is_ident("rename") {
                name = it.value()?.parse::<syn::LitStr>()?.value();
            } else if !it.path.is_ident("default") {
                return Err(it.error("the language knows `rename` and `default` alone"));
            }
            Ok(())
        });
        read.expect("a key is read in a way that the language knows");
    }
    Key {
        said: Description::of(&docs(&field.attrs)),
        shape: shape(&field.ty),
        name,
    }
}

fn shape(ty: &Type) -> Shape {
    let Type::Path(path) = ty else {
        panic!("a key holds a named type");
    };
    let last = path.path.segments.last().expect("a path has a last part");
    let inner = match &last.arguments {
        PathArguments::AngleBracketed(list) => list.args.iter().find_map(|it| {
            let GenericArgument::Type(ty) = it else {
                return None;
            };
            Some(shape(ty))
        }),
        PathArguments::None | PathArguments::Parenthesized(_) => None,
    };
    match (last.ident.to_string().as_str(), inner) {
        ("Option", Some(inner)) => inner,
        ("Vec", Some(inner)) => Shape::List(Box::new(inner)),
        ("Entries", Some(inner)) => Shape::Named(Box::new(inner)),
        ("String", None) => Shape::Text,
        ("Cite", None) => Shape::Cite,
        (noun, _) => Shape::Noun(noun.to_owned()),
    }
}

/// The text of the `///` lines.
fn docs(attrs: &[Attribute]) -> String {
    let mut res = String::new();
    for attr in attrs.iter().filter(|it| it.path().is_ident("doc")) {
        if let syn::Meta::NameValue(it) = &attr.meta
            && let syn::Expr::Lit(it) = &it.value
            && let syn::Lit::Str(line) = &it.lit
        {
            res.push_str(line.value().trim());
            res.push('\n');
        }
    }
    res
}

/// `FieldEntry` → `field`.
fn called(ty: &str) -> String {
    let ends = ["Entry", "File", "Row"];
    let word = ends.iter().find_map(|it| ty.strip_suffix(it)).unwrap_or(ty);
    let mut res = String::new();
    for it in word.chars() {
        if it.is_ascii_uppercase() && !res.is_empty() {
            res.push('_');
        }
        res.push(it.to_ascii_lowercase());
    }
    res
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locate::Step;
    use crate::read::known;
    use crate::spec::ProviderFile;

    #[test]
    fn each_map_has_the_keys_that_serde_reads() {
        let nouns = nouns();
        let mut ways = vec![("provider".to_owned(), Vec::new())];
        let mut seen = Vec::new();
        while let Some((name, steps)) = ways.pop() {
            if seen.contains(&name) {
                continue;
            }
            let noun = nouns.iter().find(|it| it.name == name);
            let noun = noun.expect("every name is a noun's");
            let keys: Vec<&str> = noun.keys.iter().map(|it| it.name.as_str()).collect();
            assert_eq!(keys, known::<ProviderFile>(&steps), "{name}");
            for key in &noun.keys {
                let mut steps: Vec<Step> = steps.clone();
                steps.push(Step::Key(key.name.clone()));
                let mut shape = &key.shape;
                loop {
                    match shape {
                        // What a citation is, serde learns from the value alone.
                        Shape::Text | Shape::Cite => break,
                        Shape::Noun(part) => ways.push((part.clone(), steps.clone())),
                        Shape::List(item) => {
                            steps.push(Step::Index(0));
                            shape = item;
                            continue;
                        }
                        Shape::Named(item) => {
                            steps.push(Step::Key("some".to_owned()));
                            shape = item;
                            continue;
                        }
                    }
                    break;
                }
            }
            seen.push(name);
        }
        assert_eq!(seen.len() + 1, nouns.len(), "all but `citation`");
    }

    #[test]
    fn each_key_says_what_it_means_whether_it_must_be_there_and_how_it_looks() {
        for noun in nouns() {
            assert!(noun.about.ends_with('.'), "describe `{}`", noun.ty);
            for Key { name, said, .. } in noun.keys {
                let place = format!("{}.{name}: {said:?}", noun.ty);
                assert!(said.about.ends_with('.'), "{place}");
                assert!(said.needed == said.default.is_empty(), "{place}");
                assert!(said.example.starts_with(&format!("{name}: ")), "{place}");
            }
        }
    }

    #[test]
    fn no_two_nouns_have_one_name() {
        let mut names: Vec<String> = nouns().into_iter().map(|it| it.name).collect();
        let count = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
