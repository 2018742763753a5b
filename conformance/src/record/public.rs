//! What anybody may read: the texts of a spec and of the setup of its fixtures.

use std::collections::HashSet;

use verbatim_codegen::model::{CodePlace, Field, FieldSource, Location, Path, Provider, RuleKind};

use crate::fixture::Setup;
use crate::sent::percent_encoded;

/// Texts that give nothing away.
pub(crate) struct Public {
    texts: HashSet<String>,
}

impl Public {
    pub(crate) fn of(provider: &Provider, setup: &Setup) -> Public {
        let mut texts: HashSet<String> = FRAME.iter().map(|it| (*it).to_owned()).collect();
        let mut add = |text: &str| {
            texts.insert(text.to_owned());
        };
        add(&provider.name);
        let magic = provider.environments.iter().flat_map(|it| &it.magic);
        magic.for_each(|it| add(&it.value));
        let environments = provider.environments.iter();
        for server in environments.flat_map(|it| &it.servers) {
            add(&server.name);
            server.url.iter().for_each(|it| add(it));
        }
        let field = |it: &Field, add: &mut dyn FnMut(&str)| {
            let names = [&it.wire, &it.name, &it.prefix];
            names.into_iter().for_each(|it| add(it));
            if it.location == Location::Header {
                add(&it.wire.to_ascii_lowercase());
            }
            for rule in &it.rules {
                if let RuleKind::Starts(start) = &rule.kind {
                    add(start);
                }
            }
            if let FieldSource::Constant(text) = &it.source {
                add(text);
            }
        };
        let of_ways = provider.ways.iter().flat_map(|it| &it.fields);
        of_ways.for_each(|it| field(it, &mut add));
        provider.ways.iter().for_each(|it| add(&it.name));
        for operation in &provider.operations {
            [&operation.name, &operation.method]
                .into_iter()
                .for_each(|it| add(it));
            if let Path::Fixed(path) = &operation.path {
                path.split('/').for_each(&mut add);
                let environments = provider.environments.iter();
                let servers = environments.filter_map(|it| it.servers.get(operation.server));
                let urls = servers.filter_map(|it| it.url.as_deref());
                urls.for_each(|url| add(&format!("{url}{path}")));
                add(path);
            }
            let pointers = operation.fields.iter().map(|it| it.pointer.as_str());
            steps(pointers, &mut add);
            operation.fields.iter().for_each(|it| field(it, &mut add));
            let rule = &operation.reply;
            let places = rule.codes.iter().map(CodePlace::word);
            let others = [&rule.details, &rule.messages, &rule.references, &rule.needs];
            let others = others.into_iter().flatten().map(String::as_str);
            steps(places.chain(others), &mut add);
            let fate = operation.fate.iter().flat_map(|it| &it.words);
            fate.for_each(|it| add(&it.wire));
        }
        let tokens = provider.tokens.iter().map(|it| it.at.as_str());
        let fates = provider.operations.iter().filter_map(|it| it.fate.as_ref());
        let fates = fates.flat_map(|it| it.places.iter().chain(&it.names));
        steps(tokens.chain(fates.map(String::as_str)), &mut add);
        provider.callbacks.iter().for_each(|it| add(&it.name));
        for member in provider.records.iter().flat_map(|it| &it.members) {
            add(&member.wire);
            member.also.iter().for_each(|it| add(it));
        }
        for record in &provider.records {
            record.pattern.split(['{', '}']).for_each(&mut add);
        }
        for code in &provider.codes {
            add(&code.code);
            add(&code.meaning);
            code.detail.iter().for_each(|it| add(it));
        }
        let values = provider.enums.iter().flat_map(|it| &it.values);
        values.for_each(|it| add(&it.wire));
        let rows = provider.tables.iter().flat_map(|it| &it.rows);
        rows.flat_map(|it| it.cells.iter().flatten())
            .for_each(|it| add(it));
        for names in [&setup.servers, &setup.credentials, &setup.settings] {
            for (name, value) in names {
                add(name);
                add(value);
            }
        }
        texts.remove("");
        Public { texts }
    }

    /// Whether a text is one of them.
    pub(crate) fn has(&self, text: &str) -> bool {
        self.texts.contains(text)
    }

    /// Those that stand in a text.
    pub(crate) fn within<'a>(&'a self, text: &str) -> Vec<&'a str> {
        let texts = self.texts.iter().map(String::as_str);
        let stands = |it: &&str| text.contains(*it) || text.contains(&*percent_encoded(it));
        texts.filter(stands).collect()
    }

    /// A name, where the spec has it.
    pub(crate) fn shown<'n>(&self, name: &'n str) -> &'n str {
        let known = self.has(name) || self.texts.iter().any(|it| it.eq_ignore_ascii_case(name));
        if known { name } else { "of another name" }
    }

    /// A pointer, with `*` for what the spec has no name for.
    pub(crate) fn pointer(&self, pointer: &str) -> String {
        let number = |it: &str| it.bytes().all(|it| it.is_ascii_digit()) && it.len() < 4;
        let step = |it: &str| {
            let name = it.replace("~1", "/").replace("~0", "~");
            let known = name.is_empty() || number(it) || self.has(&name);
            if known { it.to_owned() } else { "*".to_owned() }
        };
        let steps: Vec<_> = pointer.split('/').map(step).collect();
        steps.join("/")
    }
}

/// The names in pointers.
fn steps<'a>(pointers: impl Iterator<Item = &'a str>, add: &mut dyn FnMut(&str)) {
    for pointer in pointers {
        let steps = pointer.split('/');
        steps.for_each(|it| add(&it.replace("~1", "/").replace("~0", "~")));
    }
}

/// What stands in a fixture whatever was recorded, and what any transport says.
const FRAME: &[&str] = &[
    "body",
    "url",
    "key",
    "code",
    "detail",
    "kind",
    "path",
    "result",
    "Basic ",
    "Bearer ",
    "about",
    "origin",
    "recorded",
    "date",
    "setup",
    "clock",
    "nonces",
    "lacks",
    "unlisted",
    "operation",
    "input",
    "signature",
    "signed",
    "algorithm",
    "encoding",
    "result",
    "exchanges",
    "request",
    "method",
    "headers",
    "Content-Type",
    "content-type",
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "text/html",
    "text/plain",
    "charset=utf-8",
    "reply",
    "status",
    "expect",
    "outcome",
    "succeeded",
    "pending",
    "rejected",
    "unknown",
    "certainty",
    "not_applied",
    "applied",
    "unreadable",
    "unclear",
    "message",
    "reference",
    "our_reference",
    "resolution",
    "nothing",
    "query_with_our_reference",
    "query_with_their_reference",
    "only_by_callback",
    "create_again",
    "only_by_hand",
    "real traffic, with placeholders for what the spec does not call harmless",
    "hmac-sha256",
    "hmac-sha512",
    "none",
    "hex-lower",
    "base64",
    "true",
    "false",
    "null",
];
