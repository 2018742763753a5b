//! Exchanges with something in every slot that must be found in no file.

use std::collections::BTreeSet;

use verbatim_codegen::model::Provider;
use verbatim_conformance::fixture::{Body, CallExpect, Case, Reply, Request};
use verbatim_conformance::json::{Json, NodeKind, quote};
use verbatim_conformance::suite::Suite;

use crate::bench::{Planted, codes};

/// What every text of a canary holds, and every number.
const MARKS: [&str; 2] = ["Cnry7x", "7306914"];

/// Counts canaries, and makes them.
#[derive(Default)]
pub(crate) struct Canaries {
    pub(crate) count: usize,
    /// The names of members and fields that may be kept.
    harmless: BTreeSet<String>,
}

impl Canaries {
    /// One like `text`: digits for digits, and else with what must be escaped somewhere.
    fn like(&mut self, text: &str) -> String {
        if !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit()) {
            self.number()
        } else {
            self.text() + " \"é/&=+\\"
        }
    }

    fn text(&mut self) -> String {
        self.count += 1;
        format!("{}{:05}", MARKS[0], self.count)
    }

    fn number(&mut self) -> String {
        self.count += 1;
        format!("{}{:04}", MARKS[1], self.count % 10_000)
    }

    /// One exchange per slot of the first good call of each operation, everything else being as its
    /// fixture has it; and in each reply headers and members that no spec has.
    pub(crate) fn planted(&mut self, suite: &Suite, provider: &Provider) -> Vec<Planted> {
        let members = provider.records.iter().flat_map(|it| &it.members);
        let members = members.filter(|it| it.harmless).map(|it| it.wire.clone());
        let fields = provider.operations.iter().flat_map(|it| &it.fields);
        let fields = fields.filter(|it| it.harmless).map(|it| it.wire.clone());
        self.harmless = members.chain(fields).collect();
        let mut res = Vec::new();
        for (name, request, reply) in calls(suite, provider) {
            let request_slots = 1 + slots(&text(&request.body));
            let headers = request.headers.len();
            let query = request.url.matches('=').count();
            for slot in 0..request_slots + headers + query {
                let own = self.request(request, slot, request_slots, headers, None);
                res.push(Planted {
                    operation: name.clone(),
                    request: own,
                    reply: self.reply(reply, 0),
                });
            }
            for slot in 1..=slots(&reply.body) {
                res.push(Planted {
                    operation: name.clone(),
                    request: self.request(request, 0, request_slots, headers, None),
                    reply: self.reply(reply, slot),
                });
            }
        }
        res
    }

    /// The same calls, each with something in its request that no spec has.
    pub(crate) fn strangers(&mut self, suite: &Suite, provider: &Provider) -> Vec<Planted> {
        let mut res = Vec::new();
        for (name, request, reply) in calls(suite, provider) {
            let request_slots = 1 + slots(&text(&request.body));
            let in_body = !matches!(request.body, Body::Empty);
            for it in [Stranger::Header, Stranger::Cookie, Stranger::Pair]
                .into_iter()
                .chain(in_body.then_some(Stranger::Member))
            {
                res.push(Planted {
                    operation: name.clone(),
                    request: self.request(request, 0, request_slots, 0, Some(it)),
                    reply: self.reply(reply, 0),
                });
            }
        }
        res
    }

    /// The request with a canary in one slot; 0 is none. Slots are members, then headers, then pairs.
    fn request(
        &mut self,
        it: &Request,
        slot: usize,
        members: usize,
        headers: usize,
        stranger: Option<Stranger>,
    ) -> Vec<u8> {
        let mut body = text(&it.body);
        if slot < members {
            body = self.body(&body, slot);
        }
        if stranger == Some(Stranger::Member) {
            body = match &it.body {
                Body::Json(_) => self.with_strangers(body),
                Body::Text(_) | Body::Empty => format!("{body}&{}={}", self.text(), self.text()),
            };
        }
        let target = it.url.splitn(4, '/').nth(3).unwrap_or_default();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let mut pairs: Vec<String> = query.split('&').map(str::to_owned).collect();
        pairs.retain(|it| !it.is_empty());
        if let Some(pair) = slot
            .checked_sub(members + headers)
            .and_then(|at| pairs.get_mut(at))
        {
            let name = pair.split('=').next().unwrap_or_default().to_owned();
            *pair = format!("{name}={}", self.number());
        }
        if stranger == Some(Stranger::Pair) {
            pairs.push(format!("{}={}", self.text(), self.text()));
        }
        let mark = if pairs.is_empty() { "" } else { "?" };
        let mut res = format!(
            "{} /{path}{mark}{} HTTP/1.1\r\n",
            it.method,
            pairs.join("&")
        );
        for (at, (name, value)) in it.headers.iter().enumerate() {
            let planted = slot == members + at;
            let value = match value.split_once(' ') {
                // The key behind `Bearer`; and every other key, wherever it is sent.
                Some((first, _)) if planted => format!("{first} {}", self.text()),
                None if planted && !name.eq_ignore_ascii_case("content-type") => self.text(),
                Some(_) | None => value.clone(),
            };
            res += &format!("{name}: {value}\r\n");
        }
        if stranger == Some(Stranger::Header) {
            res += &format!("{}: {}\r\n", self.text(), self.text());
        }
        if stranger == Some(Stranger::Cookie) {
            let (session, other) = (self.text(), self.number());
            res += &format!("cookie: session={session}; other={other}\r\n");
        }
        // Nobody's word, and yet no less private.
        res += &format!("traceparent: {}\r\nvia: {}\r\n", self.text(), self.text());
        res += &format!(
            "host: 127.0.0.1\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        res.into_bytes()
    }

    fn reply(&mut self, it: &Reply, slot: usize) -> Vec<u8> {
        let body = self.body(&it.body, slot);
        let body = self.with_strangers(body);
        let mut res = format!("HTTP/1.1 {} Planted\r\n", it.status);
        for (name, value) in &it.headers {
            res += &format!("{name}: {value}\r\n");
        }
        res += &format!("{}: {}\r\n", self.text(), self.text());
        res += &format!("set-cookie: id={}\r\n", self.text());
        let length = body.len();
        res += &format!("content-length: {length}\r\nconnection: close\r\n\r\n{body}");
        res.into_bytes()
    }

    /// A body with a canary in its nth scalar.
    fn body(&mut self, text: &str, slot: usize) -> String {
        let Ok(json) = Json::read(text) else {
            return text.to_owned();
        };
        let mut res = json.compact().to_owned();
        let mut scalars = json.scalars(json.root());
        let kept = |name: &Option<String>| {
            let harmless = |it: &String| self.harmless.contains(it);
            name.as_ref().is_some_and(harmless)
        };
        let node = slot.checked_sub(1).and_then(|at| scalars.nth(at));
        if let Some(node) = node.filter(|it| !kept(&it.name)) {
            let planted = match node.kind {
                NodeKind::Number => self.number(),
                NodeKind::Text | NodeKind::Word | NodeKind::Object | NodeKind::Array => {
                    quote(&self.like(&json.plain(node)))
                }
            };
            res.replace_range(node.compact.clone(), &planted);
        }
        res
    }

    /// An object with members that nobody knows.
    fn with_strangers(&mut self, text: String) -> String {
        let mut res = text;
        if res.starts_with('{') && res.len() > 2 {
            let (name, value) = (self.text(), quote(&self.like("")));
            let (other, number) = (self.text(), self.number());
            res.pop();
            res += &format!(",\"{name}\":{{\"{other}\":[{value},{number}]}}}}");
        }
        res
    }
}

/// What no spec has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stranger {
    Header,
    Cookie,
    Pair,
    Member,
}

/// The first good call of each operation, and its reply.
fn calls<'s>(suite: &'s Suite, provider: &Provider) -> Vec<(String, &'s Request, &'s Reply)> {
    let first = |name: &String| {
        let fixtures = suite.fixtures.iter();
        let own = fixtures.filter(|it| {
            let plain = it.way.is_none() && it.apart == Default::default();
            it.provider == provider.name && it.subject() == name && plain
        });
        let mut rows = own.filter_map(|it| {
            let Case::Call(call) = &it.case else {
                return None;
            };
            let row = call.rows.first()?;
            let good = matches!(row.expect, CallExpect::Answer(_));
            let single = good && row.then.is_empty() && call.pages.is_none();
            single.then_some((row.request.as_ref()?, row.reply.as_ref()?))
        });
        let (request, reply) = rows.next().expect("each operation has a good call");
        (name.clone(), request, reply)
    };
    let operations = provider.operations.iter();
    operations.map(|it| first(&it.name)).collect()
}

fn text(body: &Body) -> String {
    match body {
        Body::Empty => String::new(),
        Body::Json(json) => json.compact().to_owned(),
        Body::Text(text) => text.clone(),
    }
}

/// How many scalars a body has.
fn slots(text: &str) -> usize {
    Json::read(text).map_or(0, |json| json.scalars(json.root()).count())
}

/// The mark of a canary that a text holds, however it is coded.
pub(crate) fn found(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    for mark in MARKS {
        let hex: String = mark.bytes().map(|it| format!("{it:02x}")).collect();
        if lower.contains(&mark.to_ascii_lowercase()) || lower.contains(&hex) {
            return Some(mark.to_owned());
        }
        if let Some(code) = codes(mark).into_iter().find(|it| text.contains(it)) {
            return Some(format!("{mark} as {code}"));
        }
    }
    None
}
