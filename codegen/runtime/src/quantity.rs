//! A number of no money: units, a tax, a rate.

use rust_decimal::Decimal;

use crate::{
    json::{Json, Unreadable},
    wire::Wire,
    writer::Writer,
};

/// A number of no money, as the provider spells it. It decides nothing, so a spelling that is no
/// number is no fault: it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Quantity(String);

impl Quantity {
    /// As spelled.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number, when it is one that can be kept exactly.
    pub fn decimal(&self) -> Option<Decimal> {
        let plain = Decimal::from_str_exact(&self.0);
        plain.or_else(|_| Decimal::from_scientific(&self.0)).ok()
    }
}

impl std::fmt::Display for Quantity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A number or a string by its spelling; an empty string is nothing; written as a string.
impl Wire for Quantity {
    fn read(json: &Json<'_>) -> Result<Self, Unreadable> {
        let text = json.text().map_err(|_| json.unreadable("a number"))?;
        Ok(Self(text.into_owned()))
    }

    fn write(&self, out: &mut Writer) {
        out.text(&self.0);
    }

    fn is_absent(json: &Json<'_>) -> bool {
        json.is_null() || json.text().is_ok_and(|it| it.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::Quantity;
    use crate::{json::Json, wire::Wire};

    #[track_caller]
    fn check(json: &str, spelled: &str, decimal: Option<&str>) {
        let json = Json::parse(json.as_bytes()).expect("JSON");
        let read = Quantity::read(&json).expect("a scalar");
        assert_eq!(read.as_str(), spelled);
        let number = read.decimal().map(|it| it.to_string());
        assert_eq!(number.as_deref(), decimal);
    }

    #[test]
    fn a_number_keeps_its_spelling() {
        check("79.90", "79.90", Some("79.90"));
        check("\"-0.50\"", "-0.50", Some("-0.50"));
        check("1.5e2", "1.5e2", Some("150"));
        check("\"93.9 kWh\"", "93.9 kWh", None);
    }

    #[test]
    fn an_object_is_no_number_and_an_empty_text_is_nothing() {
        let parse = |text: &'static str| Json::parse(text.as_bytes()).expect("JSON");
        assert!(Quantity::read(&parse("{}")).is_err());
        assert!(Quantity::is_absent(&parse("\"\"")));
        assert!(!Quantity::is_absent(&parse("\"0\"")));
    }
}
