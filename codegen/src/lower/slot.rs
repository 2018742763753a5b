//! One value of a request, as the runtime fills it: where it stands, who gives it, what it may be.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::auth;
use super::operation::{number, word};
use crate::client::Tokens;
use crate::model::{self, Field, FieldSource, Location, Provider, Required, RuleKind, Scale, Type};
use crate::names::pascal;

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

/// Its own slots, each with where it travels; a parent needs none, since its children make it.
pub(super) fn slots(
    provider: &Provider,
    operation: &model::Operation,
) -> Vec<(Location, TokenStream)> {
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
    let ty = field.ty.item();
    // A number or a word of the caller's is one in Rust already.
    let given = matches!(field.source, FieldSource::Caller);
    if *ty == Type::PhoneNumber || (*ty == Type::Integer && !given) {
        res.extend(quote!(.number()));
    }
    if *ty == Type::Boolean && !given {
        res.extend(quote!(.boolean()));
    }
    let Type::Money(money) = ty else {
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
    if *ty == Type::PhoneNumber {
        res.push(quote!(rt::Rule::Number));
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
