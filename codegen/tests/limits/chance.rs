//! Specs that were changed by chance: whatever they are now, their check ends in a report.

use std::fs;
use std::path::Path;

use verbatim_codegen::{Report, Source, check, load};

use crate::spec::Spec;

#[test]
fn no_change_by_chance_to_a_real_spec_makes_the_check_panic() {
    let kemru = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/kemru");
    let names = [
        "provider.yaml",
        "callbacks.yaml",
        "operations/account.yaml",
        "operations/payments.yaml",
        "operations/utility.yaml",
    ];
    let mut files = Vec::new();
    for name in names {
        let text = fs::read_to_string(kemru.join(name)).expect("a file of the spec");
        files.push((name, text));
    }
    let mut chance = Chance(0x5EED);
    for _ in 0..100 {
        let mut changed = files.clone();
        let file = chance.below(changed.len());
        changed[file].1 = chance.change(&changed[file].1);
        let changed = changed.iter().map(|it| (it.0, it.1.as_bytes()));
        let spec = Spec::new(&changed.collect::<Vec<_>>());
        tells(load(&spec.folder()));
    }
}

#[test]
fn no_change_by_chance_to_a_faulty_spec_makes_the_check_panic() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .expect("the faulty specs")
        .map(|it| it.expect("an entry of the folder").path())
        .filter(|it| it.extension().is_some_and(|it| it == "yaml"))
        .collect();
    paths.sort();
    let mut chance = Chance(0xACE);
    for path in paths {
        let text = fs::read_to_string(path).expect("a faulty spec");
        for _ in 0..5 {
            let mut changed = text.clone();
            for _ in 0..=chance.below(3) {
                changed = chance.change(&changed);
            }
            tells(check(&Source::single("acme", "acme.yaml", &changed)));
        }
    }
}

/// Whatever is wrong can be printed.
fn tells<T>(checked: Result<T, Report>) {
    if let Err(report) = checked {
        let text = report.to_string();
        assert!(text.starts_with("error["), "{text}");
    }
}

/// A generator that gives the same every time (splitmix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        it ^ (it >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).expect("less than a usize")
    }

    fn change(&mut self, text: &str) -> String {
        let mut rows: Vec<String> = text.lines().map(str::to_owned).collect();
        if rows.is_empty() {
            return "- ".to_owned();
        }
        let (row, other) = (self.below(rows.len()), self.below(rows.len()));
        match self.below(8) {
            0 => drop(rows.remove(row)),
            1 => rows.insert(other, rows[row].clone()),
            2 => rows.swap(row, other),
            3 => rows.truncate(row),
            4 => {
                let mut words: Vec<&str> = rows[row].split(' ').collect();
                let (one, two) = (self.below(words.len()), self.below(words.len()));
                words.swap(one, two);
                rows[row] = words.join(" ");
            }
            5 => {
                let end = self.below(rows[row].len() + 1);
                while !rows[row].is_char_boundary(end.min(rows[row].len())) {
                    rows[row].pop();
                }
                rows[row].truncate(end);
            }
            6 => rows[row] = rows[row].trim_start().to_owned(),
            _ => {
                const MARKS: &[&str] = &[
                    "{", "}", "[", "]", ":", ",", "-", "#", "&a ", "*a", "!", "|", ">", "'", "\"",
                    "%", "@", "`", "\t", "\r", "\u{85}", "\u{2028}", "\u{FEFF}", "é", "0", "~",
                    "? ", "--- ", "<<: ",
                ];
                let places: Vec<usize> = rows[row].char_indices().map(|it| it.0).collect();
                let at = match places.is_empty() {
                    true => 0,
                    false => places[self.below(places.len())],
                };
                rows[row].insert_str(at, MARKS[self.below(MARKS.len())]);
            }
        }
        rows.join("\n")
    }
}
