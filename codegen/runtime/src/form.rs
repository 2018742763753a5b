//! Bodies that are no JSON: forms, and parts.

use std::borrow::Cow;

use form_urlencoded::Serializer;

use crate::nonces::{Nonces, one_of};

/// The characters of a boundary.
const ALPHABET: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// How many a boundary has.
const BOUNDARY: usize = 24;

/// Names and texts, in order.
pub(crate) type Pairs<'a> = Vec<(Cow<'a, str>, Cow<'a, str>)>;

/// `application/x-www-form-urlencoded`, as the URL Standard writes it.
pub(crate) fn form(pairs: &Pairs<'_>) -> String {
    Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// `multipart/form-data`, one part per pair; the boundary, and the body.
pub(crate) fn multipart(pairs: &Pairs<'_>, nonces: &dyn Nonces) -> (String, String) {
    let mut boundary = one_of(nonces, BOUNDARY, ALPHABET);
    // By chance, once in more requests than there ever will be.
    while pairs.iter().any(|it| it.1.contains(&boundary)) {
        boundary = one_of(nonces, BOUNDARY, ALPHABET);
    }
    let mut body = String::new();
    for (name, text) in pairs {
        let name = escaped(name);
        body.push_str(&format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n"
        ));
    }
    body.push_str(&format!("--{boundary}--\r\n"));
    (boundary, body)
}

/// A name inside quotes, as the HTML Standard escapes it.
fn escaped(name: &str) -> String {
    name.replace('\r', "%0D")
        .replace('\n', "%0A")
        .replace('"', "%22")
}

#[cfg(test)]
mod tests {
    use super::{Pairs, form, multipart};
    use crate::nonces::given::Given;

    fn pairs<'a>(pairs: &[(&'a str, &'a str)]) -> Pairs<'a> {
        pairs.iter().map(|it| (it.0.into(), it.1.into())).collect()
    }

    #[test]
    fn a_form_has_plus_for_a_space_and_keeps_the_order() {
        // `urllib.parse.urlencode` of Python, which differs in `~` alone.
        let pairs = pairs(&[("b", "a b"), ("a", "é&=+%/"), ("b", ""), ("x y", "*-._~")]);
        assert_eq!(form(&pairs), "b=a+b&a=%C3%A9%26%3D%2B%25%2F&b=&x+y=*-._%7E");
    }

    #[test]
    fn each_pair_is_a_part() {
        let (boundary, body) = multipart(
            &pairs(&[("na\"me", "J\r\nD"), ("n", "")]),
            &Given::new(&[1; 24]),
        );
        assert_eq!(boundary, "1".repeat(24));
        let written = "--B\r\nContent-Disposition: form-data; name=\"na%22me\"\r\n\r\nJ\r\nD\r\n\
                       --B\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n\r\n--B--\r\n";
        assert_eq!(body, written.replace('B', &boundary));
    }

    #[test]
    fn no_value_holds_the_boundary() {
        let bytes = [[1; 24], [2; 24]].concat();
        let held = "1".repeat(30);
        let (boundary, _) = multipart(&pairs(&[("a", &held)]), &Given::new(&bytes));
        assert_eq!(boundary, "2".repeat(24));
    }
}
