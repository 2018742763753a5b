//! What went through the proxy, and every value that was seen in it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::public::Public;
use crate::json::Json;
use crate::sent::{decoded_pairs, percent_decoded};
use crate::wire::Arrived;

/// One exchange: what was asked for, and what came back.
#[derive(Clone)]
pub(crate) struct Traffic {
    /// The path of the address that it was sent on to, without a slash at its end.
    pub(crate) base: String,
    /// What arrived at the proxy.
    pub(crate) request: Arrived,
    /// What the provider answered.
    pub(crate) reply: Came,
}

/// A reply as it came.
#[derive(Clone)]
pub(crate) struct Came {
    /// The HTTP status.
    pub(crate) status: u16,
    /// In order.
    pub(crate) headers: Vec<(String, String)>,
    /// The content.
    pub(crate) body: Vec<u8>,
}

impl Came {
    /// The value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let found = headers.find(|it| it.0.eq_ignore_ascii_case(name));
        found.map(|it| it.1.as_str())
    }
}

/// A value that was on the wire.
#[derive(Clone)]
pub(crate) struct Seen {
    /// Where, in words that hold nothing of the wire but what the spec has, too.
    pub(crate) slot: String,
    /// What.
    pub(crate) text: String,
    /// Whether it is a credential, or the part of one.
    pub(crate) secret: bool,
    /// Whether it is the name of a header, a pair, a part or a member, and no value.
    pub(crate) name: bool,
}

impl Traffic {
    /// Every value of it: headers, path, query and bodies, names that no spec has among them.
    ///
    /// It does not ask what a value means, so that it misses none that a reading of the spec misses.
    pub(crate) fn seen(&self, public: &Public) -> Vec<Seen> {
        let mut seen = Looking {
            public,
            found: Vec::new(),
        };
        let request = &self.request;
        seen.headers("request", &request.headers);
        let (path, query) = request
            .target
            .split_once('?')
            .unwrap_or((&request.target, ""));
        for segment in path.split('/') {
            seen.take("request path", &percent_decoded(segment));
        }
        seen.pairs("request query", query);
        seen.body("request", &request.headers, &request.body);
        seen.headers("reply", &self.reply.headers);
        seen.body("reply", &self.reply.headers, &self.reply.body);
        seen.found
    }
}

struct Looking<'a> {
    public: &'a Public,
    found: Vec<Seen>,
}

impl Looking<'_> {
    fn take(&mut self, slot: &str, text: &str) {
        self.push(slot, text, false);
    }

    fn name(&mut self, slot: &str, text: &str) {
        self.push(slot, text, true);
    }

    fn push(&mut self, slot: &str, text: &str, name: bool) {
        if !text.is_empty() {
            self.found.push(Seen {
                slot: slot.to_owned(),
                text: text.to_owned(),
                secret: false,
                name,
            });
        }
    }

    fn headers(&mut self, side: &str, headers: &[(String, String)]) {
        for (name, value) in headers {
            let slot = self.public.shown(name);
            self.name(&format!("name of a {side} header"), name);
            let slot = format!("{side} header {slot}");
            self.take(&slot, value);
            // `Bearer …`, and what cookies hold.
            for part in value.split([' ', ';', ',', '=', '"']) {
                self.take(&slot, part);
                self.basic(&slot, part);
            }
        }
    }

    /// User and password of basic authentication.
    fn basic(&mut self, slot: &str, part: &str) {
        let decoded = STANDARD.decode(part).ok();
        let Some(text) = decoded.and_then(|it| String::from_utf8(it).ok()) else {
            return;
        };
        if let Some((user, password)) = text.split_once(':') {
            self.take(slot, user);
            self.take(slot, password);
        }
    }

    fn pairs(&mut self, slot: &str, pairs: &str) {
        for (name, value) in decoded_pairs(pairs) {
            self.name(&format!("name in the {slot}"), &name);
            self.take(&format!("{slot} {}", self.public.shown(&name)), &value);
        }
    }

    fn body(&mut self, side: &str, headers: &[(String, String)], body: &[u8]) {
        if let Ok(json) = Json::read_bytes(body) {
            self.json(side, &json);
            return;
        }
        let text = String::from_utf8_lossy(body);
        let of = |it: &&(String, String)| it.0.eq_ignore_ascii_case("content-type");
        let content_type = headers.iter().find(of).map_or("", |it| it.1.as_str());
        if content_type.contains("form-urlencoded") {
            self.pairs(&format!("{side} form"), &text);
            return;
        }
        if let Some((_, boundary)) = content_type.split_once("boundary=") {
            for part in text.split(&format!("--{boundary}")) {
                let Some((about, value)) = part.split_once("\r\n\r\n") else {
                    continue;
                };
                let name = about
                    .split("name=\"")
                    .nth(1)
                    .and_then(|it| it.split('"').next());
                // As WHATWG's forms escape it, and no more.
                let name = name.unwrap_or_default().replace("%22", "\"");
                let name = name.replace("%0D", "\r").replace("%0A", "\n");
                self.name(&format!("name of a {side} part"), &name);
                let slot = format!("{side} part {}", self.public.shown(&name));
                self.take(&slot, value.trim_end());
            }
            return;
        }
        let slot = format!("{side} body, which is no JSON,");
        self.take(&slot, &text);
        for word in text.split(|it: char| !it.is_alphanumeric() && !"+-_.@".contains(it)) {
            self.take(&slot, word);
        }
    }

    fn json(&mut self, side: &str, json: &Json) {
        for node in json.nodes() {
            let slot = format!("{side} {}", self.public.pointer(&node.pointer));
            if let Some(name) = &node.name {
                self.name(&format!("name of a member at {slot}"), name);
            }
            if node.children.is_empty() {
                self.take(&slot, &json.plain(node));
            }
        }
    }
}
