//! A slip of the pen is one mistake, and told once: nobody should mend faults that are none.
//!
//! Every word of a closed choice and every type in `hostile/` gets a letter too much, one at a time.

use std::fs;
use std::path::Path;

use verbatim_codegen::{Source, check};

/// Keys of which the value begins with a word of the language, or with a name that is defined.
const KEYS: &[&str] = &[
    "algorithm",
    "by",
    "charset",
    "confirm",
    "credential",
    "disposition",
    "effect",
    "empty",
    "encoding",
    "form",
    "group",
    "in",
    "kind",
    "made",
    "method",
    "outcome",
    "random",
    "record",
    "required",
    "scheme",
    "server",
    "token",
    "type",
    "values",
];

/// Where a word ends that stands behind one of the keys.
fn ends(text: &str) -> Vec<usize> {
    let mut res = Vec::new();
    for key in KEYS {
        let key = format!("{key}: ");
        for (start, _) in text.match_indices(&key) {
            let own = !text[..start].ends_with(|it: char| it.is_alphanumeric() || it == '_');
            let word = &text[start + key.len()..];
            let length = word.find(|it: char| !(it.is_ascii_alphabetic() || it == '_'));
            let length = length.unwrap_or(word.len());
            if own && 0 < length {
                res.push(start + key.len() + length);
            }
        }
    }
    res
}

#[test]
fn a_letter_too_much_in_a_word_is_one_fault() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hostile");
    let (mut tried, mut wrong) = (0, Vec::new());
    for entry in fs::read_dir(folder).expect("the folder of the specs") {
        let path = entry.expect("an entry of the folder").path();
        if path.extension().is_none_or(|it| it != "yaml") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("a spec is text");
        let name = text.lines().find_map(|it| it.strip_prefix("provider: "));
        let name = name.expect("a spec names its provider");
        for end in ends(&text) {
            let slip = format!("{}q{}", &text[..end], &text[end..]);
            let faults = match check(&Source::single(name, "slip.yaml", &slip)) {
                Ok(_) => 0,
                Err(report) => report.faults().len(),
            };
            tried += 1;
            if faults != 1 {
                let line = slip[..end].lines().last().unwrap_or_default().trim();
                wrong.push(format!("{}: {faults} faults: {line}q", path.display()));
            }
        }
    }
    assert!(150 < tried, "{tried}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
