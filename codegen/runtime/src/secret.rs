//! Texts that are never printed: what authenticates the merchant, and what belongs to a person.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A credential. It is wiped from memory when dropped, prints as `***`, and cannot be
/// serialised or compared.
#[derive(Clone)]
pub struct Secret(SecretString);

impl Secret {
    /// The text itself; keep it out of logs.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(SecretString::from(text))
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(SecretString::from(text))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// A value of one call that is personal or secret: a phone number, a name, a PIN.
///
/// `Debug` prints `***` and there is no `Display`. It is serialised as the text it is, so
/// that a request can be stored: whoever stores one stores the value.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct Masked(String);

impl Masked {
    /// The text itself; keep it out of logs.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The text itself, taken out; keep it out of logs.
    pub fn into_inner(self) -> String {
        self.0
    }
}

impl From<&str> for Masked {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for Masked {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for Masked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl Serialize for Masked {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Masked {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::{Masked, Secret};

    #[test]
    fn debug_shows_neither() {
        let shown = format!(
            "{:?} {:?}",
            Secret::from("canary-1"),
            Masked::from("canary-2")
        );
        assert_eq!(shown, "*** ***");
    }

    #[test]
    fn a_masked_value_is_stored_as_its_text() {
        let masked = Masked::from("0700");
        let stored = serde_json::to_string(&masked).expect("a text is JSON");
        assert_eq!(stored, "\"0700\"");
        assert_eq!(serde_json::from_str::<Masked>(&stored).ok(), Some(masked));
    }
}
