//! One outbound call: a request type, a table for the runtime, a method of the client.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Uses, auth, doc, outcome, table_name, tokens};
use crate::client::{Input, Operation, Scheme, Tokens};
use crate::model::{
    self, BodyForm, Field, FieldSource, Location, Outcome, Paging, PagingWay, Path, Provider,
    Required, Resolution, RuleKind, Scale, Signature, SignedPart, Type,
};
use crate::names::{pascal, snake};

pub(super) fn operation(provider: &Provider, it: &model::Operation, uses: &mut Uses) -> Operation {
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
        doc: doc::request(provider, it),
        call_doc: doc::call(provider, it),
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

/// What operations share, in their headers or in their query.
pub(super) fn shared(provider: &Provider, location: Location) -> Vec<Tokens> {
    let shared = (provider.shared.iter()).filter(|it| it.location == location);
    shared
        .map(|field| {
            let slot = slot(provider, None, field, None);
            let methods = field
                .methods
                .iter()
                .map(|it| word(&it.to_ascii_lowercase()));
            let methods =
                (!field.methods.is_empty()).then(|| quote!(.methods(&[#(rt::Method::#methods),*])));
            let way = field.way.map(|it| {
                let way = number(it);
                quote!(.way(#way))
            });
            Tokens(quote!(#slot #methods #way))
        })
        .collect()
}

fn input(operation: &model::Operation, field: &Field, uses: &mut Uses) -> Input {
    let ty = uses.ty(&field.ty, field.secret || field.personal);
    let optional = !field.demanded;
    let ty = match optional {
        true => quote!(Option<#ty>),
        false => ty,
    };
    Input {
        ident: tokens(&snake(&field.name)),
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

/// Its own slots, each with where it travels; a parent needs none, since its children make it.
fn slots(provider: &Provider, operation: &model::Operation) -> Vec<(Location, TokenStream)> {
    let mut res = Vec::new();
    let mut caller = 0;
    for field in &operation.fields[operation.shared..] {
        let index = match field.source {
            FieldSource::Caller => {
                caller += 1;
                Some(caller - 1)
            }
            FieldSource::Parent => continue,
            FieldSource::Credential(_)
            | FieldSource::Constant(_)
            | FieldSource::Signature
            | FieldSource::Basic { .. }
            | FieldSource::Token(_)
            | FieldSource::Made(_) => None,
        };
        res.push((
            field.location,
            slot(provider, Some(operation), field, index),
        ));
    }
    res
}

/// One slot, of an operation or shared; `caller` is its index among the caller's values.
fn slot(
    provider: &Provider,
    operation: Option<&model::Operation>,
    field: &Field,
    caller: Option<usize>,
) -> TokenStream {
    let place = match field.location {
        Location::Header | Location::Query | Location::Path => &field.wire,
        Location::Body => &field.pointer,
    };
    let slot = match &field.source {
        FieldSource::Caller | FieldSource::Parent => {
            let index = number(caller.expect("a value of the caller has an index"));
            quote!(rt::Slot::caller(#place, #index))
        }
        FieldSource::Credential(index) => {
            let index = number(*index);
            quote!(rt::Slot::credential(#place, #index))
        }
        FieldSource::Constant(text) => quote!(rt::Slot::constant(#place, #text)),
        FieldSource::Signature => quote!(rt::Slot::signature(#place)),
        FieldSource::Basic { user, password } => {
            let (user, password) = (number(*user), number(*password));
            quote!(rt::Slot::basic(#place, #user, #password))
        }
        FieldSource::Token(index) => {
            let index = number(*index);
            quote!(rt::Slot::token(#place, #index))
        }
        FieldSource::Made(it) => {
            let made = auth::made(it);
            quote!(rt::Slot::made(#place, #made))
        }
    };
    let prefix = (!field.prefix.is_empty()).then(|| {
        let prefix = &field.prefix;
        quote!(.prefix(#prefix))
    });
    let need = match &field.required {
        _ if field.demanded => quote!(),
        Required::When(it) => {
            let operation = operation.expect("a shared field has no condition");
            let (index, value) = (number(slot_index(operation, it.field)), &it.is);
            quote!(.when(#index, #value))
        }
        Required::Yes | Required::No | Required::Unsaid => quote!(.optional()),
    };
    let rules = rules(provider, field);
    let rules = match rules.is_empty() {
        true => quote!(),
        false => quote!(.rules(&[#(#rules),*])),
    };
    let spelling = spelling(field);
    quote!(#slot #prefix #need #rules #spelling)
}

/// How the text of a value becomes what stands on the wire, where that is not the text itself.
fn spelling(field: &Field) -> TokenStream {
    let mut res = match &field.joined {
        Some(joined) => quote!(.joined(#joined)),
        None => quote!(),
    };
    let Type::Money(money) = field.ty.item() else {
        return res;
    };
    match money.scale {
        Scale::AsGiven => {}
        Scale::Fixed(digits) => {
            let digits = Literal::u32_unsuffixed(digits);
            res.extend(quote!(.fixed(#digits)));
        }
        Scale::Trimmed => res.extend(quote!(.trimmed())),
    }
    if money.number {
        res.extend(quote!(.number()));
    }
    res
}

/// The index among the body's slots of the field with that index.
fn slot_index(operation: &model::Operation, field: usize) -> usize {
    let before = operation.fields[..field].iter();
    before
        .filter(|it| it.location == Location::Body && it.source != FieldSource::Parent)
        .count()
}

fn rules(provider: &Provider, field: &Field) -> Vec<TokenStream> {
    let mut res: Vec<TokenStream> = Vec::new();
    let ty = field.ty.item();
    if matches!(ty, Type::Money(_)) {
        res.push(quote!(rt::Rule::NotNegative));
    }
    if let Type::Enum(name) = ty
        && let Some(known) = provider.enumeration(name).filter(|it| !it.open)
    {
        let known = pascal(&known.name);
        res.push(quote!(rt::Rule::OneOf(#known::TEXTS)));
    }
    for rule in field.rules.iter().filter(|it| it.enforced) {
        res.push(match &rule.kind {
            RuleKind::Digits(count) => {
                let count = Literal::u32_unsuffixed(*count);
                quote!(rt::Rule::Digits(#count))
            }
            RuleKind::Length(least, most) => {
                let (least, most) = (
                    Literal::u32_unsuffixed(*least),
                    Literal::u32_unsuffixed(*most),
                );
                quote!(rt::Rule::Length(#least, #most))
            }
            RuleKind::Starts(start) => quote!(rt::Rule::Starts(#start)),
            RuleKind::Range(least, most) => {
                let side = |it: &Option<String>| match it {
                    Some(it) => quote!(Some(#it)),
                    None => quote!(None),
                };
                let (least, most) = (side(least), side(most));
                quote!(rt::Rule::Range(#least, #most))
            }
        });
    }
    res
}

fn signed(operation: &model::Operation, it: &Signature) -> [TokenStream; 2] {
    let scheme = table_name(&it.scheme.name).0;
    let parts = it.parts.iter().map(|part| {
        let value = match part {
            SignedPart::Field(index) => {
                let field = &operation.fields[*index];
                let (wire, pointer) = (&field.wire, &field.pointer);
                match field.location {
                    Location::Header => quote!(rt::Part::Header(#wire)),
                    Location::Body => quote!(rt::Part::Slot(#pointer)),
                    Location::Query | Location::Path => quote!(rt::Part::Slot(#wire)),
                }
            }
            SignedPart::Credential { .. }
            | SignedPart::Constant(_)
            | SignedPart::Method
            | SignedPart::Path
            | SignedPart::Target
            | SignedPart::Query
            | SignedPart::Body
            | SignedPart::BodyDigest { .. }
            | SignedPart::Header(_) => auth::part(part),
        };
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
