//! Replies that are not quite what the document prints: read as far as it is safe, and never a panic.
//!
//! For each operation of each provider a good reply is filled up with every member that the model
//! knows; then each member at any depth is spoiled in every way that a provider might. What must
//! come of it is a rule per type, stated in `lenient/rule.rs`.

#[path = "lenient/ask.rs"]
mod ask;
#[path = "lenient/rule.rs"]
mod rule;
#[path = "support/subjects.rs"]
#[allow(dead_code, reason = "what goes wrong on the way has its own test")]
mod subjects;

use std::collections::BTreeSet;

use ask::{Asked, Spoiled};
use rule::{Fate, GIVEN, fates};
use subjects::{Subject, good, suite};
use verbatim_codegen::model::{Provider, Record, RecordForm, Type};
use verbatim_conformance::negatives::{Holder, Place, Step, Tree, Walk};
use verbatim_conformance::suite::Suite;

/// What no client knows.
const UNKNOWN: &str = r#"{"a":[1.0,null,"é"]}"#;
/// And how it is called.
const UNKNOWN_NAME: &str = "not known to any client";

#[test]
fn every_member_of_every_reply_is_survived_or_refused_by_its_path() {
    let suite = suite();
    let ended: Vec<Tried> = std::thread::scope(|scope| {
        let providers = suite.providers.iter();
        let running: Vec<_> = providers
            .map(|it| scope.spawn(|| spoil_all(&suite, it)))
            .collect();
        let ended = running.into_iter().map(|it| it.join().expect("no panic"));
        ended.collect()
    });
    let cases: usize = ended.iter().map(|it| it.cases).sum();
    let members: usize = ended.iter().map(|it| it.members).sum();
    let told: Vec<String> = ended.into_iter().flat_map(|it| it.told).collect();
    println!("{cases} spoiled replies, {members} members of records");
    assert!(cases > 0, "there are replies to spoil");
    let count = told.len();
    assert!(told.is_empty(), "{count} do not hold\n{}", told.join("\n"));
}

#[test]
fn no_byte_of_a_reply_can_make_a_client_panic() {
    const ROUNDS: usize = 40;
    let seed = 0x5eed;
    println!("seed {seed:#x}");
    let mut chance = fastrand::Rng::with_seed(seed);
    let suite = suite();
    let (mut told, mut cases) = (Vec::new(), 0);
    for provider in &suite.providers {
        let mut done = BTreeSet::new();
        for subject in good(&suite, provider) {
            if !done.insert(&subject.operation.name) {
                continue;
            }
            let (_, base) = whole(&subject, true);
            let asked = Asked::new(&subject, &base);
            for _ in 0..ROUNDS {
                let mut bytes = base.to_string().into_bytes();
                for _ in 0..chance.usize(1..4) {
                    let at = chance.usize(..bytes.len());
                    match chance.u8(..4) {
                        0 => bytes.truncate(at.max(1)),
                        1 => bytes.insert(at, chance.u8(..)),
                        2 => bytes.swap(at, 0),
                        _ => bytes[at] = *chance.choice(b"{}[],:\"\\0-.enu\0\xff").expect("some"),
                    }
                }
                cases += 1;
                told.extend(asked.panicked(bytes));
            }
        }
    }
    println!("{cases} broken replies");
    assert!(cases > 0, "there are replies to break");
    assert!(told.is_empty(), "{}", told.join("\n"));
}

/// What came of all replies of one provider.
struct Tried {
    cases: usize,
    /// Members of records that were there.
    members: usize,
    told: Vec<String>,
}

fn spoil_all(suite: &Suite, provider: &Provider) -> Tried {
    let (mut told, mut cases) = (Vec::new(), 0);
    let mut met: BTreeSet<(String, String)> = BTreeSet::new();
    let mut done: BTreeSet<(String, String)> = BTreeSet::new();
    for subject in good(suite, provider) {
        for prefers_records in [false, true] {
            let (walk, base) = whole(&subject, prefers_records);
            let name = subject.operation.name.clone();
            if !done.insert((name, walk.shape(&base, &subject.operation.reply.ty))) {
                continue;
            }
            let asked = Asked::new(&subject, &base);
            let mut spoiled = Vec::new();
            for place in walk.all(&base, &subject.operation.reply.ty) {
                note(&walk, &place, &base, &mut met);
                spoil(&walk, &place, &base, &mut spoiled);
            }
            cases += spoiled.len();
            told.extend(spoiled.iter().filter_map(|it| asked.fault(it)));
        }
    }
    let replies = provider.operations.iter().map(|it| &it.reply.ty);
    for record in reached(provider, replies) {
        for member in &record.members {
            let name = (record.name.clone(), member.wire.clone());
            if record.form != RecordForm::Sentence && !met.contains(&name) {
                told.push(format!("{}: no reply has {name:?}", provider.name));
            }
        }
    }
    Tried {
        cases,
        members: met.len(),
        told,
    }
}

/// A good reply with every member.
fn whole<'a>(subject: &Subject<'a>, prefers_records: bool) -> (Walk<'a>, Tree) {
    let reply = &subject.operation.reply;
    let walk = Walk::of_reply(subject.provider, reply, prefers_records);
    // One of them begins with a byte order mark.
    let printed = Tree::read(subject.reply.trim_start_matches('\u{feff}'));
    let printed = printed.unwrap_or_else(|| panic!("{}: no JSON", subject.fixture.name));
    let base = walk.whole(&printed, &reply.ty, &mut Vec::new());
    (walk, base)
}

/// Notes the members that are there.
fn note(walk: &Walk<'_>, place: &Place<'_>, base: &Tree, met: &mut BTreeSet<(String, String)>) {
    let (Type::Record(name) | Type::TextOr(name)) = place.ty else {
        return;
    };
    let record = walk.provider.record(name).expect("the model is whole");
    for (index, member) in record.members.iter().enumerate() {
        let there = match base.at(&place.read) {
            Some(Tree::Object(members)) => members
                .iter()
                .any(|it| it.0 == member.wire || member.also.contains(&it.0)),
            Some(Tree::Array(items)) => index < items.len(),
            Some(Tree::Leaf(_)) | None => false,
        };
        if there {
            met.insert((record.name.clone(), member.wire.clone()));
        }
    }
}

/// The records that a reply of these types can hold.
fn reached<'a>(provider: &'a Provider, types: impl Iterator<Item = &'a Type>) -> Vec<&'a Record> {
    let mut res: Vec<&Record> = Vec::new();
    let mut left: Vec<&Type> = types.collect();
    while let Some(ty) = left.pop() {
        if let Type::Record(name) | Type::TextOr(name) = ty.innermost()
            && let Some(record) = provider.record(name)
            && !res.iter().any(|it| it.name == record.name)
        {
            res.push(record);
            left.extend(record.members.iter().map(|it| &it.ty));
        }
    }
    res
}

/// Every way of spoiling one place.
fn spoil(walk: &Walk<'_>, place: &Place<'_>, base: &Tree, res: &mut Vec<Spoiled>) {
    let mut add = |how: &str, body: Tree, at: &Place<'_>, fate: Fate, text: Option<String>| {
        res.push(Spoiled {
            how: how.to_owned(),
            body,
            read: at.read.clone(),
            written: at.written.clone(),
            in_list: at.of == Holder::List,
            fate,
            text,
            decides: walk.decides(&at.read),
        });
    };
    let here = base.at(&place.read).expect("it is a place of it");
    if !place.read.is_empty() {
        let fates = fates(walk.provider, place.ty, place.masked);
        for ((how, json), fate) in GIVEN.into_iter().zip(fates) {
            let given = Tree::read(json).expect("it is JSON");
            // An array without places is written with each of them.
            let places = json == "[]" && !matches!(place.ty, Type::List(_));
            let text = (fate == Fate::Kept && !places).then(|| given.plain());
            add(how, base.with(&place.read, given), place, fate, text);
        }
        if place.of != (Holder::Array { last: false }) {
            add("absent", base.without(&place.read), place, Fate::Gone, None);
        }
        if let Tree::Leaf(spelled) = here {
            let other = match spelled.strip_prefix('"') {
                Some(_) => Tree::read(&here.plain()).filter(|it| it.plain() == here.plain()),
                None => Tree::read(&format!("\"{spelled}\"")),
            };
            if let Some(other @ Tree::Leaf(_)) = other {
                let body = base.with(&place.read, other);
                let text = Some(here.plain());
                add("in or out of quotes", body, place, Fate::Kept, text);
            }
        }
    }
    let unknown = Tree::read(UNKNOWN).expect("it is JSON");
    let last = match here {
        Tree::Object(_) => Step::Name(UNKNOWN_NAME.to_owned()),
        Tree::Array(items) if !matches!(place.ty, Type::List(_)) => Step::Place(items.len()),
        Tree::Array(_) | Tree::Leaf(_) => return,
    };
    let mut below = place.clone();
    below.read.push(last.clone());
    below.written.push(last);
    below.of = Holder::Record;
    let body = base.with_more(&place.read, UNKNOWN_NAME, unknown);
    let text = Some(UNKNOWN.to_owned());
    add("an unknown member", body, &below, Fate::Kept, text);
}
