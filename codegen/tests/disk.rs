//! What a run does to the tree, and what it never does.

use std::fs;
use std::path::{Path, PathBuf};

use verbatim_codegen::{Failure, Mode, Tree};

/// A workspace with two small providers.
struct House {
    folder: tempfile::TempDir,
}

impl House {
    fn new() -> House {
        let house = House {
            folder: tempfile::tempdir().expect("temp is writable"),
        };
        for name in ["acme", "beta"] {
            house.put(&format!("specs/{name}/provider.yaml"), &spec(name));
        }
        house
    }

    /// The same, generated.
    fn made() -> House {
        let house = House::new();
        house.run();
        house
    }

    fn tree(&self) -> Tree {
        Tree::of(self.folder.path())
    }

    #[track_caller]
    fn run(&self) {
        self.tree()
            .settle(&[], Mode::Write)
            .expect("the tree is settled");
    }

    fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    #[track_caller]
    fn put(&self, below: &str, text: &str) {
        let path = self.path(below);
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("temp is writable");
        fs::write(path, text).expect("temp is writable");
    }

    /// Every file below `generated/`, with its bytes.
    fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut res = Vec::new();
        collect(&self.path("generated"), &mut res);
        res.sort();
        res
    }
}

fn collect(folder: &Path, res: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, res);
        } else {
            res.push((path.clone(), fs::read(path).expect("it can be read")));
        }
    }
}

fn spec(name: &str) -> String {
    format!(
        r#"provider: {name}
title: Made up
about: A provider that does not exist.
version: 0.1.0
documents: [{{ name: none.txt, title: None }}]
environments:
  test: {{ about: For tests., servers: {{ main: {{ url: "https://{name}.example", cite: 1 }} }} }}
groups: {{ account: The account. }}
unsaid: {{ fields: demanded, cite: 1 }}
records:
  balance: {{ about: What is left., members: [{{ wire: left, type: text, cite: 2 }}] }}
operations:
  read_balance:
    about: Reads what is left.
    group: account
    lines: 1-9
    effect: reads
    effect_cite: 1
    method: GET
    method_cite: 1
    server: main
    path: /balance
    path_cite: 1
    fields: [{{ wire: account, type: text, cite: 2 }}]
    reply: {{ type: record balance, without_code: succeeded, cite: 2 }}
"#
    )
}

/// After the damage, a run brings back every byte.
#[track_caller]
fn comes_back(damage: impl Fn(&House)) {
    let house = House::made();
    let before = house.files();
    damage(&house);
    assert!(house.files() != before, "the damage changed something");
    let stale = house
        .tree()
        .settle(&[], Mode::Tell)
        .expect("telling never fails here");
    assert!(!stale.is_empty(), "the damage is told");
    house.run();
    assert!(house.files() == before, "every byte came back");
}

#[test]
fn deleted_sources_come_back() {
    comes_back(|it| fs::remove_dir_all(it.path("generated/acme/src")).expect("it is there"));
    comes_back(|it| fs::remove_dir_all(it.path("generated")).expect("it is there"));
}

#[test]
fn broken_sources_are_repaired() {
    comes_back(|it| it.put("generated/acme/src/lib.rs", "fn ("));
    comes_back(|it| it.put("generated/acme/src/types.rs", ""));
    comes_back(|it| fs::remove_file(it.path("generated/acme/src/client.rs")).expect("it is there"));
}

#[test]
fn a_file_that_is_no_longer_made_goes_and_takes_its_empty_folder_along() {
    comes_back(|it| {
        let text = fs::read(it.path("generated/acme/src/lib.rs")).expect("it is there");
        let old = String::from_utf8(text).expect("it is text");
        it.put("generated/acme/src/old/part.rs", &old);
        it.put("generated/clients/src/old.rs", &old);
    });
}

#[test]
fn the_crate_of_a_removed_provider_goes() {
    let house = House::made();
    fs::remove_dir_all(house.path("specs/beta")).expect("it is there");
    house.run();
    assert!(!house.path("generated/beta").exists());
    assert!(house.path("generated/acme/Cargo.toml").exists());
}

#[test]
fn a_file_that_was_never_made_is_never_touched() {
    let house = House::made();
    let own = [
        "acme/notes.md",
        "acme/src/extra.rs",
        "byhand/Cargo.toml",
        "byhand/src/lib.rs",
        "notes.txt",
    ];
    for path in own {
        house.put(&format!("generated/{path}"), "mine");
    }
    fs::remove_dir_all(house.path("specs/beta")).expect("it is there");
    house.run();
    for path in own {
        let text = fs::read_to_string(house.path(&format!("generated/{path}")));
        assert_eq!(text.ok().as_deref(), Some("mine"), "{path}");
    }
}

#[test]
fn a_file_of_somebody_else_in_the_place_of_a_page_stops_the_run() {
    let house = House::new();
    house.put("generated/acme/src/lib.rs", "//! Mine.");
    let before = house.files();
    let error = house
        .tree()
        .settle(&[], Mode::Write)
        .expect_err("it is not ours to write over");
    assert!(
        error.to_string().contains("was not made by codegen"),
        "{error}"
    );
    assert!(house.files() == before, "nothing was written");
}

#[test]
fn a_write_that_fails_changes_nothing() {
    let house = House::made();
    house.put(
        "specs/acme/provider.yaml",
        &spec("acme").replace("What is left.", "What remains."),
    );
    // A folder stands where the staged page would be written.
    let blocked = house.path("generated/acme/src/.types.rs.codegen-new");
    fs::create_dir_all(&blocked).expect("temp is writable");
    let before = house.files();
    house
        .tree()
        .settle(&[], Mode::Write)
        .expect_err("the disk refuses");
    assert!(house.files() == before, "nothing was written");
}

#[test]
fn faults_in_one_spec_keep_every_other_from_being_written() {
    let house = House::new();
    house.put(
        "specs/beta/provider.yaml",
        &spec("beta").replace("effect: reads", "effect: breathes"),
    );
    let error = house
        .tree()
        .settle(&[], Mode::Write)
        .expect_err("the spec has a fault");
    assert!(matches!(error, Failure::Faults(_)));
    assert!(house.files().is_empty(), "nothing was written");
}

#[test]
fn telling_writes_nothing() {
    let house = House::new();
    let stale = house
        .tree()
        .settle(&[], Mode::Tell)
        .expect("the specs have no fault");
    assert!(stale.len() > 10, "every page is missing");
    assert!(!house.path("generated").exists());
}

#[test]
fn one_named_spec_leaves_the_others_alone() {
    let house = House::made();
    house.put("generated/beta/src/lib.rs", "// damaged");
    house
        .tree()
        .settle(&["acme".to_owned()], Mode::Write)
        .expect("the tree is settled");
    let beta = fs::read_to_string(house.path("generated/beta/src/lib.rs"));
    assert_eq!(beta.ok().as_deref(), Some("// damaged"));
}

#[test]
fn a_spec_outside_the_tree_is_refused() {
    let (house, other) = (House::made(), House::new());
    let spec = other.path("specs/acme").to_string_lossy().into_owned();
    let error = house
        .tree()
        .settle(&[spec], Mode::Write)
        .expect_err("it is not of this tree");
    assert!(matches!(error, Failure::Elsewhere(..)), "{error}");
}

#[test]
fn two_places_give_the_same_bytes() {
    let names = |house: &House| -> Vec<(PathBuf, Vec<u8>)> {
        let root = house.path("generated");
        let below = |it: &Path| it.strip_prefix(&root).expect("it is below").to_owned();
        house
            .files()
            .into_iter()
            .map(|(path, bytes)| (below(&path), bytes))
            .collect()
    };
    assert!(names(&House::made()) == names(&House::made()));
}
