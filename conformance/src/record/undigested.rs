//! From a signature that is no digest to what can be read out of it.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE, URL_SAFE_NO_PAD};
use verbatim_codegen::model::{Operation, Provider, Signature, SignedPart};

use crate::sent::Sent;

/// What a signature says.
pub(crate) struct Undigested {
    /// The text that was encoded.
    pub(crate) text: String,
    /// The credential in it, by name, where all else of it is known.
    pub(crate) credential: Option<(String, String)>,
    /// Whether the text is made as the spec says, as far as it is known.
    pub(crate) is_alike: bool,
}

/// `None` where nothing is signed so, or nothing came.
pub(crate) fn undigested(
    provider: &Provider,
    operation: &Operation,
    credentials: &[(String, String)],
    sent: &Sent<'_>,
) -> Option<Undigested> {
    let signature = operation.signature.as_ref()?;
    let scheme = &signature.scheme;
    if !scheme.discloses() {
        return None;
    }
    let field = &operation.fields[signature.into];
    let came = sent.texts(operation, field).into_iter().next()?;
    let plain = came.strip_prefix(field.prefix.as_str()).unwrap_or(&came);
    let Some(text) = decoded(&scheme.encoding, plain) else {
        return Some(Undigested {
            text: plain.to_owned(),
            credential: None,
            is_alike: false,
        });
    };
    let pieces = pieces(provider, operation, signature, credentials, sent);
    // What is known at either end is taken off; with it goes what joins it to the rest.
    let is_open = |it: &Piece| it.0.is_none();
    let known = |it: &Piece| it.0.clone().unwrap_or_default();
    // Where nothing is open, all of it stands in front.
    let first = pieces.iter().position(is_open).unwrap_or(pieces.len());
    let behind = pieces.iter().rposition(is_open).map_or(first, |it| it + 1);
    let mut front: Vec<String> = pieces[..first].iter().map(known).collect();
    let mut back: Vec<String> = pieces[behind..].iter().map(known).collect();
    if first < behind {
        front.push(String::new());
        back.insert(0, String::new());
    }
    let front = scheme.prefix.clone() + &front.join(&scheme.joiner);
    let back = back.join(&scheme.joiner) + &scheme.suffix;
    let rest = (text.strip_prefix(&front)).and_then(|it| it.strip_suffix(&back));
    // Where nothing is open, nothing is left.
    let rest = rest.filter(|it| first < behind || it.is_empty());
    let credential = match (&pieces[first..behind], rest) {
        ([(None, Some((name, before)))], Some(rest)) => {
            let value = rest.strip_prefix(before.as_str());
            value.map(|it| (name.clone(), it.to_owned()))
        }
        (_, _) => None,
    };
    let is_alike = rest.is_some();
    Some(Undigested {
        text,
        credential,
        is_alike,
    })
}

/// A signed value: its text where it is known; else the credential that it is, with what stands
/// before it.
type Piece = (Option<String>, Option<(String, String)>);

fn pieces(
    provider: &Provider,
    operation: &Operation,
    signature: &Signature,
    credentials: &[(String, String)],
    sent: &Sent<'_>,
) -> Vec<Piece> {
    let scheme = &signature.scheme;
    let named = |name: &str| match &scheme.named {
        Some(between) => format!("{name}{between}"),
        None => String::new(),
    };
    let piece = |part: &SignedPart| match part {
        SignedPart::Field(index) => {
            let field = &operation.fields[*index];
            let before = named(&field.wire);
            match sent.texts(operation, field).into_iter().next() {
                Some(text) => Some((Some(format!("{before}{text}")), None)),
                None => scheme.empty_kept.then_some((Some(before), None)),
            }
        }
        SignedPart::Credential {
            index,
            named: as_name,
        } => {
            let name = &provider.credentials[*index].name;
            let before = as_name.as_deref().map(named).unwrap_or_default();
            let known = credentials.iter().find(|it| it.0 == *name);
            Some(match known {
                Some((_, value)) => (Some(format!("{before}{value}")), None),
                None => (None, Some((name.clone(), before))),
            })
        }
        SignedPart::Constant(text) => Some((Some(text.clone()), None)),
        SignedPart::Method => Some((Some(operation.method.clone()), None)),
        SignedPart::Path
        | SignedPart::Target
        | SignedPart::Query
        | SignedPart::Body
        | SignedPart::BodyDigest { .. }
        | SignedPart::Header(_) => Some((None, None)),
    };
    signature.parts.iter().filter_map(piece).collect()
}

fn decoded(encoding: &str, text: &str) -> Option<String> {
    let bytes = match encoding {
        "base64" => STANDARD.decode(text).ok(),
        "base64url" => URL_SAFE.decode(text).ok(),
        "base64url-unpadded" => URL_SAFE_NO_PAD.decode(text).ok(),
        _ => {
            let digits = text.as_bytes().chunks(2);
            let byte = |it: &[u8]| u8::from_str_radix(std::str::from_utf8(it).ok()?, 16).ok();
            digits.map(byte).collect()
        }
    };
    String::from_utf8(bytes?).ok()
}
