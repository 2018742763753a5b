//! Records: what replies and callbacks hold.

use std::collections::{HashMap, HashSet};

use super::at::At;
use super::ctx::Ctx;
use super::kind::{currency_beside, harmless, only_text_is_masked, parse_type};
use super::sentence::pattern;
use crate::diagnostic::Code;
use crate::model::{Member, Record, RecordForm, Type};
use crate::spec::{MemberEntry, ProviderFile, RecordEntry};
use crate::words::FORMS;

pub(super) fn record(
    ctx: &Ctx,
    name: &str,
    entry: &RecordEntry,
    up: At<'_>,
    file: &ProviderFile,
) -> Record {
    let at = up.key(name);
    let form = ctx.word_or(&entry.form, at, "form", FORMS, RecordForm::Object);
    if entry.members.is_empty() {
        let message = "the record has no members".to_owned();
        ctx.fault(Code::Empty, at.name("members"), message);
    }
    let here = at.key("members");
    let members: Vec<Member> = entry
        .members
        .iter()
        .enumerate()
        .map(|(index, it)| member(ctx, it, here.index(index), file))
        .collect();
    let (mut wires, mut names) = (HashSet::new(), HashSet::new());
    for (index, (it, said)) in members.iter().zip(&entry.members).enumerate() {
        let this = here.index(index);
        let mut twice = false;
        let also = this.key("also");
        let others = it.also.iter().enumerate();
        let others = others.map(|(index, wire)| (wire, also.index(index)));
        for (wire, at) in std::iter::once((&it.wire, this.key("wire"))).chain(others) {
            if !wires.insert(wire) && said.wire.is_some() {
                let message = format!("member `{wire}` is there twice");
                ctx.fault(Code::DuplicateValue, at, message);
                twice = true;
            }
        }
        let beside = members.iter().map(|it| it.wire.as_str());
        currency_beside(ctx, &it.ty, this.key("type"), "member", beside);
        let named = if said.name.is_some() { "name" } else { "wire" };
        let key = it.name.replace('_', "");
        let (kept, what) = match form {
            RecordForm::Object | RecordForm::Positional => {
                ("others", "the members that no line names")
            }
            RecordForm::Sentence => ("sentence", "the text as it came"),
        };
        if key == kept {
            let message = format!("`{kept}` is what keeps {what}");
            ctx.fault(Code::NameCollision, this.key(named), message);
        }
        if !names.insert(key) && !twice && !it.name.is_empty() {
            let message = format!("two members would be called `{}`", it.name);
            ctx.fault(Code::NameCollision, this.key(named), message);
        }
    }
    Record {
        name: ctx.legal_name(name, up.name(name)),
        about: ctx.prose(&entry.about, at, "about"),
        form,
        pattern: pattern(ctx, entry, at, form, &members),
        members,
    }
}

fn member(ctx: &Ctx, entry: &MemberEntry, at: At<'_>, file: &ProviderFile) -> Member {
    let wire = ctx.wire(ctx.need(&entry.wire, at, "wire"), at.key("wire"));
    let name = ctx.name_or(&entry.name, &entry.wire, at, "wire");
    let ty = match &entry.ty {
        Some(text) => parse_type(ctx, text, at.key("type"), file),
        None => {
            ctx.missing(at, "type");
            Type::Text
        }
    };
    let meant = [
        (
            ty == Type::Object,
            "a member is never `object`: describe it as a record",
        ),
        (
            matches!(ty, Type::Reference(_)),
            "what the provider sends is no reference of ours yet: say `text`",
        ),
    ];
    for (_, meant) in meant.iter().filter(|it| it.0) {
        ctx.fault(Code::UnknownType, at.key("type"), (*meant).to_owned());
    }
    let citation = ctx.cite(&entry.cite, at, "cite");
    let secret = ctx.yes(&entry.secret, at, "secret");
    let personal = ctx.yes(&entry.personal, at, "personal") || ty.innermost().is_phone();
    only_text_is_masked(ctx, secret, personal, spelled(&ty), at);
    let harmless = harmless(ctx, &entry.harmless, secret || personal, &ty, at);
    Member {
        also: (entry.also.iter().enumerate())
            .map(|(index, it)| ctx.wire(it, at.key("also").index(index)))
            .collect(),
        name,
        about: ctx.prose_or(&entry.about, at, "about"),
        secret,
        personal,
        harmless,
        ty,
        type_citation: ctx.cite_or(&entry.type_cite, at, "type_cite", &citation),
        citation,
        printed: ctx.wire_or(&entry.printed, at, "printed"),
        wire,
    }
}

/// What a mark masks: the text, wherever it stands in lists or beside a record.
fn spelled(ty: &Type) -> &Type {
    let item = ty.innermost();
    if let Type::TextOr(_) = item {
        return &Type::Text;
    }
    item
}

/// A record that holds itself outside a list would have no end; each circle is told once.
pub(super) fn no_circles(ctx: &Ctx, records: &[Record], at: At<'_>) {
    let indices: HashMap<&str, usize> = (records.iter().enumerate())
        .map(|(index, it)| (it.name.as_str(), index))
        .collect();
    let parts = |index: usize| -> Vec<usize> {
        let named = records[index]
            .members
            .iter()
            .filter_map(|it| it.ty.record());
        named.filter_map(|it| indices.get(it).copied()).collect()
    };
    // The way from a record down to where the search stands, with what is still to look at.
    let mut done = vec![false; records.len()];
    let mut depth: Vec<Option<usize>> = vec![None; records.len()];
    for first in 0..records.len() {
        let mut way: Vec<(usize, Vec<usize>)> = Vec::new();
        let mut next = (!done[first]).then_some(first);
        loop {
            if let Some(record) = next {
                depth[record] = Some(way.len());
                way.push((record, parts(record)));
            }
            let Some((record, left)) = way.last_mut() else {
                break;
            };
            next = left.pop();
            match next {
                None => {
                    done[*record] = true;
                    depth[*record] = None;
                    way.pop();
                }
                Some(part) => {
                    if let Some(from) = depth[part] {
                        let names = way[from..].iter().map(|it| it.0).chain([part]);
                        let names: Vec<&str> = names.map(|it| &*records[it].name).collect();
                        let message =
                            format!("record `{}` holds itself: {}", names[0], names.join(" → "));
                        ctx.fault(Code::RecordCircle, at.name(names[0]), message);
                        next = None;
                    } else if done[part] {
                        next = None;
                    }
                }
            }
        }
    }
}
