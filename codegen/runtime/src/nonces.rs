//! Where a client takes random bytes from.

/// Gives the random bytes of nonces, references and boundaries; a test brings its own.
///
/// They need not be secret, but no two clients in the world may ever give the same: a reference
/// that comes twice is a payment that is refused.
pub trait Nonces: Send + Sync + 'static {
    /// Fills `bytes`.
    fn fill(&self, bytes: &mut [u8]);
}

/// The randomness of the operating system.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SystemNonces;

impl Nonces for SystemNonces {
    /// # Panics
    ///
    /// When the operating system has no randomness to give; without it no reference is unique.
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the operating system gives random bytes");
    }
}

/// From 0 to 1, each as likely: for pauses, where no randomness is better than none to wait for.
pub(crate) fn chance() -> f64 {
    let some = getrandom::u32().unwrap_or(u32::MAX);
    f64::from(some) / f64::from(u32::MAX)
}

/// So many characters of `alphabet`, all equally likely: a byte stands for the character at its
/// remainder, and the last bytes, which would favour the first characters, are passed over.
pub(crate) fn one_of(nonces: &dyn Nonces, count: usize, alphabet: &[u8]) -> String {
    let fair = 256 / alphabet.len() * alphabet.len();
    let mut res = String::with_capacity(count);
    while res.len() < count {
        let mut bytes = vec![0; count - res.len()];
        nonces.fill(&mut bytes);
        let bytes = bytes.iter().map(|it| usize::from(*it));
        let fair = bytes.filter(|it| *it < fair);
        res.extend(fair.map(|it| char::from(alphabet[it % alphabet.len()])));
    }
    res
}

/// Bytes for tests.
#[cfg(test)]
pub(crate) mod given {
    use std::{collections::VecDeque, sync::Mutex};

    use super::Nonces;

    /// Gives these bytes, one after another.
    pub(crate) struct Given(Mutex<VecDeque<u8>>);

    impl Given {
        pub(crate) fn new(bytes: &[u8]) -> Self {
            Self(Mutex::new(bytes.iter().copied().collect()))
        }
    }

    impl Nonces for Given {
        fn fill(&self, bytes: &mut [u8]) {
            let mut left = self.0.lock().expect("nobody panicked");
            bytes.fill_with(|| left.pop_front().expect("enough bytes"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Nonces, SystemNonces, given::Given, one_of};

    #[test]
    fn the_operating_system_does_not_repeat_itself() {
        let given = [0; 2].map(|_| {
            let mut bytes = [0; 16];
            SystemNonces.fill(&mut bytes);
            bytes
        });
        assert_ne!(given[0], given[1]);
    }

    #[test]
    fn a_byte_is_a_character_and_the_unfair_ones_are_passed_over() {
        let given = Given::new(&[0, 250, 9, 255, 13, 249]);
        assert_eq!(one_of(&given, 4, b"0123456789"), "0939");
    }
}
