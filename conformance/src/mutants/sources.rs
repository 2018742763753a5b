//! Where a value of a request comes from.

use verbatim_codegen::model::{Field, FieldSource, Made, Moment, Nonce, Type};

use super::parts::Place;
use super::{Class, Fact, Making};

impl Making<'_> {
    pub(super) fn source(&mut self, fact: &Fact, field: &Field, place: &Place) {
        match &field.source {
            FieldSource::Constant(text) => {
                let class = match field.wire.eq_ignore_ascii_case("content-type") {
                    true => Class::ContentType,
                    false => Class::Constant,
                };
                let to = another(&field.ty, text);
                let change = format!("`{text}` becomes `{to}`");
                self.at(class, fact, change, place, move |it| {
                    it.source = FieldSource::Constant(to.clone());
                });
            }
            FieldSource::Credential(index) => {
                let count = self.provider.credentials.len();
                let index = *index;
                for other in (0..count).filter(|it| *it != index) {
                    let change = format!("it is `{}`", self.provider.credentials[other].name);
                    self.at(Class::CredentialSlot, fact, change, place, move |it| {
                        it.source = FieldSource::Credential(other);
                    });
                }
            }
            FieldSource::Basic { .. } => {
                let change = "user and password change places".to_owned();
                self.at(Class::CredentialSlot, fact, change, place, |it| {
                    if let FieldSource::Basic { user, password } = &mut it.source {
                        std::mem::swap(user, password);
                    }
                });
            }
            FieldSource::Token(index) => {
                let index = *index;
                for other in (0..self.provider.tokens.len()).filter(|it| *it != index) {
                    let change = format!("it is `{}`", self.provider.tokens[other].name);
                    self.at(Class::CredentialSlot, fact, change, place, move |it| {
                        it.source = FieldSource::Token(other);
                    });
                }
            }
            FieldSource::Made(made) => self.made(fact, made, place),
            FieldSource::Caller | FieldSource::Signature | FieldSource::Parent => {}
        }
        let prefixed = matches!(
            field.source,
            FieldSource::Credential(_) | FieldSource::Token(_) | FieldSource::Signature
        );
        if prefixed {
            let change = format!("`{}` stands before it", other_prefix(&field.prefix));
            self.at(Class::Prefix, fact, change, place, |it| {
                it.prefix = other_prefix(&it.prefix);
            });
        }
    }

    fn made(&mut self, fact: &Fact, made: &Made, place: &Place) {
        let (class, others): (_, Vec<Made>) = match made {
            Made::Timestamp(moment) => (
                Class::TimestampFormat,
                other_moments(moment)
                    .into_iter()
                    .map(Made::Timestamp)
                    .collect(),
            ),
            Made::Nonce(nonce) => {
                let others = match nonce {
                    Nonce::Hex(count) => vec![Nonce::Hex(count + 1), Nonce::Digits(*count)],
                    Nonce::Digits(count) => vec![Nonce::Digits(count + 1), Nonce::Hex(*count)],
                    Nonce::Uuid => vec![Nonce::Hex(32)],
                };
                (Class::Nonce, others.into_iter().map(Made::Nonce).collect())
            }
            Made::Digest {
                algorithm,
                encoding,
            } => {
                let mut others = Vec::new();
                let other = if algorithm == "sha256" {
                    "sha512"
                } else {
                    "sha256"
                };
                others.push(Made::Digest {
                    algorithm: other.to_owned(),
                    encoding: encoding.clone(),
                });
                let other = if encoding == "base64" {
                    "hex-lower"
                } else {
                    "base64"
                };
                others.push(Made::Digest {
                    algorithm: algorithm.clone(),
                    encoding: other.to_owned(),
                });
                (Class::Digest, others)
            }
        };
        for made in others {
            let change = format!("it is {made:?}");
            self.at(class, fact, change, place, move |it| {
                it.source = FieldSource::Made(made.clone());
            });
        }
    }
}

/// Times that are spelled otherwise.
pub(super) fn other_moments(moment: &Moment) -> Vec<Moment> {
    match moment {
        Moment::Unix => vec![Moment::UnixMillis, Moment::Rfc3339 { offset: 0 }],
        Moment::UnixMillis => vec![Moment::Unix],
        Moment::Rfc3339 { offset } => vec![
            Moment::Unix,
            Moment::Rfc3339 {
                offset: offset + 60,
            },
        ],
        Moment::Pattern { text, offset } => vec![
            Moment::Pattern {
                text: text.clone(),
                offset: offset + 60,
            },
            Moment::Pattern {
                text: format!("{text}-"),
                offset: *offset,
            },
        ],
    }
}

fn other_prefix(prefix: &str) -> String {
    match prefix {
        "" => "Bearer ".to_owned(),
        _ => String::new(),
    }
}

/// Another constant of the same type.
fn another(ty: &Type, text: &str) -> String {
    match (ty, text, text.parse::<i64>()) {
        (Type::Boolean, "true", _) => "false".to_owned(),
        (Type::Boolean, ..) => "true".to_owned(),
        (Type::Integer, _, Ok(number)) => number.wrapping_add(1).to_string(),
        (_, _, _) => format!("{text}x"),
    }
}
