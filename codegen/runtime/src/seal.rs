//! Whether a callback is the provider's: its signature, and when it was sent.

use subtle::ConstantTimeEq;

#[cfg(feature = "time")]
use crate::moment::Moment;
use crate::{
    callback::{self, Inbound},
    client::Core,
    clock::Clock,
    error::{Error, Parts},
    kind::Kind,
    scheme::{Part, Scheme},
    secret::Secret,
    sign,
};

/// How a callback is signed.
#[derive(Debug, Clone, Copy)]
pub struct Seal {
    scheme: &'static Scheme,
    header: &'static str,
    prefix: &'static str,
    parts: &'static [Part],
    #[cfg(feature = "time")]
    sent: Option<Sent>,
}

/// When a callback was sent.
#[cfg(feature = "time")]
#[derive(Debug, Clone, Copy)]
struct Sent {
    header: &'static str,
    format: Moment,
    tolerance: u32,
}

impl Seal {
    /// The scheme, the header that carries the signature, what stands before it there, and what is
    /// signed, in order.
    pub const fn new(
        scheme: &'static Scheme,
        header: &'static str,
        prefix: &'static str,
        parts: &'static [Part],
    ) -> Self {
        Self {
            scheme,
            header,
            prefix,
            parts,
            #[cfg(feature = "time")]
            sent: None,
        }
    }

    /// The header that says when it was sent, how it spells that, and how many seconds it may be off.
    #[cfg(feature = "time")]
    pub const fn sent(mut self, header: &'static str, format: Moment, tolerance: u32) -> Self {
        self.sent = Some(Sent {
            header,
            format,
            tolerance,
        });
        self
    }
}

/// Reads a callback whose signature holds. `keys` are credentials by index.
///
/// # Errors
///
/// `Unverified` and `Untimely`, and nothing of the callback was read then; the rest as [`callback::hear`].
pub fn hear_verified<T: Inbound, N: AsRef<str>, V: AsRef<[u8]>>(
    keys: &[(usize, &str)],
    headers: &[(N, V)],
    body: &[u8],
    clock: &dyn Clock,
) -> Result<T, Error> {
    let refuse = |kind: Kind, detail: &str| {
        Error::from(Parts {
            detail: Some(detail.to_owned()),
            ..callback::parts(T::RULE, kind)
        })
    };
    if callback::is_too_long(body) {
        return Err(Error::from(callback::parts(T::RULE, Kind::TooLarge)));
    }
    let Some(seal) = T::RULE.seal() else {
        return Err(refuse(
            Kind::Unverified,
            "it is not signed by this provider",
        ));
    };
    let came = Came { headers, body };
    let signature = came.header(seal.header);
    let signature = signature.and_then(|it| it.strip_prefix(seal.prefix));
    let Some(signature) = signature else {
        return Err(refuse(Kind::Unverified, "there is no one signature"));
    };
    let expected = came.expected(seal, keys);
    let same = expected.is_some_and(|it| bool::from(it.as_bytes().ct_eq(signature.as_bytes())));
    if !same {
        return Err(refuse(Kind::Unverified, "the signature is another one"));
    }
    if !came.in_time(seal, clock) {
        return Err(refuse(Kind::Untimely, "it is too old or ahead of time"));
    }
    callback::hear(body)
}

impl Core {
    /// Reads a callback whose signature holds, by the credentials and the clock of this client.
    ///
    /// # Errors
    ///
    /// `Configuration`: a credential to verify with was not given. The rest as [`hear_verified`].
    pub fn hear<T: Inbound, N: AsRef<str>, V: AsRef<[u8]>>(
        &self,
        headers: &[(N, V)],
        body: &[u8],
    ) -> Result<T, Error> {
        let credentials = self.credentials();
        if let Some(index) = T::RULE.seal().and_then(|it| it.lacking(credentials)) {
            let name = T::RULE.provider().credentials[index].name;
            return Err(Error::from(Parts {
                detail: Some(format!("credential `{name}` is missing")),
                ..callback::parts(T::RULE, Kind::Configuration)
            }));
        }
        let given = credentials.iter().enumerate();
        let keys: Vec<_> = given
            .filter_map(|(index, it)| Some((index, it.as_ref()?.expose())))
            .collect();
        hear_verified(&keys, headers, body, self.clock())
    }
}

impl Seal {
    /// The first credential that it needs and nobody gave.
    fn lacking(&self, credentials: &[Option<Secret>]) -> Option<usize> {
        let parts = self.parts.iter().filter_map(|it| it.credential());
        let mut needed = self.scheme.key.into_iter().chain(parts);
        needed.find(|it| credentials[*it].is_none())
    }
}

/// What came, before anything of it is believed.
struct Came<'a, N, V> {
    headers: &'a [(N, V)],
    body: &'a [u8],
}

impl<N: AsRef<str>, V: AsRef<[u8]>> Came<'_, N, V> {
    /// The value of a header that came once; of two, nobody knows which one was meant.
    fn header(&self, name: &str) -> Option<&str> {
        let mut found = (self.headers.iter()).filter(|it| it.0.as_ref().eq_ignore_ascii_case(name));
        let first = found.next()?;
        if found.next().is_some() {
            return None;
        }
        std::str::from_utf8(first.1.as_ref()).ok().map(str::trim)
    }

    /// Whether it says that it was sent a moment ago, where the provider says when.
    #[cfg(feature = "time")]
    fn in_time(&self, seal: &Seal, clock: &dyn Clock) -> bool {
        let Some(sent) = &seal.sent else {
            return true;
        };
        let at = self.header(sent.header);
        let off = at.and_then(|it| sent.format.off(it, clock));
        off.is_some_and(|it| it <= std::time::Duration::from_secs(sent.tolerance.into()))
    }

    #[cfg(not(feature = "time"))]
    fn in_time(&self, _: &Seal, _: &dyn Clock) -> bool {
        true
    }

    /// The signature that the provider would have made; `None` where a part of it did not come.
    fn expected(&self, seal: &Seal, keys: &[(usize, &str)]) -> Option<String> {
        let key = |index: usize| keys.iter().find(|it| it.0 == index).map(|it| it.1);
        let mut parts = Vec::with_capacity(seal.parts.len());
        for part in seal.parts {
            parts.push(self.part(part, &key)?.into());
        }
        let key = match seal.scheme.key {
            Some(index) => key(index)?,
            None => "",
        };
        Some(sign::sign(seal.scheme, key, &parts))
    }

    fn part<'k>(&self, part: &Part, key: &impl Fn(usize) -> Option<&'k str>) -> Option<Vec<u8>> {
        match part {
            Part::Body => Some(self.body.to_vec()),
            Part::BodyDigest(algorithm, encoding) => {
                Some(sign::digest(*algorithm, *encoding, "", self.body).into_bytes())
            }
            Part::Header(name) => Some(self.header(name)?.as_bytes().to_vec()),
            Part::Credential(index) => Some(key(*index)?.as_bytes().to_vec()),
            Part::Constant(text) => Some(text.as_bytes().to_vec()),
            Part::Named(name, part) => Some([name.as_bytes(), &self.part(part, key)?].concat()),
            // What a request alone has.
            Part::Slot(_) | Part::Method | Part::Path | Part::Target | Part::Query => None,
        }
    }
}
