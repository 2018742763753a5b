//! How a merchant is known to a provider, as a generated crate says it: tables, no code.

use std::fmt;

use crate::operation::Operation;
use crate::slot::Slot;

/// The ways of being known and what they send in the query, the tokens that are fetched, and the
/// pairs of basic authentication.
#[derive(Debug, Clone, Copy)]
pub struct Auth {
    pub(crate) ways: &'static [Way],
    pub(crate) tokens: &'static [Token],
    pub(crate) pairs: &'static [(usize, usize)],
    pub(crate) query: &'static [Slot],
}

impl Auth {
    /// One way, no token and no pair.
    pub const fn new() -> Self {
        Self {
            ways: &[],
            tokens: &[],
            pairs: &[],
            query: &[],
        }
    }

    /// Ways of which the caller picks one.
    pub const fn ways(mut self, ways: &'static [Way]) -> Self {
        self.ways = ways;
        self
    }

    /// Tokens that are fetched.
    pub const fn tokens(mut self, tokens: &'static [Token]) -> Self {
        self.tokens = tokens;
        self
    }

    /// User and password of every pair, by index into
    /// [`Provider::credentials`](crate::rt::Provider::credentials).
    pub const fn pairs(mut self, pairs: &'static [(usize, usize)]) -> Self {
        self.pairs = pairs;
        self
    }

    /// What ways send in the query, by name.
    pub const fn query(mut self, query: &'static [Slot]) -> Self {
        self.query = query;
        self
    }
}

impl Default for Auth {
    fn default() -> Self {
        Self::new()
    }
}

/// One way of being known.
#[derive(Debug, Clone, Copy)]
pub struct Way {
    /// `bearer`.
    pub name: &'static str,
    /// The credentials that this way needs and that are not needed whatever the way.
    pub credentials: &'static [usize],
}

/// A token that is fetched, kept and sent.
#[derive(Clone, Copy)]
pub struct Token {
    /// `access`.
    pub name: &'static str,
    /// The call that gives it.
    pub operation: &'static Operation,
    /// Where it is in the reply.
    pub at: &'static str,
    /// How long it lives.
    pub lives: Lives,
    /// So many seconds before its end it is fetched again.
    pub early: u32,
}

/// How long a token lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lives {
    /// As many seconds as the reply says at this pointer.
    At(&'static str),
    /// So many seconds.
    Seconds(u32),
}

// The operation knows its provider, which knows the token.
impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token")
            .field("name", &self.name)
            .field("at", &self.at)
            .field("lives", &self.lives)
            .field("early", &self.early)
            .finish_non_exhaustive()
    }
}
