//! From the values of a request to its headers and its body.

mod signed;
mod text;
mod value;

use crate::{
    body,
    error::{Error, Parts},
    form,
    kind::Kind,
    made::Made,
    merchant::Merchant,
    operation::{BodyForm, Operation},
    outcome::Certainty,
    secret::Secret,
    sign,
    slot::{Slot, Source},
    target,
    transport::HeaderText,
    value::Value,
};

use signed::{Placed, Sent, Signed, Stood};
use text::{hide, pairs, text, texts};

/// What must not be shown of what goes on the wire.
#[derive(Clone, Default)]
pub(crate) struct Hidden {
    /// The personal and secret values of the request.
    pub(crate) given: Vec<String>,
    /// What was made of the merchant's secrets for this call: taken out wherever they are.
    pub(crate) made: Vec<String>,
}

/// What goes on the wire, and what of it must not be shown.
pub(crate) struct Filled {
    pub(crate) url: String,
    pub(crate) headers: Vec<(String, HeaderText)>,
    pub(crate) body: Vec<u8>,
    pub(crate) hidden: Hidden,
}

/// Checks the values, signs them and writes them. `tokens` has one place per token of the provider,
/// and in it those that this operation sends.
///
/// # Errors
///
/// `InvalidRequest` or `Configuration`, with the place at fault. Nothing is sent yet.
pub(crate) fn fill(
    merchant: &Merchant,
    operation: &'static Operation,
    values: &[Option<Value>],
    tokens: &[Option<Secret>],
) -> Result<Filled, Error> {
    let fill = Fill {
        merchant,
        operation,
        values,
        tokens,
        makes: true,
    };
    let Places {
        mut body,
        path,
        mut query,
        mut headers,
        // What a signature in the query covers of the URL is what stands there without it.
        mut url,
    } = fill.places()?;
    // A signature that goes into the body cannot cover its bytes; any other one may.
    let into_body = operation.body.iter().position(Slot::is_signature);
    let mut hidden = Hidden::default();
    let mut keep = |signed: Option<Signed>| {
        let signed = signed?;
        hidden.made.extend(signed.told);
        Some(signed.value)
    };
    if let Some(index) = into_body {
        let placed = Placed::new(&body, &headers, &path, &query);
        body[index] = keep(fill.signature(placed, Sent::new(&url, &[]))?);
    }
    let (bytes, content_type) = fill.body(&body)?;
    for (slot, value) in &mut headers {
        if let Source::Made(Made::Digest(algorithm, encoding)) = slot.source {
            *value = Some(Value::Text(sign::digest(algorithm, encoding, "", &bytes)));
        }
    }
    if into_body.is_none() && operation.signature.is_some() {
        let placed = Placed::new(&body, &headers, &path, &query);
        let signature = keep(fill.signature(placed, Sent::new(&url, &bytes))?);
        let places = headers.iter_mut().chain(&mut query);
        for (_, value) in places.filter(|it| it.0.is_signature()) {
            value.clone_from(&signature);
        }
        if query.iter().any(|it| it.0.is_signature()) {
            url = fill.url(&path, &query)?;
        }
    }
    let mut headers = fill.headers(headers)?;
    let said = headers
        .iter()
        .any(|it| it.0.eq_ignore_ascii_case("content-type"));
    if let Some(content_type) = content_type.filter(|_| !said) {
        headers.push(("Content-Type".to_owned(), HeaderText::Plain(content_type)));
    }
    let given = values.iter().flatten();
    given.for_each(|it| hide(it, &mut hidden.given));
    Ok(Filled {
        url,
        headers,
        body: bytes,
        hidden,
    })
}

/// Checks the values alone, before a token is fetched for them.
///
/// # Errors
///
/// As [`fill`], but for what is made and signed.
pub(crate) fn check(
    merchant: &Merchant,
    operation: &'static Operation,
    values: &[Option<Value>],
) -> Result<(), Error> {
    let fill = Fill {
        merchant,
        operation,
        values,
        tokens: &[],
        makes: false,
    };
    fill.headers(fill.places()?.headers).map(drop)
}

/// Visible ASCII, spaces and tabs, with no white space around it.
fn is_header_value(text: &str) -> bool {
    let legal = |it: u8| matches!(it, b'\t' | b' '..=b'~');
    text.bytes().all(legal) && text.trim() == text
}

struct Fill<'a> {
    merchant: &'a Merchant,
    operation: &'static Operation,
    values: &'a [Option<Value>],
    tokens: &'a [Option<Secret>],
    /// Whether the client makes what it makes: of nonces there is never the same one twice.
    makes: bool,
}

/// Slots, and what stands there.
type Standing = Vec<(&'static Slot, Option<Value>)>;

/// What stands in each place, and the address.
struct Places {
    body: Vec<Option<Value>>,
    path: Standing,
    query: Standing,
    headers: Standing,
    url: String,
}

impl Fill<'_> {
    /// What stands where, once every value is checked. Nothing is signed yet.
    fn places(&self) -> Result<Places, Error> {
        let body = self.operation.body.iter().map(|it| self.value(it));
        let body = body.collect::<Result<Vec<_>, _>>()?;
        // Whether a slot is demanded can depend on any other one, so all are filled by now.
        for (slot, value) in self.operation.body.iter().zip(&body) {
            self.check(slot, value.as_ref(), &body)?;
        }
        let checked = |slot: &'static Slot| {
            let value = self.value(slot)?;
            self.check(slot, value.as_ref(), &body)?;
            Ok::<_, Error>((slot, value))
        };
        let path = self.operation.path_slots.iter().map(checked);
        let path = path.collect::<Result<Standing, _>>()?;
        let query = self.query_slots().map(checked);
        let query = query.collect::<Result<Standing, _>>()?;
        let headers = self.header_slots().map(checked);
        let headers = headers.collect::<Result<Standing, _>>()?;
        let url = self.url(&path, &query)?;
        Ok(Places {
            body,
            path,
            query,
            headers,
            url,
        })
    }

    /// What the way of being known sends in the query, then what this call does.
    fn query_slots(&self) -> impl Iterator<Item = &'static Slot> {
        let shared = self.operation.provider.auth.query.iter();
        let shared = shared.filter(|it| self.merchant.sends(it, self.operation));
        shared.chain(self.operation.query)
    }

    /// The headers of every call, then those of this one.
    fn header_slots(&self) -> impl Iterator<Item = &'static Slot> {
        let shared = self.operation.provider.headers.iter();
        let shared = shared.filter(|it| self.merchant.sends(it, self.operation));
        shared.chain(self.operation.headers)
    }

    fn headers(
        &self,
        values: Vec<(&'static Slot, Option<Value>)>,
    ) -> Result<Vec<(String, HeaderText)>, Error> {
        let mut res = Vec::with_capacity(values.len());
        for (slot, value) in values {
            let Some(value) = value else {
                continue;
            };
            let text = text(&value).into_owned();
            let header = match slot.source {
                Source::Credential(index) => {
                    let row = &self.merchant.provider.credentials[index];
                    if !is_header_value(&text) {
                        let detail = format!("credential `{}` cannot stand in a header", row.name);
                        return Err(self.misconfigured(detail));
                    }
                    row.secret
                }
                Source::Caller(_) if !is_header_value(&text) => {
                    return Err(self.refuse(slot, "cannot stand in a header"));
                }
                Source::Caller(_) | Source::Signature => {
                    matches!(value, Value::Hidden(_) | Value::HiddenNumber(_))
                }
                Source::Token(_) if !is_header_value(&text) => {
                    let detail = format!("a token cannot stand in the header `{}`", slot.place);
                    return Err(self.misconfigured(detail));
                }
                Source::Basic(..) | Source::Token(_) => true,
                Source::Constant(_) | Source::Made(_) => false,
            };
            let header = match header {
                true => HeaderText::Secret(Secret::from(text)),
                false => HeaderText::Plain(text),
            };
            res.push((slot.place.to_owned(), header));
        }
        Ok(res)
    }

    /// Address, path and query.
    fn url(&self, path: &Stood, query: &Stood) -> Result<String, Error> {
        let (server, template) = self.merchant.address(self.operation)?;
        let there = path.iter();
        let there =
            there.filter_map(|(slot, it)| Some((slot.place, text(it.as_ref()?).into_owned())));
        let path =
            target::path(template, &there.collect::<Vec<_>>()).map_err(|(name, fault)| {
                let mut slots = self.operation.path_slots.iter();
                let slot = slots.find(|it| it.place == name).expect("it has this name");
                self.refuse(slot, fault)
            })?;
        let mut pairs = Vec::new();
        for (slot, value) in query {
            let texts = value.iter().flat_map(texts);
            match slot.joined {
                None => pairs.extend(texts.map(|it| (slot.place, it.into_owned()))),
                Some(_) if value.is_none() => {}
                Some(between) => {
                    pairs.push((slot.place, texts.collect::<Vec<_>>().join(between)));
                }
            }
        }
        Ok(match target::query(&pairs) {
            none if none.is_empty() => format!("{server}{path}"),
            query => format!("{server}{path}?{query}"),
        })
    }

    /// The body, and its content type where no header of the provider says it.
    fn body(&self, values: &[Option<Value>]) -> Result<(Vec<u8>, Option<String>), Error> {
        if self.operation.body.is_empty() {
            return Ok((Vec::new(), None));
        }
        let slots = self.operation.body.iter().zip(values);
        let there = slots.filter_map(|(slot, it)| it.as_ref().map(|it| (slot.place, it)));
        match self.operation.form {
            BodyForm::Json => match body::write(there) {
                Ok(text) => Ok((text.into_bytes(), None)),
                Err(pointer) => {
                    let detail = format!("`{pointer}` stands where another value does");
                    Err(self.misconfigured(detail))
                }
            },
            BodyForm::Form => {
                let content_type = "application/x-www-form-urlencoded".to_owned();
                Ok((form::form(&pairs(there)).into_bytes(), Some(content_type)))
            }
            BodyForm::Multipart => {
                let nonces = &*self.merchant.nonces;
                let (boundary, body) = form::multipart(&pairs(there), nonces);
                let content_type = format!("multipart/form-data; boundary={boundary}");
                Ok((body.into_bytes(), Some(content_type)))
            }
        }
    }

    fn misconfigured(&self, detail: String) -> Error {
        Error::from(Parts {
            detail: Some(detail),
            ..self.parts(Kind::Configuration)
        })
    }

    fn refuse(&self, slot: &Slot, fault: &str) -> Error {
        Error::from(Parts {
            path: Some(slot.place.to_owned()),
            detail: Some(format!("`{}` {fault}", slot.place)),
            ..self.parts(Kind::InvalidRequest)
        })
    }

    fn parts(&self, kind: Kind) -> Parts {
        let provider = self.merchant.provider.name;
        Parts::new(provider, self.operation.name, kind, Certainty::NotSent)
    }
}
