//! The provider as a whole: its head, where calls go, who calls; then every part in turn.

use std::collections::HashSet;

use super::at::At;
use super::cite::unknown_source;
use super::ctx::{Ctx, listed, one_item};
use super::left_open::left_open;
use super::reply::query;
use super::{
    auth, callback, code, distinct, fate, magic, operation, ours, prefix, reference, set_aside,
    shape, signature, used,
};
use crate::diagnostic::Code;
use crate::model::{
    Credential, Discrepancy, Document, Effect, Environment, Group, Operation, Provider, Server,
    Setting,
};
use crate::spec::{ProviderFile, ServerEntry, Spec, Standing};

/// Words that are subcommands or packages of this workspace.
const RESERVED: &[&str] = &[
    "clients",
    "codegen",
    "conformance",
    "dispatch",
    "runtime",
    "run",
    "trace",
    "coverage",
    "mutate",
    "explain",
    "serve",
    "record",
    "lint",
    "inspect",
    "schema",
    "diff",
    "drift",
    "lock",
    "import",
    "export",
    "new",
];

/// Method names of the generated `Builder`; servers and settings become methods beside them.
const BUILDER: &[&str] = &[
    "limits",
    "transport",
    "http",
    "proxy",
    "root_certificate",
    "user_agent",
    "from_env",
    "from_vars",
    "time_from",
    "nonces_from",
    "build",
];

pub(super) fn provider(ctx: &Ctx, spec: &Spec, folder: &str) -> Provider {
    let file = &spec.provider;
    let at = At::file(0);
    let mut res = head(ctx, file, folder, at);
    parties(ctx, file, at, &mut res);
    res.references = reference::references(ctx, file, at);
    let shapes = shape::Shapes::of(ctx, file, at);
    discrepancies(ctx, file, at, &mut res);
    res.set_aside = set_aside::set_aside(ctx, file, at);
    res.unsaid = operation::shared(ctx, file, &mut res);
    res.schemes = signature::schemes(ctx, file, at, &res);

    let operations = names(ctx, &spec.operations, "operations");
    let callbacks = names(ctx, &spec.callbacks, "callbacks");
    let called = |name: &str| operations.iter().chain(&callbacks).any(|it| it == name);
    for (name, _) in file.groups.iter().filter(|it| called(it.0)) {
        let message = format!("`{name}` is a group, and an operation or a callback too");
        ctx.fault(Code::NameCollision, at.key("groups").name(name), message);
    }
    distinct::distinct_methods(ctx, &spec.operations, &spec.callbacks);
    distinct::distinct_types(ctx, file, at, &spec.operations, &spec.callbacks);
    distinct::distinct_schemes(ctx, file, at, &spec.operations, &spec.callbacks);
    let known = operation::Known {
        file,
        provider: &res,
        shapes: &shapes,
        operations: &operations,
        callbacks: &callbacks,
    };
    let outbound: Vec<_> = spec
        .operations
        .iter()
        .map(|it| operation::operation(ctx, it, &known))
        .collect();
    let inbound: Vec<_> = spec
        .callbacks
        .iter()
        .map(|it| callback::callback(ctx, it, &known))
        .collect();
    asked_without_harm(ctx, spec, &outbound);
    ours::answered(ctx, spec, &outbound);
    if outbound.is_empty() && inbound.is_empty() {
        let message = "the provider has neither operations nor callbacks".to_owned();
        ctx.fault(Code::Empty, at, message);
    }
    res.operations = outbound;
    magic::magic(ctx, file, at, &mut res);
    res.callbacks = inbound;
    (res.enums, res.tables, res.records) = (shapes.enums, shapes.tables, shapes.records);
    res.codes = code::codes(ctx, file, at, &res);
    fate::told(ctx, spec, &res);
    fate::asked(ctx, spec, &res);
    left_open(ctx, spec, &res);
    distinct::distinct_bindings(ctx, file, at, &res);
    auth::fetched(ctx, spec, &res);
    used::used(ctx, spec, at, &res);
    res
}

/// What settles an outcome or confirms a callback must not spend a second time.
fn asked_without_harm(ctx: &Ctx, spec: &Spec, operations: &[Operation]) {
    let one = |name: &str, at: At<'_>| {
        let asked = operations.iter().find(|it| it.name == name);
        if let Some(it) = asked.filter(|it| it.effect != Effect::Reads) {
            let message = format!("operation `{name}` {}", it.effect.word());
            ctx.fault(Code::NotARead, at, message);
        }
    };
    for it in &spec.operations {
        At::entry(it, |at| {
            for (key, text) in [
                ("pending", &it.entry.pending),
                ("unknown", &it.entry.unknown),
            ] {
                if let Some((name, _)) = text.as_deref().and_then(query) {
                    one(name, at.key(key));
                }
            }
        });
    }
    for it in &spec.callbacks {
        At::entry(it, |at| {
            if let Some(name) = &it.entry.confirm {
                one(name, at.key("confirm"));
            }
        });
    }
}

fn head(ctx: &Ctx, file: &ProviderFile, folder: &str, at: At<'_>) -> Provider {
    let name = ctx.need(&file.provider, at, "provider");
    if file.provider.is_some() {
        if RESERVED.contains(&name) {
            let message = format!("`{name}` is a word of this workspace");
            ctx.fault(Code::ProviderName, at.key("provider"), message);
        } else if name != folder {
            let message = format!("the provider is `{name}`, its folder is `{folder}`");
            ctx.fault(Code::ProviderName, at.key("provider"), message);
        } else {
            ctx.legal_name(name, at.key("provider"));
        }
    }
    let version = ctx.need(&file.version, at, "version");
    if file.version.is_some() && !three_numbers(version) {
        let message = format!("`{version}` is no version like `0.1.0`");
        ctx.fault(Code::BadVersion, at.key("version"), message);
    }
    if file.documents.is_empty() {
        let message = "the spec names no document".to_owned();
        ctx.fault(Code::Empty, at.name("documents"), message);
    }
    let here = at.key("documents");
    let documents = file
        .documents
        .iter()
        .enumerate()
        .map(|(index, it)| Document {
            name: ctx.wire(
                ctx.need(&it.name, here.index(index), "name"),
                here.index(index).key("name"),
            ),
            title: ctx.prose(&it.title, here.index(index), "title"),
        });
    Provider {
        name: name.to_owned(),
        title: ctx.prose(&file.title, at, "title"),
        about: ctx.prose(&file.about, at, "about"),
        version: version.to_owned(),
        documents: documents.collect(),
        environments: Vec::new(),
        servers: Vec::new(),
        credentials: Vec::new(),
        settings: Vec::new(),
        shared: Vec::new(),
        ways: Vec::new(),
        tokens: Vec::new(),
        schemes: Vec::new(),
        unsaid: unknown_source(),
        groups: Vec::new(),
        references: Vec::new(),
        enums: Vec::new(),
        tables: Vec::new(),
        records: Vec::new(),
        codes: Vec::new(),
        operations: Vec::new(),
        callbacks: Vec::new(),
        discrepancies: Vec::new(),
        set_aside: Vec::new(),
    }
}

/// `1.2.3` as cargo reads it: no sign, and no zero before another digit.
fn three_numbers(version: &str) -> bool {
    let number = |it: &str| {
        it.parse::<u32>()
            .is_ok_and(|number| number.to_string() == it)
    };
    version.split('.').count() == 3 && version.split('.').all(number)
}

/// Environments with their servers, credentials, settings, groups.
fn parties(ctx: &Ctx, file: &ProviderFile, at: At<'_>, res: &mut Provider) {
    let here = at.key("environments");
    if file.environments.as_slice().is_empty() {
        let message = "the spec has no environment".to_owned();
        ctx.fault(Code::Empty, at.name("environments"), message);
    }
    let first = file.environments.as_slice().first().map(|it| &it.1.servers);
    if let Some(servers) = first {
        res.servers = servers.iter().map(|it| it.0.to_owned()).collect();
    }
    for (name, environment) in file.environments.iter() {
        let this = here.key(name);
        ctx.legal_name(name, here.name(name));
        if let Some(before) = res.environments.iter().find(|it| one_item(&it.name, name)) {
            let message = format!(
                "environments `{name}` and `{}` would have one name",
                before.name
            );
            ctx.fault(Code::NameCollision, here.name(name), message);
        }
        let there = this.key("servers");
        let names: Vec<&str> = environment.servers.iter().map(|it| it.0).collect();
        if names.is_empty() {
            let message = format!("environment `{name}` has no server");
            ctx.fault(Code::Empty, this.name("servers"), message);
        } else if names != res.servers && !res.servers.is_empty() {
            let message = format!(
                "environment `{name}` has {}, the first one has {}",
                listed(names.into_iter()),
                listed(res.servers.iter().map(String::as_str))
            );
            ctx.fault(Code::ServersDiffer, there, message);
        }
        let servers = environment
            .servers
            .iter()
            .map(|(name, it)| server(ctx, name, it, there));
        res.environments.push(Environment {
            name: name.to_owned(),
            about: ctx.prose(&environment.about, this, "about"),
            servers: servers.collect(),
            magic: Vec::new(),
        });
    }
    let here = at.key("credentials");
    for (name, it) in file.credentials.iter() {
        let this = here.key(name);
        res.credentials.push(Credential {
            name: ctx.legal_name(name, here.name(name)),
            about: ctx.prose(&it.about, this, "about"),
            secret: ctx.yes(&it.secret, this, "secret"),
            optional: ctx.yes(&it.optional, this, "optional"),
            prefixes: prefix::prefixes(ctx, &it.prefixes, this, &res.environments),
            citation: ctx.cite(&it.cite, this, "cite"),
        });
    }
    let here = at.key("settings");
    for (name, it) in file.settings.iter() {
        let this = here.key(name);
        res.settings.push(Setting {
            name: ctx.legal_name(name, here.name(name)),
            about: ctx.prose(&it.about, this, "about"),
            citation: ctx.cite(&it.cite, this, "cite"),
        });
    }
    for it in &res.settings {
        if res.servers.contains(&it.name) || BUILDER.contains(&it.name.as_str()) {
            let message = format!("`{}` would be two methods of the client's builder", it.name);
            ctx.fault(Code::NameCollision, here.name(&it.name), message);
        }
    }
    let here = at.key("groups");
    for (name, about) in file.groups.iter() {
        if about.trim().is_empty() {
            let message = format!("group `{name}` says nothing");
            ctx.fault(Code::MissingKey, here.name(name), message);
        }
        res.groups.push(Group {
            name: ctx.legal_name(name, here.name(name)),
            about: ctx.prose_text(about, here.key(name)),
        });
    }
}

fn server(ctx: &Ctx, name: &str, entry: &ServerEntry, up: At<'_>) -> Server {
    let at = up.key(name);
    if BUILDER.contains(&name) {
        let message = format!("`{name}` would be two methods of the client's builder");
        ctx.fault(Code::NameCollision, up.name(name), message);
    }
    let cleartext = ctx.yes(&entry.cleartext, at, "cleartext");
    if let Some(url) = &entry.url {
        let here = at.key("url");
        ctx.url(url, here);
        let base = url.splitn(4, '/').nth(3).unwrap_or_default();
        let plain = |it: char| it.is_ascii_alphanumeric() || "/-._~".contains(it);
        let dots = base.split('/').any(|it| matches!(it, "." | ".."));
        if !base.chars().all(plain) || dots || base.contains("//") {
            let message = format!("`{url}` is more than scheme, host, port and base path");
            ctx.fault(Code::BadUrl, here, message);
        }
        if url.starts_with("http://") && !cleartext {
            let message = "the server is reached in cleartext".to_owned();
            ctx.fault(Code::Cleartext, here, message);
        }
    }
    Server {
        name: ctx.legal_name(name, up.name(name)),
        url: entry.url.clone(),
        printed: ctx.wire_or(&entry.printed, at, "printed"),
        cleartext,
        citation: ctx.cite(&entry.cite, at, "cite"),
    }
}

fn discrepancies(ctx: &Ctx, file: &ProviderFile, at: At<'_>, res: &mut Provider) {
    let here = at.key("discrepancies");
    for (name, it) in file.discrepancies.iter() {
        let this = here.key(name);
        let (lines, words) = ctx.need_cited(&it.lines, this, "lines");
        res.discrepancies.push(Discrepancy {
            name: ctx.legal_name(name, here.name(name)),
            lines,
            words,
            says: ctx.prose(&it.says, this, "says"),
            choice: ctx.prose(&it.choice, this, "choice"),
            reason: ctx.prose(&it.reason, this, "reason"),
        });
    }
}

/// The names of a kind of entry, each faulted when illegal or there twice, in whatever files they stand.
fn names(ctx: &Ctx, entries: &[Standing<impl Sized>], kind: &'static str) -> Vec<String> {
    let mut res: Vec<String> = Vec::new();
    let mut seen = HashSet::new();
    for it in entries {
        let top = At::file(it.file);
        let root = match it.under {
            Some(_) => top.key(kind),
            None => top,
        };
        ctx.legal_name(&it.name, root.name(&it.name));
        if !seen.insert(&it.name) {
            let message = format!("`{}` is there twice", it.name);
            ctx.fault(Code::DuplicateKey, root.name(&it.name), message);
        }
        res.push(it.name.clone());
    }
    res
}
