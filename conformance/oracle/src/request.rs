//! From the values of a call to the request on the wire, or to why there is none.

use verbatim_codegen::model::{
    BodyForm, Field, FieldSource, Location, Made, Operation, Path, Required, Type,
};

use crate::json::segments;
use crate::made::{Bytes, spell};
use crate::merchant::Merchant;
use crate::number::is_dialled;
use crate::rule::holds;
use crate::sign::pair;
use crate::signing::digested;
use crate::spelled::{bare, unquoted};
use crate::tree::Tree;
use crate::url::{encoded, form_encoded};
use crate::value::Value;
use crate::{Request, kind};

const BOUNDARY: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Why nothing is sent.
#[derive(Debug)]
pub(crate) struct Refused {
    pub(crate) kind: &'static str,
    pub(crate) path: Option<String>,
}

/// A field whose value is wrong.
pub(crate) fn invalid(field: &Field) -> Refused {
    let place = match field.location {
        Location::Body => &field.pointer,
        Location::Header | Location::Query | Location::Path => &field.wire,
    };
    Refused {
        kind: kind::INVALID_REQUEST,
        path: Some(place.clone()),
    }
}

/// A client that is not set up for this call.
pub(crate) fn misconfigured() -> Refused {
    Refused {
        kind: kind::CONFIGURATION,
        path: None,
    }
}

/// One request being made.
pub(crate) struct Making<'a> {
    pub(crate) merchant: &'a Merchant<'a>,
    pub(crate) operation: &'a Operation,
    /// The caller's values, one per field.
    pub(crate) given: &'a [Option<Value>],
    /// Tokens by index, those that are there.
    pub(crate) tokens: &'a [Option<String>],
}

impl Making<'_> {
    /// The request, and the text that was signed for it.
    pub(crate) fn request(
        &self,
        bytes: &mut Bytes<'_>,
    ) -> Result<(Request, Option<Vec<u8>>), Refused> {
        let mut stands: Vec<Option<Value>> = vec![None; self.operation.fields.len()];
        for location in [
            Location::Body,
            Location::Path,
            Location::Query,
            Location::Header,
        ] {
            for (at, field) in self.here(location) {
                stands[at] = self.value(at, field, bytes)?;
                if location != Location::Body {
                    self.check(field, stands[at].as_ref(), &stands)?;
                }
            }
            if location == Location::Body {
                for (at, field) in self.here(location) {
                    self.check(field, stands[at].as_ref(), &stands)?;
                }
            }
        }
        let unsigned = self.url(&stands)?;
        let into = self.operation.signature.as_ref().map(|it| it.into);
        let in_body = |at: usize| self.operation.fields[at].location == Location::Body;
        let mut signed = None;
        if let Some(into) = into.filter(|it| in_body(*it)) {
            let (result, text) = self.signature(&stands, &unsigned, &[])?;
            (stands[into], signed) = (Some(Value::Text(result)), Some(text));
        }
        let (body, content_type) = self.body(&stands, bytes)?;
        for (at, field) in self.operation.fields.iter().enumerate() {
            if let FieldSource::Made(Made::Digest {
                algorithm,
                encoding,
            }) = &field.source
            {
                stands[at] = Some(Value::Text(digested(algorithm, encoding, b"", &body)?));
            }
        }
        if let Some(into) = into.filter(|it| !in_body(*it)) {
            let (result, text) = self.signature(&stands, &unsigned, &body)?;
            (stands[into], signed) = (Some(Value::Text(result)), Some(text));
        }
        let mut headers = Vec::new();
        for (at, field) in self.here(Location::Header) {
            if let Some(value) = &stands[at] {
                let text = value.text();
                if !is_header_value(&text) {
                    return Err(match field.source {
                        FieldSource::Caller => invalid(field),
                        _ => misconfigured(),
                    });
                }
                headers.push((field.wire.clone(), text));
            }
        }
        let said = |it: &(String, String)| it.0.eq_ignore_ascii_case("content-type");
        if let Some(content_type) = content_type.filter(|_| !headers.iter().any(said)) {
            headers.push(("Content-Type".to_owned(), content_type));
        }
        let request = Request {
            method: self.operation.method.clone(),
            url: self.url(&stands)?,
            headers,
            body,
        };
        Ok((request, signed))
    }

    /// The fields that travel there, and are sent by this merchant.
    fn here(&self, location: Location) -> impl Iterator<Item = (usize, &Field)> {
        let fields = self.operation.fields.iter().enumerate();
        fields.filter(move |(_, it)| {
            let parent = it.source == FieldSource::Parent;
            it.location == location && !parent && self.merchant.sends(it, self.operation)
        })
    }

    fn value(
        &self,
        at: usize,
        field: &Field,
        bytes: &mut Bytes<'_>,
    ) -> Result<Option<Value>, Refused> {
        let merchant = self.merchant;
        let lacking = |there: Option<String>| match there {
            Some(text) => Ok(Some(Value::Text(format!("{}{text}", field.prefix)))),
            None if field.demanded => Err(misconfigured()),
            None => Ok(None),
        };
        match &field.source {
            FieldSource::Caller => self.spelled(field, self.given[at].clone()),
            FieldSource::Constant(text) => Ok(Some(bare(field, Value::Text(text.clone())))),
            FieldSource::Credential(index) => {
                let there = lacking(merchant.credential(*index).map(str::to_owned))?;
                Ok(there.map(|it| bare(field, it)))
            }
            FieldSource::Basic { user, password } => {
                let (user, password) = (merchant.credential(*user), merchant.credential(*password));
                let both = user.zip(password);
                let both = both.map(|(user, password)| format!("Basic {}", pair(user, password)));
                match both {
                    None if field.demanded => Err(misconfigured()),
                    both => Ok(both.map(Value::Text)),
                }
            }
            FieldSource::Token(index) => {
                let token = self.tokens.get(*index).cloned().flatten();
                Ok(token.map(|it| Value::Text(format!("{}{it}", field.prefix))))
            }
            FieldSource::Made(Made::Timestamp(moment)) => {
                Ok(Some(Value::Text(spell(moment, merchant.now))))
            }
            FieldSource::Made(Made::Nonce(nonce)) => Ok(Some(Value::Text(bytes.nonce(*nonce)))),
            FieldSource::Made(Made::Digest { .. })
            | FieldSource::Signature
            | FieldSource::Parent => Ok(None),
        }
    }

    /// A caller's value as the wire spells it.
    fn spelled(&self, field: &Field, value: Option<Value>) -> Result<Option<Value>, Refused> {
        let json = field.location == Location::Body && self.operation.body == BodyForm::Json;
        let Some(value) = value else {
            return Ok(None);
        };
        if value == Value::List(Vec::new()) && !json {
            return Ok(None);
        }
        unquoted(field, value).map(Some)
    }

    /// Whether a caller's value may be sent.
    fn check(
        &self,
        field: &Field,
        value: Option<&Value>,
        stands: &[Option<Value>],
    ) -> Result<(), Refused> {
        if field.source != FieldSource::Caller {
            return Ok(());
        }
        let Some(value) = value else {
            let lacking = match &field.required {
                _ if field.demanded => true,
                Required::When(it) => {
                    let other = stands[it.field].as_ref().map(Value::text);
                    other.as_ref() == Some(&it.is)
                }
                Required::Yes | Required::No | Required::Unsaid => false,
            };
            return if lacking { Err(invalid(field)) } else { Ok(()) };
        };
        if let Value::Map(_) = value {
            return Ok(());
        }
        let torn = |text: &str| {
            field
                .joined
                .as_ref()
                .is_some_and(|it| text.contains(it.as_str()))
        };
        match value
            .texts()
            .iter()
            .all(|it| !torn(it) && self.obeys(field, it))
        {
            true => Ok(()),
            false => Err(invalid(field)),
        }
    }

    fn obeys(&self, field: &Field, text: &str) -> bool {
        let provider = self.merchant.provider;
        let known = match field.ty.item() {
            Type::Money(_) => !text.starts_with('-'),
            Type::PhoneNumber => is_dialled(text),
            Type::Enum(name) => provider
                .enumeration(name)
                .is_none_or(|it| it.open || it.values.iter().any(|it| it.wire == text)),
            _ => true,
        };
        let rules = field.rules.iter().filter(|it| it.enforced);
        known && rules.map(|it| &it.kind).all(|it| holds(it, text))
    }

    /// Address, path and query, as far as they stand.
    fn url(&self, stands: &[Option<Value>]) -> Result<String, Refused> {
        let operation = self.operation;
        let path = match &operation.path {
            Path::Fixed(path) => path.clone(),
            Path::Setting(index) => {
                let path = self.merchant.setting(*index);
                path.ok_or_else(misconfigured)?.to_owned()
            }
        };
        let mut filled = path;
        for (at, field) in self.here(Location::Path) {
            let Some(text) = stands[at].as_ref().map(Value::text) else {
                continue;
            };
            let place = format!("{{{}}}", field.wire);
            let mut whole = filled.split('/').map(|it| (it, it.replace(&place, &text)));
            let leads_out = whole.any(|(it, res)| it != res && (res == "." || res == ".."));
            if text.is_empty() || leads_out {
                return Err(invalid(field));
            }
            filled = filled.replace(&place, &encoded(&text));
        }
        let mut query = String::new();
        let mut add = |name: &str, text: &str| {
            query.push(if query.is_empty() { '?' } else { '&' });
            query.push_str(&format!("{}={}", encoded(name), encoded(text)));
        };
        for (at, field) in self.here(Location::Query) {
            let texts = stands[at].as_ref().map(Value::texts);
            match (texts, &field.joined) {
                (None, _) => {}
                (Some(texts), Some(between)) => add(&field.wire, &texts.join(between)),
                (Some(texts), None) => texts.iter().for_each(|it| add(&field.wire, it)),
            }
        }
        Ok(format!(
            "{}{filled}{query}",
            self.merchant.server(operation.server)
        ))
    }

    #[allow(clippy::type_complexity, reason = "the pair is taken apart at once")]
    fn body(
        &self,
        stands: &[Option<Value>],
        bytes: &mut Bytes<'_>,
    ) -> Result<(Vec<u8>, Option<String>), Refused> {
        let fields: Vec<_> = self.here(Location::Body).collect();
        if fields.is_empty() {
            return Ok((Vec::new(), None));
        }
        let there = || {
            fields
                .iter()
                .filter_map(|(at, it)| Some((*it, stands[*at].as_ref()?)))
        };
        let name = |it: &Field| segments(&it.pointer).last().unwrap_or_default();
        let pairs = || -> Vec<(String, String)> {
            let of = |(field, value): (&Field, &Value)| -> Vec<(String, String)> {
                let texts = value.texts().into_iter();
                texts.map(|it| (name(field), it)).collect()
            };
            there().flat_map(of).collect()
        };
        Ok(match self.operation.body {
            BodyForm::Json => {
                let mut tree = Tree::default();
                for (field, value) in there() {
                    let path: Vec<String> = segments(&field.pointer).collect();
                    // No object has a member twice; a checked spec has none of the kind.
                    tree.put(&path, value).ok_or_else(misconfigured)?;
                }
                let mut res = String::new();
                tree.write(&mut res);
                (res.into_bytes(), None)
            }
            BodyForm::Form => {
                let pairs = pairs();
                let pairs = pairs
                    .iter()
                    .map(|it| format!("{}={}", form_encoded(&it.0), form_encoded(&it.1)));
                let body = pairs.collect::<Vec<_>>().join("&");
                let content_type = "application/x-www-form-urlencoded".to_owned();
                (body.into_bytes(), Some(content_type))
            }
            BodyForm::Multipart => {
                let pairs = pairs();
                let mut boundary = bytes.of(BOUNDARY, 24);
                while pairs.iter().any(|it| it.1.contains(&boundary)) {
                    boundary = bytes.of(BOUNDARY, 24);
                }
                let mut body = String::new();
                for (name, text) in pairs {
                    let name = name.replace('"', "%22").replace('\r', "%0D");
                    let name = name.replace('\n', "%0A");
                    body += &format!("--{boundary}\r\nContent-Disposition: form-data; ");
                    body += &format!("name=\"{name}\"\r\n\r\n{text}\r\n");
                }
                body += &format!("--{boundary}--\r\n");
                let content_type = format!("multipart/form-data; boundary={boundary}");
                (body.into_bytes(), Some(content_type))
            }
        })
    }
}

/// What may stand in a header without being changed or refused on the way.
fn is_header_value(text: &str) -> bool {
    let legal = text
        .bytes()
        .all(|it| it == b'\t' || (b' '..=b'~').contains(&it));
    legal && text.trim() == text
}
