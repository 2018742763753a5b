//! What a request is signed over, in the order of the spec, and the signature as it is sent.

use verbatim_codegen::model::SignedPart;

use crate::request::{Making, Refused, misconfigured};
use crate::sign::{digest, encode};
use crate::url::target;
use crate::value::Value;

impl Making<'_> {
    /// The signature as it is sent, and the text that it is made of.
    pub(crate) fn signature(
        &self,
        stands: &[Option<Value>],
        unsigned: &str,
        body: &[u8],
    ) -> Result<(String, Vec<u8>), Refused> {
        let Some(signature) = &self.operation.signature else {
            return Ok((String::new(), Vec::new()));
        };
        let scheme = &signature.scheme;
        let mut parts: Vec<Vec<u8>> = Vec::new();
        for part in &signature.parts {
            let (name, text) = self.part(part, stands, unsigned, body)?;
            let name = match (&scheme.named, name) {
                (Some(between), Some(name)) => format!("{name}{between}"),
                (_, _) => String::new(),
            };
            match text {
                Some(text) => parts.push([name.as_bytes(), &text].concat()),
                None if scheme.empty_kept => parts.push(name.into_bytes()),
                None => {}
            }
        }
        let mut signed = scheme.prefix.clone().into_bytes();
        signed.extend(parts.join(scheme.joiner.as_bytes()));
        signed.extend(scheme.suffix.as_bytes());
        let key = match scheme.key {
            Some(key) => self.merchant.credential(key).ok_or_else(misconfigured)?,
            None => "",
        };
        let text = digested(&scheme.algorithm, &scheme.encoding, key.as_bytes(), &signed)?;
        let sent = self.operation.fields[signature.into].prefix.clone() + &text;
        Ok((sent, signed))
    }

    /// The name and the bytes of one part; no bytes where it is left out of the request.
    #[allow(clippy::type_complexity, reason = "the pair is taken apart at once")]
    fn part(
        &self,
        part: &SignedPart,
        stands: &[Option<Value>],
        unsigned: &str,
        body: &[u8],
    ) -> Result<(Option<String>, Option<Vec<u8>>), Refused> {
        let plain = |text: &str| Ok((None, Some(text.as_bytes().to_vec())));
        let target = target(unsigned);
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        match part {
            SignedPart::Field(at) => {
                let name = self.operation.fields[*at].wire.clone();
                let text = stands[*at].as_ref().map(|it| it.text().into_bytes());
                Ok((Some(name), text))
            }
            SignedPart::Credential { index, named } => {
                let text = self.merchant.credential(*index).ok_or_else(misconfigured)?;
                Ok((named.clone(), Some(text.as_bytes().to_vec())))
            }
            SignedPart::Constant(text) => plain(text),
            SignedPart::Method => plain(&self.operation.method),
            SignedPart::Path => plain(path),
            SignedPart::Target => plain(target),
            SignedPart::Query => plain(query),
            SignedPart::Body => Ok((None, Some(body.to_vec()))),
            SignedPart::BodyDigest {
                algorithm,
                encoding,
            } => plain(&digested(algorithm, encoding, b"", body)?),
            // Only callbacks sign a header that came.
            SignedPart::Header(_) => Ok((None, None)),
        }
    }
}

/// A digest as text.
pub(crate) fn digested(
    algorithm: &str,
    encoding: &str,
    key: &[u8],
    bytes: &[u8],
) -> Result<String, Refused> {
    let bytes = digest(algorithm, key, bytes).ok_or_else(misconfigured)?;
    encode(encoding, &bytes).ok_or_else(misconfigured)
}
