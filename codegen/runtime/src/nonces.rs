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

#[cfg(test)]
mod tests {
    use super::{Nonces, SystemNonces};

    #[test]
    fn the_operating_system_does_not_repeat_itself() {
        let given = [0; 2].map(|_| {
            let mut bytes = [0; 16];
            SystemNonces.fill(&mut bytes);
            bytes
        });
        assert_ne!(given[0], given[1]);
    }
}
