//! Tokens in one line, spaced as people write them.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use quote::ToTokens;

/// `Option<Vec<Bank>>`, not `Option < Vec < Bank > >`.
pub(crate) fn flat(tokens: impl ToTokens) -> String {
    let mut res = String::new();
    write(tokens.into_token_stream(), &mut res);
    res
}

/// What the last token was, as far as the next one asks.
#[derive(Clone, Copy, PartialEq)]
enum Before {
    Nothing,
    Word,
    /// `,`, `;`, `=`, a colon on its own, an arrow.
    Apart,
    /// `>`, or a group.
    Closed,
    /// `&`, `<`, `::`, `.`, `!`, `'`.
    Tight,
}

fn write(tokens: TokenStream, out: &mut String) {
    let mut before = Before::Nothing;
    // The punctuation that the next one completes: `:` of `::`, `-` of `->`, `=` of `=>`.
    let mut joint = None;
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{ ", " }"),
                    Delimiter::None => ("", ""),
                };
                let brace = group.delimiter() == Delimiter::Brace;
                if before == Before::Apart || (brace && before != Before::Nothing) {
                    out.push(' ');
                }
                match (brace, group.stream().is_empty()) {
                    (true, true) => out.push_str("{}"),
                    _ => {
                        out.push_str(open);
                        write(group.stream(), out);
                        out.push_str(close);
                    }
                }
                before = Before::Closed;
                joint = None;
            }
            TokenTree::Punct(punct) => {
                let mark = punct.as_char();
                let second = joint.is_some();
                let spaced = match mark {
                    '=' | '-' | '|' if !second => before != Before::Nothing,
                    ',' | ';' | ':' | '>' | '.' | '!' | '?' => false,
                    // The turbofish and generics follow their name; a reference does not.
                    '<' => before == Before::Apart,
                    _ => {
                        !second
                            && (before == Before::Apart || (mark != '<' && before == Before::Word))
                    }
                };
                if spaced {
                    out.push(' ');
                }
                out.push(mark);
                before = match (joint, mark) {
                    (Some(':'), ':') => Before::Tight,
                    (Some('-' | '='), '>') => Before::Apart,
                    (_, ',' | ';' | '=' | ':' | '|') => Before::Apart,
                    (_, '>') => Before::Closed,
                    _ => Before::Tight,
                };
                joint = (punct.spacing() == Spacing::Joint).then_some(mark);
            }
            TokenTree::Ident(_) | TokenTree::Literal(_) => {
                if matches!(before, Before::Word | Before::Apart | Before::Closed) {
                    out.push(' ');
                }
                out.push_str(&token.to_string());
                // A lifetime is a mark and a name.
                before = match joint {
                    Some('\'') => Before::Apart,
                    _ => Before::Word,
                };
                joint = None;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::flat;

    #[track_caller]
    fn same(text: &str) {
        let tokens: proc_macro2::TokenStream = text.parse().expect("it is tokens");
        assert_eq!(flat(tokens), text);
    }

    #[test]
    fn tokens_are_spaced_as_people_write_them() {
        same("Option<Vec<Bank>>");
        same("&'static [&'static str]");
        same("rt::Server { url: None, cleartext: false }");
        same("Credentials {}");
        same("(\"ussd\", Said::GoesOn(text))");
        same("dispatch::call::<operations::B2b>");
        same("rt::request! { A => Vec<B>, A, [one, two] }");
        same("pub(super)");
    }
}
