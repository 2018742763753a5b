//! How a name of the spec is spelled in Rust: case and keywords. Collisions are `check`'s.

use proc_macro2::Ident;

/// `mobile_payout` → `MobilePayout`.
pub(crate) fn pascal(name: &str) -> Ident {
    let mut res = String::new();
    for word in name.split('_') {
        let mut letters = word.chars();
        res.extend(letters.next().map(|it| it.to_ascii_uppercase()));
        res.extend(letters);
    }
    ident(&res)
}

/// `type` → `type_`; other names as they are.
pub(crate) fn snake(name: &str) -> Ident {
    ident(name)
}

/// `mobile_payout` → `MOBILE_PAYOUT`.
pub(crate) fn shouting(name: &str) -> Ident {
    ident(&name.to_ascii_uppercase())
}

/// Words that cannot be names in edition 2024, reserved ones too; syn takes some of them.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "Self", "static", "struct", "super", "trait", "true", "try", "type",
    "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

fn ident(text: &str) -> Ident {
    // No legal name ends in an underscore, so a keyword with one collides with nothing.
    let text = match KEYWORDS.contains(&text) {
        true => format!("{text}_"),
        false => text.to_owned(),
    };
    syn::parse_str(&text).expect("check lets only legal names pass")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, pascal_case: &str, snake_case: &str) {
        assert_eq!(pascal(name).to_string(), pascal_case);
        assert_eq!(snake(name).to_string(), snake_case);
    }

    #[test]
    fn digits_stay_with_their_word() {
        check("list_v2_bills", "ListV2Bills", "list_v2_bills");
        check("code_3_days", "Code3Days", "code_3_days");
    }

    #[test]
    fn keywords_get_an_underscore() {
        check("type", "Type", "type_");
        check("self", "Self_", "self_");
        check("gen", "Gen", "gen_");
    }
}
