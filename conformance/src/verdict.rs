//! From what happened to what does not hold: the authored expectation against the client, raw.
//!
//! Values are compared as they are; only the text of a failure is written through the mask.

mod answer;
mod confirmed;
mod delivery;
mod error;
mod headers;
mod oracle;
mod request;
mod seen;
mod settled;

use verbatim_codegen::model::Provider;
use verbatim_runtime::dispatch::Failed;

use crate::cite::Cite;
use crate::code::Code;
use crate::failure::Failure;
use crate::fixture::{CallExpect, Case, ErrorExpect, Fixture, Row, refused};
use crate::mask::Mask;
use crate::place::Place;
use crate::play::{End, Exchange, Played};

pub(crate) use oracle::{disagreed, surprised, vague};
pub(crate) use settled::in_words;

/// Everything about a played fixture that does not hold; empty when it passes.
pub fn judge(
    provider: &Provider,
    fixture: &Fixture,
    played: &Played,
    mask: &Mask<'_>,
) -> Vec<Failure> {
    let mut judge = Judge {
        cite: Cite { provider, fixture },
        provider,
        fixture,
        mask,
        table_code: None,
        row_value: None,
        above: Vec::new(),
        signed: None,
        failures: Vec::new(),
    };
    match (&fixture.case, played) {
        (Case::Call(call), Played::Call(exchanges)) => {
            for exchange in exchanges {
                let row = &call.rows[exchange.row];
                judge.table_code.clone_from(&exchange.code);
                judge.signed.clone_from(&row.signed);
                judge.row_value = row.value.as_deref().map(|it| mask.text(it));
                judge.request(row, exchange);
                judge.exchange(row, exchange);
                judge.settled(row, exchange);
            }
        }
        (Case::Delivery(delivery), Played::Delivery(hearings)) => {
            judge.delivery(delivery, hearings);
            for hearing in hearings {
                judge.table_code.clone_from(&hearing.code);
                judge.hearing(delivery, hearing);
            }
        }
        (Case::Call(_), Played::Delivery(_)) | (Case::Delivery(_), Played::Call(_)) => {
            unreachable!("a fixture is played as what it is")
        }
    }
    let mut res: Vec<Failure> = Vec::new();
    for failure in judge.failures {
        // What every code of a table, or every row, shows is told once.
        if !res.iter().any(|it| it.repeats(&failure)) {
            res.push(failure);
        }
    }
    res
}

struct Judge<'a> {
    cite: Cite<'a>,
    provider: &'a Provider,
    fixture: &'a Fixture,
    mask: &'a Mask<'a>,
    table_code: Option<String>,
    row_value: Option<String>,
    /// Where the keys of a request stand, when it is one of several.
    above: Vec<String>,
    /// The text that is signed, as the fixture says.
    signed: Option<String>,
    failures: Vec<Failure>,
}

/// What one comparison found; filled in by whoever compared.
struct Found<'a> {
    code: Code,
    place: Place,
    field: &'a str,
    message: String,
    sides: Option<(String, String)>,
    document: String,
}

impl Judge<'_> {
    fn fail(&mut self, found: Found<'_>) {
        let (expected, actual) = found.sides.unzip();
        self.failures.push(Failure {
            code: found.code,
            place: found.place,
            field: (!found.field.is_empty()).then(|| found.field.to_owned()),
            message: found.message,
            expected,
            actual,
            document: found.document,
            table_code: self.table_code.clone(),
            row_value: self.row_value.clone(),
            oracle: None,
            made: None,
        });
    }

    fn place(&self, path: &[&str]) -> Place {
        self.fixture.place(&self.whole(path))
    }

    fn place_inside(&self, path: &[&str], inside: (usize, usize)) -> Place {
        self.fixture.place_inside(&self.whole(path), inside)
    }

    fn whole<'p>(&'p self, path: &[&'p str]) -> Vec<&'p str> {
        let above = self.above.iter().map(String::as_str);
        above.chain(path.iter().copied()).collect()
    }

    /// A failure without two sides.
    fn tell(&mut self, code: Code, path: &[&str], message: String, document: String) {
        self.fail(Found {
            code,
            place: self.place(path),
            field: "",
            message,
            sides: None,
            document,
        });
    }

    /// Compares one part of an expectation, absent ones included.
    fn part(
        &mut self,
        code: Code,
        part: &str,
        expected: Option<&str>,
        actual: Option<&str>,
        document: String,
    ) {
        if expected == actual {
            return;
        }
        let sides = match (expected, actual) {
            (Some(expected), Some(actual)) => self.both(expected, actual),
            (expected, actual) => {
                let told = |it: Option<&str>| {
                    it.map_or_else(
                        || "none".to_owned(),
                        |it| format!("`{}`", self.mask.text(it)),
                    )
                };
                (told(expected), told(actual))
            }
        };
        let path: Vec<_> = ["expect"].into_iter().chain(part.split('.')).collect();
        self.fail(Found {
            code,
            place: self.fixture.place(&path),
            field: part,
            message: format!("the {} is another one", part.replace('_', " ")),
            sides: Some(sides),
            document,
        });
    }

    /// Two texts as they may be printed, and where they differ when that cannot be seen any more.
    fn both(&self, expected: &str, actual: &str) -> (String, String) {
        let sides = (self.mask.text(expected), self.mask.text(actual));
        let sides = (format!("`{}`", sides.0), format!("`{}`", sides.1));
        tell_masked(sides, expected, actual)
    }

    fn exchange(&mut self, row: &Row, exchange: &Exchange) {
        match (&exchange.end, &row.expect) {
            (End::Done(answer), CallExpect::Answer(expected)) => {
                self.answer(expected, answer, exchange);
            }
            (End::Done(answer), CallExpect::Error(expected)) => {
                let actual = format!("an answer, {}", answer.outcome);
                self.other_end(&wanted(expected), &actual);
            }
            (End::Done(answer), CallExpect::Codes(codes)) => {
                self.answered_code(codes, answer, exchange);
            }
            (End::Done(_), CallExpect::Inexpressible(_)) => {
                let path = ["expect", "inexpressible"];
                let message = "the input could be expressed as a typed request".to_owned();
                self.tell(Code::AcceptedInput, &path, message, self.cite.whole());
            }
            (End::Failed(Failed::Input(why)), CallExpect::Inexpressible(expected)) => {
                if !why.contains(expected) {
                    let field = "inexpressible";
                    let document = self.cite.whole();
                    self.part(
                        Code::WrongMessage,
                        field,
                        Some(expected),
                        Some(why),
                        document,
                    );
                }
            }
            (End::Failed(Failed::Call(error)), CallExpect::Inexpressible(_)) => {
                let path = ["expect", "inexpressible"];
                let message = format!(
                    "the input could be expressed as a typed request, which ended in: {}",
                    self.mask.text(&error.to_string())
                );
                self.tell(Code::AcceptedInput, &path, message, self.cite.whole());
            }
            (End::Failed(Failed::Call(error)), CallExpect::Answer(expected)) => {
                let wanted = format!("an answer, {}", expected.outcome.word());
                let actual = self.told(error);
                self.other_end(&wanted, &actual);
                self.leaks(error);
            }
            (End::Failed(Failed::Call(error)), CallExpect::Error(expected)) => {
                self.error(expected, error, exchange.reply.as_ref());
            }
            (End::Failed(Failed::Call(error)), CallExpect::Codes(codes)) => {
                self.rejected_code(codes, error, exchange);
            }
            (End::Failed(Failed::Input(why)), _) => self.refused_input(&row.input, why),
            (End::Failed(Failed::UnknownName(name)), _) => self.unknown_name(name),
            (End::Panicked(said), _) => self.panicked(said),
            (End::Hung, _) => {
                let message = "the client did not come back".to_owned();
                self.tell(Code::Hung, &["expect"], message, self.cite.whole());
            }
        }
    }

    /// An error where an answer was expected, or the other way round.
    fn other_end(&mut self, expected: &str, actual: &str) {
        self.fail(Found {
            code: Code::WrongOutcome,
            place: self.fixture.place(&["expect", "outcome"]),
            field: "outcome",
            message: "the call ended otherwise".to_owned(),
            sides: Some((expected.to_owned(), actual.to_owned())),
            document: self.cite.reply(),
        });
    }

    fn refused_input(&mut self, input: &str, why: &str) {
        let (field, why) = refused(input, why);
        let named = field
            .as_ref()
            .map_or(String::new(), |it| format!("`{it}`: "));
        let why = self.mask.text(why);
        let message = format!("the input is no such request: {named}{why}");
        let path: Vec<_> = ["input"].into_iter().chain(field.as_deref()).collect();
        self.tell(Code::RefusedInput, &path, message, self.cite.whole());
    }

    fn unknown_name(&mut self, name: &str) {
        let message = format!("the compiled clients do not know `{name}`");
        let subject = match &self.fixture.case {
            Case::Call(_) => "operation",
            Case::Delivery(_) => "callback",
        };
        self.tell(Code::UnknownName, &[subject], message, self.cite.whole());
    }

    fn panicked(&mut self, said: &str) {
        let message = format!("the client panicked: {}", self.mask.text(said));
        self.tell(Code::Panicked, &["expect"], message, self.cite.whole());
    }
}

/// Where two texts differ, when their masked forms are the same.
fn tell_masked(masked: (String, String), expected: &str, actual: &str) -> (String, String) {
    if masked.0 != masked.1 {
        return masked;
    }
    let same = expected
        .chars()
        .zip(actual.chars())
        .take_while(|it| it.0 == it.1);
    let from = same.count() + 1;
    let length = |text: &str| text.chars().count();
    (
        format!("{}, {} characters", masked.0, length(expected)),
        format!(
            "{}, {} characters, other ones from the {from}. on",
            masked.1,
            length(actual)
        ),
    )
}

fn wanted(expected: &ErrorExpect) -> String {
    format!("an error, {}, {}", expected.kind, expected.certainty)
}
