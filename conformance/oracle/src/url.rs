//! Addresses: what may stand in a URL, and what a base address is.

/// Every byte but letters, digits and `-._~` by its number.
pub(crate) fn encoded(text: &str) -> String {
    let mut res = String::with_capacity(text.len());
    for it in text.bytes() {
        match it {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                res.push(char::from(it));
            }
            _ => res.push_str(&format!("%{it:02X}")),
        }
    }
    res
}

/// The same for forms: `*` and `-._` stand for themselves, a space is a plus.
pub(crate) fn form_encoded(text: &str) -> String {
    let mut res = String::with_capacity(text.len());
    for it in text.bytes() {
        match it {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'*' | b'-' | b'.' | b'_' => {
                res.push(char::from(it));
            }
            b' ' => res.push('+'),
            _ => res.push_str(&format!("%{it:02X}")),
        }
    }
    res
}

/// What a form or a query says, decoded; of bytes that are no UTF-8 the replacement character.
pub(crate) fn pairs(text: &[u8]) -> Vec<(String, String)> {
    let pairs = text.split(|it| *it == b'&').filter(|it| !it.is_empty());
    let pair = |it: &[u8]| {
        let at = it.iter().position(|it| *it == b'=');
        let (name, value) = match at {
            Some(at) => (&it[..at], &it[at + 1..]),
            None => (it, &[][..]),
        };
        (decoded(name), decoded(value))
    };
    pairs.map(pair).collect()
}

fn decoded(text: &[u8]) -> String {
    let mut res = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        let hex = |at: usize| text.get(at).and_then(|it| char::from(*it).to_digit(16));
        match (byte, hex(at + 1), hex(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                res.extend(u8::try_from(high * 16 + low));
                at += 3;
            }
            (b'+', _, _) => {
                res.push(b' ');
                at += 1;
            }
            (byte, _, _) => {
                res.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&res).into_owned()
}

/// The address without slashes at its end, where it is `http:` or `https:`, a host, a port and a path.
pub(crate) fn base(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("http://");
    let rest = rest.or_else(|| text.strip_prefix("https://"))?;
    let authority = rest.split('/').next().unwrap_or_default();
    let visible = |it: u8| it.is_ascii_graphic() && !matches!(it, b'\\' | b'?' | b'#');
    let host = !authority.is_empty() && !authority.starts_with(':') && !authority.contains('@');
    (host && text.bytes().all(visible)).then(|| text.trim_end_matches('/'))
}

/// Path and query of an absolute URL.
pub(crate) fn target(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |it| it.1);
    rest.find('/').map_or("/", |at| &rest[at..])
}

#[cfg(test)]
mod tests {
    use super::{encoded, form_encoded, pairs, target};

    #[test]
    fn a_url_and_a_form_differ_in_spaces_stars_and_tildes() {
        assert_eq!(encoded("a b*~é"), "a%20b%2A~%C3%A9");
        assert_eq!(form_encoded("a b*~é"), "a+b*%7E%C3%A9");
    }

    #[test]
    fn what_a_form_says_is_decoded() {
        let read = pairs(b"a=1+2&&b&c%20=%C3%A9%zz=");
        let read: Vec<_> = read.iter().map(|it| (&*it.0, &*it.1)).collect();
        assert_eq!(read, [("a", "1 2"), ("b", ""), ("c ", "é%zz=")]);
    }

    #[test]
    fn a_target_begins_behind_the_host() {
        assert_eq!(target("http://a.test:1/b?c=/d"), "/b?c=/d");
        assert_eq!(target("http://a.test"), "/");
    }
}
