//! The texts and names that are tried.

/// Breakers of Rust, of its documentation, of the templates, of TOML, of Markdown and of terminals.
pub(crate) const TEXTS: &[&str] = &[
    "",
    "two\r\n\r\n/// paragraphs\nfn injected() {}",
    "lone\rcarriage return",
    "null\u{0}, bell\u{7}, red\u{1b}[31m, delete\u{7f}",
    "next\u{85}line\u{2028}paragraph\u{2029}feed\u{c}tab\u{b}",
    "left\u{202e}thgir\u{202c} and \u{2066}isolated",
    "*/ fn injected() {} /* \"; fn injected() {} // '",
    "\"# ; r#\"raw\"## it's 'static '\\'' \\u{41} \\n \\",
    "//% for it in x ${ y } {{ z }} {% if x %} {# no #} {#[cfg(test)] ${% for %}${# #}",
    "```rust panic!()",
    "~~~ rust panic!()",
    "     panic!(); // indented",
    "-      panic!(); // in a list",
    "[link](x) [`Client`] ![image](y) <script>alert(1)</script> &lt; <!-- <https://example.com>",
    "[Client]: https://example.com \"title\"",
    "| a | b \\| c \\\\| d | \\\\",
    "# *544# _x_ ~~gone~~ ``` tick` Type self Self crate super async gen r#type é 😀 日本 ﷽",
    "''' \"\"\" = [dependencies] # #[derive(Injected)] #![allow(warnings)] /// doc //! inner",
    LONG,
];

/// Characters that no text of a spec may hold: they hide or reorder what stands beside them.
pub(crate) const HIDING: &[char] = &[
    '\u{0}',
    '\u{1b}',
    '\u{7f}',
    '\u{80}',
    '\u{ad}',
    '\u{34f}',
    '\u{61c}',
    '\u{115f}',
    '\u{180e}',
    '\u{200b}',
    '\u{200e}',
    '\u{202a}',
    '\u{202e}',
    '\u{2060}',
    '\u{2066}',
    '\u{2069}',
    '\u{206f}',
    '\u{3164}',
    '\u{feff}',
    '\u{ffa0}',
    '\u{fff9}',
    '\u{e0001}',
    '\u{e0041}',
    '\u{e007f}',
];

/// Words of Rust, for slots that hold a word.
pub(crate) const WORDS: &[&str] = &[
    "type", "self", "Self", "crate", "super", "async", "gen", "r#type",
];

/// A thousand letters.
const LONG: &str = {
    const LETTERS: [u8; 1000] = [b'a'; 1000];
    match std::str::from_utf8(&LETTERS) {
        Ok(it) => it,
        Err(_) => panic!("letters are UTF-8"),
    }
};

/// Names that generated code, the runtime's macros or the prelude use themselves.
pub(crate) const TAKEN: &[&str] = &[
    "amount",
    "answer",
    "box",
    "build",
    "builder",
    "callback_answer",
    "client",
    "codes",
    "credentials",
    "deserialize",
    "effect",
    "environment",
    "err",
    "error",
    "http",
    "into",
    "joined",
    "k_n_o_w_n",
    "limits",
    "lines",
    "masked",
    "new",
    "none",
    "ok",
    "option",
    "others",
    "outcome",
    "pages",
    "provider",
    "resolution",
    "result",
    "secret",
    "self",
    "sentence",
    "serialize",
    "some",
    "string",
    "t_e_x_t_s",
    "text_map",
    "text_or",
    "transport",
    "unknown",
    "vec",
];
