//! From what was made of an exchange to the text of a fixture.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::time::SystemTime;

use verbatim_codegen::model::{
    BodyForm, Field, FieldSource, Location, Operation, Provider, SignedPart, Type,
};
use verbatim_oracle::{Answer, End, Failure, Request};

use super::replaced::Written;
use super::world::World;
use crate::fixture::Setup;
use crate::json::{Json, quote};
use crate::sent::{Sent, percent_encoded};

/// What every recorded fixture claims.
const ABOUT: &str = "real traffic, with placeholders for what the spec does not call harmless";
/// The random bytes of a call, for whatever it makes.
const NONCES: &str = "00112233445566778899aabbccddeeff";
/// How often they come: a boundary that is drawn fairly passes some over.
const NONCES_COUNT: usize = 8;
/// What stands for a page.
pub(crate) const HTML: &str = "<html></html>";
/// What stands for any other body that is no JSON.
pub(crate) const NO_JSON: &str = "no JSON";
const SIGNATURE: &str = "{{signature}}";

/// A fixture that is written.
pub(crate) struct Page<'a> {
    pub(crate) provider: &'a Provider,
    pub(crate) operation: &'a Operation,
    pub(crate) setup: &'a Setup,
    pub(crate) world: &'a World,
    pub(crate) date: Date,
    /// As JSON.
    pub(crate) input: &'a str,
    /// What was signed.
    pub(crate) signed: Option<String>,
    /// What is sent, with a reply to each.
    pub(crate) sent: &'a [Request],
    pub(crate) replies: &'a [Written],
    pub(crate) end: &'a End,
    pub(crate) unlisted: Vec<String>,
}

/// What is written, line by line.
#[derive(Default)]
struct Lines {
    text: String,
    depth: usize,
}

impl Lines {
    fn line(&mut self, text: &str) {
        self.text.push_str(&"  ".repeat(self.depth));
        self.text.push_str(text);
        self.text.push('\n');
    }

    fn key(&mut self, name: &str, value: &str) {
        self.line(&format!("{name}: {}", quote(value)));
    }

    fn optional(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.key(name, value);
        }
    }

    /// JSON stands in a block of its own, another text in quotes.
    fn body(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let block = Json::read(text).is_ok_and(|it| !it.compact().contains('\u{feff}'));
        if block && !text.contains(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']) {
            self.line("body: |");
            self.line(&format!("  {text}"));
        } else {
            self.key("body", text);
        }
    }
}

impl Page<'_> {
    /// The fixture.
    pub(crate) fn text(&self) -> String {
        let mut out = Lines::default();
        out.line(&format!("about: {ABOUT}"));
        out.line("origin: recorded");
        out.key("date", &self.date.to_string());
        out.line(&format!("operation: {}", self.operation.name));
        self.world(&mut out);
        if !self.unlisted.is_empty() {
            let texts: Vec<_> = self.unlisted.iter().map(|it| quote(it)).collect();
            out.line(&format!("unlisted: [{}]", texts.join(", ")));
        }
        self.input(&mut out);
        self.signature(&mut out);
        match (self.sent, self.replies) {
            ([request], [reply]) => self.exchange(&mut out, request, reply),
            (requests, replies) => {
                out.line("exchanges:");
                for (request, reply) in requests.iter().zip(replies) {
                    let mut own = Lines {
                        depth: 2,
                        ..Lines::default()
                    };
                    self.exchange(&mut own, request, reply);
                    out.text.push_str("  - ");
                    out.text.push_str(own.text.trim_start());
                }
            }
        }
        out.line("expect:");
        out.depth = 1;
        match self.end {
            End::Answered(it) => answered(&mut out, it),
            End::Failed(it) => failed(&mut out, it),
            End::Inexpressible(_) | End::UnknownName => {}
        }
        out.text
    }

    /// What stands in it that neither was on the wire nor is the spec's.
    pub(crate) fn made_here(&self) -> Vec<String> {
        let mut res = vec![self.date.to_string(), ABOUT.to_owned(), self.clock()];
        res.push(NONCES.repeat(NONCES_COUNT));
        res.extend([HTML, NO_JSON].map(|it| format!("{it}\n")));
        match self.end {
            End::Answered(it) => res.push(it.left.0.clone()),
            End::Failed(it) => res.push(it.left.0.clone()),
            End::Inexpressible(_) | End::UnknownName => {}
        }
        // Where no digest hides it, it can be read out of what stands there.
        let signature = self.operation.signature.as_ref();
        if signature.is_some_and(|it| it.scheme.discloses()) {
            res.extend(self.signed.clone());
        }
        for request in self.sent {
            let sent = self.as_sent(request);
            for field in &self.operation.fields {
                if let FieldSource::Made(_) | FieldSource::Signature = field.source {
                    res.extend(sent.texts(self.operation, field));
                }
            }
            let content_type = request.headers.iter();
            let is = |it: &&(String, String)| it.0.eq_ignore_ascii_case("content-type");
            res.extend(content_type.filter(is).map(|it| it.1.clone()));
        }
        res
    }

    fn clock(&self) -> String {
        format!("{}T00:00:00Z", self.date)
    }

    fn world(&self, out: &mut Lines) {
        let (clock, nonces) = self.world.makes;
        let mut keys = Vec::new();
        if clock {
            keys.push(format!("clock: {}", quote(&self.clock())));
        }
        if nonces {
            keys.push(format!("nonces: [\"{}\"]", NONCES.repeat(NONCES_COUNT)));
        }
        if let Some(way) = &self.world.way {
            keys.push(format!("way: {way}"));
        }
        if !self.world.lacks.is_empty() {
            keys.push(format!("lacks: [{}]", self.world.lacks.join(", ")));
        }
        if !keys.is_empty() {
            out.line("setup:");
            keys.iter().for_each(|it| out.line(&format!("  {it}")));
        }
    }

    fn input(&self, out: &mut Lines) {
        let Ok(json) = Json::read(self.input) else {
            return;
        };
        if json.root().children.is_empty() {
            out.line("input: {}");
            return;
        }
        out.line("input:");
        for it in json.children(json.root()) {
            let name = it.name.as_deref().unwrap_or_default();
            out.line(&format!("  {name}: {}", json.spelled(it)));
        }
    }

    fn signature(&self, out: &mut Lines) {
        let (Some(signature), Some(signed)) = (&self.operation.signature, &self.signed) else {
            return;
        };
        let mut signed = signed.clone();
        for part in &signature.parts {
            if let SignedPart::Credential { index, .. } = part {
                let credential = &self.provider.credentials[*index];
                let value = self.setup.credential(&credential.name);
                if let (true, Some(value)) = (credential.secret, value) {
                    signed = signed.replace(value, &placeholder(&credential.name));
                }
            }
        }
        let scheme = &signature.scheme;
        out.line("signature:");
        out.depth = 1;
        out.key("signed", &signed);
        if let Some(key) = scheme.key {
            out.key("key", &placeholder(&self.provider.credentials[key].name));
        }
        for (key, said, usual) in [
            ("algorithm", &scheme.algorithm, "hmac-sha256"),
            ("encoding", &scheme.encoding, "hex-lower"),
        ] {
            if said != usual {
                out.key(key, said);
            }
        }
        out.optional("result", self.result().as_deref());
        out.depth = 0;
    }

    /// The signature without what stands before it.
    fn result(&self) -> Option<String> {
        let field = &self.operation.fields[self.operation.signature.as_ref()?.into];
        let sent = self.as_sent(self.sent.last()?);
        let text = sent.texts(self.operation, field).into_iter().next()?;
        let plain = text.strip_prefix(field.prefix.as_str()).map(str::to_owned);
        Some(plain.unwrap_or(text))
    }

    fn as_sent<'r>(&self, request: &'r Request) -> Sent<'r> {
        let target = super::alike::split(&request.url).1;
        Sent::new(target, &request.headers, &request.body)
    }

    fn exchange(&self, out: &mut Lines, request: &Request, reply: &Written) {
        out.line("request:");
        out.depth += 1;
        out.line(&format!("method: {}", request.method));
        out.key("url", &self.url(request));
        out.line("headers:");
        for (name, value) in &request.headers {
            out.line(&format!("  {name}: {}", quote(&self.header(name, value))));
        }
        out.body(&self.body(request));
        out.depth -= 1;
        out.line("reply:");
        out.depth += 1;
        out.line(&format!("status: {}", reply.status));
        if let Some(it) = &reply.content_type {
            out.line(&format!("headers: {{ Content-Type: {} }}", quote(it)));
        }
        out.body(&reply.body);
        out.depth -= 1;
    }

    fn fields(&self, location: Location) -> impl Iterator<Item = &Field> {
        let fields = self.operation.fields.iter();
        fields.filter(move |it| it.location == location)
    }

    /// What stands for a value of the merchant's.
    fn merchants(&self, field: &Field) -> Option<String> {
        let text = match &field.source {
            FieldSource::Credential(index) => {
                let credential = &self.provider.credentials[*index];
                credential.secret.then(|| placeholder(&credential.name))
            }
            FieldSource::Signature => Some(SIGNATURE.to_owned()),
            FieldSource::Caller
            | FieldSource::Constant(_)
            | FieldSource::Basic { .. }
            | FieldSource::Token(_)
            | FieldSource::Made(_)
            | FieldSource::Parent => None,
        };
        text.map(|it| format!("{}{it}", field.prefix))
    }

    fn url(&self, request: &Request) -> String {
        let mut res = request.url.clone();
        for field in self.fields(Location::Query) {
            let sent = self.as_sent(request);
            let text = sent.texts(self.operation, field).into_iter().next();
            if let (Some(text), Some(told)) = (text, self.merchants(field)) {
                let encoded = percent_encoded(&text);
                // A placeholder is filled in as it is.
                if encoded == text {
                    let name = percent_encoded(&field.wire);
                    res = res.replace(&format!("{name}={text}"), &format!("{name}={told}"));
                }
            }
        }
        res
    }

    fn header(&self, name: &str, value: &str) -> String {
        let mut fields = self.fields(Location::Header);
        let field = fields.find(|it| {
            let way = it.way.map(|at| self.provider.ways[at].name.as_str());
            let sent = way.is_none() || way == self.world.setup.way.as_deref();
            sent && it.wire.eq_ignore_ascii_case(name)
        });
        let told = field.and_then(|it| self.merchants(it));
        told.unwrap_or_else(|| value.to_owned())
    }

    fn body(&self, request: &Request) -> String {
        let text = String::from_utf8_lossy(&request.body).into_owned();
        let (BodyForm::Json, Ok(json)) = (self.operation.body, Json::read(&text)) else {
            // A placeholder is filled in as it is, so what is encoded stands as it is.
            let signed = self.fields(Location::Body);
            let signed = signed
                .filter(|it| it.source == FieldSource::Signature)
                .count();
            let result = self
                .result()
                .filter(|it| 0 < signed && percent_encoded(it) == **it);
            return result.map_or(text.clone(), |it| text.replace(&it, SIGNATURE));
        };
        let told = self.fields(Location::Body).filter_map(|it| {
            let node = json.at(&it.pointer)?;
            let told = self.merchants(it)?;
            // A placeholder is filled in as it is.
            let told = match it.ty == Type::Integer {
                true => told,
                false => quote(&told),
            };
            Some((node.compact.clone(), told))
        });
        let mut told: Vec<_> = told.collect();
        told.sort_by_key(|it| std::cmp::Reverse(it.0.start));
        let mut res = json.compact().to_owned();
        for (range, told) in told {
            res.replace_range(range, &told);
        }
        res
    }
}

fn answered(out: &mut Lines, it: &Answer) {
    out.line(&format!("outcome: {}", it.outcome.word()));
    out.optional("code", it.code.as_deref());
    out.optional("detail", it.detail.as_deref());
    out.optional("message", it.message.as_deref());
    out.optional("reference", it.reference.as_deref());
    out.optional("our_reference", it.our_reference.as_deref());
    out.key("resolution", &it.left.0);
    out.body(&it.body);
}

fn failed(out: &mut Lines, it: &Failure) {
    out.optional("outcome", it.outcome.map(|it| it.word()));
    out.line(&format!("kind: {}", it.kind));
    out.line(&format!("certainty: {}", it.certainty));
    out.optional("code", it.code.as_deref());
    out.optional("detail", it.detail.as_deref());
    out.optional("message", it.message.as_deref());
    out.optional("reference", it.reference.as_deref());
    out.optional("our_reference", it.our_reference.as_deref());
    out.key("resolution", &it.left.0);
    out.optional("path", it.path.as_deref());
}

fn placeholder(credential: &str) -> String {
    format!("{{{{test-{credential}}}}}")
}

/// The time at which a recorded call happens: when its day begins.
pub(crate) fn clock(date: Date) -> Option<SystemTime> {
    let begins = date.to_zoned(TimeZone::UTC).ok()?;
    Some(begins.timestamp().into())
}

/// The random bytes of a recorded call.
pub(crate) fn nonces() -> Vec<u8> {
    let digit = |it: u8| char::from(it).to_digit(16).unwrap_or_default();
    let pairs = NONCES.as_bytes().chunks(2);
    let byte = |it: &[u8]| u8::try_from(digit(it[0]) * 16 + digit(it[1])).unwrap_or_default();
    pairs.map(byte).collect::<Vec<_>>().repeat(NONCES_COUNT)
}
