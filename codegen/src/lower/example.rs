//! An example of every operation that runs: a request that every rule lets pass, and a reply that is
//! a good one. Its values are made up from what the spec says of each.

mod reply;
mod value;

use proc_macro2::TokenStream;
use quote::quote;

use super::{auth, tokens};
use crate::client::{Example, Tokens};
use crate::model::{
    self, CodeEntry, Condition, Environment, Field, FieldSource, Operation, Outcome, Path,
    Provider, Required,
};
use crate::names::{pascal, snake};

pub(super) fn example(provider: &Provider, it: &Operation, codes: &[&CodeEntry]) -> Example {
    let request = pascal(&it.name);
    let given = it.inputs().map(|field| {
        let ident = snake(&field.name);
        let value = value::of(provider, field);
        let value = match (field.demanded, is_asked_for(provider, it, field)) {
            (true, _) => value,
            (false, true) => quote!(Some(#value)),
            (false, false) => quote!(None),
        };
        quote!(#ident: #value)
    });
    let given: Vec<TokenStream> = given.collect();
    let typed = (it.inputs())
        .filter(|field| field.demanded || is_asked_for(provider, it, field))
        .any(|field| value::is_of_the_crate(&field.ty));
    let good = reply::good(provider, it, codes, &[]);
    let mut replies = Vec::new();
    tokens_before(provider, it, &mut replies);
    replies.push(good.canned);
    let setting = match &it.path {
        Path::Fixed(_) => None,
        Path::Setting(index) => Some(tokens(&snake(&provider.settings[*index].name))),
    };
    Example {
        request: Tokens(quote!(operations::#request { #(#given),* })),
        typed,
        replies,
        setting,
        outcome: good.outcome.map(|it| match it {
            Outcome::Succeeded => tokens(&quote!(is_succeeded)),
            Outcome::Pending | Outcome::Rejected | Outcome::Unknown => tokens(&quote!(is_pending)),
        }),
    }
}

/// What a callback brings: a code that it can have, and a reference.
pub(super) fn inbound(provider: &Provider, it: &model::Callback) -> String {
    let code = provider.codes_of(&it.name).next();
    let code = code.map(|it| (it.code.as_str(), it.detail.as_deref()));
    let code_at = it.codes.first();
    let mut said = Vec::new();
    if let (Some(pointer), Some((code, detail))) = (code_at, code) {
        said.push((pointer.as_str(), code));
        said.extend(it.details.first().map(String::as_str).zip(detail));
    }
    let reference = it.references.first();
    said.extend(reference.map(|it| (it.as_str(), "1234567890")));
    match it.values {
        model::CallbackValues::Body => reply::object(&said),
        model::CallbackValues::Query | model::CallbackValues::Form => {
            let plain = |it: &str| {
                it.bytes()
                    .all(|it| it.is_ascii_alphanumeric() || it == b'_')
            };
            let pairs = said.iter().map(|it| (&it.0[1..], it.1));
            let pairs = pairs.filter(|it| plain(it.0) && plain(it.1));
            let pairs: Vec<String> = pairs.map(|it| format!("{}={}", it.0, it.1)).collect();
            pairs.join("&")
        }
    }
}

/// Where an example calls: not the real service, where there is another one.
pub(super) fn environment(provider: &Provider) -> Tokens {
    let Some(it) = provider.environments.get(called(provider)) else {
        return Tokens(quote!());
    };
    let variant = pascal(&it.name);
    let asked = it.servers.iter().filter(|it| it.url.is_none());
    let asked: Vec<TokenStream> = asked
        .map(|it| {
            let ident = snake(&it.name);
            quote!(#ident: "https://api.example.com".into())
        })
        .collect();
    Tokens(match asked.is_empty() {
        true => quote!(Environment::#variant),
        false => quote!(Environment::#variant { #(#asked),* }),
    })
}

/// The environment in which examples call, by index.
fn called(provider: &Provider) -> usize {
    let mut environments = provider.environments.iter();
    environments.position(|it| it.name != "live").unwrap_or(0)
}

/// What stands for a credential: one of the environment in which examples call.
pub(super) fn credential(provider: &Provider, index: usize, it: &model::Credential) -> Tokens {
    let here = called(provider);
    let prefix = it.prefixes.iter().find(|it| it.environment == here);
    let prefix = prefix.map_or("", |it| it.text.as_str());
    let text = match auth::is_number(provider, index) {
        true => format!("{prefix}123456"),
        false => format!("{prefix}test-{}", it.name.replace('_', "-")),
    };
    Tokens(match it.optional {
        true => quote!(Some(#text.into())),
        false => quote!(#text.into()),
    })
}

/// Whether a field that may be left out has to be there beside the others of the example.
fn is_asked_for(provider: &Provider, operation: &Operation, field: &Field) -> bool {
    let Required::When(Condition { field: other, is }) = &field.required else {
        return false;
    };
    let other = &operation.fields[*other];
    if let FieldSource::Constant(text) = &other.source {
        return text == is;
    }
    let given = other.source == FieldSource::Caller && other.demanded;
    given && value::text(provider, other) == *is
}

/// The replies that give the tokens that an operation sends, those that others need first.
fn tokens_before(provider: &Provider, it: &Operation, out: &mut Vec<crate::client::Canned>) {
    for field in &it.fields {
        let FieldSource::Token(index) = field.source else {
            continue;
        };
        let token = &provider.tokens[index];
        let gives = provider.operation(&token.operation);
        let Some(gives) = gives.filter(|gives| gives.name != it.name) else {
            continue;
        };
        if out.iter().any(|it| it.operation == gives.name) {
            continue;
        }
        tokens_before(provider, gives, out);
        let mut beside = vec![(token.at.as_str(), "test-token")];
        if let model::Lifetime::At(pointer) = &token.lives {
            beside.push((pointer, "3600"));
        }
        let codes: Vec<_> = provider.codes_of(&gives.name).collect();
        out.push(reply::good(provider, gives, &codes, &beside).canned);
    }
}

/// A value that means something where examples call, for a field that takes it.
fn magic<'a>(provider: &'a Provider, field: &Field) -> Option<&'a str> {
    let test = |it: &&Environment| it.name != "live";
    let environment = provider.environments.iter().find(test)?;
    let mut magic = environment.magic.iter();
    magic
        .find(|it| it.field == field.wire)
        .map(|it| it.value.as_str())
}
