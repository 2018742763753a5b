//! From the texts of a request to its signature.

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::operation::{Algorithm, Encoding, Scheme};

/// The encoded signature of `parts`, which are joined as they will be sent.
pub(crate) fn sign(scheme: &Scheme, key: &str, parts: &[String]) -> String {
    let signed = parts.join(scheme.joiner);
    let digest = match scheme.algorithm {
        Algorithm::HmacSha256 => hmac_sha256(key.as_bytes(), signed.as_bytes()),
    };
    match scheme.encoding {
        Encoding::HexLower => digest.iter().map(|it| format!("{it:02x}")).collect(),
        Encoding::HexUpper => digest.iter().map(|it| format!("{it:02X}")).collect(),
        Encoding::Base64 => STANDARD.encode(digest),
    }
}

fn hmac_sha256(key: &[u8], message: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(message);
    mac.finalize().into_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use super::sign;
    use crate::operation::{Algorithm, Encoding, Scheme};

    /// Expected texts come from OpenSSL:
    /// `printf '%s' '1500|a note|pay' | openssl dgst -sha256 -hmac k` (`-binary | base64`).
    #[track_caller]
    fn check(encoding: Encoding, expected: &str) {
        let scheme = Scheme {
            algorithm: Algorithm::HmacSha256,
            encoding,
            joiner: "|",
            key: 0,
        };
        let parts = ["1500", "a note", "pay"].map(str::to_owned);
        assert_eq!(sign(&scheme, "k", &parts), expected);
    }

    #[test]
    fn hexadecimal_digits_agree_with_openssl() {
        let digits = "6ba4c94281b1c9c972b3118582bf9faeae49955e76bc2c22d28881503ae58e6f";
        check(Encoding::HexLower, digits);
        check(Encoding::HexUpper, &digits.to_uppercase());
    }

    #[test]
    fn base64_agrees_with_openssl() {
        check(
            Encoding::Base64,
            "a6TJQoGxyclysxGFgr+frq5JlV52vCwi0oiBUDrljm8=",
        );
    }

    #[test]
    fn the_published_vectors_hold() {
        // RFC 4231, test case 2.
        let digest = super::hmac_sha256(b"Jefe", b"what do ya want for nothing?");
        let digits: String = digest.iter().map(|it| format!("{it:02x}")).collect();
        let published = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(digits, published);
    }
}
