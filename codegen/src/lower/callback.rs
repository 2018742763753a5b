//! One inbound call: the shapes it is read as, and what it is answered.

use quote::quote;

use super::signature::heard;
use super::{Uses, credential, doc, table_name, tokens};
use crate::client::{Callback, Credential, Dialogue, Fixed, Shape, Tokens};
use crate::model::{self, CallbackAnswer, CallbackValues, Provider, SignedPart};
use crate::names::{pascal, snake};

pub(super) fn callback(provider: &Provider, it: &model::Callback, uses: &mut Uses) -> Callback {
    let last = it.shapes.len() - 1;
    if !it.codes.is_empty() {
        uses.runtime("Outcome");
    }
    if let Some(signature) = &it.signature {
        uses.runtime("Clock");
        if keys(provider, signature).iter().any(|it| it.secret) {
            uses.runtime("Secret");
        }
    }
    let shapes = it.shapes.iter().enumerate().map(|(index, shape)| {
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
            pointers: shape
                .when_present
                .iter()
                .map(|it| format!("/{}", it.replace('~', "~0").replace('/', "~1")))
                .collect(),
            last: index == last,
        }
    });
    let shapes = shapes.collect();
    let (fixed, dialogue) = match &it.answer {
        CallbackAnswer::Fixed {
            status,
            content_type,
            body,
        } => {
            let fixed = Fixed {
                status: *status,
                content_type: content_type.clone(),
                body: body.clone(),
            };
            (Some(fixed), None)
        }
        CallbackAnswer::Dialogue {
            content_type,
            goes_on,
            ends,
            input,
            separator,
        } => {
            let dialogue = Dialogue {
                content_type: content_type.clone(),
                goes_on: goes_on.clone(),
                ends: ends.clone(),
                input: typed(provider, &it.shapes[0], input),
                separator: separator.clone(),
            };
            (None, Some(dialogue))
        }
    };
    Callback {
        wire: it.name.clone(),
        ident: tokens(&pascal(&it.name)),
        rule: table_name(&it.name),
        sealed: it.signature.is_some(),
        keys: it
            .signature
            .as_ref()
            .map_or_else(Vec::new, |it| keys(provider, it)),
        doc: about(it),
        single: it.shapes.len() == 1,
        shapes,
        steps: steps(it),
        coded: !it.codes.is_empty(),
        detailed: !it.details.is_empty(),
        referring: !it.references.is_empty(),
        in_query: it.values == CallbackValues::Query,
        fixed,
        dialogue,
    }
}

/// The chain that makes the rule; what is the runtime's default is left out.
fn steps(it: &model::Callback) -> Vec<Tokens> {
    let mut res = Vec::new();
    if it.values != CallbackValues::Body {
        let values = pascal(it.values.word());
        res.push(Tokens(quote!(.values(rt::Values::#values))));
    }
    let lists = [
        ("codes", &it.codes),
        ("details", &it.details),
        ("references", &it.references),
    ];
    for (name, pointers) in lists {
        if !pointers.is_empty() {
            let name = snake(name);
            res.push(Tokens(quote!(.#name(&[#(#pointers),*]))));
        }
    }
    if let Some(signature) = &it.signature {
        let seal = heard(signature);
        res.push(Tokens(quote!(.sealed(#seal))));
    }
    res
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
        ..credential(index, &provider.credentials[index])
    };
    used.into_iter().map(one).collect()
}

/// The text that was entered, whether it is masked or not.
fn typed(provider: &Provider, shape: &model::CallbackShape, input: &str) -> Tokens {
    let record = provider.record(&shape.record);
    let member = record.and_then(|it| it.members.iter().find(|it| it.wire == input));
    let member = member.expect("check binds the input to a member");
    let (shape, name) = (snake(&shape.name), snake(&member.name));
    let masked = member.secret || member.personal;
    Tokens(match masked {
        true => quote!(self.#shape.#name.as_ref().map_or("", |it| it.expose())),
        false => quote!(self.#shape.#name.as_deref().unwrap_or_default()),
    })
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
    res.push_str(&format!(
        "\n\nSource: {}; answer: {}.",
        doc::source(&it.citation),
        doc::source(&it.answer_citation)
    ));
    res
}
