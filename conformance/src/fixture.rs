//! What a fixture says: one authored case, with every placeholder filled and every reference resolved.

mod call;
mod check;
mod delivery;
mod input;
mod known;
mod placeholder;
mod seen;
mod setup;
mod sources;
mod spelled;
mod yaml;

use std::path::PathBuf;

use jiff::civil::Date;
use verbatim_codegen::model::Lines;

use crate::place::{self, Place};

pub use call::{
    AnswerExpect, Body, CERTAINTIES, Call, CallExpect, ErrorExpect, KINDS, LeftExpect,
    NAMING_RESOLUTIONS, RESOLUTIONS, Reply, ReplyFault, Request, Resolve, Row, SETTLED,
    SettledExpect,
};
pub(crate) use check::{Context, check, target};
pub use delivery::{
    AnswerText, CONFIRMATIONS, Confirm, ConfirmedExpect, Delivery, DeliveryExpect, HeardExpect,
    Said,
};
pub(crate) use input::refused;
pub use known::{KnownFailure, Version};
pub(crate) use placeholder::CODE;
pub use seen::{STAGES, SeenExpect, WhyExpect};
pub(crate) use setup::read as read_setup;
pub use setup::{Apart, Setup};
pub use sources::Sources;
pub(crate) use yaml::read_text;

/// One authored case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixture {
    /// `kemru/mobile_payout-accepted`.
    pub name: String,
    /// `kemru`.
    pub provider: String,
    /// The file as people are told it.
    pub shown: String,
    /// The file, for places.
    pub text: String,
    /// Where its transcript is recorded.
    pub snapshot: PathBuf,
    /// The claim, in one sentence.
    pub about: String,
    /// Whose the values are.
    pub origin: Origin,
    /// The day on which real traffic was recorded.
    pub date: Option<Date>,
    /// The lines of the document it stands for.
    pub lines: Lines,
    /// The samples of the spec that it accounts for, first and last line.
    pub samples: Vec<(u32, u32)>,
    /// Where the client takes time and random bytes from.
    pub sources: Sources,
    /// The way of being known, where it is not that of setup.yaml.
    pub way: Option<String>,
    /// What else of setup.yaml is otherwise.
    pub apart: Apart,
    /// The values that the spec does not list, where it lists values.
    pub unlisted: Vec<String>,
    /// Why it proves no order of what is signed, where it signs something.
    pub indistinct: Option<String>,
    /// That it fails, and why.
    pub known_failure: Option<KnownFailure>,
    /// What happens.
    pub case: Case,
}

/// Whose the values of a fixture are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The document's lines.
    Document,
    /// A person's variation of them.
    Derived,
    /// Real traffic.
    Recorded,
}

impl Origin {
    /// As a fixture says it.
    pub fn word(self) -> &'static str {
        match self {
            Origin::Document => "document",
            Origin::Derived => "derived",
            Origin::Recorded => "recorded",
        }
    }
}

/// What happens in a fixture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Case {
    /// We call the provider.
    Call(Call),
    /// The provider calls us.
    Delivery(Box<Delivery>),
}

impl Fixture {
    /// The operation or callback it is about.
    pub fn subject(&self) -> &str {
        match &self.case {
            Case::Call(call) => &call.operation,
            Case::Delivery(delivery) => &delivery.callback,
        }
    }

    /// Whether playing it is mostly waiting for a reply that never comes.
    pub(crate) fn waits(&self) -> bool {
        let stalled = |it: &Reply| it.fault == Some(ReplyFault::Stalled);
        match &self.case {
            Case::Call(call) => call.rows.iter().flat_map(Row::replies).any(stalled),
            Case::Delivery(delivery) => delivery.queries().any(|it| stalled(&it.1)),
        }
    }

    /// Where a key of the fixture stands.
    pub fn place(&self, path: &[&str]) -> Place {
        self.placed(place::of_key(&self.text, path))
    }

    /// Where a place inside one of its texts stands.
    pub fn place_inside(&self, path: &[&str], inner: (usize, usize)) -> Place {
        self.placed(place::inside(&self.text, path, inner))
    }

    fn placed(&self, (line, column): (usize, usize)) -> Place {
        Place {
            file: self.shown.clone(),
            line,
            column,
        }
    }
}
