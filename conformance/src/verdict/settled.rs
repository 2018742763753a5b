//! What settled a call that was left open, against what the fixture says.

use verbatim_runtime::dispatch::Failed;
use verbatim_runtime::{Error, Settled};

use super::{Found, Judge};
use crate::code::Code;
use crate::fixture::{Row, SettledExpect};
use crate::play::{End, Exchange};

/// Where asking again would not help.
const REFUSED: &str = "refused";

impl Judge<'_> {
    pub(super) fn settled(&mut self, row: &Row, exchange: &Exchange) {
        let (Some(resolve), Some(settling)) = (&row.resolve, &exchange.settled) else {
            return;
        };
        let expected = &resolve.expect;
        let settled = match &settling.end {
            End::Done(settled) => settled,
            End::Failed(Failed::Call(error)) if expected.settled == REFUSED => {
                self.refused("resolve", "settled", expected, error);
                return;
            }
            End::Failed(Failed::Call(error)) => {
                let actual = self.told(error);
                self.other(
                    "resolve",
                    "settled",
                    &expected.settled,
                    &actual,
                    Code::WrongOutcome,
                );
                return;
            }
            End::Failed(failed) => {
                let actual = self.mask.text(&failed.to_string());
                self.other(
                    "resolve",
                    "settled",
                    &expected.settled,
                    &actual,
                    Code::WrongOutcome,
                );
                return;
            }
            End::Panicked(said) => {
                let message = format!("the client panicked: {}", self.mask.text(said));
                self.tell(Code::Panicked, &["resolve"], message, self.cite.whole());
                return;
            }
            End::Hung => {
                let message = "the client did not come back".to_owned();
                self.tell(Code::Hung, &["resolve"], message, self.cite.whole());
                return;
            }
        };
        self.told_settled("resolve", expected, settled);
    }

    /// What the provider says of the call, where it says it.
    pub(super) fn told_settled(
        &mut self,
        above: &str,
        expected: &SettledExpect,
        settled: &Settled,
    ) {
        let word = settled.as_str();
        if expected.settled != word {
            self.other(
                above,
                "settled",
                &expected.settled,
                word,
                Code::WrongOutcome,
            );
            return;
        }
        let found = settled.found();
        let left = settled.open().map(|it| it.resolution.to_words());
        self.parts(
            above,
            expected,
            [
                found.and_then(|it| it.code()),
                found.and_then(|it| it.detail()),
                found.and_then(|it| it.message()),
                found.and_then(|it| it.reference()),
                left.as_deref(),
            ],
        );
    }

    /// An error that gives back what is open.
    pub(super) fn refused(
        &mut self,
        above: &str,
        key: &str,
        expected: &SettledExpect,
        error: &Error,
    ) {
        let Some(open) = error.open() else {
            let actual = self.told(error);
            self.other(above, key, REFUSED, &actual, Code::WrongOutcome);
            return;
        };
        let left = open.resolution.to_words();
        self.parts(
            above,
            expected,
            [
                error.code(),
                error.detail_code(),
                error.message(),
                error.reference(),
                Some(&left),
            ],
        );
    }

    /// Code, detail, message, reference and what is left to do.
    fn parts(&mut self, above: &str, expected: &SettledExpect, said: [Option<&str>; 5]) {
        let wanted = [
            ("code", &expected.code, Code::WrongCode),
            ("detail", &expected.detail, Code::WrongDetail),
            ("message", &expected.message, Code::WrongMessage),
            ("reference", &expected.reference, Code::WrongReference),
            ("resolution", &expected.resolution, Code::WrongResolution),
        ];
        for ((part, wanted, code), actual) in wanted.into_iter().zip(said) {
            if wanted.as_deref() != actual {
                let told = |it: Option<&str>| {
                    it.map_or_else(|| "none".to_owned(), |it| self.mask.text(it))
                };
                let (wanted, actual) = (told(wanted.as_deref()), told(actual));
                self.other(above, part, &wanted, &actual, code);
            }
        }
    }

    pub(super) fn other(
        &mut self,
        above: &str,
        part: &str,
        expected: &str,
        actual: &str,
        code: Code,
    ) {
        let whole = format!("{above}.{part}");
        let does = match above {
            "confirm" => "confirms",
            _ => "settles",
        };
        self.fail(Found {
            code,
            place: self.fixture.place(&[above, "expect", part]),
            field: &whole,
            message: format!("the {part} of what {does} it is another one"),
            sides: Some((format!("`{expected}`"), format!("`{actual}`"))),
            document: self.cite.whole(),
        });
    }
}

/// What the client says of a call that it was asked to settle, in one line.
pub(crate) fn in_words(settled: &Settled) -> String {
    match settled.open() {
        Some(open) => format!("{}, {}", settled.as_str(), open.resolution.to_words()),
        None => settled.as_str().to_owned(),
    }
}
