//! One outbound call: a request type, a table for the runtime, a method of the client.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::signature::signed;
use super::slot::slots;
use super::{Uses, auth, doc, outcome, table_name, tokens};
use crate::client::{Input, Operation, Tokens};
use crate::model::{
    self, BodyForm, CodeEntry, Fate, Field, FieldSource, Location, Outcome, Paging, PagingWay,
    Path, Provider, Resolution, Type,
};
use crate::names::{pascal, snake};

pub(super) fn operation(
    provider: &Provider,
    it: &model::Operation,
    codes: &[&CodeEntry],
    uses: &mut Uses,
) -> Operation {
    uses.runtime("Effect");
    let inputs: Vec<Input> = it.inputs().map(|field| input(it, field, uses)).collect();
    let reply = Tokens(uses.plain(&it.reply.ty));
    let effect = pascal(it.effect.word());
    Operation {
        wire: it.name.clone(),
        request: tokens(&pascal(&it.name)),
        call: tokens(&snake(&it.name)),
        table: table_name(&it.name),
        fetches: auth::fetches(provider, it),
        query: it.fate.is_some(),
        doc: doc::request(provider, it, codes),
        call_doc: doc::call(provider, it),
        example: super::example::example(provider, it, codes),
        reply,
        pages: it
            .paging
            .as_ref()
            .map(|_| tokens(&quote::format_ident!("{}_pages", it.name))),
        all_optional: inputs.iter().all(|it| it.optional),
        inputs,
        effect: Tokens(quote!(Effect::#effect)),
        steps: steps(provider, it, uses).into_iter().map(Tokens).collect(),
    }
}

fn input(operation: &model::Operation, field: &Field, uses: &mut Uses) -> Input {
    let ty = uses.ty(&field.ty, field.secret || field.personal);
    let optional = !field.demanded;
    let ty = match optional {
        true => quote!(Option<#ty>),
        false => ty,
    };
    let ident = snake(&field.name);
    Input {
        renamed: (ident != field.name).then(|| field.name.clone()),
        ident: tokens(&ident),
        ty: Tokens(ty),
        optional,
        doc: doc::field(operation, field),
    }
}

/// The chain that makes the table; what is the runtime's default is left out.
fn steps(provider: &Provider, it: &model::Operation, uses: &mut Uses) -> Vec<TokenStream> {
    let (method, server) = (word(&it.method.to_ascii_lowercase()), number(it.server));
    let mut res = vec![match &it.path {
        Path::Fixed(path) => quote!(.at(rt::Method::#method, #server, #path)),
        Path::Setting(index) => {
            let index = number(*index);
            quote!(.at_setting(rt::Method::#method, #server, #index))
        }
    }];
    let slots = slots(provider, it);
    for (name, location) in [
        ("headers", Location::Header),
        ("path", Location::Path),
        ("query", Location::Query),
        ("body", Location::Body),
    ] {
        let here = slots.iter().filter(|it| it.0 == location);
        let here: Vec<&TokenStream> = here.map(|it| &it.1).collect();
        if !here.is_empty() {
            let name = snake(name);
            res.push(quote!(.#name(&[#(#here),*])));
        }
    }
    match it.body {
        BodyForm::Json => {}
        BodyForm::Form => res.push(quote!(.form())),
        BodyForm::Multipart => res.push(quote!(.multipart())),
    }
    if let Some(signature) = &it.signature {
        res.extend(signed(it, signature));
    }
    let codes = it
        .reply
        .codes
        .iter()
        .map(|it| it.word().to_owned())
        .collect();
    let texts = |it: &[String]| it.to_vec();
    let lists = [
        ("codes", codes),
        ("details", texts(&it.reply.details)),
        ("messages", texts(&it.reply.messages)),
        ("references", texts(&it.reply.references)),
        ("needs", texts(&it.reply.needs)),
    ];
    for (name, pointers) in lists {
        if !pointers.is_empty() {
            let name = snake(name);
            res.push(quote!(.#name(&[#(#pointers),*])));
        }
    }
    if it.reply.without_code != Outcome::Unknown {
        uses.runtime("Outcome");
        let outcome = outcome(it.reply.without_code);
        res.push(quote!(.without_code(#outcome)));
    }
    for (name, resolution) in [("pending", &it.pending), ("unknown", &it.unknown)] {
        if *resolution != Resolution::Nothing {
            uses.runtime("Resolution");
            let (name, resolution) = (snake(name), self::resolution(resolution));
            res.push(quote!(.#name(#resolution)));
        }
    }
    if let Some(field) = it.ours {
        let index = input_index(it, field);
        res.push(quote!(.ours(#index)));
    }
    if let Some(paging) = &it.paging {
        let paging = self::paging(it, paging);
        res.push(quote!(.paged(#paging)));
    }
    if let Some(fate) = &it.fate {
        let fate = self::fate(it, fate, uses);
        res.push(quote!(.fate(#fate)));
    }
    res
}

fn fate(operation: &model::Operation, it: &Fate, uses: &mut Uses) -> TokenStream {
    let Fate {
        field,
        codes,
        places,
        words,
        names,
        citation: _,
    } = it;
    let index = input_index(operation, *field);
    let mut res = quote!(rt::Fate::of(#index));
    if operation.fields[*field].ty == Type::Integer {
        res = quote!(#res.number());
    }
    if !codes.is_empty() {
        res = quote!(#res.codes(&[#(#codes),*]));
    }
    if !words.is_empty() {
        uses.runtime("Outcome");
        let words = words.iter().map(|it| {
            let (word, outcome) = (&it.wire, outcome(it.outcome));
            quote!((#word, #outcome))
        });
        res = quote!(#res.words(&[#(#places),*], &[#(#words),*]));
    }
    if !names.is_empty() {
        res = quote!(#res.names(&[#(#names),*]));
    }
    res
}

fn paging(operation: &model::Operation, it: &Paging) -> TokenStream {
    let (index, items) = (input_index(operation, it.field), &it.items);
    let made = match &it.way {
        PagingWay::Page { first, more } => {
            let first = Literal::u32_unsuffixed(*first);
            let more = match more {
                Some(more) => quote!(.more(#more)),
                None => quote!(),
            };
            quote!(rt::Paging::by_page(#index, #first, #items) #more)
        }
        PagingWay::Cursor { next } => quote!(rt::Paging::by_cursor(#index, #next, #items)),
    };
    if operation.fields[it.field].ty == Type::Integer {
        return quote!(#made.number());
    }
    made
}

/// The index among the caller's values of the field with that index.
fn input_index(operation: &model::Operation, field: usize) -> Literal {
    let before = operation.fields[..field].iter();
    number(before.filter(|it| it.source == FieldSource::Caller).count())
}

fn resolution(it: &Resolution) -> TokenStream {
    match it {
        Resolution::Nothing => quote!(Resolution::Nothing),
        Resolution::QueryTheirs { operation } => {
            quote!(Resolution::QueryWithTheirReference(#operation))
        }
        Resolution::QueryOurs { operation, .. } => {
            quote!(Resolution::QueryWithOurReference(#operation))
        }
        Resolution::Callback { callback } => quote!(Resolution::OnlyByCallback(#callback)),
        Resolution::CreateAgain => quote!(Resolution::CreateAgain),
        Resolution::ByHand => quote!(Resolution::OnlyByHand),
    }
}

/// `hmac-sha256` → `HmacSha256`.
pub(super) fn word(word: &str) -> proc_macro2::Ident {
    pascal(&word.replace('-', "_"))
}

/// An index as people write it, without its type.
pub(super) fn number(index: usize) -> Literal {
    Literal::usize_unsuffixed(index)
}
