//! What a provider says back, without the merchant's secrets.

use crate::json::quote;

/// What is shown instead.
const MASK: &str = "***";
/// Shorter ones stand in too many innocent places.
const MIN_BYTES: usize = 4;

/// The bytes with every secret replaced, as it is or as JSON spells it.
pub(crate) fn without(bytes: &[u8], secrets: &[String]) -> Vec<u8> {
    let mut spellings: Vec<String> = Vec::new();
    for secret in secrets.iter().filter(|it| MIN_BYTES <= it.len()) {
        let mut quoted = String::new();
        quote(secret, &mut quoted);
        let escaped = &quoted[1..quoted.len() - 1];
        spellings.push(escaped.replace('/', "\\/"));
        spellings.push(escaped.to_owned());
        spellings.push(secret.clone());
    }
    spellings.sort_by_key(|it| std::cmp::Reverse(it.len()));
    let mut res = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let here = &bytes[at..];
        match spellings.iter().find(|it| here.starts_with(it.as_bytes())) {
            Some(spelling) => {
                res.extend_from_slice(MASK.as_bytes());
                at += spelling.len();
            }
            None => {
                res.push(bytes[at]);
                at += 1;
            }
        }
    }
    res
}

/// The same for a text.
pub(crate) fn without_in(text: &str, secrets: &[String]) -> String {
    String::from_utf8_lossy(&without(text.as_bytes(), secrets)).into_owned()
}
