//! The facts of what stands in JSON without quotes: numbers and words that no caller gives, phones.

use verbatim_codegen::model::{Field, FieldSource, Location, Type};

use super::parts::Place;
use super::{Class, Fact, Making};

impl Making<'_> {
    /// Phone numbers with quotes in the place of none, and none in the place of quotes.
    pub(super) fn phone(&mut self, fact: &Fact, field: &Field, place: &Place) {
        let list = matches!(field.ty, Type::List(_));
        let item = match field.ty.item() {
            // Outside of JSON the digits of both are the same.
            Type::Phone if self.is_in_json(field, place) => Type::PhoneNumber,
            Type::PhoneNumber if list => Type::Phone,
            _ => return,
        };
        let to = match list {
            true => Type::List(Box::new(item)),
            false => item,
        };
        let change = format!("{} becomes {}", field.ty.word(), to.word());
        self.at(Class::Type, fact, change, place, move |it| {
            it.ty = to.clone();
        });
    }

    /// What no caller gives, with quotes in the place of none and none in the place of quotes.
    pub(super) fn bare(&mut self, fact: &Fact, field: &Field, place: &Place) {
        if !self.is_in_json(field, place) {
            return;
        }
        let number = |it: &str| {
            it.parse::<i64>()
                .is_ok_and(|number| number.to_string() == it)
        };
        let to = match (&field.source, &field.ty) {
            (_, Type::Integer | Type::Boolean) => Type::Text,
            (FieldSource::Constant(text), _) if number(text) => Type::Integer,
            (FieldSource::Constant(text), _) if ["true", "false"].contains(&text.as_str()) => {
                Type::Boolean
            }
            (FieldSource::Credential(_), _) => Type::Integer,
            (_, _) => return,
        };
        let change = format!("{} becomes {}", field.ty.word(), to.word());
        self.at(Class::Type, fact, change, place, move |it| {
            it.ty = to.clone();
        });
    }

    /// Whether a value without quotes is another one there.
    pub(super) fn is_in_json(&self, field: &Field, place: &Place) -> bool {
        field.location == Location::Body && self.is_json(place)
    }
}
