//! Whether the provider says what a delivery says, against what the fixture says of it.

use verbatim_runtime::dispatch::Failed;

use super::Judge;
use crate::code::Code;
use crate::fixture::Delivery;
use crate::play::{self, Confirming, End};

/// Whose part a failure is.
const ABOVE: &str = "confirm";
/// The word that is compared first.
const WORD: &str = "confirmation";
/// Where asking again would not help.
const REFUSED: &str = "refused";

impl Judge<'_> {
    pub(super) fn confirmed(&mut self, delivery: &Delivery, confirming: &Confirming) {
        let Some(confirm) = &delivery.confirm else {
            return;
        };
        self.query(delivery, confirming);
        let expected = &confirm.expect;
        let confirmation = match &confirming.end {
            End::Done(it) => it,
            End::Failed(Failed::Call(error)) => {
                if expected.confirmation == REFUSED {
                    self.refused(ABOVE, WORD, &expected.settled, error);
                } else {
                    let actual = self.told(error);
                    self.otherwise(&expected.confirmation, &actual);
                }
                self.leaks(error);
                return;
            }
            End::Failed(failed) => {
                let actual = self.mask.text(&failed.to_string());
                self.otherwise(&expected.confirmation, &actual);
                return;
            }
            End::Panicked(said) => {
                let message = format!("the client panicked: {}", self.mask.text(said));
                self.tell(Code::Panicked, &[ABOVE], message, self.cite.whole());
                return;
            }
            End::Hung => {
                let message = "the client did not come back".to_owned();
                self.tell(Code::Hung, &[ABOVE], message, self.cite.whole());
                return;
            }
        };
        let word = confirmation.as_str();
        if expected.confirmation != word {
            self.otherwise(&expected.confirmation, word);
        }
        let (settled, differs) = play::told(confirmation);
        if expected.differs != differs {
            let told = |all: &[String]| match all {
                [] => "none".to_owned(),
                all => all.join(", "),
            };
            let (wanted, actual) = (told(&expected.differs), told(&differs));
            self.other(ABOVE, "differs", &wanted, &actual, Code::WrongConfirmation);
        }
        self.told_settled(ABOVE, &expected.settled, &settled);
    }

    fn otherwise(&mut self, expected: &str, actual: &str) {
        self.other(ABOVE, WORD, expected, actual, Code::WrongConfirmation);
    }
}
