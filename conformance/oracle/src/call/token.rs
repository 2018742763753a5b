//! The tokens of a call: those that live, and those that are fetched for it.

use verbatim_codegen::model::{Lifetime, Operation, Token};

use super::{Calling, not_sent};
use crate::request::Making;
use crate::value::Value;
use crate::{Failure, certainty, kind};

/// A token that was fetched.
#[derive(Clone)]
pub(super) struct Kept {
    pub(super) text: String,
    /// Whether it may be used again.
    lives: bool,
}

impl Calling<'_> {
    /// The tokens that the operation sends, fetched where there is none that lives; none for what is
    /// refused anyway.
    pub(super) fn fetch(
        &mut self,
        operation: &Operation,
        given: &[Option<Value>],
    ) -> Result<Vec<Option<String>>, Failure> {
        let mut res = vec![None; self.tokens.len()];
        let wanted = self.merchant.tokens_of(operation);
        if wanted.is_empty() {
            return Ok(res);
        }
        let trial = Making {
            merchant: self.merchant,
            operation,
            given,
            tokens: &res,
        };
        trial.request(&mut self.bytes.clone()).map_err(not_sent)?;
        for index in wanted {
            let kept = self.tokens[index].clone().filter(|it| it.lives);
            res[index] = match kept {
                Some(kept) => Some(kept.text),
                None => {
                    let token = &self.merchant.provider.tokens[index];
                    Some(self.token(index, token).map_err(|it| Failure {
                        status: it.status,
                        code: it.code,
                        ..Failure::new(it.kind, certainty::NOT_SENT)
                    })?)
                }
            };
        }
        Ok(res)
    }

    /// Fetches one.
    fn token(&mut self, index: usize, token: &Token) -> Result<String, Failure> {
        let provider = self.merchant.provider;
        let Some(operation) = provider.operation(&token.operation) else {
            return Err(Failure::new(kind::CONFIGURATION, certainty::NOT_SENT));
        };
        let none = vec![None; operation.fields.len()];
        let (status, body) = self.exchange(operation, &none)?;
        let mut wanted = vec![token.at.as_str()];
        if let Lifetime::At(pointer) = &token.lives {
            wanted.push(pointer);
        }
        let secrets = self.secrets();
        let reading = self.reading(operation, status, &body, &secrets);
        let mut found = reading.fetched(&wanted)?.into_iter();
        let text = found.next().unwrap_or_default();
        let seconds = match (&token.lives, found.next()) {
            (Lifetime::Seconds(seconds), _) => u64::from(*seconds),
            (Lifetime::At(pointer), told) => {
                let told = told.and_then(|it| it.parse().ok());
                told.ok_or_else(|| Failure {
                    status: Some(status),
                    path: Some(pointer.clone()),
                    ..Failure::new(kind::UNREADABLE, certainty::NOT_APPLIED)
                })?
            }
        };
        self.tokens[index] = Some(Kept {
            text: text.clone(),
            lives: u64::from(token.early) < seconds,
        });
        Ok(text)
    }
}
