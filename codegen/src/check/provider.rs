//! The provider as a whole: its head, where calls go, who calls; then every part in turn.

use super::ctx::{At, Ctx};
use super::{callback, code, operation, shape, signature, used};
use crate::diagnostic::Code;
use crate::model::{
    Credential, Discrepancy, Document, Environment, Group, Provider, Server, Setting,
};
use crate::spec::{ProviderFile, ServerEntry, Spec, Standing};

/// Words that are subcommands or packages of this workspace.
const RESERVED: &[&str] = &[
    "clients",
    "codegen",
    "conformance",
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
    "import",
    "export",
    "new",
];

/// Method names of the generated `Builder`; servers and settings become methods beside them.
const BUILDER: &[&str] = &["limits", "transport", "http", "build"];

pub(super) fn provider(ctx: &Ctx, spec: &Spec, folder: &str) -> Provider {
    let file = &spec.provider;
    let at = At::file(0);
    let mut res = head(ctx, file, folder, at);
    parties(ctx, file, at, &mut res);
    let shapes = shape::Shapes::of(ctx, file, at);
    discrepancies(ctx, file, at, &mut res);
    operation::headers(ctx, file, &res);
    signature::schemes(ctx, file, at, &res);

    let operations = names(ctx, &spec.operations, "operations");
    let callbacks = names(ctx, &spec.callbacks, "callbacks");
    let called = |name: &str| operations.iter().chain(&callbacks).any(|it| it == name);
    for (name, _) in file.groups.iter().filter(|it| called(it.0)) {
        let message = format!("`{name}` is a group, and an operation or a callback too");
        ctx.fault(Code::NameCollision, at.key("groups").name(name), message);
    }
    shape::distinct_types(ctx, file, at, &spec.operations, &spec.callbacks);
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
    if outbound.is_empty() && inbound.is_empty() {
        let message = "the provider has neither operations nor callbacks".to_owned();
        ctx.fault(Code::Empty, at, message);
    }
    res.operations = outbound;
    res.callbacks = inbound;
    (res.enums, res.tables, res.records) = (shapes.enums, shapes.tables, shapes.records);
    res.codes = code::codes(ctx, file, at, &res);
    used::used(ctx, spec, at, &res);
    res
}

fn head(ctx: &Ctx, file: &ProviderFile, folder: &str, at: At<'_>) -> Provider {
    let name = ctx.need(&file.provider, at, "provider");
    if file.provider.is_some() {
        ctx.legal_name(name, at.key("provider"));
        if name != folder || RESERVED.contains(&name) {
            let message = match RESERVED.contains(&name) {
                true => format!("`{name}` is a word of this workspace"),
                false => format!("the provider is `{name}`, its folder is `{folder}`"),
            };
            ctx.fault(Code::ProviderName, at.key("provider"), message);
        }
    }
    let version = ctx.need(&file.version, at, "version");
    let numbers: Vec<_> = version.split('.').map(str::parse::<u32>).collect();
    if file.version.is_some() && (numbers.len() != 3 || numbers.iter().any(Result::is_err)) {
        let message = format!("`{}` is no version like `0.1.0`", version.escape_default());
        ctx.fault(Code::BadVersion, at.key("version"), message);
    }
    if file.documents.is_empty() {
        ctx.fault(Code::Empty, at, "the spec names no document".to_owned());
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
        headers: file.headers.len(),
        groups: Vec::new(),
        enums: Vec::new(),
        tables: Vec::new(),
        records: Vec::new(),
        codes: Vec::new(),
        operations: Vec::new(),
        callbacks: Vec::new(),
        discrepancies: Vec::new(),
    }
}

/// Environments with their servers, credentials, settings, groups.
fn parties(ctx: &Ctx, file: &ProviderFile, at: At<'_>, res: &mut Provider) {
    let here = at.key("environments");
    ctx.distinct(file.environments.iter().map(|it| it.0), here);
    if file.environments.0.is_empty() {
        ctx.fault(Code::Empty, at, "the spec has no environment".to_owned());
    }
    let first = file.environments.0.first().map(|it| &it.1.servers);
    if let Some(servers) = first {
        res.servers = servers.iter().map(|it| it.0.to_owned()).collect();
    }
    for (name, environment) in file.environments.iter() {
        let this = here.key(name);
        ctx.legal_name(name, here.name(name));
        let there = this.key("servers");
        ctx.distinct(environment.servers.iter().map(|it| it.0), there);
        let names: Vec<&str> = environment.servers.iter().map(|it| it.0).collect();
        if names != res.servers || names.is_empty() {
            let message = format!(
                "environment `{name}` has the servers [{}], the first one has [{}]",
                names.join(", "),
                res.servers.join(", ")
            );
            ctx.fault(Code::ServersDiffer, this, message);
        }
        let servers = environment
            .servers
            .iter()
            .map(|(name, it)| server(ctx, name, it, there.key(name)));
        res.environments.push(Environment {
            name: name.to_owned(),
            about: ctx.prose(&environment.about, this, "about"),
            servers: servers.collect(),
        });
    }
    let here = at.key("credentials");
    ctx.distinct(file.credentials.iter().map(|it| it.0), here);
    for (name, it) in file.credentials.iter() {
        let this = here.key(name);
        res.credentials.push(Credential {
            name: ctx.legal_name(name, here.name(name)),
            about: ctx.prose(&it.about, this, "about"),
            secret: ctx.yes(&it.secret, this, "secret"),
            optional: ctx.yes(&it.optional, this, "optional"),
            citation: ctx.cite(&it.cite, this, "cite"),
        });
    }
    let here = at.key("settings");
    ctx.distinct(file.settings.iter().map(|it| it.0), here);
    for (name, it) in file.settings.iter() {
        let this = here.key(name);
        res.settings.push(Setting {
            name: ctx.legal_name(name, here.name(name)),
            about: ctx.prose(&it.about, this, "about"),
            citation: ctx.cite(&it.cite, this, "cite"),
        });
    }
    let methods = res
        .servers
        .iter()
        .chain(res.settings.iter().map(|it| &it.name));
    for name in methods.clone() {
        let twice = methods.clone().filter(|it| *it == name).count() > 1;
        if twice || BUILDER.contains(&name.as_str()) {
            let message = format!("`{name}` would be two methods of the client's builder");
            ctx.fault(Code::NameCollision, at.key("settings").name(name), message);
        }
    }
    let here = at.key("groups");
    ctx.distinct(file.groups.iter().map(|it| it.0), here);
    for (name, about) in file.groups.iter() {
        res.groups.push(Group {
            name: ctx.legal_name(name, here.name(name)),
            about: ctx.prose_text(about, here.key(name)),
        });
    }
}

fn server(ctx: &Ctx, name: &str, entry: &ServerEntry, at: At<'_>) -> Server {
    let cleartext = ctx.yes(&entry.cleartext, at, "cleartext");
    if let Some(url) = &entry.url {
        let here = at.key("url");
        ctx.url(url, here);
        let path = url.splitn(4, '/').nth(3);
        if path.is_some() || url.contains(['?', '#']) {
            let message = format!(
                "`{}` is more than scheme, host and port",
                url.escape_default()
            );
            ctx.fault(Code::BadUrl, here, message);
        }
        if url.starts_with("http://") && !cleartext {
            let message = "the server is reached in cleartext".to_owned();
            ctx.fault(Code::Cleartext, here, message);
        }
    }
    Server {
        name: ctx.legal_name(name, at),
        url: entry.url.clone(),
        cleartext,
        citation: ctx.cite(&entry.cite, at, "cite"),
    }
}

fn discrepancies(ctx: &Ctx, file: &ProviderFile, at: At<'_>, res: &mut Provider) {
    let here = at.key("discrepancies");
    ctx.distinct(file.discrepancies.iter().map(|it| it.0), here);
    for (name, it) in file.discrepancies.iter() {
        let this = here.key(name);
        let lines = ctx.lines(ctx.need(&it.lines, this, "lines"), this.key("lines"));
        res.discrepancies.push(Discrepancy {
            name: ctx.legal_name(name, here.name(name)),
            lines,
            says: ctx.prose(&it.says, this, "says"),
            choice: ctx.prose(&it.choice, this, "choice"),
            reason: ctx.prose(&it.reason, this, "reason"),
        });
    }
}

/// The names of a kind of entry, each faulted when illegal or there twice, in whatever files they stand.
fn names(ctx: &Ctx, entries: &[Standing<impl Sized>], kind: &'static str) -> Vec<String> {
    let mut res: Vec<String> = Vec::new();
    for it in entries {
        let top = At::file(it.file);
        let root = match it.under {
            Some(_) => top.key(kind),
            None => top,
        };
        ctx.legal_name(&it.name, root.name(&it.name));
        if res.contains(&it.name) {
            let message = format!("`{}` is there twice", it.name);
            ctx.fault(Code::DuplicateKey, root.name(&it.name), message);
        }
        res.push(it.name.clone());
    }
    res
}
