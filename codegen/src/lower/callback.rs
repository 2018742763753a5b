//! One inbound call: the shapes it is read as, and what it is answered.

use proc_macro2::Literal;
use quote::quote;

use super::signature::heard;
use super::{Uses, credential, doc, table_name, tokens};
use crate::client::{Callback, Credential, Shape, Tokens};
use crate::model::{self, CallbackAnswer, CallbackValues, Provider, SignedPart};
use crate::names::{pascal, snake};

pub(super) fn callback(provider: &Provider, it: &model::Callback, uses: &mut Uses) -> Callback {
    let keys = (it.signature.as_ref()).map_or_else(Vec::new, |it| keys(provider, it));
    if it.signature.is_some() {
        for name in ["Clock", "Error"] {
            uses.runtime(name);
        }
        if keys.iter().any(|it| it.secret) {
            uses.runtime("Secret");
        }
    }
    let shapes = it.shapes.iter().map(|shape| {
        uses.local(&shape.record);
        let about = provider
            .record(&shape.record)
            .map_or("", |it| it.about.as_str());
        Shape {
            wire: shape.name.clone(),
            variant: tokens(&pascal(&shape.name)),
            ident: tokens(&snake(&shape.name)),
            record: tokens(&pascal(&shape.record)),
            doc: doc::sentence(about, &shape.name),
            pointers: shape.when_present.iter().map(|it| pointer(it)).collect(),
        }
    });
    Callback {
        wire: it.name.clone(),
        ident: tokens(&pascal(&it.name)),
        rule: table_name(&it.name),
        sealed: it.signature.is_some(),
        keys,
        doc: about(it),
        single: it.shapes.len() == 1,
        shapes: shapes.collect(),
        steps: steps(it),
        sample: super::example::inbound(provider, it),
        queried: it.values == CallbackValues::Query,
        referred: !it.references.is_empty(),
        dialogue: matches!(it.answer, CallbackAnswer::Dialogue { .. }),
        words: words(it),
        confirm: (it.confirm.as_ref()).map(|_| tokens(&snake(&format!("confirm_{}", it.name)))),
        confirm_doc: confirm_doc(it),
    }
}

/// What confirming it means.
fn confirm_doc(it: &model::Callback) -> String {
    let mut res = format!(
        "Asks {} whether the provider says what the callback {} says.",
        doc::code(it.confirm.as_deref().unwrap_or_default()),
        doc::code(&it.name)
    );
    let outcome = (!it.codes.is_empty()).then(|| "the outcome".to_owned());
    let values = it.agrees.iter().map(|it| doc::code(&it.0));
    let compared: Vec<String> = outcome.into_iter().chain(values).collect();
    res.push_str(&match compared.is_empty() {
        true => " Nothing that it says is compared:".to_owned(),
        false => format!(" Nothing is compared but {}:", compared.join(", ")),
    });
    res.push_str(" find the order by its reference alone, and hold it to what the reply says.");
    res
}

/// The methods of its type.
fn words(it: &model::Callback) -> Tokens {
    let reads = match (&it.signature, it.values) {
        (Some(_), _) => "unverified",
        (None, CallbackValues::Query) => "from_query",
        (None, CallbackValues::Body | CallbackValues::Form) => "parse",
    };
    let answers = match it.answer {
        CallbackAnswer::Fixed { .. } => "answer",
        CallbackAnswer::Dialogue { .. } => "dialogue",
    };
    let methods = [
        (reads, true),
        ("outcome", !it.codes.is_empty()),
        ("code", !it.codes.is_empty()),
        ("detail", !it.details.is_empty()),
        ("reference", !it.references.is_empty()),
        ("duplicate_key", it.event.is_some()),
        (answers, true),
    ];
    let words = methods.iter().filter(|it| it.1).map(|it| snake(it.0));
    Tokens(quote!(#(#words),*))
}

/// The chain that makes the rule. It has two links at least: `layout` lays out no single one.
fn steps(it: &model::Callback) -> Vec<Tokens> {
    let method = pascal(&it.method.to_lowercase());
    let mut res = vec![Tokens(quote!(.method(rt::Method::#method)))];
    if it.values != CallbackValues::Body {
        let values = pascal(it.values.word());
        res.push(Tokens(quote!(.values(rt::Values::#values))));
    }
    let none = Vec::new();
    let lists = [
        ("codes", &it.codes),
        ("details", &it.details),
        ("references", &it.references),
        ("event", it.event.as_ref().map_or(&none, |it| &it.pointers)),
    ];
    for (name, pointers) in lists {
        if !pointers.is_empty() {
            let name = snake(name);
            res.push(Tokens(quote!(.#name(&[#(#pointers),*]))));
        }
    }
    if let Some(operation) = &it.confirm {
        let both = it
            .agrees
            .iter()
            .map(|(here, there)| quote!((#here, #there)));
        res.push(Tokens(quote!(.confirmed(#operation, &[#(#both),*]))));
    }
    if let Some(signature) = &it.signature {
        let seal = heard(signature);
        res.push(Tokens(quote!(.sealed(#seal))));
    }
    res.push(Tokens(match &it.answer {
        CallbackAnswer::Fixed {
            status,
            content_type,
            body,
        } => {
            let status = Literal::u16_unsuffixed(*status);
            quote!(.answer(#status, #content_type, #body))
        }
        CallbackAnswer::Dialogue {
            content_type,
            goes_on,
            ends,
            input,
            separator,
            session,
            longest,
        } => {
            let input = pointer(input);
            let dialogue = quote!(.dialogue(#content_type, #goes_on, #ends, #input, #separator));
            let session = session
                .as_deref()
                .map(pointer)
                .map(|it| quote!(.session(#it)));
            let longest = longest.as_ref().map(|it| {
                let characters = Literal::u32_unsuffixed(it.characters);
                quote!(.longest(#characters))
            });
            for link in [Some(dialogue), session, longest].into_iter().flatten() {
                res.push(Tokens(link));
            }
            return res;
        }
    }));
    res
}

/// The pointer to a member of the whole.
fn pointer(name: &str) -> String {
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// The credentials that a callback is verified with, each once.
fn keys(provider: &Provider, it: &model::CallbackSignature) -> Vec<Credential> {
    let parts = it.parts.iter().filter_map(SignedPart::credential);
    let mut used: Vec<usize> = it.scheme.key.into_iter().chain(parts).collect();
    used.sort_unstable();
    used.dedup();
    let one = |index: usize| Credential {
        ty: Tokens(match provider.credentials[index].secret {
            true => quote!(&Secret),
            false => quote!(&str),
        }),
        sample: Tokens(match provider.credentials[index].secret {
            true => quote!(&"test-key".into()),
            false => quote!("test-key"),
        }),
        ..credential(provider, index, &provider.credentials[index])
    };
    used.into_iter().map(one).collect()
}

fn about(it: &model::Callback) -> String {
    let mut res = format!(
        "{} from the provider.\n\n{}",
        doc::code(&it.method),
        doc::sentence(&it.about, &it.name)
    );
    res.push_str(match it.signature {
        None => " It is not signed: anyone who knows the address can send it.",
        Some(_) => " It is signed: read it by [`Self::verified`].",
    });
    if let Some(operation) = &it.confirm {
        res.push_str(&format!(
            " Confirm it by {} before acting on it.",
            doc::code(operation)
        ));
    }
    match &it.event {
        Some(event) => {
            let named: Vec<String> = event.pointers.iter().map(|it| doc::code(it)).collect();
            res.push_str(&format!(
                "\n\nDeliveries with the same {} tell of one event ({}).",
                named.join(", "),
                doc::source(&event.citation)
            ));
        }
        None => res.push_str("\n\nNothing in it tells a repeated delivery from further news."),
    }
    res.push_str(&format!(
        "\n\nSource: {}; answer: {}.",
        doc::source(&it.citation),
        doc::source(&it.answer_citation)
    ));
    res
}
