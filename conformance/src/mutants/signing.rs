//! How requests and callbacks are signed.

use verbatim_codegen::model::{FieldSource, Operation, Scheme, SignedPart};

use super::parts::change_scheme;
use super::{Class, Fact, Making};

impl Making<'_> {
    /// What one operation signs, in which order, and where it goes.
    pub(super) fn signature(&mut self, at: usize, operation: &Operation, subjects: &[String]) {
        let Some(signature) = &operation.signature else {
            return;
        };
        let name = format!("operations/{}/signature", operation.name);
        let fact = Fact::new(name, &signature.citation, subjects);
        let told = |it: &SignedPart| match it {
            SignedPart::Field(index) => operation.fields[*index].wire.clone(),
            other => format!("{other:?}"),
        };
        for (change, order) in orders(&signature.parts, &told) {
            let (class, change) = change;
            self.add(class, &fact, change, move |it| {
                if let Some(it) = &mut it.operations[at].signature {
                    it.parts.clone_from(&order);
                }
            });
        }
        let into = signature.into;
        let others = operation.fields.iter().enumerate();
        let other = others.skip(operation.shared).find(|(index, it)| {
            // Where all operations have it, it would go to another place in each of them.
            operation.shared <= into
                && *index != into
                && it.location == operation.fields[into].location
                && it.source != FieldSource::Parent
        });
        if let Some((other, field)) = other {
            let change = format!("it goes where `{}` is", field.wire);
            self.add(Class::SignatureDestination, &fact, change, move |it| {
                let it = &mut it.operations[at];
                let taken = std::mem::replace(&mut it.fields[other].source, FieldSource::Signature);
                it.fields[into].source = taken;
                if let Some(it) = &mut it.signature {
                    it.into = other;
                }
            });
        }
    }

    /// A way of signing, wherever it is used.
    pub(super) fn scheme(&mut self, scheme: &Scheme) {
        let name = format!("signatures/{}", scheme.name);
        let fact = Fact::new(name, &scheme.citation, &[]);
        // What is no field stands without a name where nobody gives it one.
        let operations = self.provider.operations.iter();
        let mut signed = operations.filter_map(|it| it.signature.as_ref());
        let names = signed.any(|it| {
            let field = |it: &SignedPart| matches!(it, SignedPart::Field(_));
            it.scheme.name == scheme.name && it.parts.iter().any(field)
        });
        let mut add = |class, change: String, patch: fn(&mut Scheme)| {
            let name = scheme.name.clone();
            self.add(class, &fact, change, move |it| {
                change_scheme(it, &name, &patch)
            });
        };
        add(
            Class::SignatureAlgorithm,
            "another digest".to_owned(),
            |it| {
                it.algorithm = match it.algorithm.as_str() {
                    "hmac-sha256" => "hmac-sha512",
                    "hmac-sha512" | "hmac-md5" | "hmac-sha1" | "hmac-sha384" => "hmac-sha256",
                    "sha256" => "sha512",
                    _ => "sha256",
                }
                .to_owned();
            },
        );
        if !scheme.discloses() {
            add(
                Class::SignatureAlgorithm,
                "a plain digest for a keyed one".to_owned(),
                |it| {
                    it.algorithm = match it.algorithm.strip_prefix("hmac-") {
                        Some(plain) => plain.to_owned(),
                        None => format!("hmac-{}", it.algorithm),
                    };
                },
            );
        }
        add(
            Class::SignatureEncoding,
            "the other case or alphabet".to_owned(),
            |it| {
                it.encoding = match it.encoding.as_str() {
                    "hex-lower" => "hex-upper",
                    "hex-upper" => "hex-lower",
                    "base64" => "base64url",
                    "base64url" => "base64url-unpadded",
                    _ => "base64",
                }
                .to_owned();
            },
        );
        add(
            Class::SignatureEncoding,
            "base64 for hex, hex for base64".to_owned(),
            |it| {
                it.encoding = match it.encoding.starts_with("hex") {
                    true => "base64",
                    false => "hex-lower",
                }
                .to_owned();
            },
        );
        add(
            Class::SignatureJoiner,
            "another text between two values".to_owned(),
            |it| {
                it.joiner = if it.joiner == "|" { "+" } else { "|" }.to_owned();
            },
        );
        add(
            Class::SignatureAround,
            "a text before them".to_owned(),
            |it| it.prefix.push('x'),
        );
        add(
            Class::SignatureAround,
            "a text behind them".to_owned(),
            |it| it.suffix.push('x'),
        );
        if names {
            add(Class::SignatureNames, "names, or none".to_owned(), |it| {
                it.named = match it.named {
                    Some(_) => None,
                    None => Some("=".to_owned()),
                };
            });
        }
        if scheme.empty_said {
            add(
                Class::SignatureEmpty,
                "what is left out is signed otherwise".to_owned(),
                |it| {
                    it.empty_kept = !it.empty_kept;
                },
            );
        }
        let keyed = scheme.key;
        for other in (0..self.provider.credentials.len()).filter(|it| Some(*it) != keyed) {
            if keyed.is_none() {
                break;
            }
            let change = format!("the key is `{}`", self.provider.credentials[other].name);
            let name = scheme.name.clone();
            self.add(Class::SignatureKey, &fact, change, move |it| {
                change_scheme(it, &name, &|it| it.key = Some(other));
            });
        }
    }
}

type Named = ((Class, String), Vec<SignedPart>);

/// Every order that is one step away: each adjacent swap, the reverse, each omission and duplication.
pub(super) fn orders(parts: &[SignedPart], told: &dyn Fn(&SignedPart) -> String) -> Vec<Named> {
    let mut res: Vec<Named> = Vec::new();
    for at in 1..parts.len() {
        let mut order = parts.to_vec();
        order.swap(at - 1, at);
        let (a, b) = (told(&parts[at - 1]), told(&parts[at]));
        res.push((
            (Class::SignatureSwap, format!("{at}: `{b}` before `{a}`")),
            order,
        ));
    }
    if 2 < parts.len() {
        let order = parts.iter().rev().cloned().collect();
        res.push((
            (Class::SignatureReverse, "the other way round".to_owned()),
            order,
        ));
    }
    for at in 0..parts.len() {
        let name = told(&parts[at]);
        let mut order = parts.to_vec();
        order.remove(at);
        res.push((
            (Class::SignatureOmission, format!("{at}: without `{name}`")),
            order,
        ));
        let mut order = parts.to_vec();
        order.insert(at, parts[at].clone());
        res.push((
            (Class::SignatureDuplication, format!("{at}: `{name}` twice")),
            order,
        ));
    }
    res.retain(|it| it.1 != parts);
    res
}
