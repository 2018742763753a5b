//! How requests and callbacks are signed: the schemes, and what each signs with one.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::auth::moment;
use super::operation::{number, word};
use super::table_name;
use crate::client::{Scheme, Tokens};
use crate::model::{self, CallbackSignature, Field, Location, Provider, Signature, SignedPart};

/// The ways of signing that operations use, each once.
pub(super) fn schemes(provider: &Provider) -> Vec<Scheme> {
    let signatures = provider
        .operations
        .iter()
        .filter_map(|it| it.signature.as_ref());
    each_once(signatures.map(|it| &it.scheme))
}

/// The ways of signing that callbacks use, each once.
pub(super) fn inbound_schemes(provider: &Provider) -> Vec<Scheme> {
    let signatures = (provider.callbacks.iter()).filter_map(|it| it.signature.as_ref());
    each_once(signatures.map(|it| &it.scheme))
}

fn each_once<'a>(schemes: impl Iterator<Item = &'a model::Scheme>) -> Vec<Scheme> {
    let mut seen: Vec<&str> = Vec::new();
    let mut res = Vec::new();
    for it in schemes {
        if !seen.contains(&it.name.as_str()) {
            seen.push(&it.name);
            res.push(scheme(it));
        }
    }
    res
}

fn scheme(it: &model::Scheme) -> Scheme {
    let (algorithm, encoding, joiner) = (word(&it.algorithm), word(&it.encoding), &it.joiner);
    let key = it.key.map(|it| {
        let key = number(it);
        quote!(.key(#key))
    });
    let around = (!it.prefix.is_empty() || !it.suffix.is_empty()).then(|| {
        let (prefix, suffix) = (&it.prefix, &it.suffix);
        quote!(.around(#prefix, #suffix))
    });
    let kept = it.empty_kept.then(|| quote!(.kept()));
    Scheme {
        ident: table_name(&it.name),
        value: Tokens(quote!(
            rt::Scheme::new(rt::Algorithm::#algorithm, rt::Encoding::#encoding, #joiner) #key #around #kept
        )),
    }
}

pub(super) fn signed(operation: &model::Operation, it: &Signature) -> [TokenStream; 2] {
    let scheme = table_name(&it.scheme.name).0;
    let parts = it.parts.iter().map(|part| {
        let value = self::part(&operation.fields, part);
        let name = match (part, &it.scheme.named) {
            (SignedPart::Field(index), Some(between)) => {
                Some(format!("{}{between}", operation.fields[*index].wire))
            }
            (SignedPart::Credential { named, .. }, Some(between)) => {
                named.as_ref().map(|it| format!("{it}{between}"))
            }
            _ => None,
        };
        match name {
            Some(name) => quote!(rt::Part::Named(#name, &#value)),
            None => value,
        }
    });
    [quote!(.signed(&#scheme)), quote!(.over(&[#(#parts),*]))]
}

/// How a callback is signed, as its rule says it.
pub(super) fn heard(it: &CallbackSignature) -> TokenStream {
    let scheme = table_name(&it.scheme.name).0;
    let parts = it.parts.iter().map(|it| part(&[], it));
    let (header, prefix) = (&it.header, &it.prefix);
    let sent = it.sent.as_ref().map(|it| {
        let (header, format) = (&it.header, moment(&it.format));
        let tolerance = Literal::u32_unsuffixed(it.tolerance);
        quote!(.sent(#header, #format, #tolerance))
    });
    quote!(rt::Seal::new(&#scheme, #header, #prefix, &[#(#parts),*]) #sent)
}

/// A signed value; a callback has no fields.
fn part(fields: &[Field], it: &SignedPart) -> TokenStream {
    match it {
        SignedPart::Field(index) => {
            let field = &fields[*index];
            let (wire, pointer) = (&field.wire, &field.pointer);
            match field.location {
                Location::Header => quote!(rt::Part::Header(#wire)),
                Location::Body => quote!(rt::Part::Slot(#pointer)),
                Location::Query | Location::Path => quote!(rt::Part::Slot(#wire)),
            }
        }
        SignedPart::Credential { index, .. } => {
            let index = number(*index);
            quote!(rt::Part::Credential(#index))
        }
        SignedPart::Constant(text) => quote!(rt::Part::Constant(#text)),
        SignedPart::Method => quote!(rt::Part::Method),
        SignedPart::Path => quote!(rt::Part::Path),
        SignedPart::Target => quote!(rt::Part::Target),
        SignedPart::Query => quote!(rt::Part::Query),
        SignedPart::Body => quote!(rt::Part::Body),
        SignedPart::BodyDigest {
            algorithm,
            encoding,
        } => {
            let (algorithm, encoding) = (word(algorithm), word(encoding));
            quote!(rt::Part::BodyDigest(rt::Algorithm::#algorithm, rt::Encoding::#encoding))
        }
        SignedPart::Header(name) => quote!(rt::Part::Header(#name)),
    }
}
