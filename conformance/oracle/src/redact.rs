//! What a provider says back, without the merchant's secrets.

use crate::json::{Holds, Node, quote};

/// What is shown instead.
const MASK: &str = "***";
/// Shorter ones stand in too many innocent places.
const MIN_BYTES: usize = 4;
/// A shorter secret is left in the typed reply.
const MIN_ECHO_BYTES: usize = 8;

/// The bytes with every secret replaced, as it is or as JSON spells it.
fn without(bytes: &[u8], secrets: &[String]) -> Vec<u8> {
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

/// The bytes without the secrets that are so long that they cannot stand there by chance. What is JSON
/// stays it.
pub(crate) fn without_keys(bytes: &[u8], secrets: &[String]) -> Vec<u8> {
    let long = long(secrets);
    let clean = without(bytes, &long);
    if !is_broken(bytes, &clean) {
        return clean;
    }
    match Node::read(bytes) {
        Ok(node) => without_numbers(bytes, &node, &long),
        Err(_) => clean,
    }
}

/// Whether taking them out would leave no JSON behind, since one of them has no quotes.
pub(crate) fn has_bare_key(bytes: &[u8], secrets: &[String]) -> bool {
    is_broken(bytes, &without(bytes, &long(secrets)))
}

/// Whether the second is no JSON any more. Hardly any text holds a key.
fn is_broken(bytes: &[u8], clean: &[u8]) -> bool {
    clean != bytes && Node::read(bytes).is_ok() && Node::read(clean).is_err()
}

fn long(secrets: &[String]) -> Vec<String> {
    let long = secrets.iter().filter(|it| MIN_ECHO_BYTES <= it.len());
    long.cloned().collect()
}

/// The same for a text that is JSON and stays so: a number that is a secret becomes a text.
fn without_numbers(bytes: &[u8], root: &Node<'_>, secrets: &[String]) -> Vec<u8> {
    let (mut res, mut rest) = (Vec::with_capacity(bytes.len()), bytes);
    let mut left = vec![root];
    while let Some(node) = left.pop() {
        match &node.holds {
            Holds::Members(members) => left.extend(members.iter().rev().map(|it| &it.1)),
            Holds::Items(items) => left.extend(items.iter().rev()),
            Holds::Word if node.raw.ends_with(|it: char| it.is_ascii_digit()) => {
                // Both are pieces of one text.
                let begins = node.raw.as_ptr() as usize - rest.as_ptr() as usize;
                let (before, after) = rest.split_at(begins);
                res.extend(without(before, secrets));
                match secrets.iter().any(|it| it == node.raw) {
                    true => res.extend_from_slice(format!("\"{MASK}\"").as_bytes()),
                    false => res.extend_from_slice(node.raw.as_bytes()),
                }
                rest = &after[node.raw.len()..];
            }
            Holds::Word | Holds::Text(_) | Holds::Null => {}
        }
    }
    res.extend(without(rest, secrets));
    res
}

/// The same for a text.
pub(crate) fn without_in(text: &str, secrets: &[String]) -> String {
    String::from_utf8_lossy(&without(text.as_bytes(), secrets)).into_owned()
}
