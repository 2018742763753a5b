//! The headers that must arrive against those that did: the exact set, less what a transport adds.

use super::{Found, Judge, tell_masked};
use crate::code::Code;
use crate::fixture::{Case, Request};
use crate::wire::Arrived;

impl Judge<'_> {
    pub(super) fn headers(&mut self, request: &Request, arrived: &Arrived) {
        let counted: Vec<_> = arrived
            .headers
            .iter()
            .filter(|it| self.mask.counts(&it.0))
            .collect();
        let mut names: Vec<String> = Vec::new();
        for (name, _) in request.headers.iter().chain(counted.iter().copied()) {
            let name = name.to_ascii_lowercase();
            if !names.contains(&name) {
                names.push(name);
            }
        }
        for name in names {
            let of = |it: &&(String, String)| it.0.eq_ignore_ascii_case(&name);
            let expected: Vec<_> = request.headers.iter().filter(of).map(|it| &it.1).collect();
            let actual: Vec<_> = counted.iter().copied().filter(of).map(|it| &it.1).collect();
            self.header(&name, &expected, &actual);
        }
    }

    /// The values of one header, whatever their order.
    fn header(&mut self, name: &str, expected: &[&String], actual: &[&String]) {
        let mut lacking = expected.to_vec();
        let mut over = Vec::new();
        for value in actual {
            match lacking.iter().position(|it| it == value) {
                Some(index) => drop(lacking.remove(index)),
                None => over.push(*value),
            }
        }
        let count = lacking.len().max(over.len());
        for index in 0..count {
            let sides = (lacking.get(index), over.get(index));
            let (code, message, sides) = match sides {
                (Some(expected), Some(actual)) => {
                    let told = (
                        self.mask.header(name, expected),
                        self.mask.header(name, actual),
                    );
                    let told = (format!("`{}`", told.0), format!("`{}`", told.1));
                    let sides = tell_masked(told, expected, actual);
                    (Code::WrongHeader, "has another value", sides)
                }
                (Some(expected), None) => {
                    let told = format!("`{}`", self.mask.header(name, expected));
                    (
                        Code::MissingHeader,
                        "did not arrive",
                        (told, "none".to_owned()),
                    )
                }
                (None, actual) => {
                    let actual = actual.map_or("", |it| it.as_str());
                    let told = format!("`{}`", self.mask.header(name, actual));
                    (
                        Code::ExtraHeader,
                        "is not expected",
                        ("none".to_owned(), told),
                    )
                }
            };
            let spelled = self.spelled(name);
            let mut message = format!("the header `{spelled}` {message}");
            let signed = self
                .cite
                .signature_header(name)
                .filter(|_| self.signed.is_some());
            let code = match (code, signed) {
                (Code::WrongHeader, Some(signed)) => {
                    message = format!("{message}; {}", self.signing(&signed));
                    Code::WrongSignature
                }
                (code, _) => code,
            };
            self.fail(Found {
                code,
                place: self.place(&["request", "headers", &spelled]),
                field: &spelled,
                message,
                sides: Some(sides),
                document: self.cite.header(name),
            });
        }
    }

    /// A header's name as the fixture spells it.
    fn spelled(&self, name: &str) -> String {
        let Case::Call(call) = &self.fixture.case else {
            return name.to_owned();
        };
        let mut headers = call.requests().flat_map(|it| &it.headers);
        headers
            .find(|it| it.0.eq_ignore_ascii_case(name))
            .map_or_else(|| name.to_owned(), |it| it.0.clone())
    }
}
