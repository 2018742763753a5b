//! The client that people hold, said as a table: a macro for generated code.

/// Makes `Client` and `Builder`, and `Blocking` where this crate has it, from one row per operation.
///
/// What stands behind `asking` are the provider's queries that settle other calls.
///
/// The page that calls it has `Credentials` with `fn given(self, setup: rt::Setup) -> rt::Setup`,
/// `Environment` with `fn setup(self) -> rt::Setup`, and `PROVIDER`.
#[doc(hidden)]
#[macro_export]
macro_rules! client {
    () => {
        $crate::client! { asking &[]; }
    };
    (asking $queries:expr; $(
        $(#[$doc:meta])*
        $call:ident: $request:ty => $reply:ty $(, $pages:ident)?;
    )*) => {
        /// Makes calls to the provider; cheap to clone.
        #[derive(Debug, Clone)]
        pub struct Client(pub(super) $crate::rt::Core);

        impl Client {
            /// A client with the runtime's own limits and transport.
            ///
            /// # Errors
            ///
            /// `Configuration`, with the certainty `NotSent`: an address is missing or not allowed.
            pub fn new(
                credentials: Credentials,
                environment: Environment,
            ) -> ::std::result::Result<Self, $crate::Error> {
                Self::builder(credentials, environment).build()
            }

            /// A client to be set up further.
            pub fn builder(credentials: Credentials, environment: Environment) -> Builder {
                Builder(credentials.given(environment.setup()))
            }

            /// The same client for another merchant, or with keys that were exchanged.
            ///
            /// Addresses, limits and connections are shared. Tokens that were fetched are not. Calls
            /// that are under way end with the credentials that they began with.
            ///
            /// # Errors
            ///
            /// `Configuration`, with the certainty `NotSent`: a credential is empty, malformed, or one
            /// of another environment.
            pub fn with_credentials(
                &self,
                credentials: Credentials,
            ) -> ::std::result::Result<Self, $crate::Error> {
                self.0.with(|setup| credentials.given(setup)).map(Self)
            }

            $(
                $(#[$doc])*
                pub async fn $call(&self, request: &$request) -> $crate::Answer<$reply> {
                    self.0.call(request).await
                }

                $(
                    /// The same, page by page.
                    pub fn $pages(&self, request: $request) -> $crate::Pages<$request> {
                        self.0.pages(request)
                    }
                )?
            )*

            /// Asks what came of a call that was left open, until it is settled or the patience
            /// ends.
            ///
            /// Where the provider cannot be asked, it is still open at once, and its resolution says
            /// what is left to do.
            ///
            /// # Errors
            ///
            /// When asking again would not help: nothing can be sent, or the merchant's credentials
            /// are not taken. `Error::open` gives back what is open.
            pub async fn resolve(
                &self,
                open: &$crate::Open,
                patience: &$crate::Patience,
            ) -> ::std::result::Result<$crate::Settled, $crate::Error> {
                self.0.resolve($queries, open, patience).await
            }
        }

        /// Sets up a [`Client`].
        #[derive(Debug)]
        pub struct Builder($crate::rt::Setup);

        impl Builder {
            /// Reads credentials, environment and addresses from environment variables that begin
            /// with `prefix`.
            ///
            /// `PREFIX_ENVIRONMENT` is the name of an [`Environment`]. Each credential is called as in
            /// [`Credentials`], the address of a server `PREFIX_SERVER_URL`, and where there are
            /// several ways of being known, `PREFIX_WAY` picks one.
            ///
            /// # Errors
            ///
            /// `Configuration`, with the certainty `NotSent`: it names all variables that are missing,
            /// and never says what stands in one.
            pub fn from_env(prefix: &str) -> ::std::result::Result<Self, $crate::Error> {
                $crate::rt::Setup::from_env(&PROVIDER, prefix).map(Self)
            }

            /// The same, where `vars` says what a variable holds: from a file, from a vault.
            ///
            /// # Errors
            ///
            /// As [`from_env`](Self::from_env).
            pub fn from_vars(
                prefix: &str,
                vars: impl ::std::ops::Fn(&str) -> ::std::option::Option<::std::string::String>,
            ) -> ::std::result::Result<Self, $crate::Error> {
                $crate::rt::Setup::from_vars(&PROVIDER, prefix, vars).map(Self)
            }

            /// Time limits, the size limits of replies, and how often reads are retried.
            pub fn limits(self, limits: $crate::Limits) -> Self {
                Self(self.0.limits(limits))
            }

            /// Another way to send requests, below signing: for tests, or to record.
            pub fn transport(self, transport: impl $crate::Transport) -> Self {
                Self(self.0.transport(::std::sync::Arc::new(transport)))
            }

            /// Your own HTTP settings. The runtime bounds them: no redirects, no retries, no
            /// decompression, its own time limits.
            pub fn http(self, http: $crate::reqwest::ClientBuilder) -> Self {
                Self(self.0.http(http))
            }

            /// Sends over this proxy. The first one that takes an address is the one; those of the
            /// environment variables stay behind.
            pub fn proxy(self, proxy: $crate::reqwest::Proxy) -> Self {
                Self(self.0.proxy(proxy))
            }

            /// Trusts this root certificate, beside those that the machine trusts.
            pub fn root_certificate(self, root: $crate::reqwest::Certificate) -> Self {
                Self(self.0.root_certificate(root))
            }

            /// Says this as `User-Agent`.
            pub fn user_agent(self, name: impl ::std::convert::Into<::std::string::String>) -> Self {
                Self(self.0.user_agent(name))
            }

            /// The client.
            ///
            /// # Errors
            ///
            /// `Configuration`, with the certainty `NotSent`: an address or a setting is missing or
            /// not allowed.
            pub fn build(self) -> ::std::result::Result<Client, $crate::Error> {
                self.0.build().map(Client)
            }
        }

        $crate::blocking! { $( $call: $request => $reply $(, $pages)?; )* }
    };
}

/// Makes `Blocking`; a crate without the feature makes nothing.
#[doc(hidden)]
#[macro_export]
#[cfg(feature = "blocking")]
macro_rules! blocking {
    ($( $call:ident: $request:ty => $reply:ty $(, $pages:ident)?; )*) => {
        /// A [`Client`] without async. A clone shares its connections and its one thread.
        ///
        /// Inside an async runtime every call is refused with `Configuration`, and nothing is sent:
        /// waiting there would stop whatever else runs on it.
        #[derive(Debug, Clone)]
        pub struct Blocking {
            client: Client,
            waiter: $crate::rt::Waiter,
        }

        impl Blocking {
            /// The same client without async.
            ///
            /// # Errors
            ///
            /// `Configuration`, with the certainty `NotSent`: the machine gives no thread.
            pub fn new(client: Client) -> ::std::result::Result<Self, $crate::Error> {
                let waiter = $crate::rt::Waiter::new()?;
                ::std::result::Result::Ok(Self { client, waiter })
            }

            /// The async client that it holds.
            pub fn client(&self) -> &Client {
                &self.client
            }

            /// The same for another merchant, or with keys that were exchanged.
            ///
            /// # Errors
            ///
            /// As [`Client::with_credentials`].
            pub fn with_credentials(
                &self,
                credentials: Credentials,
            ) -> ::std::result::Result<Self, $crate::Error> {
                let client = self.client.with_credentials(credentials)?;
                let waiter = self.waiter.clone();
                ::std::result::Result::Ok(Self { client, waiter })
            }

            /// Waits for whatever the async client does: `it.wait(it.client().…)`.
            ///
            /// # Errors
            ///
            /// `Configuration` inside an async runtime; nothing was begun.
            pub fn wait<F: ::std::future::Future>(
                &self,
                future: F,
            ) -> ::std::result::Result<F::Output, $crate::Error> {
                self.waiter.wait(future)
            }

            /// Waits for [`Client::resolve`].
            ///
            /// # Errors
            ///
            /// Those of the async call, and `Configuration` inside an async runtime.
            pub fn resolve(
                &self,
                open: &$crate::Open,
                patience: &$crate::Patience,
            ) -> ::std::result::Result<$crate::Settled, $crate::Error> {
                self.waiter.wait(self.client.resolve(open, patience))?
            }

            $(
                #[doc = concat!("Waits for [`Client::", stringify!($call), "`].")]
                ///
                /// # Errors
                ///
                /// Those of the async call, and `Configuration` inside an async runtime.
                pub fn $call(&self, request: &$request) -> $crate::Answer<$reply> {
                    self.waiter.wait(self.client.$call(request))?
                }

                $(
                    /// The same, page by page.
                    pub fn $pages(&self, request: $request) -> $crate::BlockingPages<$request> {
                        let pages = self.client.$pages(request);
                        $crate::BlockingPages::new(pages, self.waiter.clone())
                    }
                )?
            )*
        }
    };
}

/// Makes nothing: this crate has no feature `blocking`.
#[doc(hidden)]
#[macro_export]
#[cfg(not(feature = "blocking"))]
macro_rules! blocking {
    ($($row:tt)*) => {};
}
