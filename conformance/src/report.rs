//! What a run says to whoever listens: the engine tells, a report prints.

mod github;
mod html;
mod json;
mod junit;
mod mutants;
mod places;
mod results;
mod sarif;
mod table;
mod tap;
mod text;

use std::io::{self, Write};

use crate::run::{Event, Ran};

pub use github::github;
pub use html::{Seen, html};
pub use json::JsonReport;
pub use junit::junit;
pub use mutants::Mutants;
pub use places::SpecPlaces;
pub use results::{Case, End, Results};
pub use sarif::sarif;
pub use tap::tap;
pub use text::TextReport;

/// Prints a run.
pub trait Report {
    /// Something happened.
    ///
    /// # Errors
    ///
    /// The output is gone.
    fn event(&mut self, event: &Event<'_>) -> io::Result<()>;

    /// The run is over.
    ///
    /// # Errors
    ///
    /// The output is gone.
    fn end(&mut self, ran: &Ran) -> io::Result<()>;
}

/// What every report needs to say how a fixture is run again.
#[derive(Debug, Clone)]
pub struct Rerun {
    /// `cargo conformance`, with the folders where they are not the usual ones.
    pub command: String,
}

impl Rerun {
    /// The command that runs one fixture.
    pub fn of(&self, name: &str) -> String {
        format!("{} {name}", self.command)
    }
}

/// Writes a line that moves on the terminal, and takes it away again.
#[derive(Debug)]
pub struct Progress<W> {
    out: Option<W>,
    done: usize,
    of: usize,
}

impl<W: Write> Progress<W> {
    /// A progress line, or none where nobody watches.
    pub fn new(out: Option<W>) -> Progress<W> {
        Progress {
            out,
            done: 0,
            of: 0,
        }
    }

    fn begin(&mut self, of: usize) -> io::Result<()> {
        self.of = of;
        self.show("")
    }

    fn step(&mut self, name: &str) -> io::Result<()> {
        self.done += 1;
        self.show(name)
    }

    fn show(&mut self, name: &str) -> io::Result<()> {
        let (done, of) = (self.done, self.of);
        match &mut self.out {
            Some(out) => {
                write!(out, "\r\x1b[K{done}/{of} {name}")?;
                out.flush()
            }
            None => Ok(()),
        }
    }

    fn clear(&mut self) -> io::Result<()> {
        match &mut self.out {
            Some(out) => {
                write!(out, "\r\x1b[K")?;
                out.flush()
            }
            None => Ok(()),
        }
    }
}
