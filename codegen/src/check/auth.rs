//! How a merchant is known: what operations share, the ways of which one is picked, tokens.

use std::collections::HashSet;

use super::at::At;
use super::ctx::{Ctx, one_item};
use super::field::{Around, field};
use crate::diagnostic::Code;
use crate::model::{
    Credential, Effect, Field, FieldSource, Lifetime, Location, Operation, Provider, Token, Way,
};
use crate::spec::{FieldEntry, ProviderFile, Spec, TokenEntry};
use crate::words::METHODS;

/// A token is fetched again so many seconds before its end, where the spec does not say.
const EARLY: u32 = 30;

/// What operations send that is not their own: the provider's headers, then those of each way.
pub(super) fn shared(ctx: &Ctx, around: &Around<'_>, provider: &mut Provider) {
    let (at, file) = (At::file(0), around.file);
    let here = at.key("headers");
    provider.shared = one_set(ctx, &file.headers, here, around, None);
    let here = at.key("ways");
    if let [(name, _)] = file.ways.as_slice() {
        let message = "one way alone is no choice: its fields belong to `headers`".to_owned();
        ctx.fault(Code::AuthField, here.name(name), message);
    }
    for (index, (name, entry)) in file.ways.iter().enumerate() {
        let this = here.key(name);
        if let Some(before) = provider.ways.iter().find(|it| one_item(&it.name, name)) {
            let message = format!("ways `{name}` and `{}` would have one name", before.name);
            ctx.fault(Code::NameCollision, here.name(name), message);
        }
        let fields = one_set(ctx, &entry.fields, this.key("fields"), around, Some(index));
        for (position, it) in fields.iter().enumerate() {
            let same = |other: &&Field| other.location == it.location && meet(it, other);
            let there = this.key("fields");
            let place = there.index(position);
            let mut alone = provider.shared.iter().filter(|it| it.way.is_none());
            if let Some(other) = alone.find(same) {
                let message = format!("`{}` is sent whatever the way", other.wire);
                ctx.fault(Code::DuplicateValue, place.key("wire"), message);
            }
        }
        if fields.is_empty() {
            let message = format!("way `{name}` sends nothing");
            ctx.fault(Code::Empty, this.name("fields"), message);
        }
        provider.shared.extend(fields.iter().cloned());
        provider.ways.push(Way {
            name: ctx.legal_name(name, here.name(name)),
            about: ctx.prose(&entry.about, this, "about"),
            fields,
            citation: ctx.cite(&entry.cite, this, "cite"),
        });
    }
}

/// The headers of the provider, or the fields of one way.
fn one_set(
    ctx: &Ctx,
    entries: &[FieldEntry],
    here: At<'_>,
    around: &Around<'_>,
    way: Option<usize>,
) -> Vec<Field> {
    let mut res: Vec<Field> = Vec::new();
    for (index, it) in entries.iter().enumerate() {
        let this = here.index(index);
        let mut field = field(ctx, it, this, around);
        field.way = way;
        field.methods = methods(ctx, it, this);
        let fits = match field.location {
            Location::Header => true,
            Location::Query => way.is_some(),
            Location::Body | Location::Path => false,
        };
        if !fits {
            let message = match way {
                None => "what every operation sends is a header: say `in: header`",
                Some(_) => "what a way sends is a header or stands in the query: say so with `in`",
            };
            ctx.fault(Code::BadHeader, this.name("in"), message.to_owned());
        } else if it.wire.is_some() && res.iter().any(|other| meet(&field, other)) {
            let message = format!("{} `{}` is there twice", field.location.word(), field.wire);
            ctx.fault(Code::DuplicateValue, this.key("wire"), message);
        }
        if field.source == FieldSource::Caller {
            let message = "what operations share is given by no caller: say its source";
            ctx.fault(Code::FieldSource, this, message.to_owned());
        }
        res.push(field);
    }
    res
}

/// Whether two shared fields would ever stand in one request under one name.
fn meet(one: &Field, other: &Field) -> bool {
    let all = one.methods.is_empty() || other.methods.is_empty();
    one.location == other.location
        && one.wire.eq_ignore_ascii_case(&other.wire)
        && (all || one.methods.iter().any(|it| other.methods.contains(it)))
}

fn methods(ctx: &Ctx, entry: &FieldEntry, at: At<'_>) -> Vec<String> {
    let here = at.key("methods");
    let mut seen = HashSet::new();
    for (index, word) in entry.methods.iter().enumerate() {
        ctx.choose(word, here.index(index), METHODS);
        if !seen.insert(word) {
            let message = format!("`{word}` is there twice");
            ctx.fault(Code::DuplicateValue, here.index(index), message);
        }
    }
    entry.methods.clone()
}

/// Those of the shared fields that an operation sends.
pub(super) fn of_operation(
    provider: &Provider,
    name: &str,
    method: Option<&str>,
    signed: bool,
) -> Vec<Field> {
    let fetches = provider.tokens.iter().any(|it| it.operation == name);
    let sent = |it: &&Field| {
        let by_method =
            it.methods.is_empty() || it.methods.iter().any(|it| Some(it.as_str()) == method);
        by_method
            && match it.source {
                // Nobody has a token before it is fetched.
                FieldSource::Token(_) => !fetches,
                FieldSource::Signature => signed,
                FieldSource::Caller
                | FieldSource::Credential(_)
                | FieldSource::Constant(_)
                | FieldSource::Parent
                | FieldSource::Basic { .. }
                | FieldSource::Made(_) => true,
            }
    };
    provider.shared.iter().filter(sent).cloned().collect()
}

/// The tokens by themselves; which operation gives them is looked at when all are known.
pub(super) fn tokens(ctx: &Ctx, file: &ProviderFile, provider: &mut Provider) {
    let at = At::file(0);
    let here = at.key("tokens");
    for (name, it) in file.tokens.iter() {
        let this = here.key(name);
        provider.tokens.push(Token {
            name: ctx.legal_name(name, here.name(name)),
            about: ctx.prose(&it.about, this, "about"),
            operation: ctx.need(&it.operation, this, "operation").to_owned(),
            at: ctx.pointer(ctx.need(&it.at, this, "at"), this.key("at")),
            lives: lifetime(ctx, it, this),
            early: ctx.seconds(&it.early, this, "early").unwrap_or(EARLY),
            citation: ctx.cite(&it.cite, this, "cite"),
        });
    }
}

fn lifetime(ctx: &Ctx, entry: &TokenEntry, at: At<'_>) -> Lifetime {
    match (&entry.lives, &entry.lives_for) {
        (Some(pointer), None) => Lifetime::At(ctx.pointer(pointer, at.key("lives"))),
        (None, Some(_)) => {
            let seconds = ctx.seconds(&entry.lives_for, at, "lives_for");
            Lifetime::Seconds(seconds.unwrap_or(EARLY))
        }
        (Some(_), Some(_)) | (None, None) => {
            let message = "a token lives as long as either `lives` or `lives_for` says".to_owned();
            ctx.fault(Code::TokenOperation, at.name("lives"), message);
            Lifetime::Seconds(EARLY)
        }
    }
}

/// A token comes from an operation that reads, asks nothing of the caller, and needs no token.
pub(super) fn fetched(ctx: &Ctx, spec: &Spec, provider: &Provider) {
    let at = At::file(0);
    let here = at.key("tokens");
    for (token, (name, entry)) in provider.tokens.iter().zip(spec.provider.tokens.iter()) {
        let there = here.key(name);
        let this = there.key("operation");
        let names = provider.operations.iter().map(|it| it.name.as_str());
        let found = match &entry.operation {
            Some(name) => ctx.refer(name, this, "operation", names),
            None => None,
        };
        let Some(operation) = found.map(|it| &provider.operations[it]) else {
            continue;
        };
        if let Some(why) = unfit(operation) {
            let message = format!(
                "operation `{}` cannot fetch a token: it {why}",
                token.operation
            );
            ctx.fault(Code::TokenOperation, this, message);
        }
    }
}

fn unfit(operation: &Operation) -> Option<&'static str> {
    if operation.effect != Effect::Reads {
        Some("does more than read")
    } else if operation.inputs().next().is_some() {
        Some("asks for values of the caller")
    } else if (operation.fields.iter()).any(|it| matches!(it.source, FieldSource::Token(_))) {
        Some("needs a token itself")
    } else {
        None
    }
}

/// Where a prefix, a pair, a digest and a choice of methods may stand.
pub(super) fn placed(ctx: &Ctx, entry: &FieldEntry, field: &Field, at: At<'_>) {
    let fault = |key: &str, message: &str| {
        ctx.fault(Code::AuthField, at.name(key), message.to_owned());
    };
    let header = field.location == Location::Header;
    // A name that is not found is told as such.
    let named = entry.credential.is_some() || entry.token.is_some();
    let prefixed = named || field.source == FieldSource::Signature;
    let visible = |it: char| it == ' ' || it.is_ascii_graphic();
    if entry
        .prefix
        .as_deref()
        .is_some_and(|it| it.is_empty() || !it.chars().all(visible))
    {
        fault("prefix", "a prefix is visible ASCII, and not empty");
    }
    if entry.prefix.is_some() && !(header && prefixed) {
        fault(
            "prefix",
            "a prefix stands before a credential, a token or a signature in a header",
        );
    }
    if entry.basic.is_some() && !header {
        fault("basic", "user and password stand in a header");
    }
    let digest = matches!(
        &field.source,
        FieldSource::Made(crate::model::Made::Digest { .. })
    );
    if digest && !header {
        fault("made", "a digest of the body stands in a header");
    }
}

/// Whether a text can be a header's name, as HTTP has them.
pub(super) fn is_header(ctx: &Ctx, name: &str, at: At<'_>) {
    let token = |it: char| it.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(it);
    if name.is_empty() || !name.chars().all(token) {
        ctx.fault(Code::BadHeader, at, format!("`{name}` is no header name"));
    }
}

/// The two credentials of basic authentication, by index.
pub(super) fn basic(
    ctx: &Ctx,
    names: &[String],
    at: At<'_>,
    credentials: &[Credential],
) -> Option<FieldSource> {
    let here = at.key("basic");
    let [user, password] = names else {
        let message = format!(
            "two credentials, user and password, and not {}",
            names.len()
        );
        ctx.fault(Code::AuthField, here, message);
        ctx.unread("credential");
        return None;
    };
    let index = |name: &str, position: usize| {
        let known = credentials.iter().map(|it| it.name.as_str());
        ctx.refer(name, here.index(position), "credential", known)
    };
    let (user, password) = (index(user, 0), index(password, 1));
    if let Some(it) = password.map(|it| &credentials[it]).filter(|it| !it.secret) {
        let message = format!("credential `{}` is not marked as secret", it.name);
        ctx.fault(Code::KeyNotSecret, here.index(1), message);
    }
    Some(FieldSource::Basic {
        user: user?,
        password: password?,
    })
}
