//! What must arrive against what arrived: count, method, URL, target, headers, body.

use std::mem;

use super::{Found, Judge, tell_masked};
use crate::code::Code;
use crate::difference::{Difference, DifferenceKind, differences};
use crate::fixture::{Body, Delivery, Request, Row, target};
use crate::json::Json;
use crate::mask::Side;
use crate::play::{Confirming, Exchange};
use crate::wire::Arrived;

/// What left the client, and what arrived.
#[derive(Clone, Copy)]
struct Traffic<'a> {
    asked: &'a [String],
    arrived: &'a [Arrived],
}

impl Judge<'_> {
    pub(super) fn request(&mut self, row: &Row, exchange: &Exchange) {
        let traffic = Traffic {
            asked: &exchange.asked,
            arrived: &exchange.arrived,
        };
        self.broken(traffic);
        let Some(request) = &row.request else {
            self.unexpected(traffic);
            return;
        };
        self.counted(row.requests().count(), traffic);
        let above = self.above.clone();
        for (index, it) in std::iter::once(request)
            .chain(row.then.iter().map(|it| &it.0))
            .enumerate()
        {
            if !row.then.is_empty() {
                self.above = vec!["exchanges".to_owned(), index.to_string()];
            }
            self.sent(it, traffic, index);
        }
        let before = 1 + row.then.len();
        for (index, (it, _)) in row.queries().enumerate() {
            let above = ["resolve", "exchanges", &index.to_string()];
            self.above = above.map(str::to_owned).to_vec();
            self.sent(it, traffic, before + index);
        }
        self.above = above;
    }

    /// What is asked whether a delivery is true.
    pub(super) fn query(&mut self, delivery: &Delivery, confirming: &Confirming) {
        let traffic = Traffic {
            asked: &confirming.asked,
            arrived: &confirming.arrived,
        };
        let above = mem::replace(&mut self.above, vec!["confirm".to_owned()]);
        self.broken(traffic);
        match delivery.queries().count() {
            0 => self.unexpected(traffic),
            meant => self.counted(meant, traffic),
        }
        for (index, (it, _)) in delivery.queries().enumerate() {
            let above = ["confirm", "exchanges", &index.to_string()];
            self.above = above.map(str::to_owned).to_vec();
            self.sent(it, traffic, index);
        }
        self.above = above;
    }

    fn broken(&mut self, traffic: Traffic<'_>) {
        for arrived in traffic.arrived {
            if let Some(why) = &arrived.broken {
                let message = format!("what arrived is no HTTP request: {}", self.mask.text(why));
                self.tell(
                    Code::BrokenRequest,
                    &["request"],
                    message,
                    self.cite.whole(),
                );
            }
        }
    }

    /// Whether more arrived than was to.
    fn counted(&mut self, meant: usize, traffic: Traffic<'_>) {
        let (arrived, asked) = (traffic.arrived.len(), traffic.asked.len());
        let message = if meant < arrived {
            match meant {
                1 => format!("{arrived} requests arrived for one call"),
                _ => format!("{arrived} requests arrived, {meant} were to"),
            }
        } else if meant < asked {
            format!("the transport was asked {asked} times")
        } else {
            return;
        };
        self.tell(
            Code::SecondRequest,
            &["request"],
            message,
            self.cite.whole(),
        );
    }

    fn sent(&mut self, request: &Request, traffic: Traffic<'_>, index: usize) {
        match traffic.asked.get(index) {
            Some(asked) => self.url(request, asked),
            None => {
                let message = match traffic.asked.len() {
                    0 => "no request left the client".to_owned(),
                    left => format!("request {} did not leave the client, {left} did", index + 1),
                };
                self.tell(Code::NoRequest, &["request"], message, self.cite.whole());
                return;
            }
        }
        match traffic.arrived.get(index) {
            Some(arrived) if arrived.broken.is_none() => self.compare(request, arrived),
            Some(_) => {}
            None => {
                let message = "the transport was asked, and nothing arrived".to_owned();
                self.tell(Code::NoRequest, &["request"], message, self.cite.whole());
            }
        }
    }

    fn unexpected(&mut self, traffic: Traffic<'_>) {
        if let Some(asked) = traffic.asked.first() {
            let asked = self.mask.text(asked);
            let message = format!("a request left the client for {asked}");
            self.tell(
                Code::UnexpectedRequest,
                &["request"],
                message,
                self.cite.whole(),
            );
        }
    }

    fn url(&mut self, request: &Request, asked: &str) {
        if request.url != asked {
            let document = self.cite.path();
            self.line(Code::WrongUrl, "url", (&request.url, asked), document);
        }
    }

    fn compare(&mut self, request: &Request, arrived: &Arrived) {
        if request.method != arrived.method {
            let document = self.cite.method();
            let sides = (request.method.as_str(), arrived.method.as_str());
            self.line(Code::WrongMethod, "method", sides, document);
        }
        let wanted = target(&request.url).unwrap_or_default();
        if wanted != arrived.target {
            let document = self.cite.path();
            self.line(
                Code::WrongTarget,
                "url",
                (wanted, &arrived.target),
                document,
            );
        }
        self.headers(request, arrived);
        match &request.body {
            Body::Empty if arrived.body.is_empty() => {}
            Body::Json(expected) if expected.compact().as_bytes() == arrived.body => {}
            Body::Text(expected) if expected.as_bytes() == arrived.body => {}
            Body::Json(expected) => self.json_body(expected, &arrived.body),
            Body::Empty => self.raw_body("", &arrived.body),
            Body::Text(expected) => self.raw_body(expected, &arrived.body),
        }
    }

    /// A part of the request line.
    fn line(&mut self, code: Code, part: &str, sides: (&str, &str), document: String) {
        self.fail(Found {
            code,
            place: self.place(&["request", part]),
            field: part,
            message: format!("the {part} is another one"),
            sides: Some(self.both(sides.0, sides.1)),
            document,
        });
    }

    fn json_body(&mut self, expected: &Json, arrived: &[u8]) {
        let place = self.place(&["request", "body"]);
        let actual = match Json::read_bytes(arrived) {
            Ok(actual) => actual,
            Err(bad) => {
                let (line, column) = bad.place;
                let what = self.mask.text(&bad.what);
                let message =
                    format!("the body that arrived is no JSON at {line}:{column}: {what}");
                let text = String::from_utf8_lossy(arrived);
                let sides = (
                    self.mask.body(Side::Request, expected.compact()),
                    self.mask.body(Side::Request, &text),
                );
                self.fail(Found {
                    code: Code::WrongBody,
                    place,
                    field: "",
                    message,
                    sides: Some(sides),
                    document: self.cite.body(""),
                });
                return;
            }
        };
        let found = differences(expected, &actual);
        if found.is_empty() {
            let message = "the body arrived with white space between its values".to_owned();
            self.tell(
                Code::WrongBody,
                &["request", "body"],
                message,
                self.cite.body(""),
            );
        }
        for difference in found {
            self.difference(&difference, expected, &actual);
        }
    }

    fn difference(&mut self, difference: &Difference, expected: &Json, actual: &Json) {
        let pointer = difference.pointer.as_str();
        let (mut message, sides) =
            self.told_difference(Side::Request, difference, expected, actual);
        let signed = self
            .cite
            .signature(pointer)
            .filter(|_| self.signed.is_some());
        if let Some(signed) = &signed {
            message = format!("{message}; {}", self.signing(signed));
        }
        let code = match difference.kind {
            DifferenceKind::Value if signed.is_some() => Code::WrongSignature,
            DifferenceKind::Order(_, _) => Code::WrongOrder,
            DifferenceKind::Missing
            | DifferenceKind::Extra
            | DifferenceKind::Value
            | DifferenceKind::Name => Code::WrongBody,
        };
        self.fail(Found {
            code,
            place: self.place_inside(&["request", "body"], difference.place),
            field: pointer,
            message,
            sides: Some(sides),
            document: self.cite.body(pointer),
        });
    }

    /// What a signature is over: the order, and the text that the fixture says it gives.
    pub(super) fn signing(&self, signed: &str) -> String {
        let text = self.signed.as_deref().unwrap_or_default();
        format!("it is {signed}, over `{}`", self.mask.text(text))
    }

    /// A difference of two bodies in words, with both sides masked.
    pub(super) fn told_difference(
        &self,
        side: Side,
        difference: &Difference,
        expected: &Json,
        actual: &Json,
    ) -> (String, (String, String)) {
        let pointer = difference.pointer.as_str();
        let shown = if pointer.is_empty() {
            "the body"
        } else {
            &format!("`{pointer}`")
        };
        let value = |json: &Json| {
            json.at(pointer)
                .map_or_else(|| "none".to_owned(), |it| self.mask.value(side, json, it))
        };
        let raw = |json: &Json| {
            json.at(pointer)
                .map_or(String::new(), |it| json.spelled(it).to_owned())
        };
        let name = |json: &Json| {
            let name = json.at(pointer).and_then(|it| it.spelled_name.clone());
            name.unwrap_or_default()
        };
        match &difference.kind {
            DifferenceKind::Missing => (
                format!("{shown} is missing"),
                (value(expected), value(actual)),
            ),
            DifferenceKind::Extra => (
                format!("{shown} is not expected"),
                (value(expected), value(actual)),
            ),
            DifferenceKind::Value => {
                let sides = tell_masked(
                    (value(expected), value(actual)),
                    &raw(expected),
                    &raw(actual),
                );
                (format!("{shown} has another value or spelling"), sides)
            }
            DifferenceKind::Name => (
                format!("the name of {shown} is spelled otherwise"),
                (name(expected), name(actual)),
            ),
            DifferenceKind::Order(expected, actual) => (
                format!("the members of {shown} stand in another order"),
                (expected.join(", "), actual.join(", ")),
            ),
        }
    }

    fn raw_body(&mut self, expected: &str, arrived: &[u8]) {
        let text = String::from_utf8_lossy(arrived);
        let told = |text: &str| match text {
            "" => "none".to_owned(),
            text => self.mask.body(Side::Request, text),
        };
        let sides = tell_masked((told(expected), told(&text)), expected, &text);
        self.fail(Found {
            code: Code::WrongBody,
            place: self.place(&["request", "body"]),
            field: "",
            message: "the body is another one".to_owned(),
            sides: Some(sides),
            document: self.cite.body(""),
        });
    }
}
