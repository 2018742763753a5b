//! Types of callbacks, said as tables: macros for generated code.

/// Makes the type that a callback is read as: a struct for one shape, an enumeration for several,
/// of which the first is taken that has one of its members. The words after it are its methods.
#[doc(hidden)]
#[macro_export]
macro_rules! callback {
    (
        $(#[$about:meta])*
        $vis:vis struct $name:ident = $rule:ident {
            $(#[$doc:meta])*
            $see:vis $shape:ident: $record:ty = $wire:literal $(,)?
        }
        $($word:ident),*
    ) => {
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        $vis struct $name {
            $(#[$doc])*
            $see $shape: $record,
        }

        impl $name {
            $( $crate::heard!($word); )*
        }

        impl $crate::rt::Wire for $name {
            fn read(
                json: &$crate::rt::Json<'_>,
            ) -> ::std::result::Result<Self, $crate::rt::Unreadable> {
                let $shape = $crate::rt::Wire::read(json)?;
                ::std::result::Result::Ok(Self { $shape })
            }

            fn write(&self, out: &mut $crate::rt::Writer) {
                $crate::rt::Wire::write(&self.$shape, out);
            }
        }

        impl $crate::rt::Inbound for $name {
            const RULE: &'static $crate::rt::CallbackRule = &$rule;

            fn shape(&self) -> &'static str {
                $wire
            }
        }
    };
    (
        $(#[$about:meta])*
        $vis:vis enum $name:ident = $rule:ident {
            $(
                $(#[$doc:meta])*
                $shape:ident($record:ty) = $wire:literal $(| $pointer:literal)*
            ),* $(,)?
        }
        $($word:ident),*
    ) => {
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[non_exhaustive]
        $vis enum $name {
            $( $(#[$doc])* $shape(::std::boxed::Box<$record>), )*
        }

        impl $name {
            $( $crate::heard!($word); )*
        }

        impl $crate::rt::Wire for $name {
            fn read(
                json: &$crate::rt::Json<'_>,
            ) -> ::std::result::Result<Self, $crate::rt::Unreadable> {
                $(
                    let telling: &[&str] = &[$($pointer),*];
                    if telling.is_empty() || telling.iter().any(|it| json.at(it).is_some()) {
                        let shape = $crate::rt::Wire::read(json)?;
                        return ::std::result::Result::Ok(Self::$shape(
                            ::std::boxed::Box::new(shape),
                        ));
                    }
                )*
                ::std::result::Result::Err(json.unreadable("one of the documented shapes"))
            }

            fn write(&self, out: &mut $crate::rt::Writer) {
                match self {
                    $( Self::$shape(it) => $crate::rt::Wire::write(&**it, out), )*
                }
            }
        }

        impl $crate::rt::Inbound for $name {
            const RULE: &'static $crate::rt::CallbackRule = &$rule;

            fn shape(&self) -> &'static str {
                match self {
                    $( Self::$shape(_) => $wire, )*
                }
            }
        }
    };
}

/// One method of a callback, by its word.
#[doc(hidden)]
#[macro_export]
macro_rules! heard {
    (parse) => {
        /// Reads the body of a callback.
        ///
        /// # Errors
        ///
        /// `Unreadable`, with the JSON path of the fault and the bytes as they came; `TooLarge`
        /// over 1 MiB.
        pub fn parse(body: &[u8]) -> ::std::result::Result<Self, $crate::Error> {
            $crate::rt::hear(body)
        }
    };
    (unverified) => {
        /// Reads the body of a callback that anybody may have sent: its signature is not looked at.
        ///
        /// # Errors
        ///
        /// `Unreadable`, with the JSON path of the fault and the bytes as they came; `TooLarge`
        /// over 1 MiB.
        pub fn unverified(body: &[u8]) -> ::std::result::Result<Self, $crate::Error> {
            $crate::rt::hear(body)
        }
    };
    (from_query) => {
        /// Reads the query of the address that was called: what stands behind its `?`.
        ///
        /// # Errors
        ///
        /// `Unreadable`, with the path of the fault and the query as it came; `TooLarge` over
        /// 1 MiB.
        pub fn from_query(query: &str) -> ::std::result::Result<Self, $crate::Error> {
            $crate::rt::hear(query.as_bytes())
        }
    };
    (outcome) => {
        /// What the callback's code means for the money; `None` when it carries none.
        pub fn outcome(&self) -> ::std::option::Option<$crate::Outcome> {
            $crate::rt::said(self).outcome
        }
    };
    (code) => {
        /// The code, as sent.
        pub fn code(&self) -> ::std::option::Option<::std::string::String> {
            $crate::rt::said(self).code
        }
    };
    (detail) => {
        /// What stands beside the code, as sent.
        pub fn detail(&self) -> ::std::option::Option<::std::string::String> {
            $crate::rt::said(self).detail
        }
    };
    (reference) => {
        /// The provider's reference: what to ask with.
        pub fn reference(&self) -> ::std::option::Option<::std::string::String> {
            $crate::rt::said(self).reference
        }
    };
    (duplicate_key) => {
        /// What deliveries of one event have in common, at most 1024 bytes: act on each key once.
        ///
        /// Keep it when you act, and not before the callback is known to be the provider's:
        /// otherwise whoever forges one can keep the true one from being heard.
        /// `None` when a value that names the event is missing: take it for a new one.
        /// It holds values of the callback, so `Debug` masks it.
        pub fn duplicate_key(&self) -> ::std::option::Option<$crate::Masked> {
            $crate::rt::duplicate_key(self)
        }
    };
    (answer) => {
        /// The answer that tells the provider it was heard.
        pub fn answer() -> $crate::CallbackAnswer {
            $crate::rt::answer::<Self>()
        }
    };
    (dialogue) => {
        /// The step of the dialogue that this is: what was entered, and the ways to answer.
        pub fn dialogue(&self) -> $crate::Dialogue {
            $crate::rt::dialogue(self)
        }
    };
}

/// Makes the method of a client that confirms a callback, and the same of the blocking one.
#[doc(hidden)]
#[macro_export]
macro_rules! confirm {
    ($(#[$doc:meta])* $confirm:ident($callback:ty) $queries:expr) => {
        impl super::client::Client {
            $(#[$doc])*
            ///
            /// # Errors
            ///
            /// When asking again would not help; `Error::open` gives back what is to be asked.
            pub async fn $confirm(
                &self,
                callback: &$callback,
            ) -> ::std::result::Result<$crate::Confirmation, $crate::Error> {
                self.0.confirm($queries, callback).await
            }
        }

        $crate::confirm_blocking!($confirm, $callback);
    };
}

/// Without the feature `blocking` there is no other client.
#[cfg(not(feature = "blocking"))]
#[doc(hidden)]
#[macro_export]
macro_rules! confirm_blocking {
    ($($anything:tt)*) => {};
}

/// The method of the client without async.
#[cfg(feature = "blocking")]
#[doc(hidden)]
#[macro_export]
macro_rules! confirm_blocking {
    ($confirm:ident, $callback:ty) => {
        impl super::client::Blocking {
            #[doc = concat!("Waits for [`Client::", stringify!($confirm), "`](super::client::Client).")]
            ///
            /// # Errors
            ///
            /// Those of the async call, and `Configuration` inside an async runtime.
            pub fn $confirm(
                &self,
                callback: &$callback,
            ) -> ::std::result::Result<$crate::Confirmation, $crate::Error> {
                self.wait(self.client().$confirm(callback))?
            }
        }
    };
}

/// Without the feature `axum` the type of a callback is no extractor.
#[cfg(not(feature = "axum"))]
#[doc(hidden)]
#[macro_export]
macro_rules! extract {
    ($($anything:tt)*) => {};
}
