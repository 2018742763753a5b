//! The values of a request, as they go on the wire.

use std::fmt;

use crate::{
    amount::Amount, coded::Coded, operation::Operation, secret::Masked, text_map::TextMap,
    wire::Wire,
};

/// A request: the values of one call.
pub trait Request {
    /// What a good reply is read as.
    type Reply: Wire;
    /// The call.
    const OPERATION: &'static Operation;
    /// One value per index of [`Slot::caller`](crate::rt::Slot::caller).
    fn values(&self) -> Vec<Option<Value>>;
}

/// One value, as it goes on the wire. `Debug` shows the kind only.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// A JSON string.
    Text(String),
    /// A JSON string that is personal or secret; errors do not show it.
    Hidden(String),
    /// A JSON number, spelled so.
    Number(String),
    /// A JSON number that is personal or secret; errors do not show it.
    HiddenNumber(String),
    /// `true` or `false`.
    Boolean(bool),
    /// A JSON object of strings, in this order.
    Map(Vec<(String, String)>),
    /// An array of values that are no arrays and no maps.
    List(Vec<Value>),
}

/// A type that a request can hold.
pub trait ToValue {
    /// The value; `None` when it is left out.
    fn to_value(&self) -> Option<Value>;
}

/// The value of `it`; `None` when it is left out.
pub fn value<T: ToValue + ?Sized>(it: &T) -> Option<Value> {
    it.to_value()
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text(_) => "Text(***)",
            Self::Hidden(_) => "Hidden(***)",
            Self::Number(_) => "Number(***)",
            Self::HiddenNumber(_) => "HiddenNumber(***)",
            Self::Boolean(_) => "Boolean(***)",
            Self::Map(_) => "Map(***)",
            Self::List(_) => "List(***)",
        })
    }
}

impl ToValue for str {
    fn to_value(&self) -> Option<Value> {
        Some(Value::Text(self.to_owned()))
    }
}

impl ToValue for String {
    fn to_value(&self) -> Option<Value> {
        self.as_str().to_value()
    }
}

impl ToValue for Masked {
    fn to_value(&self) -> Option<Value> {
        Some(Value::Hidden(self.expose().to_owned()))
    }
}

impl ToValue for Amount {
    fn to_value(&self) -> Option<Value> {
        Some(Value::Text(self.to_string()))
    }
}

impl ToValue for TextMap {
    fn to_value(&self) -> Option<Value> {
        Some(Value::Map(self.clone().into_inner()))
    }
}

impl ToValue for i64 {
    fn to_value(&self) -> Option<Value> {
        Some(Value::Number(self.to_string()))
    }
}

impl ToValue for bool {
    fn to_value(&self) -> Option<Value> {
        Some(Value::Boolean(*self))
    }
}

impl<T: Coded> ToValue for T {
    fn to_value(&self) -> Option<Value> {
        self.as_str().to_value()
    }
}

impl<T: ToValue> ToValue for Vec<T> {
    fn to_value(&self) -> Option<Value> {
        Some(Value::List(
            self.iter().filter_map(ToValue::to_value).collect(),
        ))
    }
}

impl<T: ToValue> ToValue for Option<T> {
    fn to_value(&self) -> Option<Value> {
        self.as_ref().and_then(ToValue::to_value)
    }
}
