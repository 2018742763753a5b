//! What is defined and never used: most often a forgotten reference.

use std::collections::HashSet;

use super::at::At;
use super::ctx::Ctx;
use crate::diagnostic::Code;
use crate::model::{Field, FieldSource, Path, Provider, SignedPart, Type};
use crate::spec::Spec;

pub(super) fn used(ctx: &Ctx, spec: &Spec, at: At<'_>, provider: &Provider) {
    let own = || {
        provider
            .operations
            .iter()
            .flat_map(|it| &it.fields[it.shared..])
    };
    let fields = || provider.shared.iter().chain(own());
    let mut types: Vec<&Type> = fields().map(|it| &it.ty).collect();
    types.extend(provider.operations.iter().map(|it| &it.reply.ty));
    types.extend(
        provider
            .records
            .iter()
            .flat_map(|it| &it.members)
            .map(|it| &it.ty),
    );
    let (mut enums, mut records, mut references) = (HashSet::new(), HashSet::new(), HashSet::new());
    for ty in types {
        let ty = ty.innermost();
        if let Type::Enum(name) = ty {
            enums.insert(name.as_str());
        }
        records.extend(ty.record());
        if let Type::Reference(name) = ty {
            references.insert(name.as_str());
        }
    }
    records.extend(
        provider
            .callbacks
            .iter()
            .flat_map(|it| &it.shapes)
            .map(|it| it.record.as_str()),
    );

    let one = |section: &str, kind: &str, name: &str, used: bool| {
        // Where a name was not found, the one that seems unused may be what it should have been.
        if !used && !ctx.missed(kind) {
            let message = format!("{kind} `{name}` is defined and never used");
            ctx.fault(Code::Unused, at.key(section).name(name), message);
        }
    };
    for it in &provider.enums {
        one("enums", "enum", &it.name, enums.contains(it.name.as_str()));
    }
    for it in &provider.records {
        one(
            "records",
            "record",
            &it.name,
            records.contains(it.name.as_str()),
        );
    }
    for it in &provider.references {
        let used = references.contains(it.name.as_str());
        one("references", "reference", &it.name, used);
    }
    let groups: HashSet<&str> = (provider.operations.iter())
        .map(|it| it.group.as_str())
        .collect();
    for it in &provider.groups {
        one(
            "groups",
            "group",
            &it.name,
            groups.contains(it.name.as_str()),
        );
    }
    for (index, it) in provider.settings.iter().enumerate() {
        let used = provider
            .operations
            .iter()
            .any(|op| op.path == Path::Setting(index));
        one("settings", "setting", &it.name, used);
    }
    for (index, it) in provider.credentials.iter().enumerate() {
        // A scheme that nothing uses is told itself, and not its key too.
        let sent = |it: &Field| match it.source {
            FieldSource::Credential(found) => found == index,
            FieldSource::Basic { user, password } => user == index || password == index,
            FieldSource::Caller
            | FieldSource::Constant(_)
            | FieldSource::Signature
            | FieldSource::Parent
            | FieldSource::Token(_)
            | FieldSource::Made(_) => false,
        };
        let signed = provider
            .operations
            .iter()
            .filter_map(|it| it.signature.as_ref())
            .map(|it| &it.parts)
            .chain(
                provider
                    .callbacks
                    .iter()
                    .filter_map(|it| it.signature.as_ref())
                    .map(|it| &it.parts),
            )
            .flatten()
            .any(|it| matches!(it, SignedPart::Credential { index: found, .. } if *found == index));
        let keys =
            (spec.provider.signatures.iter()).any(|entry| entry.1.key.as_ref() == Some(&it.name));
        one(
            "credentials",
            "credential",
            &it.name,
            fields().any(sent) || signed || keys,
        );
    }
    for (index, it) in provider.tokens.iter().enumerate() {
        let sent = |it: &Field| it.source == FieldSource::Token(index);
        one("tokens", "token", &it.name, fields().any(sent));
    }
    for (name, _) in spec.provider.signatures.iter() {
        let mut orders = spec
            .operations
            .iter()
            .filter_map(|it| it.entry.signature.as_ref()?.scheme.as_deref())
            .chain(
                spec.callbacks
                    .iter()
                    .filter_map(|it| it.entry.signature.as_ref()?.scheme.as_deref()),
            );
        let used = orders.any(|it| it == name);
        one("signatures", "signature scheme", name, used);
    }
}
