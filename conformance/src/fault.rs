//! Why a fixture, a setup or a snapshot could not be used: a code, a place, and what is so there.

use std::fmt;

use crate::code::Code;
use crate::place::Place;

/// One thing that is wrong with a file, not with a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What kind of fault it is.
    pub code: Code,
    /// Where.
    pub place: Place,
    /// What is so, in the words of the file; the advice is the code's.
    pub message: String,
}

impl Fault {
    /// A fault of a whole file.
    pub fn of_file(code: Code, shown: &str, message: String) -> Fault {
        Fault {
            code,
            place: Place::top(shown),
            message,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "error[{}]: {}", self.code.name(), self.message)?;
        writeln!(f, "  --> {}", self.place)?;
        write!(f, "  = {}", self.code.advice())
    }
}
