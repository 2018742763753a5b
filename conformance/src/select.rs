//! From the words of a command line to the fixtures that are meant.

/// Which fixtures are meant; all of them when there is no word.
#[derive(Debug, Clone, Default)]
pub struct Filters(Vec<String>);

impl Filters {
    /// Filters by words.
    ///
    /// A word with `*` must fit a whole name (`kemru/*-rejected`, or `*` for any run of
    /// characters); a word that is a whole name means that one; any other is a part of names.
    /// A path to a fixture's file is taken for its name.
    pub fn new(words: &[String]) -> Filters {
        Filters(words.iter().map(|it| name_of(it)).collect())
    }

    /// Whether every fixture is meant.
    pub fn all(&self) -> bool {
        self.0.is_empty()
    }

    /// The words that mean none of the names.
    pub fn idle<'a>(&'a self, names: &[&str]) -> Vec<&'a str> {
        let fits = |word: &str| names.iter().any(|it| self.fits(word, it, names));
        let words = self.0.iter().map(String::as_str);
        words.filter(|it| !fits(it)).collect()
    }

    /// Whether a name is meant, among these.
    pub fn mean(&self, name: &str, names: &[&str]) -> bool {
        self.all() || self.0.iter().any(|it| self.fits(it, name, names))
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
    fn a_word_that_means_nothing_is_idle() {
        let filters = Filters::new(&["nope".to_owned(), "twice".to_owned()]);
        assert_eq!(filters.idle(NAMES), ["nope"]);
    }
}
