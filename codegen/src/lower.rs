//! From the model to the client: spelling, Rust types, documentation. Cannot fail.

mod auth;
mod callback;
mod doc;
mod example;
mod feature;
mod operation;
mod page;
mod shape;
mod signature;
mod slot;

use proc_macro2::TokenStream;
use quote::quote;
use std::collections::BTreeSet;

use crate::client::{Client, Credential, Environment, Magic, Named, Tokens};
use crate::model::{self, BodyForm, FieldSource, Location, Made, Provider, Type};
use crate::names::{pascal, shouting, snake};

pub(crate) fn lower(provider: &Provider) -> Client {
    let mut operation_names = Uses::default();
    let mut type_names = Uses::default();
    let mut callback_names = Uses::default();
    let mut reply_names = Uses::default();
    for it in &provider.operations {
        reply_names.plain(&it.reply.ty);
        reply_names.requests.insert(pascal(&it.name).to_string());
    }
    if provider.credentials.iter().any(|it| it.secret) {
        reply_names.runtime("Secret");
    }
    if !provider.codes.is_empty() {
        type_names.runtime("Outcome");
    }
    let codes = provider.codes_by_name();
    let operations = provider
        .operations
        .iter()
        .map(|it| {
            let codes = codes.get(it.name.as_str()).map_or(&[][..], Vec::as_slice);
            operation::operation(provider, it, codes, &mut operation_names)
        })
        .collect();
    let records = provider
        .records
        .iter()
        .map(|it| shape::record(provider, it, &mut type_names))
        .collect();
    let callbacks = provider
        .callbacks
        .iter()
        .map(|it| callback::callback(provider, it, &mut callback_names))
        .collect();
    let mut enums: Vec<_> = provider.enums.iter().map(shape::enumeration).collect();
    enums.push(shape::codes(provider));
    let named = |(index, name): (usize, &String), doc: String| Named {
        wire: name.clone(),
        ident: tokens(&snake(name)),
        index,
        doc,
    };
    let credentials: Vec<_> = (provider.credentials.iter().enumerate())
        .map(|(index, it)| credential(provider, index, it))
        .collect();
    Client {
        provider: provider.name.clone(),
        plain_title: provider.title.clone(),
        version: provider.version.clone(),
        features: feature::features(provider),
        doc: doc::front(provider),
        about: provider.about.clone(),
        operation_uses: operation_names.lines(),
        type_uses: type_names.lines(),
        callback_uses: callback_names.lines(),
        reply_uses: reply_names.lines(),
        environments: provider
            .environments
            .iter()
            .map(|it| environment(provider, it))
            .collect(),
        nonces: takes(provider, |it| matches!(it, Made::Nonce(_)))
            || (provider.operations.iter()).any(|it| it.body == BodyForm::Multipart),
        clock: takes(provider, |it| matches!(it, Made::Timestamp(_)))
            || !provider.tokens.is_empty()
            || provider.callbacks.iter().any(is_timed),
        references: provider.references.iter().map(shape::reference).collect(),
        servers: provider
            .servers
            .iter()
            .enumerate()
            .map(|it| named(it, doc::server(provider, it.0)))
            .collect(),
        settings: provider
            .settings
            .iter()
            .enumerate()
            .map(|(index, it)| named((index, &it.name), doc::cited(&it.about, &it.citation)))
            .collect(),
        ways: auth::ways(provider, &credentials),
        credentials,
        auth: auth::steps(provider),
        // The runtime takes an empty scope for everywhere, so what occurs nowhere is no row.
        code_rows: provider
            .codes
            .iter()
            .filter(|it| !it.scope.is_empty())
            .map(|it| code_row(provider, it))
            .collect(),
        enums,
        tables: provider.tables.iter().map(shape::table).collect(),
        records,
        schemes: signature::schemes(provider),
        inbound_schemes: signature::inbound_schemes(provider),
        headers: slot::shared(provider, Location::Header),
        paged: provider.operations.iter().any(|it| it.paging.is_some()),
        queries: (provider.operations.iter().filter(|it| it.fate.is_some()))
            .map(|it| table_name(&it.name))
            .collect(),
        operations,
        example_environment: example::environment(provider),
        callbacks,
        page: page::page(provider),
    }
}

/// Names that a page must import, found while its types are lowered.
#[derive(Default)]
struct Uses {
    runtime: BTreeSet<String>,
    types: BTreeSet<String>,
    requests: BTreeSet<String>,
}

impl Uses {
    /// The Rust type of a value, noting what it needs.
    fn ty(&mut self, ty: &Type, masked: bool) -> TokenStream {
        let whole = matches!(ty, Type::TextOr(_) | Type::List(_) | Type::Joined(..));
        match masked {
            true if whole => self.around(ty, true),
            true => self.runtime("Masked"),
            false => self.plain(ty),
        }
    }

    fn plain(&mut self, ty: &Type) -> TokenStream {
        match ty {
            Type::Text | Type::Identifier | Type::Url | Type::Timestamp { .. } => quote!(String),
            Type::Phone | Type::PhoneNumber => self.runtime("Masked"),
            Type::Money(money) if money.minor => self.runtime("MinorAmount"),
            Type::Money(_) => self.runtime("Amount"),
            Type::Decimal => self.runtime("Quantity"),
            Type::Integer => quote!(i64),
            Type::Boolean => quote!(bool),
            Type::Map | Type::Object => self.runtime("TextMap"),
            Type::Enum(name) | Type::Record(name) | Type::Reference(name) => self.local(name),
            Type::Code => self.local("code"),
            Type::TextOr(_) | Type::List(_) | Type::Joined(..) => self.around(ty, false),
        }
    }

    /// What holds texts or records: the mark is that of the texts.
    fn around(&mut self, ty: &Type, masked: bool) -> TokenStream {
        match ty {
            Type::TextOr(name) => {
                let (or, record) = (self.runtime("TextOr"), self.local(name));
                match masked {
                    true => {
                        let text = self.runtime("Masked");
                        quote!(#or<#record, #text>)
                    }
                    false => quote!(#or<#record>),
                }
            }
            Type::List(item) => {
                let item = self.ty(item, masked);
                quote!(Vec<#item>)
            }
            Type::Joined('\n', item) => {
                let (lines, item) = (self.runtime("Lines"), self.ty(item, masked));
                quote!(#lines<#item>)
            }
            Type::Joined(between, item) => {
                let (joined, item) = (self.runtime("Joined"), self.ty(item, masked));
                quote!(#joined<#item, #between>)
            }
            Type::Text
            | Type::Identifier
            | Type::Phone
            | Type::PhoneNumber
            | Type::Money(_)
            | Type::Decimal
            | Type::Reference(_)
            | Type::Integer
            | Type::Boolean
            | Type::Timestamp { .. }
            | Type::Url
            | Type::Enum(_)
            | Type::Code
            | Type::Record(_)
            | Type::Map
            | Type::Object => self.ty(ty, masked),
        }
    }

    fn runtime(&mut self, name: &str) -> TokenStream {
        self.runtime.insert(name.to_owned());
        let ident = quote::format_ident!("{name}");
        quote!(#ident)
    }

    fn local(&mut self, name: &str) -> TokenStream {
        let ident = pascal(name);
        self.types.insert(ident.to_string());
        quote!(#ident)
    }

    /// `verbatim_runtime::{…}`, `super::types::{…}`, one line each.
    fn lines(&self) -> Vec<Tokens> {
        let line = |root: TokenStream, names: &BTreeSet<String>| {
            let names = names.iter().map(|it| quote::format_ident!("{it}"));
            Tokens(quote!(#root::{#(#names),*}))
        };
        let mut res = Vec::new();
        if !self.runtime.is_empty() {
            res.push(line(quote!(verbatim_runtime), &self.runtime));
        }
        if !self.requests.is_empty() {
            res.push(line(quote!(super::operations), &self.requests));
        }
        if !self.types.is_empty() {
            res.push(line(quote!(super::types), &self.types));
        }
        res
    }
}

fn tokens(it: &impl quote::ToTokens) -> Tokens {
    Tokens(quote!(#it))
}

fn environment(provider: &Provider, environment: &model::Environment) -> Environment {
    let row = |server: &model::Server| {
        let cleartext = server.cleartext;
        let url = match &server.url {
            Some(url) => quote!(Some(#url)),
            None => quote!(None),
        };
        Tokens(quote!(rt::Server { url: #url, cleartext: #cleartext }))
    };
    let asked = environment
        .servers
        .iter()
        .enumerate()
        .filter(|(_, it)| it.url.is_none());
    Environment {
        wire: environment.name.clone(),
        variant: tokens(&pascal(&environment.name)),
        doc: doc::environment(environment),
        module: tokens(&snake(&environment.name)),
        magic: environment.magic.iter().map(magic).collect(),
        asked: asked
            .map(|(index, it)| Named {
                wire: it.name.clone(),
                ident: tokens(&snake(&it.name)),
                index,
                doc: doc::asked_server(provider, it),
            })
            .collect(),
        rows: environment.servers.iter().map(row).collect(),
    }
}

/// Whether it says when it was sent.
fn is_timed(it: &model::Callback) -> bool {
    (it.signature.as_ref()).is_some_and(|it| it.sent.is_some())
}

/// Whether some call sends a value that is made so.
fn takes(provider: &Provider, made: impl Fn(&Made) -> bool) -> bool {
    let mut fields = provider.operations.iter().flat_map(|it| &it.fields);
    fields.any(|it| matches!(&it.source, FieldSource::Made(it) if made(it)))
}

fn magic(it: &model::Magic) -> Magic {
    Magic {
        ident: table_name(&it.name),
        wire: it.value.clone(),
        doc: format!(
            "{}\n\nFor {}. Source: {}.",
            doc::sentence(&it.about, &it.name),
            doc::code(&it.field),
            doc::source(&it.citation)
        ),
    }
}

fn credential(provider: &Provider, index: usize, credential: &model::Credential) -> Credential {
    let (name, secret, optional) = (&credential.name, credential.secret, credential.optional);
    let mut row = quote!(rt::CredentialRow::new(#name));
    if secret {
        row.extend(quote!(.secret()));
    }
    if optional {
        row.extend(quote!(.optional()));
    }
    if auth::is_number(provider, index) {
        row.extend(quote!(.number()));
    }
    if !credential.prefixes.is_empty() {
        let rows = credential.prefixes.iter().map(|it| {
            let (environment, text) = (&provider.environments[it.environment].name, &it.text);
            quote!((#environment, #text))
        });
        row.extend(quote!(.begins(&[#(#rows),*])));
    }
    let ty = match secret {
        true => quote!(Secret),
        false => quote!(String),
    };
    let ty = match optional {
        true => quote!(Option<#ty>),
        false => ty,
    };
    Credential {
        ident: tokens(&snake(name)),
        ty: Tokens(ty),
        index,
        doc: doc::credential(provider, index, credential),
        optional,
        secret,
        sample: example::credential(provider, index, credential),
        row: Tokens(row),
    }
}

fn code_row(provider: &Provider, entry: &model::CodeEntry) -> Tokens {
    let (code, meaning) = (&entry.code, &entry.meaning);
    let beside = match &entry.detail {
        Some(detail) => quote!(.with(#detail)),
        None => quote!(),
    };
    let outcome = outcome(entry.outcome);
    let means = match entry.reason {
        Some(reason) => {
            let reason = pascal(reason.word());
            quote!(.means(rt::Reason::#reason))
        }
        None => quote!(),
    };
    let scope: &[String] = match is_everywhere(provider, entry) {
        true => &[],
        false => &entry.scope,
    };
    Tokens(quote!(rt::CodeRow::new(#code, #meaning, #outcome, &[#(#scope),*]) #beside #means))
}

/// Whether a code can occur wherever a code is looked for, and nowhere else.
fn is_everywhere(provider: &Provider, entry: &model::CodeEntry) -> bool {
    let operations = provider.operations.iter();
    let operations = operations.filter(|it| !it.reply.codes.is_empty());
    let callbacks = provider.callbacks.iter().filter(|it| !it.codes.is_empty());
    let coded = || {
        let operations = operations.clone().map(|it| it.name.as_str());
        operations.chain(callbacks.clone().map(|it| it.name.as_str()))
    };
    // Most rows are told by their number alone.
    entry.scope.len() == coded().count() && {
        let scope: BTreeSet<&str> = entry.scope.iter().map(String::as_str).collect();
        coded().all(|it| scope.contains(it))
    }
}

fn outcome(outcome: model::Outcome) -> TokenStream {
    let ident = pascal(outcome.word());
    quote!(Outcome::#ident)
}

fn table_name(name: &str) -> Tokens {
    tokens(&shouting(name))
}
