//! What the merchant makes up so that a call can be named later.

use super::at::At;
use super::ctx::{Ctx, listed};
use super::made::offset;
use crate::diagnostic::Code;
use crate::model::{Charset, Dated, Reference};
use crate::spec::{ProviderFile, ReferenceEntry};
use crate::words::CHARSETS;

/// A reference has no more characters.
const LONGEST: u32 = 256;
/// Fewer than these random characters would meet again among a merchant's payments.
const FEWEST: u32 = 6;
/// More of them tell nothing apart that these do not.
const MOST: u32 = 64;
/// The parts of a date's pattern; everything else in it stands for itself.
const PARTS: &[&str] = &["YYYY", "MM", "DD", "HH", "mm", "ss"];

/// Every way of making references.
pub(super) fn references(ctx: &Ctx, file: &ProviderFile, at: At<'_>) -> Vec<Reference> {
    let here = at.key("references");
    let one = |(name, entry): (&str, &ReferenceEntry)| {
        let this = here.key(name);
        ctx.legal_name(name, here.name(name));
        let dated = dated(ctx, entry, this);
        let (random, count) = random(ctx, entry, this);
        let length = length(ctx, entry, this);
        let charset =
            (entry.charset.as_deref()).and_then(|it| ctx.choose(it, this.key("charset"), CHARSETS));
        let res = Reference {
            name: name.to_owned(),
            about: ctx.prose(&entry.about, this, "about"),
            dated,
            random,
            count,
            length,
            charset,
            citation: ctx.cite(&entry.cite, this, "cite"),
        };
        fits(ctx, &res, this);
        res
    };
    file.references.iter().map(one).collect()
}

fn dated(ctx: &Ctx, entry: &ReferenceEntry, at: At<'_>) -> Option<Dated> {
    let Some(pattern) = &entry.dated else {
        if entry.zone.is_some() {
            ctx.missing(at, "dated");
        }
        return None;
    };
    let here = at.key("dated");
    let once = |part: &&&str| pattern.matches(**part).count() == 1;
    let day = PARTS[..3].iter().filter(once).count() == 3;
    let literal = PARTS
        .iter()
        .fold(pattern.clone(), |it, part| it.replacen(part, "", 1));
    if !day || literal.contains(|it: char| !"-_/.:T ".contains(it)) {
        let message = format!("`{pattern}` is no date like `YYYYMMDDHHmm`");
        ctx.fault(Code::BadReference, here, message);
    }
    let zone = ctx.wanted(&entry.zone, at, "zone")?;
    let Some(zone) = offset(zone) else {
        let message = format!("`{zone}` is no offset like `+01:00`");
        ctx.fault(Code::BadReference, at.key("zone"), message);
        return None;
    };
    Some(Dated {
        pattern: ctx.wire(pattern, here),
        zone,
    })
}

fn random(ctx: &Ctx, entry: &ReferenceEntry, at: At<'_>) -> (Charset, u32) {
    let none = (Charset::Alphanumeric, FEWEST);
    let Some(text) = ctx.wanted(&entry.random, at, "random") else {
        return none;
    };
    let (word, count) = text.split_once(' ').unwrap_or((text, ""));
    let charset = CHARSETS.iter().find(|it| it.word == word);
    let charset = charset.map(|it| it.value);
    let count = count.parse().ok();
    let count = count.filter(|it| (FEWEST..=MOST).contains(it));
    if charset.is_none() || count.is_none() {
        let sets = listed(CHARSETS.iter().map(|it| it.word));
        let message = format!("`{text}` is not {FEWEST} to {MOST} characters of {sets}");
        ctx.fault(Code::BadReference, at.key("random"), message);
    }
    (charset.unwrap_or(none.0), count.unwrap_or(none.1))
}

fn length(ctx: &Ctx, entry: &ReferenceEntry, at: At<'_>) -> (u32, u32) {
    let any = (1, LONGEST);
    let Some(text) = &entry.length else {
        return any;
    };
    let said = text.split_once("..").and_then(|(least, most)| {
        let (least, most) = (least.parse().ok()?, most.parse().ok()?);
        (1 <= least && least <= most && most <= LONGEST).then_some((least, most))
    });
    said.unwrap_or_else(|| {
        let message = format!("`{text}` is no length like `12..40`, at most {LONGEST}");
        ctx.fault(Code::BadReference, at.key("length"), message);
        any
    })
}

/// What is made must be what is taken.
fn fits(ctx: &Ctx, it: &Reference, at: At<'_>) {
    let date = it.dated.as_ref().map_or(0, |it| it.pattern.chars().count());
    let made = u32::try_from(date).unwrap_or(LONGEST) + it.count;
    if !(it.length.0..=it.length.1).contains(&made) {
        let message = format!(
            "one that is made has {made} characters, not {} to {}",
            it.length.0, it.length.1
        );
        ctx.fault(Code::BadReference, at.key("length"), message);
    }
    let Some(charset) = it.charset else {
        return;
    };
    let narrow = match it.random {
        Charset::Alphanumeric => "zZ9",
        Charset::Digits => "9",
        Charset::Hex => "f9",
    };
    let marks = it.dated.iter().flat_map(|it| it.pattern.chars());
    let marks = marks.filter(|it| !it.is_ascii_alphabetic() || *it == 'T');
    if let Some(outside) = narrow.chars().chain(marks).find(|it| !charset.has(*it)) {
        let message = format!(
            "one that is made can hold `{outside}`, and is not {}",
            charset.word()
        );
        ctx.fault(Code::BadReference, at.key("charset"), message);
    }
}
