//! Types that are read from replies and written out again.

use crate::{
    amount::Amount,
    coded::Coded,
    json::{Json, Unreadable},
    others::Others,
    secret::Masked,
    text_map::TextMap,
    writer::Writer,
};

/// A type that a reply or a callback can hold.
pub trait Wire: Sized {
    /// Reads leniently: what was not expected is kept or passed over where that is safe.
    ///
    /// # Errors
    ///
    /// When the node cannot be this type. The error never holds the value.
    fn read(json: &Json<'_>) -> Result<Self, Unreadable>;

    /// Writes the value as JSON.
    fn write(&self, out: &mut Writer);

    /// Whether a member says by this that it has no value.
    fn is_absent(json: &Json<'_>) -> bool {
        json.is_null()
    }
}

/// A string; a number or boolean by its spelling.
impl Wire for String {
    fn read(json: &Json<'_>) -> Result<Self, Unreadable> {
        json.text().map(|it| it.into_owned())
    }

    fn write(&self, out: &mut Writer) {
        out.text(self);
    }
}

/// Like `String`.
impl Wire for Masked {
    fn read(json: &Json<'_>) -> Result<Self, Unreadable> {
        String::read(json).map(Self::from)
    }

    fn write(&self, out: &mut Writer) {
        out.text(self.expose());
    }
}

/// A string or a number, below zero too; written as a string.
impl Wire for Amount {
    fn read(json: &Json<'_>) -> Result<Self, Unreadable> {
        let fault = || json.unreadable("an amount");
        let text = json.text().map_err(|_| fault())?;
        let amount: Result<Self, _> = match text.strip_prefix('-') {
            Some(text) => text.parse().map(Self::below_zero),
            None => text.parse(),
        };
        amount.map_err(|_| fault())
    }

    fn write(&self, out: &mut Writer) {
        out.text(&self.to_string());
    }

    /// An empty text is no amount; providers send it for one that they do not know.
    fn is_absent(json: &Json<'_>) -> bool {
        json.is_null() || json.raw() == "\"\""
    }
}

/// An object whose members are kept as they are.
impl Wire for Others {
    fn read(json: &Json<'_>) -> Result<Self, Unreadable> {
        json.members().map(|it| it.others())
    }

    fn write(&self, out: &mut Writer) {
        out.object(|it| it.others(self));
    }
}

/// A number or a string; written as a number.
impl Wire for i64 {
    fn read(json: &Json<'_>) -> Result<Self, Unreadable> {
        let fault = || json.unreadable("an integer");
        let text = json.text().map_err(|_| fault())?;
        text.parse().map_err(|_| fault())
    }

    fn write(&self, out: &mut Writer) {
        out.raw(&self.to_string());
    }
}

/// A boolean, or the string `true` or `false`; written as a boolean.
impl Wire for bool {
    fn read(json: &Json<'_>) -> Result<Self, Unreadable> {
        let fault = || json.unreadable("a boolean");
        match &*json.text().map_err(|_| fault())? {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(fault()),
        }
    }

    fn write(&self, out: &mut Writer) {
        out.raw(if *self { "true" } else { "false" });
    }
}

/// An object of texts, in order. Members that are `null` are passed over.
impl Wire for TextMap {
    fn read(json: &Json<'_>) -> Result<Self, Unreadable> {
        let members = json.members()?;
        let entries = members.iter().filter(|(_, it)| !it.is_null());
        let read = entries.map(|(name, it)| Ok((name.to_owned(), String::read(&it)?)));
        read.collect::<Result<Vec<_>, _>>().map(Self::from)
    }

    fn write(&self, out: &mut Writer) {
        out.object(|it| {
            for (name, text) in self.iter() {
                it.text(name, text);
            }
        });
    }
}

/// An array. Items that are absent, such as `null`, are passed over, as members are.
impl<T: Wire> Wire for Vec<T> {
    fn read(json: &Json<'_>) -> Result<Self, Unreadable> {
        let items = json.items()?;
        let there = items.iter().filter(|it| !T::is_absent(it));
        there.map(|it| T::read(&it)).collect()
    }

    fn write(&self, out: &mut Writer) {
        out.array(|it| {
            for item in self {
                it.value(item);
            }
        });
    }
}

/// A string or number that is one of a provider's codes, or an unlisted one.
impl<T: Coded> Wire for T {
    fn read(json: &Json<'_>) -> Result<Self, Unreadable> {
        json.text().map(|it| Self::from_text(&it))
    }

    fn write(&self, out: &mut Writer) {
        out.text(self.as_str());
    }
}

#[cfg(test)]
mod tests {
    use super::Wire;
    use crate::{Amount, Masked, TextMap, json::Json, writer::Writer};

    #[track_caller]
    fn check<T: Wire>(json: &str, again: Option<&str>) {
        let json = Json::parse(json.as_bytes()).expect("JSON");
        let written = T::read(&json).ok().map(|it| {
            let mut out = Writer::new();
            it.write(&mut out);
            out.into_text()
        });
        assert_eq!(written.as_deref(), again, "{}", json.raw());
    }

    #[test]
    fn a_text_takes_numbers_and_booleans_by_their_spelling() {
        check::<String>("\"a\\u0022b\"", Some("\"a\\\"b\""));
        check::<String>("1.50e+3", Some("\"1.50e+3\""));
        check::<Masked>("true", Some("\"true\""));
        check::<String>("null", None);
        check::<String>("{}", None);
        check::<String>("[]", None);
    }

    #[test]
    fn an_amount_keeps_its_spelling() {
        check::<Amount>("100.00", Some("\"100.00\""));
        check::<Amount>("\"0.10\"", Some("\"0.10\""));
        check::<Amount>("-1.50", Some("\"-1.50\""));
        check::<Amount>("\"--1\"", None);
        check::<Amount>("1e3", None);
        check::<Amount>("\"1,000\"", None);
    }

    #[test]
    fn integers_and_booleans_may_stand_in_quotes() {
        check::<i64>("\"-7\"", Some("-7"));
        check::<i64>("9223372036854775807", Some("9223372036854775807"));
        check::<i64>("9223372036854775808", None);
        check::<i64>("1.0", None);
        check::<bool>("\"true\"", Some("true"));
        check::<bool>("1", None);
    }

    #[test]
    fn maps_and_lists_keep_their_order() {
        check::<TextMap>(r#"{"z":1,"a":null,"b":"x"}"#, Some(r#"{"z":"1","b":"x"}"#));
        check::<TextMap>("[]", None);
        check::<Vec<i64>>("[3, 1,2]", Some("[3,1,2]"));
        check::<Vec<i64>>("[3,null,1,null]", Some("[3,1]"));
        check::<Vec<Amount>>(r#"["1.50","",null]"#, Some(r#"["1.50"]"#));
        check::<Vec<i64>>("[\"three\"]", None);
    }
}
