//! What a query says of the call that it asks about.

use std::collections::HashSet;

use super::at::At;
use super::ctx::{Ctx, listed};
use super::ours::{given, names_something};
use super::place::cited_inside;
use crate::diagnostic::Code;
use crate::model::{Effect, Fate, FateWord, Field, Lines, Outcome, Provider, Resolution};
use crate::spec::{FateEntry, OperationEntry, Spec};
use crate::words::OUTCOMES;

/// Where the reply of an operation tells of the call that it asks about.
pub(super) fn fate(
    ctx: &Ctx,
    entry: &OperationEntry,
    effect: Option<Effect>,
    fields: &[Field],
    at: At<'_>,
    lines: &Lines,
) -> Option<Fate> {
    let said = entry.fate.as_ref()?;
    let here = at.key("fate");
    let fault = |at: At<'_>, message: String| ctx.fault(Code::BadFate, at, message);
    if let Some(effect) = effect.filter(|it| *it != Effect::Reads) {
        let message = format!("this operation asks about no call: it {}", effect.word());
        fault(here.name("fate"), message);
    }
    match (
        said.codes.is_empty(),
        said.at.is_empty(),
        said.words.is_empty(),
    ) {
        (true, true, true) => {
            fault(
                at.name("fate"),
                "it has neither `codes` nor `words`".to_owned(),
            );
        }
        (_, true, false) => ctx.missing(here, "at"),
        (_, false, true) => ctx.missing(here, "words"),
        (_, true, true) | (_, false, false) => {}
    }
    let pointers = |list: &[String], key: &str| {
        let there = here.key(key);
        let each = list.iter().enumerate();
        each.map(|(index, it)| ctx.pointer(it, there.index(index)))
            .collect::<Vec<_>>()
    };
    let there = here.key("codes");
    let mut seen = HashSet::new();
    let codes = said.codes.iter().enumerate().map(|(index, it)| {
        if !seen.insert(it) {
            fault(there.index(index), format!("`{it}` is there twice"));
        }
        ctx.wire(it, there.index(index))
    });
    let codes = codes.collect();
    let citation = ctx.cite(&said.cite, here, "cite");
    cited_inside(ctx, &citation, lines, here.key("cite"));
    Some(Fate {
        codes,
        places: pointers(&said.at, "at"),
        words: words(ctx, said, here, lines),
        names: pointers(&said.names, "names"),
        field: field(ctx, said, fields, here)?,
        citation,
    })
}

fn words(ctx: &Ctx, said: &FateEntry, here: At<'_>, lines: &Lines) -> Vec<FateWord> {
    let there = here.key("words");
    let mut seen = HashSet::new();
    let each = said.words.iter().enumerate();
    each.map(|(index, it)| {
        let this = there.index(index);
        let wire = ctx.wire(ctx.need(&it.is, this, "is"), this.key("is"));
        if it.is.is_some() && !seen.insert(wire.clone()) {
            ctx.fault(
                Code::BadFate,
                this.key("is"),
                format!("`{wire}` is there twice"),
            );
        }
        let outcome = ctx.need_word(&it.outcome, this, "outcome", OUTCOMES);
        let citation = ctx.cite(&it.cite, this, "cite");
        cited_inside(ctx, &citation, lines, this.key("cite"));
        FateWord {
            wire,
            outcome: outcome.unwrap_or(Outcome::Unknown),
            citation,
        }
    })
    .collect()
}

/// The field that takes the reference: the one that is named, or the only one there is.
fn field(ctx: &Ctx, said: &FateEntry, fields: &[Field], here: At<'_>) -> Option<usize> {
    let all: Vec<(usize, &Field)> = given(fields).collect();
    let there = || listed(all.iter().map(|it| it.1.wire.as_str()));
    let found = match (&said.field, all.as_slice()) {
        (Some(name), _) => all.iter().find(|it| it.1.wire == *name),
        (None, [only]) => Some(only),
        (None, _) => None,
    };
    let at = match said.field {
        Some(_) => here.key("field"),
        None => here.name("field"),
    };
    let message = match (found, &said.field) {
        (Some((_, field)), _) if !names_something(&field.ty) => {
            format!(
                "`{}` is `{}`, which names nothing",
                field.wire,
                field.ty.word()
            )
        }
        (Some((index, _)), _) => {
            let others = all
                .iter()
                .filter(|it| it.1.demanded && it.0 != *index)
                .map(|it| it.1.wire.as_str());
            let (others, count) = (listed(others.clone()), others.count());
            match count {
                0 => return Some(*index),
                1 => format!(
                    "{others} is demanded too, and who settles a call has its reference alone: \
                     make it a credential, a constant or optional"
                ),
                _ => format!(
                    "{others} are demanded too, and who settles a call has its reference alone: \
                     make each a credential, a constant or optional"
                ),
            }
        }
        (None, _) if all.is_empty() => {
            "the caller gives no field that a reference goes into".to_owned()
        }
        (None, Some(name)) => {
            format!(
                "no field that the caller gives is named `{name}`; there is {}",
                there()
            )
        }
        (None, None) => format!("say which takes the reference: there is {}", there()),
    };
    ctx.fault(Code::BadFate, at, message);
    None
}

/// What settles a call, or confirms a callback, says by its fate what became of the call.
pub(super) fn asked(ctx: &Ctx, spec: &Spec, provider: &Provider) {
    // What does not read, or whose fate is faulty, is told as such.
    let untold = |name: &str| {
        let mut said = spec.operations.iter().filter(|it| it.entry.fate.is_some());
        let says = said.any(|it| it.name == name);
        let asked = provider.operations.iter().find(|it| it.name == name);
        asked.is_some_and(|it| it.effect == Effect::Reads) && !says
    };
    let fault = |name: &str, at: At<'_>| {
        ctx.fault(
            Code::BadFate,
            at,
            format!("operation `{name}` has no `fate`"),
        );
    };
    for it in &spec.callbacks {
        let confirm = it.entry.confirm.as_ref();
        if let Some(name) = confirm.filter(|it| untold(it)) {
            At::entry(it, |at| fault(name, at.key("confirm")));
        }
    }
    // The model has them in the order of the spec.
    for (it, found) in spec.operations.iter().zip(&provider.operations) {
        for (key, left) in [("pending", &found.pending), ("unknown", &found.unknown)] {
            if let Resolution::QueryTheirs { operation } | Resolution::QueryOurs { operation, .. } =
                left
                && untold(operation)
            {
                At::entry(it, |at| fault(operation, at.key(key)));
            }
        }
    }
}

/// The codes of a fate are some of the query's own.
pub(super) fn told(ctx: &Ctx, spec: &Spec, provider: &Provider) {
    for it in &spec.operations {
        At::entry(it, |at| {
            let codes = it.entry.fate.iter().flat_map(|it| &it.codes).enumerate();
            for (index, code) in codes {
                let mut known = provider.codes_of(&it.name);
                if !known.any(|it| it.code == *code) {
                    let message = format!("code `{code}` has no row that holds for `{}`", it.name);
                    let fate = at.key("fate");
                    let there = fate.key("codes");
                    ctx.fault(Code::UnknownReference, there.index(index), message);
                }
            }
        });
    }
}
