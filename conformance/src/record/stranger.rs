//! How a header, a pair or a member is named of which the spec says nothing.
//!
//! Where a service sends a map that the spec does not know, names are values: so one is told only
//! where it looks like a name, and says nothing that was a value of the exchange.

use std::collections::HashSet;

use super::leak;
use super::public::Public;
use super::traffic::{Seen, Traffic};

const MAX_NAME_BYTES: usize = 32;
/// More of them are a number of somebody or something.
const MAX_DIGITS: usize = 2;
/// What stands for a name that is not told.
const UNTOLD: &str = "*";

/// Tells the names of one exchange.
pub(crate) struct Strangers<'a> {
    public: &'a Public,
    /// Every value of the exchange; no names.
    values: Vec<Seen>,
}

impl<'a> Strangers<'a> {
    pub(crate) fn of(public: &'a Public, traffic: &Traffic) -> Strangers<'a> {
        let mut values = traffic.seen(public);
        values.retain(|it| !it.name);
        Strangers { public, values }
    }

    /// The name, or `*`.
    pub(crate) fn name<'n>(&self, name: &'n str) -> &'n str {
        if self.public.has(name) || self.is_harmless(name) {
            name
        } else {
            UNTOLD
        }
    }

    /// A pointer as far as its first name that the spec does not have: what stands below that may
    /// be a map.
    pub(crate) fn pointer(&self, pointer: &str) -> String {
        let mut res = String::new();
        for step in pointer.split('/').skip(1) {
            let name = step.replace("~1", "/").replace("~0", "~");
            let item = (1..4).contains(&name.len()) && name.bytes().all(|it| it.is_ascii_digit());
            let known = item || self.public.has(&name);
            let told = if known { step } else { self.name(&name) };
            res.push('/');
            res.push_str(told);
            if !known {
                break;
            }
        }
        res
    }

    fn is_harmless(&self, name: &str) -> bool {
        let plain = |it: u8| it.is_ascii_alphanumeric() || b"_-.".contains(&it);
        let digits = name.bytes().filter(u8::is_ascii_digit).count();
        let like_one = name.len() <= MAX_NAME_BYTES
            && name.starts_with(|it: char| it.is_ascii_alphabetic())
            && name.bytes().all(plain)
            && digits <= MAX_DIGITS;
        let lower = name.to_ascii_lowercase();
        let said = |it: &Seen| it.text.to_lowercase().contains(&lower);
        let none = HashSet::new();
        like_one
            && !self.values.iter().any(said)
            && leak::found(&self.values, &none, self.public, &[], &[name]).is_empty()
    }
}
