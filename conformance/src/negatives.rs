//! Negatives: replies and deliveries that are wrong in one way each, made by the spec out of good ones.
//!
//! A good reply of a fixture is filled up with every member that the model knows; then each member is
//! spoiled in every way that a provider might, and the body as a whole. The compiled client and the
//! oracle are given each of them, and must make the same of it: outcome, typed members, or an error
//! that leaves the same known. No socket is opened.

mod ask;
mod good;
mod memory;
mod places;
mod play;
mod tree;
mod ways;

pub use ask::{Answered, Asked, Asking, Both};
pub use good::{Good, good};
pub use places::{Holder, Place, Walk};
pub use play::{Made, Told, made, play};
pub use tree::{Step, Tree, json_path, pointer};
pub use ways::{Negative, of_pairs, of_place, of_text};

use crate::fixture::{Case, Fixture};
use crate::suite::Suite;

/// The negatives of one operation or callback.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Negatives {
    /// `kemru/mobile_payout:negatives`; no fixture's name has a colon.
    pub name: String,
    /// `kemru`.
    pub provider: String,
    /// The operation or callback.
    pub subject: String,
    /// The claim, in one sentence.
    pub about: String,
}

impl Negatives {
    /// Those of every operation and callback of which some fixture has a good reply or delivery, by
    /// name.
    pub(crate) fn of(suite: &Suite) -> Vec<Negatives> {
        let mut res = Vec::new();
        for provider in &suite.providers {
            let mut subjects: Vec<_> = good(suite, provider)
                .map(|it| (it.fixture.subject(), &it.fixture.case))
                .collect();
            subjects.sort_by_key(|it| it.0);
            subjects.dedup_by_key(|it| it.0);
            res.extend(subjects.into_iter().map(|(subject, case)| {
                let what = match case {
                    Case::Call(_) => "reply to",
                    Case::Delivery(_) => "delivery of",
                };
                Negatives {
                    name: format!("{}/{subject}:negatives", provider.name),
                    provider: provider.name.clone(),
                    subject: subject.to_owned(),
                    about: format!(
                        "Client and oracle make the same of every {what} {subject} that is wrong in one \
                         way"
                    ),
                }
            }));
        }
        res.sort_by(|a, b| a.name.cmp(&b.name));
        res
    }

    /// The fixture that they begin from: the first.
    pub(crate) fn first<'a>(&self, suite: &'a Suite) -> Option<&'a Fixture> {
        let provider = suite.provider(&self.provider)?;
        let mut all = good(suite, provider).map(|it| it.fixture);
        all.find(|it| it.subject() == self.subject)
    }
}
