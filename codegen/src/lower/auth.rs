//! How a merchant is known: values that the client makes, ways, tokens.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::operation::{number, word};
use super::slot::shared;
use super::{table_name, tokens};
use crate::client::{Credential, Tokens, Way};
use crate::model::{
    self, FieldSource, Lifetime, Location, Made, Moment, Nonce, Provider, SignedPart, Type,
};
use crate::names::pascal;

/// A value that the client makes.
pub(super) fn made(it: &Made) -> TokenStream {
    match it {
        Made::Timestamp(it) => {
            let moment = moment(it);
            quote!(rt::Made::Timestamp(#moment))
        }
        Made::Nonce(it) => {
            let nonce = match it {
                Nonce::Hex(count) => {
                    let count = Literal::u32_unsuffixed(*count);
                    quote!(Hex(#count))
                }
                Nonce::Digits(count) => {
                    let count = Literal::u32_unsuffixed(*count);
                    quote!(Digits(#count))
                }
                Nonce::Uuid => quote!(Uuid),
            };
            quote!(rt::Made::Nonce(rt::Nonce::#nonce))
        }
        Made::Digest {
            algorithm,
            encoding,
        } => {
            let (algorithm, encoding) = (word(algorithm), word(encoding));
            quote!(rt::Made::Digest(rt::Algorithm::#algorithm, rt::Encoding::#encoding))
        }
    }
}

pub(super) fn moment(it: &Moment) -> TokenStream {
    match it {
        Moment::Unix => quote!(rt::Moment::Unix),
        Moment::UnixMillis => quote!(rt::Moment::UnixMillis),
        Moment::Rfc3339 { offset } => {
            let offset = Literal::i32_unsuffixed(*offset);
            quote!(rt::Moment::Rfc3339(#offset))
        }
        Moment::Pattern { text, offset } => {
            let offset = Literal::i32_unsuffixed(*offset);
            quote!(rt::Moment::Pattern(#text, #offset))
        }
    }
}

/// The links of the chain that makes `rt::Auth`.
pub(super) fn steps(provider: &Provider) -> Vec<Tokens> {
    let mut res = Vec::new();
    if !provider.ways.is_empty() {
        let ways = provider.ways.iter().enumerate().map(|(index, way)| {
            let name = &way.name;
            let alone = alone(provider, index);
            let credentials = alone.into_iter().map(number);
            quote!(rt::Way { name: #name, credentials: &[#(#credentials),*] })
        });
        res.push(Tokens(quote!(.ways(&[#(#ways),*]))));
    }
    if !provider.tokens.is_empty() {
        let tokens = provider.tokens.iter().map(token);
        res.push(Tokens(quote!(.tokens(&[#(#tokens),*]))));
    }
    let query = shared(provider, Location::Query);
    if !query.is_empty() {
        let query = query.iter().map(|it| &it.0);
        res.push(Tokens(quote!(.query(&[#(#query),*]))));
    }
    let pairs: std::collections::BTreeSet<(usize, usize)> = (provider.shared.iter())
        .chain(provider.operations.iter().flat_map(|it| &it.fields))
        .filter_map(|it| pair(&it.source))
        .collect();
    if !pairs.is_empty() {
        let pairs = pairs.into_iter().map(|(user, password)| {
            let (user, password) = (number(user), number(password));
            quote!((#user, #password))
        });
        res.push(Tokens(quote!(.pairs(&[#(#pairs),*]))));
    }
    res
}

fn pair(source: &FieldSource) -> Option<(usize, usize)> {
    if let FieldSource::Basic { user, password } = source {
        Some((*user, *password))
    } else {
        None
    }
}

fn token(it: &model::Token) -> TokenStream {
    let (name, at) = (&it.name, &it.at);
    let table = table_name(&it.operation).0;
    let lives = match &it.lives {
        Lifetime::At(pointer) => quote!(rt::Lives::At(#pointer)),
        Lifetime::Seconds(seconds) => {
            let seconds = Literal::u32_unsuffixed(*seconds);
            quote!(rt::Lives::Seconds(#seconds))
        }
    };
    let early = Literal::u32_unsuffixed(it.early);
    quote!(rt::Token {
        name: #name,
        operation: &super::operations::#table,
        at: #at,
        lives: #lives,
        early: #early,
    })
}

/// Whether the table of an operation is read from another page.
pub(super) fn fetches(provider: &Provider, operation: &model::Operation) -> bool {
    provider
        .tokens
        .iter()
        .any(|it| it.operation == operation.name)
}

/// The credentials that a way sends, in the order of the provider.
fn of_way(provider: &Provider, way: usize) -> Vec<usize> {
    let mut res: Vec<usize> = (provider.ways[way].fields.iter())
        .flat_map(|it| credentials_of(&it.source))
        .collect();
    res.sort_unstable();
    res.dedup();
    res
}

fn credentials_of(source: &FieldSource) -> Vec<usize> {
    match source {
        FieldSource::Credential(index) => vec![*index],
        FieldSource::Basic { user, password } => vec![*user, *password],
        FieldSource::Caller
        | FieldSource::Constant(_)
        | FieldSource::Signature
        | FieldSource::Parent
        | FieldSource::Token(_)
        | FieldSource::Made(_) => Vec::new(),
    }
}

/// Whether a body takes a credential as a number.
pub(super) fn is_number(provider: &Provider, credential: usize) -> bool {
    let mut fields = provider.operations.iter().flat_map(|it| &it.fields);
    let source = FieldSource::Credential(credential);
    fields.any(|it| it.source == source && it.ty == Type::Integer)
}

/// The same less those that are needed whatever the way.
fn alone(provider: &Provider, way: usize) -> Vec<usize> {
    let mut res = of_way(provider, way);
    res.retain(|it| !whatever_the_way(provider).contains(it));
    res
}

/// The credentials that some call needs whatever the way.
fn whatever_the_way(provider: &Provider) -> Vec<usize> {
    let own = provider.operations.iter().flat_map(|it| &it.fields);
    let fields = provider
        .shared
        .iter()
        .chain(own)
        .filter(|it| it.way.is_none());
    let mut res: Vec<usize> = fields.flat_map(|it| credentials_of(&it.source)).collect();
    for it in provider
        .operations
        .iter()
        .filter_map(|it| it.signature.as_ref())
    {
        res.extend(it.scheme.key);
        res.extend(it.parts.iter().filter_map(SignedPart::credential));
    }
    res
}

/// The variants of the credentials, each with what its way needs.
pub(super) fn ways(provider: &Provider, credentials: &[Credential]) -> Vec<Way> {
    let always = whatever_the_way(provider);
    let some_way: Vec<usize> = (0..provider.ways.len())
        .flat_map(|it| of_way(provider, it))
        .collect();
    let variant = |(index, way): (usize, &model::Way)| {
        let here = of_way(provider, index);
        // A credential that no call sends is the caller's to verify callbacks with.
        let wanted = |it: &&Credential| {
            here.contains(&it.index) || always.contains(&it.index) || !some_way.contains(&it.index)
        };
        Way {
            ident: tokens(&pascal(&way.name)),
            doc: super::doc::cited(&way.about, &way.citation),
            index,
            credentials: credentials.iter().filter(wanted).cloned().collect(),
        }
    };
    provider.ways.iter().enumerate().map(variant).collect()
}
