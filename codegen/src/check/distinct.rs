//! What becomes an item of the generated crate has a name of its own.

use std::collections::HashMap;

use super::at::At;
use super::ctx::Ctx;
use crate::diagnostic::Code;
use crate::spec::{CallbackEntry, OperationEntry, ProviderFile, Standing};

/// The same where calls and their replies are named, and no callbacks.
const CALLED: &[&str] = &["confirmation", "open", "patience", "settled"];

/// Names of types that a generated crate or the prelude has already, without underscores.
const TAKEN: &[&str] = &[
    "amount",
    "answer",
    "blocking",
    "box",
    "builder",
    "callbackanswer",
    "client",
    "code",
    "copy",
    "credentials",
    "default",
    "drop",
    "effect",
    "environment",
    "err",
    "error",
    "fn",
    "from",
    "into",
    "joined",
    "limits",
    "lines",
    "masked",
    "minoramount",
    "none",
    "ok",
    "option",
    "others",
    "outcome",
    "pages",
    "reply",
    "quantity",
    "resolution",
    "result",
    "runtime",
    "secret",
    "self",
    "send",
    "serialize",
    "deserialize",
    "some",
    "string",
    "sync",
    "textmap",
    "textor",
    "transport",
    "vec",
    "tostring",
    "toowned",
    "clone",
    "debug",
    "eq",
    "hash",
    "partialeq",
    "sized",
];

/// Further names that an operation cannot have, since clients have such methods and pages such items.
const METHODS: &[&str] = &[
    "new",
    "provider",
    "queries",
    "resolve",
    "withcredentials",
    "client",
    "wait",
];

/// Operations, callbacks, records, enums and tables become types of one crate.
pub(super) fn distinct_types(
    ctx: &Ctx,
    file: &ProviderFile,
    at: At<'_>,
    operations: &[Standing<OperationEntry>],
    callbacks: &[Standing<CallbackEntry>],
) {
    let mut seen: HashMap<String, String> = HashMap::new();
    let mut one = |kind: &str, name: &str, at: At<'_>| {
        // A table becomes `BankRow`, so that an enum may be called `bank` too.
        let spelled = match kind {
            "table" => format!("{name}_row"),
            _ => name.to_owned(),
        };
        let key = spelled.replace('_', "");
        let taken = match kind {
            "operation" => METHODS.contains(&key.as_str()),
            "callback" => key == "provider",
            "table" => key == "codesrow",
            _ => false,
        };
        let called = kind != "callback" && CALLED.contains(&key.as_str());
        if taken || called || TAKEN.contains(&key.as_str()) {
            needed(ctx, &spelled, at);
        }
        let this = format!("{kind} `{spelled}`");
        match seen.insert(key, this.clone()) {
            None => {}
            Some(before) if before == this => {
                ctx.fault(Code::DuplicateKey, at, format!("`{name}` is there twice"));
            }
            Some(before) => {
                let message = format!("{this} and {before} would be one type");
                ctx.fault(Code::NameCollision, at, message);
            }
        }
    };
    let sections: [(&str, &str, Vec<&str>); 4] = [
        ("enums", "enum", file.enums.iter().map(|it| it.0).collect()),
        (
            "records",
            "record",
            file.records.iter().map(|it| it.0).collect(),
        ),
        (
            "references",
            "reference",
            file.references.iter().map(|it| it.0).collect(),
        ),
        (
            "tables",
            "table",
            file.tables.iter().map(|it| it.0).collect(),
        ),
    ];
    for (section, kind, names) in sections {
        for name in names {
            one(kind, name, at.key(section).name(name));
        }
    }
    for it in operations {
        let top = At::file(it.file);
        match it.under {
            Some(key) => one("operation", &it.name, top.key(key).name(&it.name)),
            None => one("operation", &it.name, top.name(&it.name)),
        }
    }
    for it in callbacks {
        let top = At::file(it.file);
        match it.under {
            Some(key) => one("callback", &it.name, top.key(key).name(&it.name)),
            None => one("callback", &it.name, top.name(&it.name)),
        }
    }
}

/// A signature scheme becomes a static beside those of the operations.
pub(super) fn distinct_schemes(
    ctx: &Ctx,
    file: &ProviderFile,
    at: At<'_>,
    operations: &[Standing<OperationEntry>],
    callbacks: &[Standing<CallbackEntry>],
) {
    let here = at.key("signatures");
    for (name, _) in file.signatures.iter() {
        if name == "provider" {
            needed(ctx, name, here.name(name));
        }
        let called = [
            ("operation", operations.iter().any(|it| it.name == name)),
            ("callback", callbacks.iter().any(|it| it.name == name)),
        ];
        for (kind, _) in called.iter().filter(|it| it.1) {
            let message = format!("signature scheme and {kind} `{name}` would be one item");
            ctx.fault(Code::NameCollision, here.name(name), message);
        }
    }
}

fn needed(ctx: &Ctx, name: &str, at: At<'_>) {
    let message = format!("`{name}` is a name that generated code needs itself");
    ctx.fault(Code::NameCollision, at, message);
}
