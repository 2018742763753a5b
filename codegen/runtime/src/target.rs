//! From names and texts to path and query, by RFC 3986.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All but the unreserved characters.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The path with a text in each of its places, `{name}`.
///
/// `Err` is the name of a text that would make it another path, and why.
pub(crate) fn path(
    template: &str,
    texts: &[(&'static str, String)],
) -> Result<String, (&'static str, &'static str)> {
    let mut res = template.to_owned();
    for (name, text) in texts {
        if text.is_empty() {
            return Err((name, "is empty, and a path has no gaps"));
        }
        let place = format!("{{{name}}}");
        let segments = res.split('/').filter(|it| it.contains(&place));
        // A URL takes such a segment for a way back, and no encoding hides it.
        if segments
            .map(|it| it.replace(&place, text))
            .any(|it| matches!(&*it, "." | ".."))
        {
            return Err((name, "would lead out of the path"));
        }
        res = res.replace(&place, &encoded(text));
    }
    Ok(res)
}

/// `name=text&name=text`; empty for nothing.
pub(crate) fn query(texts: &[(&'static str, String)]) -> String {
    let pair = |(name, text): &(&str, String)| format!("{}={}", encoded(name), encoded(text));
    texts.iter().map(pair).collect::<Vec<_>>().join("&")
}

pub(crate) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

#[cfg(test)]
mod tests {
    use super::{path, query};

    fn texts(texts: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
        texts.iter().map(|it| (it.0, it.1.to_owned())).collect()
    }

    #[test]
    fn a_text_cannot_leave_its_place() {
        let filled = |text| path("/v1/{id}/a.{id2}", &texts(&[("id", text), ("id2", "b")]));
        assert_eq!(filled("5f-._~"), Ok("/v1/5f-._~/a.b".to_owned()));
        assert_eq!(
            filled("a/b?c#d e"),
            Ok("/v1/a%2Fb%3Fc%23d%20e/a.b".to_owned())
        );
        assert_eq!(
            filled("é%{id2}"),
            Ok("/v1/%C3%A9%25%7Bid2%7D/a.b".to_owned())
        );
        for text in ["", ".", ".."] {
            assert_eq!(filled(text).map_err(|it| it.0), Err("id"), "{text}");
        }
        assert_eq!(
            path("/a.{id}", &texts(&[("id", ".")])).map_err(|it| it.0),
            Ok("/a..".to_owned())
        );
    }

    #[test]
    fn a_query_keeps_its_order_and_repeats_its_names() {
        let texts = texts(&[("b c", "1&2"), ("a", "x+y"), ("a", ""), ("k[]", "é")]);
        assert_eq!(query(&texts), "b%20c=1%262&a=x%2By&a=&k%5B%5D=%C3%A9");
        assert_eq!(query(&[]), "");
    }
}
