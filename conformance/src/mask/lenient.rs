//! From a text that is no JSON to the same without the values that stand behind private names.

/// Hides what follows `"name":` and `name=`, whatever else the text is.
pub(super) fn hide(text: &str, names: &[(String, String)]) -> String {
    let mut res = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let opens = res.is_empty() || res.ends_with(['&', '?', '\n']);
        let found = names.iter().find_map(|(name, placeholder)| {
            let form = || rest.strip_prefix(name.as_str())?.strip_prefix('=');
            let (value, length) = match member(rest, name) {
                Some(value) => (value, scalar(value)),
                None if opens => form().map(|it| (it, it.find(['&', '\n']).unwrap_or(it.len())))?,
                None => return None,
            };
            Some((rest.len() - value.len(), length, placeholder))
        });
        match found {
            Some((before, length, placeholder)) => {
                res.push_str(&rest[..before]);
                if 0 < length {
                    res.push_str(placeholder);
                }
                rest = &rest[before + length..];
            }
            None => {
                res.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    res
}

/// What stands behind `"name" :`.
fn member<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let rest = text
        .strip_prefix('"')?
        .strip_prefix(name)?
        .strip_prefix('"')?;
    Some(rest.trim_start().strip_prefix(':')?.trim_start())
}

/// How long a scalar is; none of an object or a list, whose members have names of their own.
fn scalar(text: &str) -> usize {
    let Some(inner) = text.strip_prefix('"') else {
        return match text.chars().next() {
            Some('{' | '[') => 0,
            Some(_) | None => text.find([',', '}', ']', '\n']).unwrap_or(text.len()),
        };
    };
    let mut escaped = false;
    for (at, it) in inner.char_indices() {
        match it {
            '"' if !escaped => return at + 2,
            _ => escaped = it == '\\' && !escaped,
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, hidden: &str) {
        let names = [("phone".to_owned(), "<p>".to_owned())];
        assert_eq!(hide(text, &names), hidden);
    }

    #[test]
    fn values_behind_private_names_are_hidden_in_what_is_no_json() {
        check(
            "{\"phone\" : \"a\\\"b\", \"x\": 1,,",
            "{\"phone\" : <p>, \"x\": 1,,",
        );
        check(
            "{\"phone\":0722,\"phone\":\"07",
            "{\"phone\":<p>,\"phone\":<p>",
        );
        check("{\"phone\": [1}, \"y\"", "{\"phone\": [1}, \"y\"");
    }

    #[test]
    fn forms_are_known_too() {
        check("phone=07+1&x=phone=2", "phone=<p>&x=phone=2");
        check("x=1&phone=&y=2", "x=1&phone=&y=2");
    }

    #[test]
    fn anything_else_stays_as_it_is() {
        check(
            "<p>phone: 0722 ≠ \"phones\": 1</p>",
            "<p>phone: 0722 ≠ \"phones\": 1</p>",
        );
    }
}
