//! How a request or a callback is signed: a scheme of the provider and an order of its own.

mod order;
mod printed;

use super::at::At;
use super::auth::is_header;
use super::ctx::Ctx;
use super::made::moment;
use super::place::cited_inside;
use crate::diagnostic::Code;
use crate::model::{
    CallbackSignature, CallbackValues, Citation, Field, FieldSource, Lines, Provider, Scheme, Sent,
    Signature, SignedPart,
};
use crate::spec::{CallbackSignatureEntry, ProviderFile, SchemeEntry, SignatureEntry};
use crate::words::{ALGORITHMS, Digest, EMPTY, ENCODINGS, SORTED};

use order::{Signed, sort};

/// The schemes themselves; an operation binds one to its fields.
pub(super) fn schemes(
    ctx: &Ctx,
    file: &ProviderFile,
    at: At<'_>,
    provider: &Provider,
) -> Vec<Scheme> {
    let here = at.key("signatures");
    let one = |(name, it): (&str, &SchemeEntry)| {
        let this = here.key(name);
        ctx.legal_name(name, here.name(name));
        let made = ctx.need_word(&it.algorithm, this, "algorithm", ALGORITHMS);
        ctx.need_word(&it.encoding, this, "encoding", ENCODINGS);
        let (key, key_citation) = key(ctx, it, this, made, provider);
        ctx.signed_text(ctx.need(&it.joiner, this, "joiner"), this.key("joiner"));
        let texts = [
            ("prefix", &it.prefix),
            ("suffix", &it.suffix),
            ("named", &it.named),
        ];
        for (key, text) in texts {
            ctx.signed_text(text.as_deref().unwrap_or_default(), this.key(key));
        }
        if let Some(word) = &it.sorted {
            ctx.choose(word, this.key("sorted"), SORTED);
        }
        let text = |it: &Option<String>| it.clone().unwrap_or_default();
        Scheme {
            name: name.to_owned(),
            algorithm: text(&it.algorithm),
            citation: ctx.cite(&it.cite, this, "cite"),
            key,
            key_citation,
            encoding: text(&it.encoding),
            encoding_citation: ctx.cite(&it.encoding_cite, this, "encoding_cite"),
            joiner: text(&it.joiner),
            joiner_citation: ctx.cite(&it.joiner_cite, this, "joiner_cite"),
            prefix: text(&it.prefix),
            suffix: text(&it.suffix),
            named: it.named.clone(),
            sorted: it.sorted.is_some(),
            empty_kept: ctx.word_or(&it.empty, this, "empty", EMPTY, false),
            empty_said: it.empty.is_some(),
        }
    };
    file.signatures.iter().map(one).collect()
}

/// A keyed digest has a secret key, a plain one has none, and neither has a text without one.
fn key(
    ctx: &Ctx,
    entry: &SchemeEntry,
    at: At<'_>,
    made: Option<Digest>,
    provider: &Provider,
) -> (Option<usize>, Option<Citation>) {
    let why = match made {
        // Whether an unknown algorithm has a key is not known either.
        None => {
            ctx.unread("credential");
            return (None, None);
        }
        Some(Digest::Plain) => Some("a plain digest has no key"),
        Some(Digest::None) => Some("without a digest there is nothing that a key is for"),
        Some(Digest::Keyed) => None,
    };
    if let Some(why) = why {
        if entry.key.is_some() {
            let message = format!("{why}: sign the secret by `credential NAME`");
            ctx.fault(Code::SignatureKey, at.key("key"), message);
        }
        return (None, None);
    }
    let credentials = provider.credentials.iter().map(|it| it.name.as_str());
    let key = ctx.need_reference(&entry.key, at, "key", "credential", credentials);
    if let Some(key) = key
        .map(|it| &provider.credentials[it])
        .filter(|it| !it.secret)
    {
        let message = format!("credential `{}` is not marked as secret", key.name);
        ctx.fault(Code::KeyNotSecret, at.key("key"), message);
    }
    (key, Some(ctx.cite(&entry.key_cite, at, "key_cite")))
}

/// Binds an order to the fields of its operation.
pub(super) fn signature(
    ctx: &Ctx,
    entry: Option<&SignatureEntry>,
    at: At<'_>,
    provider: &Provider,
    fields: &[Field],
    shared: usize,
    lines: &Lines,
) -> Option<Signature> {
    let said = at.key("fields");
    // What takes the signature may be shared, and then stands elsewhere.
    let field_at = |index: usize| said.index(index.saturating_sub(shared));
    let takers: Vec<usize> = (0..fields.len())
        .filter(|it| matches!(fields[*it].source, FieldSource::Signature))
        .collect();
    let Some(entry) = entry else {
        if let Some(index) = takers.first() {
            let message = format!(
                "field `{}` takes a signature, the operation has none",
                fields[*index].wire
            );
            ctx.fault(
                Code::SignatureSlot,
                field_at(*index).name("signature"),
                message,
            );
        }
        return None;
    };
    let here = at.key("signature");
    if takers.is_empty() {
        let message = "no field takes the signature".to_owned();
        ctx.fault(Code::SignatureSlot, here, message);
    }
    for index in takers.iter().skip(1) {
        let message = format!(
            "fields `{}` and `{}` both take the signature",
            fields[takers[0]].wire, fields[*index].wire
        );
        ctx.fault(
            Code::SignatureSlot,
            field_at(*index).name("signature"),
            message,
        );
    }
    let scheme = scheme(ctx, &entry.scheme, here, provider);
    if entry.order.is_empty() {
        let message = "nothing is signed".to_owned();
        ctx.fault(Code::Empty, here.name("order"), message);
    }
    let order = here.key("order");
    let into = takers.first().map(|it| &fields[*it]);
    let around = Signed {
        fields,
        into,
        scheme: scheme.as_ref(),
        provider,
    };
    let parts = (entry.order.iter().enumerate())
        .filter_map(|(index, text)| around.part(ctx, text, order.index(index)));
    let mut parts: Vec<SignedPart> = parts.collect();
    secret_part(ctx, scheme.as_ref(), &parts, provider, order);
    let printed = ctx.wire(
        ctx.need(&entry.printed, here, "printed"),
        here.key("printed"),
    );
    if scheme.as_ref().is_some_and(|it| it.sorted) {
        sort(&mut parts, fields);
    } else {
        printed::agree(ctx, &parts, fields, &printed, here);
    }
    let citation = ctx.cite(&entry.cite, here, "cite");
    cited_inside(ctx, &citation, lines, here.key("cite"));
    Some(Signature {
        scheme: scheme?,
        parts,
        printed,
        into: takers.first().copied()?,
        citation,
    })
}

/// What anybody could make signs nothing: a plain digest, or a text, without a secret in it.
fn secret_part(
    ctx: &Ctx,
    scheme: Option<&Scheme>,
    parts: &[SignedPart],
    provider: &Provider,
    at: At<'_>,
) {
    let algorithm = |it: &Scheme| ALGORITHMS.iter().find(|known| known.word == it.algorithm);
    let what = match scheme.and_then(algorithm).map(|it| it.value) {
        Some(Digest::None) => "text",
        Some(Digest::Plain) => "plain digest",
        Some(Digest::Keyed) | None => return,
    };
    let secret = |it: &SignedPart| matches!(it, SignedPart::Credential { index, .. } if provider.credentials[*index].secret);
    if !parts.iter().any(secret) {
        let message = format!("a {what} without a secret credential proves nothing");
        ctx.fault(Code::SignatureKey, at, message);
    }
}

/// How a callback is signed.
pub(super) fn callback(
    ctx: &Ctx,
    entry: &CallbackSignatureEntry,
    at: At<'_>,
    values: CallbackValues,
    provider: &Provider,
    lines: &Lines,
) -> Option<CallbackSignature> {
    let scheme = scheme(ctx, &entry.scheme, at, provider);
    if let Some(it) = scheme.as_ref().filter(|it| it.discloses()) {
        let message = format!(
            "scheme `{}` sends the secret itself, so that who has seen one callback can make any",
            it.name
        );
        ctx.fault(Code::SignatureKey, at.key("scheme"), message);
    }
    let order = at.key("order");
    let around = Signed {
        fields: &[],
        into: None,
        scheme: scheme.as_ref(),
        provider,
    };
    let parts = (entry.order.iter().enumerate())
        .filter_map(|(index, text)| around.heard(ctx, text, order.index(index)));
    let parts: Vec<SignedPart> = parts.collect();
    if entry.order.is_empty() {
        let message = "nothing is signed".to_owned();
        ctx.fault(Code::Empty, at.name("order"), message);
    } else if values == CallbackValues::Query {
        // The body could be covered, and says nothing.
        let message = "the values are in the query, and no signature covers a query".to_owned();
        ctx.fault(Code::SignatureSlot, at.name("order"), message);
    } else if !parts
        .iter()
        .any(|it| matches!(it, SignedPart::Body | SignedPart::BodyDigest { .. }))
    {
        let message = "a signature that does not cover `@body` says nothing about it".to_owned();
        ctx.fault(Code::SignatureSlot, at.name("order"), message);
    }
    secret_part(ctx, scheme.as_ref(), &parts, provider, order);
    let header = |text: &Option<String>, key: &str| {
        let name = ctx.need(text, at, key);
        is_header(ctx, name, at.key(key));
        name.to_owned()
    };
    let citation = ctx.cite(&entry.cite, at, "cite");
    cited_inside(ctx, &citation, lines, at.key("cite"));
    let sent = match (&entry.timestamp, &entry.timestamp_format, &entry.tolerance) {
        (None, None, None) => None,
        _ => {
            let name = header(&entry.timestamp, "timestamp");
            let covered = |it: &SignedPart| matches!(it, SignedPart::Header(it) if it.eq_ignore_ascii_case(&name));
            if entry.timestamp.is_some() && !parts.iter().any(covered) {
                let message = format!("`{name}` is not signed, so anybody can change it");
                ctx.fault(Code::SignatureSlot, at.key("timestamp"), message);
            }
            let format = ctx.need(&entry.timestamp_format, at, "timestamp_format");
            ctx.need(&entry.tolerance, at, "tolerance");
            Some(Sent {
                format: moment(ctx, format, at.key("timestamp_format")),
                tolerance: ctx.seconds(&entry.tolerance, at, "tolerance").unwrap_or(0),
                header: name,
            })
        }
    };
    Some(CallbackSignature {
        header: header(&entry.header, "header"),
        prefix: ctx.wire(
            entry.prefix.as_deref().unwrap_or_default(),
            at.key("prefix"),
        ),
        scheme: scheme?,
        parts,
        sent,
        citation,
    })
}

fn scheme(ctx: &Ctx, name: &Option<String>, at: At<'_>, provider: &Provider) -> Option<Scheme> {
    let known = provider.schemes.iter().map(|it| it.name.as_str());
    let index = ctx.need_reference(name, at, "scheme", "signature scheme", known)?;
    provider.schemes.get(index).cloned()
}
