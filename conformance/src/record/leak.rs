//! Whether anything that was seen stands in what would be written, however it is coded.
//!
//! It knows nothing of the placeholders: it takes every value of the wire and looks for it.

use std::collections::HashSet;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

use super::placeholders::MIN_CHARS;
use super::public::Public;
use super::traffic::Seen;
use crate::json::quote;
use crate::sent::percent_encoded;

/// Of a longer value, every piece that is so long is looked for.
pub(crate) const PIECE_BYTES: usize = 12;

/// The places of what would be written, each once: plain, as JSON, a URL or a form has it, in
/// base64 or in hexadecimal digits.
///
/// What a spec says itself, or was `made` by us, is no find, unless it is a credential; what was
/// `kept` is one in any other place.
pub(crate) fn found(
    seen: &[Seen],
    kept: &HashSet<(String, String)>,
    public: &Public,
    made: &[String],
    files: &[&str],
) -> Vec<String> {
    let mut res: Vec<String> = Vec::new();
    for file in files {
        let index = Index::of(file);
        let mut open: Vec<&str> = public.within(file);
        open.extend(made.iter().map(String::as_str));
        for it in seen {
            if kept.contains(&(it.slot.clone(), it.text.clone())) || res.contains(&it.slot) {
                continue;
            }
            let told = |piece: &str| !it.secret && open.iter().any(|it| it.contains(piece));
            let leaks = |piece: &str| !told(piece) && forms(piece).iter().any(|it| index.has(it));
            let leaks = pieces(&it.text).any(leaks);
            if leaks {
                res.push(it.slot.clone());
            }
        }
    }
    res
}

/// The value, or all its pieces where it is long.
pub(crate) fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let short = text.len() <= PIECE_BYTES;
    let whole = (short && MIN_CHARS <= text.chars().count()).then_some(text);
    let starts = text.char_indices().filter(move |_| !short).map(|it| it.0);
    let cut = starts.filter_map(move |at| {
        let end = (at + PIECE_BYTES..text.len() + 1).find(|it| text.is_char_boundary(*it))?;
        Some(&text[at..end])
    });
    whole.into_iter().chain(cut)
}

/// As it is, and as it may be spelled.
fn forms(piece: &str) -> Vec<String> {
    let quoted = quote(piece);
    let escaped = quoted[1..quoted.len() - 1].to_owned();
    let mut res = vec![piece.to_owned(), escaped.replace('/', "\\/"), escaped];
    let percent = percent_encoded(piece).into_owned();
    res.push(percent.replace("%20", "+"));
    res.push(with_small_digits(&percent));
    res.push(percent);
    res.push(piece.bytes().map(|it| format!("{it:02x}")).collect());
    res.push(piece.bytes().map(|it| format!("{it:02X}")).collect());
    for before in 0..3 {
        res.extend(base64(piece.as_bytes(), before));
    }
    res
}

/// `%c3` for `%C3`.
fn with_small_digits(percent: &str) -> String {
    let mut parts = percent.split('%');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |res, part| {
        let (digits, rest) = part.split_at_checked(2).unwrap_or((part, ""));
        format!("{res}%{}{rest}", digits.to_ascii_lowercase())
    })
}

/// What stands for the bytes in base64 when so many others stand before them, without the
/// characters that depend on their neighbours; both alphabets.
fn base64(bytes: &[u8], before: usize) -> Vec<String> {
    let padded = [&vec![0; before][..], bytes].concat();
    let from = [0, 2, 3][before];
    let until = padded.len() * 8 / 6;
    let codes = [
        STANDARD_NO_PAD.encode(&padded),
        URL_SAFE_NO_PAD.encode(&padded),
    ];
    let cut = codes.iter().filter_map(|it| it.get(from..until));
    cut.filter(|it| MIN_CHARS < it.len())
        .map(str::to_owned)
        .collect()
}

/// A text, and what may begin anywhere in it.
struct Index<'a> {
    text: &'a str,
    begins: HashSet<[u8; MIN_CHARS]>,
}

impl<'a> Index<'a> {
    fn of(text: &'a str) -> Index<'a> {
        let windows = text.as_bytes().windows(MIN_CHARS);
        Index {
            text,
            begins: windows.filter_map(|it| it.try_into().ok()).collect(),
        }
    }

    fn has(&self, wanted: &str) -> bool {
        let begins = wanted.as_bytes().first_chunk::<MIN_CHARS>();
        begins.is_none_or(|it| self.begins.contains(it)) && self.text.contains(wanted)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{found, pieces};
    use crate::fixture::Setup;
    use crate::record::public::Public;
    use crate::record::traffic::Seen;
    use verbatim_codegen::model::Provider;

    fn leaks(provider: &Provider, text: &str, file: &str, secret: bool) -> bool {
        let seen = Seen {
            slot: "x".to_owned(),
            text: text.to_owned(),
            secret,
            name: false,
        };
        let public = Public::of(provider, &Setup::default());
        !found(&[seen], &HashSet::new(), &public, &[], &[file]).is_empty()
    }

    fn provider() -> Provider {
        let specs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/kpoint");
        verbatim_codegen::load(&specs).expect("the spec holds")
    }

    #[test]
    fn a_value_is_found_however_it_is_coded() {
        let provider = provider();
        let value = "canary \"é/0042";
        for file in [
            "a: canary \"é/0042",
            r#"a: "canary \"é/0042""#,
            r#"a: "canary \"é\/0042""#,
            "canary%20%22%C3%A9%2F0042",
            "canary+%22%C3%A9%2F0042",
            "canary%20%22%c3%a9%2f0042",
            // printf 'canary "é/0042' | base64; with one and with two letters before it.
            "Y2FuYXJ5ICLDqS8wMDQy",
            "eGNhbmFyeSAiw6kvMDA0Mg",
            "eHhjYW5hcnkgIsOpLzAwNDI",
            "63616e6172792022c3a92f30303432",
            "63616E6172792022C3A92F30303432",
            "only a piece: ary \"é/0042",
        ] {
            assert!(leaks(&provider, value, file, false), "{file}");
        }
        assert!(!leaks(&provider, value, "can ary 0042", false));
    }

    #[test]
    fn what_the_spec_says_is_no_find_unless_it_is_a_credential() {
        let provider = provider();
        let wire = provider.operations[0].fields[0].wire.clone();
        let file = format!("a: {wire}");
        assert!(!leaks(&provider, &wire, &file, false));
        assert!(leaks(&provider, &wire, &file, true));
    }

    #[test]
    fn a_short_value_is_looked_for_as_a_whole_and_a_shorter_one_not_at_all() {
        assert_eq!(pieces("abcd").collect::<Vec<_>>(), ["abcd"]);
        assert_eq!(pieces("abc").count(), 0);
        assert_eq!(pieces("abcdefghijklmn").count(), 3);
    }
}
