//! Which features of the runtime a client needs: the algorithms of its spec, and times.

use std::collections::BTreeSet;

use crate::model::{FieldSource, Made, Provider, Scheme, SignedPart};

/// The names of the features, each once.
pub(super) fn features(provider: &Provider) -> Vec<&'static str> {
    let mut res = BTreeSet::new();
    for operation in &provider.operations {
        if let Some(it) = &operation.signature {
            signing(&it.scheme, &it.parts, &mut res);
        }
        for field in &operation.fields {
            if let FieldSource::Made(made) = &field.source {
                match made {
                    Made::Timestamp(_) => res.extend(["time"]),
                    Made::Digest { algorithm, .. } => res.extend(family(algorithm)),
                    Made::Nonce(_) => {}
                }
            }
        }
    }
    for callback in &provider.callbacks {
        if let Some(it) = &callback.signature {
            signing(&it.scheme, &it.parts, &mut res);
            res.extend(it.sent.is_some().then_some("time"));
        }
    }
    let dated = provider.references.iter().any(|it| it.dated.is_some());
    res.extend(dated.then_some("time"));
    res.into_iter().collect()
}

fn signing(scheme: &Scheme, parts: &[SignedPart], res: &mut BTreeSet<&'static str>) {
    res.extend(family(&scheme.algorithm));
    for part in parts {
        if let SignedPart::BodyDigest { algorithm, .. } = part {
            res.extend(family(algorithm));
        }
    }
}

/// The feature that brings an algorithm, keyed or plain.
fn family(algorithm: &str) -> Option<&'static str> {
    match algorithm.trim_start_matches("hmac-") {
        "md5" => Some("md5"),
        "sha1" => Some("sha1"),
        "sha256" | "sha384" | "sha512" => Some("sha2"),
        _ => None,
    }
}
