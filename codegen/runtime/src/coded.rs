//! Enumerations of a provider's texts: listed ones by name, unlisted ones kept.

/// An enumeration made by `coded!`.
pub trait Coded: Sized {
    /// The text on the wire.
    fn as_str(&self) -> &str;
    /// From a text on the wire; a listed one is never the `Unknown` variant.
    fn from_text(text: &str) -> Self;
}

/// Makes an enumeration of texts, open towards the provider.
///
/// ```
/// verbatim_runtime::rt::coded! {
///     /// Mobile wallets.
///     pub enum Channel {
///         /// M-Pesa.
///         Mpesa = "MPESA",
///     }
/// }
/// assert_eq!(Channel::from("MPESA"), Channel::Mpesa);
/// assert_eq!(Channel::from("X").as_str(), "X");
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! coded {
    (
        $(#[$about:meta])*
        $vis:vis enum $name:ident {
            $( $(#[$doc:meta])* $variant:ident = $text:literal ),* $(,)?
        }
    ) => {
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        $vis enum $name {
            $( $(#[$doc])* $variant, )*
            /// A value this client was not generated for, as the provider sent it.
            Unknown(::std::string::String),
        }

        impl $name {
            /// Every value this client was generated for, in the order of the document.
            $vis const KNOWN: &'static [Self] = &[ $( Self::$variant ),* ];

            /// Their texts on the wire, in the same order.
            $vis const TEXTS: &'static [&'static str] = &[ $( $text ),* ];

            /// The text on the wire.
            $vis fn as_str(&self) -> &str {
                match self {
                    $( Self::$variant => $text, )*
                    Self::Unknown(text) => text,
                }
            }
        }

        impl $crate::rt::Coded for $name {
            fn as_str(&self) -> &str {
                self.as_str()
            }

            fn from_text(text: &str) -> Self {
                match text {
                    $( $text => Self::$variant, )*
                    _ => Self::Unknown(::std::borrow::ToOwned::to_owned(text)),
                }
            }
        }

        impl ::std::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                <Self as $crate::rt::Coded>::from_text(text)
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            fn from_str(text: &str) -> ::std::result::Result<Self, Self::Err> {
                ::std::result::Result::Ok(<Self as $crate::rt::Coded>::from_text(text))
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl $crate::rt::serde::Serialize for $name {
            fn serialize<S: $crate::rt::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::rt::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::rt::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                let text = <::std::string::String as $crate::rt::serde::Deserialize<'de>>::deserialize(
                    deserializer,
                )?;
                ::std::result::Result::Ok(<Self as $crate::rt::Coded>::from_text(&text))
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use crate::rt::{Value, value};

    coded! {
        /// Mobile wallets.
        enum Channel {
            /// M-Pesa.
            Mpesa = "MPESA",
            /// Airtel Money.
            Airtel = "AIRTEL",
        }
    }

    coded! {
        /// Nothing is listed.
        enum Empty {}
    }

    #[test]
    fn a_listed_text_never_becomes_unknown() {
        for (known, text) in Channel::KNOWN.iter().zip(Channel::TEXTS) {
            assert_eq!(&Channel::from(*text), known);
            assert_eq!(known.as_str(), *text);
            assert!(!matches!(known, Channel::Unknown(_)));
        }
    }

    #[test]
    fn an_unlisted_text_is_kept() {
        let unlisted: Channel = "mpesa".parse().expect("this cannot fail");
        assert_eq!(unlisted, Channel::Unknown("mpesa".to_owned()));
        assert_eq!(unlisted.to_string(), "mpesa");
        assert_eq!(Empty::from("x").as_str(), "x");
        assert!(Empty::KNOWN.is_empty() && Empty::TEXTS.is_empty());
    }

    #[test]
    fn it_is_stored_and_sent_as_its_text() {
        let stored = serde_json::to_string(&Channel::Airtel).expect("a text is JSON");
        assert_eq!(stored, "\"AIRTEL\"");
        assert_eq!(
            serde_json::from_str::<Channel>(&stored).ok(),
            Some(Channel::Airtel)
        );
        let sent = value(&Some(Channel::Mpesa));
        assert!(sent == Some(Value::Text("MPESA".to_owned())));
    }
}
