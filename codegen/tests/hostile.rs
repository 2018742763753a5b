//! Hostile texts in every slot of a spec: each is refused with a code, or what is generated has
//! the items that it has with a harmless text.
//!
//! The specs in `hostile/` are small, so that trying takes seconds; together they use every word
//! of the language.

#[path = "hostile/shape.rs"]
mod shape;
#[path = "hostile/slots.rs"]
mod slots;
#[path = "hostile/texts.rs"]
mod texts;

use serde_yaml::Value;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use shape::{shape, twice};
use slots::{Slot, slots, words, written};
use texts::{HIDING, TAKEN, TEXTS, WORDS};
use verbatim_codegen::{Page, Source, check, generate};

const SPECS: &[&str] = &[
    include_str!("hostile/parties.yaml"),
    include_str!("hostile/codes.yaml"),
    include_str!("hostile/fields.yaml"),
    include_str!("hostile/rules.yaml"),
    include_str!("hostile/values.yaml"),
    include_str!("hostile/signed.yaml"),
    include_str!("hostile/tables.yaml"),
    include_str!("hostile/records.yaml"),
    include_str!("hostile/auth.yaml"),
    include_str!("hostile/notice.yaml"),
    include_str!("hostile/menu.yaml"),
    include_str!("hostile/replies.yaml"),
];

/// How every type begins.
const TYPES: &[&str] = &[
    "text",
    "identifier",
    "phone",
    "phone number",
    "money ",
    "integer",
    "boolean",
    "timestamp ",
    "url",
    "enum ",
    "code",
    "record ",
    "list of ",
    "lines of ",
    "list in text ",
    "text or record ",
    "map",
    "object",
];

#[derive(Default)]
struct Tally {
    tried: usize,
    refused: usize,
    failures: Vec<String>,
}

#[test]
fn no_text_of_a_spec_becomes_an_item() {
    let res = on_every_core(|spec, slot, tally| {
        let plain = Plain::of(spec, slot);
        let words = WORDS.iter().filter(|_| slot.is_word());
        for text in TEXTS.iter().chain(words) {
            attempt(tally, slot, text, || {
                let pages = pages(&slot.with(spec, text))?;
                Ok(plain.differences(&pages))
            });
        }
    });
    println!(
        "{} combinations of slot and text, {} of them refused",
        res.tried, res.refused
    );
    assert!(res.failures.is_empty(), "{}", res.failures.join("\n"));
    assert!(1000 < res.refused && 1000 < res.tried - res.refused);
}

#[test]
fn no_name_of_a_spec_becomes_another_item_of_that_name() {
    let res = on_every_core(|spec, slot, tally| {
        if !slot.is_name() {
            return;
        }
        // Names of the spec itself, spelled so that a change of case could make them one.
        let squeezed = slots(spec).into_iter().filter(Slot::is_name);
        let squeezed = squeezed.flat_map(|it| it.respelled());
        let names: BTreeSet<String> = TAKEN
            .iter()
            .map(|it| (*it).to_owned())
            .chain(squeezed)
            .collect();
        let plain = pages(spec).expect("the spec has no fault");
        for name in &names {
            attempt(tally, slot, name, || {
                let pages = pages(&slot.with(spec, name))?;
                let changed = pages.iter().filter(|it| !plain.contains(it));
                Ok(changed.flat_map(twice).collect())
            });
        }
    });
    println!("{} names, {} of them refused", res.tried, res.refused);
    assert!(res.failures.is_empty(), "{}", res.failures.join("\n"));
}

#[test]
fn no_text_of_a_spec_hides_or_reorders_another() {
    let spec = yaml(SPECS[0]);
    let slots = slots(&spec);
    for shown in ["about (whole)", "documents.0.name (whole)"] {
        let slot = slots.iter().find(|it| it.shown == shown);
        let slot = slot.expect("the first spec has it");
        for it in HIDING {
            let refused = pages(&slot.with(&spec, &format!("a{it}b")));
            assert_eq!(
                refused.err().as_deref(),
                Some("bad-text"),
                "{shown} <- {it:?}"
            );
        }
    }
}

#[test]
fn a_version_that_cargo_would_refuse_is_refused() {
    let spec = yaml(SPECS[0]);
    let slots = slots(&spec);
    let slot = slots.iter().find(|it| it.shown == "version (whole)");
    let slot = slot.expect("the first spec has it");
    for version in [
        "+1.0.0",
        "01.0.0",
        "1.0",
        "1.0.0.0",
        "1.0.x",
        "1.0.0 ",
        "9999999999.0.0",
    ] {
        let refused = pages(&slot.with(&spec, version));
        assert_eq!(refused.err().as_deref(), Some("bad-version"), "{version}");
    }
}

#[test]
fn the_specs_use_every_word_of_the_language() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let nouns = files(&source.join("spec"), "rs").into_iter();
    let nouns = nouns.chain([read(&source.join("spec.rs"))]);
    let keys = |text: String| {
        let file = syn::parse_file(&text).expect("it compiles");
        file.items.iter().flat_map(keys_of).collect::<Vec<_>>()
    };
    let known: Vec<String> = nouns.flat_map(keys).collect();
    assert!(100 < known.len());
    // The ones here together; the made-up providers, which are compiled and called, too.
    let here: Vec<String> = SPECS.iter().map(|it| (*it).to_owned()).collect();
    let compiled = source.join("../../conformance/made-up/specs");
    for specs in [here, files(&compiled, "yaml")] {
        let mut used = Vec::new();
        for text in &specs {
            words(&yaml(text), "", &mut used);
        }
        let unused: Vec<&String> = known.iter().filter(|it| !used.contains(it)).collect();
        assert!(unused.is_empty(), "{unused:?}");
        for ty in TYPES {
            let said = format!("type: {ty}");
            assert!(specs.iter().any(|it| it.contains(&said)), "{ty}");
        }
    }
}

#[test]
fn a_hostile_text_comes_back_from_yaml_as_it_is() {
    for text in TEXTS.iter().chain(WORDS) {
        let written = written(&Value::from(*text));
        let read: Value = serde_yaml::from_str(&written).expect("it was just written");
        assert_eq!(read.as_str(), Some(*text), "{written}");
    }
}

/// The files of that kind in a folder and below it.
fn files(folder: &Path, kind: &str) -> Vec<String> {
    let mut res = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder of the workspace") {
        let path = entry.expect("an entry of the folder").path();
        if path.is_dir() {
            res.extend(files(&path, kind));
        } else if path.extension().is_some_and(|it| it == kind) {
            res.push(read(&path));
        }
    }
    res
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).expect("a file of the workspace")
}

fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).expect("the specs here are YAML")
}

/// The pages; else the codes of the faults.
fn pages(spec: &Value) -> Result<Vec<Page>, String> {
    let text = written(spec);
    let name = spec["provider"].as_str().unwrap_or_default();
    match check(&Source::single(name, "provider.yaml", &text)) {
        Ok(provider) => Ok(generate(&provider)),
        Err(report) => {
            assert!(!report.faults().is_empty(), "a refusal names its fault");
            let shown = report.to_string();
            let raw = shown.chars().find(|it| it.is_control() && *it != '\n');
            assert_eq!(raw, None, "a report shows no control character: {shown:?}");
            Err(report.faults()[0].code.to_string())
        }
    }
}

/// The pages with a harmless text in a slot, and what they are made of.
struct Plain {
    pages: Vec<Page>,
    shapes: Vec<OnceCell<String>>,
}

impl Plain {
    fn of(spec: &Value, slot: &Slot) -> Plain {
        let pages = pages(&slot.with(spec, "harmless")).or_else(|_| pages(spec));
        let pages = pages.expect("the spec has no fault");
        Plain {
            shapes: vec![OnceCell::new(); pages.len()],
            pages,
        }
    }

    fn differences(&self, pages: &[Page]) -> Vec<String> {
        let mut res = Vec::new();
        for (index, page) in pages.iter().enumerate() {
            let before = &self.pages[index];
            let file = |it: &Page| it.path.split_once('/').map(|it| it.1.to_owned());
            assert_eq!(file(page), file(before));
            if page.text == before.text {
                continue;
            }
            let expected =
                self.shapes[index].get_or_init(|| shape(before).expect("a harmless page is whole"));
            match shape(page) {
                Ok(found) if found == *expected => {}
                Ok(_) => res.push(format!("{} has other items", page.path)),
                Err(why) => res.push(format!("{}: {why}", page.path)),
            }
        }
        res
    }
}

fn attempt(
    tally: &mut Tally,
    slot: &Slot,
    text: &str,
    what: impl FnOnce() -> Result<Vec<String>, String>,
) {
    tally.tried += 1;
    match catch_unwind(AssertUnwindSafe(what)) {
        Ok(Err(_)) => tally.refused += 1,
        Ok(Ok(wrong)) if wrong.is_empty() => {}
        Ok(Ok(wrong)) => {
            let wrong = wrong.join("; ");
            tally
                .failures
                .push(format!("{} <- {text:?}: {wrong}", slot.shown));
        }
        Err(_) => tally
            .failures
            .push(format!("{} <- {text:?}: panic", slot.shown)),
    }
}

/// Every kind of slot once, on as many threads as there are cores.
fn on_every_core(each: impl Fn(&Value, &Slot, &mut Tally) + Sync) -> Tally {
    let specs: Vec<Value> = SPECS.iter().map(|it| yaml(it)).collect();
    let mut kinds = BTreeMap::new();
    for (index, spec) in specs.iter().enumerate() {
        for slot in slots(spec) {
            kinds.entry(slot.kind.clone()).or_insert((index, slot));
        }
    }
    let work: Vec<(usize, Slot)> = kinds.into_values().collect();
    let next = AtomicUsize::new(0);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let worker = || {
            let mut tally = Tally::default();
            while let Some((spec, slot)) = work.get(next.fetch_add(1, Ordering::Relaxed)) {
                each(&specs[*spec], slot, &mut tally);
            }
            tally
        };
        let threads: Vec<_> = (0..cores).map(|_| scope.spawn(worker)).collect();
        let mut res = Tally::default();
        for thread in threads {
            let part = thread.join().expect("panics are caught");
            res.tried += part.tried;
            res.refused += part.refused;
            res.failures.extend(part.failures);
        }
        res.failures.sort();
        res
    })
}

/// The keys that a struct of `spec.rs` reads.
fn keys_of(item: &syn::Item) -> Vec<String> {
    let syn::Item::Struct(it) = item else {
        return Vec::new();
    };
    let derived = it.attrs.iter().any(|it| {
        let tokens = it.meta.require_list().map(|it| it.tokens.to_string());
        it.path().is_ident("derive") && tokens.is_ok_and(|it| it.contains("Deserialize"))
    });
    let fields = it.fields.iter().filter(|_| derived);
    fields
        .filter_map(|field| {
            let renamed = field.attrs.iter().find_map(|it| {
                let tokens = it.meta.require_list().ok()?.tokens.to_string();
                Some(
                    tokens
                        .strip_prefix("rename = \"")?
                        .strip_suffix('"')?
                        .to_owned(),
                )
            });
            Some(renamed.unwrap_or(field.ident.as_ref()?.to_string()))
        })
        .collect()
}
