//! Which mutants are compiled: some of every class, picked by a seed.

use std::collections::BTreeMap;

use crate::mutants::{Mutant, mutants};
use crate::suite::Suite;

/// A mutant that was picked.
#[derive(Debug)]
pub struct Picked {
    /// The crate that its client is: `m007`.
    pub member: String,
    /// The provider.
    pub provider: String,
    /// The mutant.
    pub mutant: Mutant,
}

/// Mutants by class, each with its place in the order of the specs, and its provider.
pub type Classes = BTreeMap<&'static str, Vec<(usize, String, Mutant)>>;

/// Every mutant of the providers that are meant and can be played.
pub fn classes(suite: &Suite, meant: &dyn Fn(&str) -> bool) -> Classes {
    let mut res = Classes::new();
    let mut order = 0;
    for provider in suite.providers.iter().filter(|it| meant(&it.name)) {
        if suite.setup(&provider.name).is_none() {
            continue;
        }
        for mutant in mutants(provider) {
            let class = res.entry(mutant.class).or_default();
            class.push((order, provider.name.clone(), mutant));
            order += 1;
        }
    }
    res
}

/// Picks one mutant of each class, then a second one of each, and so on until there are as many as asked
/// for. Fewer than there are classes are never picked.
pub fn pick(mut classes: Classes, seed: u64, count: usize) -> Vec<Picked> {
    let mut random = fastrand::Rng::with_seed(seed);
    for class in classes.values_mut() {
        random.shuffle(class);
    }
    let least = classes.len();
    let mut names: Vec<&'static str> = classes.keys().copied().collect();
    let mut picked = Vec::new();
    while picked.len() < count.max(least) && !names.is_empty() {
        random.shuffle(&mut names);
        names.retain(|name| {
            let found = classes.get_mut(name).and_then(Vec::pop);
            let more = found.is_some();
            picked.extend(found);
            more
        });
    }
    picked.truncate(count.max(least));
    picked.sort_by_key(|it| it.0);
    let named = picked.into_iter().enumerate();
    named
        .map(|(at, (_, provider, mutant))| Picked {
            member: format!("m{at:03}"),
            provider,
            mutant,
        })
        .collect()
}
