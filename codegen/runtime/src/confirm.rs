//! Whether the provider says what a callback says.

use std::str::FromStr as _;

use crate::{
    amount::Amount,
    callback::{Inbound, said, written},
    client::Core,
    error::{Error, Parts},
    json::Json,
    kind::Kind,
    open::Open,
    operation::Operation,
    outcome::{Certainty, Outcome, Resolution},
    resolve::{Patience, Settled},
    verdict::filled_at,
};

/// Whether the provider says what a callback says, which anybody may have sent.
#[must_use = "a callback that is not confirmed is hearsay"]
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Confirmation {
    /// The provider says it, too. Act on what it says here, once for each
    /// [`Found::reference`](crate::Found::reference) or order: a callback can come twice.
    Confirmed(Settled),
    /// The provider says otherwise: do not act on the callback.
    #[non_exhaustive]
    Contradicted {
        /// What the provider says.
        settled: Settled,
        /// Pointers to the values of the callback that the provider says otherwise; none where it
        /// is what became of the call.
        differs: Vec<&'static str>,
    },
    /// The provider does not say yet what became of the call, or the callback names none: then
    /// [`Open::can_be_asked`] is false.
    NotYet(Open),
}

impl Confirmation {
    /// Whether the provider says it, too.
    pub fn is_confirmed(&self) -> bool {
        matches!(self, Self::Confirmed(_))
    }

    /// The word in snake case.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Confirmed(_) => "confirmed",
            Self::Contradicted { .. } => "contradicted",
            Self::NotYet(_) => "not_yet",
        }
    }
}

impl Core {
    /// Asks once whether the provider says what a callback says.
    ///
    /// A callback that calls it pending claims nothing. What one of the two does not say is not
    /// compared.
    ///
    /// # Errors
    ///
    /// When asking again cannot mend it; [`Error::open`] gives back what is to be asked.
    pub async fn confirm<T: Inbound>(
        &self,
        queries: &[&'static Operation],
        it: &T,
    ) -> Result<Confirmation, Error> {
        let rule = T::RULE;
        let Some(confirmed) = rule.confirmation() else {
            let (name, callback) = (rule.provider().name, rule.name());
            let parts = Parts::new(name, callback, Kind::Configuration, Certainty::NotSent);
            return Err(Error::from(Parts {
                detail: Some("nothing confirms it".to_owned()),
                ..parts
            }));
        };
        let claimed = said(it);
        let open = Open {
            provider: rule.provider().name.to_owned(),
            operation: rule.name().to_owned(),
            resolution: Resolution::QueryWithTheirReference(confirmed.by.to_owned()),
            their_reference: claimed.reference,
            our_reference: None,
        };
        let settled = self.resolve(queries, &open, &Patience::once()).await?;
        let found = match &settled {
            Settled::Succeeded(found) | Settled::Rejected(found) => found,
            Settled::StillOpen(open) => return Ok(Confirmation::NotYet(open.clone())),
        };
        let text = written(it);
        let (here, there) = (Json::parse(text.as_bytes()), Json::parse(&found.body));
        let differs: Vec<&'static str> = match (&here, &there) {
            (Ok(here), Ok(there)) => {
                let both = confirmed.agrees.iter();
                let otherwise = both.filter(|it| are_otherwise(here, it.0, there, it.1));
                otherwise.map(|it| it.0).collect()
            }
            _ => Vec::new(),
        };
        let came_otherwise = match claimed.outcome {
            Some(Outcome::Succeeded) => !settled.is_succeeded(),
            Some(Outcome::Rejected) => !settled.is_rejected(),
            Some(Outcome::Pending | Outcome::Unknown) | None => false,
        };
        Ok(match came_otherwise || !differs.is_empty() {
            true => Confirmation::Contradicted { settled, differs },
            false => Confirmation::Confirmed(settled),
        })
    }
}

/// Whether both say it, and not alike. Numbers are alike whatever their spelling. Two
/// values in one place agree with none, and neither does what is no text.
fn are_otherwise(here: &Json<'_>, at: &str, there: &Json<'_>, by: &str) -> bool {
    let (one, other) = (filled_at(here, at), filled_at(there, by));
    match (one.transpose(), other.transpose()) {
        (None, _) | (_, None) => false,
        (Some(Ok(one)), Some(Ok(other))) => {
            match (Amount::from_str(&one), Amount::from_str(&other)) {
                (Ok(one), Ok(other)) => one != other,
                _ => one != other,
            }
        }
        (Some(_), Some(_)) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::are_otherwise;
    use crate::json::Json;

    #[test]
    fn only_two_values_that_can_be_read_and_are_alike_agree() {
        let read = |text: &'static str| Json::parse(text.as_bytes()).expect("JSON");
        for (here, there, otherwise) in [
            (r#"{"a":"5"}"#, r#"{"a":5.00}"#, false),
            (r#"{"a":"5"}"#, r#"{"a":50}"#, true),
            // What one of them does not say is not compared.
            (r#"{"a":"5"}"#, "{}", false),
            (r#"{"a":"5"}"#, r#"{"a":null}"#, false),
            (r#"{"a":"5"}"#, r#"{"a":""}"#, false),
            (r#"{"a":[5]}"#, "{}", false),
            (r#"{"a":"5"}"#, r#"{"a":5,"a":50}"#, true),
            (r#"{"a":"5"}"#, r#"{"a":50,"a":5}"#, true),
            (r#"{"a":"5"}"#, r#"{"a":5,"a":5}"#, false),
            (r#"{"a":"5"}"#, r#"{"a":[5]}"#, true),
            (r#"{"a":"5"}"#, r#"{"a":{"a":5}}"#, true),
            (r#"{"a":[5]}"#, r#"{"a":[5]}"#, true),
        ] {
            let found = are_otherwise(&read(here), "/a", &read(there), "/a");
            assert_eq!(found, otherwise, "{here} and {there}");
        }
    }
}
