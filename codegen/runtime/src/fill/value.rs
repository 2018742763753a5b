//! From a slot to the value that stands there, and whether it may.

use std::collections::HashSet;

use super::{Fill, text::text};
use crate::{
    error::Error,
    made::Made,
    operation::BodyForm,
    secret::Secret,
    sign,
    slot::{Need, Slot, Source},
    value::Value,
};

impl Fill<'_> {
    /// What stands in `slot`. A signature and a digest do not stand there yet.
    pub(super) fn value(&self, slot: &Slot) -> Result<Option<Value>, Error> {
        match slot.source {
            Source::Caller(index) => match self.values.get(index).cloned().flatten() {
                // Outside of JSON an empty list is nothing.
                Some(Value::List(items)) if items.is_empty() && !self.is_json(slot) => Ok(None),
                Some(value) => {
                    let spelled = slot.spelling.spell(value);
                    spelled.map(Some).map_err(|it| self.refuse(slot, &it))
                }
                None => Ok(None),
            },
            Source::Constant(text) => self.spelled(slot, text.to_owned()).map(Some),
            Source::Signature | Source::Made(Made::Digest(..)) => Ok(None),
            Source::Made(_) if !self.makes => Ok(None),
            #[cfg(feature = "time")]
            Source::Made(Made::Timestamp(it)) => {
                Ok(Some(Value::Text(it.spell(&*self.merchant.clock))))
            }
            Source::Made(Made::Nonce(it)) => {
                Ok(Some(Value::Text(it.spell(&*self.merchant.nonces))))
            }
            Source::Basic(user, password) => {
                match (self.credential(user), self.credential(password)) {
                    (Ok(user), Ok(password)) => {
                        let text = sign::basic(user.expose(), password.expose());
                        Ok(Some(Value::Text(text)))
                    }
                    (Err(error), _) | (_, Err(error)) => match slot.need {
                        Need::Never => Ok(None),
                        Need::Always | Need::When(..) => Err(error),
                    },
                }
            }
            Source::Token(index) => {
                let token = self.tokens.get(index).and_then(Option::as_ref);
                Ok(token.map(|it| Value::Text(format!("{}{}", slot.prefix, it.expose()))))
            }
            Source::Credential(index) => match (self.credential(index), slot.need) {
                (Ok(secret), _) => {
                    let text = format!("{}{}", slot.prefix, secret.expose());
                    self.spelled(slot, text).map(Some)
                }
                (Err(_), Need::Never) => Ok(None),
                (Err(error), Need::Always | Need::When(..)) => Err(error),
            },
        }
    }

    /// What no caller gives, as the wire spells it.
    fn spelled(&self, slot: &Slot, text: String) -> Result<Value, Error> {
        let spelled = slot.spelling.spell(Value::Text(text));
        spelled.map_err(|it| self.refuse(slot, &it))
    }

    /// Refuses a caller's value that is missing or breaks a rule.
    pub(super) fn check(
        &self,
        slot: &Slot,
        value: Option<&Value>,
        body: &[Option<Value>],
    ) -> Result<(), Error> {
        let Source::Caller(_) = slot.source else {
            return Ok(());
        };
        let Some(value) = value else {
            return match slot.need {
                Need::Always => Err(self.refuse(slot, "is missing")),
                Need::Never => Ok(()),
                Need::When(index, when) => {
                    let other = body.get(index).and_then(Option::as_ref);
                    if other.is_none_or(|it| text(it) != when) {
                        return Ok(());
                    }
                    let other = self.operation.body[index].place;
                    Err(self.refuse(slot, &format!("is missing, and `{other}` is `{when}`")))
                }
            };
        };
        if let Value::Map(entries) = value {
            let mut seen = HashSet::new();
            if !entries.iter().all(|it| seen.insert(&it.0)) {
                return Err(self.refuse(slot, "holds one name twice"));
            }
            return Ok(());
        }
        let fault = |text: &str| {
            let torn = slot.joined.filter(|between| text.contains(between));
            let torn = torn.map(|it| format!("holds `{it}`, which stands between its items"));
            torn.or_else(|| slot.rules.iter().find_map(|it| it.fault(text)))
        };
        let found = match value {
            Value::List(items) => items.iter().find_map(|it| fault(&text(it))),
            Value::Text(_)
            | Value::Hidden(_)
            | Value::Number(_)
            | Value::HiddenNumber(_)
            | Value::Boolean(_)
            | Value::Map(_) => fault(&text(value)),
        };
        found.map_or(Ok(()), |it| Err(self.refuse(slot, &it)))
    }

    /// Whether a slot is a member of a JSON body.
    fn is_json(&self, slot: &Slot) -> bool {
        let body = self.operation.body.iter().any(|it| std::ptr::eq(it, slot));
        body && self.operation.form == BodyForm::Json
    }

    pub(super) fn credential(&self, index: usize) -> Result<&Secret, Error> {
        self.merchant.credentials[index].as_ref().ok_or_else(|| {
            let name = self.merchant.provider.credentials[index].name;
            self.misconfigured(format!("credential `{name}` is missing"))
        })
    }
}
