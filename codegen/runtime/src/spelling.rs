//! How a text is spelled on the wire.

use std::borrow::Cow;

use crate::value::Value;

/// How a text is spelled on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spelling {
    pub(crate) scale: Scale,
    pub(crate) form: Form,
}

/// As what of JSON a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// A string.
    Text,
    /// A number.
    Number,
    /// The word `true` or `false`.
    Boolean,
}

/// How many decimals an amount has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scale {
    /// As many as the caller spells.
    AsGiven,
    /// Always so many.
    Fixed(u32),
    /// No zero at the end.
    Trimmed,
}

impl Spelling {
    /// The value as it goes on the wire; other values than texts and lists of them stay.
    ///
    /// `Err` says what is wrong, without showing the value.
    pub(crate) fn spell(self, value: Value) -> Result<Value, String> {
        match value {
            it @ Value::Text(_) if self.form == Form::Text && self.scale == Scale::AsGiven => {
                Ok(it)
            }
            Value::Text(text) => {
                let text = self.scale.scaled(&text)?.into_owned();
                Ok(match self.form {
                    Form::Text => Value::Text(text),
                    Form::Number => Value::Number(text),
                    Form::Boolean => Value::Boolean(text == "true"),
                })
            }
            Value::List(items) => {
                let items = items.into_iter().map(|it| self.spell(it));
                items.collect::<Result<_, _>>().map(Value::List)
            }
            Value::Hidden(text) if self.form == Form::Number => Ok(Value::HiddenNumber(text)),
            it @ (Value::Hidden(_)
            | Value::Number(_)
            | Value::HiddenNumber(_)
            | Value::Boolean(_)
            | Value::Map(_)) => Ok(it),
        }
    }
}

impl Scale {
    fn scaled(self, text: &str) -> Result<Cow<'_, str>, String> {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
        match self {
            Self::AsGiven => Ok(Cow::Borrowed(text)),
            Self::Fixed(count) => {
                let count = count as usize;
                match decimals.len() <= count {
                    true => Ok(Cow::Owned(format!("{whole}.{decimals:0<count$}"))),
                    false => Err(format!("has more than {count} decimals")),
                }
            }
            Self::Trimmed => Ok(match decimals.trim_end_matches('0') {
                "" => Cow::Borrowed(whole),
                left => Cow::Owned(format!("{whole}.{left}")),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Form, Scale, Spelling};
    use crate::value::Value;

    #[track_caller]
    fn check(scale: Scale, given: &str, written: Result<&str, &str>) {
        let spelling = Spelling {
            scale,
            form: Form::Text,
        };
        let spelled = spelling.spell(Value::Text(given.to_owned()));
        let wanted = written.map(|it| Value::Text(it.to_owned()));
        assert_eq!(spelled, wanted.map_err(str::to_owned), "{given}");
    }

    #[test]
    fn fixed_decimals_are_filled_with_zeros_and_never_cut() {
        check(Scale::Fixed(2), "1500", Ok("1500.00"));
        check(Scale::Fixed(2), "0.5", Ok("0.50"));
        check(Scale::Fixed(2), "0.05", Ok("0.05"));
        check(Scale::Fixed(2), "1.005", Err("has more than 2 decimals"));
        check(Scale::Fixed(2), "1.000", Err("has more than 2 decimals"));
    }

    #[test]
    fn trimming_takes_zeros_behind_the_point_only() {
        check(Scale::Trimmed, "100.00", Ok("100"));
        check(Scale::Trimmed, "100.50", Ok("100.5"));
        check(Scale::Trimmed, "100", Ok("100"));
        check(Scale::AsGiven, "100.00", Ok("100.00"));
    }

    #[test]
    fn every_item_of_a_list_is_spelled() {
        let spelling = Spelling {
            scale: Scale::Fixed(1),
            form: Form::Number,
        };
        let list = |items: [Value; 2]| Value::List(items.to_vec());
        let (one, two) = (Value::Text("1".to_owned()), Value::Text("2.5".to_owned()));
        let spelled = spelling.spell(list([one, two]));
        let numbers = ["1.0", "2.5"].map(|it| Value::Number(it.to_owned()));
        assert!(spelled == Ok(list(numbers)));
    }

    #[test]
    fn a_number_and_a_word_lose_their_quotes_and_nothing_else() {
        let check = |form: Form, given: Value, written: Value| {
            let scale = Scale::AsGiven;
            assert_eq!(Spelling { scale, form }.spell(given), Ok(written));
        };
        let text = |it: &str| Value::Text(it.to_owned());
        check(Form::Number, text("-7"), Value::Number("-7".to_owned()));
        check(Form::Boolean, text("true"), Value::Boolean(true));
        check(Form::Boolean, text("false"), Value::Boolean(false));
        let phone = "254700000001".to_owned();
        let hidden = Value::Hidden(phone.clone());
        check(Form::Text, hidden.clone(), hidden.clone());
        check(Form::Number, hidden, Value::HiddenNumber(phone));
    }
}
