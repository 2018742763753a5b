//! What a client did otherwise than a fixture says: code, place, field, both sides, the document's lines.

use std::fmt;

use crate::code::Code;
use crate::place::Place;

/// One thing that does not hold. Nothing in it is secret or personal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What kind of failure it is.
    pub code: Code,
    /// Where the fixture says otherwise.
    pub place: Place,
    /// The JSON pointer, header or part of the expectation that differs.
    pub field: Option<String>,
    /// What is so.
    pub message: String,
    /// What the fixture says.
    pub expected: Option<String>,
    /// What happened.
    pub actual: Option<String>,
    /// Where the provider says it: `document L473, L503`.
    pub document: String,
    /// The code of the table that was played.
    pub table_code: Option<String>,
    /// The value of the row that was played.
    pub row_value: Option<String>,
    /// With whom the oracle sides.
    pub oracle: Option<Sides>,
    /// What of the generated client was played, where the fault is looked for in it: `MobilePayout` in
    /// `kemru/src/operations.rs`.
    pub made: Option<String>,
}

/// With whom the oracle sides where a client does otherwise than a fixture says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sides {
    /// It agrees with the fixture.
    Fixture,
    /// It agrees with the client.
    Client,
    /// It agrees with neither.
    Neither,
}

impl Sides {
    /// Where to look.
    pub const fn advice(self) -> &'static str {
        match self {
            Sides::Fixture => {
                "the oracle reads the spec as the fixture does: look at the generator and the runtime"
            }
            Sides::Client => {
                "the oracle reads the spec as the client does: look at the fixture and the spec"
            }
            Sides::Neither => "the oracle agrees with neither: look at the spec first",
        }
    }
}

impl Failure {
    /// A failure of which no more is known.
    pub(crate) fn new(code: Code, place: Place, message: String, document: String) -> Failure {
        Failure {
            code,
            place,
            field: None,
            message,
            expected: None,
            actual: None,
            document,
            table_code: None,
            row_value: None,
            oracle: None,
            made: None,
        }
    }

    /// Whether the other is the same, seen with another code of a table or in another row.
    pub(crate) fn repeats(&self, other: &Failure) -> bool {
        (&self.table_code, &self.row_value) != (&other.table_code, &other.row_value)
            && (self.code, &self.field, &self.message) == (other.code, &other.field, &other.message)
            && (&self.expected, &self.actual) == (&other.expected, &other.actual)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "failure[{}]: {}", self.code.name(), self.message)?;
        if let Some(code) = &self.table_code {
            write!(f, ", with the code `{code}`")?;
        }
        if let Some(value) = &self.row_value {
            write!(f, ", with the value {value}")?;
        }
        write!(f, "\n  --> {}", self.place)?;
        if let Some(expected) = &self.expected {
            write!(f, "\n  expected  {}", indented(expected))?;
        }
        if let Some(actual) = &self.actual {
            write!(f, "\n  actual    {}", indented(actual))?;
        }
        write!(f, "\n  said in   {}", self.document)?;
        write!(f, "\n  = {}", self.code.advice())?;
        if let Some(oracle) = self.oracle {
            write!(f, "\n  = {}", oracle.advice())?;
        }
        match &self.made {
            Some(made) => write!(f, "\n  = what was played is {made}"),
            None => Ok(()),
        }
    }
}

fn indented(text: &str) -> String {
    text.trim_end().replace('\n', "\n            ")
}
