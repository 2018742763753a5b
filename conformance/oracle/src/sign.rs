//! Digests and their texts, by other hands than the runtime's.

use ring::{digest, hmac};

/// What leaves the bytes as they are.
pub(crate) const UNDIGESTED: &str = "none";

/// The digest of `bytes`, keyed where the algorithm is, or these bytes; `None` where there is no such
/// algorithm.
pub(crate) fn digest(algorithm: &str, key: &[u8], bytes: &[u8]) -> Option<Vec<u8>> {
    let plain = |it: &'static digest::Algorithm| digest::digest(it, bytes).as_ref().to_vec();
    let keyed = |it| {
        let key = hmac::Key::new(it, key);
        hmac::sign(&key, bytes).as_ref().to_vec()
    };
    Some(match algorithm {
        UNDIGESTED => bytes.to_vec(),
        "md5" => md5::compute(bytes).to_vec(),
        "sha1" => plain(&digest::SHA1_FOR_LEGACY_USE_ONLY),
        "sha256" => plain(&digest::SHA256),
        "sha384" => plain(&digest::SHA384),
        "sha512" => plain(&digest::SHA512),
        "hmac-md5" => hmac_md5(key, bytes),
        "hmac-sha1" => keyed(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY),
        "hmac-sha256" => keyed(hmac::HMAC_SHA256),
        "hmac-sha384" => keyed(hmac::HMAC_SHA384),
        "hmac-sha512" => keyed(hmac::HMAC_SHA512),
        _ => return None,
    })
}

/// RFC 2104, over MD5.
fn hmac_md5(key: &[u8], bytes: &[u8]) -> Vec<u8> {
    const BLOCK: usize = 64;
    let hashed;
    let key = match BLOCK < key.len() {
        true => {
            hashed = md5::compute(key);
            &hashed[..]
        }
        false => key,
    };
    let padded = |pad: u8| -> Vec<u8> {
        let byte = |at: usize| key.get(at).copied().unwrap_or_default() ^ pad;
        (0..BLOCK).map(byte).collect()
    };
    let inner = md5::compute([&padded(0x36), bytes].concat());
    md5::compute([&padded(0x5c)[..], &inner[..]].concat()).to_vec()
}

/// The bytes as text; `None` where there is no such encoding.
pub(crate) fn encode(encoding: &str, bytes: &[u8]) -> Option<String> {
    const STANDARD: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const URL: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    Some(match encoding {
        "hex-lower" => bytes.iter().map(|it| format!("{it:02x}")).collect(),
        "hex-upper" => bytes.iter().map(|it| format!("{it:02X}")).collect(),
        "base64" => base64(bytes, STANDARD, true),
        "base64url" => base64(bytes, URL, true),
        "base64url-unpadded" => base64(bytes, URL, false),
        _ => return None,
    })
}

/// User and password behind `Basic`.
pub(crate) fn pair(user: &str, password: &str) -> String {
    encode("base64", format!("{user}:{password}").as_bytes()).unwrap_or_default()
}

fn base64(bytes: &[u8], alphabet: &[u8; 64], padded: bool) -> String {
    let mut res = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let mut bits = 0_usize;
        for at in 0..3 {
            bits = bits << 8 | usize::from(group.get(at).copied().unwrap_or_default());
        }
        for at in 0..4 {
            if at <= group.len() {
                res.push(char::from(alphabet[bits >> (18 - 6 * at) & 63]));
            } else if padded {
                res.push('=');
            }
        }
    }
    res
}

#[cfg(test)]
mod tests {
    use super::{digest, encode};

    fn signed(algorithm: &str, encoding: &str, key: &str, text: &str) -> String {
        let bytes = digest(algorithm, key.as_bytes(), text.as_bytes()).expect("an algorithm");
        encode(encoding, &bytes).expect("an encoding")
    }

    /// RFC 2202 and RFC 4231, test cases 2 and (a key longer than a block) 6; RFC 1321.
    #[test]
    fn the_published_vectors_hold() {
        let asked = "what do ya want for nothing?";
        for (algorithm, text) in [
            ("hmac-md5", "750c783e6ab0b503eaa86e310a5db738"),
            ("hmac-sha1", "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
            (
                "hmac-sha256",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            ),
        ] {
            assert_eq!(signed(algorithm, "hex-lower", "Jefe", asked), text);
        }
        let long = digest(
            "hmac-md5",
            &[0xaa; 80],
            b"Test Using Larger Than Block-Size Key - Hash Key First",
        );
        let long = long.and_then(|it| encode("hex-lower", &it));
        let published = "6b1ab7fe4bd7bf8f0b62e6ce61b9d0cd";
        assert_eq!(long.as_deref(), Some(published));
        let abc = "900150983cd24fb0d6963f7d28e17f72";
        assert_eq!(signed("md5", "hex-lower", "", "abc"), abc);
    }

    /// `printf '%s' '1743s?>' | base64`.
    #[test]
    fn what_is_not_digested_stays_what_it_is() {
        assert_eq!(signed("none", "base64", "", "1743s?>"), "MTc0M3M/Pg==");
    }

    /// RFC 4648.
    #[test]
    fn groups_of_three_bytes_are_four_characters() {
        for (text, padded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(encode("base64", text.as_bytes()).as_deref(), Some(padded));
        }
        let bytes = [0xfb, 0xff];
        assert_eq!(encode("base64", &bytes).as_deref(), Some("+/8="));
        assert_eq!(encode("base64url", &bytes).as_deref(), Some("-_8="));
        assert_eq!(encode("base64url-unpadded", &bytes).as_deref(), Some("-_8"));
        assert_eq!(encode("hex-upper", &bytes).as_deref(), Some("FBFF"));
    }
}
