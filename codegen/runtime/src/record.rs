//! Shapes of replies and callbacks, and requests, said as tables: macros for generated code.

/// Makes a struct that is read from a JSON object and written as one.
///
/// Every member may be absent or null; the first spelling is the one that is written. What was
/// not listed is kept in `others`.
///
/// ```
/// use verbatim_runtime::rt::{self, Json, Wire};
/// rt::record! {
///     /// A reply.
///     pub struct Accepted {
///         /// The code.
///         pub status_code: String = "status_code" | "statuscode",
///     }
/// }
/// let json = Json::parse(br#"{"statuscode":200}"#).unwrap();
/// assert_eq!(Accepted::read(&json).unwrap().status_code.as_deref(), Some("200"));
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! record {
    (
        $(#[$about:meta])*
        $vis:vis struct $name:ident {
            $( $(#[$doc:meta])* $see:vis $member:ident: $ty:ty = $wire:literal $(| $also:literal)* ),* $(,)?
        }
    ) => {
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[non_exhaustive]
        $vis struct $name {
            $( $(#[$doc])* $see $member: ::std::option::Option<$ty>, )*
            /// What this client was not generated for, as sent and in order.
            $vis others: $crate::Others,
        }

        impl $crate::rt::Wire for $name {
            fn read(
                json: &$crate::rt::Json<'_>,
            ) -> ::std::result::Result<Self, $crate::rt::Unreadable> {
                let mut members = json.members()?;
                ::std::result::Result::Ok(Self {
                    $( $member: members.take(&[$wire $(, $also)*])?, )*
                    others: members.others(),
                })
            }

            fn write(&self, out: &mut $crate::rt::Writer) {
                out.object(|it| {
                    $( it.member($wire, &self.$member); )*
                    it.others(&self.others);
                });
            }
        }
    };
}

/// Makes a struct that is read from a JSON array whose places have meanings.
#[doc(hidden)]
#[macro_export]
macro_rules! positional {
    (
        $(#[$about:meta])*
        $vis:vis struct $name:ident {
            $( $(#[$doc:meta])* $see:vis $member:ident: $ty:ty = $place:literal ),* $(,)?
        }
    ) => {
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[non_exhaustive]
        $vis struct $name {
            $( $(#[$doc])* $see $member: ::std::option::Option<$ty>, )*
            /// Further places, by index, as sent.
            $vis others: $crate::Others,
        }

        impl $crate::rt::Wire for $name {
            fn read(
                json: &$crate::rt::Json<'_>,
            ) -> ::std::result::Result<Self, $crate::rt::Unreadable> {
                let mut items = json.items()?;
                ::std::result::Result::Ok(Self {
                    $( $member: items.take($place)?, )*
                    others: items.others(),
                })
            }

            fn write(&self, out: &mut $crate::rt::Writer) {
                match out.takes_apart() {
                    true => out.object(|it| {
                        $( it.member(
                            $crate::rt::name(stringify!($member)),
                            &self.$member,
                        ); )*
                    }),
                    false => out.array(|it| {
                        $( it.item(&self.$member); )*
                        it.others(&self.others);
                    }),
                }
            }
        }
    };
}

/// Binds a request to its call and its reply; the members are the caller's values, in order.
#[doc(hidden)]
#[macro_export]
macro_rules! request {
    ($name:ident => $reply:ty, $operation:ident, [$($member:ident),* $(,)?]) => {
        impl $crate::rt::Request for $name {
            type Reply = $reply;
            const OPERATION: &'static $crate::rt::Operation = &$operation;

            fn values(&self) -> ::std::vec::Vec<::std::option::Option<$crate::rt::Value>> {
                ::std::vec![$( $crate::rt::value(&self.$member) ),*]
            }
        }
    };
}
