//! From a value to what stands for it: of the same kind, about as long, and told by its place alone.
//!
//! Nothing of the value but its shape goes in: neither a digest nor a key, which could be tried out.

use std::collections::{BTreeMap, HashSet};

use verbatim_codegen::model::{Provider, Rule, RuleKind, Scale, Type};

use super::leak::{PIECE_BYTES, pieces};
use super::shape::Shape;

/// A shorter text says too little to be looked for.
pub(crate) const MIN_CHARS: usize = 4;
/// A free text that is longer is cut to this.
const MAX_CHARS: usize = 64;
/// How many texts of one shape are tried before there is none.
const TRIES: usize = 3000;
/// What is known of a value by its spec.
#[derive(Clone, Copy)]
pub(crate) struct Wanted<'a> {
    pub(crate) ty: &'a Type,
    pub(crate) rules: &'a [Rule],
    /// Whether it is a number of JSON.
    pub(crate) number: bool,
}

/// The placeholders of one fixture: the same value has the same one wherever it fits.
pub(crate) struct Placeholders<'a> {
    provider: &'a Provider,
    /// What was on the wire, in pieces: no placeholder may hold any of them.
    seen: HashSet<String>,
    /// Those among them that are as long as pieces are.
    long: HashSet<Vec<u8>>,
    given: BTreeMap<String, Vec<String>>,
    taken: HashSet<String>,
}

impl<'a> Placeholders<'a> {
    pub(crate) fn new<'s>(
        provider: &'a Provider,
        seen: impl Iterator<Item = &'s str>,
    ) -> Placeholders<'a> {
        let pieces = seen.flat_map(pieces).map(str::to_lowercase);
        let (long, short): (HashSet<_>, HashSet<_>) =
            pieces.partition(|it| it.len() == PIECE_BYTES);
        Placeholders {
            provider,
            seen: short,
            long: long.into_iter().map(String::into_bytes).collect(),
            given: BTreeMap::new(),
            taken: HashSet::new(),
        }
    }

    /// What stands for a value; `None` where nothing of its kind is free.
    pub(crate) fn of(&mut self, value: &str, wanted: Wanted<'_>) -> Option<String> {
        let bare = |it: char| !it.is_alphanumeric();
        let few = value.chars().all(bare) && value.chars().count() < MIN_CHARS;
        // What is no longer than a rule demands says no more than the rule.
        if few || starts(wanted.rules) == Some(value) {
            return Some(value.to_owned());
        }
        let before = self.given.get(value).into_iter().flatten();
        let fits = |it: &&String| self.fits(value, it, wanted);
        if let Some(found) = before.into_iter().find(fits) {
            return Some(found.clone());
        }
        let found = (0..TRIES).find_map(|at| {
            let tried = self.tried(value, wanted, at)?;
            let free = !self.taken.contains(&tried) && tried != value;
            (free && self.hides(&tried) && self.fits(value, &tried, wanted)).then_some(tried)
        })?;
        self.taken.insert(found.clone());
        let given = self.given.entry(value.to_owned()).or_default();
        given.push(found.clone());
        Some(found)
    }

    /// Whether nothing that was seen stands in it.
    fn hides(&self, tried: &str) -> bool {
        let tried = tried.to_lowercase();
        let mut windows = tried.as_bytes().windows(PIECE_BYTES);
        !windows.any(|it| self.long.contains(it))
            && !self.seen.iter().any(|it| tried.contains(it.as_str()))
    }

    fn tried(&self, value: &str, wanted: Wanted<'_>, at: usize) -> Option<String> {
        let shape = Shape::of(at);
        if let (true, Some(end)) = (wanted.number, value.find(['e', 'E'])) {
            return Some(shape.filled(&value[..end])? + &value[end..]);
        }
        if let Some((least, most)) = range(wanted.rules) {
            return shape.between(value, least, most);
        }
        let (start, rest) = match starts(wanted.rules).and_then(|it| value.strip_prefix(it)) {
            Some(rest) => value.split_at(value.len() - rest.len()),
            None => ("", value),
        };
        let filled = match wanted.ty {
            Type::Timestamp { .. } => shape.time(rest),
            Type::Url => shape.url(rest),
            Type::Reference(name) => match self.provider.reference(name) {
                Some(it) => shape.reference(rest, it.dated.as_ref().map(|it| &*it.pattern), it),
                None => shape.filled(rest),
            },
            Type::Text | Type::Code | Type::Enum(_) if !has_length(wanted.rules) => {
                let cut: String = rest.chars().take(MAX_CHARS).collect();
                shape.filled(&cut)
            }
            Type::Text
            | Type::Identifier
            | Type::Phone
            | Type::PhoneNumber
            | Type::Money(_)
            | Type::Decimal
            | Type::Integer
            | Type::Boolean
            | Type::Enum(_)
            | Type::Code
            | Type::Record(_)
            | Type::TextOr(_)
            | Type::List(_)
            | Type::Joined(..)
            | Type::Map
            | Type::Object => shape.filled(rest),
        }?;
        Some(format!("{start}{filled}"))
    }

    /// Whether it may stand where the value stood.
    fn fits(&self, value: &str, tried: &str, wanted: Wanted<'_>) -> bool {
        let wrong = if let Type::Enum(name) = wanted.ty {
            let set = self.provider.enumeration(name);
            set.is_some_and(|it| it.values.iter().any(|it| it.wire == tried))
        } else if let Type::Money(money) = wanted.ty {
            let zero = money.scale == Scale::Trimmed && tried.contains('.') && tried.ends_with('0');
            // A fraction of the smallest coin stays one.
            zero || money.minor && fraction(value) != fraction(tried)
        } else {
            *wanted.ty == Type::Code && self.provider.codes.iter().any(|it| it.code == tried)
        };
        let mut rules = wanted.rules.iter().filter(|it| it.enforced);
        // What was sent against a rule is no better kept.
        !wrong && rules.all(|it| holds(&it.kind, tried) || !holds(&it.kind, value))
    }
}

/// Whether there is more than zeros behind the point.
fn fraction(text: &str) -> bool {
    let decimals = text.split_once('.').map_or("", |it| it.1);
    decimals.bytes().any(|it| it != b'0')
}

fn starts(rules: &[Rule]) -> Option<&str> {
    let mut rules = rules.iter().filter(|it| it.enforced);
    rules.find_map(|it| {
        let RuleKind::Starts(start) = &it.kind else {
            return None;
        };
        Some(start.as_str())
    })
}

fn has_length(rules: &[Rule]) -> bool {
    let length = |it: &Rule| matches!(it.kind, RuleKind::Length(..) | RuleKind::Digits(_));
    rules.iter().any(|it| it.enforced && length(it))
}

fn range(rules: &[Rule]) -> Option<(Option<&str>, Option<&str>)> {
    let mut rules = rules.iter().filter(|it| it.enforced);
    rules.find_map(|it| {
        let RuleKind::Range(least, most) = &it.kind else {
            return None;
        };
        Some((least.as_deref(), most.as_deref()))
    })
}

fn holds(rule: &RuleKind, text: &str) -> bool {
    let count = |it: usize| u32::try_from(it).unwrap_or(u32::MAX);
    let number = |it: &str| it.parse::<f64>().ok();
    match rule {
        RuleKind::Digits(wanted) => {
            text.bytes().all(|it| it.is_ascii_digit()) && count(text.len()) == *wanted
        }
        RuleKind::Length(least, most) => (*least..=*most).contains(&count(text.chars().count())),
        RuleKind::Starts(start) => text.starts_with(start.as_str()),
        RuleKind::Range(least, most) => number(text).is_some_and(|it| {
            let bound = |it: &Option<String>| it.as_deref().and_then(number);
            bound(least).is_none_or(|least| least <= it)
                && bound(most).is_none_or(|most| it <= most)
        }),
    }
}
