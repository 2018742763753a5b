//! From the parts of what is signed to a signature.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE, URL_SAFE_NO_PAD};

use crate::scheme::{Algorithm, Encoding, Scheme};

/// The encoded signature of `parts`, which are joined as they will be sent.
pub(crate) fn sign(scheme: &Scheme, key: &str, parts: &[Cow<'_, [u8]>]) -> String {
    digest(
        scheme.algorithm,
        scheme.encoding,
        key,
        &joined(scheme, parts),
    )
}

/// What is signed: the parts, and what stands around and between them.
pub(crate) fn joined(scheme: &Scheme, parts: &[Cow<'_, [u8]>]) -> Vec<u8> {
    let length: usize = parts.iter().map(|it| it.len() + scheme.joiner.len()).sum();
    let around = scheme.prefix.len() + scheme.suffix.len();
    let mut signed = Vec::with_capacity(around + length);
    signed.extend(scheme.prefix.as_bytes());
    for (index, part) in parts.iter().enumerate() {
        if 0 < index {
            signed.extend(scheme.joiner.as_bytes());
        }
        signed.extend_from_slice(part);
    }
    signed.extend(scheme.suffix.as_bytes());
    signed
}

/// The encoded digest of `bytes`; a plain one has no use for the key.
pub(crate) fn digest(algorithm: Algorithm, encoding: Encoding, key: &str, bytes: &[u8]) -> String {
    let digest = bytes_of_digest(algorithm, key.as_bytes(), bytes);
    match encoding {
        Encoding::HexLower => hex(&digest, b"0123456789abcdef"),
        Encoding::HexUpper => hex(&digest, b"0123456789ABCDEF"),
        Encoding::Base64 => STANDARD.encode(digest),
        Encoding::Base64url => URL_SAFE.encode(digest),
        Encoding::Base64urlUnpadded => URL_SAFE_NO_PAD.encode(digest),
    }
}

/// `Hmac` is a type per digest, so that no function can take them all.
#[cfg(any(feature = "md5", feature = "sha1", feature = "sha2"))]
macro_rules! keyed {
    ($digest:ty, $key:expr, $bytes:expr) => {{
        use hmac::{KeyInit as _, Mac as _};
        let mac = <hmac::Hmac<$digest>>::new_from_slice($key);
        let mut mac = mac.expect("HMAC takes keys of any length");
        mac.update($bytes);
        mac.finalize().into_bytes().to_vec()
    }};
}

#[cfg(any(feature = "md5", feature = "sha1", feature = "sha2"))]
fn bytes_of_digest(algorithm: Algorithm, key: &[u8], bytes: &[u8]) -> Vec<u8> {
    use hmac::digest::Digest as _;
    match algorithm {
        Algorithm::None => bytes.to_vec(),
        #[cfg(feature = "md5")]
        Algorithm::HmacMd5 => keyed!(md5::Md5, key, bytes),
        #[cfg(feature = "sha1")]
        Algorithm::HmacSha1 => keyed!(sha1::Sha1, key, bytes),
        #[cfg(feature = "sha2")]
        Algorithm::HmacSha256 => keyed!(sha2::Sha256, key, bytes),
        #[cfg(feature = "sha2")]
        Algorithm::HmacSha384 => keyed!(sha2::Sha384, key, bytes),
        #[cfg(feature = "sha2")]
        Algorithm::HmacSha512 => keyed!(sha2::Sha512, key, bytes),
        #[cfg(feature = "md5")]
        Algorithm::Md5 => md5::Md5::digest(bytes).to_vec(),
        #[cfg(feature = "sha1")]
        Algorithm::Sha1 => sha1::Sha1::digest(bytes).to_vec(),
        #[cfg(feature = "sha2")]
        Algorithm::Sha256 => sha2::Sha256::digest(bytes).to_vec(),
        #[cfg(feature = "sha2")]
        Algorithm::Sha384 => sha2::Sha384::digest(bytes).to_vec(),
        #[cfg(feature = "sha2")]
        Algorithm::Sha512 => sha2::Sha512::digest(bytes).to_vec(),
    }
}

/// Without any of them there is no digest that this could be asked for.
#[cfg(not(any(feature = "md5", feature = "sha1", feature = "sha2")))]
fn bytes_of_digest(algorithm: Algorithm, _: &[u8], bytes: &[u8]) -> Vec<u8> {
    match algorithm {
        Algorithm::None => bytes.to_vec(),
    }
}

fn hex(bytes: &[u8], digits: &[u8; 16]) -> String {
    let digit = |it: u8| char::from(digits[usize::from(it)]);
    let mut res = String::with_capacity(2 * bytes.len());
    for it in bytes {
        res.push(digit(it >> 4));
        res.push(digit(it & 15));
    }
    res
}

/// `Basic dXNlcjpwYXNz`.
pub(crate) fn basic(user: &str, password: &str) -> String {
    format!("Basic {}", pair(user, password))
}

/// User and password as they stand behind `Basic`.
pub(crate) fn pair(user: &str, password: &str) -> String {
    STANDARD.encode(format!("{user}:{password}"))
}

#[cfg(test)]
mod tests {
    use super::{digest, sign};
    use crate::scheme::{Algorithm, Encoding, Scheme};

    /// Expected texts come from OpenSSL:
    /// `printf '%s' 'v1:1500|a note|pay;' | openssl dgst -sha256 -hmac k` (`-binary | base64`).
    #[test]
    fn parts_are_joined_between_prefix_and_suffix() {
        let parts = ["1500", "a note", "pay"].map(|it| it.as_bytes().into());
        let plain = Scheme::new(Algorithm::HmacSha256, Encoding::HexLower, "|");
        let digits = "6ba4c94281b1c9c972b3118582bf9faeae49955e76bc2c22d28881503ae58e6f";
        assert_eq!(sign(&plain, "k", &parts), digits);
        let around = plain.around("v1:", ";");
        assert_eq!(sign(&around, "k", &parts), AROUND);
    }

    const AROUND: &str = "3f5e613e6f5b845f0c30dd9103ce6596ba10a47c912dd8ccfa694540ea33855a";

    /// `printf '%s' 'a?>' | openssl dgst -sha256 -hmac k -binary | base64`, and `tr '+/' '-_'`.
    #[test]
    fn encodings_agree_with_openssl() {
        for (encoding, text) in [
            (
                Encoding::HexLower,
                "e380cdaa7017fda455c635ee4cbfb889191d32d77dd52879b2b135f09d6dd1f0",
            ),
            (
                Encoding::HexUpper,
                "E380CDAA7017FDA455C635EE4CBFB889191D32D77DD52879B2B135F09D6DD1F0",
            ),
            (
                Encoding::Base64,
                "44DNqnAX/aRVxjXuTL+4iRkdMtd91Sh5srE18J1t0fA=",
            ),
            (
                Encoding::Base64url,
                "44DNqnAX_aRVxjXuTL-4iRkdMtd91Sh5srE18J1t0fA=",
            ),
            (
                Encoding::Base64urlUnpadded,
                "44DNqnAX_aRVxjXuTL-4iRkdMtd91Sh5srE18J1t0fA",
            ),
        ] {
            assert_eq!(digest(Algorithm::HmacSha256, encoding, "k", b"a?>"), text);
        }
    }

    /// `printf '%s' 'a note' | openssl dgst -md5 -hmac k`, and so on.
    #[test]
    fn algorithms_agree_with_openssl() {
        for (algorithm, digits) in [
            (Algorithm::HmacMd5, "aad15d0f17c024e60c562df5314b3f22"),
            (
                Algorithm::HmacSha1,
                "adb3b3a23256897e671be4c9659bf839a16f1cf3",
            ),
            (
                Algorithm::HmacSha256,
                "b430aa90f0eeba0f6bf0f058b3855e584aa0283e590bf6df6f95413a598eed37",
            ),
            (
                Algorithm::HmacSha384,
                "bb02d014441494c454c2d1174e843efd65bdcded8c407fa58ebfbf0a933f57a40635cd608cc06222835df9d5b5a4394d",
            ),
            (
                Algorithm::HmacSha512,
                "7bde9d15db2777b91c4bbb46c18eea0a7c304b915cfa030aa827b11c3440d721e9001090abd1b7c9ba314b30fac840495743077d2d7f6d8a951fc965b6f5c117",
            ),
            (Algorithm::Md5, "3403af8117ebb858a392014b80cb3833"),
            (Algorithm::Sha1, "ed1453d11f0d0e3a28914abed576c4425c3a1b69"),
            (
                Algorithm::Sha256,
                "f63e34a034f19a24438f2d74b242bc96682abd843ecc4ea63fefed4006d860a3",
            ),
            (
                Algorithm::Sha384,
                "09e1f34925a8b370703ee5dfb76ecc2a6a82570e5d160ebcab13755ed79eb918317c27205e3af8b31e310199b8a0e02a",
            ),
            (
                Algorithm::Sha512,
                "d0f21880dbf3ee274d1a2324d0da310800cb6e7cfc95080ec93a7436cf958fbc11a05e4cde11300ae137bc9f43241c61c83accb13d2f9776371d94d5a296be97",
            ),
        ] {
            let res = digest(algorithm, Encoding::HexLower, "k", b"a note");
            assert_eq!(res, digits, "{algorithm:?}");
        }
    }

    /// `printf '%s' '1743sécret?>20260102' | base64`, and `tr '+/' '-_'`, `xxd -p`.
    #[test]
    fn without_a_digest_the_text_itself_is_encoded() {
        for (encoding, text) in [
            (Encoding::Base64, "MTc0M3PDqWNyZXQ/PjIwMjYwMTAy"),
            (Encoding::Base64url, "MTc0M3PDqWNyZXQ_PjIwMjYwMTAy"),
            (
                Encoding::HexLower,
                "3137343373c3a9637265743f3e3230323630313032",
            ),
        ] {
            let scheme = Scheme::new(Algorithm::None, encoding, "");
            let parts = ["1743", "sécret?>", "20260102"].map(|it| it.as_bytes().into());
            assert_eq!(sign(&scheme, "", &parts), text);
        }
    }

    #[test]
    fn the_published_vectors_hold() {
        // RFC 4231, test case 2; RFC 2202, test case 2 of MD5 and SHA-1; RFC 1321.
        let data = b"what do ya want for nothing?";
        let hex = Encoding::HexLower;
        let published = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(digest(Algorithm::HmacSha256, hex, "Jefe", data), published);
        let published = "750c783e6ab0b503eaa86e310a5db738";
        assert_eq!(digest(Algorithm::HmacMd5, hex, "Jefe", data), published);
        let published = "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79";
        assert_eq!(digest(Algorithm::HmacSha1, hex, "Jefe", data), published);
        let published = "900150983cd24fb0d6963f7d28e17f72";
        assert_eq!(digest(Algorithm::Md5, hex, "", b"abc"), published);
    }
}
