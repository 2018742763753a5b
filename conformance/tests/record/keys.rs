//! Keys that stand in no fixture, and how they look when they are encoded.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use verbatim_codegen::model::{FieldSource, Provider, Type};

/// A key that no fixture has.
pub(crate) fn credential(provider: &Provider, name: &str) -> String {
    let mut fields = provider.operations.iter().flat_map(|it| &it.fields);
    let number = fields.any(|it| {
        let FieldSource::Credential(index) = it.source else {
            return false;
        };
        it.ty == Type::Integer && provider.credentials[index].name == name
    });
    if number {
        let mixed = name.bytes().fold(7_u32, |it, byte| {
            it.wrapping_mul(31).wrapping_add(u32::from(byte))
        });
        return format!("7154{mixed:010}");
    }
    let digits: String = name.bytes().map(|it| format!("{it:02x}")).collect();
    format!("Zq71{digits}")
}

/// What a text is in base64, wherever it stands in a longer one, without the characters that depend
/// on its neighbours.
pub(crate) fn codes(text: &str) -> Vec<String> {
    let at = |before: usize| {
        let padded = [&vec![b' '; before][..], text.as_bytes()].concat();
        let codes = [
            STANDARD_NO_PAD.encode(&padded),
            URL_SAFE_NO_PAD.encode(&padded),
        ];
        let own = [0, 2, 3][before]..padded.len() * 8 / 6;
        codes.map(|it| it[own.clone()].to_owned())
    };
    (0..3).flat_map(at).collect()
}
