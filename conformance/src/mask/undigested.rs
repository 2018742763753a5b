//! Signatures that are no digests, in whatever was sent: a secret can be read out of each.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use verbatim_codegen::model::{Operation, Provider};

use crate::fixture::{Body, Case, Fixture, Request};
use crate::play::Played;
use crate::sent::Sent;
use crate::wire::Arrived;

/// Shorter codes stand in too many innocent places.
const MIN_CODE_CHARS: usize = 8;

/// Secrets as they stand in a longer text that is coded.
#[derive(Debug, Default)]
pub(super) struct Coded(Vec<(String, String)>);

impl Coded {
    /// In base64 what stands for a text depends on how many bytes are before it; its first and last
    /// character may be its neighbours', too.
    pub(super) fn learn(&mut self, secret: &str, placeholder: &str) {
        let mut codes: Vec<String> = Vec::new();
        for before in 0..3 {
            let padded = [&vec![0; before][..], secret.as_bytes()].concat();
            let own = [0, 2, 3][before]..padded.len() * 8 / 6;
            for code in [
                STANDARD_NO_PAD.encode(&padded),
                URL_SAFE_NO_PAD.encode(&padded),
            ] {
                codes.extend(code.get(own.clone()).map(str::to_owned));
            }
        }
        let hex = |it: u8| format!("{it:02x}");
        let digits: String = secret.bytes().map(hex).collect();
        codes.extend([digits.to_uppercase(), digits]);
        codes.retain(|it| MIN_CODE_CHARS <= it.len());
        let told = codes.into_iter().map(|it| (it, placeholder.to_owned()));
        self.0.extend(told);
    }

    /// The text with a placeholder for each word that holds one of them.
    pub(super) fn hide(&self, text: String) -> String {
        let mut res = text;
        // A placeholder that is such a word itself would be replaced for ever.
        let told = self.0.iter().filter(|it| !it.1.contains(&it.0));
        for (code, placeholder) in told {
            while let Some(at) = res.find(code.as_str()) {
                let inner = |it: char| it.is_ascii_alphanumeric() || "+/-_".contains(it);
                let before = res[..at].trim_end_matches(inner).len();
                let after = res[at..].trim_start_matches(inner).trim_start_matches('=');
                let end = res.len() - after.len();
                res.replace_range(before..end, placeholder);
            }
        }
        res
    }
}

/// Whether a signature of the provider holds a credential in no digest.
pub(super) fn has(provider: &Provider, credential: &str) -> bool {
    let signatures = provider
        .operations
        .iter()
        .filter_map(|it| it.signature.as_ref());
    let mut parts = signatures
        .filter(|it| it.scheme.discloses())
        .flat_map(|it| &it.parts);
    let name = |index: usize| provider.credentials[index].name.as_str();
    parts.any(|it| it.credential().map(name) == Some(credential))
}

/// Those that a fixture says and those that arrived, each with what stands for it.
pub(super) fn of(provider: &Provider, fixture: &Fixture, played: &Played) -> Vec<(String, String)> {
    let operations: Vec<_> = (provider.operations.iter())
        .filter(|it| (it.signature.as_ref()).is_some_and(|it| it.scheme.discloses()))
        .collect();
    let mut res = Vec::new();
    if operations.is_empty() {
        return res;
    }
    let authored: Vec<&Request> = match &fixture.case {
        Case::Call(call) => call.requests().collect(),
        Case::Delivery(it) => it.queries().map(|it| &it.0).collect(),
    };
    for it in authored {
        let body = match &it.body {
            Body::Empty => "",
            Body::Json(json) => json.compact(),
            Body::Text(text) => text,
        };
        let sent = Sent::new(&it.url, &it.headers, body.as_bytes());
        res.extend(operations.iter().filter_map(|it| text(it, &sent)));
    }
    for it in arrived(played) {
        let sent = Sent::new(&it.target, &it.headers, &it.body);
        res.extend(operations.iter().filter_map(|it| text(it, &sent)));
    }
    res
}

fn arrived(played: &Played) -> Vec<&Arrived> {
    match played {
        Played::Call(exchanges) => exchanges.iter().flat_map(|it| &it.arrived).collect(),
        Played::Delivery(hearings) => {
            let confirming = hearings.iter().filter_map(|it| it.confirming.as_ref());
            confirming.flat_map(|it| &it.arrived).collect()
        }
    }
}

/// Which operation a request is of is not asked: what stands in the place of such a signature is
/// hidden.
fn text(operation: &Operation, sent: &Sent<'_>) -> Option<(String, String)> {
    let field = &operation.fields[operation.signature.as_ref()?.into];
    if !field.secret {
        return None;
    }
    let text = sent.texts(operation, field).into_iter().next()?;
    let plain = text.strip_prefix(field.prefix.as_str()).unwrap_or(&text);
    Some((plain.to_owned(), format!("<secret:{}>", field.wire)))
}

#[cfg(test)]
mod tests {
    use super::Coded;

    #[test]
    fn a_word_that_holds_a_coded_secret_is_hidden_whole() {
        let mut coded = Coded::default();
        coded.learn("canary-passkey", "<k>");
        for (text, hidden) in [
            // printf '%s' '0884canary-passkey2026' | base64; the same with one and with two bytes more.
            ("a=MDg4NGNhbmFyeS1wYXNza2V5MjAyNg==&b", "a=<k>&b"),
            ("\"eDA4ODRjYW5hcnktcGFzc2tleTIwMjY=\"", "\"<k>\""),
            ("word eHgwODg0Y2FuYXJ5LXBhc3NrZXkyMDI2", "word <k>"),
            // printf '%s' '0884canary-passkey' | xxd -p
            ("3038383463616e6172792d706173736b6579.", "<k>."),
            ("canary", "canary"),
        ] {
            assert_eq!(coded.hide(text.to_owned()), hidden);
        }
    }
}
