//! Whether a text shows a literal: as whole tokens, set off, at the beginning, or alone.

/// Whether a text holds a literal as whole tokens; white space counts as one space.
pub fn held(text: &str, literal: &str) -> bool {
    // Most texts hold most literals nowhere, which is soon seen.
    let first = literal.split_whitespace().next();
    first.is_some_and(|it| text.contains(it)) && !beside(text, literal).is_empty()
}

/// What stands before and after each place where a text holds a literal as whole tokens: the
/// nearest characters that are no white space.
pub fn beside(text: &str, literal: &str) -> Vec<(Option<char>, Option<char>)> {
    let (text, literal) = (folded(text), folded(literal));
    let mut res = Vec::new();
    if literal.is_empty() {
        return res;
    }
    let mut from = 0;
    while let Some(found) = text[from..].find(&literal) {
        let (start, end) = (from + found, from + found + literal.len());
        let (before, after) = (&text[..start], &text[end..]);
        if whole(&literal, before, after) {
            let (before, after) = (before.trim_end(), after.trim_start());
            res.push((before.chars().next_back(), after.chars().next()));
        }
        from = start + text[start..].chars().next().map_or(1, char::len_utf8);
    }
    res
}

/// Whether a text is spelled as no word of prose is: `apiKey`, `MPESA`, `/v1/pay`, `1101`.
pub fn telling(text: &str) -> bool {
    text.starts_with('/') || text.split_whitespace().any(telling_word)
}

fn telling_word(word: &str) -> bool {
    let inside = |it: char| "_-/.".contains(it);
    let trimmed = word.trim_matches(|it: char| !it.is_alphanumeric());
    let (mut letters, long) = (trimmed.chars(), 2 < trimmed.chars().count());
    let pairs = trimmed.chars().zip(trimmed.chars().skip(1));
    let camel = pairs
        .clone()
        .any(|it| it.0.is_lowercase() && it.1.is_uppercase());
    let shouted = trimmed.chars().filter(|it| it.is_alphabetic()).count() > 1
        && !trimmed.chars().any(char::is_lowercase);
    let digits = long && letters.any(|it| it.is_ascii_digit());
    trimmed.contains(inside) || camel || shouted || digits
}

/// Whether a literal stands in a line with one of these marks, or an end of the line, on both of
/// its sides, or is all of the line.
pub fn set_off(line: &str, literal: &str, marks: &str) -> bool {
    let mark = |it: Option<char>| it.is_none_or(|it| marks.contains(it));
    held(line, literal)
        && (standing_alone(line, literal)
            || beside(line, literal)
                .iter()
                .any(|it| mark(it.0) && mark(it.1)))
}

/// Whether a name begins a line, as in a table without rules, or is set off from what is around it.
pub(super) fn leads_or_set_off(line: &str, name: &str) -> bool {
    let bare = line.trim_start_matches(|it: char| it.is_whitespace() || MARKS.contains(it));
    let bare = bare.strip_prefix(QUOTES).unwrap_or(bare);
    let leads = bare
        .strip_prefix(name)
        .is_some_and(|rest| !rest.starts_with(is_word));
    leads || set_off(line, name, NAME_MARKS)
}

/// Whether a text holds a literal with no word right before it, whatever follows.
pub(super) fn leads_a_token(text: &str, literal: &str) -> bool {
    let first = literal.chars().next();
    let cut = |at: usize| {
        let before = text[..at].chars().next_back();
        before.is_some_and(is_word) && first.is_some_and(is_word)
    };
    let mut found = text.match_indices(literal);
    !literal.is_empty() && found.any(|it| !cut(it.0))
}

/// What may stand around a name in a list, an order of signing, a body or a query.
const NAME_MARKS: &str = "\"'`“”‘’|:=+,;()[]{}<>/&?*•";

/// Whether a line is nothing but a literal, list marks, bars and quotation marks aside.
pub fn standing_alone(line: &str, literal: &str) -> bool {
    let bare = |it: &str| {
        let it = folded(it);
        let it = it.trim_start_matches(|it: char| it == ' ' || MARKS.contains(it));
        let it = it.trim_end_matches(|it: char| " |:;,.".contains(it));
        let quoted = it
            .strip_prefix(QUOTES)
            .and_then(|it| it.strip_suffix(QUOTES));
        quoted.unwrap_or(it).to_owned()
    };
    !literal.trim().is_empty() && bare(line) == bare(literal)
}

/// What may stand before a literal that has a line to itself.
const MARKS: &str = "-*•|";

const QUOTES: [char; 8] = ['"', '\'', '`', '“', '”', '‘', '’', '*'];

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(super) fn squeezed(text: &str) -> String {
    let letters = text.chars().filter(|it| it.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

fn is_word(it: char) -> bool {
    it.is_alphanumeric() || it == '_'
}

/// Whether a literal is not a part of something longer, by what stands before and after it.
fn whole(literal: &str, before: &str, after: &str) -> bool {
    let ends = |it: Option<char>, test: fn(char) -> bool| it.is_some_and(test);
    let (first, last) = (literal.chars().next(), literal.chars().next_back());
    let (mut left, mut right) = (before.chars().rev(), after.chars());
    let (near_left, far_left) = (left.next(), left.next());
    let (near_right, far_right) = (right.next(), right.next());
    if ends(first, is_word) && ends(near_left, is_word)
        || ends(last, is_word) && ends(near_right, is_word)
    {
        return false;
    }
    let digit = |it: char| it.is_ascii_digit();
    // A number is not the front or the back of a longer one: `100` does not stand in `100.00`.
    if ends(first, digit) && near_left == Some('.') && ends(far_left, digit)
        || ends(last, digit) && near_right == Some('.') && ends(far_right, digit)
    {
        return false;
    }
    let goes_on = |signs: &str| {
        near_right.is_some_and(|it| signs.contains(it))
            || near_right == Some('.') && ends(far_right, is_word)
    };
    if literal.starts_with('/') {
        !goes_on("/-%{~")
    } else if literal.contains("://") {
        !(goes_on("-%~") || near_right == Some(':') && ends(far_right, digit))
    } else {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_literal_stands_as_whole_tokens_only() {
        for (text, literal) in [
            ("amount+phone+channel", "phone"),
            ("\"phone\":\"+254\"", "phone"),
            ("| FAIBA, FAIBA_B |", "FAIBA"),
            ("price  10.00.", "10.00"),
            ("Kemru\u{a0} Bank", "Kemru Bank"),
            ("GET http://a.test:30/pay HTTP/1.1", "/pay"),
            ("GET http://a.test:30/pay HTTP/1.1", "http://a.test:30"),
            ("see /pay.", "/pay"),
            ("code 200.", "200"),
        ] {
            assert!(held(text, literal), "{literal} in {text}");
        }
        for (text, literal) in [
            ("phoneNumber", "phone"),
            ("my_phone", "phone"),
            ("FAIBA_B", "FAIBA"),
            ("100.00", "100"),
            ("2.5GB", "5GB"),
            ("GET http://a.test:30/pay-later", "/pay"),
            ("GET http://a.test:30/pay/now", "/pay"),
            ("GET http://a.test:30/pay", "http://a.test"),
            ("http://a.test.example", "http://a.test"),
            ("anything", ""),
        ] {
            assert!(!held(text, literal), "{literal} in {text}");
        }
    }
}
