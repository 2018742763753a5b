//! What becomes an item of the generated crate has a name of its own.

use std::collections::{HashMap, HashSet};

use super::at::At;
use super::ctx::Ctx;
use crate::diagnostic::Code;
use crate::model::{Provider, SignedPart};
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
            "callback" => key == "provider" || key == "clock",
            // A callback that is verified is read as it, beside a clock.
            "record" => key == "clock",
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
        if ["provider", "queries"].contains(&name) {
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

/// Methods of the client that are named after an operation or a callback, and are no call of it.
pub(super) fn distinct_methods(
    ctx: &Ctx,
    operations: &[Standing<OperationEntry>],
    callbacks: &[Standing<CallbackEntry>],
) {
    let mut seen: HashMap<String, String> = (operations.iter())
        .map(|it| (it.name.clone(), "an operation".to_owned()))
        .collect();
    let mut one = |method: String, does: String, at: At<'_>| {
        if let Some(before) = seen.insert(method.clone(), does.clone()) {
            let message = format!("`{method}` is {before}, and {does} too");
            ctx.fault(Code::NameCollision, at, message);
        }
    };
    for it in operations.iter().filter(|it| it.entry.paging.is_some()) {
        let (method, does) = (
            format!("{}_pages", it.name),
            format!("reads the pages of `{}`", it.name),
        );
        At::entry(it, |at| one(method, does, at.name("paging")));
    }
    for it in callbacks.iter().filter(|it| it.entry.confirm.is_some()) {
        let (method, does) = (
            format!("confirm_{}", it.name),
            format!("confirms callback `{}`", it.name),
        );
        At::entry(it, |at| one(method, does, at.name("confirm")));
    }
}

/// A credential is bound by its name where generated code binds others: where a callback is verified,
/// and where one of several ways is taken apart.
pub(super) fn distinct_bindings(ctx: &Ctx, file: &ProviderFile, at: At<'_>, provider: &Provider) {
    let signatures = (provider.callbacks.iter()).filter_map(|it| it.signature.as_ref());
    let verifying: HashSet<usize> = signatures
        .flat_map(|it| {
            let signed = it.parts.iter().filter_map(SignedPart::credential);
            it.scheme.key.into_iter().chain(signed)
        })
        .collect();
    let here = at.key("credentials");
    for (index, (name, _)) in file.credentials.iter().enumerate() {
        let argument = verifying.contains(&index) && ["headers", "body", "clock"].contains(&name);
        if argument || !file.ways.as_slice().is_empty() && name == "setup" {
            needed(ctx, name, here.name(name));
        }
    }
}

fn needed(ctx: &Ctx, name: &str, at: At<'_>) {
    let message = format!("`{name}` is a name that generated code needs itself");
    ctx.fault(Code::NameCollision, at, message);
}
