//! How a request is signed: a scheme of the provider and an order of the operation.

use super::ctx::{At, Ctx};
use super::place::cited_inside;
use crate::diagnostic::Code;
use crate::model::{
    Field, FieldSource, Lines, Location, Provider, Scheme, Signature, SignedPart, Type,
};
use crate::spec::{ProviderFile, SchemeEntry, SignatureEntry};
use crate::words::{ALGORITHMS, ENCODINGS};

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
        ctx.need_word(&it.algorithm, this, "algorithm", ALGORITHMS);
        ctx.need_word(&it.encoding, this, "encoding", ENCODINGS);
        let credentials = provider.credentials.iter().map(|it| it.name.as_str());
        let key = ctx.need_reference(&it.key, this, "key", "credential", credentials);
        if let Some(key) = key
            .map(|it| &provider.credentials[it])
            .filter(|it| !it.secret)
        {
            let message = format!("credential `{}` is not marked as secret", key.name);
            ctx.fault(Code::KeyNotSecret, this.key("key"), message);
        }
        ctx.wire(ctx.need(&it.joiner, this, "joiner"), this.key("joiner"));
        Scheme {
            name: name.to_owned(),
            algorithm: it.algorithm.clone().unwrap_or_default(),
            citation: ctx.cite(&it.cite, this, "cite"),
            key: it.key.clone().unwrap_or_default(),
            key_citation: ctx.cite(&it.key_cite, this, "key_cite"),
            encoding: it.encoding.clone().unwrap_or_default(),
            encoding_citation: ctx.cite(&it.encoding_cite, this, "encoding_cite"),
            joiner_citation: ctx.cite(&it.joiner_cite, this, "joiner_cite"),
        }
    };
    file.signatures.iter().map(one).collect()
}

/// Binds an order to the fields of its operation.
pub(super) fn signature(
    ctx: &Ctx,
    entry: Option<&SignatureEntry>,
    at: At<'_>,
    file: &ProviderFile,
    provider: &Provider,
    fields: &[Field],
    lines: &Lines,
) -> Option<Signature> {
    let said = at.key("fields");
    // The provider's headers come first among the fields; they never take a signature.
    let field_at = |index: usize| said.index(index.saturating_sub(provider.headers));
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
    let scheme = scheme(ctx, entry, here, file);
    let credentials = || provider.credentials.iter().map(|it| it.name.as_str());
    if entry.order.is_empty() {
        ctx.fault(
            Code::Empty,
            here.name("order"),
            "nothing is signed".to_owned(),
        );
    }
    let order = here.key("order");
    let parts = entry.order.iter().enumerate().filter_map(|(index, text)| {
        let this = order.index(index);
        if let Some(name) = text.strip_prefix("credential ") {
            return ctx
                .refer(name, this, "credential", credentials())
                .map(SignedPart::Credential);
        }
        if let Some(text) = text.strip_prefix("constant ") {
            return Some(SignedPart::Constant(ctx.wire(text, this)));
        }
        let found = ctx.refer(
            text,
            this,
            "field",
            fields.iter().map(|it| it.wire.as_str()),
        )?;
        if fields[found + 1..].iter().any(|it| it.wire == *text) {
            let message = format!("more than one field is called `{text}`");
            ctx.fault(Code::SignatureSlot, this, message);
        }
        signable(ctx, &fields[found], this);
        Some(SignedPart::Field(found))
    });
    let parts: Vec<SignedPart> = parts.collect();
    let printed = ctx.wire(
        ctx.need(&entry.printed, here, "printed"),
        here.key("printed"),
    );
    let citation = ctx.cite(&entry.cite, here, "cite");
    cited_inside(ctx, &citation, lines, here.key("cite"));
    let scheme = scheme?;
    let key = scheme
        .key
        .as_deref()
        .and_then(|key| credentials().position(|it| it == key))?;
    Some(Signature {
        scheme: entry.scheme.clone().unwrap_or_default(),
        algorithm: scheme.algorithm.clone().unwrap_or_default(),
        encoding: scheme.encoding.clone().unwrap_or_default(),
        joiner: scheme.joiner.clone().unwrap_or_default(),
        key,
        parts,
        printed,
        into: takers.first().copied()?,
        citation,
    })
}

fn scheme<'a>(
    ctx: &Ctx,
    entry: &SignatureEntry,
    at: At<'_>,
    file: &'a ProviderFile,
) -> Option<&'a SchemeEntry> {
    let known = file.signatures.iter().map(|it| it.0);
    let index = ctx.need_reference(&entry.scheme, at, "scheme", "signature scheme", known)?;
    file.signatures.0.get(index).map(|it| &it.1)
}

/// Only a text that is always sent can be signed.
fn signable(ctx: &Ctx, field: &Field, at: At<'_>) {
    let why = match (&field.source, &field.ty) {
        (FieldSource::Signature, _) => "takes the signature itself",
        (FieldSource::Parent, _) | (_, Type::Map) => "has no text of its own",
        (FieldSource::Caller, _) if !field.demanded => "may be left out",
        _ if field.location == Location::Header => "is a header",
        _ => return,
    };
    let message = format!("`{}` cannot be signed: it {why}", field.wire);
    ctx.fault(Code::SignatureSlot, at, message);
}
