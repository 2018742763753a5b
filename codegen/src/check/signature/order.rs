//! What is signed, in order: the words of an order, and which of them can be signed there.

use crate::check::at::At;
use crate::check::auth::is_header;
use crate::check::ctx::Ctx;
use crate::check::made::digest;
use crate::diagnostic::Code;
use crate::model::{Field, FieldSource, Location, Made, Provider, Scheme, SignedPart, Type};
use crate::words::SIGNED;

/// What an order stands in.
pub(super) struct Signed<'a> {
    pub(super) fields: &'a [Field],
    /// What takes the signature.
    pub(super) into: Option<&'a Field>,
    pub(super) scheme: Option<&'a Scheme>,
    pub(super) provider: &'a Provider,
}

impl Signed<'_> {
    /// A part of what is sent.
    pub(super) fn part(&self, ctx: &Ctx, text: &str, at: At<'_>) -> Option<SignedPart> {
        if let Some(shared) = self.shared(ctx, text, at) {
            return shared;
        }
        let res = match text {
            "@method" => SignedPart::Method,
            "@path" => SignedPart::Path,
            "@target" => SignedPart::Target,
            "@query" => SignedPart::Query,
            name => {
                let fields = self.fields;
                let wires = fields.iter().map(|it| it.wire.as_str());
                let found = ctx.refer(name, at, "field", wires)?;
                if fields[found + 1..].iter().any(|it| it.wire == *name) {
                    let message = format!("more than one field is called `{name}`");
                    ctx.fault(Code::SignatureSlot, at, message);
                }
                self.signable(ctx, &fields[found], at);
                return Some(SignedPart::Field(found));
            }
        };
        Some(res)
    }

    /// A part of what came.
    pub(super) fn heard(&self, ctx: &Ctx, text: &str, at: At<'_>) -> Option<SignedPart> {
        if let Some(name) = text.strip_prefix("@header ") {
            is_header(ctx, name, at);
            return Some(SignedPart::Header(name.to_owned()));
        }
        self.shared(ctx, text, at).unwrap_or_else(|| {
            let message = format!("`{text}` is no part of a callback that can be signed");
            ctx.fault(Code::SignatureSlot, at, message);
            None
        })
    }

    /// A part that both have; the outer `None` for any other one.
    fn shared(&self, ctx: &Ctx, text: &str, at: At<'_>) -> Option<Option<SignedPart>> {
        if let Some(text) = text.strip_prefix("constant ") {
            return Some(Some(SignedPart::Constant(ctx.signed_text(text, at))));
        }
        if let Some(name) = text.strip_prefix("credential ") {
            let (name, named) = match name.split_once(" as ") {
                Some((name, wire)) => (name, Some(ctx.wire(wire, at))),
                None => (name, None),
            };
            if named.is_some() && self.scheme.is_some_and(|it| it.named.is_none()) {
                let message = "the scheme is not `named`, so nothing has a name".to_owned();
                ctx.fault(Code::SignatureSlot, at, message);
            }
            let known = self.provider.credentials.iter().map(|it| it.name.as_str());
            let index = ctx.refer(name, at, "credential", known);
            return Some(index.map(|index| SignedPart::Credential { index, named }));
        }
        let part = match text.strip_prefix("@body-digest ") {
            None if text == "@body" => Some(SignedPart::Body),
            None if text.starts_with('@') && !self.known(text) => {
                let known = SIGNED
                    .iter()
                    .map(|it| it.spelled)
                    .filter(|it| it.starts_with('@'));
                let known: Vec<_> = known.collect();
                let message = format!("`{text}` is none of {}", known.join(", "));
                ctx.fault(Code::SignatureSlot, at, message);
                return Some(None);
            }
            None => return None,
            Some(words) => match digest(ctx, words, at) {
                Some((algorithm, encoding)) => Some(SignedPart::BodyDigest {
                    algorithm,
                    encoding,
                }),
                None => {
                    let message = format!("`{text}` is not `@body-digest ALGORITHM ENCODING`");
                    ctx.fault(Code::SignatureSlot, at, message);
                    None
                }
            },
        };
        if self.into.is_some_and(|it| it.location == Location::Body) {
            let message = "the signature itself goes into the body".to_owned();
            ctx.fault(Code::SignatureSlot, at, message);
        }
        Some(part)
    }

    /// Whether a word that begins with `@` is known; a field may be called so, too.
    fn known(&self, text: &str) -> bool {
        matches!(text, "@method" | "@path" | "@target" | "@query")
            || self.fields.iter().any(|it| it.wire == text)
    }

    /// Only a text that is always sent can be signed, where the scheme does not say what an absent
    /// one is.
    fn signable(&self, ctx: &Ctx, field: &Field, at: At<'_>) {
        let in_body = self.into.is_some_and(|it| it.location == Location::Body);
        let skips = self.scheme.is_none_or(|it| it.empty_said);
        let why = match (&field.source, &field.ty) {
            (FieldSource::Signature, _) => "takes the signature itself",
            (FieldSource::Parent, _) | (_, Type::Map | Type::List(_)) => "has no text of its own",
            (FieldSource::Caller, _) if !field.demanded && !skips => {
                "may be left out, and the scheme does not say by `empty` what is signed then"
            }
            (FieldSource::Made(Made::Digest { .. }), _) if in_body => {
                "is a digest of the body, and the signature goes into the body"
            }
            _ => return,
        };
        let message = format!("`{}` cannot be signed: it {why}", field.wire);
        ctx.fault(Code::SignatureSlot, at, message);
    }
}

/// Fields in the order of their wire names, in the places where fields stand.
pub(super) fn sort(parts: &mut [SignedPart], fields: &[Field]) {
    fn is_field(it: &SignedPart) -> Option<usize> {
        if let SignedPart::Field(index) = it {
            Some(*index)
        } else {
            None
        }
    }
    let mut sorted: Vec<usize> = parts.iter().filter_map(is_field).collect();
    sorted.sort_by(|a, b| fields[*a].wire.as_bytes().cmp(fields[*b].wire.as_bytes()));
    let mut sorted = sorted.into_iter();
    for part in parts {
        if is_field(part).is_some() {
            *part = SignedPart::Field(sorted.next().unwrap_or_default());
        }
    }
}
