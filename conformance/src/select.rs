//! From the words of a command line to the fixtures that are meant.

use std::collections::BTreeSet;

/// Which fixtures are meant; all of them when there is no word.
#[derive(Debug, Clone, Default)]
pub struct Filters {
    words: Vec<String>,
    /// These alone, of those that the words mean.
    only: Option<BTreeSet<String>>,
}

/// One of several shares of the fixtures that are meant, which together are all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Partition {
    /// Which, from 1 on.
    index: usize,
    /// How many there are.
    count: usize,
}

impl Partition {
    /// `2/3`: the second of three.
    pub fn parse(text: &str) -> Option<Partition> {
        let (index, count) = text.split_once('/')?;
        let (index, count) = (index.parse().ok()?, count.parse().ok()?);
        (1 <= index && index <= count).then_some(Partition { index, count })
    }

    /// Every so-many-th of them, so that the shares of one provider are alike.
    pub fn of<T>(self, all: Vec<T>) -> Vec<T> {
        let own = all.into_iter().skip(self.index - 1);
        own.step_by(self.count).collect()
    }
}

impl Filters {
    /// Filters by words.
    ///
    /// A word with `*` must fit a whole name (`kemru/*-rejected`, or `*` for any run of
    /// characters); a word that is a whole name means that one; any other is a part of names.
    /// A path to a fixture's file is taken for its name.
    pub fn new(words: &[String]) -> Filters {
        Filters {
            words: words.iter().map(|it| name_of(it)).collect(),
            only: None,
        }
    }

    /// The same, and of these alone.
    pub fn only(self, names: BTreeSet<String>) -> Filters {
        Filters {
            only: Some(names),
            ..self
        }
    }

    /// Whether every fixture is meant.
    pub fn all(&self) -> bool {
        self.words.is_empty() && self.only.is_none()
    }

    /// The words that mean none of the names.
    pub fn idle<'a>(&'a self, names: &[&str]) -> Vec<&'a str> {
        let fits = |word: &str| names.iter().any(|it| self.fits(word, it, names));
        let words = self.words.iter().map(String::as_str);
        words.filter(|it| !fits(it)).collect()
    }

    /// Whether a name is meant, among these.
    pub fn mean(&self, name: &str, names: &[&str]) -> bool {
        let said = self.words.is_empty() || self.words.iter().any(|it| self.fits(it, name, names));
        said && self.only.as_ref().is_none_or(|it| it.contains(name))
    }

    fn fits(&self, word: &str, name: &str, names: &[&str]) -> bool {
        if word.contains('*') {
            fits_pattern(word, name)
        } else if names.contains(&word) {
            word == name
        } else {
            name.contains(word)
        }
    }
}

/// `…/kemru/ping-ok.yaml` as `kemru/ping-ok`; any other word as it is.
fn name_of(word: &str) -> String {
    let Some(path) = word
        .strip_suffix(".yaml")
        .or_else(|| word.strip_suffix(".snap"))
    else {
        return word.to_owned();
    };
    let path = path.replace('\\', "/");
    let mut parts: Vec<_> = path.rsplit('/').take(2).collect();
    parts.reverse();
    parts.join("/")
}

fn fits_pattern(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = name.strip_prefix(parts.next().unwrap_or_default()) else {
        return false;
    };
    let mut parts: Vec<_> = parts.collect();
    let last = parts.pop().unwrap_or_default();
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: &[&str] = &["kemru/pay-ok", "kemru/pay-ok_twice", "vtpass/pay-ok"];

    #[track_caller]
    fn check(words: &[&str], meant: &[&str]) {
        let words: Vec<_> = words.iter().map(|it| (*it).to_owned()).collect();
        let filters = Filters::new(&words);
        let res: Vec<_> = NAMES
            .iter()
            .copied()
            .filter(|it| filters.mean(it, NAMES))
            .collect();
        assert_eq!(res, meant);
    }

    #[test]
    fn no_word_means_everything() {
        check(&[], NAMES);
    }

    #[test]
    fn a_whole_name_means_that_one_and_a_part_all_that_have_it() {
        check(&["kemru/pay-ok"], &["kemru/pay-ok"]);
        check(&["pay-ok"], NAMES);
        check(
            &["twice", "vtpass"],
            &["kemru/pay-ok_twice", "vtpass/pay-ok"],
        );
    }

    #[test]
    fn a_star_is_any_run_of_characters_of_a_whole_name() {
        check(&["*/pay-ok"], &["kemru/pay-ok", "vtpass/pay-ok"]);
        check(&["kemru/*"], &["kemru/pay-ok", "kemru/pay-ok_twice"]);
        check(&["k*ok*ce"], &["kemru/pay-ok_twice"]);
        check(&["pay*"], &[]);
    }

    #[test]
    fn a_path_is_taken_for_the_name() {
        check(
            &["conformance/fixtures/kemru/pay-ok.yaml"],
            &["kemru/pay-ok"],
        );
    }

    #[test]
    fn partitions_are_alike_and_together_everything() {
        let shares = ["1/3", "2/3", "3/3"].map(|it| {
            let share = Partition::parse(it).unwrap();
            share.of((0..8).collect::<Vec<_>>())
        });
        assert_eq!(shares, [vec![0, 3, 6], vec![1, 4, 7], vec![2, 5]]);
        for text in ["", "1", "0/3", "4/3", "1/0", "a/b", "-1/2", "1/2/3"] {
            assert_eq!(Partition::parse(text), None, "{text}");
        }
    }

    #[test]
    fn of_what_failed_last_the_words_pick_again() {
        let failed = BTreeSet::from(["kemru/pay-ok".to_owned(), "gone/pay-ok".to_owned()]);
        let meant = |words: &[String]| {
            let filters = Filters::new(words).only(failed.clone());
            let mean = |it: &&&str| filters.mean(it, NAMES);
            NAMES.iter().filter(mean).count()
        };
        assert_eq!(meant(&[]), 1);
        assert_eq!(meant(&["kemru".to_owned()]), 1);
        assert_eq!(meant(&["vtpass".to_owned()]), 0);
    }

    #[test]
    fn a_word_that_means_nothing_is_idle() {
        let filters = Filters::new(&["nope".to_owned(), "twice".to_owned()]);
        assert_eq!(filters.idle(NAMES), ["nope"]);
    }
}
