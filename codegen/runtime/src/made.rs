//! Values that a client makes itself: times and nonces.

#[cfg(feature = "time")]
use crate::moment::Moment;
use crate::nonces::Nonces;
use crate::scheme::{Algorithm, Encoding};

/// A value that a client makes for each attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Made {
    /// The time now.
    #[cfg(feature = "time")]
    Timestamp(Moment),
    /// Something random.
    Nonce(Nonce),
    /// A digest of the body as it is sent.
    Digest(Algorithm, Encoding),
}

/// How something random is spelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nonce {
    /// So many lower-case hexadecimal digits.
    Hex(u32),
    /// So many decimal digits.
    Digits(u32),
    /// A UUID of version 4.
    Uuid,
}

impl Nonce {
    /// Something random, spelled so.
    pub(crate) fn spell(self, nonces: &dyn Nonces) -> String {
        match self {
            Self::Hex(count) => {
                let mut bytes = vec![0; (count as usize).div_ceil(2)];
                nonces.fill(&mut bytes);
                let mut res: String = bytes.iter().map(|it| format!("{it:02x}")).collect();
                res.truncate(count as usize);
                res
            }
            Self::Digits(count) => digits(nonces, count as usize),
            Self::Uuid => {
                let mut bytes = [0; 16];
                nonces.fill(&mut bytes);
                // Version 4, variant 1 of RFC 9562.
                bytes[6] = bytes[6] & 0x0f | 0x40;
                bytes[8] = bytes[8] & 0x3f | 0x80;
                let mut res: String = bytes.iter().map(|it| format!("{it:02x}")).collect();
                for place in [20, 16, 12, 8] {
                    res.insert(place, '-');
                }
                res
            }
        }
    }
}

/// Decimal digits, each as likely as the others: a byte that would favour some is passed over.
fn digits(nonces: &dyn Nonces, count: usize) -> String {
    let mut res = String::with_capacity(count);
    while res.len() < count {
        let mut bytes = vec![0; count - res.len()];
        nonces.fill(&mut bytes);
        let even = bytes.iter().filter(|it| **it < 250);
        res.extend(even.map(|it| char::from(b'0' + it % 10)));
    }
    res
}

#[cfg(test)]
mod tests {
    use super::Nonce;
    use crate::nonces::Nonces;

    struct Counting;

    impl Nonces for Counting {
        fn fill(&self, bytes: &mut [u8]) {
            for (index, it) in bytes.iter_mut().enumerate() {
                *it = 0xf6 + u8::try_from(index % 8).unwrap_or(0);
            }
        }
    }

    #[test]
    fn a_nonce_has_the_form_that_is_asked_for() {
        assert_eq!(Nonce::Hex(9).spell(&Counting), "f6f7f8f9f");
        // f6 to f9 are 246 to 249; what is above is passed over.
        assert_eq!(Nonce::Digits(10).spell(&Counting), "6789676789");
        let uuid = "f6f7f8f9-fafb-4cfd-b6f7-f8f9fafbfcfd";
        assert_eq!(Nonce::Uuid.spell(&Counting), uuid);
    }
}
